/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Descriptions of small TensorFlow Lite files.
 */

#include <string.h>

#include "tiny-tflite.h"

/* In the schema's union BuiltinOptions. */
enum
{
  CONV_OPTIONS    = 1,
  POOL_OPTIONS    = 5,
  CONCAT_OPTIONS  = 10,
  RESHAPE_OPTIONS = 17
};

/* clang-format off */
TinyNetwork
tiny_network (void)
{
  return (TinyNetwork)
  {
    .n_tensors   = TINY_N_TENSORS,
    .n_operators = TINY_N_OPERATORS,
    .tensors     =
    {
      [TINY_INPUT]          = { "input",         { 1, 8, 8, 3 }, 4,
                                TINY_UINT8, 1, 1.0f / 128, 128, 0, NULL, 0 },
      [TINY_STEM_WEIGHTS]   = { "stem/weights",  { 4, 3, 3, 3 }, 4,
                                TINY_UINT8, 1, 0.01f, 120, 4 * 3 * 3 * 3,
                                NULL, 0 },
      [TINY_STEM_BIAS]      = { "stem/bias",     { 4 }, 1,
                                TINY_INT32, 1, 0.01f / 128, 0, 4 * 4, NULL, 0 },
      [TINY_STEM]           = { "tiny/stem/Relu", { 1, 4, 4, 4 }, 4,
                                TINY_UINT8, 1, 0.05f, 0, 0, NULL, 0 },
      [TINY_MAX_POOL]       = { "tiny/mixed/max", { 1, 4, 4, 4 }, 4,
                                TINY_UINT8, 1, 0.05f, 0, 0, NULL, 0 },
      [TINY_MEAN_POOL]      = { "tiny/mixed/mean", { 1, 4, 4, 4 }, 4,
                                TINY_UINT8, 1, 0.05f, 0, 0, NULL, 0 },
      [TINY_CONCAT]         = { "tiny/mixed/concat", { 1, 4, 4, 8 }, 4,
                                TINY_UINT8, 1, 0.05f, 0, 0, NULL, 0 },
      [TINY_LOGITS_WEIGHTS] = { "logits/weights", { 5, 1, 1, 8 }, 4,
                                TINY_UINT8, 1, 0.02f, 100, 5 * 8, NULL, 0 },
      [TINY_LOGITS_BIAS]    = { "logits/bias",   { 5 }, 1,
                                TINY_INT32, 1, 0.001f, 0, 4 * 5, NULL, 0 },
      [TINY_LOGITS]         = { "tiny/logits/BiasAdd", { 1, 4, 4, 5 }, 4,
                                TINY_UINT8, 1, 0.07f, 53, 0, NULL, 0 },
      [TINY_OUTPUT]         = { "output",        { 1, 80 }, 2,
                                TINY_UINT8, 1, 0.07f, 53, 0, NULL, 0 }
    },
    .operators =
    {
      [TINY_COMPUTE_STEM]      = { 3, { TINY_INPUT, TINY_STEM_WEIGHTS,
                                        TINY_STEM_BIAS }, 3, TINY_STEM,
                                   CONV_OPTIONS, { 0, 2, 2, 0, 1, 1 }, 6 },
      [TINY_COMPUTE_MAX_POOL]  = { 17, { TINY_STEM }, 1, TINY_MAX_POOL,
                                   POOL_OPTIONS, { 0, 1, 1, 3, 3, 0 }, 6 },
      [TINY_COMPUTE_MEAN_POOL] = { 1, { TINY_STEM }, 1, TINY_MEAN_POOL,
                                   POOL_OPTIONS, { 0, 1, 1, 3, 3, 0 }, 6 },
      [TINY_COMPUTE_CONCAT]    = { 2, { TINY_MAX_POOL, TINY_MEAN_POOL }, 2,
                                   TINY_CONCAT, CONCAT_OPTIONS, { 3, 0 }, 2 },
      [TINY_COMPUTE_LOGITS]    = { 3, { TINY_CONCAT, TINY_LOGITS_WEIGHTS,
                                        TINY_LOGITS_BIAS }, 3, TINY_LOGITS,
                                   CONV_OPTIONS, { 1, 1, 1, 0, 1, 1 }, 6 },
      [TINY_COMPUTE_OUTPUT]    = { 22, { TINY_LOGITS }, 1, TINY_OUTPUT,
                                   RESHAPE_OPTIONS, { 0 }, 0 }
    }
  };
}
/* clang-format on */

