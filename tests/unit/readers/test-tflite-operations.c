/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the reader of TensorFlow Lite files makes of operations that compute
 * with weights, constants or several layers, or move values.
 */

#include <locale.h>

#include "engine/error.h"
#include "engine/readers/formats.h"
#include "tests/robust/tiny-tflite.h"

#include "read-tflite.h"

/* In the schema's enum BuiltinOperator. */
enum
{
  ADD             = 0,
  CONCATENATION   = 2,
  CONV            = 3,
  DEPTHWISE       = 4,
  FULLY_CONNECTED = 9,
  MUL             = 18,
  RELU            = 19,
  RESHAPE         = 22,
  SOFTMAX         = 25,
  PAD             = 34,
  MEAN            = 40,
  SUB             = 41,
  DIV             = 42,
  SQUEEZE         = 43,
  MAXIMUM         = 55,
  PADV2           = 60
};

/* In the schema's enum ActivationFunctionType. */
enum
{
  FUSED_RELU  = 1,
  FUSED_RELU6 = 3
};
#define DEPTHWISE_FIELDS 7
#define CHANNELS         4

static const gfloat four[] = { 2, -4, 8, 0.5f };

static void   test_depthwise (void);
static void   test_groups_and_dilation (void);
static void   test_dense (void);
static void   test_dense_over_positions (void);
static void   test_reshape (void);
static void   test_mean (void);
static void   test_pad (void);
static void   test_joins (void);
static void   test_affine (void);
static void   test_divide (void);
static void   test_softmax (void);
static void   test_concat (void);
static gint32 add_dense (TinyNetwork *tiny, gint32 input, gint32 n_inputs);
static void   assert_damaged (const TinyNetwork *tiny);
static void   assert_affine (const TinyNetwork *tiny,
                             const gfloat      *scale,
                             const gfloat      *shift);

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tflite-operations/depthwise", test_depthwise);
  g_test_add_func ("/tflite-operations/groups-and-dilation",
                   test_groups_and_dilation);
  g_test_add_func ("/tflite-operations/dense", test_dense);
  g_test_add_func ("/tflite-operations/dense-over-positions",
                   test_dense_over_positions);
  g_test_add_func ("/tflite-operations/reshape", test_reshape);
  g_test_add_func ("/tflite-operations/mean", test_mean);
  g_test_add_func ("/tflite-operations/pad", test_pad);
  g_test_add_func ("/tflite-operations/joins", test_joins);
  g_test_add_func ("/tflite-operations/affine", test_affine);
  g_test_add_func ("/tflite-operations/divide", test_divide);
  g_test_add_func ("/tflite-operations/softmax", test_softmax);
  g_test_add_func ("/tflite-operations/concat", test_concat);

  return g_test_run ();
}

/* Two output channels for each input channel; the file has the output channels
 * last. */
static void
test_depthwise (void)
{
  TinyNetwork              tiny    = tiny_float_network ();
  g_autoptr (DreamNetwork) network = NULL;
  gfloat                   stored[2 * 1 * 8];
  gfloat                   weights[G_N_ELEMENTS (stored)];
  const DreamLayer        *layer;
  gint32                   constant;

  for (guint i = 0; i < G_N_ELEMENTS (stored); i++)
    stored[i] = i;

  constant = tiny_network_add_constant (&tiny, TINY_FLOAT32, 8, stored,
                                        sizeof stored);
  tiny.tensors[constant].shape[1] = 2;
  tiny_network_compute (&tiny, "depthwise", DEPTHWISE, TINY_STEM, constant);
  *tiny_network_last (&tiny) = (TinyOperator){ DEPTHWISE,
                                               { TINY_STEM, constant },
                                               2,
                                               tiny.n_tensors - 1,
                                               2,
                                               { 1, 2, 2, 2, FUSED_RELU, 3, 1 },
                                               DEPTHWISE_FIELDS };

  network = read_tflite_sound (&tiny);
  layer   = read_tflite_find (network, "depthwise");
  g_assert_cmpint (layer->channels, ==, 8);
  g_assert_cmpint (layer->groups, ==, CHANNELS);
  g_assert_cmpint (layer->kernel_h, ==, 2);
  g_assert_cmpint (layer->kernel_w, ==, 1);
  g_assert_cmpint (layer->stride_h, ==, 2);
  g_assert_cmpint (layer->dilation_w, ==, 3);
  g_assert_cmpint (layer->padding, ==, DREAM_PADDING_EXPLICIT);
  g_assert_cmpint (layer->activation, ==, DREAM_ACTIVATION_CLIP);
  g_assert_null (layer->bias.data);

  dream_layer_decode_weights (layer, weights);
  for (guint o = 0; o < 8; o++)
    for (guint y = 0; y < 2; y++)
      g_assert_cmpfloat (weights[o * 2 + y], ==, stored[y * 8 + o]);
}

