/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sizes and arithmetic of layers.
 */

#include "shapes.h"

static gint out_size (gint         size,
                      gint         kernel,
                      gint         stride,
                      DreamPadding padding,
                      gint        *pad_before);

BenchShape *
bench_shapes_new (const DreamNetwork *network,
                  guint               target,
                  gint                width,
                  gint                height)
{
  BenchShape *shapes = g_new0 (BenchShape, target + 1);

  shapes[target].needed = TRUE;
  for (guint i = target; i > 0; i--)
    {
      const DreamLayer *layer = dream_network_get_layer (network, i);

      for (guint n = 0; shapes[i].needed && n < layer->n_inputs; n++)
        shapes[layer->inputs[n]].needed = TRUE;
    }

  shapes[0].width  = width;
  shapes[0].height = height;
  for (guint i = 1; i <= target; i++)
    {
      const DreamLayer *layer = dream_network_get_layer (network, i);
      const guint       input = layer->inputs[0];
      BenchShape       *shape = &shapes[i];

      shape->width  = shapes[input].width;
      shape->height = shapes[input].height;
      if (layer->op == DREAM_OP_CONCAT || layer->op == DREAM_OP_LRN)
        continue;

      shape->width  = out_size (shape->width, layer->kernel_w, layer->stride_w,
                                layer->padding, &shape->pad_left);
      shape->height = out_size (shape->height, layer->kernel_h, layer->stride_h,
                                layer->padding, &shape->pad_top);
      shape->flop   = bench_flop (
          layer, dream_network_get_layer (network, input)->channels, shape);
    }

  return shapes;
}

gdouble
bench_flop (const DreamLayer *layer, gint channels, const BenchShape *shape)
{
  if (layer->op != DREAM_OP_CONVOLUTION)
    return 0;

  return 2.0 * layer->kernel_h * layer->kernel_w * channels * layer->channels *
         shape->width * shape->height;
}

gdouble
bench_shapes_flop (const BenchShape *shapes, guint target)
{
  gdouble flop = 0;

  for (guint i = 1; i <= target; i++)
    if (shapes[i].needed)
      flop += shapes[i].flop;

  return flop;
}

/* See DreamPadding. */
static gint
out_size (gint         size,
          gint         kernel,
          gint         stride,
          DreamPadding padding,
          gint        *pad_before)
{
  gint out;

  if (padding == DREAM_PADDING_EXPLICIT)
    return (size - kernel) / stride + 1;

  out         = (size + stride - 1) / stride;
  *pad_before = MAX ((out - 1) * stride + kernel - size, 0) / 2;

  return out;
}
