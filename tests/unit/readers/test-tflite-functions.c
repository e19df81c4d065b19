/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the reader of TensorFlow Lite files makes of functions of each value,
 * whether they are operators or parts of others.
 */

#include <locale.h>
#include <math.h>

#include "tests/robust/tiny-tflite.h"

#include "read-tflite.h"

/* In the schema's enum BuiltinOperator. */
enum
{
  AVERAGE_POOL = 1,
  LRN          = 13,
  LOGISTIC     = 14,
  RELU         = 19,
  RELU_N1_TO_1 = 20,
  RELU6        = 21,
  TANH         = 28,
  PRELU        = 54,
  LEAKY_RELU   = 98,
  HARD_SWISH   = 117
};

/* In the schema's enum ActivationFunctionType. */
enum
{
  FUSED_RELU     = 1,
  FUSED_N1_TO_1  = 2,
  FUSED_RELU6    = 3,
  FUSED_TANH     = 4,
  FUSED_SIGN_BIT = 5
};
#define CHANNELS 4

static const gfloat four[] = { 2, -4, 8, 0.5f };

typedef struct
{
  gint32          code;
  DreamActivation activation;
  gfloat          low;
  gfloat          high;
} Function;

static void test_functions (void);
static void test_fused (void);
static void test_leaky (void);
static void test_prelu (void);
static void test_lrn (void);

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tflite-functions/functions", test_functions);
  g_test_add_func ("/tflite-functions/fused", test_fused);
  g_test_add_func ("/tflite-functions/leaky", test_leaky);
  g_test_add_func ("/tflite-functions/prelu", test_prelu);
  g_test_add_func ("/tflite-functions/lrn", test_lrn);

  return g_test_run ();
}

