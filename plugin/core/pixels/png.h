/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * PNG files that are either complete or not there.
 */

#pragma once

#include <gegl.h>

G_BEGIN_DECLS

/**
 * deep_dream_png_save:
 * @pixels: what to save, in 8 bits.
 * @path: the file, which is replaced; its folder is made if it is not there.
 * @error: return location for an error.
 *
 * For the main thread.
 *
 * Returns: %FALSE with a #GFileError; the file is then as it was.
 */
gboolean deep_dream_png_save (GeglBuffer  *pixels,
                              const gchar *path,
                              GError     **error);

G_END_DECLS
