/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A picture as the engine sees it: H x W x 3 floats, interleaved R'G'B', rows
 * from top to bottom without gaps.  In range means 0..1, perceptual (sRGB)
 * coding, which is what networks are trained on.  Nothing here knows of
 * networks, files or hosts.
 */

#pragma once

#include "threads.h"

G_BEGIN_DECLS

#define DREAM_PICTURE_CHANNELS 3

typedef struct _DreamPicture DreamPicture;

/**
 * DreamPicture:
 * @width: pixels in a row, at least 1.
 * @height: rows, at least 1.
 * @pixels: @height x @width x 3 floats, owned by the picture.
 */
struct _DreamPicture
{
  gint    width;
  gint    height;
  gfloat *pixels;
};

/**
 * dream_picture_new:
 * @width: pixels in a row.
 * @height: rows.
 * @error: return location for an error.
 *
 * Makes a picture of zeros.
 *
 * Returns: (transfer full) (nullable): the picture, or %NULL with
 *   %DREAM_ERROR_BAD_PICTURE if a side is less than 1, or
 *   %DREAM_ERROR_NO_MEMORY.
 */
DreamPicture *dream_picture_new (gint width, gint height, GError **error);

void dream_picture_free (DreamPicture *picture);

/**
 * dream_picture_resample:
 * @picture: any picture, values of any range.
 * @width: the new width, at least 1.
 * @height: the new height, at least 1.
 * @wrap: whether the picture continues periodically beyond its borders.
 * @threads: (nullable): compute; %NULL: the caller's thread alone.
 * @error: return location for an error.
 *
 * Scales by bilinear interpolation without antialiasing, corners on corners:
 * x_in = x_out (n_in - 1) / (n_out - 1).  This is how the published algorithm
 * makes its octaves (order-1 spline zoom).  A picture that wraps has no
 * corners, and the pixel behind the last is the first: enlarged, x_in =
 * (x_out + 0.15) n_in / n_out, and reduced, the same the other way round.
 *
 * Returns: (transfer full) (nullable): the scaled picture, or %NULL with the
 *   errors of dream_picture_new().
 */
DreamPicture *dream_picture_resample (const DreamPicture *picture,
                                      gint                width,
                                      gint                height,
                                      gboolean            wrap,
                                      DreamThreads       *threads,
                                      GError            **error);

/**
 * dream_picture_n_values:
 *
 * Returns: height x width x 3.
 */
gsize dream_picture_n_values (const DreamPicture *picture);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DreamPicture, dream_picture_free)

G_END_DECLS
