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
static gboolean check_layer (DreamPacked *packed, guint index, GError **error);
static gboolean unsupported (const DreamLayer *layer,
                             const gchar      *reason,
                             GError          **error);
static void     place_channels (DreamPacked *packed);
static void place_like (DreamPackedLayer *place, const DreamPackedLayer *input);
static void place_concat (DreamPacked *packed, guint index);
static gboolean check_places (DreamPacked *packed, GError **error);
static void     choose_forms (DreamPacked *packed);
static void     pack_layer (gint index, gpointer data);
static gboolean pack_slopes (DreamPacked *packed, DreamPackedLayer *place);
static gfloat  *decode_weights (DreamPacked *packed, DreamPackedLayer *leader);
static gsize    n_weights (const DreamPackedLayer *place);
static void     spread_groups (DreamPacked            *packed,
                               const DreamPackedLayer *place,
                               gfloat                 *weights);
static void     scale_weights (DreamPacked            *packed,
                               const DreamPackedLayer *place,
                               guint                   nth,
                               gfloat                 *weights,
                               gsize                   n_values);
static const DreamLayer *affine_of (DreamPacked            *packed,
                                    const DreamPackedLayer *place,
                                    guint                   nth);
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
static gfloat *decode_bias (DreamPacked *packed, const DreamPackedLayer *place);

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
  if (! check_places (packed, error))
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

