/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rearrangements, all known from other implementations of such networks: zeros
 * around a picture become a part of what reads them; a factor and a bias for
 * each channel (batch normalisation) and a ReLU a part of the convolution
 * below; a 1 x 1 convolution changes places with the average pool below it,
 * which then has fewer channels to average; and 1 x 1 convolutions of the same
 * input become one.
 */

#include <math.h>

#include "fuse.h"

static void     copy_layers (DreamCompiled *compiled);
static void     find_needed (DreamCompiled *compiled);
static void     count_readers (DreamCompiled *compiled, guint *n_readers);
static void     find_nonnegative (DreamCompiled *compiled);
static void     absorb_padding (DreamCompiled *compiled);
static gboolean is_padding (const DreamLayer *layer);
static gboolean takes_padding (DreamCompiled    *compiled,
                               const DreamLayer *layer,
                               const DreamLayer *padding);
static void     fold (DreamCompiled *compiled, const guint *n_readers);
static gboolean can_fold (const DreamLayer *below, const DreamLayer *layer);
static gboolean is_affine (const DreamLayer *layer);
static gboolean is_clip (const DreamLayer *layer);
static void     fold_into (DreamCompiled *compiled, guint below, guint index);
static void     swap_pools (DreamCompiled *compiled, const guint *n_readers);
static void     take_window (DreamLayer *to, const DreamLayer *from);
static gboolean is_pointwise (const DreamLayer *layer);
static gboolean has_padding (const DreamLayer *layer);
static void     merge_pointwise (DreamCompiled *compiled);
static void     find_consumers (DreamCompiled *compiled);

void
dream_fuse_layers (DreamCompiled *compiled)
{
  g_autofree guint *n_readers = g_new0 (guint, compiled->target + 1);

  copy_layers (compiled);
  find_needed (compiled);
  find_nonnegative (compiled);
  absorb_padding (compiled);
  find_needed (compiled);

  /* What follows leaves the numbers of readers as they are. */
  count_readers (compiled, n_readers);
  fold (compiled, n_readers);
  swap_pools (compiled, n_readers);
  merge_pointwise (compiled);
  find_nonnegative (compiled);
  find_consumers (compiled);
}

gboolean
dream_layer_clips (const DreamLayer *layer)
{
  return layer->activation == DREAM_ACTIVATION_CLIP && layer->low == 0 &&
         layer->high > 0;
}

static void
copy_layers (DreamCompiled *compiled)
{
  for (guint i = 0; i <= compiled->target; i++)
    {
      DreamCompiledLayer *place = &compiled->layers[i];

      place->layer        = *dream_network_get_layer (compiled->network, i);
      place->layer.inputs = g_memdup2 (place->layer.inputs,
                                       place->layer.n_inputs * sizeof (guint));
      place->leader       = i;
      place->depthwise    = dream_layer_is_depthwise (&place->layer);
    }
}

static void
find_needed (DreamCompiled *compiled)
{
  for (guint i = 0; i <= compiled->target; i++)
    compiled->layers[i].needed = compiled->layers[i].is_target;

  for (guint i = compiled->target; i > 0; i--)
    {
      const DreamLayer *layer = &compiled->layers[i].layer;

      for (guint n = 0; compiled->layers[i].needed && n < layer->n_inputs; n++)
        compiled->layers[layer->inputs[n]].needed = TRUE;
    }
}

static void
count_readers (DreamCompiled *compiled, guint *n_readers)
{
  for (guint i = 1; i <= compiled->target; i++)
    {
      const DreamLayer *layer = &compiled->layers[i].layer;

      for (guint n = 0; compiled->layers[i].needed && n < layer->n_inputs; n++)
        n_readers[layer->inputs[n]]++;

      /* The objective reads it. */
      n_readers[i] += compiled->layers[i].is_target;
    }
}

static void
find_nonnegative (DreamCompiled *compiled)
{
  for (guint i = 1; i <= compiled->target; i++)
    {
      const DreamLayer *layer  = &compiled->layers[i].layer;
      gboolean          passes = layer->op == DREAM_OP_MAX_POOL ||
                        layer->op == DREAM_OP_AVERAGE_POOL ||
                        layer->op == DREAM_OP_LRN ||
                        layer->op == DREAM_OP_CONCAT;

      for (guint n = 0; n < layer->n_inputs; n++)
        passes = passes && compiled->layers[layer->inputs[n]].nonnegative;

      compiled->layers[i].nonnegative = passes || dream_layer_clips (layer);
    }
}

