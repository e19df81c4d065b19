/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finding what a target needs, and packing weights for the kernels.
 */

#include <string.h>

#include <glib/gi18n-lib.h>

#include "error.h"
#include "packed.h"

#define ALIGNMENT 64

/* Rows and columns of the target that are computed together. */
#define OUTPUT_TILE 4

typedef struct
{
  DreamPacked *packed;
  gint         failed; /* atomic: memory ran out */
} Packing;

static void     find_needed (DreamPacked *packed);
static gboolean check_kernels (DreamPacked *packed, GError **error);
static void     place_channels (DreamPacked *packed);
static void     place_concat (DreamPacked *packed, guint index);
static void     pack_layer (gint index, gpointer data);
static gboolean pack_weights (DreamPacked  *packed,
                              guint         index,
                              const gfloat *weights);
static gfloat  *pack_forward (const DreamPacked *packed,
                              guint              index,
                              const gfloat      *weights);
static gfloat  *pack_backward (const DreamPacked *packed,
                               guint              index,
                               const gfloat      *weights,
                               gint               phase_h,
                               gint               phase_w);
static gfloat  *pack_stem (const DreamPacked *packed,
                           guint              index,
                           const gfloat      *weights);
static gfloat  *new_floats (gsize n_values);
static gint     taps_of_phase (gint kernel, gint stride, gint phase);

DreamPacked *
dream_packed_new (DreamNetwork       *network,
                  guint               target,
                  const DreamKernels *kernels,
                  DreamThreads       *threads,
                  GError            **error)
{
  g_autoptr (DreamPacked) packed  = g_new0 (DreamPacked, 1);
  Packing                 packing = { packed, FALSE };

  packed->network = dream_network_ref (network);
  packed->target  = target;
  packed->kernels = kernels;
  packed->grid    = OUTPUT_TILE *
                 dream_network_get_layer (network, target)->stride;
  packed->layers = g_new0 (DreamPackedLayer, target + 1);

  find_needed (packed);
  if (! check_kernels (packed, error))
    return NULL;

  place_channels (packed);
  dream_threads_run (threads, target + 1, pack_layer, &packing);
  if (packing.failed)
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_NO_MEMORY,
                           _("There is not enough memory for the network's "
                             "weights. Close other programs or choose a lower "
                             "layer."));
      return NULL;
    }

  return g_steal_pointer (&packed);
}

void
dream_packed_free (DreamPacked *packed)
{
  if (! packed)
    return;

  for (guint i = 0; i <= packed->target; i++)
    {
      DreamPackedLayer *layer = &packed->layers[i];

      g_free (layer->lanes);
      g_aligned_free (layer->forward);
      g_aligned_free (layer->bias);
      for (guint n = 0; layer->backward && layer->backward[n]; n++)
        g_aligned_free (layer->backward[n]);
      g_free (layer->backward);
    }

  g_free (packed->layers);
  dream_network_unref (packed->network);
  g_free (packed);
}

static void
find_needed (DreamPacked *packed)
{
  packed->layers[packed->target].needed = TRUE;

  for (guint i = packed->target; i > 0; i--)
    {
      const DreamLayer *layer = dream_network_get_layer (packed->network, i);

      if (! packed->layers[i].needed)
        continue;

      for (guint n = 0; n < layer->n_inputs; n++)
        {
          DreamPackedLayer *input = &packed->layers[layer->inputs[n]];

          input->needed         = TRUE;
          input->first_consumer = i;
          if (input->last_consumer == 0)
            input->last_consumer = i;
        }
    }
}

static gboolean
check_kernels (DreamPacked *packed, GError **error)
{
  for (guint i = 1; i <= packed->target; i++)
    {
      const DreamLayer *layer = dream_network_get_layer (packed->network, i);

      if (! packed->layers[i].needed)
        continue;

      if (layer->op == DREAM_OP_MAX_POOL &&
          layer->kernel_h * layer->kernel_w > DREAM_MAX_POOL_WINDOW)
        {
          g_set_error (error, DREAM_ERROR, DREAM_ERROR_UNSUPPORTED_LAYER,
                       _("The layer \"%s\" takes the maximum of a window of "
                         "%d × %d, which is more than can be dreamed through. "
                         "Choose a layer below it."),
                          layer->short_name, layer->kernel_w, layer->kernel_h);
          return FALSE;
        }

      for (guint n = 0; n < layer->n_inputs; n++)
        if (layer->inputs[n] == 0 && layer->op != DREAM_OP_CONVOLUTION)
          {
            g_set_error (error, DREAM_ERROR, DREAM_ERROR_UNSUPPORTED_LAYER,
                         _("The layer \"%s\" reads the picture itself, but "
                           "only convolutions can."),
                            layer->short_name);
            return FALSE;
          }
    }

  if (packed->target == 0)
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_UNSUPPORTED_LAYER,
                           _("The network's input is the picture itself. "
                             "Choose a layer above it."));
      return FALSE;
    }

  return TRUE;
}

