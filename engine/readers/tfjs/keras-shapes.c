/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keras's layers that have no weights: pools, joins, and what gives values
 * another shape.
 */

#include <glib/gi18n-lib.h>

#include "keras.h"

static DreamOp  find_pool (const gchar *class_name);
static gboolean join (DreamKeras         *self,
                      DreamOp             op,
                      const gchar        *name,
                      const gchar *const *inputs,
                      const gchar        *output,
                      GError            **error);

gboolean
dream_keras_pool (DreamKeras *self, const DreamKerasCall *call, GError **error)
{
  g_autoptr (DreamLayer) layer = dream_builder_start (self->builder,
                                                      find_pool (
                                                        call->class_name),
                                                      call->name, call->inputs,
                                                      1, error);

  if (! layer)
    return FALSE;

  layer->kernel_h = layer->kernel_w = 2;
  if (! dream_keras_pair (call, "pool_size", &layer->kernel_h, &layer->kernel_w,
                          error))
    return FALSE;

  layer->stride_h = layer->kernel_h;
  layer->stride_w = layer->kernel_w;

  return dream_keras_window (call, layer, error) &&
         dream_builder_add (self->builder, g_steal_pointer (&layer),
                            call->output, error);
}

gboolean
dream_keras_global_pool (DreamKeras           *self,
                         const DreamKerasCall *call,
                         GError              **error)
{
  return dream_keras_has_usual_format (call, error) &&
         dream_builder_add_global_pool (self->builder, call->name,
                                        call->inputs[0], call->output,
                                        find_pool (call->class_name), error);
}

/* The same on all sides, the same on opposite sides, or top and bottom, left
 * and right.
 */
gboolean
dream_keras_pad (DreamKeras *self, const DreamKerasCall *call, GError **error)
{
  JsonNode *option = dream_keras_option (call, "padding");
  gint      top    = 1;
  gint      left   = 1;
  gint      bottom;
  gint      right;

  if (! dream_keras_has_usual_format (call, error))
    return FALSE;

  if (dream_json_is_array (dream_json_element (option, 0)))
    {
      JsonNode *rows    = dream_json_element (option, 0);
      JsonNode *columns = dream_json_element (option, 1);

      top    = dream_json_int (dream_json_element (rows, 0), -1);
      bottom = dream_json_int (dream_json_element (rows, 1), -1);
      left   = dream_json_int (dream_json_element (columns, 0), -1);
      right  = dream_json_int (dream_json_element (columns, 1), -1);
    }
  else
    {
      if (! dream_keras_pair (call, "padding", &top, &left, error))
        return FALSE;
      bottom = top;
      right  = left;
    }

  if (top < 0 || bottom < 0 || left < 0 || right < 0)
    return dream_builder_damaged (error);

  return dream_builder_add_padding (self->builder, call->name, call->inputs[0],
                                    call->output, top, left, bottom, right, 0,
                                    error);
}

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
  const gint  axis = dream_json_int (dream_keras_option (call, "axis"), -1);
  DreamLayer *layer;

  if (! dream_keras_is_channels (self, call, axis))
    return dream_builder_unsupported (call->name,
                                      _ ("It joins something else than "
                                         "channels."),
                                      error);

  layer = dream_builder_start (self->builder, DREAM_OP_CONCAT, call->name,
                               call->inputs, call->n_inputs, error);

  return layer && dream_builder_add (self->builder, layer, call->output, error);
}

/* Two at a time; the last one has the layer's own name. */
gboolean
dream_keras_join (DreamKeras *self, const DreamKerasCall *call, GError **error)
{
  const DreamOp     op   = g_str_equal (call->class_name, "Add") ? DREAM_OP_ADD
                           : g_str_equal (call->class_name, "Multiply")
                             ? DREAM_OP_MULTIPLY
                             : DREAM_OP_MAXIMUM;
  const guint       last = call->n_inputs - 1;
  const gchar      *inputs[] = { call->inputs[0], NULL };
  g_autofree gchar *sum      = g_strconcat (call->output, "/joined", NULL);

  if (last == 0)
    return dream_keras_pass (self, call, error);

  for (guint i = 1; i < last; i++)
    {
      g_autofree gchar *name = g_strdup_printf ("%s/%u", call->name, i);

      inputs[1] = call->inputs[i];
      if (! join (self, op, name, inputs, sum, error))
        return FALSE;
      inputs[0] = sum;
    }

  inputs[1] = call->inputs[last];

  return join (self, op, call->name, inputs, call->output, error);
}

/* a - b = a + (-1) b */
gboolean
dream_keras_subtract (DreamKeras           *self,
                      const DreamKerasCall *call,
                      GError              **error)
{
  g_autofree gchar  *name     = g_strconcat (call->name, "/negative", NULL);
  g_autofree gchar  *negative = g_strconcat (call->output, "/negative", NULL);
  const gchar       *inputs[] = { call->inputs[0], negative };
  const DreamLayer  *second;
  g_autofree gfloat *scale = NULL;

  if (call->n_inputs != G_N_ELEMENTS (inputs))
    return dream_builder_damaged (error);

  /* The picture itself would be scaled for all. */
  second = dream_builder_get_layer (self->builder, call->inputs[1]);
  if (! second || second->op == DREAM_OP_INPUT)
    return dream_builder_unsupported (call->name,
                                      _ ("It depends on something that is not "
                                         "supported."),
                                      error);

  if (! dream_keras_spend (self, 2 * (gsize) second->channels, error))
    return FALSE;

  scale = g_new (gfloat, second->channels);
  for (gint c = 0; c < second->channels; c++)
    scale[c] = -1;

  return dream_builder_add_affine (self->builder, name, call->inputs[1],
                                   negative, scale, NULL, error) &&
         join (self, DREAM_OP_ADD, call->name, inputs, call->output, error);
}

static DreamOp
find_pool (const gchar *class_name)
{
  return g_str_equal (class_name, "MaxPooling2D") ||
             g_str_equal (class_name, "GlobalMaxPooling2D")
           ? DREAM_OP_MAX_POOL
           : DREAM_OP_AVERAGE_POOL;
}

static gboolean
join (DreamKeras         *self,
      DreamOp             op,
      const gchar        *name,
      const gchar *const *inputs,
      const gchar        *output,
      GError            **error)
{
  DreamLayer *layer = dream_builder_start (self->builder, op, name, inputs, 2,
                                           error);

  return layer && dream_builder_add (self->builder, layer, output, error);
}
