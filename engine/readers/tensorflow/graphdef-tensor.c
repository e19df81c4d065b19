/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tensors of a GraphDef: their bytes as they are, or lists of numbers, whose
 * last one counts for all that are missing.
 */

#include <string.h>

#include "engine/readers/builder.h"
#include "graphdef-private.h"

/* TensorProto */
enum
{
  TENSOR_TYPE    = 1,
  TENSOR_SHAPE   = 2,
  TENSOR_CONTENT = 4,
  TENSOR_FLOATS  = 5,
  TENSOR_DOUBLES = 6,
  TENSOR_INTS    = 7,
  TENSOR_INT64S  = 10,
  TENSOR_HALVES  = 13
};

/* TensorShapeProto, and a dimension of one. */
enum
{
  SHAPE_DIMENSION         = 2,
  SHAPE_HAS_NO_DIMENSIONS = 3,
  DIMENSION_SIZE          = 1
};

/* In TensorFlow's enum DataType, what stands for something else. */
enum
{
  QINT8   = 11,
  QUINT8  = 12,
  QINT32  = 13,
  QINT16  = 15,
  QUINT16 = 16
};

typedef gfloat (*Convert) (const guint8 *bytes);

/**
 * Type:
 * @number: in TensorFlow's enum DataType.
 * @size: of a value in bytes.
 * @coding: how the engine reads such values.
 * @convert: (nullable): makes floats of what the engine cannot read.
 * @list: the field that lists such values, if they are not in one piece.
 * @wire: how each lies in the list.
 */
typedef struct
{
  guint64       number;
  gsize         size;
  DreamCoding   coding;
  Convert       convert;
  guint32       list;
  DreamWireType wire;
} Type;

/* What a TensorProto says. */
typedef struct
{
  const Type   *type;
  gboolean      is_numeric;
  const guint8 *content;
  gsize         n_bytes;
} Tensor;

static gboolean    read_fields (DreamWire        wire,
                                Tensor          *tensor,
                                DreamTfConstant *constant);
static const Type *find_type (guint64 number);
static void        set_range (const Type *type, DreamTfConstant *constant);
static gboolean count_values (const DreamTfConstant *constant, gsize *n_values);
static gboolean read_content (const Tensor    *tensor,
                              gsize            n_values,
                              DreamTfGraph    *graph,
                              DreamTfConstant *constant,
                              GError         **error);
static gboolean read_list (DreamWire        wire,
                           const Type      *type,
                           gsize            n_values,
                           DreamTfGraph    *graph,
                           DreamTfConstant *constant,
                           GError         **error);
static gboolean read_values (const DreamWireField *field,
                             const Type           *type,
                             gfloat               *values,
                             gsize                 n_values,
                             gsize                *n);
static gfloat   to_float (const Type *type, guint64 value);
static gfloat   from_int16 (const guint8 *bytes);
static gfloat   from_int64 (const guint8 *bytes);
static gfloat   from_bfloat16 (const guint8 *bytes);

gboolean
dream_graphdef_read_tensor (DreamWire        wire,
                            DreamTfGraph    *graph,
                            DreamTfConstant *constant,
                            GError         **error)
{
  Tensor tensor   = { 0 };
  gsize  n_values = 0;

  if (! read_fields (wire, &tensor, constant) ||
      ! count_values (constant, &n_values))
    return dream_builder_damaged (error);

  if (! tensor.type)
    return TRUE;

  set_range (tensor.type, constant);

  return tensor.n_bytes > 0
           ? read_content (&tensor, n_values, graph, constant, error)
           : read_list (wire, tensor.type, n_values, graph, constant, error);
}

