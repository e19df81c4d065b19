/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where the dream goes: into a new layer above the source, or into the source.
 */

#pragma once

#include "engine/recipe/recipe.h"
#include "plugin/core/pixels/placement.h"
#include "source.h"

G_BEGIN_DECLS

/**
 * deep_dream_result_check:
 * @source: what is to be dreamed of.
 * @placement: what is to become of the dream.
 * @error: return location for an error.
 *
 * Says before people wait for a dream that it could not be put anywhere.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_RECIPE for a layer mode that there is
 *   not, or %DREAM_ERROR_BAD_PICTURE if @source is a group or locked and is to
 *   take the dream itself.
 */
gboolean deep_dream_result_check (const DeepDreamSource *source,
                                  DeepDreamPlacement    *placement,
                                  GError               **error);

/**
 * deep_dream_result_put:
 * @source: what has been dreamed of.
 * @recipe: what has been dreamed; the layer keeps it, see
 *   plugin/gimp/parasite.h.
 * @placement: what to do with it.
 * @old: the layer that a new layer goes directly above; -1 for the source.
 * @dream: the dream of @source's area, as deep_dream_job_dream() returns it.
 * @error: return location for an error.
 *
 * Puts @dream into a new layer, which becomes the active layer, or into the
 * source layer, and leaves one undo step.  Nothing else in the image changes.
 *
 * Returns: the layer with the dream, or -1 with %DREAM_ERROR_BAD_PICTURE or
 *   %DREAM_ERROR_BAD_RECIPE; the image is then as it was.
 */
gint32 deep_dream_result_put (const DeepDreamSource *source,
                              DreamRecipe           *recipe,
                              DeepDreamPlacement    *placement,
                              gint32                 old,
                              GeglBuffer            *dream,
                              GError               **error);

G_END_DECLS