static void
test_groups_and_dilation (void)
{
  TinyNetwork              tiny    = tiny_float_network ();
  g_autoptr (DreamNetwork) network = NULL;
  const DreamLayer        *layer;
  gint32                   constant;

  /* 6 x 1 x 1 x 2: two groups of three output channels. */
  constant = tiny_network_add_constant (&tiny, TINY_FLOAT32, 2, NULL,
                                        6 * 2 * sizeof (gfloat));
  tiny.tensors[constant].shape[0] = 6;
  tiny_network_compute (&tiny, "grouped", CONV, TINY_STEM, constant);
  *tiny_network_last (&tiny) = (TinyOperator){ CONV, { TINY_STEM, constant },
                                               2,    tiny.n_tensors - 1,
                                               1,    { 0, 1, 1, 0, 2, 3 },
                                               6 };

  network = read_tflite_sound (&tiny);
  layer   = read_tflite_find (network, "grouped");
  g_assert_cmpint (layer->groups, ==, 2);
  g_assert_cmpint (layer->channels, ==, 6);
  g_assert_cmpint (layer->dilation_w, ==, 2);
  g_assert_cmpint (layer->dilation_h, ==, 3);
}

/* The stem's 4 x 4 x 4 values, flattened or not; the size of the kernel comes
 * from there. */
static void
test_dense (void)
{
  TinyNetwork              tiny     = tiny_float_network ();
  g_autoptr (DreamNetwork) network  = NULL;
  g_autoptr (DreamNetwork) implicit = NULL;
  g_autoptr (DreamNetwork) fused    = NULL;
  const DreamLayer        *dense;
  gint32                   flat;

  flat = tiny_network_compute (&tiny, "flat", RESHAPE, TINY_STEM, -1);
  tiny.tensors[flat].n_dimensions = 2;
  tiny.tensors[flat].shape[1]     = 64;
  add_dense (&tiny, flat, 64);

  network = read_tflite_sound (&tiny);
  dense   = read_tflite_find (network, "dense");
  g_assert_cmpuint (dream_network_n_layers (network), ==, 3);
  g_assert_cmpint (dense->op, ==, DREAM_OP_CONVOLUTION);
  g_assert_cmpint (dense->channels, ==, 5);
  g_assert_cmpint (dense->kernel_h, ==, 4);
  g_assert_cmpint (dense->kernel_w, ==, 4);
  g_assert_cmpint (dense->weights.order, ==, DREAM_ORDER_OHWI);
  g_assert_cmpuint (dense->inputs[0], ==, 1);

  tiny_network_last (&tiny)->inputs[0] = TINY_STEM;
  implicit                             = read_tflite_sound (&tiny);
  g_assert_cmpint (read_tflite_find (implicit, "dense")->kernel_w, ==, 4);

  tiny_network_last (&tiny)->options_type = 8;
  tiny_network_last (&tiny)->n_options    = 1;
  tiny_network_last (&tiny)->options[0]   = FUSED_RELU;
  fused                                   = read_tflite_sound (&tiny);
  g_assert_cmpint (read_tflite_find (fused, "dense/linear")->op, ==,
                   DREAM_OP_CONVOLUTION);
  g_assert_cmpint (read_tflite_find (fused, "dense")->op, ==,
                   DREAM_OP_ACTIVATION);
}

