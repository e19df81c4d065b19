/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between the procedure's arguments as GIMP 2.10 knows them, and a recipe and a
 * placement.
 */

#pragma once

#include <libgimp/gimp.h>

#include "engine/recipe/recipe.h"
#include "plugin/core/pixels/placement.h"

G_BEGIN_DECLS

/**
 * deep_dream_arguments_install:
 * @name: the procedure's name.
 *
 * Registers the procedure with GIMP.  Its arguments are the run mode, the
 * image, the drawable, then the recipe's parameters in their order, the name of
 * a preset, a mask, and the placement's parameters in their order; it returns
 * the layer with the dream.
 */
void deep_dream_arguments_install (const gchar *name);

/**
 * deep_dream_arguments_read:
 * @recipe: the recipe to change.
 * @placement: the placement to change.
 * @mask: (out): the drawable that says where to dream, or -1.
 * @n_arguments: how many arguments the procedure was called with.
 * @arguments: the arguments, from the run mode on.
 * @error: return location for an error.
 *
 * Sets every parameter from the arguments, those of the recipe that are at
 * their default from the preset if there is one; an empty string leaves a word
 * of the placement as it is.  GIMP 2.10 checks neither the number of arguments
 * nor their ranges, so this does.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_RECIPE, the message naming the
 *   argument and its range, or the presets that there are.
 */
gboolean deep_dream_arguments_read (DreamRecipe        *recipe,
                                    DeepDreamPlacement *placement,
                                    gint32             *mask,
                                    gint                n_arguments,
                                    const GimpParam    *arguments,
                                    GError            **error);

/**
 * deep_dream_arguments_complete:
 * @preset: the name of a preset; empty for none.
 * @recipe: the recipe to complete.
 * @error: return location for an error.
 *
 * Sets what a script leaves open as deep_dream_suggestion_fill() does, and
 * passes on its advice as a message.
 *
 * Returns: %FALSE with an error of deep_dream_suggestion_fill().
 */
gboolean deep_dream_arguments_complete (const gchar *preset,
                                        DreamRecipe *recipe,
                                        GError     **error);

/**
 * deep_dream_arguments_recall:
 * @name: the procedure's name.
 * @recipe: the recipe to change.
 * @placement: the placement to change.
 *
 * Sets the parameters to the values of the last run in this GIMP session, if
 * there was one.
 */
void deep_dream_arguments_recall (const gchar        *name,
                                  DreamRecipe        *recipe,
                                  DeepDreamPlacement *placement);

/**
 * deep_dream_arguments_remember:
 * @name: the procedure's name.
 * @recipe: what has been dreamed.
 * @placement: what has become of it.
 *
 * Keeps both for deep_dream_arguments_recall().
 */
void deep_dream_arguments_remember (const gchar        *name,
                                    DreamRecipe        *recipe,
                                    DeepDreamPlacement *placement);

G_END_DECLS
