/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The gradient as the network finds it in the picture turned or mirrored at
 * random.
 */

#pragma once

#include "engine/recipe/recipe.h"
#include "gradient.h"

G_BEGIN_DECLS

typedef struct _DreamTransformedGradient DreamTransformedGradient;

/**
 * dream_transformed_gradient_new:
 * @gradient: computes; must outlive it.
 * @recipe: its rotation, flip and tileable (see transform.h); must outlive it.
 * @mask: (nullable): for dream_gradient_set_mask(), of the pictures' size; must
 *   outlive it.
 * @scratch: (nullable): of the pictures' size, needed if
 *   dream_transform_is_wanted(); must outlive it.
 * @threads: compute; must outlive it.
 * @error: return location for an error.
 *
 * With a mask it takes the memory of another if dream_transform_is_wanted().
 *
 * Returns: (transfer full) (nullable): %NULL with %DREAM_ERROR_NO_MEMORY.
 */
DreamTransformedGradient *dream_transformed_gradient_new (
  DreamGradient *gradient,
  DreamRecipe   *recipe,
  const gfloat  *mask,
  DreamPicture  *scratch,
  DreamThreads  *threads,
  GError       **error);
void dream_transformed_gradient_free (DreamTransformedGradient *self);

/**
 * dream_transformed_gradient_compute:
 * @random: where the shift comes from and, if the recipe wants it, then the
 *   turn.
 * @picture: as for dream_gradient_compute().
 * @gradient: (out): likewise, towards @picture's values.
 * @tick: likewise.
 * @user_data: for @tick.
 *
 * A recipe that wants no turn gets what dream_gradient_compute() computes.
 *
 * Returns: %FALSE if @tick broke off.
 */
gboolean dream_transformed_gradient_compute (DreamTransformedGradient *self,
                                             GRand                    *random,
                                             const DreamPicture       *picture,
                                             DreamPicture             *gradient,
                                             DreamTick                 tick,
                                             gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DreamTransformedGradient,
                               dream_transformed_gradient_free)

G_END_DECLS
