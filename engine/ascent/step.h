/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a gradient moves the picture: the steps of one octave.
 */

#pragma once

#include "engine/image/picture.h"
#include "engine/progress.h"
#include "engine/recipe/effort.h"
#include "engine/recipe/recipe.h"

G_BEGIN_DECLS

typedef struct _DreamStep  DreamStep;
typedef struct _DreamPlace DreamPlace;

/**
 * DreamPlace:
 * @width: of the octave.
 * @height: of the octave.
 * @original: (nullable): the picture in the octave's size; needed for the
 *   recipe's variation and pull.
 * @mask: (nullable): where to dream, of the octave's size.
 * @scratch: (nullable): of the octave's size, needed if the recipe smoothes;
 *   its pixels are lost.
 *
 * What steps are taken on; all of it must outlive them.
 */
struct _DreamPlace
{
  gint                width;
  gint                height;
  const DreamPicture *original;
  const gfloat       *mask;
  DreamPicture       *scratch;
};

/**
 * dream_step_new:
 * @recipe: what to dream; must outlive the steps.
 * @effort: how many steps an octave has, and how large the first is.
 * @place: on what; it is copied.
 * @threads: compute; must outlive the steps.
 * @error: return location for an error.
 *
 * Laplacian normalisation takes a third of a picture's memory, Adam two
 * pictures'.
 *
 * Returns: (transfer full) (nullable): the steps of an octave, before the
 *   first, or %NULL with %DREAM_ERROR_NO_MEMORY.
 */
DreamStep *dream_step_new (DreamRecipe       *recipe,
                           const DreamEffort *effort,
                           const DreamPlace  *place,
                           DreamThreads      *threads,
                           GError           **error);
void       dream_step_free (DreamStep *self);

/**
 * dream_step_take:
 * @iteration: of the octave, from 0.
 * @picture: (inout): H x W x 3, 0..1.
 * @gradient: (inout): of the objective towards @picture's values; its pixels
 *   are lost.
 * @tick: asked between the passes over the picture, with no work to report.
 * @user_data: for @tick.
 *
 * picture += mask step / 255 direction, clamped to 0..1.  The direction is
 * gradient / mean |gradient|, the mean over all values, weighted by the mask.
 * The step falls from the first to the last of an octave's N by the same factor
 * each time: step (final-step / 100)^(iteration / (N - 1)).
 *
 * Before that, as the recipe says, the gradient is smoothed (gaussian.h), its
 * detail balanced (pyramid.h), its colours are made those of photos or grey
 * (color.h), and Adam makes a direction of it (adam.h), whose mean magnitude is
 * 1 nevertheless, so that a step is as large.  Behind it, total variation and
 * the pull to the original are taken off the direction (regularizers.h).
 *
 * A picture in which the layer finds nothing stays as it is; so it does where
 * @tick breaks off.
 */
void dream_step_take (DreamStep    *self,
                      gint          iteration,
                      DreamPicture *picture,
                      DreamPicture *gradient,
                      DreamTick     tick,
                      gpointer      user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DreamStep, dream_step_free)

G_END_DECLS
