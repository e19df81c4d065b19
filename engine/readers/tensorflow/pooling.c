/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * TensorFlow's pools: of windows, and of all places.
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "operations.h"

static gboolean read_pool (DreamTfGraph *self,
                           DreamTfNode  *node,
                           DreamOp       op,
                           GError      **error);

gboolean
dream_tf_read_max_pool (DreamTfGraph *self, DreamTfNode *node, GError **error)
{
  return read_pool (self, node, DREAM_OP_MAX_POOL, error);
}

gboolean
dream_tf_read_average_pool (DreamTfGraph *self,
                            DreamTfNode  *node,
                            GError      **error)
{
  return read_pool (self, node, DREAM_OP_AVERAGE_POOL, error);
}

/* The mean or the largest of all places. */
gboolean
dream_tf_read_reduction (DreamTfGraph *self, DreamTfNode *node, GError **error)
{
  const gchar *from = dream_tf_get_value (self, node, 0, error);
  gint64       axes[2];
  guint        n;

  if (! from)
    return FALSE;

  if (! dream_tf_get_integers (dream_tf_get_constant (self, node, 1), axes, 2,
                               &n) ||
      n != 2 || ! dream_tf_is_axis (MIN (axes[0], axes[1]), DREAM_TF_ROWS) ||
      ! dream_tf_is_axis (MAX (axes[0], axes[1]), DREAM_TF_COLUMNS))
    return dream_builder_unsupported (node->name,
                                      _ ("It reduces something else than rows "
                                         "and columns to one number."),
                                      error);

  return dream_builder_add_global_pool (self->builder, node->name, from,
                                        node->name,
                                        strcmp (node->op, "Max") == 0
                                          ? DREAM_OP_MAX_POOL
                                          : DREAM_OP_AVERAGE_POOL,
                                        error);
}

static gboolean
read_pool (DreamTfGraph *self, DreamTfNode *node, DreamOp op, GError **error)
{
  const gchar           *from  = dream_tf_get_value (self, node, 0, error);
  g_autoptr (DreamLayer) layer = NULL;

  if (! from)
    return FALSE;

  layer = dream_builder_start (self->builder, op, node->name, &from, 1, error);

  return layer &&
         dream_tf_read_pair (self, node, "ksize", 1, &layer->kernel_h,
                             &layer->kernel_w, error) &&
         dream_tf_read_steps (self, node, layer, error) &&
         dream_builder_add (self->builder, g_steal_pointer (&layer), node->name,
                            error);
}
