/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ONNX's operations that see a window: convolutions and pools.
 */

#include <glib/gi18n-lib.h>

#include "operations.h"

/* Along rows and columns; of the padding both before and after. */
#define N_AXES 2

static gboolean read_weights (DreamOnnxGraph      *graph,
                              const DreamOnnxNode *node,
                              DreamLayer          *layer,
                              GError             **error);
static gboolean read_bias (DreamOnnxGraph      *graph,
                           const DreamOnnxNode *node,
                           DreamLayer          *layer,
                           GError             **error);
static gboolean pool (DreamOnnxGraph      *graph,
                      const DreamOnnxNode *node,
                      DreamOp              op,
                      GError             **error);
static gboolean read_window (const DreamOnnxNode *node,
                             DreamLayer          *layer,
                             GError             **error);
static gboolean read_padding (const DreamOnnxNode *node,
                              DreamLayer          *layer,
                              GError             **error);
static gboolean read_sizes (const DreamOnnxNode *node,
                            const gchar         *attribute,
                            gint                 least,
                            gint                 most,
                            guint                n_sizes,
                            gint                *sizes,
                            GError             **error);

gboolean
dream_onnx_convolution (DreamOnnxGraph      *graph,
                        const DreamOnnxNode *node,
                        GError             **error)
{
  g_autoptr (DreamLayer) layer  = NULL;
  gint64                 groups = dream_onnx_node_get_int (node, "group", 1);

  if (! dream_onnx_graph_get_nchw (graph, node, error))
    return FALSE;

  layer = dream_builder_start (graph->builder, DREAM_OP_CONVOLUTION, node->name,
                               (const gchar *const *) node->inputs, 1, error);
  if (! layer)
    return FALSE;

  if (groups < 1 || groups > DREAM_MAX_CHANNELS)
    return dream_builder_damaged (error);
  layer->groups = groups;

  if (! read_weights (graph, node, layer, error) ||
      ! read_bias (graph, node, layer, error) ||
      ! read_window (node, layer, error) ||
      ! dream_builder_add (graph->builder, g_steal_pointer (&layer),
                           node->output, error))
    return FALSE;

  dream_onnx_graph_set_layer (graph, node->output, DREAM_ONNX_NCHW);

  return TRUE;
}

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

static gboolean
read_weights (DreamOnnxGraph      *graph,
              const DreamOnnxNode *node,
              DreamLayer          *layer,
              GError             **error)
{
  const DreamOnnxTensor *weights = dream_onnx_graph_get_floats (graph, node, 1);

  if (! weights)
    return dream_onnx_node_unsupported (node,
                                        _ ("Its weights are no floating-point "
                                           "numbers of the file."),
                                        error);

  if (weights->n_dims != 4 || weights->dims[2] > DREAM_MAX_KERNEL ||
      weights->dims[3] > DREAM_MAX_KERNEL)
    return dream_onnx_node_unsupported (node,
                                        _ ("Its kernel or window is too large, "
                                           "or not one of rows and columns."),
                                        error);

  layer->weights       = dream_onnx_tensor_get_floats (weights);
  layer->weights.order = DREAM_ORDER_OIHW;
  layer->channels      = MIN (weights->dims[0], G_MAXINT);
  layer->kernel_h      = weights->dims[2];
  layer->kernel_w      = weights->dims[3];

  return TRUE;
}

static gboolean
read_bias (DreamOnnxGraph      *graph,
           const DreamOnnxNode *node,
           DreamLayer          *layer,
           GError             **error)
{
  const DreamOnnxTensor *bias;

  if (! dream_onnx_node_has_input (node, 2))
    return TRUE;

  bias = dream_onnx_graph_get_floats (graph, node, 2);
  if (! bias)
    return dream_onnx_node_unsupported (node,
                                        _ ("Its weights are no floating-point "
                                           "numbers of the file."),
                                        error);

  layer->bias = dream_onnx_tensor_get_floats (bias);

  return TRUE;
}

