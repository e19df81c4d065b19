/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * TensorFlow Lite's functions of each value, its normalisation, and its
 * operations that only change how numbers are coded.  The numbers of fields
 * are those of TensorFlow's lite/schema/schema.fbs.
 */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "operations.h"

enum
{
  LEAKY_SLOPE
};
enum
{
  LRN_RADIUS,
  LRN_BIAS,
  LRN_ALPHA,
  LRN_BETA
};

static gboolean read_function (DreamTfliteReader     *reader,
                               const DreamTfliteNode *node,
                               DreamActivation        activation,
                               gfloat                 low,
                               gfloat                 high,
                               GError               **error);

gboolean
dream_tflite_read_relu (DreamTfliteReader *reader,
                        DreamTfliteNode   *node,
                        GError           **error)
{
  return read_function (reader, node, DREAM_ACTIVATION_CLIP, 0, INFINITY,
                        error);
}

gboolean
dream_tflite_read_relu_n1_to_1 (DreamTfliteReader *reader,
                                DreamTfliteNode   *node,
                                GError           **error)
{
  return read_function (reader, node, DREAM_ACTIVATION_CLIP, -1, 1, error);
}

gboolean
dream_tflite_read_relu6 (DreamTfliteReader *reader,
                         DreamTfliteNode   *node,
                         GError           **error)
{
  return read_function (reader, node, DREAM_ACTIVATION_CLIP, 0, 6, error);
}

gboolean
dream_tflite_read_logistic (DreamTfliteReader *reader,
                            DreamTfliteNode   *node,
                            GError           **error)
{
  return read_function (reader, node, DREAM_ACTIVATION_SIGMOID, 0, 0, error);
}

gboolean
dream_tflite_read_tanh (DreamTfliteReader *reader,
                        DreamTfliteNode   *node,
                        GError           **error)
{
  return read_function (reader, node, DREAM_ACTIVATION_TANH, 0, 0, error);
}

gboolean
dream_tflite_read_hard_swish (DreamTfliteReader *reader,
                              DreamTfliteNode   *node,
                              GError           **error)
{
  return read_function (reader, node, DREAM_ACTIVATION_HARD_SWISH, 0, 0, error);
}

gboolean
dream_tflite_read_leaky_relu (DreamTfliteReader *reader,
                              DreamTfliteNode   *node,
                              GError           **error)
{
  DreamTensor slopes;

  *dream_builder_floats (reader->builder, &slopes,
                         1) = dream_flatbuffer_float (&reader->model.file,
                                                      node->options,
                                                      LEAKY_SLOPE, 0);

  return dream_builder_add_leaky (reader->builder, node->name, node->from,
                                  node->to, &slopes, error);
}

gboolean
dream_tflite_read_prelu (DreamTfliteReader *reader,
                         DreamTfliteNode   *node,
                         GError           **error)
{
  const DreamLayer *layer;
  DreamTensor       slopes;

  if (! dream_tflite_read_values (&reader->model,
                                  dream_tflite_get_constant (reader, node, 1),
                                  DREAM_TFLITE_ALL, node->name, &slopes, error))
    return FALSE;

  layer = dream_builder_get_layer (reader->builder, node->from);
  if (layer && slopes.n_values != 1 &&
      slopes.n_values != (gsize) layer->channels)
    return dream_builder_unsupported (node->name,
                                      _ ("Its slopes are not one for each "
                                         "channel."),
                                      error);

  return dream_builder_add_leaky (reader->builder, node->name, node->from,
                                  node->to, &slopes, error);
}

/* Its alpha is not divided by the number of channels. */
gboolean
dream_tflite_read_lrn (DreamTfliteReader *reader,
                       DreamTfliteNode   *node,
                       GError           **error)
{
  DreamFlatbuffer *file = &reader->model.file;
  const gint32 radius   = dream_flatbuffer_int (file, node->options, LRN_RADIUS,
                                                0);
  DreamLayer  *layer;

  if (radius < 0 || radius >= DREAM_MAX_CHANNELS / 2)
    return dream_builder_damaged (error);

  layer = dream_tflite_start (reader, node, DREAM_OP_LRN, 1, error);
  if (! layer)
    return FALSE;

  layer->lrn_size  = 2 * radius + 1;
  layer->lrn_bias  = dream_flatbuffer_float (file, node->options, LRN_BIAS, 0);
  layer->lrn_alpha = dream_flatbuffer_float (file, node->options, LRN_ALPHA, 0);
  layer->lrn_beta  = dream_flatbuffer_float (file, node->options, LRN_BETA, 0);

  return dream_builder_add (reader->builder, layer, node->to, error);
}

/* What one dreams of a class is what goes into the softmax.  Nothing can read
 * what comes out of it. */
gboolean
dream_tflite_read_softmax (DreamTfliteReader *reader G_GNUC_UNUSED,
                           DreamTfliteNode   *node G_GNUC_UNUSED,
                           GError           **error G_GNUC_UNUSED)
{
  return TRUE;
}

/* A picture of floats that becomes one of bytes says what floats. */
gboolean
dream_tflite_read_quantize (DreamTfliteReader *reader,
                            DreamTfliteNode   *node,
                            GError           **error)
{
  DreamBuilder     *builder = reader->builder;
  const DreamLayer *layer   = dream_builder_get_layer (builder, node->from);
  DreamTensor       range;

  if (! dream_tflite_read_range (&reader->model, node->output, node->name,
                                 &range, error))
    return FALSE;

  if (layer && layer->op == DREAM_OP_INPUT && reader->is_guess &&
      range.coding != DREAM_CODING_FLOAT32)
    dream_tflite_set_input (reader, &range);

  dream_builder_alias (builder, node->from, node->to);

  return TRUE;
}

gboolean
dream_tflite_read_dequantize (DreamTfliteReader *reader,
                              DreamTfliteNode   *node,
                              GError           **error)
{
  const gint32 constant = dream_tflite_get_constant (reader, node, 0);

  if (dream_tflite_is_damaged (&reader->model, error))
    return FALSE;

  if (dream_tflite_has_values (&reader->model, constant))
    reader->constants[node->output] = 1 + (guint32) constant;
  else
    dream_builder_alias (reader->builder, node->from, node->to);

  return TRUE;
}

static gboolean
read_function (DreamTfliteReader     *reader,
               const DreamTfliteNode *node,
               DreamActivation        activation,
               gfloat                 low,
               gfloat                 high,
               GError               **error)
{
  return dream_builder_add_activation (reader->builder, node->name, node->from,
                                       node->to, activation, low, high, error);
}
