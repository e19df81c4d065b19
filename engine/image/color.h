/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a dream does to colours.  Luma is Y' = 0.2126 R' + 0.7152 G' + 0.0722 B'
 * (Rec. 709), chroma what is left of a colour, or of a difference, without
 * it.
 */

#pragma once

#include "engine/recipe/enums.h"
#include "picture.h"

G_BEGIN_DECLS

/**
 * dream_color_decorrelate:
 * @gradient: (inout): towards the values of a picture.
 *
 * Makes of a gradient g the step C C^T g, which is gradient ascent in the
 * colours z in which photos vary independently, rgb = C z.  C is the square
 * root of the colours' covariance on ImageNet, over the length of its longest
 * column, as in lucid (Olah and others 2017, "Feature Visualization";
 * lucid/optvis/param/color.py):
 *
 *   C = (0.26  0.09  0.02)
 *       (0.27  0.00 -0.05)  / 0.4619
 *       (0.27 -0.09  0.03)
 *
 * What is common to all channels becomes some ten times what differs, as in
 * photos.
 */
void dream_color_decorrelate (DreamPicture *gradient, DreamThreads *threads);

/**
 * dream_color_make_gray:
 * @gradient: (inout): towards the values of a picture.
 *
 * Projects each pixel's gradient on (1, 1, 1): what changes all three values
 * alike, the chroma staying as it is.
 */
void dream_color_make_gray (DreamPicture *gradient, DreamThreads *threads);

/**
 * dream_color_scale_chroma:
 * @picture: what was dreamed on.
 * @factor: what becomes of the chroma of what was dreamed; 1 changes nothing to
 *   the bit.
 * @dreamt: (inout): the dream, of the same size; not clamped.
 *
 * With the difference d = @dreamt - @picture, makes it @picture + Y'(d) +
 * @factor (d - Y'(d)).  With 0 it has the dream's luma with @picture's chroma.
 */
void dream_color_scale_chroma (const DreamPicture *picture,
                               gdouble             factor,
                               DreamPicture       *dreamt,
                               DreamThreads       *threads);

G_END_DECLS
