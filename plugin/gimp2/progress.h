/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A dream without a dialog, its progress shown by GIMP; and the words for how
 * long a dream still takes.
 */

#pragma once

#include "engine/recipe/recipe.h"
#include "plugin/core/pixels/placement.h"
#include "source.h"

G_BEGIN_DECLS

/**
 * deep_dream_progress_dream:
 * @recipe: what to dream.
 * @placement: what is to become of it.
 * @source: what to dream of.
 * @error: return location for an error.
 *
 * Dreams while GIMP shows the progress in the image's status bar.
 *
 * Returns: (transfer full) (nullable): the dream, or %NULL with an error of
 *   deep_dream_job_dream().
 */
GeglBuffer *deep_dream_progress_dream (DreamRecipe           *recipe,
                                       DeepDreamPlacement    *placement,
                                       const DeepDreamSource *source,
                                       GError               **error);

/**
 * deep_dream_progress_describe:
 * @seconds_left: an estimate, or negative while there is none.
 *
 * Returns: (transfer full): what to show people, such as "About 2 minutes
 *   left".
 */
gchar *deep_dream_progress_describe (gdouble seconds_left);

G_END_DECLS
