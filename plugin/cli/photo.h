/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures from files and into files, through GEGL's loaders and savers.
 */

#pragma once

#include <gegl.h>

G_BEGIN_DECLS

typedef struct _CliPhoto CliPhoto;

/**
 * CliPhoto:
 * @pixels: upright, in the file's own format and colour space.
 * @metadata: what GEGL's loader understands of the file's texts and
 *   resolution.
 */
struct _CliPhoto
{
  GeglBuffer *pixels;
  GObject    *metadata;
};

/**
 * cli_photo_load:
 * @path: a file.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable): the photo, or %NULL with
 *   %DREAM_ERROR_BAD_PICTURE.
 */
CliPhoto *cli_photo_load (const gchar *path, GError **error);

void cli_photo_free (CliPhoto *photo);

/**
 * cli_photo_check_ending:
 * @path: a file to be written.
 * @error: return location for an error.
 *
 * Returns: whether the ending of @path is one that cli_photo_save() knows;
 *   if not, with %DREAM_ERROR_BAD_PICTURE.
 */
gboolean cli_photo_check_ending (const gchar *path, GError **error);

/**
 * cli_photo_save:
 * @photo: the photo that the pixels are made of.
 * @pixels: "R'G'B'A float", in the space to be saved.
 * @path: a file; its ending says how it is saved.
 * @error: return location for an error.
 *
 * Saves with the photo's depth and metadata, and with alpha if the photo has
 * it, as far as the kind of file can hold them.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_PICTURE.
 */
gboolean cli_photo_save (const CliPhoto *photo,
                         GeglBuffer     *pixels,
                         const gchar    *path,
                         GError        **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliPhoto, cli_photo_free)

G_END_DECLS
