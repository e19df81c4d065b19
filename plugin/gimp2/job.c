/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lets the selection limit the dream, unless a layer mask will.
 */

#include "job.h"

#include "resources.h"
#include "result.h"

GeglBuffer *
deep_dream_job_dream (DreamRecipe           *recipe,
                      DeepDreamPlacement    *placement,
                      const DeepDreamSource *source,
                      DeepDreamProgress      progress,
                      gpointer               user_data,
                      GError               **error)
{
  const DreamResources resources = deep_dream_resources_get ();
  const gboolean       is_layer  = placement->output == DEEP_DREAM_OUTPUT_LAYER;
  const gboolean       is_limited = source->selection &&
                              ! deep_dream_source_gets_layer_mask (source,
                                                                   placement);
  const DeepDreamMask mask = { source->selection, source->offset_x,
                               source->offset_y, ! is_layer };

  if (! deep_dream_result_check (source, placement, error))
    return NULL;

  return deep_dream_render (recipe, source->pixels, &source->area,
                            is_limited ? &mask : NULL, &resources, progress,
                            user_data, error);
}
