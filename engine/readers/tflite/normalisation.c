/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * TensorFlow Lite's normalisation.  The numbers of fields are those of
 * TensorFlow's lite/schema/schema.fbs.
 */

#include "operations.h"

enum
{
  LRN_RADIUS,
  LRN_BIAS,
  LRN_ALPHA,
  LRN_BETA
};

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
