/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers in ONNX files: weights, which stay where they lie, and the few
 * integers that say how to reshape.
 */

#pragma once

#include "engine/readers/builder.h"

G_BEGIN_DECLS

#define DREAM_ONNX_MAX_DIMS 8

typedef struct _DreamOnnxTensor DreamOnnxTensor;

/* As the format numbers them; the others are not used. */
typedef enum
{
  DREAM_ONNX_FLOAT   = 1,
  DREAM_ONNX_UINT8   = 2,
  DREAM_ONNX_INT32   = 6,
  DREAM_ONNX_INT64   = 7,
  DREAM_ONNX_FLOAT16 = 10,
  DREAM_ONNX_DOUBLE  = 11
} DreamOnnxType;

/**
 * DreamOnnxTensor:
 * @dims: (array length=n_dims): as many values along each axis, the slowest
 *   first; no axis means one value.
 * @n_values: the product of @dims.
 * @type: any number, if the file says so.
 * @data: (nullable): the values, little endian, any alignment; %NULL if they
 *   are of a type that is not used.
 * @is_transposed: matrices: @data lies in columns instead of rows.
 */
struct _DreamOnnxTensor
{
  guint         n_dims;
  gint64        dims[DREAM_ONNX_MAX_DIMS];
  gsize         n_values;
  DreamOnnxType type;
  const guint8 *data;
  gboolean      is_transposed;
};

/**
 * dream_onnx_tensor_read:
 * @self: (out): points into the message or into @memory.
 * @name: (out) (transfer full) (optional): what the file calls it.
 * @data: a TensorProto.
 * @memory: owns numbers that cannot be used as they lie in the file.
 * @error: return location for an error.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_NETWORK, or with
 *   %DREAM_ERROR_UNSUPPORTED_LAYER if the numbers lie in another file.
 */
gboolean dream_onnx_tensor_read (DreamOnnxTensor *self,
                                 gchar          **name,
                                 const guint8    *data,
                                 gsize            size,
                                 DreamBuilder    *memory,
                                 GError         **error);

/**
 * dream_onnx_tensor_from_ints:
 * @values: (array length=n_values): are copied.
 * @n_dims: 1, or 0 for a single value.
 */
DreamOnnxTensor dream_onnx_tensor_from_ints (const gint64 *values,
                                             guint         n_values,
                                             guint         n_dims,
                                             DreamBuilder *memory);

/* Likewise. */
DreamOnnxTensor dream_onnx_tensor_from_floats (const gfloat *values,
                                               guint         n_values,
                                               guint         n_dims,
                                               DreamBuilder *memory);

/* Both return whether it holds numbers of that kind. */
gboolean dream_onnx_tensor_is_int (const DreamOnnxTensor *self);
gboolean dream_onnx_tensor_is_float (const DreamOnnxTensor *self);

/**
 * dream_onnx_tensor_get_int:
 * @self: is one of integers.
 * @index: less than its n_values.
 */
gint64 dream_onnx_tensor_get_int (const DreamOnnxTensor *self, gsize index);

/**
 * dream_onnx_tensor_get_floats:
 * @self: is one of floats.
 *
 * Returns: the same for the engine, its order not yet set.
 */
DreamTensor dream_onnx_tensor_get_floats (const DreamOnnxTensor *self);

/**
 * dream_onnx_tensor_get_scalar:
 * @value: (out): the one value.
 *
 * Returns: %FALSE if it does not hold exactly one float.
 */
gboolean dream_onnx_tensor_get_scalar (const DreamOnnxTensor *self,
                                       gfloat                *value);

G_END_DECLS