static void
place_channels (DreamPacked *packed)
{
  const gint block = packed->kernels->block;

  for (guint i = 0; i <= packed->target; i++)
    {
      const DreamLayer *layer = dream_network_get_layer (packed->network, i);
      DreamPackedLayer *place = &packed->layers[i];

      if (! place->needed)
        continue;

      place->lanes = g_new (gint, layer->channels);

      switch (layer->op)
        {
        case DREAM_OP_CONCAT:
          place_concat (packed, i);
          break;

        case DREAM_OP_MAX_POOL:
        case DREAM_OP_AVERAGE_POOL:
          {
            const DreamPackedLayer *input = &packed->layers[layer->inputs[0]];

            memcpy (place->lanes, input->lanes,
                    layer->channels * sizeof (gint));
            place->n_blocks    = input->n_blocks;
            place->last        = input->last;
            place->nonnegative = input->nonnegative;
          }
          break;

        case DREAM_OP_INPUT:
        case DREAM_OP_CONVOLUTION:
          for (gint c = 0; c < layer->channels; c++)
            place->lanes[c] = c;
          place->n_blocks    = (layer->channels + block - 1) / block;
          place->last        = layer->channels - (place->n_blocks - 1) * block;
          place->nonnegative = layer->relu;
          break;
        }
    }
}

/* A layer that only this concatenation reads, and only once, writes straight
 * into it; any other is copied. */
static void
place_concat (DreamPacked *packed, guint index)
{
  const DreamLayer *layer   = dream_network_get_layer (packed->network, index);
  DreamPackedLayer *place   = &packed->layers[index];
  const gint        block   = packed->kernels->block;
  gint              channel = 0;

  place->nonnegative = TRUE;

  for (guint n = 0; n < layer->n_inputs; n++)
    {
      const guint       from   = layer->inputs[n];
      const DreamLayer *source = dream_network_get_layer (packed->network,
                                                          from);
      DreamPackedLayer *input  = &packed->layers[from];
      gboolean          once   = TRUE;

      for (gint c = 0; c < source->channels; c++)
        place->lanes[channel++] = place->n_blocks * block + input->lanes[c];

      for (guint m = 0; m < layer->n_inputs; m++)
        once = once && (m == n || layer->inputs[m] != from);

      if (once && input->first_consumer == index &&
          input->last_consumer == index)
        {
          input->parent       = index;
          input->parent_block = place->n_blocks;
        }

      place->n_blocks += input->n_blocks;
      place->last        = input->last;
      place->nonnegative = place->nonnegative && input->nonnegative;
    }
}

static void
pack_layer (gint index, gpointer data)
{
  Packing           *packing = data;
  DreamPacked       *packed  = packing->packed;
  const DreamLayer  *layer   = dream_network_get_layer (packed->network, index);
  DreamPackedLayer  *place   = &packed->layers[index];
  g_autofree gfloat *weights = NULL;

  if (! place->needed || layer->op != DREAM_OP_CONVOLUTION)
    return;

  weights = g_try_new (gfloat, layer->weights.n_values);
  if (weights)
    dream_tensor_decode (&layer->weights, weights);

  if (! weights || ! pack_weights (packed, index, weights))
    g_atomic_int_set (&packing->failed, TRUE);
}

static gboolean
pack_weights (DreamPacked *packed, guint index, const gfloat *weights)
{
  const DreamLayer *layer    = dream_network_get_layer (packed->network, index);
  DreamPackedLayer *place    = &packed->layers[index];
  const gboolean    stem     = layer->inputs[0] == 0;
  const guint       n_phases = stem ? 1 : layer->stride_h * layer->stride_w;

  place->bias = new_floats ((gsize) place->n_blocks * packed->kernels->block);
  if (layer->bias.data)
    dream_tensor_decode (&layer->bias, place->bias);

  place->forward  = pack_forward (packed, index, weights);
  place->backward = g_new0 (gfloat *, n_phases + 1);
  for (guint n = 0; n < n_phases; n++)
    {
      place->backward[n] = stem ? pack_stem (packed, index, weights)
                                : pack_backward (packed, index, weights,
                                                 n / layer->stride_w,
                                                 n % layer->stride_w);
      if (! place->backward[n])
        return FALSE;
    }

  return place->bias && place->forward;
}