static void
test_dense_over_positions (void)
{
  TinyNetwork              tiny    = tiny_float_network ();
  g_autoptr (DreamNetwork) network = NULL;
  gint32                   weights;

  weights = add_dense (&tiny, TINY_STEM, CHANNELS);
  network = read_tflite_sound (&tiny);
  g_assert_cmpint (read_tflite_find (network, "dense")->kernel_h, ==, 1);

  tiny.tensors[weights].shape[1] = 32;
  read_tflite_leaves_out (&tiny, "dense");
}

static void
test_reshape (void)
{
  TinyNetwork              tiny    = tiny_float_network ();
  g_autoptr (DreamNetwork) network = NULL;
  gint32                   shaped;

  /* The same sides; squeezing; then a layer reads it as if nothing had been. */
  shaped = tiny_network_compute (&tiny, "shaped", RESHAPE, TINY_STEM, -1);
  shaped = tiny_network_compute (&tiny, "squeezed", SQUEEZE, shaped, -1);
  tiny_network_compute (&tiny, "relu", RELU, shaped, -1);
  network = read_tflite_sound (&tiny);
  g_assert_cmpuint (dream_network_n_layers (network), ==, 3);
  g_assert_cmpuint (read_tflite_find (network, "relu")->inputs[0], ==, 1);

  /* Rows become channels. */
  tiny.tensors[TINY_STEM + 1].shape[1] = 1;
  tiny.tensors[TINY_STEM + 1].shape[3] = 16;
  read_tflite_leaves_out (&tiny, "relu");

  /* All becomes channels, which only a dense layer can read. */
  tiny.tensors[TINY_STEM + 1].shape[2] = 1;
  tiny.tensors[TINY_STEM + 1].shape[3] = 64;
  read_tflite_leaves_out (&tiny, "relu");
}

static void
test_mean (void)
{
  static const gint32      axes[]  = { -3, 2 };
  static const gint32      other[] = { 1, 3 };
  TinyNetwork              tiny    = tiny_float_network ();
  g_autoptr (DreamNetwork) network = NULL;
  gint32                   constant;

  constant = tiny_network_add_constant (&tiny, TINY_INT32, 2, axes,
                                        sizeof axes);
  tiny_network_compute (&tiny, "mean", MEAN, TINY_STEM, constant);

  network = read_tflite_sound (&tiny);
  g_assert_cmpint (read_tflite_find (network, "mean")->op, ==,
                   DREAM_OP_AVERAGE_POOL);
  g_assert_cmpint (read_tflite_find (network, "mean")->kernel_h, ==, 4);
  g_assert_cmpint (read_tflite_find (network, "mean")->kernel_w, ==, 4);

  tiny.tensors[constant].data = other;
  read_tflite_leaves_out (&tiny, "mean");
}

static void
test_pad (void)
{
  static const gint32      pads[]     = { 0, 0, 1, 2, 3, 4, 0, 0 };
  static const gint32      channels[] = { 0, 0, 0, 0, 0, 0, 0, 70 };
  static const gint32      front[]    = { 0, 0, 1, 2, 3, 4, 1, 0 };
  static const gint32      negative[] = { 0, 0, 0, 0, 0, 0, 0, -1 };
  static const gint32      most[]     = { 0, 0, 0, 0, 0, 0, 0, G_MAXINT32 };
  TinyNetwork              tiny       = tiny_float_network ();
  g_autoptr (DreamNetwork) network    = NULL;
  g_autoptr (DreamNetwork) wider      = NULL;
  const DreamLayer        *layer;
  gint32                   constant;

  constant = tiny_network_add_constant (&tiny, TINY_INT32, 8, pads,
                                        sizeof pads);
  tiny_network_compute (&tiny, "pad", PAD, TINY_STEM, constant);

  network = read_tflite_sound (&tiny);
  layer   = read_tflite_find (network, "pad");
  g_assert_cmpint (layer->pad_top, ==, 1);
  g_assert_cmpint (layer->pad_bottom, ==, 2);
  g_assert_cmpint (layer->pad_left, ==, 3);
  g_assert_cmpint (layer->pad_right, ==, 4);
  g_assert_true (layer->count_padding);

  tiny.tensors[constant].data = channels;
  wider                       = read_tflite_sound (&tiny);
  layer                       = read_tflite_find (wider, "pad");
  g_assert_cmpint (layer->op, ==, DREAM_OP_WIDEN);
  g_assert_cmpint (layer->channels, ==, 4 + 70);

  tiny.tensors[constant].data = front;
  read_tflite_leaves_out (&tiny, "pad");

  tiny.tensors[constant].data = negative;
  assert_damaged (&tiny);
  tiny.tensors[constant].data = most;
  assert_damaged (&tiny);

  tiny.tensors[constant].data     = pads;
  tiny_network_last (&tiny)->code = PADV2;
  read_tflite_leaves_out (&tiny, "pad");
}

