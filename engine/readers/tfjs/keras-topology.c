/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How Keras's layers are connected.
 */

#include <string.h>

#include "keras-topology.h"
#include "model.h"

#define INPUT_CLASS "InputLayer"

/* How far sorting has come with a node. */
typedef struct
{
  guint    n_edges; /* that were looked at */
  gboolean is_begun;
  gboolean is_done;
} Progress;

static gboolean list_layers (DreamKerasTopology *self,
                             JsonNode           *list,
                             guint              *n_spare,
                             GError            **error);
static gboolean list_layer (DreamKerasTopology *self,
                            JsonNode           *description,
                            guint              *n_spare,
                            GError            **error);
static gboolean add_layer (DreamKerasTopology    *self,
                           const DreamKerasLayer *layer,
                           guint                 *n_spare,
                           GError               **error);
static gboolean is_input (const DreamKerasLayer *layer);
static gboolean connect_row (DreamKerasTopology *self,
                             guint              *n_spare,
                             GError            **error);
static gboolean connect_graph (DreamKerasTopology *self,
                               guint              *n_spare,
                               GError            **error);
static gboolean connect_node (DreamKerasTopology *self,
                              DreamKerasNode     *node,
                              JsonNode           *use,
                              guint              *n_spare,
                              GError            **error);
static gboolean connect_arguments (DreamKerasTopology *self,
                                   DreamKerasNode     *node,
                                   JsonNode           *arguments,
                                   guint              *n_spare,
                                   GError            **error);
static gboolean connect_argument (DreamKerasTopology *self,
                                  DreamKerasNode     *node,
                                  JsonNode           *argument,
                                  guint              *n_spare,
                                  GError            **error);
static gboolean add_edge (DreamKerasTopology *self,
                          DreamKerasNode     *node,
                          JsonNode           *reference,
                          guint              *n_spare,
                          GError            **error);
static gboolean sort (DreamKerasTopology *self, GError **error);
static gboolean sort_behind (DreamKerasTopology *self,
                             guint               node,
                             Progress           *progress,
                             GError            **error);
static gboolean spend (guint *n_spare, GError **error);
static gint     compare_names (gconstpointer a, gconstpointer b, gpointer data);

