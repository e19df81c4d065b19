/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A picture as the engine sees it: H x W x 3 floats, interleaved R'G'B', rows
 * from top to bottom without gaps.  In range means 0..1, perceptual (sRGB)
 * coding, which is what networks are trained on.  Nothing here knows of
 * networks, files or hosts.
 */

#pragma once

#include "engine/threads.h"

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
 * dream_picture_add:
 * @picture: (inout): any picture.
 * @other: of the same size.
 * @factor: of @other's values, which are added to @picture's.
 * @threads: compute.
 */
void dream_picture_add (DreamPicture       *picture,
                        const DreamPicture *other,
                        gfloat              factor,
                        DreamThreads       *threads);

/**
 * dream_picture_clamp:
 * @picture: (inout): any picture; its values are made 0..1.
 * @threads: compute.
 */
void dream_picture_clamp (DreamPicture *picture, DreamThreads *threads);

/**
 * dream_picture_copy:
 *
 * Returns: (transfer full) (nullable): the same pixels again, or %NULL with
 *   %DREAM_ERROR_NO_MEMORY.
 */
DreamPicture *dream_picture_copy (const DreamPicture *picture, GError **error);

/**
 * dream_picture_get_position:
 * @out: a pixel's column (or row) in a scaled picture.
 * @n_out: how many of them that picture has.
 * @n_in: how many the other has.
 * @wrap: as for dream_picture_resample().
 *
 * Returns: where dream_picture_resample() reads that pixel in the other
 *   picture: no less than 0; where it wraps, possibly beyond @n_in.
 */
gdouble dream_picture_get_position (gint     out,
                                    gint     n_out,
                                    gint     n_in,
                                    gboolean wrap);

/**
 * dream_picture_continue:
 * @position: any column (or row), also beyond the picture's borders.
 * @size: how many of them the picture has.
 * @wrap: whether the picture continues periodically there; otherwise it is
 *   mirrored, the border's own pixels not repeated.
 *
 * Returns: the column (or row) of the picture that is seen there.
 */
gint dream_picture_continue (gint position, gint size, gboolean wrap);

/**
 * dream_picture_get_row:
 * @y: which row.
 *
 * Returns: (transfer none): its width x 3 values.
 */
gfloat *dream_picture_get_row (const DreamPicture *picture, gint y);

/**
 * dream_picture_n_values:
 *
 * Returns: height x width x 3.
 */
gsize dream_picture_n_values (const DreamPicture *picture);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DreamPicture, dream_picture_free)

G_END_DECLS