static void
absorb_padding (DreamCompiled *compiled)
{
  for (guint i = 1; i <= compiled->target; i++)
    {
      DreamLayer       *layer = &compiled->layers[i].layer;
      const DreamLayer *below;

      if (! compiled->layers[i].needed)
        continue;

      below = &compiled->layers[layer->inputs[0]].layer;
      if (! is_padding (below) || ! takes_padding (compiled, layer, below))
        continue;

      layer->pad_top += below->pad_top;
      layer->pad_left += below->pad_left;
      layer->pad_bottom += below->pad_bottom;
      layer->pad_right += below->pad_right;
      layer->inputs[0] = below->inputs[0];
    }
}

static gboolean
is_padding (const DreamLayer *layer)
{
  return layer->op == DREAM_OP_AVERAGE_POOL && layer->kernel_h == 1 &&
         layer->kernel_w == 1 && layer->stride_h == 1 &&
         layer->padding == DREAM_PADDING_EXPLICIT && layer->count_padding;
}

/* To a maximum of values that are not negative a zero makes no difference. */
static gboolean
takes_padding (DreamCompiled    *compiled,
               const DreamLayer *layer,
               const DreamLayer *padding)
{
  if (layer->padding != DREAM_PADDING_EXPLICIT || layer->round_up)
    return FALSE;

  if (layer->op == DREAM_OP_CONVOLUTION)
    return TRUE;

  if (layer->op == DREAM_OP_AVERAGE_POOL)
    return layer->count_padding || ! has_padding (padding);

  return layer->op == DREAM_OP_MAX_POOL &&
         compiled->layers[padding->inputs[0]].nonnegative &&
         layer->pad_top + padding->pad_top < layer->kernel_h &&
         layer->pad_left + padding->pad_left < layer->kernel_w &&
         layer->pad_bottom + padding->pad_bottom < layer->kernel_h &&
         layer->pad_right + padding->pad_right < layer->kernel_w;
}

/* From below, so that a convolution takes up one layer after another. */
static void
fold (DreamCompiled *compiled, const guint *n_readers)
{
  for (guint i = 1; i <= compiled->target; i++)
    {
      const DreamLayer *layer = &compiled->layers[i].layer;
      guint             below;

      if (! compiled->layers[i].needed)
        continue;

      below = layer->inputs[0];
      if (n_readers[below] == 1 &&
          can_fold (&compiled->layers[below].layer, layer))
        fold_into (compiled, below, i);
    }
}

static gboolean
can_fold (const DreamLayer *below, const DreamLayer *layer)
{
  if (below->activation != DREAM_ACTIVATION_NONE)
    return FALSE;

  if (below->op == DREAM_OP_ADD)
    return is_clip (layer);

  return below->op == DREAM_OP_CONVOLUTION &&
         (is_affine (layer) || is_clip (layer));
}

static gboolean
is_affine (const DreamLayer *layer)
{
  return dream_layer_is_depthwise (layer) && layer->kernel_h == 1 &&
         layer->kernel_w == 1 && layer->stride_h == 1 && ! has_padding (layer);
}

static gboolean
is_clip (const DreamLayer *layer)
{
  return layer->op == DREAM_OP_ACTIVATION && dream_layer_clips (layer);
}

/* The upper layer becomes the lower one and what it did itself. */
static void
fold_into (DreamCompiled *compiled, guint below, guint index)
{
  DreamCompiledLayer *lower  = &compiled->layers[below];
  DreamCompiledLayer *upper  = &compiled->layers[index];
  const DreamLayer    folded = upper->layer;

  upper->layer            = lower->layer;
  upper->layer.name       = folded.name;
  upper->layer.short_name = folded.short_name;
  upper->layer.activation = folded.activation;
  upper->layer.low        = folded.low;
  upper->layer.high       = folded.high;
  upper->depthwise        = lower->depthwise;
  upper->affines          = g_steal_pointer (&lower->affines);
  if (folded.op == DREAM_OP_CONVOLUTION)
    {
      if (! upper->affines)
        upper->affines = g_array_new (FALSE, FALSE, sizeof (guint));
      g_array_append_val (upper->affines, index);
    }

  lower->layer.inputs   = folded.inputs;
  lower->layer.n_inputs = folded.n_inputs;
  lower->needed         = FALSE;
}

