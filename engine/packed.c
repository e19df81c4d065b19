/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finding what a target needs, and packing weights for the kernels.
 */

#include <string.h>

#include <glib/gi18n-lib.h>

#include "error.h"
#include "filters.h"
#include "packed.h"

typedef struct
{
  DreamPacked *packed;
  gint         failed; /* atomic: memory ran out */
} Packing;

static void     find_needed (DreamPacked *packed);
static gboolean check_kernels (DreamPacked *packed, GError **error);
static void     place_channels (DreamPacked *packed);
static void     place_concat (DreamPacked *packed, guint index);
static void     choose_forms (DreamPacked *packed);
static void     pack_layer (gint index, gpointer data);
static gboolean pack_weights (DreamPacked  *packed,
                              guint         index,
                              const gfloat *weights);

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
  packed->layers  = g_new0 (DreamPackedLayer, target + 1);

  find_needed (packed);
  if (! check_kernels (packed, error))
    return NULL;

  place_channels (packed);
  choose_forms (packed);
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

      if (layer->op == DREAM_OP_LRN && layer->lrn_size > DREAM_MAX_LRN_WINDOW)
        {
          g_set_error (error, DREAM_ERROR, DREAM_ERROR_UNSUPPORTED_LAYER,
                       _("The layer \"%s\" normalises across %d channels, "
                         "which is more than can be dreamed through. Choose a "
                         "layer below it."),
                          layer->short_name, layer->lrn_size);
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
        case DREAM_OP_LRN:
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

/* Winograd's filtering wins wherever there is a form of it.  In two dimensions
 * only 6 x 6 points are worth their transforms.  The sides of its tiles divide
 * 4, and all strides divide the target's. */
static void
choose_forms (DreamPacked *packed)
{
  gboolean known[DREAM_WINOGRAD_MAX_TAPS + 1];

  for (gint taps = 1; taps <= DREAM_WINOGRAD_MAX_TAPS; taps++)
    known[taps] = dream_winograd_form_init (&packed->forms[0][taps], taps, 2) &&
                  dream_winograd_form_init (&packed->forms[1][taps], taps,
                                            DREAM_WINOGRAD_MAX_OUTPUTS);

  for (guint i = 1; i <= packed->target; i++)
    {
      const DreamLayer *layer = dream_network_get_layer (packed->network, i);
      const gint        taps  = MAX (layer->kernel_h, layer->kernel_w);
      const gint        other = MIN (layer->kernel_h, layer->kernel_w);

      packed->layers[i].winograd = packed->layers[i].needed &&
                                   layer->op == DREAM_OP_CONVOLUTION &&
                                   layer->inputs[0] != 0 &&
                                   layer->stride_h * layer->stride_w == 1 &&
                                   taps > 1 &&
                                   taps <= DREAM_WINOGRAD_MAX_TAPS &&
                                   known[taps] &&
                                   (other == 1 || (other == taps && taps < 7));
    }

  packed->grid = 4 * dream_network_get_layer (packed->network, packed->target)
                       ->stride;
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
  const DreamLayer *layer   = dream_network_get_layer (packed->network, index);
  const DreamLayer *input   = dream_network_get_layer (packed->network,
                                                       layer->inputs[0]);
  DreamPackedLayer *place   = &packed->layers[index];
  const gboolean    stem    = layer->inputs[0] == 0;
  const guint       n_sets  = stem ? 1 : layer->stride_h * layer->stride_w;
  DreamFilters      filters = { .layer   = layer,
                                .weights = weights,
                                .kernels = packed->kernels,
                                .forms   = packed->forms[0],
                                .from    = &packed->layers[layer->inputs[0]],
                                .n_from  = input->channels,
                                .to      = place,
                                .n_to    = layer->channels };

  place->bias = dream_filters_new_floats ((gsize) place->n_blocks *
                                          packed->kernels->block);
  if (! place->bias)
    return FALSE;
  if (layer->bias.data)
    dream_tensor_decode (&layer->bias, place->bias);

  place->forward  = place->winograd ? dream_filters_pack_winograd (&filters)
                                    : dream_filters_pack_direct (&filters);
  place->backward = g_new0 (gpointer, n_sets + 1);
  if (stem)
    {
      place->backward[0] = dream_filters_pack_stem (&filters);
      return place->forward && place->backward[0];
    }

  filters.backward = TRUE;
  filters.forms    = packed->forms[1];
  filters.to       = filters.from;
  filters.n_to     = input->channels;
  filters.from     = place;
  filters.n_from   = layer->channels;
  for (guint n = 0; n < n_sets; n++)
    {
      filters.phase_h    = n / layer->stride_w;
      filters.phase_w    = n % layer->stride_w;
      place->backward[n] = place->winograd
                             ? dream_filters_pack_winograd (&filters)
                             : dream_filters_pack_direct (&filters);
      if (! place->backward[n])
        return FALSE;
    }

  return place->forward != NULL;
}
