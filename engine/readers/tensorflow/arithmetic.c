/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * TensorFlow's sums, products and the like: of two layers, or of a layer and
 * numbers of the file, one or one a channel.
 */

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "operations.h"

/* An operation of a layer and numbers of the file. */
typedef struct
{
  const gchar           *from;
  const DreamTfConstant *constant;
  gboolean               is_constant_first;
} Mixed;

/* What operations of two layers become. */
typedef struct
{
  const gchar *op;
  DreamOp      join;
} Join;

static gboolean read_join (DreamTfGraph      *self,
                           const DreamTfNode *node,
                           GError           **error);
static gboolean add_difference (DreamTfGraph *self,
                                const gchar  *name,
                                const gchar  *a,
                                const gchar  *b,
                                GError      **error);
static gboolean read_limit (DreamTfGraph      *self,
                            const DreamTfNode *node,
                            const Mixed       *mixed,
                            GError           **error);
static gboolean read_affine (DreamTfGraph      *self,
                             const DreamTfNode *node,
                             const Mixed       *mixed,
                             GError           **error);
static void     to_affine (const gchar *op,
                           gboolean     is_constant_first,
                           gfloat       value,
                           gfloat      *scale,
                           gfloat      *shift);
static gboolean is_division (const gchar *op);
static gboolean add_multiple (DreamTfGraph *self,
                              const gchar  *from,
                              const gchar  *to,
                              gfloat        scale,
                              GError      **error);

gboolean
dream_tf_read_binary (DreamTfGraph *self, DreamTfNode *node, GError **error)
{
  const DreamTfConstant *a = dream_tf_get_constant (self, node, 0);
  const DreamTfConstant *b = dream_tf_get_constant (self, node, 1);
  Mixed                  mixed;

  if (a && b)
    return dream_tf_fold (self, node, a, b, error);

  if (! a && ! b)
    return read_join (self, node, error);

  mixed.constant          = a ? a : b;
  mixed.is_constant_first = a != NULL;
  mixed.from              = dream_tf_get_value (self, node, a ? 1 : 0, error);
  if (! mixed.from)
    return FALSE;

  return strcmp (node->op, "Maximum") == 0 || strcmp (node->op, "Minimum") == 0
           ? read_limit (self, node, &mixed, error)
           : read_affine (self, node, &mixed, error);
}

/* AddN, of any number of layers. */
gboolean
dream_tf_read_sum (DreamTfGraph *self, DreamTfNode *node, GError **error)
{
  const gchar      *first = dream_tf_get_value (self, node, 0, error);
  g_autofree gchar *sum   = g_strdup (first);

  if (! first)
    return FALSE;

  if (node->n_inputs == 1)
    dream_builder_alias (self->builder, first, node->name);

  for (guint i = 1; i < node->n_inputs; i++)
    {
      const gchar      *value = dream_tf_get_value (self, node, i, error);
      g_autofree gchar *name  = i + 1 < node->n_inputs
                                  ? g_strdup_printf ("%s/%u", node->name, i)
                                  : g_strdup (node->name);

      /* Many short names may lead to many long ones. */
      if (! value ||
          ! dream_tf_take_floats (self, strlen (node->name), error) ||
          ! dream_builder_add_join (self->builder, DREAM_OP_ADD, name, sum,
                                    value, name, error))
        return FALSE;

      g_free (sum);
      sum = g_steal_pointer (&name);
    }

  return TRUE;
}

/* Neg and Square. */
gboolean
dream_tf_read_unary (DreamTfGraph *self, DreamTfNode *node, GError **error)
{
  const DreamTfConstant *constant = dream_tf_get_constant (self, node, 0);
  const gchar           *from;

  if (constant)
    return dream_tf_fold (self, node, constant, NULL, error);

  from = dream_tf_get_value (self, node, 0, error);
  if (! from)
    return FALSE;

  if (strcmp (node->op, "Neg") == 0)
    return add_multiple (self, from, node->name, -1, error);

  return dream_builder_add_scaled (self->builder, node->name, from, node->name,
                                   DREAM_ACTIVATION_POWER, 1, 0, 2, error);
}

gboolean
dream_tf_add_affine (DreamTfGraph *self,
                     const gchar  *from,
                     const gchar  *to,
                     const gfloat *scale,
                     const gfloat *shift,
                     GError      **error)
{
  const gsize n = dream_builder_get_layer (self->builder, from)->channels;

  return dream_tf_take_floats (self, 2 * n, error) &&
         dream_builder_add_affine (self->builder, to, from, to, scale, shift,
                                   error);
}

