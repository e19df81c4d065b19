/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between the procedure's arguments as GIMP 3 knows them and a recipe.
 */

#pragma once

#include <libgimp/gimp.h>

#include "engine/recipe.h"

G_BEGIN_DECLS

/**
 * deep_dream_arguments_add:
 * @procedure: the procedure that is being made.
 *
 * Gives @procedure an argument for each of the recipe's parameters, in their
 * order.
 */
void deep_dream_arguments_add (GimpProcedure *procedure);

/**
 * deep_dream_arguments_read:
 * @config: the arguments that the procedure was called with, or that people
 *   have chosen in the dialog.  GIMP has checked their ranges.
 *
 * Returns: (transfer full): the recipe that they make.
 */
DreamRecipe *deep_dream_arguments_read (GimpProcedureConfig *config);

G_END_DECLS
