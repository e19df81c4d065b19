/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Caffe's layers that change each value by itself.
 */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "operations.h"

/* Those that have no numbers. */
gboolean
dream_caffe_read_activation (DreamBuilder          *builder,
                             const DreamCaffeLayer *layer,
                             GError               **error)
{
  const gchar    *type       = layer->parameter->type;
  DreamActivation activation = DREAM_ACTIVATION_CLIP;

  if (g_ascii_strcasecmp (type, "Sigmoid") == 0)
    activation = DREAM_ACTIVATION_SIGMOID;
  else if (g_ascii_strcasecmp (type, "TanH") == 0)
    activation = DREAM_ACTIVATION_TANH;

  return dream_builder_add_activation (builder, layer->name, layer->bottom,
                                       layer->top, activation, 0, 6, error);
}

gboolean
dream_caffe_read_clip (DreamBuilder          *builder,
                       const DreamCaffeLayer *layer,
                       GError               **error)
{
  const Caffe__ClipParameter *clip = layer->parameter->clip_param;

  if (! clip || ! clip->has_min || ! clip->has_max)
    return dream_builder_damaged (error);

  return dream_builder_add_activation (builder, layer->name, layer->bottom,
                                       layer->top, DREAM_ACTIVATION_CLIP,
                                       clip->min, clip->max, error);
}

gboolean
dream_caffe_read_prelu (DreamBuilder          *builder,
                        const DreamCaffeLayer *layer,
                        GError               **error)
{
  const DreamTensor *slopes = dream_caffe_get_blob (layer, 0, error);

  return slopes && dream_builder_add_leaky (builder, layer->name, layer->bottom,
                                            layer->top, slopes, error);
}

gboolean
dream_caffe_read_relu (DreamBuilder          *builder,
                       const DreamCaffeLayer *layer,
                       GError               **error)
{
  const Caffe__ReLUParameter *relu = layer->parameter->relu_param;
  DreamTensor                 slope;

  if (! relu || relu->negative_slope == 0)
    return dream_builder_add_activation (builder, layer->name, layer->bottom,
                                         layer->top, DREAM_ACTIVATION_CLIP, 0,
                                         INFINITY, error);

  *dream_builder_floats (builder, &slope, 1) = relu->negative_slope;

  return dream_builder_add_leaky (builder, layer->name, layer->bottom,
                                  layer->top, &slope, error);
}

gboolean
dream_caffe_read_swish (DreamBuilder          *builder,
                        const DreamCaffeLayer *layer,
                        GError               **error)
{
  const Caffe__SwishParameter *swish = layer->parameter->swish_param;

  if (swish && swish->beta != 1)
    return dream_builder_unsupported (layer->name,
                                      _ ("Its activation has a factor."),
                                      error);

  return dream_builder_add_activation (builder, layer->name, layer->bottom,
                                       layer->top, DREAM_ACTIVATION_SWISH, 0, 0,
                                       error);
}
