/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The dialog: asks what to dream, then dreams and shows how far it is.
 */

#pragma once

#include "engine/recipe/recipe.h"
#include "plugin/core/pixels/placement.h"
#include "source.h"

G_BEGIN_DECLS

/**
 * deep_dream_dialog_dream:
 * @recipe: what the dialog shows first; then what people have chosen.
 * @placement: likewise, of what is to become of the dream.
 * @source: what to dream of.
 * @error: return location for an error.
 *
 * Runs the dialog until there is a dream or people have closed it.  What goes
 * wrong in between is shown in the dialog, so that they can change the recipe
 * and try again.
 *
 * Returns: (transfer full) (nullable): the dream, or %NULL with
 *   %DREAM_ERROR_CANCELLED.
 */
GeglBuffer *deep_dream_dialog_dream (DreamRecipe           *recipe,
                                     DeepDreamPlacement    *placement,
                                     const DeepDreamSource *source,
                                     GError               **error);

G_END_DECLS
