/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * TensorFlow Lite's functions of each value.  The numbers of fields are those
 * of TensorFlow's lite/schema/schema.fbs.
 */

#include <math.h>

#include "operations.h"

enum
{
  LEAKY_SLOPE
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
  DreamTensor slopes;

  if (! dream_tflite_read_values (&reader->model,
                                  dream_tflite_get_constant (reader, node, 1),
                                  DREAM_TFLITE_ALL, node->name, &slopes, error))
    return FALSE;

  return dream_builder_add_prelu (reader->builder, node->name, node->from,
                                  node->to, &slopes, error);
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
