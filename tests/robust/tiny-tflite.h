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
#define TINY_MAX_OPTIONS    6

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

typedef struct
{
  TinyTensor   tensors[TINY_N_TENSORS];
  TinyOperator operators[TINY_N_OPERATORS];
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
 * tiny_network_write:
 *
 * The data of the constants is 0, 1, 2, …, modulo 251.
 *
 * Returns: (transfer full): @network as a file.
 */
GBytes *tiny_network_write (const TinyNetwork *network);

G_END_DECLS
