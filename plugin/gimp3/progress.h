/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A dream without a dialog, its progress shown by GIMP; and the words for how
 * long a dream still takes.
 */

#pragma once

#include <libgimp/gimp.h>

#include "source.h"

G_BEGIN_DECLS

/**
 * deep_dream_progress_run:
 *
 * Runs deep_dream_job_run() while GIMP shows the progress in the image's
 * status bar.
 *
 * Returns: see deep_dream_job_run().
 */
GimpLayer *deep_dream_progress_run (GimpImage           *image,
                                    GimpDrawable        *drawable,
                                    GimpProcedureConfig *config,
                                    GError             **error);

/**
 * deep_dream_progress_dream:
 *
 * Likewise for deep_dream_job_dream().
 *
 * Returns: see deep_dream_job_dream().
 */
GimpLayer *deep_dream_progress_dream (const DeepDreamSource *source,
                                      DreamRecipe           *recipe,
                                      DeepDreamPlacement    *placement,
                                      GimpLayer             *above,
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
