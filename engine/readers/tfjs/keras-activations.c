/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keras's activations: layers of their own, and those that others name.
 */

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "keras.h"

/* What Keras takes if a file does not say. */
#define USUAL_LEAK 0.3

typedef struct
{
  const gchar    *name;
  DreamActivation activation;
  gfloat          high;
  gfloat          scale;
  gfloat          shift;
} Activation;

static gboolean add_leaky (DreamKeras           *self,
                           const DreamKerasCall *call,
                           gdouble               slope,
                           GError              **error);

gboolean
dream_keras_activation (DreamKeras           *self,
                        const DreamKerasCall *call,
                        GError              **error)
{
  const gchar *activation = dream_json_string (
    dream_keras_option (call, "activation"));

  return dream_keras_activate (self, activation, call->name, call->inputs[0],
                               call->output, error);
}

gboolean
dream_keras_activate (DreamKeras  *self,
                      const gchar *activation,
                      const gchar *name,
                      const gchar *from,
                      const gchar *to,
                      GError     **error)
{
  static const Activation activations[] = {
    { "relu", DREAM_ACTIVATION_CLIP, INFINITY, 1, 0 },
    { "relu6", DREAM_ACTIVATION_CLIP, 6, 1, 0 },
    { "sigmoid", DREAM_ACTIVATION_SIGMOID, 0, 1, 0 },
    { "tanh", DREAM_ACTIVATION_TANH, 0, 1, 0 },
    { "swish", DREAM_ACTIVATION_SWISH, 0, 1, 0 },
    { "silu", DREAM_ACTIVATION_SWISH, 0, 1, 0 },
    { "hard_sigmoid", DREAM_ACTIVATION_HARD_SIGMOID, 0, 0.2f, 0.5f },
    { "hard_swish", DREAM_ACTIVATION_HARD_SWISH, 0, 1, 0 },
    { "hard_silu", DREAM_ACTIVATION_HARD_SWISH, 0, 1, 0 },
  };

  if (dream_keras_is_linear (activation))
    {
      dream_builder_alias (self->builder, from, to);
      return TRUE;
    }

  for (guint i = 0; i < G_N_ELEMENTS (activations); i++)
    {
      const Activation *found = &activations[i];

      if (! g_str_equal (found->name, activation))
        continue;

      if (found->activation == DREAM_ACTIVATION_HARD_SIGMOID)
        return dream_builder_add_scaled (self->builder, name, from, to,
                                         found->activation, found->scale,
                                         found->shift, 1, error);

      return dream_builder_add_activation (self->builder, name, from, to,
                                           found->activation, 0, found->high,
                                           error);
    }

  return dream_builder_unknown (name, activation, error);
}

gboolean
dream_keras_is_linear (const gchar *activation)
{
  return ! activation || g_str_equal (activation, "linear") ||
         g_str_equal (activation, "softmax");
}

/* x < 0 ? slope x : min (x, max) */
gboolean
dream_keras_relu (DreamKeras *self, const DreamKerasCall *call, GError **error)
{
  const gdouble max = dream_json_double (dream_keras_option (call, "max_value"),
                                         INFINITY);
  const gdouble slope =
    dream_json_double (dream_keras_option (call, "negative_slope"), 0);
  const gdouble threshold = dream_json_double (dream_keras_option (call,
                                                                   "threshold"),
                                               0);

  if (threshold != 0 || (slope != 0 && ! isinf (max)))
    return dream_builder_unsupported (call->name,
                                      _ ("Its activation is not a plain ReLU."),
                                      error);

  if (slope != 0)
    return add_leaky (self, call, slope, error);

  return dream_builder_add_activation (self->builder, call->name,
                                       call->inputs[0], call->output,
                                       DREAM_ACTIVATION_CLIP, 0, max, error);
}

gboolean
dream_keras_leaky (DreamKeras *self, const DreamKerasCall *call, GError **error)
{
  JsonNode *slope = dream_keras_option (call, "alpha");

  if (! slope)
    slope = dream_keras_option (call, "negative_slope");

  return add_leaky (self, call, dream_json_double (slope, USUAL_LEAK), error);
}

/* Slopes of single positions would tie the network to one size. */
gboolean
dream_keras_prelu (DreamKeras *self, const DreamKerasCall *call, GError **error)
{
  const DreamTfjsWeight *slopes = dream_keras_find_weight (self, call, "alpha",
                                                           0, error);

  if (! slopes)
    return FALSE;

  for (guint i = 0; i + 1 < slopes->n_dimensions; i++)
    if (slopes->shape[i] != 1)
      return dream_builder_unsupported (call->name,
                                        _ ("It does not treat all rows and "
                                           "columns alike."),
                                        error);

  return dream_builder_add_leaky (self->builder, call->name, call->inputs[0],
                                  call->output, &slopes->tensor, error);
}

static gboolean
add_leaky (DreamKeras           *self,
           const DreamKerasCall *call,
           gdouble               slope,
           GError              **error)
{
  DreamTensor slopes;

  *dream_builder_floats (self->builder, &slopes, 1) = slope;

  return dream_builder_add_leaky (self->builder, call->name, call->inputs[0],
                                  call->output, &slopes, error);
}
