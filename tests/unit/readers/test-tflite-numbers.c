/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the reader of TensorFlow Lite files makes of numbers: floats, bytes with
 * or without sign, and what all of them say about pictures.
 */

#include <locale.h>
#include <math.h>
#include <string.h>

#include "tests/robust/tiny-tflite.h"

#include "read-tflite.h"

/* In the schema's enum BuiltinOperator. */
enum
{
  DEQUANTIZE = 6,
  MUL        = 18,
  QUANTIZE   = 114
};

#define CHANNELS       4
#define STEM_N_WEIGHTS (4 * 3 * 3 * 3)

static void test_default_input (void);
static void test_input_of_metadata (void);
static void test_input_of_bytes (void);
static void test_int8 (void);
static void test_scale_of_bias (void);
static void test_implied_relu6 (void);
static void test_halves (void);

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tflite-numbers/default-input", test_default_input);
  g_test_add_func ("/tflite-numbers/input-of-metadata", test_input_of_metadata);
  g_test_add_func ("/tflite-numbers/input-of-bytes", test_input_of_bytes);
  g_test_add_func ("/tflite-numbers/int8", test_int8);
  g_test_add_func ("/tflite-numbers/scale-of-bias", test_scale_of_bias);
  g_test_add_func ("/tflite-numbers/implied-relu6", test_implied_relu6);
  g_test_add_func ("/tflite-numbers/halves", test_halves);

  return g_test_run ();
}

/* Networks of floats say nothing about pictures, but many begin by scaling
 * pixels down themselves. */
static void
test_default_input (void)
{
  static const gfloat      scale[] = { 1.0f / 255 };
  TinyNetwork              tiny    = tiny_float_network ();
  g_autoptr (DreamNetwork) usual   = read_tflite_sound (&tiny);
  g_autoptr (DreamNetwork) scaled  = NULL;
  const DreamInput        *input   = dream_network_get_input (usual);
  TinyOperator             stem    = *tiny_network_last (&tiny);
  gint32                   constant;

  g_assert_cmpfloat (input->scale[2], ==, 1 / 127.5f);
  g_assert_cmpfloat (input->mean[0], ==, 127.5f);
  g_assert_false (input->bgr);

  constant         = tiny_network_add_constant (&tiny, TINY_FLOAT32, 1, scale,
                                                sizeof scale);
  tiny.n_operators = 0;
  stem.inputs[0]   = tiny_network_compute (&tiny, "scaled", MUL, TINY_INPUT,
                                           constant);
  tiny.operators[tiny.n_operators++] = stem;

  scaled = read_tflite_sound (&tiny);
  input  = dream_network_get_input (scaled);
  g_assert_cmpuint (dream_network_n_layers (scaled), ==, 2);
  g_assert_cmpfloat (input->scale[1], ==, scale[0]);
  g_assert_cmpfloat (input->mean[1], ==, 0);
}

/* What they say counts, unless they are damaged or the picture's numbers are
 * bytes. */
static void
test_input_of_metadata (void)
{
  TinyNetwork              tiny    = tiny_float_network ();
  g_autoptr (DreamNetwork) network = NULL;
  g_autoptr (DreamNetwork) cut     = NULL;
  g_autoptr (DreamNetwork) bytes   = NULL;
  const DreamInput        *input;

  tiny_network_describe (&tiny);
  network = read_tflite_sound (&tiny);
  input   = dream_network_get_input (network);
  for (gint c = 0; c < 3; c++)
    {
      g_assert_cmpfloat (input->scale[c], ==, 0.5f);
      g_assert_cmpfloat (input->mean[c], ==, 10 * (c + 1));
    }

  tiny.n_metadata -= 4;
  cut   = read_tflite_sound (&tiny);
  input = dream_network_get_input (cut);
  g_assert_cmpfloat (input->mean[0], ==, 127.5f);

  tiny = tiny_network ();
  tiny_network_describe (&tiny);
  bytes = read_tflite_sound (&tiny);
  input = dream_network_get_input (bytes);
  g_assert_cmpfloat (input->mean[0], ==, 128);
}

/* Of bytes with a sign, or of floats that become bytes first of all. */
static void
test_input_of_bytes (void)
{
  TinyNetwork              tiny   = tiny_int8_network ();
  g_autoptr (DreamNetwork) bytes  = read_tflite_sound (&tiny);
  g_autoptr (DreamNetwork) floats = NULL;
  TinyOperator             stem   = *tiny_network_last (&tiny);
  const DreamInput        *inputs[2];

  tiny.n_operators = 0;
  stem.inputs[0]   = tiny_network_compute (&tiny, "quantized", QUANTIZE,
                                           TINY_INPUT, -1);
  tiny.operators[tiny.n_operators++] = stem;
  tiny.tensors[TINY_INPUT].type      = TINY_FLOAT32;
  floats                             = read_tflite_sound (&tiny);

  inputs[0] = dream_network_get_input (bytes);
  inputs[1] = dream_network_get_input (floats);
  for (guint i = 0; i < G_N_ELEMENTS (inputs); i++)
    {
      g_assert_cmpfloat (inputs[i]->scale[0], ==, 1.0f / 128);
      g_assert_cmpfloat (inputs[i]->mean[0], ==, 127);
    }
}

