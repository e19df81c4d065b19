/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers as files store them.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _DreamTensor DreamTensor;

typedef enum
{
  DREAM_CODING_FLOAT32,
  DREAM_CODING_FLOAT64,
  DREAM_CODING_FLOAT16,
  DREAM_CODING_UINT8,
  DREAM_CODING_INT8,
  DREAM_CODING_UINT16,
  DREAM_CODING_INT32
} DreamCoding;

/* In which order a convolution's weights lie, the slowest first: output
 * channel, row, column, input channel (of a group). */
typedef enum
{
  DREAM_ORDER_OHWI, /* TensorFlow Lite */
  DREAM_ORDER_OIHW, /* Caffe, ONNX */
  DREAM_ORDER_HWIO, /* TensorFlow */
  DREAM_ORDER_IHWO  /* a transposed matrix behind a flattened OIHW layer */
} DreamOrder;

/**
 * DreamTensor:
 * @data: values, little endian, any alignment, inside memory that the network
 *   keeps alive.
 * @coding: how they are coded.
 * @order: of a convolution's weights.
 * @scale: real = @scale (stored - @zero_point); 1 and 0 for floats.
 * @scales: (nullable): instead of @scale one for each output channel: 32-bit
 *   floats, little endian, any alignment, in the same memory.
 */
struct _DreamTensor
{
  const guint8 *data;
  gsize         n_values;
  DreamCoding   coding;
  DreamOrder    order;
  gfloat        scale;
  gfloat        zero_point;
  const guint8 *scales;
};

/**
 * dream_tensor_decode:
 * @tensor: a tensor.
 * @values: (out caller-allocates): room for its n_values floats.
 *
 * Writes the tensor's real values as they lie in the file, without regard to
 * @order or @scales.
 */
void dream_tensor_decode (const DreamTensor *tensor, gfloat *values);

/* Returns: the 32-bit float, little endian, at @data, of any alignment. */
gfloat dream_tensor_float_at (const guint8 *data);

G_END_DECLS
