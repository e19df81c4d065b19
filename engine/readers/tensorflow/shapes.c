/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * TensorFlow's operations that join values, change what shape one has, or leave
 * it as it is.
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "operations.h"

static gboolean is_picture (DreamTfGraph *self, const gchar *value);
static gboolean has_one_place (DreamTfGraph *self, const gchar *value);
static gboolean reshape_numbers (DreamTfGraph          *self,
                                 DreamTfNode           *node,
                                 const DreamTfConstant *constant,
                                 GError               **error);
static guint    new_rank (DreamTfGraph *self, const DreamTfNode *node);

/* What makes no difference, or none to a dream: what one dreams of a class is
 * what its softmax reads. */
gboolean
dream_tf_read_alias (DreamTfGraph *self, DreamTfNode *node, GError **error)
{
  const gchar *from;

  node->constant = dream_tf_get_constant (self, node, 0);
  if (node->constant)
    return TRUE;

  from = dream_tf_get_value (self, node, 0, error);
  if (! from)
    return FALSE;

  dream_builder_alias (self->builder, from, node->name);

  return TRUE;
}

/* Only what comes before a matrix, or has but one place. */
gboolean
dream_tf_read_reshape (DreamTfGraph *self, DreamTfNode *node, GError **error)
{
  const DreamTfConstant *constant = dream_tf_get_constant (self, node, 0);
  const gchar           *from;

  if (constant)
    return reshape_numbers (self, node, constant, error);

  from = dream_tf_get_value (self, node, 0, error);
  if (! from)
    return FALSE;

  if (new_rank (self, node) == 2)
    dream_builder_flatten (self->builder, from, node->name);
  else if (has_one_place (self, from))
    dream_builder_alias (self->builder, from, node->name);
  else
    return dream_builder_unsupported (node->name,
                                      _ ("It gives the picture another shape."),
                                      error);

  return TRUE;
}

/* Squeeze and ExpandDims: of what has but one place, or of the picture, to make
 * it the only one of a batch. */
gboolean
dream_tf_read_squeeze (DreamTfGraph *self, DreamTfNode *node, GError **error)
{
  const gchar *from = dream_tf_get_value (self, node, 0, error);

  if (! from)
    return FALSE;

  if (! has_one_place (self, from) && ! is_picture (self, from))
    return dream_builder_unsupported (node->name,
                                      _ ("It gives the picture another shape."),
                                      error);

  dream_builder_alias (self->builder, from, node->name);

  return TRUE;
}

/* The picture can be of any size. */
gboolean
dream_tf_read_resize (DreamTfGraph *self, DreamTfNode *node, GError **error)
{
  const gchar *from = dream_tf_get_value (self, node, 0, error);

  if (! from)
    return FALSE;

  if (! is_picture (self, from))
    return dream_builder_unknown (node->name, node->op, error);

  dream_builder_alias (self->builder, from, node->name);

  return TRUE;
}

gboolean
dream_tf_read_concat (DreamTfGraph *self, DreamTfNode *node, GError **error)
{
  const gboolean           axis_first = strcmp (node->op, "Concat") == 0;
  const guint              n_values   = node->n_inputs - 1;
  g_autofree const gchar **values     = g_new (const gchar *, n_values);
  gint64                   axis;
  guint                    n;

  if (! dream_tf_get_integers (dream_tf_get_constant (self, node,
                                                      axis_first ? 0
                                                                 : n_values),
                               &axis, 1, &n) ||
      n != 1 || ! dream_tf_is_axis (axis, DREAM_TF_CHANNELS))
    return dream_builder_refuse (node->name, DREAM_REASON_AXIS, error);

  for (guint i = 0; i < n_values; i++)
    {
      values[i] = dream_tf_get_value (self, node, axis_first ? i + 1 : i,
                                      error);
      if (! values[i])
        return FALSE;
    }

  return dream_builder_add_concat (self->builder, node->name, values, n_values,
                                   node->name, error);
}

static gboolean
is_picture (DreamTfGraph *self, const gchar *value)
{
  return dream_builder_get_layer (self->builder, value)->op == DREAM_OP_INPUT;
}

static gboolean
has_one_place (DreamTfGraph *self, const gchar *value)
{
  gint height, width;

  dream_builder_get_size (self->builder, value, &height, &width);

  return height == 1 && width == 1;
}

static gboolean
reshape_numbers (DreamTfGraph          *self,
                 DreamTfNode           *node,
                 const DreamTfConstant *constant,
                 GError               **error)
{
  DreamTfConstant result = *constant;
  gint64          sizes[DREAM_TF_MAX_DIMENSIONS];
  gsize           left = constant->tensor.n_values;
  gint            open = -1;

  if (! dream_tf_get_integers (dream_tf_get_constant (self, node, 1), sizes,
                               G_N_ELEMENTS (sizes), &result.n_dimensions))
    return dream_tf_cannot_fold (node, error);

  for (guint i = 0; i < result.n_dimensions; i++)
    {
      if (sizes[i] == -1 && open == -1)
        open = i;
      else if (sizes[i] < 1 || left % sizes[i] != 0)
        return dream_builder_damaged (error);
      else
        left /= sizes[i];
      result.shape[i] = sizes[i];
    }

  if (open == -1 && left != 1)
    return dream_builder_damaged (error);

  if (open != -1)
    result.shape[open] = left;
  node->constant = dream_tf_keep_constant (self, &result);

  return TRUE;
}

/* Returns: how many dimensions a Reshape makes, 0 if the file does not say. */
static guint
new_rank (DreamTfGraph *self, const DreamTfNode *node)
{
  const DreamTfConstant *sizes = dream_tf_get_constant (self, node, 1);
  const DreamTfNode     *pack;

  if (sizes)
    return MIN (sizes->tensor.n_values, DREAM_TF_MAX_DIMENSIONS);

  /* Sizes of which some are the picture's own. */
  pack = dream_tf_get_node (self, dream_tf_get_input (self, node, 1)->node);

  return strcmp (pack->op, "Pack") == 0 ? pack->n_inputs : 0;
}
