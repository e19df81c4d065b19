/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads, dreams, writes.
 */

#include "job.h"

#include "arguments.h"
#include "result.h"
#include "source.h"

GimpLayer *
deep_dream_job_run (GimpImage           *image,
                    GimpDrawable        *drawable,
                    GimpProcedureConfig *config,
                    DeepDreamProgress    progress,
                    gpointer             user_data,
                    GError             **error)
{
  const DreamResources resources = { .n_threads = gimp_get_num_processors () };
  g_autoptr (DreamRecipe) recipe = deep_dream_arguments_read (config, error);
  g_autoptr (DeepDreamSource) source = NULL;
  g_autoptr (GeglBuffer)      dream  = NULL;
  g_autoptr (GimpDrawable)    where  = NULL;
  DeepDreamMask               mask;

  if (! recipe)
    return NULL;

  g_object_get (config, DEEP_DREAM_MASK, &where, NULL);
  source = deep_dream_source_new (image, drawable, where, error);
  if (! source)
    return NULL;

  mask  = deep_dream_source_get_mask (source);
  dream = deep_dream_render (recipe, source->pixels, &source->area,
                             source->selection ? &mask : NULL, &resources,
                             progress, user_data, error);
  if (! dream)
    return NULL;

  return deep_dream_result_insert (source, recipe, dream, error);
}
