/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How far apart the windows of Keras's convolutions and pools lie, and what is
 * around the picture: theirs, or a layer's own.
 */

#include <glib/gi18n-lib.h>

#include "keras.h"

/* The same on all sides, the same on opposite sides, or top and bottom, left
 * and right.
 */
gboolean
dream_keras_pad (DreamKeras *self, const DreamKerasCall *call, GError **error)
{
  JsonNode *option = dream_keras_option (call, "padding");
  gint      top    = 1;
  gint      left   = 1;
  gint      bottom;
  gint      right;

  if (! dream_keras_has_usual_format (call, error))
    return FALSE;

  if (dream_json_is_array (dream_json_element (option, 0)))
    {
      JsonNode *rows    = dream_json_element (option, 0);
      JsonNode *columns = dream_json_element (option, 1);

      top    = dream_json_int (dream_json_element (rows, 0), -1);
      bottom = dream_json_int (dream_json_element (rows, 1), -1);
      left   = dream_json_int (dream_json_element (columns, 0), -1);
      right  = dream_json_int (dream_json_element (columns, 1), -1);
    }
  else
    {
      if (! dream_keras_pair (call, "padding", &top, &left, error))
        return FALSE;
      bottom = top;
      right  = left;
    }

  if (top < 0 || bottom < 0 || left < 0 || right < 0)
    return dream_builder_damaged (error);

  return dream_builder_add_padding (self->builder, call->name, call->inputs[0],
                                    call->output, top, left, bottom, right, 0,
                                    error);
}

gboolean
dream_keras_window (const DreamKerasCall *call,
                    DreamLayer           *layer,
                    GError              **error)
{
  const gchar *padding = dream_json_string (
    dream_keras_option (call, "padding"));

  if (! dream_keras_has_usual_format (call, error) ||
      ! dream_keras_pair (call, "strides", &layer->stride_h, &layer->stride_w,
                          error))
    return FALSE;

  if (! padding || g_str_equal (padding, "valid"))
    layer->padding = DREAM_PADDING_EXPLICIT;
  else if (g_str_equal (padding, "same"))
    layer->padding = DREAM_PADDING_SAME;
  else
    return dream_builder_unsupported (call->name,
                                      _ ("Its padding is of a kind that is not "
                                         "supported."),
                                      error);

  return TRUE;
}