static void
test_joins (void)
{
  static const gint32      codes[] = { ADD, MUL, MAXIMUM };
  static const DreamOp     ops[]   = { DREAM_OP_ADD, DREAM_OP_MULTIPLY,
                                       DREAM_OP_MAXIMUM };
  TinyNetwork              tiny    = tiny_float_network ();
  g_autoptr (DreamNetwork) network = NULL;
  gint32                   relu;

  relu = tiny_network_compute (&tiny, "relu", RELU, TINY_STEM, -1);
  tiny_network_compute (&tiny, "join", ADD, TINY_STEM, relu);

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr (DreamNetwork) joined = NULL;
      const DreamLayer        *join;

      tiny_network_last (&tiny)->code = codes[i];

      joined = read_tflite_sound (&tiny);
      join   = read_tflite_find (joined, "join");
      g_assert_cmpint (join->op, ==, ops[i]);
      g_assert_cmpuint (join->inputs[0], ==, 1);
      g_assert_cmpuint (join->inputs[1], ==, 2);
      g_assert_cmpint (join->activation, ==, DREAM_ACTIVATION_NONE);
    }

  tiny_network_last (&tiny)->code = SUB;
  read_tflite_leaves_out (&tiny, "join");

  tiny_network_last (&tiny)->code         = ADD;
  tiny_network_last (&tiny)->options_type = 11;
  tiny_network_last (&tiny)->options[0]   = FUSED_RELU6;
  tiny_network_last (&tiny)->n_options    = 1;
  network                                 = read_tflite_sound (&tiny);
  g_assert_cmpint (read_tflite_find (network, "join")->activation, ==,
                   DREAM_ACTIVATION_CLIP);
  g_assert_cmpfloat (read_tflite_find (network, "join")->high, ==, 6);
}

/* With one constant for each channel, or one for all; on either side. */
static void
test_affine (void)
{
  static const gfloat ones[]     = { 1, 1, 1, 1 };
  static const gfloat zeros[]    = { 0, 0, 0, 0 };
  static const gfloat minus[]    = { -1, -1, -1, -1 };
  static const gfloat negative[] = { -2, 4, -8, -0.5f };
  static const gfloat twos[]     = { 2, 2, 2, 2 };
  TinyNetwork         tiny       = tiny_float_network ();
  gint32              constant;

  constant = tiny_network_add_constant (&tiny, TINY_FLOAT32, CHANNELS, four,
                                        sizeof four);
  tiny_network_compute (&tiny, "affine", ADD, TINY_STEM, constant);
  assert_affine (&tiny, ones, four);

  tiny_network_last (&tiny)->code = SUB;
  assert_affine (&tiny, ones, negative);

  tiny_network_last (&tiny)->code = MUL;
  assert_affine (&tiny, four, zeros);

  tiny_network_last (&tiny)->inputs[0] = constant;
  tiny_network_last (&tiny)->inputs[1] = TINY_STEM;
  assert_affine (&tiny, four, zeros);

  tiny_network_last (&tiny)->code = SUB;
  assert_affine (&tiny, minus, four);

  tiny.tensors[constant].shape[3] = 1;
  tiny.tensors[constant].n_bytes  = sizeof (gfloat);
  assert_affine (&tiny, minus, twos);

  /* One for each column. */
  tiny.tensors[constant].shape[2] = 4;
  tiny.tensors[constant].n_bytes  = sizeof four;
  read_tflite_leaves_out (&tiny, "affine");
}

