/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes ONNX graphs of a few small operations.  Knows the format, not the
 * engine.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Of ONNX's enum DataType. */
enum
{
  TINY_ONNX_FLOAT    = 1,
  TINY_ONNX_UINT8    = 2,
  TINY_ONNX_INT32    = 6,
  TINY_ONNX_INT64    = 7,
  TINY_ONNX_STRING   = 8,
  TINY_ONNX_FLOAT16  = 10,
  TINY_ONNX_DOUBLE   = 11,
  TINY_ONNX_BFLOAT16 = 16
};

/* Fields of TensorProto that hold values. */
enum
{
  TINY_ONNX_FLOAT_DATA  = 4,
  TINY_ONNX_INT32_DATA  = 5,
  TINY_ONNX_INT64_DATA  = 7,
  TINY_ONNX_RAW_DATA    = 9,
  TINY_ONNX_DOUBLE_DATA = 10
};

/**
 * tiny_onnx_add:
 * @graph: a GraphProto.
 * @name: of the operation and of its value.
 * @op: what it does.
 * @inputs: names of values, separated by spaces; "-" for one that is left out.
 * @attributes: likewise, each KEY=VALUE: "i3" is an integer, "f0.5" a number,
 *   "sSAME_UPPER" a string, "l1,2,2" a list of integers, "n1,0.5" one of
 *   numbers.  "@name=" and "@domain=" are none, but fields of the operation.
 */
void tiny_onnx_add (GByteArray  *graph,
                    const gchar *name,
                    const gchar *op,
                    const gchar *inputs,
                    const gchar *attributes);

/**
 * tiny_onnx_add_floats:
 * @shape: sizes, separated by commas.
 * @values: (nullable): as many values; %NULL for 0, 1, 2, …, modulo 251,
 *   divided by 64.
 *
 * Adds an initializer, its values as raw bytes.
 */
void tiny_onnx_add_floats (GByteArray   *graph,
                           const gchar  *name,
                           const gchar  *shape,
                           const gfloat *values);

/**
 * tiny_onnx_add_ints:
 * @integers: separated by commas.
 *
 * Adds an initializer, its values as a list.
 */
void tiny_onnx_add_ints (GByteArray  *graph,
                         const gchar *name,
                         const gchar *shape,
                         const gchar *integers);

/**
 * tiny_onnx_add_tensor:
 * @type: of its values.
 * @field: which holds them.
 * @data: that field's bytes.
 *
 * Adds an initializer in any other way.
 */
void tiny_onnx_add_tensor (GByteArray   *graph,
                           const gchar  *name,
                           gint          type,
                           const gchar  *shape,
                           guint         field,
                           const guint8 *data,
                           gsize         size);

/* Adds an initializer whose values are said to lie in the file @location. */
void tiny_onnx_add_external (GByteArray  *graph,
                             const gchar *name,
                             const gchar *shape,
                             const gchar *location);

/* Adds an operation Constant, likewise. */
void tiny_onnx_add_constant (GByteArray   *graph,
                             const gchar  *name,
                             gint          type,
                             const gchar  *shape,
                             guint         field,
                             const guint8 *data,
                             gsize         size);

/**
 * tiny_onnx_add_input:
 * @shape: sizes, separated by commas; "?" for one that has only a name.
 */
void tiny_onnx_add_input (GByteArray  *graph,
                          const gchar *name,
                          gint         type,
                          const gchar *shape);

/* Adds the input "input", 1 x 3 x 8 x 8, and "conv" of it: 3 x 3, 4 channels,
 * padded by 1; its weights are "w", its biases "b". */
void tiny_onnx_add_stem (GByteArray *graph);

/* Adds the vector "pads", computed as PyTorch's exporter writes it down for
 * torch.nn.functional.pad (x, (1, 2, 3, 4)): 3 rows above, 4 below, 1 column on
 * the left, 2 on the right. */
void tiny_onnx_add_computed_pads (GByteArray *graph);

/**
 * tiny_onnx_finish:
 * @graph: (transfer full): a GraphProto.
 * @version: of the operations.
 *
 * Returns: (transfer full): a file.
 */
GBytes *tiny_onnx_finish (GByteArray *graph, guint version);

G_END_DECLS