static gboolean
pool (DreamOnnxGraph      *graph,
      const DreamOnnxNode *node,
      DreamOp              op,
      GError             **error)
{
  g_autoptr (DreamLayer) layer = NULL;
  gint                   kernel[N_AXES];

  if (! dream_onnx_graph_get_nchw (graph, node, error))
    return FALSE;

  if (! dream_onnx_node_has_attribute (node, "kernel_shape"))
    return dream_builder_damaged (error);

  layer = dream_builder_start (graph->builder, op, node->name,
                               (const gchar *const *) node->inputs, 1, error);
  if (! layer || ! read_sizes (node, "kernel_shape", 1, DREAM_MAX_KERNEL,
                               N_AXES, kernel, error))
    return FALSE;

  layer->kernel_h      = kernel[0];
  layer->kernel_w      = kernel[1];
  layer->round_up      = dream_onnx_node_get_int (node, "ceil_mode", 0) != 0;
  layer->count_padding = op == DREAM_OP_AVERAGE_POOL &&
                         dream_onnx_node_get_int (node, "count_include_pad",
                                                  0) != 0;

  if (! read_window (node, layer, error))
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

/* Strides, dilation and padding of a layer whose kernel is known. */
static gboolean
read_window (const DreamOnnxNode *node, DreamLayer *layer, GError **error)
{
  gint strides[N_AXES]   = { 1, 1 };
  gint dilations[N_AXES] = { 1, 1 };

  if (! read_sizes (node, "strides", 1, DREAM_MAX_STRIDE, N_AXES, strides,
                    error) ||
      ! read_sizes (node, "dilations", 1, DREAM_MAX_KERNEL, N_AXES, dilations,
                    error))
    return FALSE;

  layer->stride_h   = strides[0];
  layer->stride_w   = strides[1];
  layer->dilation_h = dilations[0];
  layer->dilation_w = dilations[1];

  return read_padding (node, layer, error);
}

static gboolean
read_padding (const DreamOnnxNode *node, DreamLayer *layer, GError **error)
{
  const gchar *automatic        = dream_onnx_node_get_string (node, "auto_pad",
                                                              "NOTSET");
  gint         pads[2 * N_AXES] = { 0 };

  if (g_strcmp0 (automatic, "VALID") == 0)
    return TRUE;

  /* What is left over comes before the picture, if there is anything left. */
  if (g_strcmp0 (automatic, "SAME_LOWER") == 0 &&
      (layer->stride_h != 1 || layer->stride_w != 1 ||
       (layer->kernel_h - 1) * layer->dilation_h % 2 != 0 ||
       (layer->kernel_w - 1) * layer->dilation_w % 2 != 0))
    return dream_onnx_node_unsupported (node,
                                        _ ("Its padding cannot be of that "
                                           "kind."),
                                        error);

  if (g_strcmp0 (automatic, "SAME_UPPER") == 0 ||
      g_strcmp0 (automatic, "SAME_LOWER") == 0)
    {
      layer->padding = DREAM_PADDING_SAME;
      return TRUE;
    }

  if (! read_sizes (node, "pads", 0, DREAM_MAX_KERNEL, G_N_ELEMENTS (pads),
                    pads, error))
    return FALSE;

  layer->pad_top    = pads[0];
  layer->pad_left   = pads[1];
  layer->pad_bottom = pads[2];
  layer->pad_right  = pads[3];

  return TRUE;
}

/* @sizes: (inout): stay as they are if there is no such attribute. */
static gboolean
read_sizes (const DreamOnnxNode *node,
            const gchar         *attribute,
            gint                 least,
            gint                 most,
            guint                n_sizes,
            gint                *sizes,
            GError             **error)
{
  gsize         n_values;
  const gint64 *values = dream_onnx_node_get_ints (node, attribute, &n_values);

  if (! values)
    return TRUE;

  if (n_values != n_sizes)
    return dream_onnx_node_unsupported (node,
                                        _ ("Its window is not one of rows and "
                                           "columns."),
                                        error);

  for (guint i = 0; i < n_sizes; i++)
    {
      if (values[i] < least || values[i] > most)
        return dream_onnx_node_unsupported (node,
                                            _ ("Its kernel, stride or padding "
                                               "is out of range."),
                                            error);
      sizes[i] = values[i];
    }

  return TRUE;
}
