/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One dream, from a layer to the new layer above it.
 */

#pragma once

#include <libgimp/gimp.h>

#include "plugin/core/render.h"

G_BEGIN_DECLS

/**
 * deep_dream_job_run:
 * @image: an image.
 * @drawable: what to dream of.
 * @config: what to dream.
 * @progress: see #DeepDreamProgress.
 * @user_data: for @progress.
 * @error: return location for an error.
 *
 * Returns: (transfer none) (nullable): the new layer; or %NULL with an error
 *   of deep_dream_arguments_read(), deep_dream_source_new(),
 *   deep_dream_render() or deep_dream_result_insert(); the image is then as it
 *   was.
 */
GimpLayer *deep_dream_job_run (GimpImage           *image,
                               GimpDrawable        *drawable,
                               GimpProcedureConfig *config,
                               DeepDreamProgress    progress,
                               gpointer             user_data,
                               GError             **error);

G_END_DECLS