gboolean
dream_graphdef_read_shape (DreamWire wire,
                           gint64   *sizes,
                           gsize     max,
                           gsize    *n_sizes)
{
  DreamWireField field;

  *n_sizes = 0;
  while (dream_wire_next (&wire, &field))
    {
      DreamWire      dimension = dream_wire_start (field.data, field.size);
      DreamWireField part;
      gint64         size = 0;

      if (field.number != SHAPE_DIMENSION || field.type != DREAM_WIRE_BYTES)
        continue;

      while (dream_wire_next (&dimension, &part))
        if (part.number == DIMENSION_SIZE && part.type == DREAM_WIRE_VARINT)
          size = (gint64) part.value;

      if (dimension.is_damaged)
        return FALSE;

      if (*n_sizes < max)
        sizes[*n_sizes] = size;
      (*n_sizes)++;
    }

  return ! wire.is_damaged;
}

static gboolean
read_fields (DreamWire wire, Tensor *tensor, DreamTfConstant *constant)
{
  DreamWireField field;
  gsize          n = 0;

  while (dream_wire_next (&wire, &field))
    {
      if (field.number == TENSOR_TYPE && field.type == DREAM_WIRE_VARINT)
        tensor->type = find_type (field.value);
      else if (field.type != DREAM_WIRE_BYTES)
        continue;
      else if (field.number == TENSOR_CONTENT)
        {
          tensor->content = field.data;
          tensor->n_bytes = field.size;
        }
      else if (field.number == TENSOR_SHAPE &&
               ! dream_graphdef_read_shape (dream_wire_start (field.data,
                                                              field.size),
                                            constant->shape,
                                            DREAM_TF_MAX_DIMENSIONS, &n))
        return FALSE;
    }

  constant->n_dimensions = n;

  return ! wire.is_damaged && n <= DREAM_TF_MAX_DIMENSIONS;
}