static gboolean
read_join (DreamTfGraph *self, const DreamTfNode *node, GError **error)
{
  static const Join joins[] = { { "Add", DREAM_OP_ADD },
                                { "AddV2", DREAM_OP_ADD },
                                { "BiasAdd", DREAM_OP_ADD },
                                { "Mul", DREAM_OP_MULTIPLY },
                                { "Maximum", DREAM_OP_MAXIMUM } };
  const gchar      *a       = dream_tf_get_value (self, node, 0, error);
  const gchar      *b = a ? dream_tf_get_value (self, node, 1, error) : NULL;

  if (! b)
    return FALSE;

  if (strcmp (node->op, "Sub") == 0)
    return add_difference (self, node->name, a, b, error);

  for (guint i = 0; i < G_N_ELEMENTS (joins); i++)
    if (strcmp (joins[i].op, node->op) == 0)
      return dream_builder_add_join (self->builder, joins[i].join, node->name,
                                     a, b, node->name, error);

  return dream_builder_unknown (node->name, node->op, error);
}

static gboolean
add_difference (DreamTfGraph *self,
                const gchar  *name,
                const gchar  *a,
                const gchar  *b,
                GError      **error)
{
  g_autofree gchar *negative = g_strconcat (name, "/negative", NULL);

  return add_multiple (self, b, negative, -1, error) &&
         dream_builder_add_join (self->builder, DREAM_OP_ADD, name, a, negative,
                                 name, error);
}

/* The larger or the smaller of each value and one number. */
static gboolean
read_limit (DreamTfGraph      *self,
            const DreamTfNode *node,
            const Mixed       *mixed,
            GError           **error)
{
  const gboolean is_low = strcmp (node->op, "Maximum") == 0;
  gfloat         limit;

  if (mixed->constant->tensor.n_values != 1)
    return dream_builder_unsupported (node->name,
                                      _ ("Its limits differ between "
                                         "channels."),
                                      error);

  dream_tensor_decode (&mixed->constant->tensor, &limit);

  return dream_builder_add_activation (self->builder, node->name, mixed->from,
                                       node->name, DREAM_ACTIVATION_CLIP,
                                       is_low ? limit : -INFINITY,
                                       is_low ? INFINITY : limit, error);
}

static gboolean
read_affine (DreamTfGraph      *self,
             const DreamTfNode *node,
             const Mixed       *mixed,
             GError           **error)
{
  const DreamTfConstant *constant = mixed->constant;
  const DreamTensor     *tensor   = &constant->tensor;
  const gsize n = dream_builder_get_layer (self->builder, mixed->from)
                    ->channels;
  const guint        last   = constant->n_dimensions - 1;
  g_autofree gfloat *values = NULL;
  g_autofree gfloat *scale  = NULL;
  g_autofree gfloat *shift  = NULL;

  /* A reciprocal of values is nothing that networks compute. */
  if (is_division (node->op) && mixed->is_constant_first)
    return dream_builder_unknown (node->name, node->op, error);

  /* All other dimensions must be 1. */
  if (tensor->n_values != 1 &&
      (tensor->n_values != n || (gsize) constant->shape[last] != n))
    return dream_builder_unsupported (node->name,
                                      _ ("Its numbers are not one for each "
                                         "channel."),
                                      error);

  if (! dream_tf_take_floats (self, n, error))
    return FALSE;

  values = g_new (gfloat, n);
  scale  = g_new (gfloat, n);
  shift  = g_new (gfloat, n);
  dream_tensor_decode (tensor, values);

  for (gsize c = 0; c < n; c++)
    to_affine (node->op, mixed->is_constant_first,
               values[tensor->n_values == 1 ? 0 : c], &scale[c], &shift[c]);

  return dream_tf_add_affine (self, mixed->from, node->name, scale, shift,
                              error);
}

static void
to_affine (const gchar *op,
           gboolean     is_constant_first,
           gfloat       value,
           gfloat      *scale,
           gfloat      *shift)
{
  *scale = 1;
  *shift = 0;

  if (strcmp (op, "Mul") == 0)
    *scale = value;
  else if (is_division (op))
    *scale = 1 / value;
  else if (strcmp (op, "Sub") != 0)
    *shift = value;
  else
    {
      *scale = is_constant_first ? -1 : 1;
      *shift = is_constant_first ? value : -value;
    }
}

static gboolean
is_division (const gchar *op)
{
  return strcmp (op, "RealDiv") == 0 || strcmp (op, "Div") == 0;
}

/* y = @scale x. */
static gboolean
add_multiple (DreamTfGraph *self,
              const gchar  *from,
              const gchar  *to,
              gfloat        scale,
              GError      **error)
{
  const gsize n = dream_builder_get_layer (self->builder, from)->channels;
  g_autofree gfloat *scales = NULL;
  g_autofree gfloat *shifts = NULL;

  if (! dream_tf_take_floats (self, n, error))
    return FALSE;

  scales = g_new (gfloat, n);
  shifts = g_new0 (gfloat, n);
  for (gsize c = 0; c < n; c++)
    scales[c] = scale;

  return dream_tf_add_affine (self, from, to, scales, shifts, error);
}
