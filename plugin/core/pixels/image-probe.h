/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What has to be known of a picture's file before GEGL reads it: GEGL's JPEG
 * loader ends the process if the file is no JPEG, reads beyond its buffer if
 * the file ends too early, and no loader looks at the orientation.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DeepDreamImageProbe:
 * @loader: (nullable): GEGL's operation that reads such files; %NULL if only
 *   "gegl:load" may know.
 * @orientation: how the pixels lie, 1..8 as in the EXIF standard, 1 for
 *   upright.
 */
typedef struct
{
  const gchar *loader;
  gint         orientation;
} DeepDreamImageProbe;

/**
 * deep_dream_image_probe:
 * @path: a file.
 * @container: (out): what it is.
 * @error: return location for an error.
 *
 * Looks at the content, not at the name; walks through the blocks of JPEG, PNG
 * and WebP files to their end.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_PICTURE if the file cannot be read, is
 *   no picture, or is not complete.
 */
gboolean deep_dream_image_probe (const gchar         *path,
                                 DeepDreamImageProbe *container,
                                 GError             **error);

G_END_DECLS
