/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * TensorFlow Lite's operations that only change how numbers are coded.
 */

#include "operations.h"

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