DreamKerasTopology *
dream_keras_topology_new (const gchar *class_name,
                          JsonNode    *config,
                          guint       *n_spare,
                          GError     **error)
{
  g_autoptr (DreamKerasTopology) self = g_new0 (DreamKerasTopology, 1);
  JsonNode                      *list = config;

  self->layers = g_array_new (FALSE, FALSE, sizeof (DreamKerasLayer));
  self->nodes  = g_array_new (FALSE, FALSE, sizeof (DreamKerasNode));
  self->edges  = g_array_new (FALSE, FALSE, sizeof (DreamKerasEdge));
  self->order  = g_array_new (FALSE, FALSE, sizeof (guint));
  self->names  = g_tree_new_full (compare_names, NULL, NULL, NULL);

  /* Sequences once were but a list. */
  self->is_sequence = dream_json_is_array (config) ||
                      g_strcmp0 (class_name, "Sequential") == 0;
  if (! dream_json_is_array (config))
    list = dream_json_member (config, "layers");

  if (! list_layers (self, list, n_spare, error) ||
      ! (self->is_sequence ? connect_row (self, n_spare, error)
                           : connect_graph (self, n_spare, error)) ||
      ! sort (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
dream_keras_topology_free (DreamKerasTopology *self)
{
  if (! self)
    return;

  g_array_unref (self->layers);
  g_array_unref (self->nodes);
  g_array_unref (self->edges);
  g_array_unref (self->order);
  g_tree_unref (self->names);
  g_free (self->input_name);
  g_free (self);
}

/* Node 0 of a network is the one by which it was made. */
gboolean
dream_keras_topology_find (DreamKerasTopology *self,
                           JsonNode           *reference,
                           DreamKerasEdge     *edge,
                           GError            **error)
{
  const gchar *name   = dream_json_string (dream_json_element (reference, 0));
  gint         node   = dream_json_int (dream_json_element (reference, 1), -1);
  const gint   output = dream_json_int (dream_json_element (reference, 2), -1);
  guint        found  = 0;
  const DreamKerasLayer *layer;

  if (name)
    found = GPOINTER_TO_UINT (g_tree_lookup (self->names, name));
  if (found == 0)
    return dream_builder_damaged (error);

  layer = &g_array_index (self->layers, DreamKerasLayer, found - 1);
  if (dream_keras_is_network (layer) && node > 0)
    node--;

  if (node < 0 || (guint) node >= layer->n_nodes || output < 0)
    return dream_builder_damaged (error);

  edge->node   = layer->first_node + node;
  edge->output = output;

  return TRUE;
}

JsonNode *
dream_keras_get_reference (JsonNode *list, guint index)
{
  if (dream_json_string (dream_json_element (list, 0)))
    return index == 0 ? list : NULL;

  return dream_json_element (list, index);
}

gboolean
dream_keras_is_network (const DreamKerasLayer *layer)
{
  return dream_json_is_array (layer->config) ||
         dream_json_is_array (dream_json_member (layer->config, "layers"));
}

static gboolean
list_layers (DreamKerasTopology *self,
             JsonNode           *list,
             guint              *n_spare,
             GError            **error)
{
  if (dream_json_length (list) == 0)
    return dream_builder_damaged (error);

  for (guint i = 0; i < dream_json_length (list); i++)
    if (! list_layer (self, dream_json_element (list, i), n_spare, error))
      return FALSE;

  return TRUE;
}

static gboolean
list_layer (DreamKerasTopology *self,
            JsonNode           *description,
            guint              *n_spare,
            GError            **error)
{
  DreamKerasLayer layer = { .n_nodes = 1 };

  layer.config     = dream_json_member (description, "config");
  layer.uses       = dream_json_member (description, "inbound_nodes");
  layer.class_name = dream_json_string (
    dream_json_member (description, "class_name"));
  layer.name = dream_json_string (dream_json_member (description, "name"));
  if (! layer.name)
    layer.name = dream_json_string (dream_json_member (layer.config, "name"));

  if (! layer.name || strlen (layer.name) > DREAM_TFJS_MAX_NAME ||
      ! layer.class_name || strlen (layer.class_name) > DREAM_TFJS_MAX_NAME)
    return dream_builder_damaged (error);

  if (! self->is_sequence && ! is_input (&layer))
    layer.n_nodes = dream_json_length (layer.uses);

  /* Keras gives it this name. */
  if (self->is_sequence && self->layers->len == 0 && ! is_input (&layer))
    {
      DreamKerasLayer input = layer;

      self->input_name = g_strconcat (layer.name, "_input", NULL);
      input.name       = self->input_name;
      input.class_name = INPUT_CLASS;
      if (! add_layer (self, &input, n_spare, error))
        return FALSE;
    }

  return add_layer (self, &layer, n_spare, error);
}

static gboolean
add_layer (DreamKerasTopology    *self,
           const DreamKerasLayer *layer,
           guint                 *n_spare,
           GError               **error)
{
  const guint     index = self->layers->len;
  DreamKerasLayer added = *layer;

  if (! spend (n_spare, error))
    return FALSE;

  if (g_tree_lookup (self->names, layer->name))
    return dream_builder_damaged (error);

  added.first_node = self->nodes->len;
  g_array_append_val (self->layers, added);
  g_tree_insert (self->names, (gpointer) added.name,
                 GUINT_TO_POINTER (index + 1));

  for (guint i = 0; i < added.n_nodes; i++)
    {
      const DreamKerasNode node = { .layer = index };

      if (! spend (n_spare, error))
        return FALSE;
      g_array_append_val (self->nodes, node);
    }

  return TRUE;
}

static gboolean
is_input (const DreamKerasLayer *layer)
{
  return g_str_equal (layer->class_name, INPUT_CLASS);
}

static gboolean
connect_row (DreamKerasTopology *self, guint *n_spare, GError **error)
{
  for (guint i = 1; i < self->nodes->len; i++)
    {
      DreamKerasNode *node = &g_array_index (self->nodes, DreamKerasNode, i);
      const DreamKerasEdge edge = { .node = i - 1 };

      if (! spend (n_spare, error))
        return FALSE;

      node->first_edge = self->edges->len;
      node->n_edges    = 1;
      g_array_append_val (self->edges, edge);
    }

  return TRUE;
}

static gboolean
connect_graph (DreamKerasTopology *self, guint *n_spare, GError **error)
{
  for (guint i = 0; i < self->nodes->len; i++)
    {
      DreamKerasNode  *node  = &g_array_index (self->nodes, DreamKerasNode, i);
      DreamKerasLayer *layer = &g_array_index (self->layers, DreamKerasLayer,
                                               node->layer);

      node->first_edge = self->edges->len;
      if (! is_input (layer) &&
          ! connect_node (self, node,
                          dream_json_element (layer->uses,
                                              i - layer->first_node),
                          n_spare, error))
        return FALSE;
    }

  return TRUE;
}

/* Up to Keras 2 a list of references or one of them, since Keras 3 the
 * arguments of a function.
 */
static gboolean
connect_node (DreamKerasTopology *self,
              DreamKerasNode     *node,
              JsonNode           *use,
              guint              *n_spare,
              GError            **error)
{
  if (dream_json_is_object (use))
    {
      if (! connect_arguments (self, node, dream_json_member (use, "args"),
                               n_spare, error))
        return FALSE;
    }
  else
    {
      JsonNode *reference;

      for (guint i = 0; (reference = dream_keras_get_reference (use, i)); i++)
        if (! add_edge (self, node, reference, n_spare, error))
          return FALSE;
    }

  return node->n_edges > 0 || dream_builder_damaged (error);
}

/* Tensors, and lists of them. */
static gboolean
connect_arguments (DreamKerasTopology *self,
                   DreamKerasNode     *node,
                   JsonNode           *arguments,
                   guint              *n_spare,
                   GError            **error)
{
  for (guint i = 0; i < dream_json_length (arguments); i++)
    {
      JsonNode *argument = dream_json_element (arguments, i);

      if (! connect_argument (self, node, argument, n_spare, error))
        return FALSE;

      for (guint k = 0; k < dream_json_length (argument); k++)
        if (! connect_argument (self, node, dream_json_element (argument, k),
                                n_spare, error))
          return FALSE;
    }

  return TRUE;
}

/* What is no tensor does not matter. */
static gboolean
connect_argument (DreamKerasTopology *self,
                  DreamKerasNode     *node,
                  JsonNode           *argument,
                  guint              *n_spare,
                  GError            **error)
{
  JsonNode *history = dream_json_member (dream_json_member (argument, "config"),
                                         "keras_history");

  return ! history || add_edge (self, node, history, n_spare, error);
}

static gboolean
add_edge (DreamKerasTopology *self,
          DreamKerasNode     *node,
          JsonNode           *reference,
          guint              *n_spare,
          GError            **error)
{
  DreamKerasEdge edge;

  if (! spend (n_spare, error) ||
      ! dream_keras_topology_find (self, reference, &edge, error))
    return FALSE;

  g_array_append_val (self->edges, edge);
  node->n_edges++;

  return TRUE;
}

/* In the file's order where that will do. */
static gboolean
sort (DreamKerasTopology *self, GError **error)
{
  g_autofree Progress *progress = g_new0 (Progress, self->nodes->len);

  for (guint i = 0; i < self->nodes->len; i++)
    if (! progress[i].is_done && ! sort_behind (self, i, progress, error))
      return FALSE;

  return TRUE;
}

/* Puts @node behind all that it depends on.  A node that is begun and comes
 * again depends on itself.
 */
static gboolean
sort_behind (DreamKerasTopology *self,
             guint               node,
             Progress           *progress,
             GError            **error)
{
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (guint));

  g_array_append_val (stack, node);
  progress[node].is_begun = TRUE;

  while (stack->len > 0)
    {
      const guint           top = g_array_index (stack, guint, stack->len - 1);
      const DreamKerasNode *current = &g_array_index (self->nodes,
                                                      DreamKerasNode, top);
      const guint           edge    = progress[top].n_edges++;
      guint                 other;

      if (edge == current->n_edges)
        {
          progress[top].is_done = TRUE;
          g_array_append_val (self->order, top);
          g_array_set_size (stack, stack->len - 1);
          continue;
        }

      other = g_array_index (self->edges, DreamKerasEdge,
                             current->first_edge + edge)
                .node;
      if (progress[other].is_done)
        continue;
      if (progress[other].is_begun)
        return dream_builder_damaged (error);

      g_array_append_val (stack, other);
      progress[other].is_begun = TRUE;
    }

  return TRUE;
}

static gboolean
spend (guint *n_spare, GError **error)
{
  if (*n_spare == 0)
    return dream_builder_damaged (error);

  (*n_spare)--;

  return TRUE;
}

static gint
compare_names (gconstpointer a, gconstpointer b, gpointer data G_GNUC_UNUSED)
{
  return strcmp (a, b);
}
