/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers in ONNX files.
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/error.h"
#include "engine/readers/encoding/protobuf-gather.h"
#include "engine/readers/encoding/protobuf-wire.h"
#include "onnx.pb-c.h"
#include "tensor.h"

/* Of all but the numbers themselves. */
#define MAX_DESCRIPTION (1 << 16)

#define LOCATION_EXTERNAL 1

/* Fields of TensorProto. */
enum
{
  DIMS          = 1,
  DATA_TYPE     = 2,
  FLOAT_DATA    = 4,
  INT32_DATA    = 5,
  INT64_DATA    = 7,
  NAME          = 8,
  RAW_DATA      = 9,
  DOUBLE_DATA   = 10,
  EXTERNAL_DATA = 13,
  DATA_LOCATION = 14
};

/* @list: the field that holds the values if raw_data does not. */
typedef struct
{
  DreamOnnxType type;
  gsize         size;
  gboolean      is_float;
  DreamCoding   coding;
  guint32       list;
} Kind;

typedef struct
{
  const guint8 *data;
  gsize         size;
} Message;

typedef DreamOnnx__TensorProto TensorProto;

static gboolean     read_dims (DreamOnnxTensor *self, const TensorProto *proto);
static gboolean     read_values (DreamOnnxTensor   *self,
                                 const TensorProto *proto,
                                 Message            message,
                                 DreamBuilder      *memory);
static const Kind  *find_kind (DreamOnnxType type);
static gboolean     read_raw (DreamOnnxTensor *self,
                              const Kind      *kind,
                              Message          message,
                              gboolean        *is_there);
static gboolean     read_fixed (DreamOnnxTensor *self,
                                const Kind      *kind,
                                Message          message,
                                DreamBuilder    *memory);
static gboolean     read_int64s (DreamOnnxTensor   *self,
                                 const TensorProto *proto,
                                 DreamBuilder      *memory);
static gboolean     read_int32s (DreamOnnxTensor *self,
                                 Message          message,
                                 DreamBuilder    *memory);
static TensorProto *unpack (Message        message,
                            const guint32 *numbers,
                            guint          n_numbers,
                            gsize          limit);
static gboolean     is_external (const TensorProto *proto, GError **error);
static gpointer     add_values (DreamOnnxTensor *self,
                                DreamBuilder    *memory,
                                gsize            size);
static guint64      load (const guint8 *data, gsize size);

gboolean
dream_onnx_tensor_read (DreamOnnxTensor *self,
                        gchar          **name,
                        const guint8    *data,
                        gsize            size,
                        DreamBuilder    *memory,
                        GError         **error)
{
  static const guint32 numbers[] = { DIMS, DATA_TYPE,     INT64_DATA,
                                     NAME, EXTERNAL_DATA, DATA_LOCATION };
  const Message        message   = { data, size };
  TensorProto         *proto = unpack (message, numbers, G_N_ELEMENTS (numbers),
                                       MAX_DESCRIPTION);
  gboolean             sound;

  *self = (DreamOnnxTensor){ 0 };
  if (! proto)
    return dream_builder_damaged (error);

  if (is_external (proto, error))
    {
      dream_onnx__tensor_proto__free_unpacked (proto, NULL);
      return FALSE;
    }

  sound = read_dims (self, proto) && read_values (self, proto, message, memory);
  if (sound && name)
    *name = g_strdup (proto->name ? proto->name : "");
  dream_onnx__tensor_proto__free_unpacked (proto, NULL);

  return sound || dream_builder_damaged (error);
}

DreamOnnxTensor
dream_onnx_tensor_from_ints (const gint64 *values,
                             guint         n_values,
                             guint         n_dims,
                             DreamBuilder *memory)
{
  DreamOnnxTensor self = { .n_dims   = n_dims,
                           .dims     = { n_values },
                           .n_values = n_values,
                           .type     = DREAM_ONNX_INT64 };
  gint64         *copy = add_values (&self, memory, sizeof (gint64));

  for (guint i = 0; i < n_values; i++)
    copy[i] = GINT64_TO_LE (values[i]);

  return self;
}

