/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of ONNX's operations.
 */

#include "operations.h"

/* @fold: (nullable): if none of its inputs depends on the picture.
 * @n_inputs: it has at least as many. */
typedef struct
{
  const gchar      *op;
  DreamOnnxReadFunc read;
  DreamOnnxReadFunc fold;
  guint             n_inputs;
} Operation;

static const Operation *find_operation (const gchar *op);
static gboolean is_constant (DreamOnnxGraph *graph, const DreamOnnxNode *node);
static gboolean concat (DreamOnnxGraph      *graph,
                        const DreamOnnxNode *node,
                        GError             **error);

gboolean
dream_onnx_operation (DreamOnnxGraph      *graph,
                      const DreamOnnxNode *node,
                      GError             **error)
{
  const Operation  *operation = find_operation (node->op);
  DreamOnnxReadFunc read;

  if (! operation)
    return dream_builder_unknown (node->name, node->op, error);

  if (node->n_inputs < operation->n_inputs)
    return dream_builder_damaged (error);

  read = is_constant (graph, node) ? operation->fold : operation->read;
  if (! read)
    return dream_builder_unknown (node->name, node->op, error);

  return read (graph, node, error);
}

/* What is a class's probability is dreamt of better as it was before. */
static const Operation *
find_operation (const gchar *op)
{
  static const Operation operations[] = {
    { "Add", dream_onnx_arithmetic, dream_onnx_fold_arithmetic, 2 },
    { "AveragePool", dream_onnx_average_pool, NULL, 1 },
    { "BatchNormalization", dream_onnx_batch_norm, NULL, 5 },
    { "Cast", dream_onnx_cast, dream_onnx_cast, 1 },
    { "Clip", dream_onnx_clip, NULL, 1 },
    { "Concat", concat, dream_onnx_fold_concat, 1 },
    { "Constant", NULL, dream_onnx_constant, 0 },
    { "ConstantOfShape", NULL, dream_onnx_fold_constant_of_shape, 1 },
    { "Conv", dream_onnx_convolution, NULL, 2 },
    { "Div", dream_onnx_arithmetic, dream_onnx_fold_arithmetic, 2 },
    { "Dropout", dream_onnx_identity, dream_onnx_identity, 1 },
    { "Flatten", dream_onnx_flatten, dream_onnx_flatten, 1 },
    { "Gather", dream_onnx_gather, dream_onnx_fold_gather, 2 },
    { "Gemm", dream_onnx_gemm, NULL, 2 },
    { "GlobalAveragePool", dream_onnx_global_average_pool, NULL, 1 },
    { "GlobalMaxPool", dream_onnx_global_max_pool, NULL, 1 },
    { "HardSigmoid", dream_onnx_hard_sigmoid, NULL, 1 },
    { "HardSwish", dream_onnx_activation, NULL, 1 },
    { "Identity", dream_onnx_identity, dream_onnx_identity, 1 },
    { "LRN", dream_onnx_lrn, NULL, 1 },
    { "LeakyRelu", dream_onnx_leaky_relu, NULL, 1 },
    { "LogSoftmax", dream_onnx_identity, NULL, 1 },
    { "MatMul", dream_onnx_mat_mul, NULL, 2 },
    { "Max", dream_onnx_arithmetic, NULL, 1 },
    { "MaxPool", dream_onnx_max_pool, NULL, 1 },
    { "Min", dream_onnx_arithmetic, NULL, 1 },
    { "Mul", dream_onnx_arithmetic, dream_onnx_fold_arithmetic, 2 },
    { "PRelu", dream_onnx_prelu, NULL, 2 },
    { "Pad", dream_onnx_pad, NULL, 1 },
    { "ReduceMax", dream_onnx_reduce_max, NULL, 1 },
    { "ReduceMean", dream_onnx_reduce_mean, NULL, 1 },
    { "Relu", dream_onnx_activation, NULL, 1 },
    { "Reshape", dream_onnx_reshape, dream_onnx_reshape, 2 },
    { "Shape", dream_onnx_shape, dream_onnx_shape, 1 },
    { "Sigmoid", dream_onnx_activation, NULL, 1 },
    { "Slice", NULL, dream_onnx_fold_slice, 1 },
    { "Softmax", dream_onnx_identity, NULL, 1 },
    { "Squeeze", dream_onnx_squeeze, dream_onnx_squeeze, 1 },
    { "Sub", dream_onnx_arithmetic, dream_onnx_fold_arithmetic, 2 },
    { "Sum", dream_onnx_arithmetic, NULL, 1 },
    { "Tanh", dream_onnx_activation, NULL, 1 },
    { "Transpose", dream_onnx_transpose, dream_onnx_fold_transpose, 1 },
    { "Unsqueeze", dream_onnx_unsqueeze, dream_onnx_unsqueeze, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    if (g_strcmp0 (operations[i].op, op) == 0)
      return &operations[i];

  return NULL;
}

static gboolean
is_constant (DreamOnnxGraph *graph, const DreamOnnxNode *node)
{
  for (guint i = 0; i < node->n_inputs; i++)
    if (dream_onnx_node_has_input (node, i) &&
        ! dream_onnx_graph_get_constant (graph, node, i))
      return FALSE;

  return TRUE;
}

static gboolean
concat (DreamOnnxGraph *graph, const DreamOnnxNode *node, GError **error)
{
  const DreamOnnxValue *value = dream_onnx_graph_get_input (graph, node, 0);

  return value && value->kind == DREAM_ONNX_CHANNEL
           ? dream_onnx_concat_channels (graph, node, error)
           : dream_onnx_concat (graph, node, error);
}
