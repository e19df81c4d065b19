/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures into files, through GEGL's savers.
 */

#pragma once

#include "plugin/core/pixels/photo.h"

G_BEGIN_DECLS

/**
 * cli_saver_check_ending:
 * @path: a file to be written.
 * @error: return location for an error.
 *
 * Returns: whether the ending of @path is one that cli_saver_save() knows;
 *   if not, with %DREAM_ERROR_BAD_PICTURE.
 */
gboolean cli_saver_check_ending (const gchar *path, GError **error);

/**
 * cli_saver_save:
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
gboolean cli_saver_save (const DeepDreamPhoto *photo,
                         GeglBuffer           *pixels,
                         const gchar          *path,
                         GError              **error);

G_END_DECLS
