/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One dream, from a layer to where it goes.
 */

#pragma once

#include <libgimp/gimp.h>

#include "plugin/core/render/render.h"
#include "source.h"

G_BEGIN_DECLS

/**
 * deep_dream_job_run:
 * @image: an image.
 * @drawable: what to dream of.
 * @config: what to dream, and where it goes.
 * @progress: see #DeepDreamProgress.
 * @user_data: for @progress.
 * @error: return location for an error.
 *
 * Returns: (transfer none) (nullable): the layer with the dream; or %NULL with
 *   an error of deep_dream_arguments_read(), deep_dream_source_new(),
 *   deep_dream_render() or deep_dream_result_place(); the image is then as it
 *   was.
 */
GimpLayer *deep_dream_job_run (GimpImage           *image,
                               GimpDrawable        *drawable,
                               GimpProcedureConfig *config,
                               DeepDreamProgress    progress,
                               gpointer             user_data,
                               GError             **error);

/**
 * deep_dream_job_dream:
 * @source: what to dream of, and where.
 * @recipe: what to dream.
 * @placement: where it goes.
 * @above: (nullable): see deep_dream_result_place().
 *
 * All else is as deep_dream_job_run() says.
 *
 * Returns: (transfer none) (nullable): as deep_dream_job_run().
 */
GimpLayer *deep_dream_job_dream (const DeepDreamSource *source,
                                 DreamRecipe           *recipe,
                                 DeepDreamPlacement    *placement,
                                 GimpLayer             *above,
                                 DeepDreamProgress      progress,
                                 gpointer               user_data,
                                 GError               **error);

G_END_DECLS
