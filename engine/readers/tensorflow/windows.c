/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * TensorFlow's operations that look at several places of a picture at once:
 * convolutions, pools, matrices.  Batch x rows x columns x channels is the
 * order of all sizes.
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "reader.h"

enum
{
  BATCH,
  ROWS,
  COLUMNS,
  CHANNELS,
  N_AXES
};

/* Of a convolution's weights. */
enum
{
  KERNEL_ROWS,
  KERNEL_COLUMNS,
  INPUTS,
  OUTPUTS
};

static gboolean               read_pool (DreamTfGraph *self,
                                         DreamTfNode  *node,
                                         DreamOp       op,
                                         GError      **error);
static gboolean               read_kernel (const DreamTfConstant *weights,
                                           gboolean               is_depthwise,
                                           DreamLayer            *layer,
                                           GError               **error);
static gboolean               read_steps (DreamTfGraph      *self,
                                          const DreamTfNode *node,
                                          DreamLayer        *layer,
                                          GError           **error);
static gboolean               read_pair (DreamTfGraph      *self,
                                         const DreamTfNode *node,
                                         const gchar       *name,
                                         gint               fallback,
                                         gint              *rows,
                                         gint              *columns,
                                         GError           **error);
static gboolean               read_sides (DreamTfGraph      *self,
                                          const DreamTfNode *node,
                                          DreamLayer        *layer,
                                          GError           **error);
static gboolean               set_sides (const gint64 *sides,
                                         DreamLayer   *layer,
                                         GError      **error);
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
dream_tf_read_max_pool (DreamTfGraph *self, DreamTfNode *node, GError **error)
{
  return read_pool (self, node, DREAM_OP_MAX_POOL, error);
}

gboolean
dream_tf_read_average_pool (DreamTfGraph *self,
                            DreamTfNode  *node,
                            GError      **error)
{
  return read_pool (self, node, DREAM_OP_AVERAGE_POOL, error);
}

