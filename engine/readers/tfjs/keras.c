/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The classes of Keras's layers, and what their descriptions have in common.
 */

#include <glib/gi18n-lib.h>

#include "keras.h"

typedef struct
{
  const gchar *name;
  gboolean (*add) (DreamKeras           *self,
                   const DreamKerasCall *call,
                   GError              **error);
} Class;

static const Class *find_class (const gchar *name);

gboolean
dream_keras_add (DreamKeras *self, const DreamKerasCall *call, GError **error)
{
  const Class *class = find_class (call->class_name);

  return class ? class->add (self, call, error)
               : dream_builder_unknown (call->name, call->class_name, error);
}

JsonNode *
dream_keras_option (const DreamKerasCall *call, const gchar *name)
{
  return dream_json_member (call->config, name);
}

gboolean
dream_keras_pair (const DreamKerasCall *call,
                  const gchar          *name,
                  gint                 *a,
                  gint                 *b,
                  GError              **error)
{
  JsonNode *option = dream_keras_option (call, name);

  if (! option)
    return TRUE;

  if (dream_json_is_array (option) && dream_json_length (option) != 2)
    return dream_builder_damaged (error);

  *a = *b = dream_json_int (option, -1);
  if (dream_json_is_array (option))
    {
      *a = dream_json_int (dream_json_element (option, 0), -1);
      *b = dream_json_int (dream_json_element (option, 1), -1);
    }

  return (*a >= 0 && *b >= 0) || dream_builder_damaged (error);
}

gboolean
dream_keras_has_usual_format (const DreamKerasCall *call, GError **error)
{
  const gchar *format = dream_json_string (
    dream_keras_option (call, "data_format"));

  return ! format || g_str_equal (format, "channels_last") ||
         dream_builder_unsupported (call->name,
                                    _ ("Its channels come before rows and "
                                       "columns."),
                                    error);
}

const DreamLayer *
dream_keras_input (DreamKeras *self, const DreamKerasCall *call, GError **error)
{
  const DreamLayer *layer = dream_builder_get_layer (self->builder,
                                                     call->inputs[0]);

  if (! layer)
    dream_builder_refuse (call->name, DREAM_REASON_INPUT, error);

  return layer;
}

/* Batch, row, column, channel; or batch, channel. */
gboolean
dream_keras_is_channels (DreamKeras           *self,
                         const DreamKerasCall *call,
                         gint                  axis)
{
  gint height = 0;
  gint width  = 0;

  if (axis != 1)
    return axis == -1 || axis == 3;

  if (dream_builder_has (self->builder, call->inputs[0]))
    dream_builder_get_size (self->builder, call->inputs[0], &height, &width);

  return height == 1 && width == 1;
}

const DreamTfjsWeight *
dream_keras_find_weight (DreamKeras           *self,
                         const DreamKerasCall *call,
                         const gchar          *name,
                         guint                 n_dimensions,
                         GError              **error)
{
  g_autofree gchar      *path   = g_strconcat (call->name, "/", name, NULL);
  const DreamTfjsWeight *weight = dream_tfjs_model_find (self->model, path);

  if (! weight)
    {
      dream_builder_unsupported (call->name, _ ("Its weights are missing."),
                                 error);
      return NULL;
    }

  if (n_dimensions > 0 && weight->n_dimensions != n_dimensions)
    {
      dream_builder_damaged (error);
      return NULL;
    }

  return weight;
}

gboolean
dream_keras_spend (DreamKeras *self, gsize n_values, GError **error)
{
  if (n_values > self->n_spare / sizeof (gfloat))
    return dream_builder_damaged (error);

  self->n_spare -= n_values * sizeof (gfloat);

  return TRUE;
}

static const Class *
find_class (const gchar *name)
{
  static const Class classes[] = {
    { "Activation", dream_keras_activation },
    { "ActivityRegularization", dream_keras_pass },
    { "Add", dream_keras_join },
    { "AlphaDropout", dream_keras_pass },
    { "AveragePooling2D", dream_keras_pool },
    { "BatchNormalization", dream_keras_batch_norm },
    { "Concatenate", dream_keras_concatenate },
    { "Conv2D", dream_keras_convolution },
    { "Dense", dream_keras_dense },
    { "DepthwiseConv2D", dream_keras_depthwise },
    { "Dropout", dream_keras_pass },
    { "Flatten", dream_keras_flatten },
    { "GaussianDropout", dream_keras_pass },
    { "GaussianNoise", dream_keras_pass },
    { "GlobalAveragePooling2D", dream_keras_global_pool },
    { "GlobalMaxPooling2D", dream_keras_global_pool },
    { "LeakyReLU", dream_keras_leaky },
    { "MaxPooling2D", dream_keras_pool },
    { "Maximum", dream_keras_join },
    { "Multiply", dream_keras_join },
    { "Normalization", dream_keras_normalization },
    { "PReLU", dream_keras_prelu },
    { "ReLU", dream_keras_relu },
    { "Rescaling", dream_keras_rescaling },
    { "Reshape", dream_keras_reshape },
    { "SeparableConv2D", dream_keras_separable },
    { "Softmax", dream_keras_pass },
    { "SpatialDropout2D", dream_keras_pass },
    { "Subtract", dream_keras_subtract },
    { "ZeroPadding2D", dream_keras_pad },
  };

  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    if (g_str_equal (classes[i].name, name))
      return &classes[i];

  return NULL;
}
