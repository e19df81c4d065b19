/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures from files, through GEGL's loaders.  For the main thread.
 */

#pragma once

#include <gegl.h>

G_BEGIN_DECLS

typedef struct _DeepDreamPhoto DeepDreamPhoto;

/**
 * DeepDreamPhoto:
 * @pixels: upright, in the file's own format and colour space.
 * @metadata: (nullable): what GEGL's loader understands of the file's texts and
 *   resolution; %NULL if nobody asked for it.
 */
struct _DeepDreamPhoto
{
  GeglBuffer *pixels;
  GObject    *metadata;
};

/**
 * deep_dream_photo_load:
 * @path: a file.
 * @with_metadata: whether the photo's metadata are wanted.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable): the photo, or %NULL with
 *   %DREAM_ERROR_BAD_PICTURE.
 */
DeepDreamPhoto *deep_dream_photo_load (const gchar *path,
                                       gboolean     with_metadata,
                                       GError     **error);

void deep_dream_photo_free (DeepDreamPhoto *photo);

/**
 * deep_dream_photo_give_metadata:
 * @node: a loader or a saver.
 *
 * Lets @node fill, or write, the photo's metadata, if there are any and it
 * knows metadata: which do changes from GEGL to GEGL.
 */
void deep_dream_photo_give_metadata (const DeepDreamPhoto *photo,
                                     GeglNode             *node);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeepDreamPhoto, deep_dream_photo_free)

G_END_DECLS
