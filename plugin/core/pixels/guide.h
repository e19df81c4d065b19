/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures that a recipe names, guides and styles, as networks see them; and
 * masks that lie in files.  For the main thread.
 */

#pragma once

#include <gegl.h>

#include "engine/image/picture.h"

G_BEGIN_DECLS

/**
 * deep_dream_guide_read:
 * @path: a picture's file.
 * @error: return location for an error.
 *
 * Reads R'G'B' in sRGB, upright, what is transparent over white, scaled down if
 * its longer side has more than 1024 pixels, which is more than networks have
 * been trained on.
 *
 * Returns: (transfer full) (nullable): the picture, or %NULL with
 *   %DREAM_ERROR_BAD_PICTURE or %DREAM_ERROR_NO_MEMORY.
 */
DreamPicture *deep_dream_guide_read (const gchar *path, GError **error);

/**
 * deep_dream_guide_keep:
 * @pixels: of a layer, say; any babl format and colour space.
 * @error: return location for an error.
 *
 * Saves what deep_dream_guide_read() would see of it in the folder
 * deep-dream/guides of the user's data directory, so that a recipe can name it,
 * today and when the recipe is dreamed again.  The same pixels give the same
 * file.
 *
 * Returns: (transfer full) (nullable): the file's path, or %NULL with a
 *   #GFileError.
 */
gchar *deep_dream_guide_keep (GeglBuffer *pixels, GError **error);

/**
 * deep_dream_guide_read_mask:
 * @path: a picture's file.
 * @width: the width that it must have.
 * @height: the height that it must have.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable): a mask, "Y float": the picture's luma
 *   times its alpha; or %NULL with %DREAM_ERROR_BAD_PICTURE or
 *   %DREAM_ERROR_NO_MEMORY.
 */
GeglBuffer *deep_dream_guide_read_mask (const gchar *path,
                                        gint         width,
                                        gint         height,
                                        GError     **error);

G_END_DECLS
