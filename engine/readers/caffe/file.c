/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Taking a .caffemodel apart: what describes the layers is gathered, in the
 * newer form whatever form it has, and unpacked with protobuf-c; weights stay
 * where they are.  Fields that are not read are dropped on the way, and of what
 * can be there only once there is only one, so that unpacking takes neither
 * much memory nor much time.
 */

#include <string.h>

#include "engine/readers/encoding/protobuf-wire.h"
#include "engine/readers/encoding/protobuf-write.h"
#include "file.h"

/* Without weights, ten times what the largest networks need. */
#define MAX_DESCRIPTION (1 << 22)

enum
{
  NET_V1_LAYER    = 2,
  NET_INPUT       = 3,
  NET_INPUT_DIM   = 4,
  NET_INPUT_SHAPE = 8,
  NET_LAYER       = 100
};
enum
{
  LAYER_NAME  = 1,
  LAYER_TYPE  = 2,
  LAYER_BLOBS = 7
};
enum
{
  BLOB_FLOATS  = 5,
  BLOB_DOUBLES = 8
};

/* A layer's field, and its number in the newer form. */
typedef struct
{
  guint32  number;
  guint32  number_now;
  gboolean is_repeated;
} Field;

static const Field fields[] = {
  { 1, 1, FALSE },     { 2, 2, FALSE },     { 3, 3, TRUE },
  { 4, 4, TRUE },      { 7, 7, TRUE },      { 8, 8, TRUE },
  { 9, 9, TRUE },      { 100, 100, FALSE }, { 104, 104, FALSE },
  { 106, 106, FALSE }, { 110, 110, FALSE }, { 117, 117, FALSE },
  { 118, 118, FALSE }, { 121, 121, FALSE }, { 122, 122, FALSE },
  { 123, 123, FALSE }, { 133, 133, FALSE }, { 135, 135, FALSE },
  { 139, 139, FALSE }, { 141, 141, FALSE }, { 142, 142, FALSE },
  { 143, 143, FALSE }, { 147, 147, FALSE }, { 148, 148, FALSE }
};

static const Field v1_fields[] = { { 2, 3, TRUE },     { 3, 4, TRUE },
                                   { 4, 1, FALSE },    { 5, 2, FALSE },
                                   { 6, 7, TRUE },     { 9, 104, FALSE },
                                   { 10, 106, FALSE }, { 17, 117, FALSE },
                                   { 18, 118, FALSE }, { 19, 121, FALSE },
                                   { 21, 122, FALSE }, { 24, 110, FALSE },
                                   { 30, 123, FALSE }, { 32, 8, TRUE },
                                   { 33, 9, TRUE },    { 36, 100, FALSE } };

typedef struct
{
  DreamCaffeNet *net;
  DreamBuilder  *builder;
  GByteArray    *description;
  guint          n_layers;
} Parts;

static gboolean     take_apart (Parts *parts, GBytes *file);
static gboolean     take_field (Parts *parts, const DreamWireField *field);
static gboolean     take_layer (Parts                *parts,
                                const DreamWireField *message,
                                const Field          *known,
                                guint                 n_known);
static const Field *find_field (const Field *known,
                                guint        n_known,
                                guint32      number);
static gboolean     take_name (const DreamWireField *field,
                               guint32               number,
                               GByteArray           *layer,
                               gchar               **name);
static gboolean     take_type (const DreamWireField *field, GByteArray *layer);
static gboolean     take_blob (Parts                *parts,
                               const DreamWireField *message,
                               DreamCaffeBlobs      *blobs);
static gboolean     is_data (const DreamWireField *field);
static void         gather (Parts                *parts,
                            const DreamWireField *message,
                            gsize                 size,
                            DreamTensor          *tensor);

DreamCaffeNet *
dream_caffe_net_new (GBytes *file, DreamBuilder *builder, GError **error)
{
  g_autoptr (DreamCaffeNet) net         = g_new0 (DreamCaffeNet, 1);
  g_autoptr (GByteArray)    description = g_byte_array_new ();
  Parts                     parts       = { net, builder, description, 0 };

  net->blobs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  if (take_apart (&parts, file))
    net->parameter = caffe__net_parameter__unpack (NULL, description->len,
                                                   description->data);
  if (! net->parameter)
    {
      dream_builder_damaged (error);
      return NULL;
    }

  return g_steal_pointer (&net);
}

void
dream_caffe_net_free (DreamCaffeNet *net)
{
  if (! net)
    return;

  if (net->parameter)
    caffe__net_parameter__free_unpacked (net->parameter, NULL);
  g_hash_table_unref (net->blobs);
  g_free (net);
}

static gboolean
take_apart (Parts *parts, GBytes *file)
{
  gsize          size;
  const guint8  *data = g_bytes_get_data (file, &size);
  DreamWire      wire = dream_wire_start (data, size);
  DreamWireField field;

  while (dream_wire_next (&wire, &field))
    {
      if (! take_field (parts, &field) ||
          parts->description->len > MAX_DESCRIPTION ||
          parts->n_layers > DREAM_MAX_LAYERS)
        return FALSE;
    }

  return ! wire.is_damaged;
}

static gboolean
take_field (Parts *parts, const DreamWireField *field)
{
  const guint8 *end = field->data + field->size;

  switch (field->number)
    {
    case NET_LAYER:
      return take_layer (parts, field, fields, G_N_ELEMENTS (fields));

    case NET_V1_LAYER:
      return take_layer (parts, field, v1_fields, G_N_ELEMENTS (v1_fields));

    case NET_INPUT:
    case NET_INPUT_DIM:
    case NET_INPUT_SHAPE:
      g_byte_array_append (parts->description, field->start,
                           end - field->start);
      return TRUE;

    default:
      return TRUE;
    }
}