static gboolean
check_kernels (DreamPacked *packed, GError **error)
{
  for (guint i = 1; i <= packed->target; i++)
    if (packed->layers[i].needed && ! check_layer (packed, i, error))
      return FALSE;

  if (packed->target == 0)
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_UNSUPPORTED_LAYER,
                           _("The network's input is the picture itself. "
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
                        _("It takes the maximum of too large a window."),
                           error);

  if (layer->op == DREAM_OP_LRN && layer->lrn_size > DREAM_MAX_LRN_WINDOW)
    return unsupported (layer, _("It normalises across too many channels."),
                                  error);

  if (is_dilated && (layer->stride_h != 1 || layer->inputs[0] == 0))
    return unsupported (layer, _("It is dilated, and strided or the first."),
                                  error);

  for (guint n = 0; n < layer->n_inputs; n++)
    if (layer->inputs[n] == 0 &&
        (layer->op != DREAM_OP_CONVOLUTION || packed->layers[index].depthwise))
      return unsupported (layer, _("It reads the picture itself, which only "
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
               _("The layer “%s” cannot be dreamed through: %s Choose a layer "
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
          for (gint c = 0; c < layer->channels; c++)
            place->lanes[c] = c;
          place->n_blocks = (layer->channels + block - 1) / block;
          place->last     = layer->channels - (place->n_blocks - 1) * block;
          break;

        default:
          place_like (place, &packed->layers[layer->inputs[0]]);
          break;
        }
    }
}

static void
place_like (DreamPackedLayer *place, const DreamPackedLayer *input)
{
  memcpy (place->lanes, input->lanes, place->layer.channels * sizeof (gint));
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
            return unsupported (layer, _("It normalises across channels of "
                                         "different layers."),
                                          error);

          if (layer->op != DREAM_OP_CONCAT && layer->n_inputs == 2 &&
              place->lanes[c] != packed->layers[layer->inputs[1]].lanes[c])
            return unsupported (layer, _("It joins channels of different "
                                         "layers."),
                                          error);
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

  packed->grid = 4 * packed->layers[packed->target].layer.stride;
}

static void
pack_layer (gint index, gpointer data)
{
  Packing           *packing = data;
  DreamPacked       *packed  = packing->packed;
  DreamPackedLayer  *place   = &packed->layers[index];
  DreamPackedLayer   merged  = { 0 };
  g_autofree gfloat *weights = NULL;
  gboolean           done    = TRUE;

  if (! place->needed)
    return;

  if (place->layer.activation == DREAM_ACTIVATION_LEAKY)
    done = pack_slopes (packed, place);

  if (place->layer.op == DREAM_OP_CONVOLUTION && place->leader == (guint) index)
    {
      place_members (packed, place, &merged);
      weights = decode_weights (packed, place);
      done    = weights && pack_weights (packed, place, &merged, weights);
      g_free (merged.lanes);
    }

  if (! done)
    g_atomic_int_set (&packing->failed, TRUE);
}

static gboolean
pack_slopes (DreamPacked *packed, DreamPackedLayer *place)
{
  const DreamTensor *tensor = &place->layer.slopes;
  g_autofree gfloat *values = g_new (gfloat, tensor->n_values);

  place->slopes = dream_filters_new_floats ((gsize) place->n_blocks *
                                            packed->kernels->block);
  if (! place->slopes)
    return FALSE;

  dream_tensor_decode (tensor, values);
  for (gint c = 0; c < place->layer.channels; c++)
    place->slopes[place->lanes[c]] = values[tensor->n_values == 1 ? 0 : c];

  return TRUE;
}

/* Those of all members, one output channel after another. */
static gfloat *
decode_weights (DreamPacked *packed, DreamPackedLayer *leader)
{
  gsize   n_values = 0;
  gfloat *weights;
  gfloat *out;

  for (guint n = 0; n < leader->members->len; n++)
    {
      const gsize count = n_weights (member_of (packed, leader, n));

      if (count == 0 || ! g_size_checked_add (&n_values, n_values, count))
        return NULL;
    }

  out = weights = g_try_new (gfloat, n_values);
  for (guint n = 0; weights && n < leader->members->len; n++)
    {
      const DreamPackedLayer *member = member_of (packed, leader, n);
      const gsize             count  = n_weights (member);

      dream_layer_decode_weights (&member->layer, out);
      if (member->layer.groups > 1 && ! member->depthwise)
        spread_groups (packed, member, out);
      for (guint i = 0; member->affines && i < member->affines->len; i++)
        scale_weights (packed, member, i, out, count);
      out += count;
    }

  return weights;
}

/* With the zeros between the groups, 0 if there are too many. */
static gsize
n_weights (const DreamPackedLayer *place)
{
  gsize n = place->layer.weights.n_values;

  if (place->depthwise || g_size_checked_mul (&n, n, place->layer.groups))
    return n;

  return 0;
}

/* From the last to the first, since they move apart. */
static void
spread_groups (DreamPacked            *packed,
               const DreamPackedLayer *place,
               gfloat                 *weights)
{
  const DreamLayer *layer = &place->layer;
  const gsize       taps  = (gsize) layer->kernel_h * layer->kernel_w;
  const gsize       n_in  = packed->layers[layer->inputs[0]].layer.channels;
  const gsize       each  = n_in / layer->groups;

  for (gsize c = layer->channels; c-- > 0;)
    {
      const gsize group = c * layer->groups / layer->channels;

      for (gsize tap = taps; tap-- > 0;)
        {
          const gfloat *from = weights + (c * taps + tap) * each;
          gfloat       *to   = weights + (c * taps + tap) * n_in;

          memmove (to + group * each, from, each * sizeof (gfloat));
          memset (to, 0, group * each * sizeof (gfloat));
          memset (to + (group + 1) * each, 0,
                  (n_in - (group + 1) * each) * sizeof (gfloat));
        }
    }
}

static void
scale_weights (DreamPacked            *packed,
               const DreamPackedLayer *place,
               guint                   nth,
               gfloat                 *weights,
               gsize                   n_values)
{
  const DreamLayer  *affine = affine_of (packed, place, nth);
  const gsize        each   = n_values / place->layer.channels;
  g_autofree gfloat *scale  = g_new (gfloat, place->layer.channels);

  dream_layer_decode_weights (affine, scale);
  for (gint c = 0; c < place->layer.channels; c++)
    for (gsize i = 0; i < each; i++)
      *weights++ *= scale[c];
}

static const DreamLayer *
affine_of (DreamPacked *packed, const DreamPackedLayer *place, guint nth)
{
  return dream_network_get_layer (packed->network,
                                  g_array_index (place->affines, guint, nth));
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

  if (leader->depthwise)
    {
      leader->forward = dream_filters_pack_depthwise (&filters);
      return leader->forward != NULL;
    }

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
      g_autofree gfloat      *values = decode_bias (packed, member);

      for (gint c = 0; c < member->layer.channels; c++)
        out[member->lanes[c]] = values[c];
      out += (gsize) member->n_blocks * block;
    }

  return bias;
}

static gfloat *
decode_bias (DreamPacked *packed, const DreamPackedLayer *place)
{
  const gint n_channels = place->layer.channels;
  gfloat    *values     = g_new0 (gfloat, n_channels);

  if (place->layer.bias.data)
    dream_tensor_decode (&place->layer.bias, values);

  for (guint i = 0; place->affines && i < place->affines->len; i++)
    {
      const DreamLayer  *affine = affine_of (packed, place, i);
      g_autofree gfloat *scale  = g_new (gfloat, n_channels);
      g_autofree gfloat *shift  = g_new0 (gfloat, n_channels);

      dream_layer_decode_weights (affine, scale);
      if (affine->bias.data)
        dream_tensor_decode (&affine->bias, shift);
      for (gint c = 0; c < n_channels; c++)
        values[c] = scale[c] * values[c] + shift[c];
    }

  return values;
}
