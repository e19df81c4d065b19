/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ONNX's normalisations.
 */

#include <glib/gi18n-lib.h>

#include "operations.h"

gboolean
dream_onnx_lrn (DreamOnnxGraph      *graph,
                const DreamOnnxNode *node,
                GError             **error)
{
  const gint64           size  = dream_onnx_node_get_int (node, "size", 0);
  g_autoptr (DreamLayer) layer = NULL;

  if (! dream_onnx_graph_get_nchw (graph, node, error))
    return FALSE;

  layer = dream_builder_start (graph->builder, DREAM_OP_LRN, node->name,
                               (const gchar *const *) node->inputs, 1, error);
  if (! layer)
    return FALSE;

  if (size < 1 || size > DREAM_MAX_CHANNELS)
    return dream_builder_damaged (error);

  layer->lrn_size  = size;
  layer->lrn_alpha = dream_onnx_node_get_float (node, "alpha", 1e-4f) / size;
  layer->lrn_beta  = dream_onnx_node_get_float (node, "beta", 0.75f);
  layer->lrn_bias  = dream_onnx_node_get_float (node, "bias", 1);

  if (! dream_builder_add (graph->builder, g_steal_pointer (&layer),
                           node->output, error))
    return FALSE;

  dream_onnx_graph_set_layer (graph, node->output, DREAM_ONNX_NCHW);

  return TRUE;
}

gboolean
dream_onnx_batch_norm (DreamOnnxGraph      *graph,
                       const DreamOnnxNode *node,
                       GError             **error)
{
  DreamTensor       tensors[4]; /* gamma, beta, mean, variance */
  DreamOnnxLayout   layout;
  const DreamLayer *layer = dream_onnx_graph_get_layer (graph, node, 0, &layout,
                                                        error);

  if (! layer)
    return FALSE;

  if (dream_onnx_layout_channels (layout) != 1 ||
      dream_onnx_node_get_int (node, "training_mode", 0) != 0 ||
      dream_onnx_node_get_int (node, "spatial", 1) == 0)
    return dream_onnx_node_unsupported (node,
                                        _ ("It does not normalise channels by "
                                           "numbers of the file."),
                                        error);

  for (guint i = 0; i < G_N_ELEMENTS (tensors); i++)
    {
      const DreamOnnxTensor *tensor = dream_onnx_graph_get_weights (graph, node,
                                                                    1 + i,
                                                                    error);

      if (! tensor)
        return FALSE;
      tensors[i] = dream_onnx_tensor_get_floats (tensor);
    }

  if (! dream_onnx_graph_take (graph, 2 * sizeof (gfloat) * layer->channels,
                               error) ||
      ! dream_builder_add_batch_norm (
        graph->builder, node->name, node->inputs[0], node->output, &tensors[0],
        &tensors[1], &tensors[2], &tensors[3],
        dream_onnx_node_get_float (node, "epsilon", 1e-5f), error))
    return FALSE;

  dream_onnx_graph_set_layer (graph, node->output, layout);

  return TRUE;
}
