/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ONNX's pools: of windows, and of all positions.
 */

#include <glib/gi18n-lib.h>

#include "operations.h"

static gboolean pool (DreamOnnxGraph      *graph,
                      const DreamOnnxNode *node,
                      DreamOp              op,
                      GError             **error);
static gboolean global_pool (DreamOnnxGraph      *graph,
                             const DreamOnnxNode *node,
                             DreamOp              op,
                             GError             **error);
static gboolean reduce (DreamOnnxGraph      *graph,
                        const DreamOnnxNode *node,
                        DreamOp              op,
                        GError             **error);
static guint    read_axes (DreamOnnxGraph      *graph,
                           const DreamOnnxNode *node,
                           guint                rank);
static guint    position_axes (DreamOnnxLayout layout);

gboolean
dream_onnx_max_pool (DreamOnnxGraph      *graph,
                     const DreamOnnxNode *node,
                     GError             **error)
{
  return pool (graph, node, DREAM_OP_MAX_POOL, error);
}

gboolean
dream_onnx_average_pool (DreamOnnxGraph      *graph,
                         const DreamOnnxNode *node,
                         GError             **error)
{
  return pool (graph, node, DREAM_OP_AVERAGE_POOL, error);
}

gboolean
dream_onnx_global_max_pool (DreamOnnxGraph      *graph,
                            const DreamOnnxNode *node,
                            GError             **error)
{
  return global_pool (graph, node, DREAM_OP_MAX_POOL, error);
}

gboolean
dream_onnx_global_average_pool (DreamOnnxGraph      *graph,
                                const DreamOnnxNode *node,
                                GError             **error)
{
  return global_pool (graph, node, DREAM_OP_AVERAGE_POOL, error);
}

gboolean
dream_onnx_reduce_max (DreamOnnxGraph      *graph,
                       const DreamOnnxNode *node,
                       GError             **error)
{
  return reduce (graph, node, DREAM_OP_MAX_POOL, error);
}

gboolean
dream_onnx_reduce_mean (DreamOnnxGraph      *graph,
                        const DreamOnnxNode *node,
                        GError             **error)
{
  return reduce (graph, node, DREAM_OP_AVERAGE_POOL, error);
}

static gboolean
pool (DreamOnnxGraph      *graph,
      const DreamOnnxNode *node,
      DreamOp              op,
      GError             **error)
{
  g_autoptr (DreamLayer) layer = NULL;
  gint                   kernel[DREAM_ONNX_SIDES];

  if (! dream_onnx_graph_get_nchw (graph, node, error))
    return FALSE;

  if (! dream_onnx_node_has_attribute (node, "kernel_shape"))
    return dream_builder_damaged (error);

  layer = dream_builder_start (graph->builder, op, node->name,
                               (const gchar *const *) node->inputs, 1, error);
  if (! layer ||
      ! dream_onnx_read_sizes (node, "kernel_shape", 1, DREAM_MAX_KERNEL,
                               DREAM_ONNX_SIDES, kernel, error))
    return FALSE;

  layer->kernel_h      = kernel[0];
  layer->kernel_w      = kernel[1];
  layer->round_up      = dream_onnx_node_get_int (node, "ceil_mode", 0) != 0;
  layer->count_padding = op == DREAM_OP_AVERAGE_POOL &&
                         dream_onnx_node_get_int (node, "count_include_pad",
                                                  0) != 0;

  if (! dream_onnx_read_window (node, layer, error))
    return FALSE;

  if (layer->dilation_h != 1 || layer->dilation_w != 1)
    return dream_onnx_node_unsupported (node, _ ("It is dilated."), error);

  /* Then there is nothing to be rounded, and SAME never counts. */
  if (layer->padding == DREAM_PADDING_SAME)
    {
      if (layer->count_padding)
        return dream_onnx_node_unsupported (node,
                                            _ ("Its padding cannot be of that "
                                               "kind."),
                                            error);
      layer->round_up = FALSE;
    }

  if (! dream_builder_add (graph->builder, g_steal_pointer (&layer),
                           node->output, error))
    return FALSE;

  dream_onnx_graph_set_layer (graph, node->output, DREAM_ONNX_NCHW);

  return TRUE;
}

static gboolean
global_pool (DreamOnnxGraph      *graph,
             const DreamOnnxNode *node,
             DreamOp              op,
             GError             **error)
{
  if (! dream_onnx_graph_get_nchw (graph, node, error) ||
      ! dream_builder_add_global_pool (graph->builder, node->name,
                                       node->inputs[0], node->output, op,
                                       error))
    return FALSE;

  dream_onnx_graph_set_layer (graph, node->output, DREAM_ONNX_NCHW);

  return TRUE;
}

static gboolean
reduce (DreamOnnxGraph      *graph,
        const DreamOnnxNode *node,
        DreamOp              op,
        GError             **error)
{
  DreamOnnxLayout layout;

  if (! dream_onnx_graph_get_layer (graph, node, 0, &layout, error))
    return FALSE;

  if (position_axes (layout) == 0 ||
      read_axes (graph, node, dream_onnx_layout_rank (layout)) !=
        position_axes (layout))
    return dream_onnx_node_unsupported (node,
                                        _ (
                                          "It reduces other axes than rows and "
                                          "columns."),
                                        error);

  if (! dream_builder_add_global_pool (graph->builder, node->name,
                                       node->inputs[0], node->output, op,
                                       error))
    return FALSE;

  if (dream_onnx_node_get_int (node, "keepdims", 1) == 0)
    layout = DREAM_ONNX_FLAT;
  dream_onnx_graph_set_layer (graph, node->output, layout);

  return TRUE;
}

/* Until version 13 (18 for most) they are an attribute, then an input.
 *
 * Returns: a bit for each, 0 for none or such as cannot be. */
static guint
read_axes (DreamOnnxGraph *graph, const DreamOnnxNode *node, guint rank)
{
  const DreamOnnxTensor *input = dream_onnx_graph_get_ints (graph, node, 1);
  gsize                  n_axes;
  const gint64 *axes = dream_onnx_node_get_ints (node, "axes", &n_axes);
  guint         bits = 0;

  if (input)
    n_axes = input->n_values;

  for (gsize i = 0; i < n_axes; i++)
    {
      gint64 axis = input ? dream_onnx_tensor_get_int (input, i) : axes[i];

      if (! dream_onnx_normalise_axis (&axis, rank))
        return 0;
      bits |= 1 << axis;
    }

  return bits;
}

/* Returns: a bit for each axis of rows and columns; 0 if they have none. */
static guint
position_axes (DreamOnnxLayout layout)
{
  switch (layout)
    {
    case DREAM_ONNX_NCHW:
      return 1 << 2 | 1 << 3;

    case DREAM_ONNX_NHWC:
      return 1 << 1 | 1 << 2;

    case DREAM_ONNX_ROWS:
      return 1 << 2;

    default:
      return 0;
    }
}
