/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The widgets that choose a network and one of its layers.
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/recipe/recipe.h"

G_BEGIN_DECLS

/**
 * deep_dream_chooser_new_network:
 * @recipe: the recipe whose network is chosen.
 *
 * Returns: (transfer full): a combo box of the installed networks.
 */
GtkWidget *deep_dream_chooser_new_network (DreamRecipe *recipe);

/**
 * deep_dream_chooser_new_layer:
 * @recipe: the recipe whose layer is chosen.
 *
 * Returns: (transfer full): a combo box of the layers worth offering, by their
 *   titles, with an entry for any other layer's name.  It follows the
 *   recipe's network.
 */
GtkWidget *deep_dream_chooser_new_layer (DreamRecipe *recipe);

G_END_DECLS
