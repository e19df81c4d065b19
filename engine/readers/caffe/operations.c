/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which operation is read by what, and those without windows or weights.
 */

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "operations.h"

#define CHANNELS     1
#define N_DIMENSIONS 4

typedef struct
{
  const gchar   *type;
  DreamCaffeRead read;
} Operation;

static gboolean read_activation (DreamBuilder          *builder,
                                 const DreamCaffeLayer *layer,
                                 GError               **error);
static gboolean read_clip (DreamBuilder          *builder,
                           const DreamCaffeLayer *layer,
                           GError               **error);
static gboolean read_concat (DreamBuilder          *builder,
                             const DreamCaffeLayer *layer,
                             GError               **error);
static gboolean read_eltwise (DreamBuilder          *builder,
                              const DreamCaffeLayer *layer,
                              GError               **error);
static gchar   *add_factor (DreamBuilder          *builder,
                            const DreamCaffeLayer *layer,
                            guint                  index,
                            GError               **error);
static gboolean read_flatten (DreamBuilder          *builder,
                              const DreamCaffeLayer *layer,
                              GError               **error);
static gboolean read_nothing (DreamBuilder          *builder,
                              const DreamCaffeLayer *layer,
                              GError               **error);
static gboolean read_prelu (DreamBuilder          *builder,
                            const DreamCaffeLayer *layer,
                            GError               **error);
static gboolean read_relu (DreamBuilder          *builder,
                           const DreamCaffeLayer *layer,
                           GError               **error);
static gboolean read_reshape (DreamBuilder          *builder,
                              const DreamCaffeLayer *layer,
                              GError               **error);
static gboolean read_swish (DreamBuilder          *builder,
                            const DreamCaffeLayer *layer,
                            GError               **error);

DreamCaffeRead
dream_caffe_find_operation (const gchar *type)
{
  static const Operation operations[] = {
    { "BatchNorm", dream_caffe_read_batch_norm },
    { "Bias", dream_caffe_read_bias },
    { "CONCAT", read_concat },
    { "CONVOLUTION", dream_caffe_read_convolution },
    { "Clip", read_clip },
    { "Concat", read_concat },
    { "Convolution", dream_caffe_read_convolution },
    { "DROPOUT", read_nothing },
    { "DepthwiseConvolution", dream_caffe_read_convolution },
    { "Dropout", read_nothing },
    { "ELTWISE", read_eltwise },
    { "Eltwise", read_eltwise },
    { "FLATTEN", read_flatten },
    { "Flatten", read_flatten },
    { "INNER_PRODUCT", dream_caffe_read_inner_product },
    { "InnerProduct", dream_caffe_read_inner_product },
    { "LRN", dream_caffe_read_lrn },
    { "POOLING", dream_caffe_read_pooling },
    { "POWER", dream_caffe_read_power },
    { "PReLU", read_prelu },
    { "Pooling", dream_caffe_read_pooling },
    { "Power", dream_caffe_read_power },
    { "RELU", read_relu },
    { "ReLU", read_relu },
    { "ReLU6", read_activation },
    { "Reshape", read_reshape },
    { "SIGMOID", read_activation },
    { "SOFTMAX", read_nothing },
    { "SPLIT", read_nothing },
    { "Scale", dream_caffe_read_scale },
    { "Sigmoid", read_activation },
    { "Softmax", read_nothing },
    { "Split", read_nothing },
    { "Swish", read_swish },
    { "TANH", read_activation },
    { "TanH", read_activation }
  };

  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    if (strcmp (operations[i].type, type) == 0)
      return operations[i].read;

  return NULL;
}

