/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The form of TensorFlow.js's networks that consists of Keras's layers.
 * Networks inside of networks become a part of the outermost one.
 */

#include "keras-topology.h"
#include "keras.h"
#include "tfjs.h"

#define MAX_NESTING 8

/* Layers and connections, those of inner networks as often as they are used. */
#define MAX_STEPS (1 << 20)

/* For numbers that are computed: some bytes for each byte of the files, and
 * what small networks need. */
#define SPARE_FACTOR 4
#define SPARE_BYTES  (1 << 24)

typedef struct
{
  DreamKeras keras;
  guint      n_spare; /* layers and connections */
  guint      n_nodes; /* of all networks, so far: they have one numbering */
  guint      nesting;
  gboolean   has_picture;
} Reader;

/* A network, perhaps inside of another. */
typedef struct
{
  DreamKerasTopology *topology;
  JsonNode           *config;
  guint               first_node;
} Scope;

static void      set_limits (Reader *reader);
static gboolean  read_network (Reader      *reader,
                               const gchar *class_name,
                               JsonNode    *config,
                               GPtrArray   *inputs,
                               guint        node,
                               GError     **error);
static gboolean  bind_inputs (Reader      *reader,
                              const Scope *scope,
                              GPtrArray   *inputs,
                              GError     **error);
static gboolean  bind_outputs (Reader      *reader,
                               const Scope *scope,
                               guint        node,
                               GError     **error);
static void      bind_output (Reader        *reader,
                              const Scope   *scope,
                              DreamKerasEdge edge,
                              guint          node,
                              guint          output);
static gboolean  read_or_leave (Reader      *reader,
                                const Scope *scope,
                                guint        index,
                                GError     **error);
static gboolean  read_node (Reader      *reader,
                            const Scope *scope,
                            guint        index,
                            const gchar *output,
                            GError     **error);
static gboolean  read_picture (Reader                *reader,
                               const DreamKerasLayer *layer,
                               const gchar           *value,
                               GError               **error);
static JsonNode *find_shape (JsonNode *config);
static gchar    *name_value (const Scope *scope, DreamKerasEdge edge);
static gchar    *name_output (guint node, guint output);

gboolean
dream_tfjs_read_layers (DreamTfjsModel *model,
                        DreamBuilder   *builder,
                        DreamInput     *guess,
                        GError        **error)
{
  Reader    reader   = { .keras = { .model = model, .builder = builder } };
  JsonNode *topology = dream_tfjs_model_get_topology (model);
  JsonNode *inner    = dream_json_member (topology, "model_config");

  if (inner)
    topology = inner;

  set_limits (&reader);
  if (! read_network (&reader,
                      dream_json_string (
                        dream_json_member (topology, "class_name")),
                      dream_json_member (topology, "config"), NULL, 0, error))
    return FALSE;

  if (reader.keras.scales_picture)
    *guess = (DreamInput){ .scale = { 1, 1, 1 } };

  return TRUE;
}

static void
set_limits (Reader *reader)
{
  DreamKeras *keras = &reader->keras;

  reader->n_spare = MAX_STEPS;
  if (! g_size_checked_mul (&keras->n_spare,
                            dream_tfjs_model_get_size (keras->model),
                            SPARE_FACTOR) ||
      ! g_size_checked_add (&keras->n_spare, keras->n_spare, SPARE_BYTES))
    keras->n_spare = G_MAXSIZE;
}

/* @inputs: (nullable): what a network inside of another is applied to, by the
 * node @node.
 */
static gboolean
read_network (Reader      *reader,
              const gchar *class_name,
              JsonNode    *config,
              GPtrArray   *inputs,
              guint        node,
              GError     **error)
{
  g_autoptr (DreamKerasTopology) topology = NULL;
  Scope scope = { .config = config, .first_node = reader->n_nodes };

  if (reader->nesting == MAX_NESTING)
    return dream_builder_damaged (error);

  topology = dream_keras_topology_new (class_name, config, &reader->n_spare,
                                       error);
  if (! topology)
    return FALSE;

  scope.topology = topology;
  reader->n_nodes += topology->nodes->len;
  reader->nesting++;

  if (inputs && ! bind_inputs (reader, &scope, inputs, error))
    return FALSE;

  for (guint i = 0; i < topology->order->len; i++)
    if (! read_or_leave (reader, &scope,
                         g_array_index (topology->order, guint, i), error))
      return FALSE;

  reader->nesting--;

  return ! inputs || bind_outputs (reader, &scope, node, error);
}

/* The network's own inputs are what it is applied to. */
static gboolean
bind_inputs (Reader      *reader,
             const Scope *scope,
             GPtrArray   *inputs,
             GError     **error)
{
  JsonNode      *list = dream_json_member (scope->config, "input_layers");
  DreamKerasEdge edge = { 0, 0 };

  for (guint i = 0; i < inputs->len; i++)
    {
      g_autofree gchar *value = NULL;

      if (! scope->topology->is_sequence &&
          ! dream_keras_topology_find (scope->topology,
                                       dream_keras_get_reference (list, i),
                                       &edge, error))
        return FALSE;

      value = name_value (scope, edge);
      dream_builder_alias (reader->keras.builder, g_ptr_array_index (inputs, i),
                           value);
    }

  return TRUE;
}

