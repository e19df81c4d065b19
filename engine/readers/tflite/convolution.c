/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * TensorFlow Lite's convolutions and fully connected layers.  The numbers of
 * fields are those of TensorFlow's lite/schema/schema.fbs.
 */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "operations.h"

/* How far a bias's scale may be from what follows from the others. */
#define SCALE_TOLERANCE 0.01

enum
{
  CONV_PADDING,
  CONV_STRIDE_W,
  CONV_STRIDE_H,
  CONV_ACTIVATION,
  CONV_DILATION_W,
  CONV_DILATION_H
};
enum
{
  DEPTHWISE_PADDING,
  DEPTHWISE_STRIDE_W,
  DEPTHWISE_STRIDE_H,
  DEPTHWISE_MULTIPLIER, /* as follows from the shapes */
  DEPTHWISE_ACTIVATION,
  DEPTHWISE_DILATION_W,
  DEPTHWISE_DILATION_H
};
enum
{
  DENSE_ACTIVATION,
  DENSE_FORMAT
};
enum
{
  INPUT_LAYER,
  INPUT_WEIGHTS,
  INPUT_BIAS
};

/* Weights of a convolution are output channels x rows x columns x input
 * channels, those of a depthwise one 1 x rows x columns x output channels. */
enum
{
  OUTPUTS = 0,
  ROWS    = 1,
  COLUMNS = 2,
  INPUTS  = 3
};

static gboolean read_shape (DreamTfliteReader     *reader,
                            const DreamTfliteNode *node,
                            gint32                *shape,
                            guint                  n_sides,
                            GError               **error);
static gboolean read_tensors (DreamTfliteReader     *reader,
                              const DreamTfliteNode *node,
                              gint                   channels,
                              gint32                 n_channels,
                              DreamTensor           *weights,
                              DreamTensor           *bias,
                              GError               **error);
static gboolean read_bias (DreamTfliteReader     *reader,
                           const DreamTfliteNode *node,
                           gint32                 n_channels,
                           const DreamTensor     *weights,
                           DreamTensor           *bias,
                           GError               **error);
static gboolean scale_bias (DreamTfliteReader     *reader,
                            const DreamTfliteNode *node,
                            const DreamTensor     *range,
                            const DreamTensor     *weights,
                            DreamTensor           *bias,
                            GError               **error);
static gboolean flatten_for (DreamTfliteReader     *reader,
                             const DreamTfliteNode *node,
                             gint32                 n_inputs,
                             gchar                 *from,
                             GError               **error);

gboolean
dream_tflite_read_convolution (DreamTfliteReader *reader,
                               DreamTfliteNode   *node,
                               GError           **error)
{
  DreamFlatbuffer       *file                           = &reader->model.file;
  const DreamFlatTable   options                        = node->options;
  gint32                 shape[DREAM_TFLITE_DIMENSIONS] = { 0 };
  g_autoptr (DreamLayer) layer                          = NULL;

  if (! dream_tflite_read_activation (reader, node, CONV_ACTIVATION, TRUE, TRUE,
                                      error) ||
      ! read_shape (reader, node, shape, DREAM_TFLITE_DIMENSIONS, error))
    return FALSE;

  layer = dream_tflite_start (reader, node, DREAM_OP_CONVOLUTION, 1, error);
  if (! layer)
    return FALSE;

  if (layer->channels % shape[INPUTS] != 0)
    return dream_builder_damaged (error);

  layer->groups     = layer->channels / shape[INPUTS];
  layer->channels   = shape[OUTPUTS];
  layer->kernel_h   = shape[ROWS];
  layer->kernel_w   = shape[COLUMNS];
  layer->stride_w   = dream_flatbuffer_int (file, options, CONV_STRIDE_W, 0);
  layer->stride_h   = dream_flatbuffer_int (file, options, CONV_STRIDE_H, 0);
  layer->dilation_w = dream_flatbuffer_int (file, options, CONV_DILATION_W, 1);
  layer->dilation_h = dream_flatbuffer_int (file, options, CONV_DILATION_H, 1);

  return dream_tflite_set_padding (layer,
                                   dream_flatbuffer_byte (file, options,
                                                          CONV_PADDING, 0),
                                   error) &&
         read_tensors (reader, node, OUTPUTS, shape[OUTPUTS], &layer->weights,
                       &layer->bias, error) &&
         dream_tflite_finish (reader, node, g_steal_pointer (&layer), error);
}

