/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Makes the frames of an animation.
 */

#pragma once

#include "animation.h"

G_BEGIN_DECLS

/**
 * deep_dream_animate:
 * @animation: what moves, not changed by anybody until this returns.
 * @recipe: what to dream.
 * @source: the picture, of any babl format and colour space.
 * @resources: (nullable): see deep_dream_render().
 * @on_frame: gets the frames.
 * @progress: (nullable): see #DeepDreamProgress; over all frames.
 * @user_data: for @on_frame and @progress.
 * @error: return location for an error.
 *
 * Each frame shows @source from where the camera is, sampled from @source
 * itself so that it stays sharp.  What was dreamed on the frame before is moved
 * along with it, fades a little, and is dreamed on with little effort: a thing
 * that was dreamed stays where it is on the picture, and as the dream does not
 * begin anew, nothing flickers.  Where the animation is to close to a loop, the
 * last frames' dream becomes that of the first.
 *
 * Who stops keeps the frames that are complete, or, before the first is, that.
 *
 * Takes, beside what deep_dream_render() takes for a frame, some ten pictures
 * of
 * @source's size.
 *
 * Returns: whether there are frames; %FALSE with an error of
 *   deep_dream_render() or of @on_frame.
 */
gboolean deep_dream_animate (DeepDreamAnimation     *animation,
                             DreamRecipe            *recipe,
                             GeglBuffer             *source,
                             const DreamResources   *resources,
                             DeepDreamAnimationFrame on_frame,
                             DeepDreamProgress       progress,
                             gpointer                user_data,
                             GError                **error);

/**
 * deep_dream_animate_network:
 * @network: the network that looks.
 * @names: (nullable): what its classes and channels are called.
 * @recipe: what to dream; it names layers of @network or a subject.
 *
 * deep_dream_animate() after the network has been found and read; apart so that
 * it can be tested with a network that is not installed.  All else is as there.
 *
 * Returns: as deep_dream_animate().
 */
gboolean deep_dream_animate_network (DeepDreamAnimation     *animation,
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
