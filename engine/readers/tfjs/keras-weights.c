/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keras's layers that have weights.  These are called after their layer:
 * "conv1/kernel".
 */

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "keras.h"

#define USUAL_EPSILON 1e-3

/* Keras takes no variance for smaller. */
#define LEAST_DEVIATION 1e-7

static const DreamTfjsWeight *find_weight (DreamKeras           *self,
                                           const DreamKerasCall *call,
                                           const gchar          *name,
                                           guint                 n_dimensions,
                                           GError              **error);
static const DreamTfjsWeight *find_bias (DreamKeras           *self,
                                         const DreamKerasCall *call,
                                         GError              **error);
static DreamLayer            *start (DreamKeras            *self,
                                     const DreamKerasCall  *call,
                                     const gchar           *name,
                                     const gchar           *from,
                                     const DreamTfjsWeight *kernel,
                                     GError               **error);
static gboolean               start_depthwise (DreamKeras           *self,
                                               const DreamKerasCall *call,
                                               const gchar          *name,
                                               DreamLayer          **layer,
                                               GError              **error);
static gboolean               finish (DreamKeras           *self,
                                      const DreamKerasCall *call,
                                      DreamLayer           *layer,
                                      GError              **error);
static const gchar           *get_activation (const DreamKerasCall *call);
static gboolean               has_usual_activation (const DreamKerasCall *call,
                                                    GError              **error);
static gboolean               read_channels (JsonNode *node,
                                             gfloat   *values,
                                             gint      n,
                                             GError  **error);
static gboolean               read_statistic (DreamKeras           *self,
                                              const DreamKerasCall *call,
                                              const gchar          *name,
                                              gfloat               *values,
                                              gint                  n,
                                              GError              **error);
static gboolean               add_affine (DreamKeras           *self,
                                          const DreamKerasCall *call,
                                          const gfloat         *scale,
                                          const gfloat         *shift,
                                          GError              **error);

/* Rows x columns x channels of a group x channels. */
gboolean
dream_keras_convolution (DreamKeras           *self,
                         const DreamKerasCall *call,
                         GError              **error)
{
  const DreamTfjsWeight *kernel = find_weight (self, call, "kernel", 4, error);
  const DreamLayer      *input;
  g_autoptr (DreamLayer) layer = NULL;

  if (! kernel)
    return FALSE;

  input = dream_keras_input (self, call, error);
  if (! input)
    return FALSE;

  layer = start (self, call, call->name, call->inputs[0], kernel, error);
  if (! layer)
    return FALSE;

  layer->groups   = dream_json_int (dream_keras_option (call, "groups"), 1);
  layer->channels = kernel->shape[3];
  if (layer->groups < 1 ||
      (gint64) layer->groups * kernel->shape[2] != input->channels)
    return dream_builder_damaged (error);

  return finish (self, call, g_steal_pointer (&layer), error);
}

gboolean
dream_keras_depthwise (DreamKeras           *self,
                       const DreamKerasCall *call,
                       GError              **error)
{
  DreamLayer *layer = NULL;

  return start_depthwise (self, call, call->name, &layer, error) &&
         finish (self, call, layer, error);
}

gboolean
dream_keras_separable (DreamKeras           *self,
                       const DreamKerasCall *call,
                       GError              **error)
{
  g_autofree gchar *name    = g_strconcat (call->name, "/depthwise", NULL);
  g_autofree gchar *between = g_strconcat (call->output, "/depthwise", NULL);
  const DreamTfjsWeight *kernel;
  const DreamLayer      *depthwise;
  DreamLayer            *layer = NULL;

  if (! start_depthwise (self, call, name, &layer, error) ||
      ! dream_builder_add (self->builder, layer, between, error))
    return FALSE;

  kernel = find_weight (self, call, "pointwise_kernel", 4, error);
  if (! kernel)
    return FALSE;

  depthwise = dream_builder_get_layer (self->builder, between);
  if (kernel->shape[0] != 1 || kernel->shape[1] != 1 ||
      kernel->shape[2] != depthwise->channels)
    return dream_builder_damaged (error);

  layer = dream_builder_start (self->builder, DREAM_OP_CONVOLUTION, call->name,
                               (const gchar *const *) &between, 1, error);
  layer->channels = kernel->shape[3];
  layer->weights  = kernel->tensor;

  return finish (self, call, layer, error);
}

