/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * At which sizes a picture is dreamed: plain arithmetic.
 */

#pragma once

#include "engine/objective/objective.h"
#include "engine/recipe/recipe.h"

G_BEGIN_DECLS

typedef struct
{
  gint width;
  gint height;
} DreamOctave;

/**
 * dream_octaves_new:
 * @recipe: its octaves, octave-scale and size.
 * @width: of the picture.
 * @height: of the picture.
 * @objective: whose layers have to find room in each octave.
 * @error: return location for an error.
 *
 * With the recipe's size 0, the octaves go from the picture down, as published:
 * O_0 is the picture's own size and O_{k+1} = O_k / octave-scale, rounded half
 * to even, without those that are too small for the layer.
 *
 * Otherwise they are set relative to the picture, so that a recipe does the
 * same to a thumbnail and a poster.  The largest things that a layer draws at
 * one size span some A pixels, which is estimated from its receptive field
 * (see octaves.c).  In the smallest octave A is size percent of the
 * shorter side.  The others grow from there by octave-scale, as long as they
 * are smaller than the picture; one that is not takes the picture's own size
 * and is the last.  If all are smaller, what was dreamed at the largest is to
 * be scaled up to the picture: a recipe then takes the same time whatever the
 * picture's size.  None is too small for the layer.
 *
 * Returns: (transfer full) (element-type DreamOctave) (nullable): the sizes,
 *   largest first, at least one, or %NULL with %DREAM_ERROR_TOO_SMALL if not
 *   even the picture is large enough for the layers.
 */
GArray *dream_octaves_new (DreamRecipe          *recipe,
                           gint                  width,
                           gint                  height,
                           const DreamObjective *objective,
                           GError              **error);

/**
 * dream_octaves_get:
 *
 * Returns: (transfer none): the octave @index of @octaves.
 */
const DreamOctave *dream_octaves_get (GArray *octaves, guint index);

/**
 * dream_octaves_get_things:
 *
 * Returns: how large the largest things are, about, that the objective's layers
 *   draw in one octave: 3.5 sqrt (receptive field), pixels.
 */
gdouble dream_octaves_get_things (const DreamObjective *objective);

G_END_DECLS
