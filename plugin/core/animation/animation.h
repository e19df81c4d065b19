/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Dreams that move: from one picture, frames that belong together.
 *
 * DeepDreamAnimation is a GObject whose properties are parameters, as those of
 * a recipe (engine/recipe/recipe.h): hosts make arguments and widgets of them.
 *
 *   frames    int     2..500     how many frames there are
 *   movement  enum               DeepDreamMovement: what changes
 *   amount    double  -45..45    by how much, from frame to frame: percent of a
 *                                zoom; degrees of a rotation, clockwise, where
 *                                it turns fastest; of no meaning for the others
 *   delay     int     10..10000  for how long a frame is shown, milliseconds
 */

#pragma once

#include "camera.h"
#include "plugin/core/render/render.h"

G_BEGIN_DECLS

/**
 * DeepDreamMovement:
 * @DEEP_DREAM_MOVEMENT_ZOOM: the camera comes nearer, or, with a negative
 *   amount, goes away until all of the picture is seen.
 * @DEEP_DREAM_MOVEMENT_ROTATION: the camera turns.  If all frames together make
 *   whole turns, it turns round and round; otherwise to and fro.  Either way
 *   the last frame leads back to the first, and the camera is always as near as
 *   it must be for nothing beyond the picture to be seen.
 * @DEEP_DREAM_MOVEMENT_STRENGTH: the picture dreams itself away, from nothing
 *   to the recipe's whole strength.
 * @DEEP_DREAM_MOVEMENT_OCTAVES: one dream, first its large things, then ever
 *   finer ones.
 */
typedef enum
{
  DEEP_DREAM_MOVEMENT_ZOOM,
  DEEP_DREAM_MOVEMENT_ROTATION,
  DEEP_DREAM_MOVEMENT_STRENGTH,
  DEEP_DREAM_MOVEMENT_OCTAVES
} DeepDreamMovement;

GType deep_dream_movement_get_type (void);

#define DEEP_DREAM_TYPE_ANIMATION (deep_dream_animation_get_type ())
G_DECLARE_FINAL_TYPE (DeepDreamAnimation,
                      deep_dream_animation,
                      DEEP_DREAM,
                      ANIMATION,
                      GObject)

struct _DeepDreamAnimation
{
  GObject parent_instance;

  gint              n_frames;
  DeepDreamMovement movement;
  gdouble           amount;
  gint              delay;
};

/**
 * deep_dream_animation_new:
 *
 * Returns: (transfer full): an animation with every parameter at its default.
 */
DeepDreamAnimation *deep_dream_animation_new (void);

/**
 * deep_dream_animation_list_parameters:
 * @n_parameters: (out): how many there are.
 *
 * Returns: (transfer container): the parameters in the order in which a host
 *   shows them and takes positional arguments; free with g_free().
 */
GParamSpec **deep_dream_animation_list_parameters (guint *n_parameters);

/**
 * DeepDreamAnimationFrame:
 * @index: which frame, from 0; they come in their order.
 * @frame: its pixels, as deep_dream_render() returns them.
 * @user_data: as given to deep_dream_animate().
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
 * deep_dream_animation_name_frame:
 * @index: which frame, from 0.
 * @has_alpha: whether it can be transparent.
 *
 * Returns: (transfer full): the name of its layer, from which GIMP's own
 *   exporters and its playback read for how long to show it, and whether it
 *   replaces the frame before it or covers it: "Frame 1 (80ms)".
 */
gchar *deep_dream_animation_name_frame (DeepDreamAnimation *animation,
                                        gint                index,
                                        gboolean            has_alpha);

/**
 * deep_dream_animation_get_position:
 * @index: which frame.
 * @width: of the picture.
 * @height: of the picture.
 *
 * Returns: where the camera then is.
 */
DeepDreamPosition deep_dream_animation_get_position (
  DeepDreamAnimation *animation,
  gint                index,
  gint                width,
  gint                height);

G_END_DECLS
