/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of Caffe's operations, and what these have in common.
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "operations.h"

typedef struct
{
  const gchar   *type;
  DreamCaffeRead read;
} Operation;

DreamCaffeRead
dream_caffe_find_operation (const gchar *type)
{
  static const Operation operations[] = {
    { "BatchNorm", dream_caffe_read_batch_norm },
    { "Bias", dream_caffe_read_bias },
    { "CONCAT", dream_caffe_read_concat },
    { "CONVOLUTION", dream_caffe_read_convolution },
    { "Clip", dream_caffe_read_clip },
    { "Concat", dream_caffe_read_concat },
    { "Convolution", dream_caffe_read_convolution },
    { "DROPOUT", dream_caffe_read_nothing },
    { "DepthwiseConvolution", dream_caffe_read_convolution },
    { "Dropout", dream_caffe_read_nothing },
    { "ELTWISE", dream_caffe_read_eltwise },
    { "Eltwise", dream_caffe_read_eltwise },
    { "FLATTEN", dream_caffe_read_flatten },
    { "Flatten", dream_caffe_read_flatten },
    { "INNER_PRODUCT", dream_caffe_read_inner_product },
    { "InnerProduct", dream_caffe_read_inner_product },
    { "LRN", dream_caffe_read_lrn },
    { "POOLING", dream_caffe_read_pooling },
    { "POWER", dream_caffe_read_power },
    { "PReLU", dream_caffe_read_prelu },
    { "Pooling", dream_caffe_read_pooling },
    { "Power", dream_caffe_read_power },
    { "RELU", dream_caffe_read_relu },
    { "ReLU", dream_caffe_read_relu },
    { "ReLU6", dream_caffe_read_activation },
    { "Reshape", dream_caffe_read_reshape },
    { "SIGMOID", dream_caffe_read_activation },
    { "SOFTMAX", dream_caffe_read_nothing },
    { "SPLIT", dream_caffe_read_nothing },
    { "Scale", dream_caffe_read_scale },
    { "Sigmoid", dream_caffe_read_activation },
    { "Softmax", dream_caffe_read_nothing },
    { "Split", dream_caffe_read_nothing },
    { "Swish", dream_caffe_read_swish },
    { "TANH", dream_caffe_read_activation },
    { "TanH", dream_caffe_read_activation }
  };

  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    if (strcmp (operations[i].type, type) == 0)
      return operations[i].read;

  return NULL;
}

gboolean
dream_caffe_is_channels (gint axis)
{
  return axis == DREAM_CAFFE_CHANNELS ||
         axis == DREAM_CAFFE_CHANNELS - DREAM_CAFFE_N_DIMENSIONS;
}

const DreamTensor *
dream_caffe_get_blob (const DreamCaffeLayer *layer, guint index, GError **error)
{
  if (index < layer->blobs->n && layer->blobs->tensors[index].n_values > 0)
    return &layer->blobs->tensors[index];

  dream_builder_unsupported (layer->name,
                             _ ("The network file does not hold its weights."),
                             error);

  return NULL;
}

gint
dream_caffe_to_int (guint32 number)
{
  return MIN (number, G_MAXINT);
}
