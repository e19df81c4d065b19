/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tiny ONNX files and their networks.
 */

#include <string.h>

#include "engine/error.h"

#include "tests/robust/tiny-onnx.h"

#include "onnx-file.h"

GByteArray *
onnx_file_start (void)
{
  GByteArray *graph = g_byte_array_new ();

  tiny_onnx_add_stem (graph);

  return graph;
}

GByteArray *
onnx_file_start_with_picture (const gchar *shape)
{
  GByteArray *graph = g_byte_array_new ();

  tiny_onnx_add_input (graph, "input", TINY_ONNX_FLOAT, shape);

  return graph;
}

void
onnx_file_add_weights (GByteArray *graph)
{
  tiny_onnx_add_floats (graph, "w", "2,3,1,1", NULL);
}

DreamNetwork *
onnx_file_read (GByteArray *graph)
{
  g_autoptr (GBytes) file    = tiny_onnx_finish (graph, ONNX_FILE_VERSION);
  g_autoptr (GError) error   = NULL;
  DreamNetwork      *network = dream_read_onnx (file, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (network);

  return network;
}

void
onnx_file_assert_fails (GByteArray  *graph,
                        guint        version,
                        gint         code,
                        const gchar *mention)
{
  g_autoptr (GBytes) file  = tiny_onnx_finish (graph, version);
  g_autoptr (GError) error = NULL;

  g_assert_null (dream_read_onnx (file, NULL, NULL, &error));
  g_assert_error (error, DREAM_ERROR, code);
  if (mention)
    g_assert_nonnull (strstr (error->message, mention));
}

const DreamLayer *
onnx_file_find (DreamNetwork *network, const gchar *name)
{
  for (guint i = 0; i < dream_network_n_layers (network); i++)
    {
      const DreamLayer *layer = dream_network_get_layer (network, i);

      if (strcmp (layer->name, name) == 0)
        return layer;
    }

  g_error ("There is no layer %s.", name);
}

gboolean
onnx_file_has (DreamNetwork *network, const gchar *name)
{
  for (guint i = 0; i < dream_network_n_layers (network); i++)
    if (strcmp (dream_network_get_layer (network, i)->name, name) == 0)
      return TRUE;

  return FALSE;
}

gfloat
onnx_file_weight (const DreamLayer *layer, gsize index)
{
  g_autofree gfloat *values = g_new (gfloat, layer->weights.n_values);

  g_assert_cmpuint (index, <, layer->weights.n_values);
  dream_layer_decode_weights (layer, values);

  return values[index];
}

gfloat
onnx_file_bias (const DreamLayer *layer, gsize index)
{
  g_autofree gfloat *values = g_new (gfloat, layer->bias.n_values);

  g_assert_cmpuint (index, <, layer->bias.n_values);
  dream_tensor_decode (&layer->bias, values);

  return values[index];
}
