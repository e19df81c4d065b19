/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ONNX's matrices, normalisations, concatenations and paddings.
 */

#include <glib/gi18n-lib.h>

#include "operations.h"

static gboolean dense (DreamOnnxGraph      *graph,
                       const DreamOnnxNode *node,
                       gboolean             has_output_rows,
                       gfloat               alpha,
                       const DreamTensor   *bias,
                       GError             **error);
static gboolean read_bias (DreamOnnxGraph      *graph,
                           const DreamOnnxNode *node,
                           gint64               n_outputs,
                           DreamTensor         *bias,
                           GError             **error);
static gboolean multiply (DreamOnnxGraph *graph,
                          DreamTensor    *tensor,
                          gsize           n_values,
                          gfloat          factor,
                          GError        **error);
static gboolean read_pads (DreamOnnxGraph      *graph,
                           const DreamOnnxNode *node,
                           guint                rank,
                           guint                channels,
                           gint64              *before,
                           gint64              *after,
                           GError             **error);
static gboolean pads_with_zeros (DreamOnnxGraph      *graph,
                                 const DreamOnnxNode *node);

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
      ! read_bias (graph, node, weights->dims[has_output_rows ? 0 : 1], &bias,
                   error))
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
      const DreamOnnxTensor *tensor = dream_onnx_graph_get_floats (graph, node,
                                                                   1 + i);

      if (! tensor)
        return dream_onnx_node_unsupported (node,
                                            _ ("Its weights are no "
                                               "floating-point numbers of the "
                                               "file."),
                                            error);
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

gboolean
dream_onnx_concat (DreamOnnxGraph      *graph,
                   const DreamOnnxNode *node,
                   GError             **error)
{
  gint64          axis  = dream_onnx_node_get_int (node, "axis", 1);
  DreamLayer     *layer = NULL;
  DreamOnnxLayout layout;
  DreamOnnxLayout other;

  if (! dream_onnx_graph_get_layer (graph, node, 0, &layout, error))
    return FALSE;

  for (guint i = 1; i < node->n_inputs; i++)
    {
      if (! dream_onnx_graph_get_layer (graph, node, i, &other, error))
        return FALSE;

      if (other != layout)
        return dream_onnx_node_unsupported (node,
                                            _ ("The sizes of its inputs "
                                               "differ."),
                                            error);
    }

  if (! dream_onnx_normalise_axis (&axis, dream_onnx_layout_rank (layout)) ||
      axis != dream_onnx_layout_channels (layout))
    return dream_onnx_node_unsupported (node,
                                        _ ("It does not concatenate along the "
                                           "channels."),
                                        error);

  layer = dream_builder_start (graph->builder, DREAM_OP_CONCAT, node->name,
                               (const gchar *const *) node->inputs,
                               node->n_inputs, error);
  if (! layer ||
      ! dream_builder_add (graph->builder, layer, node->output, error))
    return FALSE;

  dream_onnx_graph_set_layer (graph, node->output, layout);

  return TRUE;
}

gboolean
dream_onnx_pad (DreamOnnxGraph      *graph,
                const DreamOnnxNode *node,
                GError             **error)
{
  gint64          before[DREAM_ONNX_MAX_DIMS] = { 0 };
  gint64          after[DREAM_ONNX_MAX_DIMS]  = { 0 };
  gint64          sum                         = 0;
  DreamOnnxLayout layout;
  guint           rank;
  guint           channels;
  guint           rows;

  if (! dream_onnx_graph_get_layer (graph, node, 0, &layout, error))
    return FALSE;

  rank     = dream_onnx_layout_rank (layout);
  channels = dream_onnx_layout_channels (layout);
  rows     = layout == DREAM_ONNX_NHWC ? 1 : 2;
  if (! read_pads (graph, node, rank, channels, before, after, error))
    return FALSE;

  for (guint i = 0; i < rank; i++)
    sum += before[i] + after[i];
  if (sum == 0)
    return dream_onnx_graph_alias (graph, node, layout, error);

  if (rank != 4 || before[0] + after[0] + before[channels] != 0 ||
      ! pads_with_zeros (graph, node))
    return dream_onnx_node_unsupported (node,
                                        _ ("It pads with something else than "
                                           "rows and columns of zeros."),
                                        error);

  if (! dream_builder_add_padding (graph->builder, node->name, node->inputs[0],
                                   node->output, before[rows], before[rows + 1],
                                   after[rows], after[rows + 1],
                                   after[channels], error))
    return FALSE;

  dream_onnx_graph_set_layer (graph, node->output, layout);

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
read_bias (DreamOnnxGraph      *graph,
           const DreamOnnxNode *node,
           gint64               n_outputs,
           DreamTensor         *bias,
           GError             **error)
{
  const DreamOnnxTensor *tensor = dream_onnx_graph_get_floats (graph, node, 2);

  if (! tensor)
    return dream_onnx_node_unsupported (node,
                                        _ ("Its weights are no floating-point "
                                           "numbers of the file."),
                                        error);

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

/* Until version 11 they are an attribute, then an input, of all axes or, from
 * version 18 on, of some. */
static gboolean
read_pads (DreamOnnxGraph      *graph,
           const DreamOnnxNode *node,
           guint                rank,
           guint                channels,
           gint64              *before,
           gint64              *after,
           GError             **error)
{
  const DreamOnnxTensor *input = dream_onnx_graph_get_ints (graph, node, 1);
  const DreamOnnxTensor *axes  = dream_onnx_graph_get_ints (graph, node, 3);
  gsize                  n_pads;
  const gint64 *pads = dream_onnx_node_get_ints (node, "pads", &n_pads);
  gsize         n_axes;

  if (input)
    n_pads = input->n_values;
  n_axes = n_pads / 2;

  if ((! input && ! pads) || n_pads != 2 * n_axes || n_axes > rank ||
      n_axes != (axes ? axes->n_values : rank))
    return dream_onnx_node_unsupported (node,
                                        _ ("Its padding is out of range."),
                                        error);

  for (gsize i = 0; i < n_pads; i++)
    {
      gint64 axis = i % n_axes;
      gint64 pad  = input ? dream_onnx_tensor_get_int (input, i) : pads[i];

      if (axes)
        axis = dream_onnx_tensor_get_int (axes, axis);

      if (! dream_onnx_normalise_axis (&axis, rank) || pad < 0 ||
          pad > (axis == channels ? DREAM_MAX_CHANNELS : DREAM_MAX_KERNEL))
        return dream_onnx_node_unsupported (node,
                                            _ ("Its padding is out of range."),
                                            error);

      *(i < n_axes ? &before[axis] : &after[axis]) = pad;
    }

  return TRUE;
}

static gboolean
pads_with_zeros (DreamOnnxGraph *graph, const DreamOnnxNode *node)
{
  const DreamOnnxTensor *input = dream_onnx_graph_get_constant (graph, node, 2);
  gfloat                 value = dream_onnx_node_get_float (node, "value", 0);

  if (dream_onnx_node_has_input (node, 2) &&
      (! input || ! dream_onnx_tensor_get_scalar (input, &value)))
    return FALSE;

  return value == 0 &&
         g_strcmp0 (dream_onnx_node_get_string (node, "mode", "constant"),
                    "constant") == 0;
}
