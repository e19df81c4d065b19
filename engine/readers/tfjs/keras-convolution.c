/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keras's convolutions, and its matrices, which become convolutions.
 */

#include "keras.h"

static const DreamTfjsWeight *find_bias (DreamKeras           *self,
                                         const DreamKerasCall *call,
                                         GError              **error);

static DreamLayer  *start (DreamKeras            *self,
                           const DreamKerasCall  *call,
                           const gchar           *name,
                           const gchar           *from,
                           const DreamTfjsWeight *kernel,
                           GError               **error);
static gboolean     start_depthwise (DreamKeras           *self,
                                     const DreamKerasCall *call,
                                     const gchar          *name,
                                     DreamLayer          **layer,
                                     GError              **error);
static gboolean     finish (DreamKeras           *self,
                            const DreamKerasCall *call,
                            DreamLayer           *layer,
                            GError              **error);
static const gchar *get_activation (const DreamKerasCall *call);
static gboolean     has_usual_activation (const DreamKerasCall *call,
                                          GError              **error);

/* Rows x columns x channels of a group x channels. */
gboolean
dream_keras_convolution (DreamKeras           *self,
                         const DreamKerasCall *call,
                         GError              **error)
{
  const DreamTfjsWeight *kernel = dream_keras_find_weight (self, call, "kernel",
                                                           4, error);
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

  kernel = dream_keras_find_weight (self, call, "pointwise_kernel", 4, error);
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
  const DreamTfjsWeight *kernel = dream_keras_find_weight (self, call, "kernel",
                                                           2, error);
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

static const DreamTfjsWeight *
find_bias (DreamKeras *self, const DreamKerasCall *call, GError **error)
{
  return dream_keras_find_weight (self, call, "bias", 1, error);
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
  const DreamTfjsWeight *kernel = dream_keras_find_weight (self, call,
                                                           "depthwise_kernel",
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
         dream_builder_refuse (call->name, DREAM_REASON_ACTIVATION, error);
}
