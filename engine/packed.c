/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where channels lie, what computes a convolution, and its weights made ready
 * for that.
 */

#include <string.h>

#include <glib/gi18n-lib.h>

#include "error.h"
#include "filters.h"
#include "packed-graph.h"
#include "packed.h"

typedef struct
{
  DreamPacked *packed;
  gint         failed; /* atomic: memory ran out */
} Packing;

static gboolean check_kernels (DreamPacked *packed, GError **error);
static void     place_channels (DreamPacked *packed);
static void     place_concat (DreamPacked *packed, guint index);
static gboolean check_neighbours (DreamPacked *packed, GError **error);
static void     choose_forms (DreamPacked *packed);
static void     pack_layer (gint index, gpointer data);
static gfloat  *decode_weights (DreamPacked *packed, DreamPackedLayer *leader);
static DreamPackedLayer *member_of (DreamPacked      *packed,
                                    DreamPackedLayer *leader,
                                    guint             n);
static gboolean          pack_weights (DreamPacked            *packed,
                                       DreamPackedLayer       *leader,
                                       const DreamPackedLayer *merged,
                                       const gfloat           *weights);
static void              place_members (DreamPacked      *packed,
                                        DreamPackedLayer *leader,
                                        DreamPackedLayer *merged);
static gfloat           *pack_bias (DreamPacked            *packed,
                                    DreamPackedLayer       *leader,
                                    const DreamPackedLayer *merged);

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

  dream_packed_graph_build (packed);
  if (! check_kernels (packed, error))
    return NULL;

  place_channels (packed);
  if (! check_neighbours (packed, error))
    return NULL;

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
      g_clear_pointer (&layer->members, g_array_unref);
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

static gboolean
check_kernels (DreamPacked *packed, GError **error)
{
  for (guint i = 1; i <= packed->target; i++)
    {
      const DreamLayer *layer = &packed->layers[i].layer;

      if (! packed->layers[i].needed)
        continue;

      if (layer->op == DREAM_OP_ACTIVATION || layer->op == DREAM_OP_ADD ||
          layer->op == DREAM_OP_MULTIPLY || layer->op == DREAM_OP_MAXIMUM ||
          layer->groups != 1 || layer->dilation_h * layer->dilation_w != 1 ||
          layer->count_padding)
        {
          g_set_error (error, DREAM_ERROR, DREAM_ERROR_UNSUPPORTED_LAYER,
                       _("The layer \"%s\" cannot be dreamed through. Choose "
                         "a layer below it."),
                          layer->short_name);
          return FALSE;
        }

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

        case DREAM_OP_MAX_POOL:
        case DREAM_OP_AVERAGE_POOL:
        case DREAM_OP_LRN:
          {
            const DreamPackedLayer *input = &packed->layers[layer->inputs[0]];

            memcpy (place->lanes, input->lanes,
                    layer->channels * sizeof (gint));
            place->n_blocks    = input->n_blocks;
            place->last        = input->last;
            place->nonnegative = input->nonnegative ||
                                 layer->activation == DREAM_ACTIVATION_CLIP;
          }
          break;

        case DREAM_OP_INPUT:
        case DREAM_OP_CONVOLUTION:
        default:
          for (gint c = 0; c < layer->channels; c++)
            place->lanes[c] = c;
          place->n_blocks    = (layer->channels + block - 1) / block;
          place->last        = layer->channels - (place->n_blocks - 1) * block;
          place->nonnegative = layer->activation == DREAM_ACTIVATION_CLIP;
          break;
        }
    }
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

  place->nonnegative = TRUE;

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
      place->last        = input->last;
      place->nonnegative = place->nonnegative && input->nonnegative;
    }
}

/* A normalisation sums over channels that lie next to each other. */
static gboolean
check_neighbours (DreamPacked *packed, GError **error)
{
  for (guint i = 1; i <= packed->target; i++)
    {
      const DreamPackedLayer *place = &packed->layers[i];

      if (! place->needed || place->layer.op != DREAM_OP_LRN)
        continue;

      for (gint c = 0; c < place->layer.channels; c++)
        if (place->lanes[c] != c)
          {
            g_set_error (error, DREAM_ERROR, DREAM_ERROR_UNSUPPORTED_LAYER,
                         _("The layer \"%s\" normalises across channels of "
                           "different layers, which cannot be dreamed through. "
                           "Choose a layer below it."),
                           place->layer.short_name);
            return FALSE;
          }
    }

  return TRUE;
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
      const DreamLayer *layer = &packed->layers[i].layer;
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

  packed->grid = 4 * packed->layers[packed->target].layer.stride;
}

