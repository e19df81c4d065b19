/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads, dreams, writes.
 */

#include "job.h"

#include "arguments.h"
#include "result.h"

GimpLayer *
deep_dream_job_run (GimpImage           *image,
                    GimpDrawable        *drawable,
                    GimpProcedureConfig *config,
                    DeepDreamProgress    progress,
                    gpointer             user_data,
                    GError             **error)
{
  g_autoptr (DreamRecipe)        recipe    = NULL;
  g_autoptr (DeepDreamPlacement) placement = NULL;
  g_autoptr (DeepDreamSource)    source    = NULL;
  g_autoptr (GimpDrawable)       mask      = NULL;

  recipe    = deep_dream_arguments_read (config, error);
  placement = recipe ? deep_dream_arguments_read_placement (config, error)
                     : NULL;
  if (! placement)
    return NULL;

  g_object_get (config, DEEP_DREAM_MASK, &mask, NULL);
  source = deep_dream_source_new (image, drawable, placement, error);
  if (! source || ! deep_dream_source_select (source, mask, placement, error))
    return NULL;

  return deep_dream_job_dream (source, recipe, placement, NULL, progress,
                               user_data, error);
}

GimpLayer *
deep_dream_job_dream (const DeepDreamSource *source,
                      DreamRecipe           *recipe,
                      DeepDreamPlacement    *placement,
                      GimpLayer             *above,
                      DeepDreamProgress      progress,
                      gpointer               user_data,
                      GError               **error)
{
  const DreamResources resources = { .n_threads = gimp_get_num_processors () };
  DeepDreamMask        mask      = deep_dream_source_get_mask (source);
  gboolean is_masked = deep_dream_source_is_masked (source, placement);
  g_autoptr (GeglBuffer) dream = NULL;

  mask.cuts_out = placement->output == DEEP_DREAM_OUTPUT_NEW_LAYER;
  dream         = deep_dream_render (recipe, source->pixels, &source->area,
                             is_masked ? &mask : NULL, &resources, progress,
                                     user_data, error);
  if (! dream)
    return NULL;

  return deep_dream_result_place (source, recipe, placement, above, dream,
                                  error);
}
