/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a dreamed layer remembers: see plugin/gimp/parasite.h.
 */

#pragma once

#include <libgimp/gimp.h>

#include "engine/recipe/recipe.h"

G_BEGIN_DECLS

/**
 * deep_dream_memory_attach:
 * @layer: the layer with the dream.
 * @recipe: what has been dreamed.
 * @original: (nullable): the layer that it was dreamed of.
 *
 * An undo step of its own, or part of the undo group.
 */
void deep_dream_memory_attach (GimpLayer   *layer,
                               DreamRecipe *recipe,
                               GimpLayer   *original);

/**
 * deep_dream_memory_read:
 * @item: a layer.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable): the recipe that it was dreamed with, or
 *   %NULL with %DREAM_ERROR_BAD_PICTURE if it is not a dream, or an error of
 *   dream_recipe_load_from_data().
 */
DreamRecipe *deep_dream_memory_read (GimpItem *item, GError **error);

/**
 * deep_dream_memory_find_original:
 * @layer: a layer with a dream.
 * @error: return location for an error.
 *
 * Returns: (transfer none) (nullable): the layer that it was dreamed of, or if
 *   that is not in the image any more, the one below; or %NULL with
 *   %DREAM_ERROR_BAD_PICTURE if there is none.
 */
GimpLayer *deep_dream_memory_find_original (GimpLayer *layer, GError **error);

G_END_DECLS
