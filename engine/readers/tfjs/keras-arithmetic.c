/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keras's sums, products and the like of several layers.
 */

#include "keras.h"

/* Two at a time; the last one has the layer's own name. */
gboolean
dream_keras_join (DreamKeras *self, const DreamKerasCall *call, GError **error)
{
  const DreamOp     op   = g_str_equal (call->class_name, "Add") ? DREAM_OP_ADD
                           : g_str_equal (call->class_name, "Multiply")
                             ? DREAM_OP_MULTIPLY
                             : DREAM_OP_MAXIMUM;
  const guint       last = call->n_inputs - 1;
  const gchar      *left = call->inputs[0];
  g_autofree gchar *sum  = g_strconcat (call->output, "/joined", NULL);

  if (last == 0)
    return dream_keras_pass (self, call, error);

  for (guint i = 1; i < last; i++)
    {
      g_autofree gchar *name = g_strdup_printf ("%s/%u", call->name, i);

      if (! dream_builder_add_join (self->builder, op, name, left,
                                    call->inputs[i], sum, error))
        return FALSE;
      left = sum;
    }

  return dream_builder_add_join (self->builder, op, call->name, left,
                                 call->inputs[last], call->output, error);
}

/* a - b = a + (-1) b */
gboolean
dream_keras_subtract (DreamKeras           *self,
                      const DreamKerasCall *call,
                      GError              **error)
{
  g_autofree gchar  *name     = g_strconcat (call->name, "/negative", NULL);
  g_autofree gchar  *negative = g_strconcat (call->output, "/negative", NULL);
  const DreamLayer  *second;
  g_autofree gfloat *scale = NULL;

  if (call->n_inputs != 2)
    return dream_builder_damaged (error);

  /* The picture itself would be scaled for all. */
  second = dream_builder_get_layer (self->builder, call->inputs[1]);
  if (! second || second->op == DREAM_OP_INPUT)
    return dream_builder_refuse (call->name, DREAM_REASON_INPUT, error);

  if (! dream_keras_spend (self, 2 * (gsize) second->channels, error))
    return FALSE;

  scale = g_new (gfloat, second->channels);
  for (gint c = 0; c < second->channels; c++)
    scale[c] = -1;

  return dream_builder_add_affine (self->builder, name, call->inputs[1],
                                   negative, scale, NULL, error) &&
         dream_builder_add_join (self->builder, DREAM_OP_ADD, call->name,
                                 call->inputs[0], negative, call->output,
                                 error);
}
