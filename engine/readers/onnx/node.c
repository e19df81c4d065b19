/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One operation of an ONNX file.
 */

#include "engine/readers/encoding/protobuf-gather.h"
#include "engine/readers/encoding/protobuf-wire.h"
#include "node.h"
#include "onnx.pb-c.h"

/* Of an operation without its attributes, and of an attribute without its
 * tensor; the largest networks' are a hundredth of it. */
#define MAX_DESCRIPTION (1 << 16)
#define MAX_ATTRIBUTES  64

/* Fields of NodeProto. */
enum
{
  INPUT     = 1,
  OUTPUT    = 2,
  NAME      = 3,
  OP_TYPE   = 4,
  ATTRIBUTE = 5,
  DOMAIN    = 7
};
/* Fields of AttributeProto. */
enum
{
  ATTRIBUTE_NAME   = 1,
  ATTRIBUTE_FLOAT  = 2,
  ATTRIBUTE_INT    = 3,
  ATTRIBUTE_STRING = 4,
  ATTRIBUTE_TENSOR = 5,
  ATTRIBUTE_FLOATS = 7,
  ATTRIBUTE_INTS   = 8
};

typedef DreamOnnx__NodeProto      NodeProto;
typedef DreamOnnx__AttributeProto AttributeProto;

static gboolean              read_strings (DreamOnnxNode *self,
                                           const guint8  *data,
                                           gsize          size);
static gboolean              read_attributes (DreamOnnxNode *self,
                                              const guint8  *data,
                                              gsize          size);
static gboolean              read_attribute (DreamOnnxNode        *self,
                                             const DreamWireField *message);
static gboolean              find_tensor (DreamOnnxNode        *self,
                                          const DreamWireField *message);
static const AttributeProto *find (const DreamOnnxNode *self,
                                   const gchar         *attribute);
static void                  attribute_free (gpointer data);

DreamOnnxNode *
dream_onnx_node_new (const guint8 *data, gsize size, GError **error)
{
  g_autoptr (DreamOnnxNode) self = g_new0 (DreamOnnxNode, 1);

  self->attributes = g_ptr_array_new_with_free_func (attribute_free);

  if (! read_strings (self, data, size) || ! read_attributes (self, data, size))
    {
      dream_builder_damaged (error);
      return NULL;
    }

  return g_steal_pointer (&self);
}

void
dream_onnx_node_free (DreamOnnxNode *self)
{
  if (! self)
    return;

  if (self->proto)
    dream_onnx__node_proto__free_unpacked (self->proto, NULL);
  g_ptr_array_unref (self->attributes);
  g_free (self->name);
  g_free (self->op);
  g_free (self);
}

gint64
dream_onnx_node_get_int (const DreamOnnxNode *self,
                         const gchar         *attribute,
                         gint64               absent)
{
  const AttributeProto *found = find (self, attribute);

  return found ? found->i : absent;
}

gfloat
dream_onnx_node_get_float (const DreamOnnxNode *self,
                           const gchar         *attribute,
                           gfloat               absent)
{
  const AttributeProto *found = find (self, attribute);

  return found ? found->f : absent;
}

const gchar *
dream_onnx_node_get_string (const DreamOnnxNode *self,
                            const gchar         *attribute,
                            const gchar         *absent)
{
  const AttributeProto *found = find (self, attribute);

  return found && found->s ? found->s : absent;
}

const gint64 *
dream_onnx_node_get_ints (const DreamOnnxNode *self,
                          const gchar         *attribute,
                          gsize               *n_values)
{
  const AttributeProto *found = find (self, attribute);

  *n_values = found ? found->n_ints : 0;

  return found ? found->ints : NULL;
}

const gfloat *
dream_onnx_node_get_floats (const DreamOnnxNode *self,
                            const gchar         *attribute,
                            gsize               *n_values)
{
  const AttributeProto *found = find (self, attribute);

  *n_values = found ? found->n_floats : 0;

  return found ? found->floats : NULL;
}

gboolean
dream_onnx_node_has_input (const DreamOnnxNode *self, guint index)
{
  return index < self->n_inputs && self->inputs[index][0] != '\0';
}

