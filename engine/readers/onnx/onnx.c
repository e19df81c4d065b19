/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The reader of ONNX files: walks over the model and its graph, whose
 * operations come in an order in which each has its inputs before it.  The
 * numbers of fields are those of ONNX's onnx.proto.
 */

#include <glib/gi18n-lib.h>

#include "engine/error.h"
#include "engine/readers/encoding/protobuf-gather.h"
#include "engine/readers/encoding/protobuf-probe.h"
#include "engine/readers/encoding/protobuf-wire.h"
#include "engine/readers/formats.h"
#include "input.h"
#include "onnx.pb-c.h"
#include "operations.h"

/* Earlier ones broadcast in another way. */
#define LEAST_VERSION 7

/* Small, as time grows with the square of it. */
#define MAX_DESCRIPTION (1 << 12)

/* Weights, shapes and what else there is beside the layers. */
#define MAX_CONSTANTS (4 * DREAM_MAX_LAYERS)

/* Fields of ModelProto. */
enum
{
  MODEL_IR_VERSION       = 1,
  MODEL_PRODUCER_NAME    = 2,
  MODEL_PRODUCER_VERSION = 3,
  MODEL_DOMAIN           = 4,
  MODEL_VERSION          = 5,
  MODEL_GRAPH            = 7,
  MODEL_OPSET_IMPORT     = 8
};
/* Fields of GraphProto. */
enum
{
  GRAPH_NODE        = 1,
  GRAPH_INITIALIZER = 5,
  GRAPH_INPUT       = 11
};

typedef struct
{
  DreamOnnxGraph graph;
  guint          n_constants;
  guint          n_nodes;
  gint           n_channels; /* of the picture that is looked for */
} Reader;

typedef gboolean (*ReadFunc) (Reader               *reader,
                              const DreamWireField *message,
                              GError              **error);

static gboolean read_model (Reader *reader, GBytes *file, GError **error);
static gboolean for_each (Reader       *reader,
                          const guint8 *data,
                          gsize         size,
                          guint32       number,
                          ReadFunc      read,
                          GError      **error);
static gboolean read_opset (Reader               *reader,
                            const DreamWireField *message,
                            GError              **error);
static gboolean check_version (Reader *reader, GError **error);
static gboolean read_initializers (Reader               *reader,
                                   const DreamWireField *message,
                                   GError              **error);
static gboolean read_initializer (Reader               *reader,
                                  const DreamWireField *message,
                                  GError              **error);
static gboolean read_inputs (Reader               *reader,
                             const DreamWireField *message,
                             GError              **error);
static gboolean read_input (Reader               *reader,
                            const DreamWireField *message,
                            GError              **error);
static gboolean read_nodes (Reader               *reader,
                            const DreamWireField *message,
                            GError              **error);
static gboolean read_node (Reader               *reader,
                           const DreamWireField *message,
                           GError              **error);

gboolean
dream_is_onnx (GBytes *file)
{
  static const DreamProtobufField fields[] = {
    { MODEL_IR_VERSION, DREAM_FIELD_NUMBER, FALSE, FALSE },
    { MODEL_PRODUCER_NAME, DREAM_FIELD_TEXT, FALSE, FALSE },
    { MODEL_PRODUCER_VERSION, DREAM_FIELD_TEXT, FALSE, FALSE },
    { MODEL_DOMAIN, DREAM_FIELD_TEXT, FALSE, FALSE },
    { MODEL_VERSION, DREAM_FIELD_NUMBER, FALSE, FALSE },
    { MODEL_GRAPH, DREAM_FIELD_MESSAGE, FALSE, TRUE },
    { MODEL_OPSET_IMPORT, DREAM_FIELD_MESSAGE, TRUE, FALSE },
  };

  return dream_protobuf_looks_like (file, fields, G_N_ELEMENTS (fields));
}

DreamNetwork *
dream_read_onnx (GBytes           *file,
                 const gchar      *path G_GNUC_UNUSED,
                 const DreamInput *input,
                 GError          **error)
{
  DreamNetwork *network = NULL;
  Reader        reader  = { .n_nodes = 0 };

  dream_onnx_graph_init (&reader.graph, g_bytes_get_size (file));
  dream_builder_own (reader.graph.builder, g_bytes_ref (file),
                     (GDestroyNotify) g_bytes_unref);

  if (read_model (&reader, file, error))
    {
      const DreamInput expected = dream_onnx_get_input (&reader.graph, input);

      network = dream_builder_finish (reader.graph.builder, &expected, error);
    }

  dream_onnx_graph_clear (&reader.graph);

  return network;
}

/* Fields lie in the order of their numbers, which is not that in which they
 * make sense. */
static gboolean
read_model (Reader *reader, GBytes *file, GError **error)
{
  gsize         size;
  const guint8 *data = g_bytes_get_data (file, &size);

  return for_each (reader, data, size, MODEL_OPSET_IMPORT, read_opset, error) &&
         check_version (reader, error) &&
         for_each (reader, data, size, MODEL_GRAPH, read_initializers, error) &&
         for_each (reader, data, size, MODEL_GRAPH, read_inputs, error) &&
         for_each (reader, data, size, MODEL_GRAPH, read_nodes, error);
}