static void
test_int8 (void)
{
  TinyNetwork              tiny    = tiny_int8_network ();
  g_autoptr (DreamNetwork) network = read_tflite_sound (&tiny);
  const DreamLayer        *stem = read_tflite_find (network, "tiny/stem/Relu");
  gfloat                   weights[STEM_N_WEIGHTS];
  gfloat                   bias[CHANNELS];

  g_assert_cmpint (stem->activation, ==, DREAM_ACTIVATION_CLIP);
  g_assert_cmpint (stem->weights.coding, ==, DREAM_CODING_INT8);

  dream_layer_decode_weights (stem, weights);
  g_assert_cmpfloat_with_epsilon (weights[1], 0.01, 1e-7);
  g_assert_cmpfloat_with_epsilon (weights[100], 1, 1e-6);

  dream_tensor_decode (&stem->bias, bias);
  g_assert_cmpfloat_with_epsilon (bias[0], 0x03020100 * 0.01 / 128, 1e-2);
  g_assert_cmpfloat_with_epsilon (bias[3], 0x0f0e0d0c * 0.01 / 128, 1e-1);

  tiny.tensors[TINY_STEM].zero_point = -127;
  g_clear_pointer (&network, dream_network_unref);
  network = read_tflite_sound (&tiny);
  g_assert_cmpint (read_tflite_find (network, "tiny/stem/Relu")->activation, ==,
                   DREAM_ACTIVATION_NONE);

  /* Along the rows instead of the output channels. */
  tiny.tensors[TINY_STEM_WEIGHTS].dimension = 1;
  read_tflite_leaves_out (&tiny, "tiny/stem/Relu");
}

/* What converters leave out follows from the others; what contradicts them is
 * refused. */
static void
test_scale_of_bias (void)
{
  TinyNetwork              tiny    = tiny_int8_network ();
  g_autoptr (DreamNetwork) network = NULL;
  gfloat                   bias[CHANNELS];

  tiny.tensors[TINY_STEM_BIAS].n_scales = 0;
  network                               = read_tflite_sound (&tiny);
  dream_tensor_decode (&read_tflite_find (network, "tiny/stem/Relu")->bias,
                       bias);
  g_assert_cmpfloat_with_epsilon (bias[0], 0x03020100 * 0.01 / 128, 1e-2);

  tiny.tensors[TINY_STEM_BIAS].n_scales = 4;
  tiny.tensors[TINY_STEM_BIAS].scale *= 1.1f;
  read_tflite_leaves_out (&tiny, "tiny/stem/Relu");

  tiny                               = tiny_network ();
  tiny.tensors[TINY_STEM_BIAS].scale = 0.5f;
  read_tflite_leaves_out (&tiny, "tiny/stem/Relu");
}

/* A range that ends at 6 is a ReLU6's; one that ends elsewhere is what was
 * seen in training. */
static void
test_implied_relu6 (void)
{
  static const gfloat tops[]  = { 6, 5.98f, 5.8f, 6.2f };
  static const gfloat clips[] = { 6, 6, INFINITY, INFINITY };

  for (guint i = 0; i < G_N_ELEMENTS (tops); i++)
    {
      TinyNetwork              tiny    = tiny_network ();
      g_autoptr (DreamNetwork) network = NULL;

      tiny.tensors[TINY_STEM].scale = tops[i] / 255;
      tiny.n_operators              = 1;
      network                       = read_tflite_sound (&tiny);
      g_assert_cmpfloat (read_tflite_find (network, "tiny/stem/Relu")->high, ==,
                         clips[i]);
    }
}

static void
test_halves (void)
{
  static guint16           ones[STEM_N_WEIGHTS];
  TinyNetwork              tiny    = tiny_float_network ();
  g_autoptr (DreamNetwork) network = NULL;
  TinyOperator             stem    = *tiny_network_last (&tiny);
  gfloat                   weights[STEM_N_WEIGHTS];
  gint32                   constant;

  for (guint i = 0; i < STEM_N_WEIGHTS; i++)
    ones[i] = GUINT16_TO_LE (0x3c00);

  constant = tiny_network_add_constant (&tiny, TINY_FLOAT16, 3, ones,
                                        sizeof ones);
  memcpy (tiny.tensors[constant].shape, tiny.tensors[TINY_STEM_WEIGHTS].shape,
          sizeof tiny.tensors[constant].shape);
  tiny.n_operators = 0;
  stem.inputs[1] = tiny_network_compute (&tiny, "weights", DEQUANTIZE, constant,
                                         -1);
  tiny.tensors[stem.inputs[1]].type    = TINY_FLOAT32;
  tiny.tensors[stem.inputs[1]].n_bytes = 0;
  tiny.operators[tiny.n_operators++]   = stem;

  network = read_tflite_sound (&tiny);
  dream_layer_decode_weights (read_tflite_find (network, "tiny/stem/Relu"),
                              weights);
  g_assert_cmpfloat (weights[0], ==, 1);
  g_assert_cmpfloat (weights[STEM_N_WEIGHTS - 1], ==, 1);
}
