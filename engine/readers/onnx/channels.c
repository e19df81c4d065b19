/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Constants spread over a layer's values.
 */

#include "channels.h"

gboolean
dream_onnx_is_per_channel (const DreamOnnxTensor *constant,
                           DreamOnnxLayout        layout,
                           gint                   channels)
{
  const guint rank = dream_onnx_layout_rank (layout);
  guint       skipped;

  if (constant->n_dims > rank)
    return FALSE;

  if (constant->n_values == 1)
    return TRUE;

  /* Axes are matched from the last on. */
  skipped = rank - constant->n_dims;
  for (guint i = 0; i < constant->n_dims; i++)
    {
      const gboolean along_channels = skipped + i ==
                                      dream_onnx_layout_channels (layout);

      if (constant->dims[i] != (along_channels ? channels : 1))
        return FALSE;
    }

  return constant->n_values == (gsize) channels;
}

gfloat *
dream_onnx_spread (const DreamOnnxTensor *constant, gint channels)
{
  const DreamTensor tensor = dream_onnx_tensor_get_floats (constant);
  gfloat           *values = g_new (gfloat, channels);

  dream_tensor_decode (&tensor, values);
  for (gint c = 1; c < channels && tensor.n_values == 1; c++)
    values[c] = values[0];

  return values;
}