/* Each input channel makes several output channels, one after another: as many
 * groups as input channels. */
gboolean
dream_tflite_read_depthwise (DreamTfliteReader *reader,
                             DreamTfliteNode   *node,
                             GError           **error)
{
  DreamFlatbuffer       *file                           = &reader->model.file;
  const DreamFlatTable   options                        = node->options;
  gint32                 shape[DREAM_TFLITE_DIMENSIONS] = { 0 };
  g_autoptr (DreamLayer) layer                          = NULL;

  if (! dream_tflite_read_activation (reader, node, DEPTHWISE_ACTIVATION, TRUE,
                                      TRUE, error) ||
      ! read_shape (reader, node, shape, DREAM_TFLITE_DIMENSIONS, error))
    return FALSE;

  layer = dream_tflite_start (reader, node, DREAM_OP_CONVOLUTION, 1, error);
  if (! layer)
    return FALSE;

  if (shape[OUTPUTS] != 1 || shape[INPUTS] % layer->channels != 0)
    return dream_builder_damaged (error);

  layer->groups   = layer->channels;
  layer->channels = shape[INPUTS];
  layer->kernel_h = shape[ROWS];
  layer->kernel_w = shape[COLUMNS];
  layer->stride_w = dream_flatbuffer_int (file, options, DEPTHWISE_STRIDE_W, 0);
  layer->stride_h = dream_flatbuffer_int (file, options, DEPTHWISE_STRIDE_H, 0);
  layer->dilation_w = dream_flatbuffer_int (file, options, DEPTHWISE_DILATION_W,
                                            1);
  layer->dilation_h = dream_flatbuffer_int (file, options, DEPTHWISE_DILATION_H,
                                            1);

  if (! dream_tflite_set_padding (layer,
                                  dream_flatbuffer_byte (file, options,
                                                         DEPTHWISE_PADDING, 0),
                                  error) ||
      ! read_tensors (reader, node, INPUTS, shape[INPUTS], &layer->weights,
                      &layer->bias, error))
    return FALSE;

  layer->weights.order = DREAM_ORDER_HWIO;

  return dream_tflite_finish (reader, node, g_steal_pointer (&layer), error);
}

gboolean
dream_tflite_read_dense (DreamTfliteReader *reader,
                         DreamTfliteNode   *node,
                         GError           **error)
{
  DreamFlatbuffer *file = &reader->model.file;
  DreamTensor      weights;
  DreamTensor      bias     = { 0 };
  gint32           shape[2] = { 0 };
  gchar            from[DREAM_TFLITE_KEY];

  if (dream_flatbuffer_byte (file, node->options, DENSE_FORMAT, 0) != 0)
    return dream_builder_unsupported (node->name,
                                      _ ("Its weights are in an order for one "
                                         "kind of processor."),
                                      error);

  return dream_tflite_read_activation (reader, node, DENSE_ACTIVATION, TRUE,
                                       FALSE, error) &&
         read_shape (reader, node, shape, G_N_ELEMENTS (shape), error) &&
         read_tensors (reader, node, 0, shape[0], &weights, &bias, error) &&
         flatten_for (reader, node, shape[1], from, error) &&
         dream_builder_add_dense (reader->builder,
                                  node->inner ? node->inner : node->name, from,
                                  node->to, &weights, bias.data ? &bias : NULL,
                                  shape[0], error) &&
         dream_tflite_activate (reader, node, error);
}

static gboolean
read_shape (DreamTfliteReader     *reader,
            const DreamTfliteNode *node,
            gint32                *shape,
            guint                  n_sides,
            GError               **error)
{
  DreamTfliteModel *model = &reader->model;
  const gint32 tensor = dream_tflite_get_constant (reader, node, INPUT_WEIGHTS);
  DreamFlatVector vector = dream_tflite_get_shape (model, tensor);

  if (vector.n != n_sides)
    return dream_builder_damaged (error);

  for (guint i = 0; i < n_sides; i++)
    {
      shape[i] = dream_flatbuffer_int_at (&model->file, vector, i);
      if (shape[i] < 1 ||
          (n_sides == DREAM_TFLITE_DIMENSIONS && shape[i] > DREAM_MAX_CHANNELS))
        return dream_builder_damaged (error);
    }

  return TRUE;
}