static gboolean
take_layer (Parts                *parts,
            const DreamWireField *message,
            const Field          *known,
            guint                 n_known)
{
  g_autoptr (GByteArray)      layer = g_byte_array_new ();
  g_autofree gchar           *name  = NULL;
  g_autofree DreamCaffeBlobs *blobs = g_new0 (DreamCaffeBlobs, 1);
  guint64                     seen  = 0;
  DreamWire                   wire;
  DreamWireField              field;

  if (message->type != DREAM_WIRE_BYTES)
    return FALSE;

  wire = dream_wire_start (message->data, message->size);
  while (dream_wire_next (&wire, &field))
    {
      const Field  *found = find_field (known, n_known, field.number);
      const guint64 bit   = found ? 1ull << (found - known) : 0;
      gboolean      sound = TRUE;

      if (! found)
        continue;

      if ((seen & bit) && ! found->is_repeated)
        return FALSE;
      seen |= bit;

      if (found->number_now == LAYER_NAME)
        sound = take_name (&field, LAYER_NAME, layer, &name);
      else if (found->number_now == LAYER_TYPE)
        sound = take_type (&field, layer);
      else if (found->number_now == LAYER_BLOBS)
        sound = take_blob (parts, &field, blobs);
      else if (field.type == DREAM_WIRE_BYTES)
        dream_wire_add_bytes (layer, found->number_now, field.data, field.size);
      else
        sound = FALSE;

      if (! sound || layer->len > MAX_DESCRIPTION)
        return FALSE;
    }

  dream_wire_add_bytes (parts->description, NET_LAYER, layer->data, layer->len);
  parts->n_layers++;
  if (blobs->n > 0 && name)
    g_hash_table_replace (parts->net->blobs, g_steal_pointer (&name),
                          g_steal_pointer (&blobs));

  return ! wire.is_damaged;
}

static const Field *
find_field (const Field *known, guint n_known, guint32 number)
{
  for (guint i = 0; i < n_known; i++)
    if (known[i].number == number)
      return &known[i];

  return NULL;
}

static gboolean
take_name (const DreamWireField *field,
           guint32               number,
           GByteArray           *layer,
           gchar               **name)
{
  if (field->type != DREAM_WIRE_BYTES || field->size > MAX_DESCRIPTION)
    return FALSE;

  *name = g_utf8_make_valid ((const gchar *) field->data, field->size);
  dream_wire_add_bytes (layer, number, (const guint8 *) *name, strlen (*name));

  return TRUE;
}

/* The older form has numbers for types. */
static gboolean
take_type (const DreamWireField *field, GByteArray *layer)
{
  const ProtobufCEnumValue *value;
  g_autofree gchar         *type = NULL;

  if (field->type != DREAM_WIRE_VARINT)
    return take_name (field, LAYER_TYPE, layer, &type);

  value = protobuf_c_enum_descriptor_get_value (
    &caffe__v1_layer_parameter__layer_type__descriptor, (gint) field->value);
  type = value ? g_strdup (value->name)
               : g_strdup_printf ("%" G_GUINT64_FORMAT, field->value);
  dream_wire_add_bytes (layer, LAYER_TYPE, (const guint8 *) type,
                        strlen (type));

  return TRUE;
}

/* Numbers lie in one piece; some writers leave them one by one. */
static gboolean
take_blob (Parts *parts, const DreamWireField *message, DreamCaffeBlobs *blobs)
{
  DreamTensor    tensor   = { .scale = 1, .order = DREAM_ORDER_OIHW };
  guint32        number   = 0;
  gsize          n_fields = 0;
  gsize          size     = 0;
  gsize          value_size;
  DreamWire      wire;
  DreamWireField field;

  if (message->type != DREAM_WIRE_BYTES || blobs->n == DREAM_CAFFE_MAX_BLOBS)
    return FALSE;

  wire = dream_wire_start (message->data, message->size);
  while (dream_wire_next (&wire, &field))
    {
      if (! is_data (&field))
        continue;
      if (number != 0 && field.number != number)
        return FALSE;

      number      = field.number;
      tensor.data = field.data;
      size += field.size;
      n_fields++;
    }

  value_size      = number == BLOB_DOUBLES ? sizeof (gdouble) : sizeof (gfloat);
  tensor.n_values = size / value_size;
  tensor.coding   = number == BLOB_DOUBLES ? DREAM_CODING_FLOAT64
                                           : DREAM_CODING_FLOAT32;
  if (n_fields > 1)
    gather (parts, message, size, &tensor);

  blobs->tensors[blobs->n++] = tensor;

  return ! wire.is_damaged && size % value_size == 0;
}

static gboolean
is_data (const DreamWireField *field)
{
  switch (field->number)
    {
    case BLOB_FLOATS:
      return field->type == DREAM_WIRE_BYTES ||
             field->type == DREAM_WIRE_FIXED32;

    case BLOB_DOUBLES:
      return field->type == DREAM_WIRE_BYTES ||
             field->type == DREAM_WIRE_FIXED64;

    default:
      return FALSE;
    }
}

/* @size: of all the values in the blob @message. */
static void
gather (Parts                *parts,
        const DreamWireField *message,
        gsize                 size,
        DreamTensor          *tensor)
{
  guint8        *values = g_malloc0 (size);
  gsize          at     = 0;
  DreamWire      wire   = dream_wire_start (message->data, message->size);
  DreamWireField field;

  while (dream_wire_next (&wire, &field))
    {
      if (! is_data (&field) || field.size == 0)
        continue;

      memcpy (values + at, field.data, field.size);
      at += field.size;
    }

  dream_builder_own (parts->builder, values, g_free);
  tensor->data = values;
}