TinyNetwork
tiny_float_network (void)
{
  TinyNetwork network = tiny_network ();

  network.n_tensors   = TINY_STEM + 1;
  network.n_operators = TINY_COMPUTE_STEM + 1;
  for (gint i = 0; i < TINY_MAX_TENSORS; i++)
    {
      network.tensors[i].type     = TINY_FLOAT32;
      network.tensors[i].n_scales = 0;
    }

  network.tensors[TINY_STEM_WEIGHTS].n_bytes = 4 * 3 * 3 * 3 * sizeof (gfloat);

  return network;
}

TinyNetwork
tiny_int8_network (void)
{
  TinyNetwork network = tiny_network ();

  network.n_tensors                             = TINY_STEM + 1;
  network.n_operators                           = TINY_COMPUTE_STEM + 1;
  network.tensors[TINY_INPUT].type              = TINY_INT8;
  network.tensors[TINY_INPUT].zero_point        = -1;
  network.tensors[TINY_STEM_WEIGHTS].type       = TINY_INT8;
  network.tensors[TINY_STEM_WEIGHTS].zero_point = 0;
  network.tensors[TINY_STEM_WEIGHTS].n_scales   = 4;
  network.tensors[TINY_STEM_BIAS].n_scales      = 4;
  network.tensors[TINY_STEM].type               = TINY_INT8;
  network.tensors[TINY_STEM].zero_point         = G_MININT8;

  return network;
}

/* ModelMetadata: subgraphs; SubGraphMetadata: inputs; TensorMetadata: process
 * units; ProcessUnit: type, options; NormalizationOptions: mean, deviation.
 */
void
tiny_network_describe (TinyNetwork *network)
{
  /* clang-format off */
  static const guint32 words[] = {
    0x14, 0x3130304d, 0x8000c, 0x0, 0x40000, 0xc, 0x4, 0x1,
    0x10, 0x8000a, 0x0, 0x4, 0xc, 0x4, 0x1, 0x14,
    0x8000e, 0x0, 0x0, 0x4, 0x10, 0x4, 0x1, 0xc,
    0x90008, 0x40008, 0x8, 0x10, 0x1, 0xc0008, 0x80004, 0x8,
    0x8, 0x14, 0x3, 0x41200000, 0x41a00000, 0x41f00000, 0x1, 0x40000000
  };
  /* clang-format on */

  network->metadata   = words;
  network->n_metadata = sizeof words;
}

gint32
tiny_network_add_constant (TinyNetwork *network,
                           gint32       type,
                           gint32       last,
                           const void  *data,
                           gsize        n_bytes)
{
  g_assert_cmpuint (network->n_tensors, <, TINY_MAX_TENSORS);

  network->tensors[network->n_tensors] = (TinyTensor){
    .name         = "constant",
    .shape        = { 1, 1, 1, last },
    .n_dimensions = 4,
    .type         = type,
    .n_bytes      = n_bytes,
    .data         = data,
  };

  return network->n_tensors++;
}

gint32
tiny_network_compute (TinyNetwork *network,
                      const gchar *name,
                      gint32       code,
                      gint32       input,
                      gint32       other)
{
  const gint32 output = network->n_tensors++;

  g_assert_cmpint (output, <, TINY_MAX_TENSORS);
  g_assert_cmpuint (network->n_operators, <, TINY_MAX_OPERATORS);

  network->tensors[output]                   = network->tensors[input];
  network->tensors[output].name              = name;
  network->operators[network->n_operators++] = (TinyOperator){
    .code     = code,
    .inputs   = { input, other },
    .n_inputs = other == -1 ? 1 : 2,
    .output   = output,
  };

  return output;
}

TinyOperator *
tiny_network_last (TinyNetwork *network)
{
  return &network->operators[network->n_operators - 1];
}

gint32
tiny_bits (gfloat value)
{
  gint32 bits;

  memcpy (&bits, &value, sizeof bits);

  return bits;
}
