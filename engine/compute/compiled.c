/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where channels lie, and what computes a convolution.
 */

#include <string.h>

#include <glib/gi18n-lib.h>

#include "compiled.h"
#include "engine/error.h"
#include "fuse.h"
#include "pack.h"

static void     measure_targets (DreamCompiled *compiled);
static gint     common_multiple (gint a, gint b);
static gboolean check_kernels (DreamCompiled *compiled, GError **error);
static gboolean check_layer (DreamCompiled *compiled,
                             guint          index,
                             GError       **error);
static gboolean unsupported (const DreamLayer *layer,
                             const gchar      *reason,
                             GError          **error);
static void     place_channels (DreamCompiled *compiled);
static void     place_next (DreamCompiledLayer *place, gint first, gint block);
static void     place_like (DreamCompiledLayer       *place,
                            const DreamCompiledLayer *input);
static void     place_concat (DreamCompiled *compiled, guint index);
static gboolean check_places (DreamCompiled *compiled, GError **error);
static void     choose_forms (DreamCompiled *compiled);

DreamCompiled *
dream_compiled_new (DreamNetwork       *network,
                    const guint        *targets,
                    guint               n_targets,
                    const DreamKernels *kernels,
                    DreamThreads       *threads,
                    GError            **error)
{
  g_autoptr (DreamCompiled) compiled = g_new0 (DreamCompiled, 1);

  compiled->network = dream_network_ref (network);
  compiled->kernels = kernels;
  for (guint i = 0; i < n_targets; i++)
    compiled->target = MAX (compiled->target, targets[i]);

  compiled->layers = g_new0 (DreamCompiledLayer, compiled->target + 1);
  for (guint i = 0; i < n_targets; i++)
    compiled->layers[targets[i]].is_target = TRUE;

  measure_targets (compiled);
  dream_fuse_layers (compiled);
  if (! check_kernels (compiled, error))
    return NULL;

  place_channels (compiled);
  if (! check_places (compiled, error))
    return NULL;

  choose_forms (compiled);
  if (! dream_pack_weights (compiled, threads))
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_NO_MEMORY,
                           _ ("There is not enough memory for the network's "
                              "weights. Close other programs or choose a lower "
                              "layer."));
      return NULL;
    }

  return g_steal_pointer (&compiled);
}