/* The mean excludes padding, so that the mean of a sum of channels and a bias
 * is the sum of the means and the bias.  The layer above keeps its index and
 * its output. */
static void
swap_pools (DreamCompiled *compiled, const guint *n_readers)
{
  for (guint i = 1; i <= compiled->target; i++)
    {
      DreamLayer *above = &compiled->layers[i].layer;
      DreamLayer *below;
      DreamLayer  pool;

      if (! compiled->layers[i].needed || ! is_pointwise (above) ||
          compiled->layers[i].affines || above->high != INFINITY)
        continue;

      below = &compiled->layers[above->inputs[0]].layer;
      if (below->op != DREAM_OP_AVERAGE_POOL || below->stride_h != 1 ||
          below->count_padding || below->channels < above->channels ||
          n_readers[above->inputs[0]] != 1)
        continue;

      pool            = *below;
      below->op       = DREAM_OP_CONVOLUTION;
      below->channels = above->channels;
      below->weights  = above->weights;
      below->bias     = above->bias;
      take_window (below, above);

      above->op = DREAM_OP_AVERAGE_POOL;
      take_window (above, &pool);
    }
}

static void
take_window (DreamLayer *to, const DreamLayer *from)
{
  to->kernel_h      = from->kernel_h;
  to->kernel_w      = from->kernel_w;
  to->padding       = from->padding;
  to->pad_top       = from->pad_top;
  to->pad_left      = from->pad_left;
  to->pad_bottom    = from->pad_bottom;
  to->pad_right     = from->pad_right;
  to->round_up      = from->round_up;
  to->count_padding = from->count_padding;
}

static gboolean
is_pointwise (const DreamLayer *layer)
{
  return layer->op == DREAM_OP_CONVOLUTION && layer->inputs[0] != 0 &&
         layer->kernel_h == 1 && layer->kernel_w == 1 && layer->stride_h == 1 &&
         layer->stride_w == 1 && layer->dilation_h == 1 &&
         layer->dilation_w == 1 && layer->groups == 1 && ! has_padding (layer);
}

static gboolean
has_padding (const DreamLayer *layer)
{
  return layer->padding == DREAM_PADDING_EXPLICIT &&
         layer->pad_top + layer->pad_left + layer->pad_bottom +
             layer->pad_right >
           0;
}

static void
merge_pointwise (DreamCompiled *compiled)
{
  for (guint i = 1; i <= compiled->target; i++)
    {
      DreamCompiledLayer *leader = &compiled->layers[i];

      if (! leader->needed || leader->leader != i)
        continue;

      leader->members = g_array_new (FALSE, FALSE, sizeof (guint));
      g_array_append_val (leader->members, i);

      for (guint j = i + 1;
           is_pointwise (&leader->layer) && j <= compiled->target; j++)
        {
          DreamCompiledLayer *other = &compiled->layers[j];

          if (! other->needed || ! is_pointwise (&other->layer) ||
              other->layer.inputs[0] != leader->layer.inputs[0])
            continue;

          other->leader = i;
          g_array_append_val (leader->members, j);
        }
    }
}

/* A merged layer reads when its leader does. */
static void
find_consumers (DreamCompiled *compiled)
{
  for (guint i = 1; i <= compiled->target; i++)
    {
      const DreamLayer *layer  = &compiled->layers[i].layer;
      const guint       reader = compiled->layers[i].leader;

      for (guint n = 0; compiled->layers[i].needed && n < layer->n_inputs; n++)
        {
          DreamCompiledLayer *input = &compiled->layers[layer->inputs[n]];

          if (input->first_consumer == 0 || reader < input->first_consumer)
            input->first_consumer = reader;
          input->last_consumer = MAX (input->last_consumer, reader);
        }
    }
}
