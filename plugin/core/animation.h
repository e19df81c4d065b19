/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Dreams that move: from one picture, frames that belong together.
 */

#pragma once

#include "movement.h"
#include "render.h"

G_BEGIN_DECLS

/**
 * DeepDreamAnimationKind:
 * @DEEP_DREAM_ANIMATION_ZOOM: the camera comes nearer, or, with a negative
 *   amount, goes away until all of the picture is seen.
 * @DEEP_DREAM_ANIMATION_ROTATION: the camera turns.  If all frames together make
 *   whole turns, it turns round and round; otherwise to and fro.  Either way the
 *   last frame leads back to the first, and the camera is always as near as it
 *   must be for nothing beyond the picture to be seen.
 * @DEEP_DREAM_ANIMATION_STRENGTH: the picture dreams itself away, from nothing
 *   to the recipe's whole strength.
 * @DEEP_DREAM_ANIMATION_OCTAVES: one dream, first its large things, then ever
 *   finer ones.
 */
typedef enum
{
  DEEP_DREAM_ANIMATION_ZOOM,
  DEEP_DREAM_ANIMATION_ROTATION,
  DEEP_DREAM_ANIMATION_STRENGTH,
  DEEP_DREAM_ANIMATION_OCTAVES
} DeepDreamAnimationKind;

#define DEEP_DREAM_ANIMATION_N_KINDS (DEEP_DREAM_ANIMATION_OCTAVES + 1)

/**
 * DeepDreamAnimation:
 * @kind: what moves.
 * @n_frames: how many frames there are.
 * @amount: by how much the camera moves from frame to frame: percent of a zoom,
 *   degrees of a rotation, clockwise, where it turns fastest.  Of no meaning for
 *   the other kinds.
 * @delay: for how long a frame is shown, in milliseconds.
 */
typedef struct
{
  DeepDreamAnimationKind kind;
  gint                   n_frames;
  gdouble                amount;
  gint                   delay;
} DeepDreamAnimation;

/* What a #DeepDreamAnimation may be, for the hosts' arguments and dialogs. */
#define DEEP_DREAM_ANIMATION_MIN_FRAMES 2
#define DEEP_DREAM_ANIMATION_FRAMES     24
#define DEEP_DREAM_ANIMATION_MAX_FRAMES 500
#define DEEP_DREAM_ANIMATION_AMOUNT     2.0
#define DEEP_DREAM_ANIMATION_MAX_AMOUNT 45.0
#define DEEP_DREAM_ANIMATION_MIN_DELAY  10
#define DEEP_DREAM_ANIMATION_DELAY      80
#define DEEP_DREAM_ANIMATION_MAX_DELAY  10000

/**
 * DeepDreamAnimationFrame:
 * @index: which frame, from 0; they come in their order.
 * @frame: its pixels, as deep_dream_render() returns them.
 * @user_data: as given to deep_dream_animation_run().
 * @error: return location for an error.
 *
 * Called on the main thread.
 *
 * Returns: %FALSE with an error, which ends the animation.
 */
typedef gboolean (*DeepDreamAnimationFrame) (gint        index,
                                             GeglBuffer *frame,
                                             gpointer    user_data,
                                             GError    **error);

/**
 * deep_dream_animation_get_word:
 * @kind: what moves.
 *
 * Returns: what scripts call it: "zoom", "rotation", "strength" or "octaves".
 */
const gchar *deep_dream_animation_get_word (DeepDreamAnimationKind kind);

/**
 * deep_dream_animation_get_title:
 * @kind: what moves.
 *
 * Returns: what people call it, translated.
 */
const gchar *deep_dream_animation_get_title (DeepDreamAnimationKind kind);

/**
 * deep_dream_animation_check:
 * @animation: (inout): all but its kind.
 * @word: the kind as scripts write it; @animation's is set.
 * @error: return location for an error.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_RECIPE for an unknown word or a number
 *   out of its range.
 */
gboolean deep_dream_animation_check (DeepDreamAnimation *animation,
                                     const gchar        *word,
                                     GError            **error);

/**
 * deep_dream_animation_name_frame:
 * @index: which frame, from 0.
 * @has_alpha: whether it can be transparent.
 *
 * Returns: (transfer full): the name of its layer, from which GIMP's own
 *   exporters and its playback read for how long to show it, and whether it
 *   replaces the frame before it or covers it: "Frame 1 (80ms)".
 */
gchar *deep_dream_animation_name_frame (const DeepDreamAnimation *animation,
                                        gint                      index,
                                        gboolean                  has_alpha);

/**
 * deep_dream_animation_get_position:
 * @index: which frame.
 * @width: of the picture.
 * @height: of the picture.
 *
 * Returns: where the camera then is.
 */
DeepDreamPosition deep_dream_animation_get_position (
  const DeepDreamAnimation *animation,
  gint                      index,
  gint                      width,
  gint                      height);

/**
 * deep_dream_animation_run:
 * @animation: a checked animation.
 * @recipe: what to dream.
 * @source: the picture, of any babl format and colour space.
 * @resources: (nullable): see deep_dream_render().
 * @on_frame: gets the frames.
 * @progress: (nullable): see #DeepDreamProgress; over all frames.
 * @user_data: for @on_frame and @progress.
 * @error: return location for an error.
 *
 * Each frame shows @source from where the camera is, sampled from @source itself
 * so that it stays sharp.  What was dreamed on the frame before is moved along
 * with it, fades a little, and is dreamed on with little effort: a thing that
 * was dreamed stays where it is on the picture, and as the dream does not begin
 * anew, nothing flickers.  Where the animation is to close to a loop, the last
 * frames' dream becomes that of the first.
 *
 * Who stops keeps the frames that are complete, or, before the first is, that.
 *
 * Takes, beside what deep_dream_render() takes for a frame, some ten pictures of
 * @source's size.
 *
 * Returns: whether there are frames; %FALSE with an error of
 *   deep_dream_render() or of @on_frame.
 */
gboolean deep_dream_animation_run (const DeepDreamAnimation *animation,
                                   DreamRecipe              *recipe,
                                   GeglBuffer               *source,
                                   const DreamResources     *resources,
                                   DeepDreamAnimationFrame   on_frame,
                                   DeepDreamProgress         progress,
                                   gpointer                  user_data,
                                   GError                  **error);

G_END_DECLS
