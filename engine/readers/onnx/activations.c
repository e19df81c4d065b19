/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ONNX's activations.
 */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "channels.h"
#include "operations.h"

typedef struct
{
  const gchar    *op;
  DreamActivation activation;
  gfloat          low;
  gfloat          high;
} Activation;

static gboolean read_limit (DreamOnnxGraph      *graph,
                            const DreamOnnxNode *node,
                            guint                index,
                            const gchar         *attribute,
                            gfloat              *limit);
static gboolean add_leaky (DreamOnnxGraph      *graph,
                           const DreamOnnxNode *node,
                           DreamOnnxLayout      layout,
                           const DreamTensor   *slopes,
                           GError             **error);

gboolean
dream_onnx_activation (DreamOnnxGraph      *graph,
                       const DreamOnnxNode *node,
                       GError             **error)
{
  static const Activation activations[] = {
    { "Relu", DREAM_ACTIVATION_CLIP, 0, INFINITY },
    { "Sigmoid", DREAM_ACTIVATION_SIGMOID, 0, 0 },
    { "Tanh", DREAM_ACTIVATION_TANH, 0, 0 },
    { "HardSwish", DREAM_ACTIVATION_HARD_SWISH, 0, 0 },
  };
  const Activation *found = &activations[0];
  DreamOnnxLayout   layout;

  for (guint i = 0; i < G_N_ELEMENTS (activations); i++)
    if (g_strcmp0 (activations[i].op, node->op) == 0)
      found = &activations[i];

  if (! dream_onnx_graph_get_layer (graph, node, 0, &layout, error) ||
      ! dream_builder_add_activation (graph->builder, node->name,
                                      node->inputs[0], node->output,
                                      found->activation, found->low,
                                      found->high, error))
    return FALSE;

  dream_onnx_graph_set_layer (graph, node->output, layout);

  return TRUE;
}

/* Until version 11 the limits are attributes, then inputs. */
gboolean
dream_onnx_clip (DreamOnnxGraph      *graph,
                 const DreamOnnxNode *node,
                 GError             **error)
{
  gfloat          low  = dream_onnx_node_get_float (node, "min", -INFINITY);
  gfloat          high = dream_onnx_node_get_float (node, "max", INFINITY);
  DreamOnnxLayout layout;

  if (! dream_onnx_graph_get_layer (graph, node, 0, &layout, error))
    return FALSE;

  if (! read_limit (graph, node, 1, "min", &low) ||
      ! read_limit (graph, node, 2, "max", &high) || ! (low < high))
    return dream_onnx_node_unsupported (node,
                                        _ ("Its limits are not two numbers of "
                                           "the file, the lower one first."),
                                        error);

  if (! dream_builder_add_activation (graph->builder, node->name,
                                      node->inputs[0], node->output,
                                      DREAM_ACTIVATION_CLIP, low, high, error))
    return FALSE;

  dream_onnx_graph_set_layer (graph, node->output, layout);

  return TRUE;
}

gboolean
dream_onnx_hard_sigmoid (DreamOnnxGraph      *graph,
                         const DreamOnnxNode *node,
                         GError             **error)
{
  DreamOnnxLayout layout;

  if (! dream_onnx_graph_get_layer (graph, node, 0, &layout, error) ||
      ! dream_builder_add_scaled (graph->builder, node->name, node->inputs[0],
                                  node->output, DREAM_ACTIVATION_HARD_SIGMOID,
                                  dream_onnx_node_get_float (node, "alpha",
                                                             0.2f),
                                  dream_onnx_node_get_float (node, "beta",
                                                             0.5f),
                                  1, error))
    return FALSE;

  dream_onnx_graph_set_layer (graph, node->output, layout);

  return TRUE;
}

gboolean
dream_onnx_leaky_relu (DreamOnnxGraph      *graph,
                       const DreamOnnxNode *node,
                       GError             **error)
{
  DreamTensor     slopes;
  DreamOnnxLayout layout;

  if (! dream_onnx_graph_get_layer (graph, node, 0, &layout, error))
    return FALSE;

  *dream_builder_floats (graph->builder, &slopes,
                         1) = dream_onnx_node_get_float (node, "alpha", 0.01f);

  return add_leaky (graph, node, layout, &slopes, error);
}

gboolean
dream_onnx_prelu (DreamOnnxGraph      *graph,
                  const DreamOnnxNode *node,
                  GError             **error)
{
  const DreamOnnxTensor *constant = dream_onnx_graph_get_floats (graph, node,
                                                                 1);
  DreamTensor            slopes;
  DreamOnnxLayout        layout;
  const DreamLayer *layer = dream_onnx_graph_get_layer (graph, node, 0, &layout,
                                                        error);

  if (! layer)
    return FALSE;

  if (! constant ||
      ! dream_onnx_is_per_channel (constant, layout, layer->channels))
    return dream_onnx_node_unsupported (node,
                                        _ ("Its slopes are not one number of "
                                           "the file for each channel."),
                                        error);

  slopes = dream_onnx_tensor_get_floats (constant);

  return add_leaky (graph, node, layout, &slopes, error);
}

/* Returns: %FALSE if it is given, but not as one float of the file. */
static gboolean
read_limit (DreamOnnxGraph      *graph,
            const DreamOnnxNode *node,
            guint                index,
            const gchar         *attribute,
            gfloat              *limit)
{
  const DreamOnnxTensor *input = dream_onnx_graph_get_constant (graph, node,
                                                                index);

  if (dream_onnx_node_has_attribute (node, attribute) ||
      ! dream_onnx_node_has_input (node, index))
    return TRUE;

  return input && dream_onnx_tensor_get_scalar (input, limit);
}

static gboolean
add_leaky (DreamOnnxGraph      *graph,
           const DreamOnnxNode *node,
           DreamOnnxLayout      layout,
           const DreamTensor   *slopes,
           GError             **error)
{
  if (! dream_builder_add_leaky (graph->builder, node->name, node->inputs[0],
                                 node->output, slopes, error))
    return FALSE;

  dream_onnx_graph_set_layer (graph, node->output, layout);

  return TRUE;
}
