/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * TensorFlow Lite's operations that move, join or sum up what they read: pools,
 * concatenation, padding, and other shapes for the same values.  The numbers
 * of fields are those of TensorFlow's lite/schema/schema.fbs.
 */

#include <glib/gi18n-lib.h>

#include "operations.h"

enum
{
  POOL_PADDING,
  POOL_STRIDE_W,
  POOL_STRIDE_H,
  POOL_WIDTH,
  POOL_HEIGHT,
  POOL_ACTIVATION
};
enum
{
  CONCAT_AXIS,
  CONCAT_ACTIVATION
};
enum
{
  AXIS_BATCH,
  AXIS_ROWS,
  AXIS_COLUMNS,
  AXIS_CHANNELS
};

/* Of the zeros before and after along each axis. */
#define CHANNELS_AFTER (2 * AXIS_CHANNELS + 1)

static gboolean read_pool (DreamTfliteReader *reader,
                           DreamTfliteNode   *node,
                           DreamOp            op,
                           GError           **error);
static gboolean joins_channels (DreamTfliteReader     *reader,
                                const DreamTfliteNode *node);

gboolean
dream_tflite_read_average_pool (DreamTfliteReader *reader,
                                DreamTfliteNode   *node,
                                GError           **error)
{
  return read_pool (reader, node, DREAM_OP_AVERAGE_POOL, error);
}

gboolean
dream_tflite_read_max_pool (DreamTfliteReader *reader,
                            DreamTfliteNode   *node,
                            GError           **error)
{
  return read_pool (reader, node, DREAM_OP_MAX_POOL, error);
}

static gboolean
read_pool (DreamTfliteReader *reader,
           DreamTfliteNode   *node,
           DreamOp            op,
           GError           **error)
{
  DreamFlatbuffer       *file    = &reader->model.file;
  const DreamFlatTable   options = node->options;
  g_autoptr (DreamLayer) layer   = NULL;

  if (! dream_tflite_read_activation (reader, node, POOL_ACTIVATION, FALSE,
                                      FALSE, error))
    return FALSE;

  layer = dream_tflite_start (reader, node, op, 1, error);
  if (! layer)
    return FALSE;

  layer->kernel_w = dream_flatbuffer_int (file, options, POOL_WIDTH, 0);
  layer->kernel_h = dream_flatbuffer_int (file, options, POOL_HEIGHT, 0);
  layer->stride_w = dream_flatbuffer_int (file, options, POOL_STRIDE_W, 0);
  layer->stride_h = dream_flatbuffer_int (file, options, POOL_STRIDE_H, 0);

  return dream_tflite_set_padding (layer,
                                   dream_flatbuffer_byte (file, options,
                                                          POOL_PADDING, 0),
                                   error) &&
         dream_tflite_finish (reader, node, g_steal_pointer (&layer), error);
}

gboolean
dream_tflite_read_mean (DreamTfliteReader *reader,
                        DreamTfliteNode   *node,
                        GError           **error)
{
  gint32 axes[DREAM_TFLITE_DIMENSIONS];
  guint  n;
  guint  seen = 0;

  if (! dream_tflite_read_ints (reader, node, 1, axes, G_N_ELEMENTS (axes), &n,
                                error))
    return FALSE;

  for (guint i = 0; i < n; i++)
    {
      const gint32 axis = axes[i] < 0 ? axes[i] + DREAM_TFLITE_DIMENSIONS
                                      : axes[i];

      if (axis < 0 || axis >= DREAM_TFLITE_DIMENSIONS)
        return dream_builder_damaged (error);

      seen |= 1u << axis;
    }

  if (seen != (1u << AXIS_ROWS | 1u << AXIS_COLUMNS))
    return dream_builder_unsupported (node->name,
                                      _ ("It takes the mean of something else "
                                         "than all rows and columns."),
                                      error);

  return dream_builder_add_global_pool (reader->builder, node->name, node->from,
                                        node->to, DREAM_OP_AVERAGE_POOL, error);
}

gboolean
dream_tflite_read_concat (DreamTfliteReader *reader,
                          DreamTfliteNode   *node,
                          GError           **error)
{
  DreamLayer *layer;

  if (! joins_channels (reader, node))
    return dream_builder_unsupported (node->name,
                                      _ ("It joins something else than "
                                         "channels."),
                                      error);

  if (! dream_tflite_read_activation (reader, node, CONCAT_ACTIVATION, FALSE,
                                      FALSE, error))
    return FALSE;

  layer = dream_tflite_start (reader, node, DREAM_OP_CONCAT, node->inputs.n,
                              error);

  return layer && dream_tflite_finish (reader, node, layer, error);
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

/* Rows before and after, each axis. */
gboolean
dream_tflite_read_pad (DreamTfliteReader *reader,
                       DreamTfliteNode   *node,
                       GError           **error)
{
  gint32 pads[2 * DREAM_TFLITE_DIMENSIONS];
  guint  n;

  if (! dream_tflite_read_ints (reader, node, 1, pads, G_N_ELEMENTS (pads), &n,
                                error))
    return FALSE;

  if (n != G_N_ELEMENTS (pads))
    return dream_builder_damaged (error);

  for (guint i = 0; i < n; i++)
    {
      const guint axis = i / 2;

      if (pads[i] < 0)
        return dream_builder_damaged (error);

      if (i == CHANNELS_AFTER)
        continue;

      if (pads[i] > DREAM_MAX_KERNEL ||
          (pads[i] > 0 && (axis == AXIS_BATCH || axis == AXIS_CHANNELS)))
        return dream_builder_unsupported (node->name,
                                          _ ("It adds too many zeros, or "
                                             "channels of zeros in front."),
                                          error);
    }

  return dream_builder_add_padding (reader->builder, node->name, node->from,
                                    node->to, pads[2 * AXIS_ROWS],
                                    pads[2 * AXIS_COLUMNS],
                                    pads[2 * AXIS_ROWS + 1],
                                    pads[2 * AXIS_COLUMNS + 1],
                                    pads[CHANNELS_AFTER], error);
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
      dream_flatbuffer_int_at (file, shape, AXIS_ROWS) != height ||
      dream_flatbuffer_int_at (file, shape, AXIS_COLUMNS) != width)
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