static gboolean
bind_outputs (Reader *reader, const Scope *scope, guint node, GError **error)
{
  JsonNode      *list = dream_json_member (scope->config, "output_layers");
  DreamKerasEdge edge = { .node = scope->topology->nodes->len - 1 };
  JsonNode      *reference;

  if (scope->topology->is_sequence)
    {
      bind_output (reader, scope, edge, node, 0);
      return TRUE;
    }

  for (guint i = 0; (reference = dream_keras_get_reference (list, i)); i++)
    {
      if (! dream_keras_topology_find (scope->topology, reference, &edge,
                                       error))
        return FALSE;
      bind_output (reader, scope, edge, node, i);
    }

  return TRUE;
}

static void
bind_output (Reader        *reader,
             const Scope   *scope,
             DreamKerasEdge edge,
             guint          node,
             guint          output)
{
  g_autofree gchar *from = name_value (scope, edge);
  g_autofree gchar *to   = name_output (node, output);

  dream_builder_alias (reader->keras.builder, from, to);
}

static gboolean
read_or_leave (Reader *reader, const Scope *scope, guint index, GError **error)
{
  g_autofree gchar  *output  = name_value (scope,
                                           (DreamKerasEdge){ .node = index });
  g_autoptr (GError) problem = NULL;

  if (read_node (reader, scope, index, output, &problem))
    return TRUE;

  if (! dream_builder_can_leave_out (&problem, error))
    return FALSE;

  dream_builder_leave_out (reader->keras.builder, output,
                           g_steal_pointer (&problem));

  return TRUE;
}

/* The inputs of inner networks are there already. */
static gboolean
read_node (Reader      *reader,
           const Scope *scope,
           guint        index,
           const gchar *output,
           GError     **error)
{
  DreamKerasTopology    *topology = scope->topology;
  const DreamKerasNode  *node = &g_array_index (topology->nodes, DreamKerasNode,
                                                index);
  const DreamKerasLayer *layer  = &g_array_index (topology->layers,
                                                  DreamKerasLayer, node->layer);
  g_autoptr (GPtrArray)  inputs = g_ptr_array_new_with_free_func (g_free);
  DreamKerasCall         call   = {
              .name       = layer->name,
              .class_name = layer->class_name,
              .config     = layer->config,
              .output     = output,
  };

  if (node->n_edges == 0)
    return reader->nesting > 1 || read_picture (reader, layer, output, error);

  for (guint i = 0; i < node->n_edges; i++)
    g_ptr_array_add (inputs,
                     name_value (scope,
                                 g_array_index (topology->edges, DreamKerasEdge,
                                                node->first_edge + i)));

  if (dream_keras_is_network (layer))
    return read_network (reader, layer->class_name, layer->config, inputs,
                         scope->first_node + index, error);

  call.inputs   = (const gchar *const *) inputs->pdata;
  call.n_inputs = inputs->len;

  return dream_keras_add (&reader->keras, &call, error);
}

/* Batch x rows x columns x channels; rows and columns are what the network was
 * trained on, if it says so.
 */
static gboolean
read_picture (Reader                *reader,
              const DreamKerasLayer *layer,
              const gchar           *value,
              GError               **error)
{
  JsonNode  *shape    = find_shape (layer->config);
  const gint channels = dream_json_int (dream_json_element (shape, 3), 0);
  gint       height;
  gint       width;

  if (reader->has_picture || dream_json_length (shape) != 4 ||
      (channels != 1 && channels != 3))
    return dream_builder_refuse (layer->name, DREAM_REASON_PICTURE, error);

  height = dream_json_int (dream_json_element (shape, 1), 0);
  width  = dream_json_int (dream_json_element (shape, 2), 0);
  if (height < 0 || width < 0 || height > DREAM_MAX_TRAINED_SIZE ||
      width > DREAM_MAX_TRAINED_SIZE)
    return dream_builder_damaged (error);

  reader->has_picture = TRUE;

  return dream_builder_add_picture (reader->keras.builder, value, layer->name,
                                    height, width, channels, error);
}

/* A sequence that begins with a network has it in there.
 *
 * Returns: (transfer none) (nullable): the shape of a batch of pictures.
 */
static JsonNode *
find_shape (JsonNode *config)
{
  JsonNode *shape = NULL;

  while (config && ! shape)
    {
      JsonNode *list = dream_json_is_array (config)
                         ? config
                         : dream_json_member (config, "layers");

      shape = dream_json_member (config, "batch_input_shape");
      if (! shape)
        shape = dream_json_member (config, "batch_shape");
      config = dream_json_member (dream_json_element (list, 0), "config");
    }

  return shape;
}

static gchar *
name_value (const Scope *scope, DreamKerasEdge edge)
{
  return name_output (scope->first_node + edge.node, edge.output);
}

static gchar *
name_output (guint node, guint output)
{
  return g_strdup_printf ("%u:%u", node, output);
}
