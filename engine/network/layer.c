/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A layer, and its weights in the order in which we compute.
 */

#include <math.h>

#include "layer.h"

static void permute (const DreamLayer *layer, gfloat *values);
static void scale_outputs (const DreamLayer *layer, gfloat *values);

DreamLayer *
dream_layer_new (DreamOp op, const gchar *name, guint n_inputs)
{
  DreamLayer *layer = g_new0 (DreamLayer, 1);

  layer->name          = g_strdup (name);
  layer->op            = op;
  layer->n_inputs      = n_inputs;
  layer->inputs        = g_new0 (guint, n_inputs);
  layer->kernel_h      = 1;
  layer->kernel_w      = 1;
  layer->stride_h      = 1;
  layer->stride_w      = 1;
  layer->dilation_h    = 1;
  layer->dilation_w    = 1;
  layer->groups        = 1;
  layer->high          = INFINITY;
  layer->scale         = 1;
  layer->power         = 1;
  layer->slopes.scale  = 1;
  layer->weights.scale = 1;
  layer->bias.scale    = 1;

  return layer;
}

void
dream_layer_free (DreamLayer *layer)
{
  if (! layer)
    return;

  g_free (layer->name);
  g_free (layer->inputs);
  g_free (layer);
}

gboolean
dream_layer_is_depthwise (const DreamLayer *layer)
{
  return layer->op == DREAM_OP_CONVOLUTION && layer->groups > 1 &&
         layer->groups == layer->channels &&
         layer->weights.n_values ==
           (gsize) layer->groups * layer->kernel_h * layer->kernel_w;
}

void
dream_layer_decode_weights (const DreamLayer *layer, gfloat *values)
{
  dream_tensor_decode (&layer->weights, values);
  if (layer->weights.order != DREAM_ORDER_OHWI)
    permute (layer, values);
  if (layer->weights.scales)
    scale_outputs (layer, values);
}

/* From the tensor's order to OHWI. */
static void
permute (const DreamLayer *layer, gfloat *values)
{
  const DreamTensor *tensor  = &layer->weights;
  const gsize        outputs = layer->channels;
  const gsize        taps    = (gsize) layer->kernel_h * layer->kernel_w;
  const gsize        inputs  = tensor->n_values / (outputs * taps);
  g_autofree gfloat *source  = g_memdup2 (values,
                                          tensor->n_values * sizeof (gfloat));
  gsize              output  = 1;
  gsize              tap     = 1;
  gsize              input   = 1;

  switch (tensor->order)
    {
    case DREAM_ORDER_OHWI:
      output = inputs * taps;
      tap    = inputs;
      break;

    case DREAM_ORDER_OIHW:
      output = inputs * taps;
      input  = taps;
      break;

    case DREAM_ORDER_HWIO:
      tap   = inputs * outputs;
      input = outputs;
      break;

    case DREAM_ORDER_IHWO:
      tap   = outputs;
      input = taps * outputs;
      break;
    }

  for (gsize o = 0; o < outputs; o++)
    for (gsize t = 0; t < taps; t++)
      for (gsize i = 0; i < inputs; i++)
        *values++ = source[o * output + t * tap + i * input];
}

static void
scale_outputs (const DreamLayer *layer, gfloat *values)
{
  const gsize each = layer->weights.n_values / layer->channels;

  for (gint o = 0; o < layer->channels; o++)
    {
      const gfloat scale = dream_tensor_float_at (layer->weights.scales +
                                                  4 * (gsize) o);

      for (gsize i = 0; i < each; i++)
        *values++ *= scale;
    }
}
