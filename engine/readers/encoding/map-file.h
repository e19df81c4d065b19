/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files of a network, in memory.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * dream_map_file:
 * @path: a file.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable): its bytes, mapped; %NULL with a
 *   #GFileError or, for a folder or a pipe, %DREAM_ERROR_BAD_NETWORK.
 */
GBytes *dream_map_file (const gchar *path, GError **error);

G_END_DECLS