static void
test_functions (void)
{
  static const Function functions[] = {
    { RELU, DREAM_ACTIVATION_CLIP, 0, INFINITY },
    { RELU_N1_TO_1, DREAM_ACTIVATION_CLIP, -1, 1 },
    { RELU6, DREAM_ACTIVATION_CLIP, 0, 6 },
    { LOGISTIC, DREAM_ACTIVATION_SIGMOID, 0, 0 },
    { TANH, DREAM_ACTIVATION_TANH, 0, 0 },
    { HARD_SWISH, DREAM_ACTIVATION_HARD_SWISH, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    {
      TinyNetwork              tiny    = tiny_float_network ();
      g_autoptr (DreamNetwork) network = NULL;
      const DreamLayer        *layer;

      tiny_network_compute (&tiny, "f", functions[i].code, TINY_STEM, -1);
      network = read_tflite_sound (&tiny);
      layer   = read_tflite_find (network, "f");

      g_assert_cmpint (layer->op, ==, DREAM_OP_ACTIVATION);
      g_assert_cmpint (layer->activation, ==, functions[i].activation);
      g_assert_cmpfloat (layer->low, ==, functions[i].low);
      g_assert_cmpfloat (layer->high, ==, functions[i].high);
      g_assert_cmpuint (layer->inputs[0], ==, 1);
    }
}

/* A clip from 0 is part of a convolution; everything else is a layer of its
 * own, and both it and what is below it can be dreamed. */
static void
test_fused (void)
{
  static const Function fused[] = {
    { FUSED_N1_TO_1, DREAM_ACTIVATION_CLIP, -1, 1 },
    { FUSED_TANH, DREAM_ACTIVATION_TANH, 0, INFINITY },
  };
  TinyNetwork              tiny    = tiny_float_network ();
  g_autoptr (DreamNetwork) network = NULL;

  tiny_network_last (&tiny)->options[3] = FUSED_RELU6;
  network                               = read_tflite_sound (&tiny);
  g_assert_cmpuint (dream_network_n_layers (network), ==, 2);
  g_assert_cmpint (read_tflite_find (network, "stem/Relu")->activation, ==,
                   DREAM_ACTIVATION_CLIP);
  g_assert_cmpfloat (read_tflite_find (network, "stem/Relu")->high, ==, 6);

  for (guint i = 0; i < G_N_ELEMENTS (fused); i++)
    {
      g_autoptr (DreamNetwork) two = NULL;

      tiny_network_last (&tiny)->options[3] = fused[i].code;
      two                                   = read_tflite_sound (&tiny);

      g_assert_cmpuint (dream_network_n_layers (two), ==, 3);
      g_assert_cmpint (read_tflite_find (two, "stem/Relu/linear")->op, ==,
                       DREAM_OP_CONVOLUTION);
      g_assert_cmpint (read_tflite_find (two, "stem/Relu")->op, ==,
                       DREAM_OP_ACTIVATION);
      g_assert_cmpint (read_tflite_find (two, "stem/Relu")->activation, ==,
                       fused[i].activation);
      g_assert_cmpfloat (read_tflite_find (two, "stem/Relu")->low, ==,
                         fused[i].low);
    }

  tiny_network_compute (&tiny, "pool", AVERAGE_POOL, TINY_STEM, -1);
  *tiny_network_last (&tiny) = (TinyOperator){ AVERAGE_POOL,
                                               { TINY_STEM },
                                               1,
                                               tiny.n_tensors - 1,
                                               5,
                                               { 0, 1, 1, 2, 3, FUSED_RELU },
                                               6 };
  g_clear_pointer (&network, dream_network_unref);
  network = read_tflite_sound (&tiny);
  g_assert_cmpint (read_tflite_find (network, "pool/linear")->op, ==,
                   DREAM_OP_AVERAGE_POOL);
  g_assert_cmpint (read_tflite_find (network, "pool/linear")->kernel_w, ==, 2);
  g_assert_cmpint (read_tflite_find (network, "pool")->op, ==,
                   DREAM_OP_ACTIVATION);

  tiny_network_last (&tiny)->options[5] = FUSED_SIGN_BIT;
  read_tflite_leaves_out (&tiny, "pool");
}

static void
test_leaky (void)
{
  TinyNetwork              tiny    = tiny_float_network ();
  g_autoptr (DreamNetwork) network = NULL;
  gfloat                   slope;

  tiny_network_compute (&tiny, "leaky", LEAKY_RELU, TINY_STEM, -1);
  tiny_network_last (&tiny)->options_type = 75;
  tiny_network_last (&tiny)->options[0]   = tiny_bits (0.125f);
  tiny_network_last (&tiny)->n_options    = 1;

  network = read_tflite_sound (&tiny);
  g_assert_cmpint (read_tflite_find (network, "leaky")->activation, ==,
                   DREAM_ACTIVATION_LEAKY);
  dream_tensor_decode (&read_tflite_find (network, "leaky")->slopes, &slope);
  g_assert_cmpfloat (slope, ==, 0.125f);
}

static void
test_prelu (void)
{
  TinyNetwork              tiny    = tiny_float_network ();
  g_autoptr (DreamNetwork) network = NULL;
  gfloat                   slopes[CHANNELS];
  gint32                   constant;

  constant = tiny_network_add_constant (&tiny, TINY_FLOAT32, CHANNELS, four,
                                        sizeof four);
  tiny_network_compute (&tiny, "prelu", PRELU, TINY_STEM, constant);

  network = read_tflite_sound (&tiny);
  dream_tensor_decode (&read_tflite_find (network, "prelu")->slopes, slopes);
  g_assert_cmpmem (slopes, sizeof slopes, four, sizeof four);

  tiny.tensors[constant].n_bytes = 3 * sizeof (gfloat);
  read_tflite_leaves_out (&tiny, "prelu");
}

static void
test_lrn (void)
{
  TinyNetwork              tiny    = tiny_float_network ();
  g_autoptr (DreamNetwork) network = NULL;
  const DreamLayer        *layer;

  tiny_network_compute (&tiny, "lrn", LRN, TINY_STEM, -1);
  *tiny_network_last (&tiny) = (TinyOperator){
    LRN, { TINY_STEM },
    1,   tiny.n_tensors - 1,
    13,  { 5, tiny_bits (2), tiny_bits (1e-4f), tiny_bits (0.5f) },
    4
  };

  network = read_tflite_sound (&tiny);
  layer   = read_tflite_find (network, "lrn");
  g_assert_cmpint (layer->lrn_size, ==, 11);
  g_assert_cmpfloat (layer->lrn_bias, ==, 2);
  g_assert_cmpfloat (layer->lrn_alpha, ==, 1e-4f);
  g_assert_cmpfloat (layer->lrn_beta, ==, 0.5f);
}
