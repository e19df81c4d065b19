/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One knob for how strong a dream is.
 */

#pragma once

#include "recipe.h"

G_BEGIN_DECLS

/**
 * DreamEffort:
 * @iterations: steps in each octave.
 * @step: mean change of the first of them, in 1/255 of the full range.
 */
typedef struct
{
  gint    iterations;
  gdouble step;
} DreamEffort;

/**
 * dream_recipe_get_effort:
 *
 * What the recipe's strength s, 0..100, makes of its iterations and step:
 *
 *   s = 50: both as they are, to the bit.
 *   s < 50: the step times s / 50, as many iterations: nothing at 0.
 *   s > 50: with t = (s - 50) / 50, iterations times 1 + 2 t, rounded, and the
 *           step times 1 + t / 2: thrice and one and a half at 100.
 */
DreamEffort dream_recipe_get_effort (DreamRecipe *recipe);

G_END_DECLS
