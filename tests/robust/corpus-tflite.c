/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Variants of the tiny network, each going another way through the reader.
 */

#include "corpus-tflite.h"
#include "tiny-tflite.h"

/* In the schema's enum BuiltinOperator. */
enum
{
  ADD             = 0,
  DEPTHWISE_CONV  = 4,
  DEQUANTIZE      = 6,
  FULLY_CONNECTED = 9,
  LRN             = 13,
  LOGISTIC        = 14,
  MUL             = 18,
  RELU6           = 21,
  RESHAPE         = 22,
  RESIZE_BILINEAR = 23,
  SOFTMAX         = 25,
  TANH            = 28,
  PAD             = 34,
  MEAN            = 40,
  SUB             = 41,
  DIV             = 42,
  SQUEEZE         = 43,
  PRELU           = 54,
  MAXIMUM         = 55,
  LEAKY_RELU      = 98,
  QUANTIZE        = 114,
  HARD_SWISH      = 117
};

static const gint32 pads[]      = { 0, 0, 1, 2, 1, 2, 0, 0 };
static const gint32 axes[]      = { 1, 2 };
static const gfloat constants[] = { 0.5f, 1, 2, 3 };

typedef void (*Change) (TinyNetwork *network);

static void keep (TinyNetwork *network);
static void drop_biases (TinyNetwork *network);
static void use_relu6 (TinyNetwork *network);
static void cut_at_stem (TinyNetwork *network);
static void cut_in_middle (TinyNetwork *network);
static void scale_channels (TinyNetwork *network);
static void pad_validly (TinyNetwork *network);
static void compute_floats (TinyNetwork *network);
static void join_floats (TinyNetwork *network);
static void use_int8 (TinyNetwork *network);
static void use_halves (TinyNetwork *network);
static void describe (TinyNetwork *network);

static const Change changes[] = { keep,        drop_biases,    use_relu6,
                                  cut_at_stem, cut_in_middle,  scale_channels,
                                  pad_validly, compute_floats, join_floats,
                                  use_int8,    use_halves,     describe };

guint
corpus_tflite_n_files (void)
{
  return G_N_ELEMENTS (changes);
}

TinyNetwork
corpus_tflite_describe (guint index)
{
  TinyNetwork network = tiny_network ();

  changes[index](&network);

  return network;
}

GBytes *
corpus_tflite_make (guint index)
{
  const TinyNetwork network = corpus_tflite_describe (index);

  return tiny_network_write (&network);
}

static void
keep (TinyNetwork *network G_GNUC_UNUSED)
{
}

static void
drop_biases (TinyNetwork *network)
{
  network->operators[TINY_COMPUTE_STEM].inputs[2]  = -1;
  network->operators[TINY_COMPUTE_LOGITS].n_inputs = 2;
}

static void
use_relu6 (TinyNetwork *network)
{
  network->operators[TINY_COMPUTE_LOGITS].options[3] = 3;
}

static void
cut_at_stem (TinyNetwork *network)
{
  network->operators[TINY_COMPUTE_STEM].code = RESIZE_BILINEAR;
}

static void
cut_in_middle (TinyNetwork *network)
{
  network->operators[TINY_COMPUTE_MEAN_POOL].code = RESIZE_BILINEAR;
}

static void
scale_channels (TinyNetwork *network)
{
  network->tensors[TINY_LOGITS_WEIGHTS].n_scales = 5;
}

static void
pad_validly (TinyNetwork *network)
{
  network->operators[TINY_COMPUTE_STEM].options[0]      = 1;
  network->operators[TINY_COMPUTE_MAX_POOL].options[0]  = 1;
  network->operators[TINY_COMPUTE_MEAN_POOL].options[0] = 1;
}