static gfloat *
pack_forward (const DreamPacked *packed, guint index, const gfloat *weights)
{
  const DreamLayer *layer    = dream_network_get_layer (packed->network, index);
  const DreamLayer *source   = dream_network_get_layer (packed->network,
                                                        layer->inputs[0]);
  const DreamPackedLayer *to = &packed->layers[index];
  const DreamPackedLayer *from  = &packed->layers[layer->inputs[0]];
  const gint              block = packed->kernels->block;
  const gsize             lanes = (from->n_blocks - 1) * block + from->last;
  const gsize             area  = (gsize) layer->kernel_h * layer->kernel_w;
  gfloat *packs = new_floats (to->n_blocks * block * lanes * area);

  if (! packs)
    return NULL;

  for (gint o = 0; o < layer->channels; o++)
    {
      const gint group      = o / (DREAM_GROUP_BLOCKS * block);
      const gint in_group   = o - group * DREAM_GROUP_BLOCKS * block;
      const gint group_size = MIN (DREAM_GROUP_BLOCKS,
                                   to->n_blocks - group * DREAM_GROUP_BLOCKS) *
                              block;
      gfloat *out = packs + group * DREAM_GROUP_BLOCKS * block * lanes * area +
                    in_group;

      for (gsize tap = 0; tap < area; tap++)
        for (gint i = 0; i < source->channels; i++)
          {
            const gsize b    = from->lanes[i] / block;
            const gsize lane = from->lanes[i] % block;
            const gsize used = b == (gsize) from->n_blocks - 1 ? from->last
                                                               : block;

            out[(b * block * area + tap * used + lane) * group_size] =
              weights[((gsize) o * area + tap) * source->channels + i];
          }
    }

  return packs;
}

static gfloat *
pack_backward (const DreamPacked *packed,
               guint              index,
               const gfloat      *weights,
               gint               phase_h,
               gint               phase_w)
{
  const DreamLayer *layer  = dream_network_get_layer (packed->network, index);
  const DreamLayer *source = dream_network_get_layer (packed->network,
                                                      layer->inputs[0]);
  const DreamPackedLayer *from  = &packed->layers[index];
  const DreamPackedLayer *to    = &packed->layers[layer->inputs[0]];
  const gint              block = packed->kernels->block;
  const gint taps_h = taps_of_phase (layer->kernel_h, layer->stride_h, phase_h);
  const gint taps_w = taps_of_phase (layer->kernel_w, layer->stride_w, phase_w);
  const gsize area  = (gsize) taps_h * taps_w;
  const gsize lanes = (from->n_blocks - 1) * block + from->last;
  gfloat     *packs = new_floats (to->n_blocks * block * lanes * area);

  if (! packs)
    return NULL;

  for (gint i = 0; i < source->channels; i++)
    {
      const gint group      = to->lanes[i] / (DREAM_GROUP_BLOCKS * block);
      const gint in_group   = to->lanes[i] - group * DREAM_GROUP_BLOCKS * block;
      const gint group_size = MIN (DREAM_GROUP_BLOCKS,
                                   to->n_blocks - group * DREAM_GROUP_BLOCKS) *
                              block;
      gfloat *out = packs + group * DREAM_GROUP_BLOCKS * block * lanes * area +
                    in_group;

      for (gint ty = 0; ty < taps_h; ty++)
        for (gint tx = 0; tx < taps_w; tx++)
          {
            const gint  ky  = phase_h + (taps_h - 1 - ty) * layer->stride_h;
            const gint  kx  = phase_w + (taps_w - 1 - tx) * layer->stride_w;
            const gsize tap = (gsize) ty * taps_w + tx;

            for (gint o = 0; o < layer->channels; o++)
              {
                const gsize b    = o / block;
                const gsize used = b == (gsize) from->n_blocks - 1 ? from->last
                                                                   : block;

                out[(b * block * area + tap * used + o % block) * group_size] =
                  weights[(((gsize) o * layer->kernel_h + ky) *
                             layer->kernel_w +
                           kx) *
                            source->channels +
                          i];
              }
          }
    }

  return packs;
}

static gfloat *
pack_stem (const DreamPacked *packed, guint index, const gfloat *weights)
{
  const DreamLayer *layer = dream_network_get_layer (packed->network, index);
  const gsize       lanes = (gsize) packed->layers[index].n_blocks *
                      packed->kernels->block;
  const gsize taps  = (gsize) layer->kernel_h * layer->kernel_w * 3;
  gfloat     *packs = new_floats (taps * lanes);

  if (! packs)
    return NULL;

  for (gint o = 0; o < layer->channels; o++)
    for (gsize tap = 0; tap < taps; tap++)
      packs[tap * lanes + o] = weights[o * taps + tap];

  return packs;
}

/* Zeros, aligned for vectors; at least one vector, so that a phase without taps
 * has something to point to. */
static gfloat *
new_floats (gsize n_values)
{
  gsize size;

  if (! g_size_checked_mul (&size, MAX (n_values, ALIGNMENT), sizeof (gfloat)))
    return NULL;

  return g_aligned_alloc0 (1, size, ALIGNMENT);
}

static gint
taps_of_phase (gint kernel, gint stride, gint phase)
{
  return phase < kernel ? (kernel - phase + stride - 1) / stride : 0;
}
