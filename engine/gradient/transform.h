/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Turning and mirroring the picture before a step, and its gradient back, so
 * that what is dreamed does not always stand upright and look to one side.
 */

#pragma once

#include "engine/image/picture.h"
#include "engine/recipe/recipe.h"

G_BEGIN_DECLS

typedef struct _DreamTransform DreamTransform;

/**
 * DreamTransform:
 * @width: of the pictures.
 * @height: of the pictures.
 * @center_x: what lies in the middle of the turned picture, pixels.
 * @center_y: likewise.
 * @cosine: of the angle.
 * @sine: of the angle.
 * @flip: left and right are exchanged, before the turn.
 * @wrap: pictures continue periodically beyond their borders; otherwise they
 *   are mirrored there.
 */
struct _DreamTransform
{
  gint     width;
  gint     height;
  gdouble  center_x;
  gdouble  center_y;
  gdouble  cosine;
  gdouble  sine;
  gboolean flip;
  gboolean wrap;
};

/**
 * dream_transform_is_wanted:
 *
 * Returns: whether the recipe turns or mirrors at all.
 */
gboolean dream_transform_is_wanted (DreamRecipe *recipe);

/**
 * dream_transform_draw:
 * @turn: (out): how to turn.
 * @recipe: its rotation, flip and tileable.
 * @random: where the random numbers come from; none are drawn for what the
 *   recipe does not want.
 *
 * An angle between -rotation and rotation degrees, about the middle, or about
 * any place where the picture wraps: turned, it wraps no more, and the seam is
 * not to stay at the same place.
 *
 * Returns: %FALSE if this step is neither turned nor mirrored.
 */
gboolean dream_transform_draw (DreamTransform *turn,
                               DreamRecipe    *recipe,
                               GRand          *random,
                               gint            width,
                               gint            height);

/**
 * dream_transform_forth:
 * @values: height x width x @n_channels.
 * @turned: (out caller-allocates): as many, by bilinear interpolation.
 */
void dream_transform_forth (const DreamTransform *turn,
                            const gfloat         *values,
                            gint                  n_channels,
                            gfloat               *turned,
                            DreamThreads         *threads);

/**
 * dream_transform_back:
 * @gradient: towards a turned picture's values.
 * @back: (out caller-allocates): towards the picture's: the gradient turned
 *   back by bilinear interpolation, and 0 where the turned picture does not
 *   show the picture, at its corners.
 */
void dream_transform_back (const DreamTransform *turn,
                           const DreamPicture   *gradient,
                           DreamPicture         *back,
                           DreamThreads         *threads);

G_END_DECLS
