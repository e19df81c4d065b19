/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The reader of TensorFlow's frozen graphs (.pb), protocol buffers of the kind
 * GraphDef.  They are not unpacked: nodes are looked into where they lie, and
 * weights stay there.
 */

#include <string.h>

#include "engine/readers/encoding/protobuf-probe.h"
#include "engine/readers/formats.h"
#include "graphdef-private.h"
#include "walk.h"

/* What inception5h, the network of TensorFlow's DeepDream tutorial, expects. */
#define USUAL_MEAN 117

/* GraphDef */
enum
{
  GRAPH_NODE       = 1,
  GRAPH_LIBRARY    = 2,
  GRAPH_VERSION    = 3,
  GRAPH_VERSIONS   = 4,
  GRAPH_DEBUG_INFO = 5
};

/* NodeDef, and an entry of its map of attributes. */
enum
{
  NODE_NAME      = 1,
  NODE_OP        = 2,
  NODE_INPUT     = 3,
  NODE_ATTRIBUTE = 5,
  ENTRY_KEY      = 1,
  ENTRY_VALUE    = 2
};

/* AttrValue, and its lists, which have the same numbers for the same. */
enum
{
  VALUE_LIST    = 1,
  VALUE_TEXT    = 2,
  VALUE_INTEGER = 3,
  VALUE_NUMBER  = 4,
  VALUE_TRUTH   = 5,
  VALUE_SHAPE   = 7,
  VALUE_TENSOR  = 8
};

static gboolean  has_node (GBytes *file);
static gboolean  read_nodes (DreamTfGraph *graph, GBytes *file, GError **error);
static gboolean  read_node (DreamTfGraph         *graph,
                            const DreamWireField *node,
                            GError              **error);
static gboolean  is_text (const DreamWireField *field, guint32 number);
static gboolean  get_attribute (gpointer          file,
                                gconstpointer     node,
                                const gchar      *name,
                                DreamTfAttribute *attribute);
static gboolean  get_constant (gpointer         file,
                               gconstpointer    node,
                               DreamTfGraph    *graph,
                               DreamTfConstant *constant,
                               GError         **error);
static gboolean  find_value (GBytes       *file,
                             const guint8 *node,
                             const gchar  *name,
                             DreamWire    *value);
static DreamWire open_node (GBytes *file, const guint8 *node);
static gboolean is_entry (DreamWire entry, const gchar *name, DreamWire *value);
static gboolean read_value (DreamWire         value,
                            gboolean          is_list,
                            DreamTfAttribute *attribute);
static void     read_integers (const DreamWireField *field,
                               DreamTfAttribute     *attribute);
static void     read_number (const DreamWireField *field,
                             DreamTfAttribute     *attribute);

gboolean
dream_is_graphdef (GBytes *file)
{
  static const DreamProtobufField fields[] = {
    { GRAPH_NODE, DREAM_FIELD_MESSAGE, TRUE, TRUE },
    { GRAPH_LIBRARY, DREAM_FIELD_MESSAGE, FALSE, FALSE },
    { GRAPH_VERSION, DREAM_FIELD_NUMBER, FALSE, FALSE },
    { GRAPH_VERSIONS, DREAM_FIELD_MESSAGE, FALSE, FALSE },
    { GRAPH_DEBUG_INFO, DREAM_FIELD_MESSAGE, FALSE, FALSE },
  };

  return dream_protobuf_looks_like (file, fields, G_N_ELEMENTS (fields)) &&
         has_node (file);
}

DreamNetwork *
dream_read_graphdef (GBytes           *file,
                     const gchar      *path G_GNUC_UNUSED,
                     const DreamInput *input,
                     GError          **error)
{
  static const DreamTfSource source  = { get_attribute, get_constant };
  g_autoptr (DreamBuilder)   builder = dream_builder_new ();
  g_autoptr (DreamTfGraph)   graph   = NULL;
  DreamInput                 guess   = {
                      .scale = { 1, 1, 1 },
                      .mean  = { USUAL_MEAN, USUAL_MEAN, USUAL_MEAN },
  };

  dream_builder_own (builder, g_bytes_ref (file),
                     (GDestroyNotify) g_bytes_unref);
  graph = dream_tf_graph_new (&source, file, g_bytes_get_size (file), builder);

  return read_nodes (graph, file, error) &&
             dream_tf_graph_read (graph, &guess, error)
           ? dream_builder_finish (builder, input ? input : &guess, error)
           : NULL;
}

/* Other messages may begin with a message too. */
static gboolean
has_node (GBytes *file)
{
  gsize          size;
  const guint8  *data = g_bytes_get_data (file, &size);
  DreamWire      wire = dream_wire_start (data, size);
  DreamWire      node;
  DreamWireField field;

  while (dream_wire_next (&wire, &field) && field.number != GRAPH_NODE)
    continue;

  if (! field.data || field.number != GRAPH_NODE)
    return FALSE;

  node = dream_wire_start (field.data, MIN (field.size, (gsize) (data + size -
                                                                 field.data)));

  return dream_wire_next (&node, &field) && is_text (&field, NODE_NAME) &&
         dream_wire_next (&node, &field) && is_text (&field, NODE_OP);
}

static gboolean
read_nodes (DreamTfGraph *graph, GBytes *file, GError **error)
{
  gsize          size;
  const guint8  *data = g_bytes_get_data (file, &size);
  DreamWire      wire = dream_wire_start (data, size);
  DreamWireField field;

  while (dream_wire_next (&wire, &field))
    if (field.number == GRAPH_NODE && field.type == DREAM_WIRE_BYTES &&
        ! read_node (graph, &field, error))
      return FALSE;

  return ! wire.is_damaged || dream_builder_damaged (error);
}