/* Most functions of one layer, then a classifier's head. */
static void
compute_floats (TinyNetwork *network)
{
  static const gint32 codes[] = { LOGISTIC, TANH,       HARD_SWISH,
                                  RELU6,    LEAKY_RELU, LRN };
  gint32              at      = TINY_STEM;
  gint32              weights;

  *network = tiny_float_network ();

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    at = tiny_network_compute (network, "function", codes[i], at, -1);

  *tiny_network_last (network) = (TinyOperator){
    LRN, { at - 1 }, 1,
    at,  13,         { 2, tiny_bits (1), tiny_bits (1e-4f), tiny_bits (0.75f) },
    4
  };

  at = tiny_network_compute (network, "slopes", PRELU, at,
                             tiny_network_add_constant (network, TINY_FLOAT32,
                                                        4, constants, 16));
  at = tiny_network_compute (network, "pad", PAD, at,
                             tiny_network_add_constant (network, TINY_INT32, 8,
                                                        pads, sizeof pads));
  at = tiny_network_compute (network, "mean", MEAN, at,
                             tiny_network_add_constant (network, TINY_INT32, 2,
                                                        axes, sizeof axes));
  at = tiny_network_compute (network, "flat", RESHAPE, at, -1);
  network->tensors[at].n_dimensions = 2;
  network->tensors[at].shape[1]     = 4;

  weights = tiny_network_add_constant (network, TINY_FLOAT32, 4, NULL, 80);
  network->tensors[weights].n_dimensions = 2;
  network->tensors[weights].shape[0]     = 5;
  network->tensors[weights].shape[1]     = 4;
  at = tiny_network_compute (network, "logits", FULLY_CONNECTED, at, weights);
  network->tensors[at].shape[1] = 5;

  tiny_network_compute (network, "classes", SOFTMAX, at, -1);
}

static void
join_floats (TinyNetwork *network)
{
  static const gint32 codes[] = { ADD, MUL, SUB, DIV };
  gint32              at      = TINY_STEM;
  gint32              weights;

  *network = tiny_float_network ();

  weights = tiny_network_add_constant (network, TINY_FLOAT32, 4, NULL,
                                       3 * 3 * 4 * sizeof (gfloat));
  network->tensors[weights].shape[1] = 3;
  network->tensors[weights].shape[2] = 3;
  at = tiny_network_compute (network, "depthwise", DEPTHWISE_CONV, at, weights);
  *tiny_network_last (network) = (TinyOperator){
    DEPTHWISE_CONV, { at - 2, weights }, 2, at, 2, { 0, 1, 1, 1, 3, 1, 1 }, 7
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    at = tiny_network_compute (network, "affine", codes[i], at,
                               tiny_network_add_constant (network, TINY_FLOAT32,
                                                          i % 2 ? 4 : 1,
                                                          constants,
                                                          i % 2 ? 16 : 4));

  at = tiny_network_compute (network, "add", ADD, at, TINY_STEM);
  at = tiny_network_compute (network, "multiply", MUL, at, TINY_STEM);
  at = tiny_network_compute (network, "maximum", MAXIMUM, TINY_STEM, at);
  tiny_network_compute (network, "squeeze", SQUEEZE, at, -1);
}

static void
use_int8 (TinyNetwork *network)
{
  gint32 at;

  *network = tiny_int8_network ();

  at = tiny_network_compute (network, "add", ADD, TINY_STEM, TINY_STEM);
  at = tiny_network_compute (network, "coded", QUANTIZE, at, -1);
  at = tiny_network_compute (network, "real", DEQUANTIZE, at, -1);
  network->tensors[at].type = TINY_FLOAT32;
}

static void
describe (TinyNetwork *network)
{
  *network = tiny_float_network ();
  tiny_network_describe (network);
}

/* Weights of 16 bits, behind operators that make floats of them. */
static void
use_halves (TinyNetwork *network)
{
  TinyOperator stem;
  gint32       halves;

  *network = tiny_float_network ();
  stem     = *tiny_network_last (network);

  halves = tiny_network_add_constant (network, TINY_FLOAT16, 3, NULL,
                                      4 * 3 * 3 * 3 * sizeof (guint16));
  network->tensors[TINY_STEM_WEIGHTS].n_bytes = 0;
  *tiny_network_last (network) = (TinyOperator){ .code     = DEQUANTIZE,
                                                 .inputs   = { halves },
                                                 .n_inputs = 1,
                                                 .output = TINY_STEM_WEIGHTS };
  network->operators[network->n_operators++] = stem;
}