static const Type *
find_type (guint64 number)
{
  static const Type types[] = {
    { 1, 4, DREAM_CODING_FLOAT32, NULL, TENSOR_FLOATS, DREAM_WIRE_FIXED32 },
    { 2, 8, DREAM_CODING_FLOAT64, NULL, TENSOR_DOUBLES, DREAM_WIRE_FIXED64 },
    { 3, 4, DREAM_CODING_INT32, NULL, TENSOR_INTS, DREAM_WIRE_VARINT },
    { 4, 1, DREAM_CODING_UINT8, NULL, TENSOR_INTS, DREAM_WIRE_VARINT },
    { 6, 1, DREAM_CODING_INT8, NULL, TENSOR_INTS, DREAM_WIRE_VARINT },
    { 9, 8, DREAM_CODING_FLOAT32, from_int64, TENSOR_INT64S,
      DREAM_WIRE_VARINT },
    { QINT8, 1, DREAM_CODING_INT8, NULL, TENSOR_INTS, DREAM_WIRE_VARINT },
    { QUINT8, 1, DREAM_CODING_UINT8, NULL, TENSOR_INTS, DREAM_WIRE_VARINT },
    { QINT32, 4, DREAM_CODING_INT32, NULL, TENSOR_INTS, DREAM_WIRE_VARINT },
    { QINT16, 2, DREAM_CODING_FLOAT32, from_int16, TENSOR_INTS,
      DREAM_WIRE_VARINT },
    { QUINT16, 2, DREAM_CODING_UINT16, NULL, TENSOR_INTS, DREAM_WIRE_VARINT },
    { 14, 2, DREAM_CODING_FLOAT32, from_bfloat16, TENSOR_HALVES,
      DREAM_WIRE_VARINT },
    { 17, 2, DREAM_CODING_UINT16, NULL, TENSOR_INTS, DREAM_WIRE_VARINT },
    { 19, 2, DREAM_CODING_FLOAT16, NULL, TENSOR_HALVES, DREAM_WIRE_VARINT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (types[i].number == number)
      return &types[i];

  return NULL;
}

static void
set_range (const Type *type, DreamTfConstant *constant)
{
  static const struct
  {
    guint64 number;
    gint64  lowest;
    gint64  highest;
  } ranges[] = {
    { QINT8, G_MININT8, G_MAXINT8 },    { QUINT8, 0, G_MAXUINT8 },
    { QINT32, G_MININT32, G_MAXINT32 }, { QINT16, G_MININT16, G_MAXINT16 },
    { QUINT16, 0, G_MAXUINT16 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    if (ranges[i].number == type->number)
      {
        constant->lowest  = ranges[i].lowest;
        constant->highest = ranges[i].highest;
      }
}

static gboolean
count_values (const DreamTfConstant *constant, gsize *n_values)
{
  *n_values = 1;
  for (guint i = 0; i < constant->n_dimensions; i++)
    if (constant->shape[i] < 0 ||
        ! g_size_checked_mul (n_values, *n_values, constant->shape[i]))
      return FALSE;

  return TRUE;
}

/* Weights stay where they are. */
static gboolean
read_content (const Tensor    *tensor,
              gsize            n_values,
              DreamTfGraph    *graph,
              DreamTfConstant *constant,
              GError         **error)
{
  const Type *type = tensor->type;
  gfloat     *values;
  gsize       n_bytes;

  if (! g_size_checked_mul (&n_bytes, n_values, type->size) ||
      n_bytes != tensor->n_bytes)
    return dream_builder_damaged (error);

  if (! type->convert)
    {
      constant->tensor = (DreamTensor){ .data     = tensor->content,
                                        .n_values = n_values,
                                        .coding   = type->coding,
                                        .scale    = 1 };
      return TRUE;
    }

  values = dream_tf_graph_floats (graph, &constant->tensor, n_values, error);
  if (! values)
    return FALSE;

  for (gsize i = 0; i < n_values; i++)
    values[i] = type->convert (tensor->content + i * type->size);

  return TRUE;
}

static gboolean
read_list (DreamWire        wire,
           const Type      *type,
           gsize            n_values,
           DreamTfGraph    *graph,
           DreamTfConstant *constant,
           GError         **error)
{
  DreamWireField field;
  gfloat *values = dream_tf_graph_floats (graph, &constant->tensor, n_values,
                                          error);
  gsize   n      = 0;

  if (! values)
    return FALSE;

  while (dream_wire_next (&wire, &field))
    if (field.number == type->list &&
        ! read_values (&field, type, values, n_values, &n))
      return dream_builder_damaged (error);

  for (; n > 0 && n < n_values; n++)
    values[n] = values[n - 1];

  return TRUE;
}

/* Of one or, packed, of many. */
static gboolean
read_values (const DreamWireField *field,
             const Type           *type,
             gfloat               *values,
             gsize                 n_values,
             gsize                *n)
{
  DreamWire packed = dream_wire_start (field->data, field->size);
  guint64   value;

  while (dream_wire_next_packed (&packed, type->wire, &value))
    {
      if (*n >= n_values)
        return FALSE;
      values[(*n)++] = to_float (type, value);
    }

  return ! packed.is_damaged;
}

static gfloat
to_float (const Type *type, guint64 value)
{
  const guint64     stored = GUINT64_TO_LE (value);
  const DreamTensor tensor = { .data     = (const guint8 *) &stored,
                               .n_values = 1,
                               .coding   = type->coding,
                               .scale    = 1 };
  gfloat            real;

  if (type->convert)
    return type->convert ((const guint8 *) &stored);

  dream_tensor_decode (&tensor, &real);

  return real;
}

static gfloat
from_int16 (const guint8 *bytes)
{
  gint16 value;

  memcpy (&value, bytes, sizeof value);

  return GINT16_FROM_LE (value);
}

static gfloat
from_int64 (const guint8 *bytes)
{
  gint64 value;

  memcpy (&value, bytes, sizeof value);

  return GINT64_FROM_LE (value);
}

/* The upper half of a float. */
static gfloat
from_bfloat16 (const guint8 *bytes)
{
  const guint32 bits = (guint32) bytes[0] << 16 | (guint32) bytes[1] << 24;
  gfloat        value;

  memcpy (&value, &bits, sizeof value);

  return value;
}
