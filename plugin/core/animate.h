/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * deep_dream_animation_run() after the network has been found and read; apart
 * so that it can be tested with a network that is not installed.
 */

#pragma once

#include "animation.h"

G_BEGIN_DECLS

/**
 * deep_dream_animate:
 * @network: the network that looks.
 * @names: (nullable): what its classes and channels are called.
 * @recipe: what to dream; it names layers of @network or a subject.
 *
 * All else is as deep_dream_animation_run() says.
 *
 * Returns: as deep_dream_animation_run().
 */
gboolean deep_dream_animate (DeepDreamAnimation     *animation,
                             DreamNetwork           *network,
                             const DreamNames       *names,
                             DreamRecipe            *recipe,
                             GeglBuffer             *source,
                             const DreamResources   *resources,
                             DeepDreamAnimationFrame on_frame,
                             DeepDreamProgress       progress,
                             gpointer                user_data,
                             GError                **error);

G_END_DECLS
