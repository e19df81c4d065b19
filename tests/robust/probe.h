/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the robustness tests do with a file that may be a network.
 */

#pragma once

#include "engine/readers/formats.h"

G_BEGIN_DECLS

/**
 * probe:
 * @read: of the format that it may be.
 * @data: a file's bytes.
 * @size: how many.
 *
 * Reads @data as a network and uses what comes of it: names, geometry,
 * weights.  Aborts if the reader breaks its promises.
 *
 * Returns: whether it was a network.
 */
gboolean probe (DreamReadFunc read, const guint8 *data, gsize size);

G_END_DECLS
