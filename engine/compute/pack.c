/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The weights of a compiled network: decoded, joined with what has been folded
 * into their convolution, and put in the kernels' order.
 */

#include <string.h>

#include "pack-filters.h"
#include "pack.h"

typedef struct
{
  DreamCompiled *compiled;
  gint           failed; /* atomic: memory ran out */
} Packing;

static void                pack_layer (gint index, gpointer data);
static gboolean            pack_slopes (DreamCompiled      *compiled,
                                        DreamCompiledLayer *place);
static gboolean            mark_channels (DreamCompiled      *compiled,
                                          DreamCompiledLayer *place);
static gfloat             *decode_weights (DreamCompiled      *compiled,
                                           DreamCompiledLayer *leader);
static gsize               n_weights (const DreamCompiledLayer *place);
static void                spread_groups (DreamCompiled            *compiled,
                                          const DreamCompiledLayer *place,
                                          gfloat                   *weights);
static void                scale_weights (DreamCompiled            *compiled,
                                          const DreamCompiledLayer *place,
                                          guint                     nth,
                                          gfloat                   *weights,
                                          gsize                     n_values);
static const DreamLayer   *affine_of (DreamCompiled            *compiled,
                                      const DreamCompiledLayer *place,
                                      guint                     nth);
static DreamCompiledLayer *member_of (DreamCompiled      *compiled,
                                      DreamCompiledLayer *leader,
                                      guint               n);
static gboolean            pack_weights (DreamCompiled            *compiled,
                                         DreamCompiledLayer       *leader,
                                         const DreamCompiledLayer *merged,
                                         const gfloat             *weights);
static void                place_members (DreamCompiled      *compiled,
                                          DreamCompiledLayer *leader,
                                          DreamCompiledLayer *merged);
static gfloat             *pack_bias (DreamCompiled            *compiled,
                                      DreamCompiledLayer       *leader,
                                      const DreamCompiledLayer *merged);
static gfloat             *decode_bias (DreamCompiled            *compiled,
                                        const DreamCompiledLayer *place);

gboolean
dream_pack_weights (DreamCompiled *compiled, DreamThreads *threads)
{
  Packing packing = { compiled, FALSE };

  dream_threads_run (threads, compiled->target + 1, pack_layer, &packing);

  return ! packing.failed;
}

static void
pack_layer (gint index, gpointer data)
{
  Packing            *packing  = data;
  DreamCompiled      *compiled = packing->compiled;
  DreamCompiledLayer *place    = &compiled->layers[index];
  DreamCompiledLayer  merged   = { 0 };
  g_autofree gfloat  *weights  = NULL;
  gboolean            done     = TRUE;

  if (! place->needed)
    return;

  if (place->layer.activation == DREAM_ACTIVATION_LEAKY)
    done = pack_slopes (compiled, place);

  if (place->layer.op == DREAM_OP_WIDEN)
    done = mark_channels (compiled, place);

  if (place->layer.op == DREAM_OP_CONVOLUTION && place->leader == (guint) index)
    {
      place_members (compiled, place, &merged);
      weights = decode_weights (compiled, place);
      done    = weights && pack_weights (compiled, place, &merged, weights);
      g_free (merged.lanes);
    }

  if (! done)
    g_atomic_int_set (&packing->failed, TRUE);
}

static gboolean
pack_slopes (DreamCompiled *compiled, DreamCompiledLayer *place)
{
  const DreamTensor *tensor = &place->layer.slopes;
  g_autofree gfloat *values = g_new (gfloat, tensor->n_values);

  place->slopes = dream_filters_new_floats ((gsize) place->n_blocks *
                                            compiled->kernels->block);
  if (! place->slopes)
    return FALSE;

  dream_tensor_decode (tensor, values);
  for (gint c = 0; c < place->layer.channels; c++)
    place->slopes[place->lanes[c]] = values[tensor->n_values == 1 ? 0 : c];

  return TRUE;
}

/* Those that are no zeros. */
static gboolean
mark_channels (DreamCompiled *compiled, DreamCompiledLayer *place)
{
  const DreamLayer *input = &compiled->layers[place->layer.inputs[0]].layer;

  place->slopes = dream_filters_new_floats ((gsize) place->n_blocks *
                                            compiled->kernels->block);
  for (gint c = 0; place->slopes && c < input->channels; c++)
    place->slopes[place->lanes[c]] = 1;

  return place->slopes != NULL;
}

/* Those of all members, one output channel after another. */
static gfloat *
decode_weights (DreamCompiled *compiled, DreamCompiledLayer *leader)
{
  gsize   n_values = 0;
  gfloat *weights;
  gfloat *out;

  for (guint n = 0; n < leader->members->len; n++)
    {
      const gsize count = n_weights (member_of (compiled, leader, n));

      if (count == 0 || ! g_size_checked_add (&n_values, n_values, count))
        return NULL;
    }

  out = weights = g_try_new (gfloat, n_values);
  for (guint n = 0; weights && n < leader->members->len; n++)
    {
      const DreamCompiledLayer *member = member_of (compiled, leader, n);
      const gsize               count  = n_weights (member);

      dream_layer_decode_weights (&member->layer, out);
      if (member->layer.groups > 1 && ! member->depthwise)
        spread_groups (compiled, member, out);
      for (guint i = 0; member->affines && i < member->affines->len; i++)
        scale_weights (compiled, member, i, out, count);
      out += count;
    }

  return weights;
}