DreamOnnxTensor
dream_onnx_tensor_from_floats (const gfloat *values,
                               guint         n_values,
                               guint         n_dims,
                               DreamBuilder *memory)
{
  DreamOnnxTensor self = { .n_dims   = n_dims,
                           .dims     = { n_values },
                           .n_values = n_values,
                           .type     = DREAM_ONNX_FLOAT };
  DreamTensor     tensor;
  gfloat         *copy = dream_builder_floats (memory, &tensor, n_values);

  for (guint i = 0; i < n_values; i++)
    copy[i] = values[i];
  self.data = tensor.data;

  return self;
}

gboolean
dream_onnx_tensor_is_int (const DreamOnnxTensor *self)
{
  const Kind *kind = find_kind (self->type);

  return self->data && kind && ! kind->is_float;
}

gboolean
dream_onnx_tensor_is_float (const DreamOnnxTensor *self)
{
  const Kind *kind = find_kind (self->type);

  return self->data && kind && kind->is_float;
}

gint64
dream_onnx_tensor_get_int (const DreamOnnxTensor *self, gsize index)
{
  const gsize   size  = find_kind (self->type)->size;
  const guint64 value = load (self->data + index * size, size);

  return size == sizeof (gint32) ? (gint32) value : (gint64) value;
}

DreamTensor
dream_onnx_tensor_get_floats (const DreamOnnxTensor *self)
{
  return (DreamTensor){ .data     = self->data,
                        .n_values = self->n_values,
                        .coding   = find_kind (self->type)->coding,
                        .order    = DREAM_ORDER_OIHW,
                        .scale    = 1 };
}

gboolean
dream_onnx_tensor_get_scalar (const DreamOnnxTensor *self, gfloat *value)
{
  DreamTensor tensor;

  if (! dream_onnx_tensor_is_float (self) || self->n_values != 1)
    return FALSE;

  tensor = dream_onnx_tensor_get_floats (self);
  dream_tensor_decode (&tensor, value);

  return TRUE;
}