gboolean
dream_tf_read_padding (DreamTfGraph *self, DreamTfNode *node, GError **error)
{
  const gchar           *from   = dream_tf_get_value (self, node, 0, error);
  const DreamTfConstant *values = node->n_inputs > 2
                                    ? dream_tf_get_constant (self, node, 2)
                                    : NULL;
  g_autoptr (DreamLayer) layer  = NULL;
  gint64                 sides[2 * N_AXES];
  gint64                *channels = &sides[2 * CHANNELS + 1];
  gint64                 value    = 0;
  gint                   n_zeros;
  guint                  n;

  if (! from)
    return FALSE;

  if (! dream_tf_get_integers (dream_tf_get_constant (self, node, 1), sides,
                               G_N_ELEMENTS (sides), &n) ||
      n != G_N_ELEMENTS (sides) ||
      (node->n_inputs > 2 &&
       (! dream_tf_get_integers (values, &value, 1, &n) || value != 0)))
    return dream_builder_unsupported (node->name,
                                      _ ("It adds something else than rows and "
                                         "columns of zeros."),
                                      error);

  if (*channels < 0 || *channels > DREAM_MAX_CHANNELS)
    return dream_builder_damaged (error);

  layer     = dream_layer_new (DREAM_OP_AVERAGE_POOL, node->name, 1);
  n_zeros   = *channels;
  *channels = 0;

  return set_sides (sides, layer, error) &&
         dream_builder_add_padding (self->builder, node->name, from, node->name,
                                    layer->pad_top, layer->pad_left,
                                    layer->pad_bottom, layer->pad_right,
                                    n_zeros, error);
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
         read_steps (self, node, layer, error) &&
         read_pair (self, node, "dilations", 1, &layer->dilation_h,
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
read_pool (DreamTfGraph *self, DreamTfNode *node, DreamOp op, GError **error)
{
  const gchar           *from  = dream_tf_get_value (self, node, 0, error);
  g_autoptr (DreamLayer) layer = NULL;

  if (! from)
    return FALSE;

  layer = dream_builder_start (self->builder, op, node->name, &from, 1, error);

  return layer &&
         read_pair (self, node, "ksize", 1, &layer->kernel_h, &layer->kernel_w,
                    error) &&
         read_steps (self, node, layer, error) &&
         dream_builder_add (self->builder, g_steal_pointer (&layer), node->name,
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

  if (weights->n_dimensions != N_AXES)
    return dream_builder_damaged (error);

  for (guint i = 0; i < N_AXES; i++)
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

static gboolean
read_steps (DreamTfGraph      *self,
            const DreamTfNode *node,
            DreamLayer        *layer,
            GError           **error)
{
  DreamTfAttribute format, padding;

  if (dream_tf_get_attribute (self, node, "data_format", &format) &&
      strcmp (format.texts[0], "NHWC") != 0)
    return dream_builder_unsupported (node->name,
                                      _ ("Its channels do not come last."),
                                      error);

  if (! dream_tf_get_attribute (self, node, "padding", &padding))
    return dream_builder_damaged (error);

  if (! read_pair (self, node, "strides", 1, &layer->stride_h, &layer->stride_w,
                   error))
    return FALSE;

  if (strcmp (padding.texts[0], "SAME") == 0)
    layer->padding = DREAM_PADDING_SAME;
  else if (strcmp (padding.texts[0], "EXPLICIT") == 0)
    return read_sides (self, node, layer, error);
  else if (strcmp (padding.texts[0], "VALID") != 0)
    return dream_builder_damaged (error);

  return TRUE;
}

/* Rows and columns of four numbers. */
static gboolean
read_pair (DreamTfGraph      *self,
           const DreamTfNode *node,
           const gchar       *name,
           gint               fallback,
           gint              *rows,
           gint              *columns,
           GError           **error)
{
  DreamTfAttribute attribute;
  const gint64    *integers = attribute.integers;

  *rows = *columns = fallback;
  if (! dream_tf_get_attribute (self, node, name, &attribute) ||
      attribute.n_integers == 0)
    return TRUE;

  if (attribute.n_integers != N_AXES || integers[ROWS] < 1 ||
      integers[ROWS] > G_MAXINT || integers[COLUMNS] < 1 ||
      integers[COLUMNS] > G_MAXINT)
    return dream_builder_damaged (error);

  if (integers[BATCH] != 1 || integers[CHANNELS] != 1)
    return dream_builder_unsupported (node->name,
                                      _ ("It works along something else than "
                                         "rows and columns."),
                                      error);

  *rows    = integers[ROWS];
  *columns = integers[COLUMNS];

  return TRUE;
}

static gboolean
read_sides (DreamTfGraph      *self,
            const DreamTfNode *node,
            DreamLayer        *layer,
            GError           **error)
{
  DreamTfAttribute sides;

  if (! dream_tf_get_attribute (self, node, "explicit_paddings", &sides) ||
      sides.n_integers != 2 * N_AXES)
    return dream_builder_damaged (error);

  return set_sides (sides.integers, layer, error);
}

/* Before and after, for each axis. */
static gboolean
set_sides (const gint64 *sides, DreamLayer *layer, GError **error)
{
  for (guint i = 0; i < 2 * N_AXES; i++)
    if (sides[i] < 0 || sides[i] > DREAM_MAX_KERNEL)
      return dream_builder_damaged (error);

  if (sides[2 * BATCH] != 0 || sides[2 * BATCH + 1] != 0 ||
      sides[2 * CHANNELS] != 0 || sides[2 * CHANNELS + 1] != 0)
    return dream_builder_unsupported (layer->name,
                                      _ ("It adds something else than rows and "
                                         "columns of zeros."),
                                      error);

  layer->pad_top    = sides[2 * ROWS];
  layer->pad_bottom = sides[2 * ROWS + 1];
  layer->pad_left   = sides[2 * COLUMNS];
  layer->pad_right  = sides[2 * COLUMNS + 1];

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