void
dream_compiled_free (DreamCompiled *compiled)
{
  if (! compiled)
    return;

  for (guint i = 0; i <= compiled->target; i++)
    {
      DreamCompiledLayer *layer = &compiled->layers[i];

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

  g_free (compiled->layers);
  dream_network_unref (compiled->network);
  g_free (compiled);
}

static void
measure_targets (DreamCompiled *compiled)
{
  compiled->grid = 4;

  for (guint i = 0; i <= compiled->target; i++)
    {
      const DreamLayer *layer = dream_network_get_layer (compiled->network, i);

      if (! compiled->layers[i].is_target)
        continue;

      compiled->grid = common_multiple (compiled->grid, 4 * layer->stride);
      compiled->receptive_field = MAX (compiled->receptive_field,
                                       layer->receptive_field);
      compiled->minimum_size    = MAX (compiled->minimum_size,
                                       layer->minimum_size);
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
check_kernels (DreamCompiled *compiled, GError **error)
{
  for (guint i = 1; i <= compiled->target; i++)
    if (compiled->layers[i].needed && ! check_layer (compiled, i, error))
      return FALSE;

  if (compiled->layers[0].is_target)
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_UNSUPPORTED_LAYER,
                           _ ("The network's input is the picture itself. "
                              "Choose a layer above it."));
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_layer (DreamCompiled *compiled, guint index, GError **error)
{
  const DreamLayer *layer      = &compiled->layers[index].layer;
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
    if (layer->inputs[n] == 0 && (layer->op != DREAM_OP_CONVOLUTION ||
                                  compiled->layers[index].depthwise))
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
place_channels (DreamCompiled *compiled)
{
  const gint block = compiled->kernels->block;

  for (guint i = 0; i <= compiled->target; i++)
    {
      const DreamLayer   *layer = &compiled->layers[i].layer;
      DreamCompiledLayer *place = &compiled->layers[i];

      if (! place->needed)
        continue;

      place->lanes = g_new (gint, layer->channels);

      switch (layer->op)
        {
        case DREAM_OP_CONCAT:
          place_concat (compiled, i);
          break;

        case DREAM_OP_INPUT:
        case DREAM_OP_CONVOLUTION:
          if (place->depthwise)
            {
              place_like (place, &compiled->layers[layer->inputs[0]]);
              break;
            }
          place_next (place, 0, block);
          break;

        case DREAM_OP_WIDEN:
          place_like (place, &compiled->layers[layer->inputs[0]]);
          place_next (place, compiled->layers[layer->inputs[0]].layer.channels,
                      block);
          break;

        default:
          place_like (place, &compiled->layers[layer->inputs[0]]);
          break;
        }
    }
}

/* Channels from @first on, behind what has been placed. */
static void
place_next (DreamCompiledLayer *place, gint first, gint block)
{
  gint lane = first > 0 ? (place->n_blocks - 1) * block + place->last : 0;

  for (gint c = first; c < place->layer.channels; c++)
    place->lanes[c] = lane++;
  place->n_blocks = (lane + block - 1) / block;
  place->last     = lane - (place->n_blocks - 1) * block;
}

static void
place_like (DreamCompiledLayer *place, const DreamCompiledLayer *input)
{
  memcpy (place->lanes, input->lanes, input->layer.channels * sizeof (gint));
  place->n_blocks = input->n_blocks;
  place->last     = input->last;
}

/* A layer that only this concatenation reads, and only once, writes straight
 * into it; any other is copied. */
static void
place_concat (DreamCompiled *compiled, guint index)
{
  const DreamLayer   *layer   = &compiled->layers[index].layer;
  DreamCompiledLayer *place   = &compiled->layers[index];
  const gint          block   = compiled->kernels->block;
  gint                channel = 0;

  for (guint n = 0; n < layer->n_inputs; n++)
    {
      const guint         from   = layer->inputs[n];
      const DreamLayer   *source = &compiled->layers[from].layer;
      DreamCompiledLayer *input  = &compiled->layers[from];
      gboolean            once   = TRUE;

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
check_places (DreamCompiled *compiled, GError **error)
{
  for (guint i = 1; i <= compiled->target; i++)
    {
      const DreamCompiledLayer *place = &compiled->layers[i];
      const DreamLayer         *layer = &place->layer;

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
              place->lanes[c] != compiled->layers[layer->inputs[1]].lanes[c])
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
choose_forms (DreamCompiled *compiled)
{
  gboolean known[DREAM_WINOGRAD_MAX_TAPS + 1];

  for (gint taps = 1; taps <= DREAM_WINOGRAD_MAX_TAPS; taps++)
    known[taps] = dream_winograd_form_init (&compiled->forms[0][taps], taps,
                                            2) &&
                  dream_winograd_form_init (&compiled->forms[1][taps], taps,
                                            DREAM_WINOGRAD_MAX_OUTPUTS);

  for (guint i = 1; i <= compiled->target; i++)
    {
      const DreamLayer *layer = &compiled->layers[i].layer;
      const gint        taps  = MAX (layer->kernel_h, layer->kernel_w);
      const gint        other = MIN (layer->kernel_h, layer->kernel_w);

      compiled->layers[i].winograd = compiled->layers[i].needed &&
                                     layer->op == DREAM_OP_CONVOLUTION &&
                                     layer->inputs[0] != 0 &&
                                     ! compiled->layers[i].depthwise &&
                                     layer->stride_h * layer->stride_w == 1 &&
                                     layer->dilation_h * layer->dilation_w ==
                                       1 &&
                                     layer->pad_top < layer->kernel_h &&
                                     layer->pad_left < layer->kernel_w &&
                                     taps > 1 &&
                                     taps <= DREAM_WINOGRAD_MAX_TAPS &&
                                     known[taps] &&
                                     (other == 1 ||
                                      (other == taps && taps < 7));
    }
}