/* A flattened picture is rows x columns x channels: the order of a kernel. */
gboolean
dream_keras_dense (DreamKeras *self, const DreamKerasCall *call, GError **error)
{
  const DreamTfjsWeight *kernel = find_weight (self, call, "kernel", 2, error);
  const DreamTfjsWeight *bias   = NULL;
  const gchar           *activation = get_activation (call);
  g_autofree gchar      *name       = NULL;
  g_autofree gchar      *between    = NULL;

  if (! kernel || ! has_usual_activation (call, error))
    return FALSE;

  if (dream_json_boolean (dream_keras_option (call, "use_bias"), TRUE))
    {
      bias = find_bias (self, call, error);
      if (! bias)
        return FALSE;
    }

  if (dream_keras_is_linear (activation))
    return dream_builder_add_dense (self->builder, call->name, call->inputs[0],
                                    call->output, &kernel->tensor,
                                    bias ? &bias->tensor : NULL,
                                    kernel->shape[1], error);

  name    = g_strconcat (call->name, "/linear", NULL);
  between = g_strconcat (call->output, "/linear", NULL);

  return dream_builder_add_dense (self->builder, name, call->inputs[0], between,
                                  &kernel->tensor, bias ? &bias->tensor : NULL,
                                  kernel->shape[1], error) &&
         dream_keras_activate (self, activation, call->name, between,
                               call->output, error);
}

gboolean
dream_keras_batch_norm (DreamKeras           *self,
                        const DreamKerasCall *call,
                        GError              **error)
{
  const gchar *const names[] = { "gamma", "beta", "moving_mean",
                                 "moving_variance" };
  const gchar *const switches[G_N_ELEMENTS (names)] = { "scale", "center" };
  const DreamTensor *tensors[G_N_ELEMENTS (names)]  = { NULL };
  JsonNode          *axis  = dream_keras_option (call, "axis");
  const DreamLayer  *input = dream_keras_input (self, call, error);

  if (! input)
    return FALSE;

  if (dream_json_length (axis) == 1)
    axis = dream_json_element (axis, 0);
  if (! dream_keras_is_channels (self, call, dream_json_int (axis, -1)))
    return dream_builder_unsupported (call->name,
                                      _ ("It normalizes something else than "
                                         "channels."),
                                      error);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const DreamTfjsWeight *weight;

      if (switches[i] &&
          ! dream_json_boolean (dream_keras_option (call, switches[i]), TRUE))
        continue;

      weight = find_weight (self, call, names[i], 1, error);
      if (! weight)
        return FALSE;
      tensors[i] = &weight->tensor;
    }

  return dream_keras_spend (self, 2 * (gsize) input->channels, error) &&
         dream_builder_add_batch_norm (
           self->builder, call->name, call->inputs[0], call->output, tensors[0],
           tensors[1], tensors[2], tensors[3],
           dream_json_double (dream_keras_option (call, "epsilon"),
                              USUAL_EPSILON),
           error);
}

/* y = (x - mean) / max (deviation, least) */
gboolean
dream_keras_normalization (DreamKeras           *self,
                           const DreamKerasCall *call,
                           GError              **error)
{
  const DreamLayer  *input = dream_keras_input (self, call, error);
  g_autofree gfloat *scale = NULL;
  g_autofree gfloat *shift = NULL;

  if (! input || ! dream_keras_spend (self, 2 * (gsize) input->channels, error))
    return FALSE;

  scale = g_new (gfloat, input->channels);
  shift = g_new (gfloat, input->channels);
  if (! read_statistic (self, call, "mean", shift, input->channels, error) ||
      ! read_statistic (self, call, "variance", scale, input->channels, error))
    return FALSE;

  for (gint c = 0; c < input->channels; c++)
    {
      scale[c] = 1 / fmax (sqrt (scale[c]), LEAST_DEVIATION);
      shift[c] *= -scale[c];
    }

  return add_affine (self, call, scale, shift, error);
}

/* y = scale x + offset */
gboolean
dream_keras_rescaling (DreamKeras           *self,
                       const DreamKerasCall *call,
                       GError              **error)
{
  const DreamLayer  *input = dream_keras_input (self, call, error);
  g_autofree gfloat *scale = NULL;
  g_autofree gfloat *shift = NULL;

  if (! input || ! dream_keras_spend (self, 2 * (gsize) input->channels, error))
    return FALSE;

  scale = g_new (gfloat, input->channels);
  shift = g_new0 (gfloat, input->channels);

  return read_channels (dream_keras_option (call, "scale"), scale,
                        input->channels, error) &&
         (! dream_keras_option (call, "offset") ||
          read_channels (dream_keras_option (call, "offset"), shift,
                         input->channels, error)) &&
         add_affine (self, call, scale, shift, error);
}

static const DreamTfjsWeight *
find_weight (DreamKeras           *self,
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

  if (weight->n_dimensions != n_dimensions)
    {
      dream_builder_damaged (error);
      return NULL;
    }

  return weight;
}

static const DreamTfjsWeight *
find_bias (DreamKeras *self, const DreamKerasCall *call, GError **error)
{
  return find_weight (self, call, "bias", 1, error);
}