gboolean
dream_onnx_node_has_attribute (const DreamOnnxNode *self,
                               const gchar         *attribute)
{
  return find (self, attribute) != NULL;
}

gboolean
dream_onnx_node_unsupported (const DreamOnnxNode *self,
                             const gchar         *reason,
                             GError             **error)
{
  return dream_builder_unsupported (self->name, reason, error);
}

static gboolean
read_strings (DreamOnnxNode *self, const guint8 *data, gsize size)
{
  static const guint32   numbers[] = { INPUT, OUTPUT, NAME, OP_TYPE, DOMAIN };
  g_autoptr (GByteArray) gathered  = dream_protobuf_gather (data, size, numbers,
                                                            G_N_ELEMENTS (
                                                              numbers),
                                                            MAX_DESCRIPTION);
  NodeProto             *proto;
  const gchar           *domain;
  const gchar           *name;

  if (! gathered)
    return FALSE;

  proto = self->proto = dream_onnx__node_proto__unpack (NULL, gathered->len,
                                                        gathered->data);
  if (! proto || ! proto->op_type)
    return FALSE;

  self->n_inputs = proto->n_input;
  self->inputs   = proto->input;
  self->output   = proto->n_output > 0 ? proto->output[0] : "";

  name       = proto->name && proto->name[0] ? proto->name : self->output;
  self->name = g_utf8_make_valid (name, -1);

  domain   = proto->domain ? proto->domain : "";
  self->op = g_utf8_make_valid (proto->op_type, -1);
  if (domain[0] && g_strcmp0 (domain, "ai.onnx") != 0)
    {
      g_autofree gchar *op    = g_steal_pointer (&self->op);
      g_autofree gchar *valid = g_utf8_make_valid (domain, -1);

      self->op = g_strdup_printf ("%s.%s", valid, op);
    }

  return TRUE;
}

static gboolean
read_attributes (DreamOnnxNode *self, const guint8 *data, gsize size)
{
  DreamWire      wire = dream_wire_start (data, size);
  DreamWireField field;

  while (dream_wire_next (&wire, &field))
    if (field.number == ATTRIBUTE && ! read_attribute (self, &field))
      return FALSE;

  return TRUE;
}

static gboolean
read_attribute (DreamOnnxNode *self, const DreamWireField *message)
{
  static const guint32   numbers[] = { ATTRIBUTE_NAME,   ATTRIBUTE_FLOAT,
                                       ATTRIBUTE_INT,    ATTRIBUTE_STRING,
                                       ATTRIBUTE_FLOATS, ATTRIBUTE_INTS };
  g_autoptr (GByteArray) gathered  = NULL;
  AttributeProto        *proto;

  if (message->type != DREAM_WIRE_BYTES ||
      self->attributes->len >= MAX_ATTRIBUTES)
    return FALSE;

  gathered = dream_protobuf_gather (message->data, message->size, numbers,
                                    G_N_ELEMENTS (numbers), MAX_DESCRIPTION);
  if (! gathered)
    return FALSE;

  proto = dream_onnx__attribute_proto__unpack (NULL, gathered->len,
                                               gathered->data);
  if (! proto)
    return FALSE;

  g_ptr_array_add (self->attributes, proto);

  return g_strcmp0 (proto->name, "value") != 0 || find_tensor (self, message);
}

static gboolean
find_tensor (DreamOnnxNode *self, const DreamWireField *message)
{
  DreamWire      wire = dream_wire_start (message->data, message->size);
  DreamWireField field;

  while (dream_wire_next (&wire, &field))
    {
      if (field.number != ATTRIBUTE_TENSOR)
        continue;

      if (field.type != DREAM_WIRE_BYTES)
        return FALSE;

      self->tensor      = field.data;
      self->tensor_size = field.size;
    }

  return TRUE;
}

static const AttributeProto *
find (const DreamOnnxNode *self, const gchar *attribute)
{
  for (guint i = 0; i < self->attributes->len; i++)
    {
      const AttributeProto *proto = g_ptr_array_index (self->attributes, i);

      if (g_strcmp0 (proto->name, attribute) == 0)
        return proto;
    }

  return NULL;
}

static void
attribute_free (gpointer data)
{
  dream_onnx__attribute_proto__free_unpacked (data, NULL);
}