static void
test_divide (void)
{
  static const gfloat inverse[]   = { 0.5f, -0.25f, 0.125f, 2 };
  static const gfloat zeros[]     = { 0, 0, 0, 0 };
  static const gfloat with_zero[] = { 1, 2, 0, 4 };
  TinyNetwork         tiny        = tiny_float_network ();
  gint32              constant;

  constant = tiny_network_add_constant (&tiny, TINY_FLOAT32, CHANNELS, four,
                                        sizeof four);
  tiny_network_compute (&tiny, "affine", DIV, TINY_STEM, constant);
  assert_affine (&tiny, inverse, zeros);

  tiny.tensors[constant].data = with_zero;
  read_tflite_leaves_out (&tiny, "affine");

  tiny.tensors[constant].data          = four;
  tiny_network_last (&tiny)->inputs[0] = constant;
  tiny_network_last (&tiny)->inputs[1] = TINY_STEM;
  read_tflite_leaves_out (&tiny, "affine");
}

/* Nothing reads what comes out of it but the classes' names. */
static void
test_softmax (void)
{
  TinyNetwork              tiny    = tiny_float_network ();
  g_autoptr (DreamNetwork) network = NULL;
  gint32                   classes;

  classes = tiny_network_compute (&tiny, "classes", SOFTMAX, TINY_STEM, -1);
  tiny_network_compute (&tiny, "attention", RELU, classes, -1);

  network = read_tflite_sound (&tiny);
  g_assert_cmpuint (dream_network_n_layers (network), ==, 2);
}

/* The last side, however many there are. */
static void
test_concat (void)
{
  TinyNetwork              tiny    = tiny_float_network ();
  g_autoptr (DreamNetwork) network = NULL;
  g_autoptr (DreamNetwork) flat    = NULL;
  TinyOperator            *concat;
  gint32                   made;

  made   = tiny_network_compute (&tiny, "concat", CONCATENATION, TINY_STEM,
                                 TINY_STEM);
  concat = tiny_network_last (&tiny);
  concat->options_type = 10;
  concat->n_options    = 1;
  concat->options[0]   = -1;

  network = read_tflite_sound (&tiny);
  g_assert_cmpint (read_tflite_find (network, "concat")->channels, ==,
                   2 * CHANNELS);

  tiny.tensors[made].n_dimensions = 2;
  concat->options[0]              = 1;
  flat                            = read_tflite_sound (&tiny);
  g_assert_true (read_tflite_has (flat, "concat"));

  concat->options[0] = 0;
  read_tflite_leaves_out (&tiny, "concat");
}

/* Returns: the weights' tensor. */
static gint32
add_dense (TinyNetwork *tiny, gint32 input, gint32 n_inputs)
{
  const gint32 weights = tiny_network_add_constant (tiny, TINY_FLOAT32, 0, NULL,
                                                    5 * n_inputs *
                                                      sizeof (gfloat));

  tiny->tensors[weights].n_dimensions = 2;
  tiny->tensors[weights].shape[0]     = 5;
  tiny->tensors[weights].shape[1]     = n_inputs;
  tiny_network_compute (tiny, "dense", FULLY_CONNECTED, input, weights);

  return weights;
}

static void
assert_damaged (const TinyNetwork *tiny)
{
  g_autoptr (GBytes) file  = tiny_network_write (tiny);
  g_autoptr (GError) error = NULL;

  g_assert_null (dream_read_tflite (file, NULL, NULL, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK);
}

static void
assert_affine (const TinyNetwork *tiny,
               const gfloat      *scale,
               const gfloat      *shift)
{
  g_autoptr (DreamNetwork) network = read_tflite_sound (tiny);
  const DreamLayer        *layer   = read_tflite_find (network, "affine");
  gfloat                   values[CHANNELS];

  g_assert_cmpint (layer->op, ==, DREAM_OP_CONVOLUTION);
  g_assert_cmpint (layer->groups, ==, CHANNELS);

  dream_tensor_decode (&layer->weights, values);
  for (guint c = 0; c < CHANNELS; c++)
    g_assert_cmpfloat (values[c], ==, scale[c]);

  dream_tensor_decode (&layer->bias, values);
  for (guint c = 0; c < CHANNELS; c++)
    g_assert_cmpfloat (values[c], ==, shift[c]);
}
