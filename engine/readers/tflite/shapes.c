/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * TensorFlow Lite's operations that join what they read, or give the same
 * values another shape.  The numbers of fields are those of TensorFlow's
 * lite/schema/schema.fbs.
 */

#include <glib/gi18n-lib.h>

#include "operations.h"

enum
{
  CONCAT_AXIS,
  CONCAT_ACTIVATION
};

static gboolean joins_channels (DreamTfliteReader     *reader,
                                const DreamTfliteNode *node);

gboolean
dream_tflite_read_concat (DreamTfliteReader *reader,
                          DreamTfliteNode   *node,
                          GError           **error)
{
  DreamLayer *layer;

  if (! joins_channels (reader, node))
    return dream_builder_refuse (node->name, DREAM_REASON_AXIS, error);

  if (! dream_tflite_read_activation (reader, node, CONCAT_ACTIVATION, FALSE,
                                      FALSE, error))
    return FALSE;

  layer = dream_tflite_start (reader, node, DREAM_OP_CONCAT, node->inputs.n,
                              error);

  return layer && dream_tflite_finish (reader, node, layer, error);
}

/* Either all values of a picture become channels, or nothing changes but sides
 * of 1. */
gboolean
dream_tflite_read_reshape (DreamTfliteReader *reader,
                           DreamTfliteNode   *node,
                           GError           **error)
{
  DreamFlatbuffer      *file  = &reader->model.file;
  DreamBuilder         *to    = reader->builder;
  const DreamLayer     *layer = dream_builder_get_layer (to, node->from);
  const DreamFlatVector shape = dream_tflite_get_shape (&reader->model,
                                                        node->output);
  const gsize           n     = shape.n;
  gint                  height;
  gint                  width;
  gint32                last;

  if (! layer || n == 0)
    return dream_builder_unsupported (node->name, _ ("Its shape is not known."),
                                      error);

  dream_builder_get_size (to, node->from, &height, &width);
  last = dream_flatbuffer_int_at (file, shape, n - 1);

  if (last == (gint64) height * width * layer->channels || (n == 2 && last < 1))
    {
      dream_builder_flatten (to, node->from, node->to);
      return TRUE;
    }

  if (n != DREAM_TFLITE_DIMENSIONS || last != layer->channels ||
      dream_builder_is_flat (to, node->from) ||
      dream_flatbuffer_int_at (file, shape, DREAM_TFLITE_ROWS) != height ||
      dream_flatbuffer_int_at (file, shape, DREAM_TFLITE_COLUMNS) != width)
    return dream_builder_unsupported (node->name,
                                      _ (
                                        "It moves values between rows, columns "
                                        "and channels."),
                                      error);

  dream_builder_alias (to, node->from, node->to);

  return TRUE;
}

/* Sides of 1 matter to no layer. */
gboolean
dream_tflite_read_squeeze (DreamTfliteReader *reader,
                           DreamTfliteNode   *node,
                           GError           **error G_GNUC_UNUSED)
{
  dream_builder_alias (reader->builder, node->from, node->to);

  return TRUE;
}

/* The last side of what it makes. */
static gboolean
joins_channels (DreamTfliteReader *reader, const DreamTfliteNode *node)
{
  const DreamFlatVector shape = dream_tflite_get_shape (&reader->model,
                                                        node->output);
  const gint32 axis = dream_flatbuffer_int (&reader->model.file, node->options,
                                            CONCAT_AXIS, 0);

  return axis == -1 || (axis > 0 && (gsize) axis + 1 == shape.n);
}
