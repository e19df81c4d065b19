/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between the procedure's arguments as GIMP 2.10 knows them and a recipe.
 */

#pragma once

#include <libgimp/gimp.h>

#include "engine/recipe.h"

G_BEGIN_DECLS

/**
 * deep_dream_arguments_install:
 * @name: the procedure's name.
 *
 * Registers the procedure with GIMP.  Its arguments are the run mode, the
 * image, the drawable, then the recipe's parameters in their order, and the
 * name of a preset; it returns the new layer.
 */
void deep_dream_arguments_install (const gchar *name);

/**
 * deep_dream_arguments_read:
 * @recipe: the recipe to change.
 * @n_arguments: how many arguments the procedure was called with.
 * @arguments: the arguments, from the run mode on.
 * @error: return location for an error.
 *
 * Sets every parameter from the arguments, those that are at their default from
 * the preset if there is one.  GIMP 2.10 checks neither their
 * number nor their ranges, so this does.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_RECIPE, the message naming the
 *   argument and its range, or the presets that there are.
 */
gboolean deep_dream_arguments_read (DreamRecipe     *recipe,
                                    gint             n_arguments,
                                    const GimpParam *arguments,
                                    GError         **error);

/**
 * deep_dream_arguments_recall:
 * @name: the procedure's name.
 * @recipe: the recipe to change.
 *
 * Sets the parameters to the values of the last run in this GIMP session, if
 * there was one.
 */
void deep_dream_arguments_recall (const gchar *name, DreamRecipe *recipe);

/**
 * deep_dream_arguments_remember:
 * @name: the procedure's name.
 * @recipe: what has been dreamed.
 *
 * Keeps @recipe for deep_dream_arguments_recall().
 */
void deep_dream_arguments_remember (const gchar *name, DreamRecipe *recipe);

G_END_DECLS
