/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where channels lie, and what computes a convolution.
 */

#include <string.h>

#include <glib/gi18n-lib.h>

#include "error.h"
#include "packed-graph.h"
#include "packed-weights.h"
#include "packed.h"

static void     measure_targets (DreamPacked *packed);
static gint     common_multiple (gint a, gint b);
static gboolean check_kernels (DreamPacked *packed, GError **error);
static gboolean check_layer (DreamPacked *packed, guint index, GError **error);
static gboolean unsupported (const DreamLayer *layer,
                             const gchar      *reason,
                             GError          **error);
static void     place_channels (DreamPacked *packed);
static void     place_next (DreamPackedLayer *place, gint first, gint block);
static void place_like (DreamPackedLayer *place, const DreamPackedLayer *input);
static void place_concat (DreamPacked *packed, guint index);
static gboolean check_places (DreamPacked *packed, GError **error);
static void     choose_forms (DreamPacked *packed);

DreamPacked *
dream_packed_new (DreamNetwork       *network,
                  const guint        *targets,
                  guint               n_targets,
                  const DreamKernels *kernels,
                  DreamThreads       *threads,
                  GError            **error)
{
  g_autoptr (DreamPacked) packed = g_new0 (DreamPacked, 1);

  packed->network = dream_network_ref (network);
  packed->kernels = kernels;
  for (guint i = 0; i < n_targets; i++)
    packed->target = MAX (packed->target, targets[i]);

  packed->layers = g_new0 (DreamPackedLayer, packed->target + 1);
  for (guint i = 0; i < n_targets; i++)
    packed->layers[targets[i]].is_target = TRUE;

  measure_targets (packed);
  dream_packed_graph_build (packed);
  if (! check_kernels (packed, error))
    return NULL;

  place_channels (packed);
  if (! check_places (packed, error))
    return NULL;

  choose_forms (packed);
  if (! dream_packed_weights_build (packed, threads))
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_NO_MEMORY,
                           _ ("There is not enough memory for the network's "
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

      g_free (layer->layer.inputs);
      g_free (layer->lanes);
      g_clear_pointer (&layer->members, g_array_unref);
      g_clear_pointer (&layer->affines, g_array_unref);
      g_aligned_free (layer->forward);
      g_aligned_free (layer->bias);
      g_aligned_free (layer->slopes);
      for (guint n = 0; layer->backward && layer->backward[n]; n++)
        g_aligned_free (layer->backward[n]);
      g_free (layer->backward);
    }

  g_free (packed->layers);
  dream_network_unref (packed->network);
  g_free (packed);
}

static void
measure_targets (DreamPacked *packed)
{
  packed->grid = 4;

  for (guint i = 0; i <= packed->target; i++)
    {
      const DreamLayer *layer = dream_network_get_layer (packed->network, i);

      if (! packed->layers[i].is_target)
        continue;

      packed->grid = common_multiple (packed->grid, 4 * layer->stride);
      packed->receptive_field = MAX (packed->receptive_field,
                                     layer->receptive_field);
      packed->minimum_size    = MAX (packed->minimum_size, layer->minimum_size);
    }
}

static gint
common_multiple (gint a, gint b)
{
  gint divisor   = a;
  gint remainder = b;

  while (remainder != 0)
    {
      const gint next = divisor % remainder;

      divisor   = remainder;
      remainder = next;
    }

  return a / divisor * b;
}

static gboolean
check_kernels (DreamPacked *packed, GError **error)
{
  for (guint i = 1; i <= packed->target; i++)
    if (packed->layers[i].needed && ! check_layer (packed, i, error))
      return FALSE;

  if (packed->layers[0].is_target)
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_UNSUPPORTED_LAYER,
                           _ ("The network's input is the picture itself. "
                              "Choose a layer above it."));
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_layer (DreamPacked *packed, guint index, GError **error)
{
  const DreamLayer *layer      = &packed->layers[index].layer;
  const gboolean    is_dilated = layer->dilation_h * layer->dilation_w != 1;

  if (layer->op == DREAM_OP_MAX_POOL &&
      layer->kernel_h * layer->kernel_w > DREAM_MAX_POOL_WINDOW)
    return unsupported (layer,
                        _ ("It takes the maximum of too large a window."),
                        error);

  if (layer->op == DREAM_OP_LRN && layer->lrn_size > DREAM_MAX_LRN_WINDOW)
    return unsupported (layer, _ ("It normalises across too many channels."),
                        error);

  if (is_dilated && (layer->stride_h != 1 || layer->inputs[0] == 0))
    return unsupported (layer, _ ("It is dilated, and strided or the first."),
                        error);

  for (guint n = 0; n < layer->n_inputs; n++)
    if (layer->inputs[n] == 0 &&
        (layer->op != DREAM_OP_CONVOLUTION || packed->layers[index].depthwise))
      return unsupported (layer,
                          _ ("It reads the picture itself, which only "
                             "convolutions can."),
                          error);

  return TRUE;
}