gboolean
dream_caffe_is_channels (gint axis)
{
  return axis == CHANNELS || axis == CHANNELS - N_DIMENSIONS;
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

gboolean
dream_caffe_join (DreamBuilder *builder,
                  DreamOp       op,
                  const gchar  *name,
                  const gchar  *left,
                  const gchar  *right,
                  const gchar  *value,
                  GError      **error)
{
  const gchar *const values[] = { left, right };
  DreamLayer *layer = dream_builder_start (builder, op, name, values, 2, error);

  return layer && dream_builder_add (builder, layer, value, error);
}

/* Those that have no numbers. */
static gboolean
read_activation (DreamBuilder          *builder,
                 const DreamCaffeLayer *layer,
                 GError               **error)
{
  const gchar    *type       = layer->parameter->type;
  DreamActivation activation = DREAM_ACTIVATION_CLIP;

  if (g_ascii_strcasecmp (type, "Sigmoid") == 0)
    activation = DREAM_ACTIVATION_SIGMOID;
  else if (g_ascii_strcasecmp (type, "TanH") == 0)
    activation = DREAM_ACTIVATION_TANH;

  return dream_builder_add_activation (builder, layer->name, layer->bottom,
                                       layer->top, activation, 0, 6, error);
}

static gboolean
read_clip (DreamBuilder *builder, const DreamCaffeLayer *layer, GError **error)
{
  const Caffe__ClipParameter *clip = layer->parameter->clip_param;

  if (! clip || ! clip->has_min || ! clip->has_max)
    return dream_builder_damaged (error);

  return dream_builder_add_activation (builder, layer->name, layer->bottom,
                                       layer->top, DREAM_ACTIVATION_CLIP,
                                       clip->min, clip->max, error);
}

static gboolean
read_concat (DreamBuilder          *builder,
             const DreamCaffeLayer *layer,
             GError               **error)
{
  const Caffe__LayerParameter  *parameter = layer->parameter;
  const Caffe__ConcatParameter *concat    = parameter->concat_param;
  DreamLayer                   *joined;

  if (concat && (! dream_caffe_is_channels (concat->axis) ||
                 concat->concat_dim != CHANNELS))
    return dream_builder_unsupported (layer->name,
                                      _ ("It joins something else than "
                                         "channels."),
                                      error);

  joined = dream_builder_start (builder, DREAM_OP_CONCAT, layer->name,
                                (const gchar *const *) parameter->bottom,
                                parameter->n_bottom, error);

  return joined && dream_builder_add (builder, joined, layer->top, error);
}

/* Two inputs at a time, the last two under the layer's own name. */
static gboolean
read_eltwise (DreamBuilder          *builder,
              const DreamCaffeLayer *layer,
              GError               **error)
{
  static const DreamOp ops[] = {
    [CAFFE__ELTWISE_PARAMETER__ELTWISE_OP__PROD] = DREAM_OP_MULTIPLY,
    [CAFFE__ELTWISE_PARAMETER__ELTWISE_OP__SUM]  = DREAM_OP_ADD,
    [CAFFE__ELTWISE_PARAMETER__ELTWISE_OP__MAX]  = DREAM_OP_MAXIMUM
  };
  const Caffe__EltwiseParameter *eltwise = layer->parameter->eltwise_param;
  const gsize                    n       = layer->parameter->n_bottom;
  DreamOp                        op      = DREAM_OP_ADD;
  g_autofree gchar              *left    = NULL;

  if (eltwise)
    {
      if ((guint) eltwise->operation >= G_N_ELEMENTS (ops) ||
          (eltwise->n_coeff > 0 && eltwise->n_coeff != n))
        return dream_builder_damaged (error);

      op = ops[eltwise->operation];
    }

  if (n < 2)
    return dream_builder_damaged (error);

  left = add_factor (builder, layer, 0, error);
  for (guint i = 1; left && i < n; i++)
    {
      const gboolean    is_last = i == n - 1;
      g_autofree gchar *right   = add_factor (builder, layer, i, error);
      g_autofree gchar *name    = g_strdup (layer->name);

      if (! is_last)
        {
          g_free (name);
          name = g_strdup_printf ("%s/%u", layer->name, i);
        }

      if (! right || ! dream_caffe_join (builder, op, name, left, right,
                                         is_last ? layer->top : name, error))
        return FALSE;

      g_free (left);
      left = g_steal_pointer (&name);
    }

  return left != NULL;
}

/* Returns: (transfer full) (nullable): the input, times its factor if it has
 *   one.
 */
static gchar *
add_factor (DreamBuilder          *builder,
            const DreamCaffeLayer *layer,
            guint                  index,
            GError               **error)
{
  const Caffe__EltwiseParameter *eltwise = layer->parameter->eltwise_param;
  const gchar                   *bottom  = layer->parameter->bottom[index];
  g_autofree gchar              *name    = NULL;

  if (! eltwise || eltwise->n_coeff == 0 || eltwise->coeff[index] == 1 ||
      eltwise->operation != CAFFE__ELTWISE_PARAMETER__ELTWISE_OP__SUM)
    return g_strdup (bottom);

  name = g_strdup_printf ("%s/factor%u", layer->name, index + 1);
  if (! dream_builder_add_scaled (builder, name, bottom, name,
                                  DREAM_ACTIVATION_POWER, eltwise->coeff[index],
                                  0, 1, error))
    return NULL;

  return g_steal_pointer (&name);
}

static gboolean
read_flatten (DreamBuilder          *builder,
              const DreamCaffeLayer *layer,
              GError               **error)
{
  const Caffe__FlattenParameter *flatten = layer->parameter->flatten_param;

  if (flatten &&
      (! dream_caffe_is_channels (flatten->axis) ||
       (flatten->end_axis != -1 && flatten->end_axis != N_DIMENSIONS - 1)))
    return dream_builder_unsupported (layer->name,
                                      _ ("It joins axes other than all of a "
                                         "picture's."),
                                      error);

  dream_builder_flatten (builder, layer->bottom, layer->top);

  return TRUE;
}

/* A softmax too: a dream of a class is one of what goes into it. */
static gboolean
read_nothing (DreamBuilder          *builder,
              const DreamCaffeLayer *layer,
              GError               **error G_GNUC_UNUSED)
{
  const Caffe__LayerParameter *parameter = layer->parameter;

  for (gsize i = 0; i < parameter->n_top; i++)
    dream_builder_alias (builder, layer->bottom, parameter->top[i]);

  return TRUE;
}

static gboolean
read_prelu (DreamBuilder *builder, const DreamCaffeLayer *layer, GError **error)
{
  const DreamTensor *slopes = dream_caffe_get_blob (layer, 0, error);

  return slopes && dream_builder_add_leaky (builder, layer->name, layer->bottom,
                                            layer->top, slopes, error);
}

static gboolean
read_relu (DreamBuilder *builder, const DreamCaffeLayer *layer, GError **error)
{
  const Caffe__ReLUParameter *relu = layer->parameter->relu_param;
  DreamTensor                 slope;

  if (! relu || relu->negative_slope == 0)
    return dream_builder_add_activation (builder, layer->name, layer->bottom,
                                         layer->top, DREAM_ACTIVATION_CLIP, 0,
                                         INFINITY, error);

  *dream_builder_floats (builder, &slope, 1) = relu->negative_slope;

  return dream_builder_add_leaky (builder, layer->name, layer->bottom,
                                  layer->top, &slope, error);
}

/* Only as long as nothing changes, or all becomes channels: a batch, then all
 * that there is, then ones.
 */
static gboolean
read_reshape (DreamBuilder          *builder,
              const DreamCaffeLayer *layer,
              GError               **error)
{
  const Caffe__ReshapeParameter *reshape = layer->parameter->reshape_param;
  const Caffe__BlobShape        *shape   = NULL;
  gboolean                       keeps;
  gboolean                       flattens;

  if (reshape && reshape->n_shape == 1 && reshape->axis == 0 &&
      reshape->num_axes == -1)
    shape = reshape->shape[0];

  keeps    = shape && shape->n_dim == N_DIMENSIONS;
  flattens = shape && shape->n_dim > CHANNELS && shape->dim[0] >= 0 &&
             shape->dim[CHANNELS] == -1;
  for (gsize i = 0; shape && i < shape->n_dim; i++)
    {
      keeps    = keeps && shape->dim[i] == 0;
      flattens = flattens && (i <= CHANNELS || shape->dim[i] == 1);
    }

  if (! keeps && ! flattens)
    return dream_builder_unsupported (layer->name,
                                      _ ("It changes the shape of its input."),
                                      error);

  if (keeps)
    dream_builder_alias (builder, layer->bottom, layer->top);
  else
    dream_builder_flatten (builder, layer->bottom, layer->top);

  return TRUE;
}

static gboolean
read_swish (DreamBuilder *builder, const DreamCaffeLayer *layer, GError **error)
{
  const Caffe__SwishParameter *swish = layer->parameter->swish_param;

  if (swish && swish->beta != 1)
    return dream_builder_unsupported (layer->name,
                                      _ ("Its activation has a factor."),
                                      error);

  return dream_builder_add_activation (builder, layer->name, layer->bottom,
                                       layer->top, DREAM_ACTIVATION_SWISH, 0, 0,
                                       error);
}
