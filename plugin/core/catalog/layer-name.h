/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a layer with a dream is called.
 */

#pragma once

#include "engine/recipe/recipe.h"

G_BEGIN_DECLS

/**
 * deep_dream_name_layer:
 * @recipe: what has been dreamed.
 * @source_name: (nullable): the name of what has been dreamed of; %NULL if
 *   there is none any more.
 *
 * Of @recipe the name has, in few words, the first of these that there is: the
 * title of the preset that it equals but for its seed, its strength and what
 * computes the same dream elsewhere or in other ways; its subject; the title
 * that its network gives its layer; the layer's name.  Looks into the folders
 * of presets and networks.
 *
 * Returns: (transfer full): such as "Dream of Photo (Eyes)", translated.
 */
gchar *deep_dream_name_layer (DreamRecipe *recipe, const gchar *source_name);

G_END_DECLS