/* Returns: %FALSE, for the callers to return. */
static gboolean
unsupported (const DreamLayer *layer, const gchar *reason, GError **error)
{
  /* Translators: a layer's name, then a sentence. */
  g_set_error (error, DREAM_ERROR, DREAM_ERROR_UNSUPPORTED_LAYER,
               _ ("The layer “%s” cannot be dreamed through: %s Choose a layer "
                  "below it."),
               layer->short_name, reason);

  return FALSE;
}

static void
place_channels (DreamPacked *packed)
{
  const gint block = packed->kernels->block;

  for (guint i = 0; i <= packed->target; i++)
    {
      const DreamLayer *layer = &packed->layers[i].layer;
      DreamPackedLayer *place = &packed->layers[i];

      if (! place->needed)
        continue;

      place->lanes = g_new (gint, layer->channels);

      switch (layer->op)
        {
        case DREAM_OP_CONCAT:
          place_concat (packed, i);
          break;

        case DREAM_OP_INPUT:
        case DREAM_OP_CONVOLUTION:
          if (place->depthwise)
            {
              place_like (place, &packed->layers[layer->inputs[0]]);
              break;
            }
          place_next (place, 0, block);
          break;

        case DREAM_OP_WIDEN:
          place_like (place, &packed->layers[layer->inputs[0]]);
          place_next (place, packed->layers[layer->inputs[0]].layer.channels,
                      block);
          break;

        default:
          place_like (place, &packed->layers[layer->inputs[0]]);
          break;
        }
    }
}

/* Channels from @first on, behind what has been placed. */
static void
place_next (DreamPackedLayer *place, gint first, gint block)
{
  gint lane = first > 0 ? (place->n_blocks - 1) * block + place->last : 0;

  for (gint c = first; c < place->layer.channels; c++)
    place->lanes[c] = lane++;
  place->n_blocks = (lane + block - 1) / block;
  place->last     = lane - (place->n_blocks - 1) * block;
}

static void
place_like (DreamPackedLayer *place, const DreamPackedLayer *input)
{
  memcpy (place->lanes, input->lanes, input->layer.channels * sizeof (gint));
  place->n_blocks = input->n_blocks;
  place->last     = input->last;
}

/* A layer that only this concatenation reads, and only once, writes straight
 * into it; any other is copied. */
static void
place_concat (DreamPacked *packed, guint index)
{
  const DreamLayer *layer   = &packed->layers[index].layer;
  DreamPackedLayer *place   = &packed->layers[index];
  const gint        block   = packed->kernels->block;
  gint              channel = 0;

  for (guint n = 0; n < layer->n_inputs; n++)
    {
      const guint       from   = layer->inputs[n];
      const DreamLayer *source = &packed->layers[from].layer;
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
      place->last = input->last;
    }
}

/* A normalisation sums over channels that lie next to each other; what two
 * layers are joined to must lie at the same places in both. */
static gboolean
check_places (DreamPacked *packed, GError **error)
{
  for (guint i = 1; i <= packed->target; i++)
    {
      const DreamPackedLayer *place = &packed->layers[i];
      const DreamLayer       *layer = &place->layer;

      if (! place->needed)
        continue;

      for (gint c = 0; c < layer->channels; c++)
        {
          if (layer->op == DREAM_OP_LRN && place->lanes[c] != c)
            return unsupported (layer,
                                _ ("It normalises across channels of "
                                   "different layers."),
                                error);

          if (layer->op != DREAM_OP_CONCAT && layer->n_inputs == 2 &&
              place->lanes[c] != packed->layers[layer->inputs[1]].lanes[c])
            return unsupported (layer,
                                _ ("It joins channels of different "
                                   "layers."),
                                error);
        }
    }

  return TRUE;
}

/* Winograd's filtering wins wherever there is a form of it.  In two dimensions
 * only 6 x 6 points are worth their transforms.  The sides of its tiles divide
 * 4, and all strides divide a target's. */
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
      const DreamLayer *layer = &packed->layers[i].layer;
      const gint        taps  = MAX (layer->kernel_h, layer->kernel_w);
      const gint        other = MIN (layer->kernel_h, layer->kernel_w);

      packed->layers[i].winograd = packed->layers[i].needed &&
                                   layer->op == DREAM_OP_CONVOLUTION &&
                                   layer->inputs[0] != 0 &&
                                   ! packed->layers[i].depthwise &&
                                   layer->stride_h * layer->stride_w == 1 &&
                                   layer->dilation_h * layer->dilation_w == 1 &&
                                   layer->pad_top < layer->kernel_h &&
                                   layer->pad_left < layer->kernel_w &&
                                   taps > 1 &&
                                   taps <= DREAM_WINOGRAD_MAX_TAPS &&
                                   known[taps] &&
                                   (other == 1 || (other == taps && taps < 7));
    }
}
