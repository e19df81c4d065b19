/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What each frame of an animation needs, however it is made: shows the source,
 * dreams, tells of progress.
 */

#pragma once

#include "animation.h"
#include "camera-source.h"
#include "engine/image/picture.h"

G_BEGIN_DECLS

/**
 * DeepDreamFrameMaker:
 * @threads: compute, between the dreams.
 * @scene: what the camera sees.
 * @width: of all frames.
 * @height: of all frames.
 * @n_made: how many frames are complete.
 * @is_stopped: whether no more are wanted.
 * @start: when it all began, of g_get_monotonic_time().
 * @done: the share of the whole work that is done, 0..1, in dreams that are
 *   over.
 * @share: of the dream that is on.
 *
 * An animation that is being made; the rest is as deep_dream_animate() was
 * called.
 */
typedef struct
{
  DeepDreamAnimation     *animation;
  DreamNetwork           *network;
  const DreamNames       *names;
  DreamRecipe            *recipe;
  const DreamResources   *resources;
  DeepDreamAnimationFrame on_frame;
  DeepDreamProgress       progress;
  gpointer                user_data;

  DreamThreads          *threads;
  DeepDreamCameraSource *scene;
  gint                   width;
  gint                   height;
  gint                   n_made;
  gboolean               is_stopped;
  gint64                 start;
  gdouble                done;
  gdouble                share;
} DeepDreamFrameMaker;

/**
 * deep_dream_frame_maker_show:
 * @index: which frame.
 * @frame: (out): what the camera sees then.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable): the same as networks see it, in 0..1, or
 *   %NULL with %DREAM_ERROR_NO_MEMORY.
 */
DreamPicture *deep_dream_frame_maker_show (DeepDreamFrameMaker *self,
                                           gint                 index,
                                           GeglBuffer         **frame,
                                           GError             **error);

/**
 * deep_dream_frame_maker_dream:
 * @recipe: what to dream.
 * @picture: on what.
 * @share: how much of the whole work it is, 0..1.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable): the dream, or %NULL with an error of
 *   deep_dream_render().  Who stops when there are frames cancels it.
 */
DreamPicture *deep_dream_frame_maker_dream (DeepDreamFrameMaker *self,
                                            DreamRecipe         *recipe,
                                            const DreamPicture  *picture,
                                            gdouble              share,
                                            GError             **error);

/**
 * deep_dream_frame_maker_deliver:
 * @frame: of deep_dream_frame_maker_show().
 * @before: likewise.
 * @after: what became of @before.
 * @error: return location for an error.
 *
 * Hands the next frame to the caller.
 *
 * Returns: %FALSE with an error of the caller's.
 */
gboolean deep_dream_frame_maker_deliver (DeepDreamFrameMaker *self,
                                         GeglBuffer          *frame,
                                         const DreamPicture  *before,
                                         const DreamPicture  *after,
                                         GError             **error);

G_END_DECLS