static gboolean
read_node (DreamTfGraph *graph, const DreamWireField *node, GError **error)
{
  DreamWire      wire = dream_wire_start (node->data, node->size);
  DreamWireField name = { 0 };
  DreamWireField op   = { 0 };
  DreamWireField field;

  while (dream_wire_next (&wire, &field))
    {
      if (is_text (&field, NODE_NAME))
        name = field;
      else if (is_text (&field, NODE_OP))
        op = field;
    }

  if (wire.is_damaged)
    return dream_builder_damaged (error);

  if (! dream_tf_graph_add (graph, (const gchar *) name.data, name.size,
                            (const gchar *) op.data, op.size, node->start,
                            error))
    return FALSE;

  wire = dream_wire_start (node->data, node->size);
  while (dream_wire_next (&wire, &field))
    if (is_text (&field, NODE_INPUT) &&
        ! dream_tf_graph_add_input (graph, (const gchar *) field.data,
                                    field.size, error))
      return FALSE;

  return TRUE;
}

static gboolean
is_text (const DreamWireField *field, guint32 number)
{
  return field->number == number && field->type == DREAM_WIRE_BYTES;
}

static gboolean
get_attribute (gpointer          file,
               gconstpointer     node,
               const gchar      *name,
               DreamTfAttribute *attribute)
{
  DreamWire value;

  return find_value (file, node, name, &value) &&
         read_value (value, FALSE, attribute);
}

static gboolean
get_constant (gpointer         file,
              gconstpointer    node,
              DreamTfGraph    *graph,
              DreamTfConstant *constant,
              GError         **error)
{
  DreamWire      value;
  DreamWireField field;

  if (! find_value (file, node, "value", &value))
    return dream_builder_damaged (error);

  while (dream_wire_next (&value, &field))
    if (is_text (&field, VALUE_TENSOR))
      return dream_graphdef_read_tensor (dream_wire_start (field.data,
                                                           field.size),
                                         graph, constant, error);

  return dream_builder_damaged (error);
}

/* @value: (out): the AttrValue of the attribute @name. */
static gboolean
find_value (GBytes       *file,
            const guint8 *node,
            const gchar  *name,
            DreamWire    *value)
{
  DreamWire      wire = open_node (file, node);
  DreamWireField field;

  while (dream_wire_next (&wire, &field))
    if (is_text (&field, NODE_ATTRIBUTE) &&
        is_entry (dream_wire_start (field.data, field.size), name, value))
      return TRUE;

  return FALSE;
}

/* @node: where its field begins; it has been read before. */
static DreamWire
open_node (GBytes *file, const guint8 *node)
{
  gsize          size;
  const guint8  *data = g_bytes_get_data (file, &size);
  DreamWire      wire = dream_wire_start (node, data + size - node);
  DreamWireField field;

  dream_wire_next (&wire, &field);

  return dream_wire_start (field.data, field.size);
}

static gboolean
is_entry (DreamWire entry, const gchar *name, DreamWire *value)
{
  DreamWireField field;
  gboolean       is_named  = FALSE;
  gboolean       has_value = FALSE;

  while (dream_wire_next (&entry, &field))
    {
      if (is_text (&field, ENTRY_KEY))
        is_named = field.size == strlen (name) &&
                   memcmp (field.data, name, field.size) == 0;
      else if (is_text (&field, ENTRY_VALUE))
        {
          *value    = dream_wire_start (field.data, field.size);
          has_value = TRUE;
        }
    }

  return is_named && has_value;
}

/* A list is in itself no list of lists. */
static gboolean
read_value (DreamWire value, gboolean is_list, DreamTfAttribute *attribute)
{
  DreamWireField field;

  while (dream_wire_next (&value, &field))
    {
      if (is_text (&field, VALUE_LIST) && ! is_list)
        {
          if (! read_value (dream_wire_start (field.data, field.size), TRUE,
                            attribute))
            return FALSE;
        }
      else if (is_text (&field, VALUE_TEXT))
        dream_tf_attribute_add_text (attribute, (const gchar *) field.data,
                                     field.size);
      else if (field.number == VALUE_INTEGER || field.number == VALUE_TRUTH)
        read_integers (&field, attribute);
      else if (field.number == VALUE_NUMBER)
        read_number (&field, attribute);
      else if (is_text (&field, VALUE_SHAPE) &&
               ! dream_graphdef_read_shape (dream_wire_start (field.data,
                                                              field.size),
                                            attribute->integers,
                                            DREAM_TF_MAX_LIST,
                                            &attribute->n_integers))
        return FALSE;
    }

  return ! value.is_damaged;
}

/* One or, packed, many. */
static void
read_integers (const DreamWireField *field, DreamTfAttribute *attribute)
{
  DreamWire packed = dream_wire_start (field->data, field->size);
  guint64   value;

  while (dream_wire_next_packed (&packed, DREAM_WIRE_VARINT, &value))
    dream_tf_attribute_add_integer (attribute, (gint64) value);
}

static void
read_number (const DreamWireField *field, DreamTfAttribute *attribute)
{
  const guint32 bits = field->value;
  gfloat        number;

  if (field->type != DREAM_WIRE_FIXED32)
    return;

  memcpy (&number, &bits, sizeof number);
  attribute->number = number;
}