/* Calls @read for each message that is the field @number of another. */
static gboolean
for_each (Reader       *reader,
          const guint8 *data,
          gsize         size,
          guint32       number,
          ReadFunc      read,
          GError      **error)
{
  DreamWire      wire = dream_wire_start (data, size);
  DreamWireField field;

  while (dream_wire_next (&wire, &field))
    {
      if (field.number != number)
        continue;

      if (field.type != DREAM_WIRE_BYTES)
        return dream_builder_damaged (error);

      if (! read (reader, &field, error))
        return FALSE;
    }

  return ! wire.is_damaged || dream_builder_damaged (error);
}

static gboolean
read_opset (Reader *reader, const DreamWireField *message, GError **error)
{
  static const guint32   numbers[]     = { 1, 2 };
  g_autoptr (GByteArray) gathered      = dream_protobuf_gather (message->data,
                                                                message->size,
                                                                numbers,
                                                                G_N_ELEMENTS (
                                                                  numbers),
                                                                MAX_DESCRIPTION);
  DreamOnnx__OperatorSetIdProto *proto = NULL;

  if (gathered)
    proto = dream_onnx__operator_set_id_proto__unpack (NULL, gathered->len,
                                                       gathered->data);
  if (! proto)
    return dream_builder_damaged (error);

  if (! proto->domain || ! proto->domain[0] ||
      g_strcmp0 (proto->domain, "ai.onnx") == 0)
    reader->graph.version = proto->version;

  dream_onnx__operator_set_id_proto__free_unpacked (proto, NULL);

  return TRUE;
}

static gboolean
check_version (Reader *reader, GError **error)
{
  if (reader->graph.version >= LEAST_VERSION)
    return TRUE;

  g_set_error (error, DREAM_ERROR, DREAM_ERROR_UNSUPPORTED_LAYER,
               _ ("The network uses version %d of ONNX's operations; only "
                  "version %d and later ones are supported. Export the network "
                  "again with a later version."),
               (gint) CLAMP (reader->graph.version, 0, LEAST_VERSION),
               LEAST_VERSION);

  return FALSE;
}

static gboolean
read_initializers (Reader               *reader,
                   const DreamWireField *message,
                   GError              **error)
{
  return for_each (reader, message->data, message->size, GRAPH_INITIALIZER,
                   read_initializer, error);
}

static gboolean
read_initializer (Reader *reader, const DreamWireField *message, GError **error)
{
  DreamOnnxValue    value = { .kind = DREAM_ONNX_CONSTANT };
  g_autofree gchar *name  = NULL;

  if (++reader->n_constants > MAX_CONSTANTS)
    return dream_builder_damaged (error);

  if (! dream_onnx_tensor_read (&value.constant, &name, message->data,
                                message->size, reader->graph.builder, error))
    return FALSE;

  dream_onnx_graph_set (&reader->graph, name, &value);

  return TRUE;
}

static gboolean
read_inputs (Reader *reader, const DreamWireField *message, GError **error)
{
  static const gint n_channels[] = { 3, 1 };

  /* What has one channel beside a picture in colour is no picture. */
  for (guint i = 0; ! reader->graph.picture && i < G_N_ELEMENTS (n_channels);
       i++)
    {
      reader->n_channels = n_channels[i];
      if (! for_each (reader, message->data, message->size, GRAPH_INPUT,
                      read_input, error))
        return FALSE;
    }

  return reader->graph.picture ||
         dream_builder_refuse ("input", DREAM_REASON_PICTURE, error);
}

/* Until version 4 of the format initializers are among the inputs. */
static gboolean
read_input (Reader *reader, const DreamWireField *message, GError **error)
{
  static const guint32       numbers[] = { 1, 2 };
  g_autoptr (GByteArray)     gathered  = dream_protobuf_gather (message->data,
                                                                message->size,
                                                                numbers,
                                                                G_N_ELEMENTS (
                                                                  numbers),
                                                                MAX_DESCRIPTION);
  DreamOnnx__ValueInfoProto *proto     = NULL;
  gboolean                   sound     = TRUE;

  if (gathered)
    proto = dream_onnx__value_info_proto__unpack (NULL, gathered->len,
                                                  gathered->data);
  if (! proto || ! proto->name)
    sound = dream_builder_damaged (error);
  else if (! dream_onnx_graph_get (&reader->graph, proto->name))
    sound = dream_onnx_read_picture (&reader->graph, proto->name, proto->type,
                                     reader->n_channels, error);

  if (proto)
    dream_onnx__value_info_proto__free_unpacked (proto, NULL);

  return sound;
}

static gboolean
read_nodes (Reader *reader, const DreamWireField *message, GError **error)
{
  return for_each (reader, message->data, message->size, GRAPH_NODE, read_node,
                   error);
}

/* What cannot be used is left out, with all that depends on it: mostly a
 * classifier's head, which no dream needs. */
static gboolean
read_node (Reader *reader, const DreamWireField *message, GError **error)
{
  g_autoptr (DreamOnnxNode) node    = NULL;
  g_autoptr (GError)        problem = NULL;

  if (++reader->n_nodes > MAX_CONSTANTS)
    return dream_builder_damaged (error);

  node = dream_onnx_node_new (message->data, message->size, error);
  if (! node)
    return FALSE;

  if (! node->output[0] ||
      dream_onnx_operation (&reader->graph, node, &problem))
    return TRUE;

  if (! dream_builder_can_leave_out (&problem, error))
    return FALSE;

  dream_onnx_graph_leave_out (&reader->graph, node->output,
                              g_steal_pointer (&problem));

  return TRUE;
}
