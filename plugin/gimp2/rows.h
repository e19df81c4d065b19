/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Parameters as rows of a table: label, widget, explanation.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * deep_dream_rows_new_table:
 *
 * Returns: (transfer floating): a table for deep_dream_rows_add(), shown.
 */
GtkWidget *deep_dream_rows_new_table (void);

/**
 * deep_dream_rows_add:
 * @table: takes the row.
 * @row: where.
 * @object: an object whose properties are parameters, such as a recipe.
 * @parameter: one of its properties; label, range and explanation come from it.
 *
 * Widget and property follow each other from then on.
 */
void deep_dream_rows_add (GtkTable   *table,
                          gint        row,
                          GObject    *object,
                          GParamSpec *parameter);

G_END_DECLS
