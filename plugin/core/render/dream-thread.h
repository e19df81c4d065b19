/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One dream on a thread of its own, while the main thread stays alive.  Knows
 * pictures alone, no buffers.
 */

#pragma once

#include "render.h"

G_BEGIN_DECLS

/**
 * deep_dream_thread_run:
 * @network: the network that looks.
 * @recipe: what to dream, not changed by anybody until this returns.
 * @picture: see dream_run().
 * @materials: (nullable): see dream_run(); not changed until this returns.
 * @resources: (nullable): see dream_run(); not changed until this returns.
 * @shown: the part of @picture that @progress is shown.
 * @progress: (nullable): see #DeepDreamProgress.
 * @user_data: for @progress.
 * @error: return location for an error.
 *
 * Calls dream_run() on a new thread and runs the default main context, which
 * must be this thread's, until the dream is over.
 *
 * Returns: (transfer full) (nullable): as dream_run().
 */
DreamPicture *deep_dream_thread_run (DreamNetwork         *network,
                                     DreamRecipe          *recipe,
                                     const DreamPicture   *picture,
                                     const DreamMaterials *materials,
                                     const DreamResources *resources,
                                     const GeglRectangle  *shown,
                                     DeepDreamProgress     progress,
                                     gpointer              user_data,
                                     GError              **error);

G_END_DECLS
