/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * TensorFlow's convolutions, and its matrices, which become convolutions.
 */

#include <glib/gi18n-lib.h>

#include "operations.h"

/* Of a convolution's weights. */
enum
{
  KERNEL_ROWS,
  KERNEL_COLUMNS,
  INPUTS,
  OUTPUTS
};

static gboolean               read_kernel (const DreamTfConstant *weights,
                                           gboolean               is_depthwise,
                                           DreamLayer            *layer,
                                           GError               **error);
static const DreamTfConstant *get_weights (DreamTfGraph      *self,
                                           const DreamTfNode *node,
                                           GError           **error);

gboolean
dream_tf_read_convolution (DreamTfGraph *self,
                           DreamTfNode  *node,
                           GError      **error)
{
  return dream_tf_add_convolution (self, node, node->name, FALSE, NULL, error);
}

gboolean
dream_tf_read_depthwise (DreamTfGraph *self, DreamTfNode *node, GError **error)
{
  return dream_tf_add_convolution (self, node, node->name, TRUE, NULL, error);
}

gboolean
dream_tf_read_matrix (DreamTfGraph *self, DreamTfNode *node, GError **error)
{
  return dream_tf_add_dense (self, node, node->name, NULL, error);
}

gboolean
dream_tf_add_convolution (DreamTfGraph          *self,
                          const DreamTfNode     *node,
                          const gchar           *to,
                          gboolean               is_depthwise,
                          const DreamTfConstant *bias,
                          GError               **error)
{
  const gchar           *from    = dream_tf_get_value (self, node, 0, error);
  const DreamTfConstant *weights = from ? get_weights (self, node, error)
                                        : NULL;
  g_autoptr (DreamLayer) layer   = NULL;

  if (! weights)
    return FALSE;

  layer = dream_builder_start (self->builder, DREAM_OP_CONVOLUTION, to, &from,
                               1, error);
  if (layer && bias)
    layer->bias = bias->tensor;

  return layer && read_kernel (weights, is_depthwise, layer, error) &&
         dream_tf_read_steps (self, node, layer, error) &&
         dream_tf_read_pair (self, node, "dilations", 1, &layer->dilation_h,
                             &layer->dilation_w, error) &&
         dream_builder_add (self->builder, g_steal_pointer (&layer), to, error);
}

gboolean
dream_tf_add_dense (DreamTfGraph          *self,
                    const DreamTfNode     *node,
                    const gchar           *to,
                    const DreamTfConstant *bias,
                    GError               **error)
{
  const gchar           *from   = dream_tf_get_value (self, node, 0, error);
  const DreamTfConstant *matrix = from ? get_weights (self, node, error) : NULL;
  const gboolean         is_transposed = dream_tf_get_integer (self, node,
                                                               "transpose_b",
                                                               FALSE) != 0;
  DreamTensor            weights;
  gint64                 n_inputs, n_outputs, n_values;
  gint                   height, width;

  if (! matrix)
    return FALSE;

  if (matrix->n_dimensions != 2 ||
      dream_tf_get_integer (self, node, "transpose_a", FALSE) != 0)
    return dream_builder_unsupported (node->name,
                                      _ (
                                        "It multiplies something else than one "
                                        "row of numbers by a matrix."),
                                      error);

  n_inputs  = matrix->shape[is_transposed ? 1 : 0];
  n_outputs = matrix->shape[is_transposed ? 0 : 1];
  if (n_outputs < 1 || n_outputs > DREAM_MAX_CHANNELS)
    return dream_builder_damaged (error);

  n_values = dream_builder_get_layer (self->builder, from)->channels;
  dream_builder_get_size (self->builder, from, &height, &width);
  if (dream_builder_is_flat (self->builder, from))
    n_values *= (gint64) height * width;

  if (n_inputs != n_values)
    return dream_builder_unsupported (node->name,
                                      _ ("It is made for pictures of another "
                                         "size than the network."),
                                      error);

  weights       = matrix->tensor;
  weights.order = is_transposed ? DREAM_ORDER_OHWI : DREAM_ORDER_HWIO;

  return dream_builder_add_dense (self->builder, to, from, to, &weights,
                                  bias ? &bias->tensor : NULL, n_outputs,
                                  error);
}

static gboolean
read_kernel (const DreamTfConstant *weights,
             gboolean               is_depthwise,
             DreamLayer            *layer,
             GError               **error)
{
  const gint64 *shape    = weights->shape;
  const gint    n_inputs = layer->channels;
  gint64        outputs;

  if (weights->n_dimensions != DREAM_TF_N_AXES)
    return dream_builder_damaged (error);

  for (guint i = 0; i < DREAM_TF_N_AXES; i++)
    if (shape[i] < 1 || shape[i] > DREAM_MAX_CHANNELS)
      return dream_builder_damaged (error);

  /* The fourth dimension of a depthwise convolution is how many outputs each
   * channel of the input has. */
  outputs = is_depthwise ? shape[INPUTS] * shape[OUTPUTS] : shape[OUTPUTS];
  if (outputs > DREAM_MAX_CHANNELS || n_inputs % shape[INPUTS] != 0 ||
      (is_depthwise && n_inputs != shape[INPUTS]))
    return dream_builder_damaged (error);

  layer->kernel_h      = shape[KERNEL_ROWS];
  layer->kernel_w      = shape[KERNEL_COLUMNS];
  layer->channels      = outputs;
  layer->groups        = is_depthwise ? n_inputs : n_inputs / shape[INPUTS];
  layer->weights       = weights->tensor;
  layer->weights.order = DREAM_ORDER_HWIO;

  return TRUE;
}

static const DreamTfConstant *
get_weights (DreamTfGraph *self, const DreamTfNode *node, GError **error)
{
  const DreamTfConstant *weights = dream_tf_get_constant (self, node, 1);

  if (! weights)
    dream_tf_is_not_frozen (node, error);

  return weights;
}