static void
pack_layer (gint index, gpointer data)
{
  Packing           *packing = data;
  DreamPackedLayer  *place   = &packing->packed->layers[index];
  DreamPackedLayer   merged  = { 0 };
  g_autofree gfloat *weights = NULL;

  if (! place->needed || place->layer.op != DREAM_OP_CONVOLUTION ||
      place->leader != (guint) index)
    return;

  place_members (packing->packed, place, &merged);
  weights = decode_weights (packing->packed, place);
  if (! weights || ! pack_weights (packing->packed, place, &merged, weights))
    g_atomic_int_set (&packing->failed, TRUE);

  g_free (merged.lanes);
}

/* Those of all members, one output channel after another. */
static gfloat *
decode_weights (DreamPacked *packed, DreamPackedLayer *leader)
{
  gsize   n_values = 0;
  gfloat *weights;
  gfloat *out;

  for (guint n = 0; n < leader->members->len; n++)
    n_values += member_of (packed, leader, n)->layer.weights.n_values;

  out = weights = g_try_new (gfloat, n_values);
  for (guint n = 0; weights && n < leader->members->len; n++)
    {
      const DreamTensor *tensor = &member_of (packed, leader, n)->layer.weights;

      dream_layer_decode_weights (&member_of (packed, leader, n)->layer, out);
      out += tensor->n_values;
    }

  return weights;
}

static DreamPackedLayer *
member_of (DreamPacked *packed, DreamPackedLayer *leader, guint n)
{
  return &packed->layers[g_array_index (leader->members, guint, n)];
}

static gboolean
pack_weights (DreamPacked            *packed,
              DreamPackedLayer       *leader,
              const DreamPackedLayer *merged,
              const gfloat           *weights)
{
  const DreamLayer *layer   = &leader->layer;
  DreamPackedLayer *input   = &packed->layers[layer->inputs[0]];
  const gboolean    stem    = layer->inputs[0] == 0;
  const guint       n_sets  = stem ? 1 : layer->stride_h * layer->stride_w;
  DreamFilters      filters = { .layer   = layer,
                                .weights = weights,
                                .kernels = packed->kernels,
                                .forms   = packed->forms[0],
                                .from    = input,
                                .n_from  = input->layer.channels,
                                .to      = merged,
                                .n_to    = merged->layer.channels };

  if (! (leader->bias = pack_bias (packed, leader, merged)))
    return FALSE;

  leader->forward  = leader->winograd ? dream_filters_pack_winograd (&filters)
                                      : dream_filters_pack_direct (&filters);
  leader->backward = g_new0 (gpointer, n_sets + 1);
  if (stem)
    {
      leader->backward[0] = dream_filters_pack_stem (&filters);
      return leader->forward && leader->backward[0];
    }

  filters.backward = TRUE;
  filters.forms    = packed->forms[1];
  filters.to       = input;
  filters.n_to     = input->layer.channels;
  filters.from     = merged;
  filters.n_from   = merged->layer.channels;
  for (guint n = 0; n < n_sets; n++)
    {
      filters.phase_h     = n / layer->stride_w;
      filters.phase_w     = n % layer->stride_w;
      leader->backward[n] = leader->winograd
                              ? dream_filters_pack_winograd (&filters)
                              : dream_filters_pack_direct (&filters);
      if (! leader->backward[n])
        return FALSE;
    }

  return leader->forward != NULL;
}

/* Where the channels of all members lie if their blocks follow each other. */
static void
place_members (DreamPacked      *packed,
               DreamPackedLayer *leader,
               DreamPackedLayer *merged)
{
  gint *lanes;

  for (guint n = 0; n < leader->members->len; n++)
    merged->layer.channels += member_of (packed, leader, n)->layer.channels;

  merged->lanes = lanes = g_new (gint, merged->layer.channels);
  for (guint n = 0; n < leader->members->len; n++)
    {
      const DreamPackedLayer *member = member_of (packed, leader, n);

      for (gint c = 0; c < member->layer.channels; c++)
        *lanes++ = merged->n_blocks * packed->kernels->block + member->lanes[c];
      merged->n_blocks += member->n_blocks;
      merged->last = member->last;
    }
}

static gfloat *
pack_bias (DreamPacked            *packed,
           DreamPackedLayer       *leader,
           const DreamPackedLayer *merged)
{
  const gint block = packed->kernels->block;
  gfloat    *bias = dream_filters_new_floats ((gsize) merged->n_blocks * block);
  gfloat    *out  = bias;

  for (guint n = 0; bias && n < leader->members->len; n++)
    {
      const DreamPackedLayer *member = member_of (packed, leader, n);

      if (member->layer.bias.data)
        dream_tensor_decode (&member->layer.bias, out);
      out += (gsize) member->n_blocks * block;
    }

  return bias;
}
