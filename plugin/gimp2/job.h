/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the dialog and the procedures without a dialog dream alike.
 */

#pragma once

#include "plugin/core/pixels/placement.h"
#include "plugin/core/render/render.h"
#include "source.h"

G_BEGIN_DECLS

/**
 * deep_dream_job_dream:
 * @recipe: what to dream.
 * @placement: what is to become of it.
 * @source: what to dream of.
 * @progress: see #DeepDreamProgress.
 * @user_data: for @progress.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable): the dream of @source's area, for
 *   deep_dream_result_put(); or %NULL with an error of
 *   deep_dream_result_check() or deep_dream_render().
 */
GeglBuffer *deep_dream_job_dream (DreamRecipe           *recipe,
                                  DeepDreamPlacement    *placement,
                                  const DeepDreamSource *source,
                                  DeepDreamProgress      progress,
                                  gpointer               user_data,
                                  GError               **error);

G_END_DECLS
