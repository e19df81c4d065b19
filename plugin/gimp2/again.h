/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Dreaming once more what a layer says that it was dreamed from.
 */

#pragma once

#include "engine/recipe/recipe.h"
#include "plugin/core/pixels/placement.h"
#include "source.h"

G_BEGIN_DECLS

/**
 * deep_dream_again_install:
 * @name: the procedure's name.
 *
 * Registers the procedure with GIMP.  It takes the run mode, the image and the
 * layer with a dream, and returns the new layer.
 */
void deep_dream_again_install (const gchar *name);

/**
 * deep_dream_again_read_recipe:
 * @drawable: any drawable.
 * @recipe: the recipe to change.
 *
 * Returns: %FALSE if @drawable is no dream, or its recipe cannot be understood;
 *   @recipe is then unchanged.
 */
gboolean deep_dream_again_read_recipe (gint32 drawable, DreamRecipe *recipe);

/**
 * deep_dream_again_prepare:
 * @image: an image.
 * @old: the layer with a dream.
 * @recipe: becomes what was dreamed.
 * @placement: becomes where it was put: a new layer with @old's mode and
 *   opacity.
 * @error: return location for an error.
 *
 * Takes the layer that was dreamed of, or else the one below @old, and on it
 * what is selected, or else what @old covers; in that case @old's mask is
 * copied, if it has one.
 *
 * Returns: (transfer full) (nullable): what to dream of, or %NULL with
 *   %DREAM_ERROR_BAD_PICTURE.
 */
DeepDreamSource *deep_dream_again_prepare (gint32              image,
                                           gint32              old,
                                           DreamRecipe        *recipe,
                                           DeepDreamPlacement *placement,
                                           GError            **error);

G_END_DECLS
