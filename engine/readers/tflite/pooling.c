/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * TensorFlow Lite's pools: of windows, and of all rows and columns.  The
 * numbers of fields are those of TensorFlow's lite/schema/schema.fbs.
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

static gboolean read_pool (DreamTfliteReader *reader,
                           DreamTfliteNode   *node,
                           DreamOp            op,
                           GError           **error);

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

  if (seen != (1u << DREAM_TFLITE_ROWS | 1u << DREAM_TFLITE_COLUMNS))
    return dream_builder_unsupported (node->name,
                                      _ ("It takes the mean of something else "
                                         "than all rows and columns."),
                                      error);

  return dream_builder_add_global_pool (reader->builder, node->name, node->from,
                                        node->to, DREAM_OP_AVERAGE_POOL, error);
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
