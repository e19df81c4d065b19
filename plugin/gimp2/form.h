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

/**
 * deep_dream_form_new_table:
 * @n_rows: of parameters.
 *
 * Returns: (transfer floating): a table for deep_dream_form_add_row(), shown.
 */
GtkWidget *deep_dream_form_new_table (guint n_rows);

/**
 * deep_dream_form_add_row:
 * @table: a table.
 * @row: which row.
 * @object: an object whose properties are parameters, such as a recipe.
 * @parameter: one of them.
 *
 * Adds a label and a widget; widget and property follow each other.
 */
void deep_dream_form_add_row (GtkTable   *table,
                              gint        row,
                              GObject    *object,
                              GParamSpec *parameter);

G_END_DECLS
