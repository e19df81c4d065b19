/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Looking without dreaming.
 */

#include <math.h>

#include "engine/compute/feature-maps.h"
#include "engine/gradient/mask-grid.h"
#include "engine/image/shrink.h"
#include "engine/network/shapes.h"
#include "engine/objective/subject.h"
#include "inspect.h"

/* Of the longer side of a picture whose channels are looked at. */
#define MAX_SIDE 1024

/* What a network looks with. */
typedef struct
{
  DreamThreads  *threads;
  DreamCompiled *compiled;
} Eye;

static gboolean open_eye (Eye                  *eye,
                          DreamNetwork         *network,
                          const guint          *layers,
                          guint                 n_layers,
                          const DreamResources *resources,
                          GError              **error);
static void     close_eye (Eye *eye);
static gint     find_side (const DreamNetwork *network, guint layer);
static gint count_values (const DreamNetwork *network, guint layer, gint side);
static GArray       *get_probabilities (const Eye        *eye,
                                        DreamFeatureMaps *maps,
                                        guint             layer);
static GArray       *get_answers (const Eye          *eye,
                                  DreamFeatureMaps   *maps,
                                  guint               layer,
                                  const gfloat       *mask,
                                  const DreamPicture *picture);
static DreamPicture *scale (const DreamPicture *picture,
                            gint                width,
                            gint                height,
                            DreamThreads       *threads,
                            GError            **error);
static gint          compare_sightings (gconstpointer a, gconstpointer b);
static gint          compare_answers (gconstpointer a, gconstpointer b);

GArray *
dream_inspect_classes (DreamNetwork         *network,
                       guint                 n_classes,
                       const DreamPicture   *picture,
                       const DreamResources *resources,
                       GError              **error)
{
  g_autoptr (DreamPicture)     square = NULL;
  g_autoptr (DreamFeatureMaps) maps   = NULL;
  GArray                      *result = NULL;
  Eye                          eye;
  guint                        layer;
  gint                         side;

  if (! dream_subject_find_logits (network, n_classes, &layer, error) ||
      ! open_eye (&eye, network, &layer, 1, resources, error))
    return NULL;

  side   = find_side (network, layer);
  square = scale (picture, side, side, eye.threads, error);
  maps   = square
             ? dream_feature_maps_new (eye.compiled, eye.threads, square, error)
             : NULL;
  if (maps)
    result = get_probabilities (&eye, maps, layer);

  g_clear_pointer (&maps, dream_feature_maps_free);
  close_eye (&eye);

  return result;
}

GPtrArray *
dream_inspect_channels (DreamNetwork         *network,
                        const guint          *layers,
                        guint                 n_layers,
                        const DreamPicture   *picture,
                        const gfloat         *mask,
                        const DreamResources *resources,
                        GError              **error)
{
  const gdouble shrink = (gdouble) MAX_SIDE /
                         MAX (picture->width, picture->height);
  const gint width  = MIN (ceil (shrink * picture->width), picture->width);
  const gint height = MIN (ceil (shrink * picture->height), picture->height);
  g_autoptr (DreamPicture)     small      = NULL;
  g_autoptr (DreamFeatureMaps) maps       = NULL;
  g_autofree gfloat           *small_mask = NULL;
  GPtrArray                   *result     = NULL;
  Eye                          eye;

  if (! open_eye (&eye, network, layers, n_layers, resources, error))
    return NULL;

  small = scale (picture, width, height, eye.threads, error);
  maps  = small
            ? dream_feature_maps_new (eye.compiled, eye.threads, small, error)
            : NULL;
  if (maps && mask)
    {
      small_mask = g_new (gfloat, (gsize) height * width);
      dream_shrink (mask, 1, picture->width, picture->height, small_mask, width,
                    height, FALSE, eye.threads);
    }

  if (maps)
    result = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  for (guint i = 0; maps && i < n_layers; i++)
    g_ptr_array_add (result,
                     get_answers (&eye, maps, layers[i], small_mask, small));

  g_clear_pointer (&maps, dream_feature_maps_free);
  close_eye (&eye);

  return result;
}

static gboolean
open_eye (Eye                  *eye,
          DreamNetwork         *network,
          const guint          *layers,
          guint                 n_layers,
          const DreamResources *resources,
          GError              **error)
{
  const DreamKernels *kernels = dream_resources_get_kernels (resources, error);

  if (! kernels)
    return FALSE;

  eye->threads  = dream_threads_new (resources ? resources->n_threads : 0);
  eye->compiled = dream_compiled_new (network, layers, n_layers, kernels,
                                      eye->threads, error);
  if (eye->compiled)
    return TRUE;

  dream_threads_free (eye->threads);

  return FALSE;
}

static void
close_eye (Eye *eye)
{
  dream_compiled_free (eye->compiled);
  dream_threads_free (eye->threads);
}

/* Several sizes of a picture give a single value; networks are trained with
 * one of few. */
