/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a gradient moves the picture: the steps of one octave.
 */

#pragma once

#include "picture.h"
#include "plan.h"
#include "recipe.h"
#include "strength.h"

G_BEGIN_DECLS

typedef struct _DreamStep DreamStep;

/**
 * dream_step_new:
 * @recipe: what to dream; must outlive the steps.
 * @effort: how many steps an octave has, and how large the first is.
 * @mask: (nullable): where to dream, of the octave's size; must outlive the
 *   steps.
 * @threads: compute; must outlive the steps.
 *
 * Returns: (transfer full): the steps of an octave, before the first.
 */
DreamStep *dream_step_new (DreamRecipe       *recipe,
                           const DreamEffort *effort,
                           const gfloat      *mask,
                           DreamThreads      *threads);
void       dream_step_free (DreamStep *self);

/**
 * dream_step_take:
 * @iteration: of the octave, from 0.
 * @picture: (inout): H x W x 3, 0..1.
 * @gradient: of the objective towards @picture's values.
 * @tick: asked between the passes over the picture, with no work to report.
 * @user_data: for @tick.
 *
 * picture += mask step / 255 gradient / mean |gradient|, clamped to 0..1, with
 * the mean over all values, weighted by the mask.  The step falls from the
 * first to the last of an octave's N by the same factor each time:
 * step (final-step / 100)^(iteration / (N - 1)).
 *
 * A picture in which the layer finds nothing stays as it is; so it does where
 * @tick breaks off.
 */
void dream_step_take (DreamStep          *self,
                      gint                iteration,
                      DreamPicture       *picture,
                      const DreamPicture *gradient,
                      DreamTick           tick,
                      gpointer            user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DreamStep, dream_step_free)

G_END_DECLS
