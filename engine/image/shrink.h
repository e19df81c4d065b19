/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scaling down by the mean of what each new pixel covers, for the large steps
 * that bilinear interpolation alone would alias.
 */

#pragma once

#include "engine/threads.h"

G_BEGIN_DECLS

/**
 * dream_shrink:
 * @values: @height x @width x @n_channels, interleaved.
 * @n_channels: at least 1.
 * @width: columns of @values.
 * @height: rows of @values.
 * @reduced: (out caller-allocates): @new_height x @new_width x @n_channels.
 * @new_width: at most @width, at least 1.
 * @new_height: at most @height, at least 1.
 * @wrap: whether the values continue periodically beyond their borders.
 * @threads: compute.
 *
 * Each new value is the mean over a box of width / new_width by height /
 * new_height pixels, those that are cut by its border in proportion, what lies
 * beyond the values' border left out.  A box has its centre where
 * dream_picture_resample() reads, so that what is scaled up by that lies where
 * it was.  What is 1 everywhere stays exactly that, and of the same size the
 * values are the same to the bit.
 */
void dream_shrink (const gfloat *values,
                   gint          n_channels,
                   gint          width,
                   gint          height,
                   gfloat       *reduced,
                   gint          new_width,
                   gint          new_height,
                   gboolean      wrap,
                   DreamThreads *threads);

G_END_DECLS
