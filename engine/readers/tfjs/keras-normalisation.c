/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keras's normalisations: y = scale x + shift, for each channel.
 */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "keras.h"

#define USUAL_EPSILON 1e-3

/* Keras takes no variance for smaller. */
#define LEAST_DEVIATION 1e-7

static gboolean read_channels (JsonNode *node,
                               gfloat   *values,
                               gint      n,
                               GError  **error);
static gboolean read_statistic (DreamKeras           *self,
                                const DreamKerasCall *call,
                                const gchar          *name,
                                gfloat               *values,
                                gint                  n,
                                GError              **error);
static gboolean add_affine (DreamKeras           *self,
                            const DreamKerasCall *call,
                            const gfloat         *scale,
                            const gfloat         *shift,
                            GError              **error);

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

      weight = dream_keras_find_weight (self, call, names[i], 1, error);
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

  weight = dream_keras_find_weight (self, call, name, 1, error);
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
