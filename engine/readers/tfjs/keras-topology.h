/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How Keras's layers are connected: in a row ("Sequential"), or as a graph of
 * layers that may be applied several times, each time a node, and may be
 * networks themselves.  Knows nothing of what layers do.
 */

#pragma once

#include "engine/readers/builder.h"
#include "engine/readers/encoding/json-file.h"

G_BEGIN_DECLS

/**
 * DreamKerasLayer:
 * @name: what others refer to it by.
 * @class_name: what it is.
 * @config: (nullable): its options.
 * @uses: (nullable): what it is applied to, each time.
 * @first_node: of its nodes, which follow each other.
 * @n_nodes: how many.
 */
typedef struct
{
  const gchar *name;
  const gchar *class_name;
  JsonNode    *config;
  JsonNode    *uses;
  guint        first_node;
  guint        n_nodes;
} DreamKerasLayer;

/**
 * DreamKerasEdge:
 * @node: what makes a value.
 * @output: which of its outputs that is.
 */
typedef struct
{
  guint node;
  guint output;
} DreamKerasEdge;

/**
 * DreamKerasNode:
 * @layer: that is applied.
 * @first_edge: of those that it is applied to.
 * @n_edges: how many; 0 for an InputLayer alone.
 */
typedef struct
{
  guint layer;
  guint first_edge;
  guint n_edges;
} DreamKerasNode;

/**
 * DreamKerasTopology:
 * @layers: (element-type DreamKerasLayer): in the file's order.  A sequence
 *   begins with an InputLayer, even if the file leaves it out.
 * @nodes: (element-type DreamKerasNode):
 * @edges: (element-type DreamKerasEdge):
 * @order: (element-type guint): the nodes, each after those that it depends on.
 * @is_sequence: each layer is applied to the one before it.
 */
typedef struct
{
  GArray  *layers;
  GArray  *nodes;
  GArray  *edges;
  GArray  *order;
  gboolean is_sequence;

  /*< private >*/
  GTree *names;
  gchar *input_name;
} DreamKerasTopology;

/**
 * dream_keras_topology_new:
 * @class_name: (nullable): what sort of network it is.
 * @config: (nullable): describes it; outlives the topology.
 * @n_spare: (inout): how many layers and connections it may have.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable): %NULL with %DREAM_ERROR_BAD_NETWORK.
 */
DreamKerasTopology *dream_keras_topology_new (const gchar *class_name,
                                              JsonNode    *config,
                                              guint       *n_spare,
                                              GError     **error);
void                dream_keras_topology_free (DreamKerasTopology *self);

/**
 * dream_keras_topology_find:
 * @reference: (nullable): the name of a layer, the number of its node, and the
 *   number of an output.
 * @edge: (out): what that is.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_NETWORK if there is no such node.
 */
gboolean dream_keras_topology_find (DreamKerasTopology *self,
                                    JsonNode           *reference,
                                    DreamKerasEdge     *edge,
                                    GError            **error);

/**
 * dream_keras_get_reference:
 * @list: (nullable): references, or but one.
 *
 * Returns: (transfer none) (nullable): %NULL behind the last one.
 */
JsonNode *dream_keras_get_reference (JsonNode *list, guint index);

/* Returns: whether the layer consists of layers. */
gboolean dream_keras_is_network (const DreamKerasLayer *layer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DreamKerasTopology, dream_keras_topology_free)

G_END_DECLS