/* A convolution but for its channels and groups. */
static DreamLayer *
start (DreamKeras            *self,
       const DreamKerasCall  *call,
       const gchar           *name,
       const gchar           *from,
       const DreamTfjsWeight *kernel,
       GError               **error)
{
  g_autoptr (DreamLayer) layer = dream_builder_start (self->builder,
                                                      DREAM_OP_CONVOLUTION,
                                                      name, &from, 1, error);

  if (! layer)
    return NULL;

  layer->kernel_h = kernel->shape[0];
  layer->kernel_w = kernel->shape[1];
  layer->weights  = kernel->tensor;
  if (! dream_keras_window (call, layer, error) ||
      ! dream_keras_pair (call, "dilation_rate", &layer->dilation_h,
                          &layer->dilation_w, error))
    return NULL;

  return g_steal_pointer (&layer);
}

/* Rows x columns x channels x outputs for each channel: the outputs of one
 * channel come one after another, as those of a group do.
 */
static gboolean
start_depthwise (DreamKeras           *self,
                 const DreamKerasCall *call,
                 const gchar          *name,
                 DreamLayer          **layer,
                 GError              **error)
{
  const DreamTfjsWeight *kernel = find_weight (self, call, "depthwise_kernel",
                                               4, error);
  const DreamLayer      *input;
  g_autoptr (DreamLayer) started = NULL;
  gint64                 channels;

  if (! kernel)
    return FALSE;

  input = dream_keras_input (self, call, error);
  if (! input)
    return FALSE;

  started = start (self, call, name, call->inputs[0], kernel, error);
  if (! started)
    return FALSE;

  channels = (gint64) kernel->shape[2] * kernel->shape[3];
  if (kernel->shape[2] != input->channels || channels > DREAM_MAX_CHANNELS)
    return dream_builder_damaged (error);

  started->groups   = input->channels;
  started->channels = channels;
  *layer            = g_steal_pointer (&started);

  return TRUE;
}

/* Takes @layer and gives it its bias and activation. */
static gboolean
finish (DreamKeras           *self,
        const DreamKerasCall *call,
        DreamLayer           *layer,
        GError              **error)
{
  g_autoptr (DreamLayer) owned      = layer;
  const gchar           *activation = get_activation (call);
  g_autofree gchar      *between    = NULL;

  if (! has_usual_activation (call, error))
    return FALSE;

  if (dream_json_boolean (dream_keras_option (call, "use_bias"), TRUE))
    {
      const DreamTfjsWeight *bias = find_bias (self, call, error);

      if (! bias)
        return FALSE;
      layer->bias = bias->tensor;
    }

  if (dream_keras_is_linear (activation))
    return dream_builder_add (self->builder, g_steal_pointer (&owned),
                              call->output, error);

  between = g_strconcat (call->output, "/linear", NULL);
  g_free (layer->name);
  layer->name = g_strconcat (call->name, "/linear", NULL);

  return dream_builder_add (self->builder, g_steal_pointer (&owned), between,
                            error) &&
         dream_keras_activate (self, activation, call->name, between,
                               call->output, error);
}

static const gchar *
get_activation (const DreamKerasCall *call)
{
  return dream_json_string (dream_keras_option (call, "activation"));
}

/* One that is not named is a layer with options of its own. */
static gboolean
has_usual_activation (const DreamKerasCall *call, GError **error)
{
  return ! dream_keras_option (call, "activation") || get_activation (call) ||
         dream_builder_unsupported (call->name,
                                    _ ("Its activation is not supported."),
                                    error);
}

/* One value for all channels, or one each. */
static gboolean
read_channels (JsonNode *node, gfloat *values, gint n, GError **error)
{
  if (dream_json_is_array (node) && dream_json_length (node) != (guint) n)
    return dream_builder_damaged (error);

  for (gint c = 0; c < n; c++)
    {
      values[c] = dream_json_double (dream_json_is_array (node)
                                       ? dream_json_element (node, c)
                                       : node,
                                     NAN);
      if (! isfinite (values[c]))
        return dream_builder_damaged (error);
    }

  return TRUE;
}

/* An option if its author gave it, a weight if it was learnt. */
static gboolean
read_statistic (DreamKeras           *self,
                const DreamKerasCall *call,
                const gchar          *name,
                gfloat               *values,
                gint                  n,
                GError              **error)
{
  JsonNode              *option = dream_keras_option (call, name);
  const DreamTfjsWeight *weight;

  if (option)
    return read_channels (option, values, n, error);

  weight = find_weight (self, call, name, 1, error);
  if (! weight)
    return FALSE;

  if (weight->tensor.n_values != (gsize) n)
    return dream_builder_damaged (error);

  dream_tensor_decode (&weight->tensor, values);

  return TRUE;
}

static gboolean
add_affine (DreamKeras           *self,
            const DreamKerasCall *call,
            const gfloat         *scale,
            const gfloat         *shift,
            GError              **error)
{
  const DreamLayer *input = dream_keras_input (self, call, error);

  if (! input)
    return FALSE;

  if (input->op == DREAM_OP_INPUT)
    self->scales_picture = TRUE;

  return dream_builder_add_affine (self->builder, call->name, call->inputs[0],
                                   call->output, scale, shift, error);
}
