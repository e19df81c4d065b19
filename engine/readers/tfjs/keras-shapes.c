/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keras's layers that join values, give them another shape or leave them as
 * they are.
 */

#include <glib/gi18n-lib.h>

#include "keras.h"

gboolean
dream_keras_flatten (DreamKeras           *self,
                     const DreamKerasCall *call,
                     GError              **error)
{
  if (! dream_keras_has_usual_format (call, error))
    return FALSE;

  dream_builder_flatten (self->builder, call->inputs[0], call->output);

  return TRUE;
}

/* Only what flattens, or leaves the values where they are. */
gboolean
dream_keras_reshape (DreamKeras           *self,
                     const DreamKerasCall *call,
                     GError              **error)
{
  JsonNode         *shape = dream_keras_option (call, "target_shape");
  const DreamLayer *input = dream_keras_input (self, call, error);
  gint              sizes[3];

  if (! input)
    return FALSE;

  if (dream_json_length (shape) == 1)
    {
      dream_builder_flatten (self->builder, call->inputs[0], call->output);
      return TRUE;
    }

  dream_builder_get_size (self->builder, call->inputs[0], &sizes[0], &sizes[1]);
  sizes[2] = input->channels;

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      const gint size = dream_json_int (dream_json_element (shape, i), 0);

      if (dream_json_length (shape) != G_N_ELEMENTS (sizes) ||
          (size != sizes[i] && size != -1))
        return dream_builder_unsupported (call->name,
                                          _ ("It gives values another place."),
                                          error);
    }

  return dream_keras_pass (self, call, error);
}

/* Does nothing once the network is trained. */
gboolean
dream_keras_pass (DreamKeras           *self,
                  const DreamKerasCall *call,
                  GError              **error G_GNUC_UNUSED)
{
  dream_builder_alias (self->builder, call->inputs[0], call->output);

  return TRUE;
}

gboolean
dream_keras_concatenate (DreamKeras           *self,
                         const DreamKerasCall *call,
                         GError              **error)
{
  const gint axis = dream_json_int (dream_keras_option (call, "axis"), -1);

  if (! dream_keras_is_channels (self, call, axis))
    return dream_builder_refuse (call->name, DREAM_REASON_AXIS, error);

  return dream_builder_add_concat (self->builder, call->name, call->inputs,
                                   call->n_inputs, call->output, error);
}
