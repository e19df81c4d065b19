/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The parameters of a recipe and of a placement as widgets.
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/recipe/recipe.h"
#include "plugin/core/pixels/placement.h"

G_BEGIN_DECLS

/**
 * deep_dream_form_new:
 * @recipe: the recipe.
 * @placement: the placement.
 *
 * Makes pages with a row for each parameter: those of the recipe that everybody
 * needs, the advanced ones, and those of the placement but for its point, which
 * is for scripts.  Widgets and parameters follow each other from then on.
 *
 * Returns: (transfer floating): the form.
 */
GtkWidget *deep_dream_form_new (DreamRecipe        *recipe,
                                DeepDreamPlacement *placement);

/**
 * deep_dream_form_set:
 * @object: the recipe or the placement of a form.
 * @values: an object of the same type.
 *
 * Sets every parameter of @object to what it is in @values; the form follows.
 */
void deep_dream_form_set (GObject *object, GObject *values);

G_END_DECLS
