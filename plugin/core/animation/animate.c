/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Has the frames of an animation made.
 */

#include "animate.h"

#include "animate-carry.h"
#include "animate-grow.h"
#include "plugin/core/catalog/loaded-network.h"

gboolean
deep_dream_animate (DeepDreamAnimation     *animation,
                    DreamRecipe            *recipe,
                    GeglBuffer             *source,
                    const DreamResources   *resources,
                    DeepDreamAnimationFrame on_frame,
                    DeepDreamProgress       progress,
                    gpointer                user_data,
                    GError                **error)
{
  g_autoptr (DeepDreamLoadedNetwork) loaded   = NULL;
  g_autoptr (DreamRecipe)            complete = NULL;

  loaded = deep_dream_loaded_network_new (recipe->network, error);
  if (! loaded || ! deep_dream_loaded_network_name (loaded, recipe, error))
    return FALSE;

  complete = deep_dream_loaded_network_complete (loaded, recipe);

  return deep_dream_animate_network (animation, loaded->network, &loaded->names,
                                     complete, source, resources, on_frame,
                                     progress, user_data, error);
}

gboolean
deep_dream_animate_network (DeepDreamAnimation     *animation,
                            DreamNetwork           *network,
                            const DreamNames       *names,
                            DreamRecipe            *recipe,
                            GeglBuffer             *source,
                            const DreamResources   *resources,
                            DeepDreamAnimationFrame on_frame,
                            DeepDreamProgress       progress,
                            gpointer                user_data,
                            GError                **error)
{
  g_autoptr (DreamThreads)          threads = NULL;
  g_autoptr (DeepDreamCameraSource) scene   = NULL;
  g_autoptr (GError)                reason  = NULL;
  DeepDreamFrameMaker               self    = { .animation = animation,
                                                .network   = network,
                                                .names     = names,
                                                .recipe    = recipe,
                                                .resources = resources,
                                                .on_frame  = on_frame,
                                                .progress  = progress,
                                                .user_data = user_data,
                                                .width = gegl_buffer_get_width (source),
                                                .height = gegl_buffer_get_height (source),
                                                .start = g_get_monotonic_time () };

  threads = dream_threads_new (resources ? resources->n_threads : 0);
  scene   = deep_dream_camera_source_new (source, threads, error);
  if (! scene)
    return FALSE;

  self.threads = threads;
  self.scene   = scene;

  if (animation->movement == DEEP_DREAM_MOVEMENT_OCTAVES
        ? deep_dream_animate_grow (&self, &reason)
        : deep_dream_animate_carry (&self, &reason))
    return TRUE;

  /* A frame that was not complete is cancelled by who stops. */
  if (self.is_stopped && self.n_made > 0 &&
      g_error_matches (reason, DREAM_ERROR, DREAM_ERROR_CANCELLED))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}
