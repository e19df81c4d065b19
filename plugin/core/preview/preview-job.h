/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A job for the preview: a small picture that shows quickly what a dream of a
 * large one will look like, a sketch of it.
 */

#pragma once

#include <gegl.h>

#include "engine/image/picture.h"
#include "engine/objective/objective.h"
#include "engine/recipe/recipe.h"

G_BEGIN_DECLS

typedef struct _DeepDreamPreviewJob DeepDreamPreviewJob;

/**
 * DeepDreamPreviewJob:
 * @recipe: what is to be dreamed of the whole.
 * @source: the extent of the layer's pixels.
 * @area: the part of @source that is to be dreamed.
 * @picture: pixels of a part of @source, scaled.
 * @mask: (nullable): where to dream, of the size of @picture.
 * @shown: the part of @picture that people see, in its pixels.
 * @scale: how many pixels of @picture make one of the layer's; 1 or less.
 *
 * Owns all that it points to.
 */
struct _DeepDreamPreviewJob
{
  DreamRecipe  *recipe;
  GeglRectangle source;
  GeglRectangle area;
  DreamPicture *picture;
  gfloat       *mask;
  GeglRectangle shown;
  gdouble       scale;
};

/**
 * deep_dream_preview_job_new:
 * @recipe: what is to be dreamed of the whole; copied.
 * @pixels: the layer's pixels, of any babl format and colour space.
 * @area: the part of them that is to be dreamed.
 * @mask: (nullable): where to dream, "Y float".
 * @mask_x: the x of @mask for the x = 0 of @pixels.
 * @mask_y: likewise.
 * @shown: the part of @pixels that people are to see.
 * @width: how many pixels wide they are to see it, at most as many as it has.
 * @error: return location for an error.
 *
 * What is around @shown is part of the sketch, so that its borders are like
 * those of the whole.  For the main thread.
 *
 * Returns: (transfer full) (nullable): the sketch, or %NULL with
 *   %DREAM_ERROR_NO_MEMORY.
 */
DeepDreamPreviewJob *deep_dream_preview_job_new (DreamRecipe         *recipe,
                                                 GeglBuffer          *pixels,
                                                 const GeglRectangle *area,
                                                 GeglBuffer          *mask,
                                                 gint                 mask_x,
                                                 gint                 mask_y,
                                                 const GeglRectangle *shown,
                                                 gint                 width,
                                                 GError             **error);

void deep_dream_preview_job_free (DeepDreamPreviewJob *self);

/**
 * deep_dream_preview_job_adapt:
 * @objective: what the recipe wants of its network.
 * @is_faithful: (out) (optional): whether the things in the sketch will be as
 *   large, for its size, as those of the whole; they are larger where the whole
 *   has things of too few of the sketch's pixels for the network to draw.
 * @error: return location for an error.
 *
 * The octaves of deep_dream_render()'s picture (the area and its surroundings)
 * are those of dream_octaves_new(); the smallest of them decides how large the
 * largest things are.  The sketch begins with an octave in which they are as
 * large, and has those of the whole that it has room for.  Fine detail is left
 * out, but in a sketch of 1:1.
 *
 * Returns: (transfer full) (nullable): the recipe for the sketch's own picture,
 *   or %NULL with %DREAM_ERROR_TOO_SMALL.
 */
DreamRecipe *deep_dream_preview_job_adapt (const DeepDreamPreviewJob *self,
                                           const DreamObjective      *objective,
                                           gboolean *is_faithful,
                                           GError  **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeepDreamPreviewJob, deep_dream_preview_job_free)

G_END_DECLS
