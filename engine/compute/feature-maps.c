/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A forward pass over a whole picture.
 */

#include <glib/gi18n-lib.h>

#include "engine/error.h"
#include "feature-maps.h"
#include "plan.h"

#define ALIGNMENT 64

struct _DreamFeatureMaps
{
  DreamCompiled *compiled;
  DreamPlan     *plan;
  gpointer       memory;
};

static void take_picture (DreamFeatureMaps *self, const DreamPicture *picture);

DreamFeatureMaps *
dream_feature_maps_new (DreamCompiled      *compiled,
                        DreamThreads       *threads,
                        const DreamPicture *picture,
                        GError            **error)
{
  g_autoptr (DreamFeatureMaps) self   = g_new0 (DreamFeatureMaps, 1);
  const gint                   width  = picture->width;
  const gint                   height = picture->height;
  guintptr                     aligned;

  self->compiled = compiled;
  self->plan = dream_plan_new (compiled, threads, width, height, width, height,
                               error);
  if (! self->plan)
    return NULL;

  self->memory = g_try_malloc (dream_plan_get_memory (self->plan) + ALIGNMENT);
  if (! self->memory)
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_NO_MEMORY,
                           _ ("There is not enough memory for the network to "
                              "look at this picture. Take a smaller one."));
      return NULL;
    }

  aligned = ((guintptr) self->memory + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  dream_plan_bind (self->plan, (gpointer) aligned);
  take_picture (self, picture);
  dream_plan_forward (self->plan, NULL, NULL);

  return g_steal_pointer (&self);
}

void
dream_feature_maps_free (DreamFeatureMaps *self)
{
  if (! self)
    return;

  dream_plan_free (self->plan);
  g_free (self->memory);
  g_free (self);
}

DreamView
dream_feature_maps_get (DreamFeatureMaps *self, guint target)
{
  return dream_plan_get_value (self->plan, target);
}

gfloat *
dream_feature_maps_get_vectors (DreamFeatureMaps *self,
                                guint             target,
                                guint            *n_vectors)
{
  const DreamCompiledLayer *place   = &self->compiled->layers[target];
  const gint                block   = self->compiled->kernels->block;
  const gsize               n_lanes = (gsize) place->n_blocks * block;
  const DreamView           view    = dream_feature_maps_get (self, target);
  const gsize               n       = (gsize) view.height * view.width;
  g_autofree gfloat        *row = g_new (gfloat, (gsize) view.width * block);
  gfloat                   *vectors;

  vectors = g_aligned_alloc0 (n, n_lanes * sizeof (gfloat), ALIGNMENT);

  for (gint y = 0; y < view.height; y++)
    for (gint c = 0, read = -1; c < place->layer.channels; c++)
      {
        const gint lane = place->lanes[c];
        gfloat    *out  = vectors + (gsize) y * view.width * n_lanes + lane;

        if (lane / block != read)
          {
            read = lane / block;
            self->compiled->kernels->read (row,
                                           view.data + read * view.block +
                                             y * view.row,
                                           (gsize) view.width * block);
          }

        for (gint x = 0; x < view.width; x++)
          out[x * n_lanes] = row[x * block + lane % block];
      }

  *n_vectors = n;

  return vectors;
}

static void
take_picture (DreamFeatureMaps *self, const DreamPicture *picture)
{
  const DreamInput *input = dream_network_get_input (self->compiled->network);
  gsize             row;
  gfloat           *values = dream_plan_get_input (self->plan, &row);

  for (gint y = 0; y < picture->height; y++)
    for (gint x = 0; x < picture->width; x++)
      dream_input_from_pixel (input,
                              picture->pixels +
                                ((gsize) y * picture->width + x) *
                                  DREAM_PICTURE_CHANNELS,
                              values + y * row + x * DREAM_PICTURE_CHANNELS);
}
