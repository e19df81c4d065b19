/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes TensorFlow Lite files of a few small layers, sound ones and, after a
 * test has changed the description, any others.  Knows the format, not the
 * engine.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TINY_MAX_DIMENSIONS 4
#define TINY_MAX_INPUTS     4
#define TINY_MAX_OPTIONS    7
#define TINY_MAX_TENSORS    64
#define TINY_MAX_OPERATORS  32

/* In the schema's enum TensorType. */
enum
{
  TINY_FLOAT32 = 0,
  TINY_FLOAT16 = 1,
  TINY_INT32   = 2,
  TINY_UINT8   = 3,
  TINY_INT16   = 7,
  TINY_INT8    = 9
};

/* The tensors and operators of tiny_network(), in its order. */
enum
{
  TINY_INPUT,
  TINY_STEM_WEIGHTS,
  TINY_STEM_BIAS,
  TINY_STEM,
  TINY_MAX_POOL,
  TINY_MEAN_POOL,
  TINY_CONCAT,
  TINY_LOGITS_WEIGHTS,
  TINY_LOGITS_BIAS,
  TINY_LOGITS,
  TINY_OUTPUT,
  TINY_N_TENSORS
};

enum
{
  TINY_COMPUTE_STEM,
  TINY_COMPUTE_MAX_POOL,
  TINY_COMPUTE_MEAN_POOL,
  TINY_COMPUTE_CONCAT,
  TINY_COMPUTE_LOGITS,
  TINY_COMPUTE_OUTPUT,
  TINY_N_OPERATORS
};

/**
 * TinyTensor:
 * @name: (nullable): %NULL leaves the field out.
 * @n_scales: how often @scale and @zero_point are repeated.
 * @n_bytes: constants: how many bytes of data; 0 for what is computed.
 * @data: (nullable): constants: the data; %NULL for 0, 1, 2, …, modulo 251.
 * @dimension: along which there are several scales.
 */
typedef struct
{
  const gchar *name;
  gint32       shape[TINY_MAX_DIMENSIONS];
  guint        n_dimensions;
  gint32       type;
  guint        n_scales;
  gfloat       scale;
  gint64       zero_point;
  gsize        n_bytes;
  const void  *data;
  gint32       dimension;
} TinyTensor;

/**
 * TinyOperator:
 * @code: in the schema's enum BuiltinOperator.
 * @options: the fields of its options, in the schema's order.
 */
typedef struct
{
  gint32 code;
  gint32 inputs[TINY_MAX_INPUTS];
  guint  n_inputs;
  gint32 output;
  gint32 options_type;
  gint32 options[TINY_MAX_OPTIONS];
  guint  n_options;
} TinyOperator;

/**
 * TinyNetwork:
 * @tensors: tensor 0 is the picture.
 * @metadata: (nullable): a flatbuffer about what it takes and makes.
 */
typedef struct
{
  TinyTensor   tensors[TINY_MAX_TENSORS];
  guint        n_tensors;
  TinyOperator operators[TINY_MAX_OPERATORS];
  guint        n_operators;
  const void  *metadata;
  gsize        n_metadata;
} TinyNetwork;

/**
 * tiny_network:
 *
 * Returns: input 3 -> stem, 3 x 3 convolution of stride 2, SAME, 4 channels ->
 *   max pool and mean pool side by side, 3 x 3, SAME -> concat, 8 channels ->
 *   logits, 1 x 1 convolution, 5 channels, no ReLU -> output, a RESHAPE.
 */
TinyNetwork tiny_network (void);

/**
 * tiny_float_network:
 *
 * Returns: input 3, 8 x 8 -> stem (%TINY_STEM), the same convolution, of
 *   floats.  For tests to add operators to.
 */
TinyNetwork tiny_float_network (void);

/**
 * tiny_int8_network:
 *
 * Returns: likewise, of 8-bit integers with signs, the stem's weights with a
 *   scale of their own for each channel, and its bias.
 */
TinyNetwork tiny_int8_network (void);

/**
 * tiny_network_describe:
 *
 * Adds metadata: the picture's channels are those of 0..255 minus 10, 20 and
 * 30, divided by 2.
 */
void tiny_network_describe (TinyNetwork *network);

/**
 * tiny_network_add_constant:
 * @last: how long its last side is; the others are 1.
 * @data: kept; %NULL for 0, 1, 2, …
 *
 * Returns: the new tensor, of four dimensions.
 */
gint32 tiny_network_add_constant (TinyNetwork *network,
                                  gint32       type,
                                  gint32       last,
                                  const void  *data,
                                  gsize        n_bytes);

/**
 * tiny_network_compute:
 * @name: kept.
 * @code: in the schema's enum BuiltinOperator.
 * @input: a tensor.
 * @other: another, or -1.
 *
 * Adds an operator without options.
 *
 * Returns: the tensor that it makes, in all but its name like @input.
 */
gint32 tiny_network_compute (TinyNetwork *network,
                             const gchar *name,
                             gint32       code,
                             gint32       input,
                             gint32       other);

/**
 * tiny_network_last:
 *
 * Returns: the operator that was added last.
 */
TinyOperator *tiny_network_last (TinyNetwork *network);

/**
 * tiny_bits:
 *
 * Returns: @value as an option.
 */
gint32 tiny_bits (gfloat value);

/**
 * tiny_network_write:
 *
 * Returns: (transfer full): @network as a file.
 */
GBytes *tiny_network_write (const TinyNetwork *network);

G_END_DECLS
