/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the robustness tests do with a file that may be a network.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * probe_tflite:
 * @data: a file's bytes.
 * @size: how many.
 *
 * Reads @data as a network and uses what comes of it: names, geometry,
 * weights.  Aborts if the reader breaks its promises.
 *
 * Returns: whether it was a network.
 */
gboolean probe_tflite (const guint8 *data, gsize size);

G_END_DECLS