static gint
find_side (const DreamNetwork *network, guint layer)
{
  static const gint usual[] = { 331, 299, 227, 224, 192, 160, 128 };
  const gint least = dream_network_get_layer (network, layer)->minimum_size;

  for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
    if (usual[i] >= least && count_values (network, layer, usual[i]) == 1)
      return usual[i];

  return least;
}

/* From the layer down to the picture, and up again: there may be too many layers
 * for the stack. */
static gint
count_values (const DreamNetwork *network, guint layer, gint side)
{
  g_autoptr (GArray) path = g_array_new (FALSE, FALSE, sizeof (guint));

  while (layer > 0)
    {
      g_array_append_val (path, layer);
      layer = dream_network_get_layer (network, layer)->inputs[0];
    }

  for (guint i = path->len; i > 0; i--)
    side = dream_layer_output_size (
      dream_network_get_layer (network, g_array_index (path, guint, i - 1)),
      side, TRUE, NULL);

  return side;
}

static GArray *
get_probabilities (const Eye *eye, DreamFeatureMaps *maps, guint layer)
{
  const DreamCompiledLayer *place = &eye->compiled->layers[layer];
  const gint                n     = place->layer.channels;
  GArray *sightings = g_array_new (FALSE, FALSE, sizeof (DreamSighting));
  gdouble highest   = -INFINITY;
  gdouble total     = 0;
  guint   n_vectors;
  gfloat *vector = dream_feature_maps_get_vectors (maps, layer, &n_vectors);

  for (gint c = 0; c < n; c++)
    highest = MAX (highest, vector[place->lanes[c]]);
  for (gint c = 0; c < n; c++)
    total += exp (vector[place->lanes[c]] - highest);

  for (gint c = 0; c < n; c++)
    {
      const DreamSighting sighting = {
        c, exp (vector[place->lanes[c]] - highest) / total
      };

      g_array_append_val (sightings, sighting);
    }

  g_aligned_free (vector);
  g_array_sort (sightings, compare_sightings);

  return sightings;
}

static GArray *
get_answers (const Eye          *eye,
             DreamFeatureMaps   *maps,
             guint               layer,
             const gfloat       *mask,
             const DreamPicture *picture)
{
  const DreamCompiledLayer *place = &eye->compiled->layers[layer];
  const gsize n_lanes = (gsize) place->n_blocks * eye->compiled->kernels->block;
  const DreamView         view = dream_feature_maps_get (maps, layer);
  const DreamMaskGridAxis x = { picture->width, 0, picture->width, view.width };
  const DreamMaskGridAxis y = { picture->height, 0, picture->height,
                                view.height };
  GArray            *answers = g_array_new (FALSE, FALSE, sizeof (DreamAnswer));
  g_autofree gfloat *places  = NULL;
  gdouble            total   = 0;
  guint              n_places;
  gfloat *vectors = dream_feature_maps_get_vectors (maps, layer, &n_places);

  if (mask)
    places = dream_mask_grid_new (
      mask, &x, &y,
      dream_network_get_layer (eye->compiled->network, layer)->stride);
  for (guint p = 0; p < n_places; p++)
    total += places ? places[p] : 1;

  for (gint c = 0; c < place->layer.channels; c++)
    {
      DreamAnswer answer  = { .channel = c };
      gdouble     sum     = 0;
      gdouble     squares = 0;
      gdouble     deviation;

      for (guint p = 0; p < n_places; p++)
        {
          const gdouble value = vectors[p * n_lanes + place->lanes[c]];

          answer.mean += value * (places ? places[p] : 1) / total;
          sum += value;
          squares += value * value;
        }

      sum /= n_places;
      deviation = sqrt (MAX (squares / n_places - sum * sum, 0));
      if (places && deviation > 0)
        answer.contrast = (answer.mean - sum) / deviation;
      g_array_append_val (answers, answer);
    }

  g_aligned_free (vectors);
  g_array_sort (answers, compare_answers);

  return answers;
}

static DreamPicture *
scale (const DreamPicture *picture,
       gint                width,
       gint                height,
       DreamThreads       *threads,
       GError            **error)
{
  DreamPicture *scaled;

  if (width > picture->width || height > picture->height)
    return dream_picture_resample (picture, width, height, FALSE, threads,
                                   error);

  scaled = dream_picture_new (width, height, error);
  if (scaled)
    dream_shrink (picture->pixels, DREAM_PICTURE_CHANNELS, picture->width,
                  picture->height, scaled->pixels, width, height, FALSE,
                  threads);

  return scaled;
}

static gint
compare_sightings (gconstpointer a, gconstpointer b)
{
  const DreamSighting *first  = a;
  const DreamSighting *second = b;

  return first->probability > second->probability
           ? -1
           : first->probability < second->probability;
}

static gint
compare_answers (gconstpointer a, gconstpointer b)
{
  const DreamAnswer *first  = a;
  const DreamAnswer *second = b;

  if (first->contrast != second->contrast)
    return first->contrast > second->contrast ? -1 : 1;

  return first->mean > second->mean ? -1 : first->mean < second->mean;
}