/* With the zeros between the groups, 0 if there are too many. */
static gsize
n_weights (const DreamCompiledLayer *place)
{
  gsize n = place->layer.weights.n_values;

  if (place->depthwise || g_size_checked_mul (&n, n, place->layer.groups))
    return n;

  return 0;
}

/* From the last to the first, since they move apart. */
static void
spread_groups (DreamCompiled            *compiled,
               const DreamCompiledLayer *place,
               gfloat                   *weights)
{
  const DreamLayer *layer = &place->layer;
  const gsize       taps  = (gsize) layer->kernel_h * layer->kernel_w;
  const gsize       n_in  = compiled->layers[layer->inputs[0]].layer.channels;
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
scale_weights (DreamCompiled            *compiled,
               const DreamCompiledLayer *place,
               guint                     nth,
               gfloat                   *weights,
               gsize                     n_values)
{
  const DreamLayer  *affine = affine_of (compiled, place, nth);
  const gsize        each   = n_values / place->layer.channels;
  g_autofree gfloat *scale  = g_new (gfloat, place->layer.channels);

  dream_layer_decode_weights (affine, scale);
  for (gint c = 0; c < place->layer.channels; c++)
    for (gsize i = 0; i < each; i++)
      *weights++ *= scale[c];
}

static const DreamLayer *
affine_of (DreamCompiled *compiled, const DreamCompiledLayer *place, guint nth)
{
  return dream_network_get_layer (compiled->network,
                                  g_array_index (place->affines, guint, nth));
}

static DreamCompiledLayer *
member_of (DreamCompiled *compiled, DreamCompiledLayer *leader, guint n)
{
  return &compiled->layers[g_array_index (leader->members, guint, n)];
}

static gboolean
pack_weights (DreamCompiled            *compiled,
              DreamCompiledLayer       *leader,
              const DreamCompiledLayer *merged,
              const gfloat             *weights)
{
  const DreamLayer   *layer   = &leader->layer;
  DreamCompiledLayer *input   = &compiled->layers[layer->inputs[0]];
  const gboolean      stem    = layer->inputs[0] == 0;
  const guint         n_sets  = stem ? 1 : layer->stride_h * layer->stride_w;
  DreamFilters        filters = { .layer   = layer,
                                  .weights = weights,
                                  .kernels = compiled->kernels,
                                  .forms   = compiled->forms[0],
                                  .from    = input,
                                  .n_from  = input->layer.channels,
                                  .to      = merged,
                                  .n_to    = merged->layer.channels };

  if (! (leader->bias = pack_bias (compiled, leader, merged)))
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
  filters.forms    = compiled->forms[1];
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
place_members (DreamCompiled      *compiled,
               DreamCompiledLayer *leader,
               DreamCompiledLayer *merged)
{
  gint *lanes;

  for (guint n = 0; n < leader->members->len; n++)
    merged->layer.channels += member_of (compiled, leader, n)->layer.channels;

  merged->lanes = lanes = g_new (gint, merged->layer.channels);
  for (guint n = 0; n < leader->members->len; n++)
    {
      const DreamCompiledLayer *member = member_of (compiled, leader, n);

      for (gint c = 0; c < member->layer.channels; c++)
        *lanes++ = merged->n_blocks * compiled->kernels->block +
                   member->lanes[c];
      merged->n_blocks += member->n_blocks;
      merged->last = member->last;
    }
}

static gfloat *
pack_bias (DreamCompiled            *compiled,
           DreamCompiledLayer       *leader,
           const DreamCompiledLayer *merged)
{
  const gint block = compiled->kernels->block;
  gfloat    *bias = dream_filters_new_floats ((gsize) merged->n_blocks * block);
  gfloat    *out  = bias;

  for (guint n = 0; bias && n < leader->members->len; n++)
    {
      const DreamCompiledLayer *member = member_of (compiled, leader, n);
      g_autofree gfloat        *values = decode_bias (compiled, member);

      for (gint c = 0; c < member->layer.channels; c++)
        out[member->lanes[c]] = values[c];
      out += (gsize) member->n_blocks * block;
    }

  return bias;
}

static gfloat *
decode_bias (DreamCompiled *compiled, const DreamCompiledLayer *place)
{
  const gint n_channels = place->layer.channels;
  gfloat    *values     = g_new0 (gfloat, n_channels);

  if (place->layer.bias.data)
    dream_tensor_decode (&place->layer.bias, values);

  for (guint i = 0; place->affines && i < place->affines->len; i++)
    {
      const DreamLayer  *affine = affine_of (compiled, place, i);
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
