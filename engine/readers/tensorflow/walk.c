/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Through the nodes of a TensorFlow graph, each after those that it reads.
 */

#include "operations.h"
#include "walk.h"

typedef enum
{
  UNSEEN,
  WAITING, /* for its inputs */
  DONE
} State;

/* A node whose inputs are being looked at. */
typedef struct
{
  guint node;
  guint next_input;
} Visit;

static gboolean resolve (DreamTfGraph *self, GError **error);
static GArray  *sort (DreamTfGraph *self, GError **error);
static gboolean visit (DreamTfGraph *self,
                       GArray       *visits,
                       guint8       *states,
                       GArray       *order,
                       GError      **error);
static gboolean read_or_leave (DreamTfGraph *self,
                               DreamTfNode  *node,
                               GError      **error);
static gboolean read_node (DreamTfGraph *self,
                           DreamTfNode  *node,
                           GError      **error);

gboolean
dream_tf_graph_read (DreamTfGraph *self, DreamInput *guess, GError **error)
{
  g_autoptr (GArray) order = NULL;

  if (! resolve (self, error) || ! dream_tf_read_picture (self, error))
    return FALSE;

  order = sort (self, error);
  if (! order)
    return FALSE;

  for (guint i = 0; i < order->len; i++)
    {
      const guint index = g_array_index (order, guint, i);

      if (! read_or_leave (self, dream_tf_get_node (self, index), error))
        return FALSE;
    }

  dream_tf_guess_input (self, guess);

  return TRUE;
}

/* Finds each node's operation, and its inputs.  Only operations that are not
 * known may read what is not there. */
static gboolean
resolve (DreamTfGraph *self, GError **error)
{
  for (guint i = 0; i < self->nodes->len; i++)
    {
      DreamTfNode *node = dream_tf_get_node (self, i);

      node->operation = dream_tf_find_operation (node->op);

      for (guint k = 0; node->operation && k < node->n_inputs; k++)
        {
          DreamTfInput *input = &g_array_index (self->inputs, DreamTfInput,
                                                node->first_input + k);
          guint         found = GPOINTER_TO_UINT (
                    g_tree_lookup (self->by_name, input->name));

          if (found == 0)
            return dream_builder_damaged (error);
          input->node = found - 1;
        }
    }

  return TRUE;
}

/* Returns: (transfer full) (nullable): indices of all nodes, each after those
 *   that it reads; %NULL with an error if one waits for itself.  Loops of
 *   TensorFlow's control flow are no such thing: their operations are not
 *   known.
 */
static GArray *
sort (DreamTfGraph *self, GError **error)
{
  g_autoptr (GArray) order  = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GArray) visits = g_array_new (FALSE, FALSE, sizeof (Visit));
  g_autofree guint8 *states = g_new0 (guint8, self->nodes->len);

  for (guint i = 0; i < self->nodes->len; i++)
    {
      const Visit first = { i, 0 };

      if (states[i] != UNSEEN)
        continue;

      states[i] = WAITING;
      g_array_append_val (visits, first);
      while (visits->len > 0)
        if (! visit (self, visits, states, order, error))
          return NULL;
    }

  return g_steal_pointer (&order);
}

/* One step: to an input that has not been seen, or back. */
static gboolean
visit (DreamTfGraph *self,
       GArray       *visits,
       guint8       *states,
       GArray       *order,
       GError      **error)
{
  Visit             *last = &g_array_index (visits, Visit, visits->len - 1);
  const DreamTfNode *node = dream_tf_get_node (self, last->node);
  Visit              next = { 0 };

  if (! node->operation || last->next_input == node->n_inputs)
    {
      states[last->node] = DONE;
      g_array_append_val (order, last->node);
      g_array_set_size (visits, visits->len - 1);
      return TRUE;
    }

  next.node = dream_tf_get_input (self, node, last->next_input++)->node;
  if (states[next.node] == WAITING)
    return dream_builder_damaged (error);

  if (states[next.node] == UNSEEN)
    {
      states[next.node] = WAITING;
      g_array_append_val (visits, next);
    }

  return TRUE;
}

static gboolean
read_or_leave (DreamTfGraph *self, DreamTfNode *node, GError **error)
{
  g_autoptr (GError) problem = NULL;

  if (node == self->picture || read_node (self, node, &problem))
    return TRUE;

  if (! dream_builder_can_leave_out (&problem, error))
    return FALSE;

  dream_builder_leave_out (self->builder, node->name,
                           g_steal_pointer (&problem));

  return TRUE;
}

static gboolean
read_node (DreamTfGraph *self, DreamTfNode *node, GError **error)
{
  if (! node->operation)
    return dream_builder_unknown (node->name, node->op, error);

  if (node->n_inputs < node->operation->n_inputs)
    return dream_builder_damaged (error);

  return node->operation->read (self, node, error);
}
