/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keras's sums, products and the like of several layers.
 */

#include <glib/gi18n-lib.h>

#include "keras.h"

static gboolean join (DreamKeras         *self,
                      DreamOp             op,
                      const gchar        *name,
                      const gchar *const *inputs,
                      const gchar        *output,
                      GError            **error);

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
