/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is dreamed at a picture's own pixels to finish a dream that was
 * enlarged: a second, short dream with a lower layer.  Knows layers and
 * recipes; where it is dreamed, edges.h finds out.
 */

#pragma once

#include "engine/objective/objective.h"
#include "octaves.h"

G_BEGIN_DECLS

/**
 * dream_fine_detail_new:
 * @recipe: of the dream that was enlarged.
 * @network: dreamed it.
 * @objective: of @recipe.
 * @largest: the dream's largest octave.
 * @width: of the picture.
 * @height: of the picture.
 *
 * The layer is the deepest below the objective's targets, branches left out,
 * that sees at most 0.3 times as much as they do, and at most 48 pixels: it
 * finds lids and outlines, where one that sees more finds eyes, and draws more
 * of them. The octaves go by halves from the picture down to about @largest,
 * with two steps each, since the largest takes by far the most time.  @recipe's
 * fine-detail scales the step, 50 being as it is meant.
 *
 * Returns: (transfer full) (nullable): what to dream on the enlarged dream, or
 *   %NULL if nothing: @recipe wants none, the picture is less than 1.2 times as
 *   large as @largest, or no layer sees so little.
 */
DreamRecipe *dream_fine_detail_new (DreamRecipe          *recipe,
                                    DreamNetwork         *network,
                                    const DreamObjective *objective,
                                    const DreamOctave    *largest,
                                    gint                  width,
                                    gint                  height);

/**
 * dream_fine_detail_get_amount:
 *
 * Returns: what @recipe's fine-detail multiplies: 1 at 50, 2 at 100.
 */
gdouble dream_fine_detail_get_amount (const DreamRecipe *recipe);

G_END_DECLS
