/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Caffe's convolutions and inner products.
 */

#include <glib/gi18n-lib.h>

#include "operations.h"

/* What a layer has learned. */
enum
{
  WEIGHTS,
  BIAS
};

static gint     pick (size_t          n,
                      const uint32_t *given,
                      gboolean        is_column,
                      gboolean        has_own,
                      guint32         own,
                      guint32         usual);
static gboolean set_weights (DreamLayer            *convolution,
                             const DreamCaffeLayer *layer,
                             gboolean               has_bias,
                             GError               **error);
static gboolean fits (DreamBuilder          *builder,
                      const DreamCaffeLayer *layer,
                      const DreamTensor     *weights,
                      gint                   n_outputs,
                      GError               **error);

gboolean
dream_caffe_read_convolution (DreamBuilder          *builder,
                              const DreamCaffeLayer *layer,
                              GError               **error)
{
  const Caffe__ConvolutionParameter *p = layer->parameter->convolution_param;
  g_autoptr (DreamLayer)             convolution = NULL;

  if (! p)
    return dream_builder_damaged (error);

  if (! dream_caffe_is_channels (p->axis) || p->n_kernel_size > 2)
    return dream_builder_unsupported (layer->name,
                                      _ ("Its kernel is not one of rows and "
                                         "columns."),
                                      error);

  convolution = dream_builder_start (builder, DREAM_OP_CONVOLUTION, layer->name,
                                     &layer->bottom, 1, error);
  if (! convolution || ! set_weights (convolution, layer, p->bias_term, error))
    return FALSE;

  convolution->channels = dream_caffe_to_int (p->num_output);
  convolution->groups   = dream_caffe_to_int (p->group);
  convolution->kernel_h = pick (p->n_kernel_size, p->kernel_size, FALSE,
                                p->has_kernel_h, p->kernel_h, 0);
  convolution->kernel_w = pick (p->n_kernel_size, p->kernel_size, TRUE,
                                p->has_kernel_w, p->kernel_w, 0);
  convolution->stride_h = pick (p->n_stride, p->stride, FALSE, p->has_stride_h,
                                p->stride_h, 1);
  convolution->stride_w = pick (p->n_stride, p->stride, TRUE, p->has_stride_w,
                                p->stride_w, 1);
  convolution->dilation_h = pick (p->n_dilation, p->dilation, FALSE, FALSE, 0,
                                  1);
  convolution->dilation_w = pick (p->n_dilation, p->dilation, TRUE, FALSE, 0,
                                  1);
  convolution->pad_top  = pick (p->n_pad, p->pad, FALSE, p->has_pad_h, p->pad_h,
                                0);
  convolution->pad_left = pick (p->n_pad, p->pad, TRUE, p->has_pad_w, p->pad_w,
                                0);
  convolution->pad_bottom = convolution->pad_top;
  convolution->pad_right  = convolution->pad_left;

  return dream_builder_add (builder, g_steal_pointer (&convolution), layer->top,
                            error);
}

/* Flattens what it reads, whether the file says so or not. */
gboolean
dream_caffe_read_inner_product (DreamBuilder          *builder,
                                const DreamCaffeLayer *layer,
                                GError               **error)
{
  const Caffe__InnerProductParameter *p = layer->parameter->inner_product_param;
  const DreamTensor *blob = dream_caffe_get_blob (layer, WEIGHTS, error);
  const DreamTensor *bias = NULL;
  g_autofree gchar  *flat = NULL;
  DreamTensor        weights;

  if (! blob)
    return FALSE;

  if (! p)
    return dream_builder_damaged (error);

  if (! dream_caffe_is_channels (p->axis))
    return dream_builder_unsupported (layer->name,
                                      _ ("It joins axes other than all of a "
                                         "picture's."),
                                      error);

  if (p->bias_term)
    {
      bias = dream_caffe_get_blob (layer, BIAS, error);
      if (! bias)
        return FALSE;
    }

  if (! fits (builder, layer, blob, dream_caffe_to_int (p->num_output), error))
    return FALSE;

  weights       = *blob;
  weights.order = p->transpose ? DREAM_ORDER_IHWO : DREAM_ORDER_OIHW;
  flat          = g_strconcat (layer->name, "/flat", NULL);
  dream_builder_flatten (builder, layer->bottom, flat);

  return dream_builder_add_dense (builder, layer->name, flat, layer->top,
                                  &weights, bias,
                                  dream_caffe_to_int (p->num_output), error);
}

/* What is given for rows or columns alone goes before what is given for both,
 * in one value or two.
 */
static gint
pick (size_t          n,
      const uint32_t *given,
      gboolean        is_column,
      gboolean        has_own,
      guint32         own,
      guint32         usual)
{
  if (has_own)
    return dream_caffe_to_int (own);

  return n > 0 ? dream_caffe_to_int (given[is_column && n > 1])
               : dream_caffe_to_int (usual);
}

static gboolean
set_weights (DreamLayer            *convolution,
             const DreamCaffeLayer *layer,
             gboolean               has_bias,
             GError               **error)
{
  const DreamTensor *weights = dream_caffe_get_blob (layer, WEIGHTS, error);
  const DreamTensor *bias    = NULL;

  if (weights && has_bias)
    bias = dream_caffe_get_blob (layer, BIAS, error);
  if (! weights || (has_bias && ! bias))
    return FALSE;

  convolution->weights = *weights;
  if (bias)
    convolution->bias = *bias;

  return TRUE;
}

/* The size of the pictures that a network was trained on may not be the usual
 * one; if the file does not say, an inner product cannot be used.
 */
static gboolean
fits (DreamBuilder          *builder,
      const DreamCaffeLayer *layer,
      const DreamTensor     *weights,
      gint                   n_outputs,
      GError               **error)
{
  const DreamLayer *input = dream_builder_get_layer (builder, layer->bottom);
  gint              height;
  gint              width;
  gsize             n;

  if (! input)
    return TRUE;

  dream_builder_get_size (builder, layer->bottom, &height, &width);
  n = n_outputs;
  if (g_size_checked_mul (&n, n, input->channels) &&
      g_size_checked_mul (&n, n, height) && g_size_checked_mul (&n, n, width) &&
      n == weights->n_values)
    return TRUE;

  return dream_builder_unsupported (layer->name,
                                    _ ("It was made for pictures of another "
                                       "size than the file says, or than is "
                                       "usual."),
                                    error);
}