static gboolean
read_dims (DreamOnnxTensor *self, const TensorProto *proto)
{
  if (proto->n_dims > DREAM_ONNX_MAX_DIMS)
    return FALSE;

  self->n_dims   = proto->n_dims;
  self->n_values = 1;
  for (guint i = 0; i < self->n_dims; i++)
    {
      self->dims[i] = proto->dims[i];
      if (self->dims[i] < 0 || self->dims[i] > G_MAXINT32 ||
          ! g_size_checked_mul (&self->n_values, self->n_values, self->dims[i]))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_values (DreamOnnxTensor   *self,
             const TensorProto *proto,
             Message            message,
             DreamBuilder      *memory)
{
  const Kind *kind = find_kind (proto->data_type);
  gboolean    is_there;

  self->type = proto->data_type;
  if (! kind)
    return TRUE;

  if (! read_raw (self, kind, message, &is_there) || is_there)
    return is_there;

  switch (kind->list)
    {
    case INT64_DATA:
      return read_int64s (self, proto, memory);

    case INT32_DATA:
      return read_int32s (self, message, memory);

    default:
      return read_fixed (self, kind, message, memory);
    }
}

static const Kind *
find_kind (DreamOnnxType type)
{
  static const Kind kinds[] = {
    { DREAM_ONNX_FLOAT, 4, TRUE, DREAM_CODING_FLOAT32, FLOAT_DATA },
    { DREAM_ONNX_DOUBLE, 8, TRUE, DREAM_CODING_FLOAT64, DOUBLE_DATA },
    { DREAM_ONNX_FLOAT16, 2, TRUE, DREAM_CODING_FLOAT16, INT32_DATA },
    { DREAM_ONNX_INT32, 4, FALSE, DREAM_CODING_INT32, INT32_DATA },
    { DREAM_ONNX_INT64, 8, FALSE, DREAM_CODING_INT32, INT64_DATA },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].type == type)
      return &kinds[i];

  return NULL;
}

/* Returns: %FALSE if the field is there but not of the right size. */
static gboolean
read_raw (DreamOnnxTensor *self,
          const Kind      *kind,
          Message          message,
          gboolean        *is_there)
{
  DreamWire      wire = dream_wire_start (message.data, message.size);
  DreamWireField field;
  gsize          size;

  *is_there = FALSE;
  if (! g_size_checked_mul (&size, self->n_values, kind->size))
    return FALSE;

  while (dream_wire_next (&wire, &field))
    {
      if (field.number != RAW_DATA)
        continue;

      if (field.type != DREAM_WIRE_BYTES || field.size != size)
        {
          *is_there = FALSE;
          return FALSE;
        }

      *is_there  = TRUE;
      self->data = field.data;
    }

  return TRUE;
}

/* Floats in a list: in one piece, as nearly always, they can be used where they
 * are; otherwise they are put together. */
static gboolean
read_fixed (DreamOnnxTensor *self,
            const Kind      *kind,
            Message          message,
            DreamBuilder    *memory)
{
  const gsize    size   = self->n_values * kind->size;
  DreamWire      wire   = dream_wire_start (message.data, message.size);
  guint8        *copy   = NULL;
  gsize          n_read = 0;
  DreamWireField field;

  while (dream_wire_next (&wire, &field))
    {
      if (field.number != kind->list)
        continue;

      if (field.type == DREAM_WIRE_VARINT || field.size > size - n_read)
        return FALSE;

      if (field.size == size)
        self->data = field.data;
      else
        {
          /* The message holds all of it, or nothing is there to be copied. */
          if (! copy && size > message.size)
            return FALSE;
          if (! copy)
            copy = add_values (self, memory, kind->size);
          memcpy (copy + n_read, field.data, field.size);
        }

      n_read += field.size;
    }

  if (size == 0)
    self->data = message.data;

  return n_read == size;
}

static gboolean
read_int64s (DreamOnnxTensor   *self,
             const TensorProto *proto,
             DreamBuilder      *memory)
{
  gint64 *values;

  if (proto->n_int64_data != self->n_values)
    return FALSE;

  values = add_values (self, memory, sizeof (gint64));
  for (gsize i = 0; i < self->n_values; i++)
    values[i] = GINT64_TO_LE (proto->int64_data[i]);

  return TRUE;
}

/* 16-bit floats lie in there as well, each as the integer of the same bits. */
static gboolean
read_int32s (DreamOnnxTensor *self, Message message, DreamBuilder *memory)
{
  static const guint32 numbers[] = { INT32_DATA };
  TensorProto         *proto = unpack (message, numbers, G_N_ELEMENTS (numbers),
                                       message.size);
  gboolean             sound = proto && proto->n_int32_data == self->n_values;

  if (sound && self->type == DREAM_ONNX_FLOAT16)
    {
      guint16 *values = add_values (self, memory, sizeof (guint16));

      for (gsize i = 0; i < self->n_values; i++)
        values[i] = GUINT16_TO_LE ((guint16) proto->int32_data[i]);
    }
  else if (sound)
    {
      gint32 *values = add_values (self, memory, sizeof (gint32));

      for (gsize i = 0; i < self->n_values; i++)
        values[i] = GINT32_TO_LE (proto->int32_data[i]);
    }

  if (proto)
    dream_onnx__tensor_proto__free_unpacked (proto, NULL);

  return sound;
}

static TensorProto *
unpack (Message message, const guint32 *numbers, guint n_numbers, gsize limit)
{
  g_autoptr (GByteArray) gathered = dream_protobuf_gather (message.data,
                                                           message.size,
                                                           numbers, n_numbers,
                                                           limit);

  return gathered ? dream_onnx__tensor_proto__unpack (NULL, gathered->len,
                                                      gathered->data)
                  : NULL;
}

static gboolean
is_external (const TensorProto *proto, GError **error)
{
  g_autofree gchar *location = NULL;

  if (proto->data_location != LOCATION_EXTERNAL)
    return FALSE;

  for (gsize i = 0; i < proto->n_external_data; i++)
    if (g_strcmp0 (proto->external_data[i]->key, "location") == 0 &&
        proto->external_data[i]->value && ! location)
      location = g_utf8_make_valid (proto->external_data[i]->value, -1);

  g_set_error (error, DREAM_ERROR, DREAM_ERROR_UNSUPPORTED_LAYER,
               _ ("The network's weights lie in another file, “%s”, which is "
                  "not supported. Export the network again with its weights "
                  "inside."),
               location ? location : "?");

  return TRUE;
}

/* Returns: room for n_values, which the network owns. */
static gpointer
add_values (DreamOnnxTensor *self, DreamBuilder *memory, gsize size)
{
  gpointer values = g_malloc0_n (MAX (self->n_values, 1), size);

  dream_builder_own (memory, values, g_free);
  self->data = values;

  return values;
}

static guint64
load (const guint8 *data, gsize size)
{
  guint64 value = 0;

  for (gsize i = 0; i < size; i++)
    value |= (guint64) data[i] << (8 * i);

  return value;
}
