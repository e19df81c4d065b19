/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Networks from files.
 */

#pragma once

#include "engine/network/network.h"

G_BEGIN_DECLS

/**
 * dream_network_read:
 * @path: a network file; the format is found by looking into it.  Some formats
 *   spread over files beside it.
 * @input: (nullable): what the network expects of a picture; %NULL for what
 *   the file says or, where it says nothing, what is usual for its format.
 * @error: return location for an error.
 *
 * Reads a network from an untrusted file: every offset and size is checked
 * before use.  Operations that the engine lacks, and those that depend on them,
 * are left out as long as something to dream remains: a classifier's head
 * seldom matters.
 *
 * Returns: (transfer full) (nullable): the network, or %NULL with a
 *   #GFileError, %DREAM_ERROR_BAD_NETWORK or %DREAM_ERROR_UNSUPPORTED_LAYER.
 */
DreamNetwork *dream_network_read (const gchar      *path,
                                  const DreamInput *input,
                                  GError          **error);

G_END_DECLS
