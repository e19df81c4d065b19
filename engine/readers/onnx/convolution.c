/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ONNX's convolutions, and its matrices, which become convolutions.
 */

#include <glib/gi18n-lib.h>

#include "operations.h"

static gboolean read_weights (DreamOnnxGraph      *graph,
                              const DreamOnnxNode *node,
                              DreamLayer          *layer,
                              GError             **error);
static gboolean read_bias (DreamOnnxGraph      *graph,
                           const DreamOnnxNode *node,
                           DreamLayer          *layer,
                           GError             **error);
static gboolean dense (DreamOnnxGraph      *graph,
                       const DreamOnnxNode *node,
                       gboolean             has_output_rows,
                       gfloat               alpha,
                       const DreamTensor   *bias,
                       GError             **error);
static gboolean read_matrix_bias (DreamOnnxGraph      *graph,
                                  const DreamOnnxNode *node,
                                  gint64               n_outputs,
                                  DreamTensor         *bias,
                                  GError             **error);
static gboolean multiply (DreamOnnxGraph *graph,
                          DreamTensor    *tensor,
                          gsize           n_values,
                          gfloat          factor,
                          GError        **error);

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
      ! dream_onnx_read_window (node, layer, error) ||
      ! dream_builder_add (graph->builder, g_steal_pointer (&layer),
                           node->output, error))
    return FALSE;

  dream_onnx_graph_set_layer (graph, node->output, DREAM_ONNX_NCHW);

  return TRUE;
}

/* y = alpha x w + beta c, the matrix w with its outputs in rows or columns. */
gboolean
dream_onnx_gemm (DreamOnnxGraph      *graph,
                 const DreamOnnxNode *node,
                 GError             **error)
{
  const DreamOnnxTensor *weights = dream_onnx_graph_get_floats (graph, node, 1);
  const gboolean has_output_rows = dream_onnx_node_get_int (node, "transB",
                                                            0) != 0;
  DreamTensor    bias            = { 0 };

  if (dream_onnx_node_get_int (node, "transA", 0) != 0 || ! weights ||
      weights->n_dims != 2)
    return dream_onnx_node_unsupported (node,
                                        _ (
                                          "It does not multiply by a matrix of "
                                          "the file."),
                                        error);

  if (dream_onnx_node_has_input (node, 2) &&
      ! read_matrix_bias (graph, node, weights->dims[has_output_rows ? 0 : 1],
                          &bias, error))
    return FALSE;

  return dense (graph, node, has_output_rows,
                dream_onnx_node_get_float (node, "alpha", 1),
                bias.data ? &bias : NULL, error);
}

gboolean
dream_onnx_mat_mul (DreamOnnxGraph      *graph,
                    const DreamOnnxNode *node,
                    GError             **error)
{
  return dense (graph, node, FALSE, 1, NULL, error);
}

static gboolean
read_weights (DreamOnnxGraph      *graph,
              const DreamOnnxNode *node,
              DreamLayer          *layer,
              GError             **error)
{
  const DreamOnnxTensor *weights = dream_onnx_graph_get_weights (graph, node, 1,
                                                                 error);

  if (! weights)
    return FALSE;

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

  bias = dream_onnx_graph_get_weights (graph, node, 2, error);
  if (! bias)
    return FALSE;

  layer->bias = dream_onnx_tensor_get_floats (bias);

  return TRUE;
}

/* @has_output_rows: each row of the matrix belongs to an output. */
static gboolean
dense (DreamOnnxGraph      *graph,
       const DreamOnnxNode *node,
       gboolean             has_output_rows,
       gfloat               alpha,
       const DreamTensor   *bias,
       GError             **error)
{
  const DreamOnnxTensor *matrix = dream_onnx_graph_get_floats (graph, node, 1);
  DreamTensor            weights;
  DreamOnnxLayout        layout;
  gint64                 n_outputs;

  if (! dream_onnx_graph_get_layer (graph, node, 0, &layout, error))
    return FALSE;

  if (! matrix || matrix->n_dims != 2 || layout == DREAM_ONNX_NCHW ||
      layout == DREAM_ONNX_ROWS)
    return dream_onnx_node_unsupported (node,
                                        _ (
                                          "It does not multiply by a matrix of "
                                          "the file."),
                                        error);

  n_outputs = matrix->dims[has_output_rows ? 0 : 1];
  weights   = dream_onnx_tensor_get_floats (matrix);
  if (matrix->is_transposed)
    has_output_rows = ! has_output_rows;
  if (layout == DREAM_ONNX_FLAT)
    weights.order = has_output_rows ? DREAM_ORDER_OIHW : DREAM_ORDER_IHWO;
  else
    weights.order = has_output_rows ? DREAM_ORDER_OHWI : DREAM_ORDER_HWIO;

  if (! multiply (graph, &weights, weights.n_values, alpha, error) ||
      ! dream_builder_add_dense (graph->builder, node->name, node->inputs[0],
                                 node->output, &weights, bias,
                                 MIN (n_outputs, G_MAXINT), error))
    return FALSE;

  /* Flat or not, channels are last, and there is one position if flat. */
  dream_onnx_graph_set_layer (graph, node->output,
                              layout == DREAM_ONNX_NHWC ? DREAM_ONNX_NHWC
                                                        : DREAM_ONNX_FLAT);

  return TRUE;
}

static gboolean
read_matrix_bias (DreamOnnxGraph      *graph,
                  const DreamOnnxNode *node,
                  gint64               n_outputs,
                  DreamTensor         *bias,
                  GError             **error)
{
  const DreamOnnxTensor *tensor = dream_onnx_graph_get_weights (graph, node, 2,
                                                                error);

  if (! tensor)
    return FALSE;

  if ((tensor->n_values != 1 && tensor->n_values != (gsize) n_outputs) ||
      n_outputs > DREAM_MAX_CHANNELS)
    return dream_builder_damaged (error);

  *bias = dream_onnx_tensor_get_floats (tensor);

  return multiply (graph, bias, n_outputs,
                   dream_onnx_node_get_float (node, "beta", 1), error);
}

/* Makes @n_values values of the tensor's, or of its one. */
static gboolean
multiply (DreamOnnxGraph *graph,
          DreamTensor    *tensor,
          gsize           n_values,
          gfloat          factor,
          GError        **error)
{
  const DreamTensor  before = *tensor;
  g_autofree gfloat *given  = NULL;
  gfloat            *values;

  if (factor == 1 && n_values == before.n_values)
    return TRUE;

  if (! dream_onnx_graph_take (graph, sizeof (gfloat) * n_values, error))
    return FALSE;

  given = g_new0 (gfloat, MAX (before.n_values, 1));
  dream_tensor_decode (&before, given);

  values        = dream_builder_floats (graph->builder, tensor, n_values);
  tensor->order = before.order;
  for (gsize i = 0; i < n_values; i++)
    values[i] = factor * given[before.n_values == 1 ? 0 : i];

  return TRUE;
}