/* A bias is optional: there may be no third input, or its index is -1. */
static gboolean
read_tensors (DreamTfliteReader     *reader,
              const DreamTfliteNode *node,
              gint                   channels,
              gint32                 n_channels,
              DreamTensor           *weights,
              DreamTensor           *bias,
              GError               **error)
{
  const gboolean has_bias = node->inputs.n > INPUT_BIAS &&
                            dream_flatbuffer_int_at (&reader->model.file,
                                                     node->inputs,
                                                     INPUT_BIAS) != -1;

  return dream_tflite_read_values (&reader->model,
                                   dream_tflite_get_constant (reader, node,
                                                              INPUT_WEIGHTS),
                                   channels, node->name, weights, error) &&
         (! has_bias ||
          read_bias (reader, node, n_channels, weights, bias, error));
}

static gboolean
read_bias (DreamTfliteReader     *reader,
           const DreamTfliteNode *node,
           gint32                 n_channels,
           const DreamTensor     *weights,
           DreamTensor           *bias,
           GError               **error)
{
  DreamTensor range;

  if (! dream_tflite_read_values (&reader->model,
                                  dream_tflite_get_constant (reader, node,
                                                             INPUT_BIAS),
                                  0, node->name, bias, error))
    return FALSE;

  if (bias->n_values != (gsize) n_channels)
    return dream_builder_damaged (error);

  if (bias->coding != DREAM_CODING_INT32)
    return TRUE;

  return dream_tflite_read_range (&reader->model,
                                  dream_tflite_get_input (reader, node,
                                                          INPUT_LAYER),
                                  node->name, &range, error) &&
         scale_bias (reader, node, &range, weights, bias, error);
}

/* A bias is counted in the products of inputs and weights, so its scale is the
 * product of theirs. */
static gboolean
scale_bias (DreamTfliteReader     *reader,
            const DreamTfliteNode *node,
            const DreamTensor     *range,
            const DreamTensor     *weights,
            DreamTensor           *bias,
            GError               **error)
{
  const DreamTensor given    = *bias;
  const gboolean    is_given = given.scales || given.scale != 1;
  const gboolean    is_many  = given.scales || weights->scales;
  const gsize       n_scales = is_many ? given.n_values : 1;
  DreamTensor       numbers  = given;
  gfloat           *values   = NULL;

  if (is_many)
    {
      if (! dream_flatbuffer_may_copy (&reader->model.file,
                                       n_scales * sizeof (gfloat)))
        return dream_builder_damaged (error);

      numbers.scale = 1;
      values        = dream_builder_floats (reader->builder, bias, n_scales);
      dream_tensor_decode (&numbers, values);
    }

  for (gsize c = 0; c < n_scales; c++)
    {
      const gdouble scale = (gdouble) range->scale *
                            dream_tflite_get_scale (weights, c);

      if (is_given && fabs (dream_tflite_get_scale (&given, c) - scale) >
                        SCALE_TOLERANCE * scale)
        return dream_builder_unsupported (node->name,
                                          _ ("The scales of its bias and its "
                                             "weights do not match."),
                                          error);

      if (values)
        values[c] *= scale;
      else if (! is_given)
        bias->scale = scale;
    }

  return TRUE;
}

/* What it reads is all values, even if nothing has flattened them, or the
 * channels of each position: the weights know. */
static gboolean
flatten_for (DreamTfliteReader     *reader,
             const DreamTfliteNode *node,
             gint32                 n_inputs,
             gchar                 *from,
             GError               **error)
{
  const DreamLayer *layer = dream_builder_get_layer (reader->builder,
                                                     node->from);
  gint              height;
  gint              width;

  g_strlcpy (from, node->from, DREAM_TFLITE_KEY);
  if (! layer)
    return TRUE;

  dream_builder_get_size (reader->builder, node->from, &height, &width);
  if (n_inputs == (gint64) height * width * layer->channels)
    {
      g_snprintf (from, DREAM_TFLITE_KEY, "f%d",
                  dream_tflite_get_input (reader, node, INPUT_LAYER));
      dream_builder_flatten (reader->builder, node->from, from);
      return TRUE;
    }

  return (n_inputs == layer->channels &&
          ! dream_builder_is_flat (reader->builder, node->from)) ||
         dream_builder_unsupported (node->name,
                                    _ ("Its weights are for pictures of "
                                       "another size."),
                                    error);
}
