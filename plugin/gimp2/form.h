/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The parameters of a recipe as widgets.
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/recipe.h"

G_BEGIN_DECLS

/**
 * deep_dream_form_new:
 * @recipe: the recipe.
 *
 * Makes a chooser of presets, and a row for each of the recipe's parameters, the
 * advanced ones in an expander: label, range and explanation come from its
 * GParamSpec.  Widgets and recipe follow each other from then on.
 *
 * Returns: (transfer full): the form.
 */
GtkWidget *deep_dream_form_new (DreamRecipe *recipe);

/**
 * deep_dream_form_set:
 * @recipe: the recipe of a form.
 * @values: what it is to be.
 *
 * Sets every parameter of @recipe; the form follows.
 */
void deep_dream_form_set (DreamRecipe *recipe, DreamRecipe *values);

G_END_DECLS
