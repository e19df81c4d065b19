/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is around the picture in TensorFlow Lite: around the windows of
 * convolutions and pools, and by an operation of its own.
 */

#include <glib/gi18n-lib.h>

#include "operations.h"

/* In the schema's enum Padding. */
enum
{
  PADDING_SAME,
  PADDING_VALID
};

/* Of the zeros before and after along each axis. */
#define CHANNELS_AFTER (2 * DREAM_TFLITE_CHANNELS + 1)

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
          (pads[i] > 0 &&
           (axis == DREAM_TFLITE_BATCH || axis == DREAM_TFLITE_CHANNELS)))
        return dream_builder_unsupported (node->name,
                                          _ ("It adds too many zeros, or "
                                             "channels of zeros in front."),
                                          error);
    }

  return dream_builder_add_padding (reader->builder, node->name, node->from,
                                    node->to, pads[2 * DREAM_TFLITE_ROWS],
                                    pads[2 * DREAM_TFLITE_COLUMNS],
                                    pads[2 * DREAM_TFLITE_ROWS + 1],
                                    pads[2 * DREAM_TFLITE_COLUMNS + 1],
                                    pads[CHANNELS_AFTER], error);
}

gboolean
dream_tflite_set_padding (DreamLayer *layer, gint32 padding, GError **error)
{
  if (padding != PADDING_SAME && padding != PADDING_VALID)
    return dream_builder_damaged (error);

  layer->padding = padding == PADDING_SAME ? DREAM_PADDING_SAME
                                           : DREAM_PADDING_EXPLICIT;

  return TRUE;
}
