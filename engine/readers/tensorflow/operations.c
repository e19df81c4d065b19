/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of TensorFlow's operations, and what these have in common.
 */

#include <stdlib.h>
#include <string.h>

#include "operations.h"

static gint     compare (gconstpointer op, gconstpointer operation);
static gboolean read_variable (DreamTfGraph *self,
                               DreamTfNode  *node,
                               GError      **error);

const DreamTfOperation *
dream_tf_find_operation (const gchar *op)
{
  /* Sorted. */
  static const DreamTfOperation operations[] = {
    { "Add", 2, dream_tf_read_binary },
    { "AddN", 1, dream_tf_read_sum },
    { "AddV2", 2, dream_tf_read_binary },
    { "AvgPool", 1, dream_tf_read_average_pool },
    { "BatchNormWithGlobalNormalization", 5, dream_tf_read_old_batch_norm },
    { "BiasAdd", 2, dream_tf_read_binary },
    { "Cast", 1, dream_tf_read_alias },
    { "CheckNumerics", 1, dream_tf_read_alias },
    { "Concat", 2, dream_tf_read_concat },
    { "ConcatV2", 2, dream_tf_read_concat },
    { "Const", 0, dream_tf_read_constant },
    { "Conv2D", 2, dream_tf_read_convolution },
    { "DepthwiseConv2dNative", 2, dream_tf_read_depthwise },
    { "Dequantize", 3, dream_tf_read_dequantize },
    { "Div", 2, dream_tf_read_binary },
    { "ExpandDims", 1, dream_tf_read_squeeze },
    { "FusedBatchNorm", 5, dream_tf_read_batch_norm },
    { "FusedBatchNormV2", 5, dream_tf_read_batch_norm },
    { "FusedBatchNormV3", 5, dream_tf_read_batch_norm },
    { "FusedDepthwiseConv2dNative", 2, dream_tf_read_fused },
    { "Identity", 1, dream_tf_read_alias },
    { "LRN", 1, dream_tf_read_lrn },
    { "LeakyRelu", 1, dream_tf_read_activation },
    { "LogSoftmax", 1, dream_tf_read_alias },
    { "MatMul", 2, dream_tf_read_matrix },
    { "Max", 2, dream_tf_read_reduction },
    { "MaxPool", 1, dream_tf_read_max_pool },
    { "Maximum", 2, dream_tf_read_binary },
    { "Mean", 2, dream_tf_read_reduction },
    { "Minimum", 2, dream_tf_read_binary },
    { "Mul", 2, dream_tf_read_binary },
    { "Neg", 1, dream_tf_read_unary },
    { "Pad", 2, dream_tf_read_padding },
    { "PadV2", 3, dream_tf_read_padding },
    { "PlaceholderWithDefault", 1, dream_tf_read_alias },
    { "Prelu", 2, dream_tf_read_prelu },
    { "PreventGradient", 1, dream_tf_read_alias },
    { "RealDiv", 2, dream_tf_read_binary },
    { "Relu", 1, dream_tf_read_activation },
    { "Relu6", 1, dream_tf_read_activation },
    { "Reshape", 2, dream_tf_read_reshape },
    { "ResizeBicubic", 2, dream_tf_read_resize },
    { "ResizeBilinear", 2, dream_tf_read_resize },
    { "ResizeNearestNeighbor", 2, dream_tf_read_resize },
    { "Rsqrt", 1, dream_tf_read_numbers },
    { "Sigmoid", 1, dream_tf_read_activation },
    { "Snapshot", 1, dream_tf_read_alias },
    { "Softmax", 1, dream_tf_read_alias },
    { "Sqrt", 1, dream_tf_read_numbers },
    { "Square", 1, dream_tf_read_unary },
    { "Squeeze", 1, dream_tf_read_squeeze },
    { "StopGradient", 1, dream_tf_read_alias },
    { "Sub", 2, dream_tf_read_binary },
    { "Tanh", 1, dream_tf_read_activation },
    { "VarHandleOp", 0, read_variable },
    { "Variable", 0, read_variable },
    { "VariableV2", 0, read_variable },
    { "_FusedConv2D", 2, dream_tf_read_fused },
    { "_FusedDepthwiseConv2dNative", 2, dream_tf_read_fused },
    { "_FusedMatMul", 2, dream_tf_read_fused },
  };

  return bsearch (op, operations, G_N_ELEMENTS (operations),
                  sizeof operations[0], compare);
}

gboolean
dream_tf_is_axis (gint64 axis, gint which)
{
  return axis == which || axis == which - DREAM_TF_N_AXES;
}

static gint
compare (gconstpointer op, gconstpointer operation)
{
  return strcmp (op, ((const DreamTfOperation *) operation)->name);
}

static gboolean
read_variable (DreamTfGraph *self G_GNUC_UNUSED,
               DreamTfNode  *node,
               GError      **error)
{
  return dream_tf_is_not_frozen (node, error);
}
