/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between the procedure's arguments as GIMP 3 knows them and a recipe.
 */

#pragma once

#include <libgimp/gimp.h>

#include "engine/recipe/recipe.h"
#include "plugin/core/animation/animation.h"
#include "plugin/core/pixels/placement.h"

G_BEGIN_DECLS

/* The argument that names a preset. */
#define DEEP_DREAM_PRESET "preset"

/* The argument that is the drawable that says where to dream, or none. */
#define DEEP_DREAM_MASK "mask"

/**
 * deep_dream_arguments_add:
 * @procedure: the procedure that is being made.
 *
 * Gives @procedure an argument for each of the recipe's parameters, in their
 * order, one for a preset, one for a mask, and one for each of a placement's.
 */
void deep_dream_arguments_add (GimpProcedure *procedure);

/**
 * deep_dream_arguments_add_animation:
 * @procedure: the procedure that is being made.
 *
 * Gives @procedure an argument for each of an animation's parameters, then for
 * each of the recipe's, in their order, and one for a preset.
 */
void deep_dream_arguments_add_animation (GimpProcedure *procedure);

/**
 * deep_dream_arguments_read:
 * @config: the arguments that the procedure was called with, or that people
 *   have chosen in the dialog.  GIMP has checked their ranges.
 * @error: return location for an error.
 *
 * What is at its default is taken from the preset, if one is named.
 *
 * Returns: (transfer full) (nullable): the recipe that they make, or %NULL with
 *   %DREAM_ERROR_BAD_RECIPE for a word that a parameter does not know, or a
 *   preset that is not there.
 */
DreamRecipe *deep_dream_arguments_read (GimpProcedureConfig *config,
                                        GError             **error);

/**
 * deep_dream_arguments_complete:
 * @config: the arguments of a call without a dialog.
 * @mode: whether they are a script's or the last values of a dialog.
 * @error: return location for an error.
 *
 * Sets what a script leaves open to what suits the preset or the subject that
 * it names, as deep_dream_suggestion_fill() does, and passes on its advice as a
 * message.  Last values are whole but for those of somebody who has not dreamed
 * yet.
 *
 * Returns: %FALSE with an error of deep_dream_arguments_read() or
 *   deep_dream_suggestion_fill().
 */
gboolean deep_dream_arguments_complete (GimpProcedureConfig *config,
                                        GimpRunMode          mode,
                                        GError             **error);

/**
 * deep_dream_arguments_begin:
 * @config: the arguments that a dialog shows.
 *
 * If they name no network, sets them to what a new user sees first, as
 * deep_dream_suggestion_begin() does.
 */
void deep_dream_arguments_begin (GimpProcedureConfig *config);

/**
 * deep_dream_arguments_read_placement:
 * @config: likewise.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable): where the dream goes, or %NULL with
 *   %DREAM_ERROR_BAD_RECIPE for a word that is not known.
 */
DeepDreamPlacement *deep_dream_arguments_read_placement (
  GimpProcedureConfig *config,
  GError             **error);

/**
 * deep_dream_arguments_read_animation:
 * @config: likewise.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable): what moves, or %NULL with
 *   %DREAM_ERROR_BAD_RECIPE for a word that is not known.
 */
DeepDreamAnimation *deep_dream_arguments_read_animation (
  GimpProcedureConfig *config,
  GError             **error);

/**
 * deep_dream_arguments_write:
 * @config: the arguments to change.
 * @recipe: what they are to be.
 *
 * Sets all arguments of the recipe's parameters, and the preset to none.
 */
void deep_dream_arguments_write (GimpProcedureConfig *config,
                                 DreamRecipe         *recipe);

G_END_DECLS
