/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two rearrangements, both known from every implementation of Inception's
 * blocks: a 1 x 1 convolution changes places with the average pool below it,
 * which then has fewer channels to average; and 1 x 1 convolutions of the same
 * input become one.
 */

#include "packed-graph.h"

static void     find_needed (DreamPacked *packed);
static void     swap_pools (DreamPacked *packed);
static gboolean reads_alone (DreamPacked *packed, guint index, guint reader);
static gboolean is_pointwise (const DreamLayer *layer);
static void     merge_pointwise (DreamPacked *packed);
static void     find_consumers (DreamPacked *packed);

void
dream_packed_graph_build (DreamPacked *packed)
{
  for (guint i = 0; i <= packed->target; i++)
    {
      packed->layers[i].layer  = *dream_network_get_layer (packed->network, i);
      packed->layers[i].leader = i;
    }

  find_needed (packed);
  swap_pools (packed);
  merge_pointwise (packed);
  find_consumers (packed);
}

static void
find_needed (DreamPacked *packed)
{
  packed->layers[packed->target].needed = TRUE;

  for (guint i = packed->target; i > 0; i--)
    {
      const DreamLayer *layer = &packed->layers[i].layer;

      for (guint n = 0; packed->layers[i].needed && n < layer->n_inputs; n++)
        packed->layers[layer->inputs[n]].needed = TRUE;
    }
}

/* The mean excludes padding, so that the mean of a sum of channels and a bias
 * is the sum of the means and the bias.  The layer above keeps its index and
 * its output. */
static void
swap_pools (DreamPacked *packed)
{
  for (guint i = 1; i <= packed->target; i++)
    {
      DreamLayer *above = &packed->layers[i].layer;
      DreamLayer *below;
      DreamLayer  pool;

      if (! packed->layers[i].needed || ! is_pointwise (above))
        continue;

      below = &packed->layers[above->inputs[0]].layer;
      if (below->op != DREAM_OP_AVERAGE_POOL || below->stride_h != 1 ||
          below->channels < above->channels ||
          ! reads_alone (packed, above->inputs[0], i))
        continue;

      pool            = *below;
      below->op       = DREAM_OP_CONVOLUTION;
      below->channels = above->channels;
      below->kernel_h = 1;
      below->kernel_w = 1;
      below->padding  = above->padding;
      below->weights  = above->weights;
      below->bias     = above->bias;

      above->op       = DREAM_OP_AVERAGE_POOL;
      above->kernel_h = pool.kernel_h;
      above->kernel_w = pool.kernel_w;
      above->padding  = pool.padding;
    }
}

static gboolean
reads_alone (DreamPacked *packed, guint index, guint reader)
{
  for (guint i = index + 1; i <= packed->target; i++)
    {
      const DreamLayer *layer = &packed->layers[i].layer;

      for (guint n = 0; packed->layers[i].needed && n < layer->n_inputs; n++)
        if (layer->inputs[n] == index && i != reader)
          return FALSE;
    }

  return TRUE;
}

static gboolean
is_pointwise (const DreamLayer *layer)
{
  return layer->op == DREAM_OP_CONVOLUTION && layer->inputs[0] != 0 &&
         layer->kernel_h == 1 && layer->kernel_w == 1 && layer->stride_h == 1 &&
         layer->stride_w == 1;
}

static void
merge_pointwise (DreamPacked *packed)
{
  for (guint i = 1; i <= packed->target; i++)
    {
      DreamPackedLayer *leader = &packed->layers[i];

      if (! leader->needed || leader->leader != i)
        continue;

      leader->members = g_array_new (FALSE, FALSE, sizeof (guint));
      g_array_append_val (leader->members, i);

      for (guint j = i + 1;
           is_pointwise (&leader->layer) && j <= packed->target; j++)
        {
          DreamPackedLayer *other = &packed->layers[j];

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
find_consumers (DreamPacked *packed)
{
  for (guint i = 1; i <= packed->target; i++)
    {
      const DreamLayer *layer  = &packed->layers[i].layer;
      const guint       reader = packed->layers[i].leader;

      for (guint n = 0; packed->layers[i].needed && n < layer->n_inputs; n++)
        {
          DreamPackedLayer *input = &packed->layers[layer->inputs[n]];

          if (input->first_consumer == 0 || reader < input->first_consumer)
            input->first_consumer = reader;
          input->last_consumer = MAX (input->last_consumer, reader);
        }
    }
}
