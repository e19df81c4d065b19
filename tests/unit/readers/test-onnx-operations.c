/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the reader of ONNX files makes of each operation, on tiny files made
 * here.
 */

#include <locale.h>
#include <math.h>

#include "tests/robust/tiny-onnx.h"

#include "onnx-file.h"

static void test_convolution (void);
static void test_automatic_padding (void);
static void test_pools (void);
static void test_global_pools (void);
static void test_clips (void);
static void test_activations (void);
static void test_prelu (void);
static void test_normalisations (void);
static void test_padding (void);
static void test_computed_padding (void);
static void test_constants_per_channel (void);
static void test_joins (void);
static void test_concat (void);
static void test_dense (void);
static void test_dense_channels_last (void);
static void test_shapes (void);
static void test_squeeze_and_excitation (void);

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/onnx-operations/convolution", test_convolution);
  g_test_add_func ("/onnx-operations/automatic-padding",
                   test_automatic_padding);
  g_test_add_func ("/onnx-operations/pools", test_pools);
  g_test_add_func ("/onnx-operations/global-pools", test_global_pools);
  g_test_add_func ("/onnx-operations/clips", test_clips);
  g_test_add_func ("/onnx-operations/activations", test_activations);
  g_test_add_func ("/onnx-operations/prelu", test_prelu);
  g_test_add_func ("/onnx-operations/normalisations", test_normalisations);
  g_test_add_func ("/onnx-operations/padding", test_padding);
  g_test_add_func ("/onnx-operations/computed-padding", test_computed_padding);
  g_test_add_func ("/onnx-operations/constants-per-channel",
                   test_constants_per_channel);
  g_test_add_func ("/onnx-operations/joins", test_joins);
  g_test_add_func ("/onnx-operations/concat", test_concat);
  g_test_add_func ("/onnx-operations/dense", test_dense);
  g_test_add_func ("/onnx-operations/dense-channels-last",
                   test_dense_channels_last);
  g_test_add_func ("/onnx-operations/shapes", test_shapes);
  g_test_add_func ("/onnx-operations/squeeze-and-excitation",
                   test_squeeze_and_excitation);

  return g_test_run ();
}

static void
test_convolution (void)
{
  GByteArray              *graph   = onnx_file_start ();
  g_autoptr (DreamNetwork) network = NULL;
  const DreamLayer        *layer;

  tiny_onnx_add_floats (graph, "w2", "6,2,3,2", NULL);
  tiny_onnx_add (graph, "grouped", "Conv", "conv w2",
                 "group=i2 strides=l2,2 dilations=l2,3 pads=l1,2,3,4");
  network = onnx_file_read (graph);

  layer = onnx_file_find (network, "conv");
  g_assert_cmpint (layer->op, ==, DREAM_OP_CONVOLUTION);
  g_assert_cmpint (layer->channels, ==, 4);
  g_assert_cmpint (layer->pad_bottom, ==, 1);
  g_assert_cmpint (layer->weights.order, ==, DREAM_ORDER_OIHW);
  g_assert_cmpint (layer->activation, ==, DREAM_ACTIVATION_NONE);
  g_assert_cmpfloat (onnx_file_bias (layer, 3), ==, 3 / 64.f);
  /* Input channel 1, row 0, column 2 of output channel 0. */
  g_assert_cmpfloat (onnx_file_weight (layer, 2 * 3 + 1), ==, 11 / 64.f);

  layer = onnx_file_find (network, "grouped");
  g_assert_null (layer->bias.data);
  g_assert_cmpint (layer->groups, ==, 2);
  g_assert_cmpint (layer->kernel_h, ==, 3);
  g_assert_cmpint (layer->kernel_w, ==, 2);
  g_assert_cmpint (layer->stride_h, ==, 2);
  g_assert_cmpint (layer->dilation_h, ==, 2);
  g_assert_cmpint (layer->dilation_w, ==, 3);
  g_assert_cmpint (layer->pad_top, ==, 1);
  g_assert_cmpint (layer->pad_left, ==, 2);
  g_assert_cmpint (layer->pad_bottom, ==, 3);
  g_assert_cmpint (layer->pad_right, ==, 4);
}

static void
test_automatic_padding (void)
{
  GByteArray              *graph   = onnx_file_start ();
  g_autoptr (DreamNetwork) network = NULL;

  tiny_onnx_add_floats (graph, "w2", "4,4,3,3", NULL);
  tiny_onnx_add_floats (graph, "w3", "4,4,2,2", NULL);
  tiny_onnx_add (graph, "valid", "Conv", "conv w2", "auto_pad=sVALID");
  tiny_onnx_add (graph, "upper", "Conv", "conv w2",
                 "auto_pad=sSAME_UPPER strides=l2,2");
  tiny_onnx_add (graph, "lower", "Conv", "conv w2", "auto_pad=sSAME_LOWER");
  tiny_onnx_add (graph, "uneven", "Conv", "conv w3", "auto_pad=sSAME_LOWER");
  tiny_onnx_add (graph, "strided", "Conv", "conv w2",
                 "auto_pad=sSAME_LOWER strides=l2,2");
  network = onnx_file_read (graph);

  g_assert_cmpint (onnx_file_find (network, "valid")->padding, ==,
                   DREAM_PADDING_EXPLICIT);
  g_assert_cmpint (onnx_file_find (network, "valid")->pad_top, ==, 0);
  g_assert_cmpint (onnx_file_find (network, "upper")->padding, ==,
                   DREAM_PADDING_SAME);
  g_assert_cmpint (onnx_file_find (network, "lower")->padding, ==,
                   DREAM_PADDING_SAME);
  g_assert_false (onnx_file_has (network, "uneven"));
  g_assert_false (onnx_file_has (network, "strided"));
}

static void
test_pools (void)
{
  GByteArray              *graph   = onnx_file_start ();
  g_autoptr (DreamNetwork) network = NULL;
  const DreamLayer        *layer;

  tiny_onnx_add (graph, "max", "MaxPool", "conv",
                 "kernel_shape=l3,2 strides=l2,2 pads=l1,1,0,1 ceil_mode=i1");
  tiny_onnx_add (graph, "mean", "AveragePool", "conv",
                 "kernel_shape=l2,2 pads=l1,1,1,1");
  tiny_onnx_add (graph, "counted", "AveragePool", "conv",
                 "kernel_shape=l2,2 pads=l1,1,1,1 count_include_pad=i1");
  tiny_onnx_add (graph, "dilated", "MaxPool", "conv",
                 "kernel_shape=l2,2 dilations=l2,2");
  network = onnx_file_read (graph);

  layer = onnx_file_find (network, "max");
  g_assert_cmpint (layer->op, ==, DREAM_OP_MAX_POOL);
  g_assert_cmpint (layer->kernel_h, ==, 3);
  g_assert_cmpint (layer->kernel_w, ==, 2);
  g_assert_cmpint (layer->stride_w, ==, 2);
  g_assert_cmpint (layer->pad_top, ==, 1);
  g_assert_cmpint (layer->pad_bottom, ==, 0);
  g_assert_true (layer->round_up);
  g_assert_false (layer->count_padding);

  layer = onnx_file_find (network, "mean");
  g_assert_cmpint (layer->op, ==, DREAM_OP_AVERAGE_POOL);
  g_assert_cmpint (layer->stride_h, ==, 1);
  g_assert_false (layer->round_up);
  g_assert_false (layer->count_padding);

  g_assert_true (onnx_file_find (network, "counted")->count_padding);
  g_assert_false (onnx_file_has (network, "dilated"));
}

static void
test_global_pools (void)
{
  GByteArray              *graph   = onnx_file_start ();
  g_autoptr (DreamNetwork) network = NULL;

  tiny_onnx_add (graph, "mean", "GlobalAveragePool", "conv", "");
  tiny_onnx_add (graph, "max", "GlobalMaxPool", "conv", "");
  tiny_onnx_add (graph, "reduced", "ReduceMean", "conv", "axes=l-1,2");
  tiny_onnx_add_ints (graph, "axes", "2", "2,3");
  tiny_onnx_add (graph, "by_input", "ReduceMax", "conv axes", "keepdims=i0");
  tiny_onnx_add (graph, "rows", "ReduceMean", "conv", "axes=l2");
  tiny_onnx_add (graph, "all", "ReduceMean", "conv", "");
  network = onnx_file_read (graph);

  g_assert_cmpint (onnx_file_find (network, "mean")->op, ==,
                   DREAM_OP_AVERAGE_POOL);
  g_assert_cmpint (onnx_file_find (network, "mean")->kernel_h, ==, 8);
  g_assert_cmpint (onnx_file_find (network, "max")->op, ==, DREAM_OP_MAX_POOL);
  g_assert_cmpint (onnx_file_find (network, "reduced")->op, ==,
                   DREAM_OP_AVERAGE_POOL);
  g_assert_cmpint (onnx_file_find (network, "by_input")->op, ==,
                   DREAM_OP_MAX_POOL);
  g_assert_cmpint (onnx_file_find (network, "by_input")->kernel_w, ==, 8);
  g_assert_false (onnx_file_has (network, "rows"));
  g_assert_false (onnx_file_has (network, "all"));
}

static void
test_clips (void)
{
  GByteArray              *graph   = onnx_file_start ();
  g_autoptr (DreamNetwork) network = NULL;
  const DreamLayer        *layer;

  tiny_onnx_add_floats (graph, "six", "", (const gfloat[]){ 6 });
  tiny_onnx_add_floats (graph, "nil", "1,1,1", (const gfloat[]){ 0 });
  tiny_onnx_add (graph, "old", "Clip", "conv", "min=f-1 max=f1");
  tiny_onnx_add (graph, "new", "Clip", "conv nil six", "");
  tiny_onnx_add (graph, "half", "Clip", "conv - six", "");
  tiny_onnx_add (graph, "computed", "Clip", "conv old six", "");
  tiny_onnx_add (graph, "backwards", "Clip", "conv six nil", "");
  tiny_onnx_add (graph, "max", "Max", "conv nil", "");
  tiny_onnx_add (graph, "min", "Min", "six conv", "");
  network = onnx_file_read (graph);

  layer = onnx_file_find (network, "old");
  g_assert_cmpint (layer->activation, ==, DREAM_ACTIVATION_CLIP);
  g_assert_cmpfloat (layer->low, ==, -1);
  g_assert_cmpfloat (layer->high, ==, 1);

  g_assert_cmpfloat (onnx_file_find (network, "new")->low, ==, 0);
  g_assert_cmpfloat (onnx_file_find (network, "new")->high, ==, 6);
  g_assert_cmpfloat (onnx_file_find (network, "half")->low, ==, -INFINITY);
  g_assert_cmpfloat (onnx_file_find (network, "half")->high, ==, 6);
  g_assert_false (onnx_file_has (network, "computed"));
  g_assert_false (onnx_file_has (network, "backwards"));

  g_assert_cmpfloat (onnx_file_find (network, "max")->low, ==, 0);
  g_assert_cmpfloat (onnx_file_find (network, "max")->high, ==, INFINITY);
  g_assert_cmpfloat (onnx_file_find (network, "min")->low, ==, -INFINITY);
  g_assert_cmpfloat (onnx_file_find (network, "min")->high, ==, 6);
}

static void
test_activations (void)
{
  GByteArray              *graph   = onnx_file_start ();
  g_autoptr (DreamNetwork) network = NULL;
  const DreamLayer        *layer;

  tiny_onnx_add (graph, "relu", "Relu", "conv", "");
  tiny_onnx_add (graph, "sigmoid", "Sigmoid", "conv", "");
  tiny_onnx_add (graph, "tanh", "Tanh", "conv", "");
  tiny_onnx_add (graph, "swish", "HardSwish", "conv", "");
  tiny_onnx_add (graph, "usual", "HardSigmoid", "conv", "");
  tiny_onnx_add (graph, "hard", "HardSigmoid", "conv", "alpha=f0.25 beta=f0.4");
  tiny_onnx_add (graph, "leaky", "LeakyRelu", "conv", "alpha=f0.25");
  tiny_onnx_add (graph, "elu", "Elu", "conv", "");
  network = onnx_file_read (graph);

  layer = onnx_file_find (network, "relu");
  g_assert_cmpint (layer->op, ==, DREAM_OP_ACTIVATION);
  g_assert_cmpint (layer->activation, ==, DREAM_ACTIVATION_CLIP);
  g_assert_cmpfloat (layer->low, ==, 0);
  g_assert_cmpfloat (layer->high, ==, INFINITY);

  g_assert_cmpint (onnx_file_find (network, "sigmoid")->activation, ==,
                   DREAM_ACTIVATION_SIGMOID);
  g_assert_cmpint (onnx_file_find (network, "tanh")->activation, ==,
                   DREAM_ACTIVATION_TANH);
  g_assert_cmpint (onnx_file_find (network, "swish")->activation, ==,
                   DREAM_ACTIVATION_HARD_SWISH);

  layer = onnx_file_find (network, "usual");
  g_assert_cmpint (layer->activation, ==, DREAM_ACTIVATION_HARD_SIGMOID);
  g_assert_cmpfloat (layer->scale, ==, 0.2f);
  g_assert_cmpfloat (layer->shift, ==, 0.5f);
  g_assert_cmpfloat (onnx_file_find (network, "hard")->scale, ==, 0.25f);
  g_assert_cmpfloat (onnx_file_find (network, "hard")->shift, ==, 0.4f);

  layer = onnx_file_find (network, "leaky");
  g_assert_cmpint (layer->activation, ==, DREAM_ACTIVATION_LEAKY);
  g_assert_cmpuint (layer->slopes.n_values, ==, 1);
  g_assert_false (onnx_file_has (network, "elu"));
}

static void
test_prelu (void)
{
  GByteArray              *graph   = onnx_file_start ();
  g_autoptr (DreamNetwork) network = NULL;
  gfloat                   slopes[4];

  tiny_onnx_add_floats (graph, "each", "4,1,1", NULL);
  tiny_onnx_add_floats (graph, "one", "1", NULL);
  tiny_onnx_add_floats (graph, "columns", "8", NULL);
  tiny_onnx_add (graph, "prelu", "PRelu", "conv each", "");
  tiny_onnx_add (graph, "same", "PRelu", "conv one", "");
  tiny_onnx_add (graph, "other", "PRelu", "conv columns", "");
  network = onnx_file_read (graph);

  g_assert_cmpuint (onnx_file_find (network, "prelu")->slopes.n_values, ==, 4);
  dream_tensor_decode (&onnx_file_find (network, "prelu")->slopes, slopes);
  g_assert_cmpfloat (slopes[3], ==, 3 / 64.f);
  g_assert_cmpuint (onnx_file_find (network, "same")->slopes.n_values, ==, 1);
  g_assert_false (onnx_file_has (network, "other"));
}

/* ONNX divides the LRN's alpha by the number of channels. */
static void
test_normalisations (void)
{
  const gfloat             gamma[]    = { 1, 2, 3, 4 };
  const gfloat             variance[] = { 3, 3, 3, 3 };
  GByteArray              *graph      = onnx_file_start ();
  g_autoptr (DreamNetwork) network    = NULL;
  const DreamLayer        *layer;

  tiny_onnx_add_floats (graph, "g", "4", gamma);
  tiny_onnx_add_floats (graph, "v", "4", variance);
  tiny_onnx_add_floats (graph, "n", "4", NULL);
  tiny_onnx_add (graph, "norm", "BatchNormalization", "conv g n n v",
                 "epsilon=f1");
  tiny_onnx_add (graph, "lrn", "LRN", "norm",
                 "size=i4 alpha=f0.5 beta=f0.25 bias=f2");
  tiny_onnx_add (graph, "usual", "LRN", "norm", "size=i1");
  tiny_onnx_add (graph, "training", "BatchNormalization", "conv g n n v",
                 "training_mode=i1");
  network = onnx_file_read (graph);

  layer = onnx_file_find (network, "norm");
  g_assert_true (dream_layer_is_depthwise (layer));
  g_assert_cmpfloat (onnx_file_weight (layer, 3), ==, 2);
  g_assert_cmpfloat (onnx_file_bias (layer, 3), ==, 3 / 64.f - 2 * 3 / 64.f);

  layer = onnx_file_find (network, "lrn");
  g_assert_cmpint (layer->op, ==, DREAM_OP_LRN);
  g_assert_cmpint (layer->lrn_size, ==, 4);
  g_assert_cmpfloat (layer->lrn_alpha, ==, 0.125f);
  g_assert_cmpfloat (layer->lrn_beta, ==, 0.25f);
  g_assert_cmpfloat (layer->lrn_bias, ==, 2);
  g_assert_cmpfloat (onnx_file_find (network, "usual")->lrn_alpha, ==, 1e-4f);
  g_assert_cmpfloat (onnx_file_find (network, "usual")->lrn_beta, ==, 0.75f);

  g_assert_false (onnx_file_has (network, "training"));
}

static void
test_padding (void)
{
  GByteArray              *graph   = onnx_file_start ();
  g_autoptr (DreamNetwork) network = NULL;
  const DreamLayer        *layer;

  tiny_onnx_add_ints (graph, "pads", "8", "0,0,1,2,0,0,3,4");
  tiny_onnx_add_ints (graph, "some", "4", "4,3,2,1");
  tiny_onnx_add_ints (graph, "axes", "2", "3,-2");
  tiny_onnx_add_floats (graph, "one", "", (const gfloat[]){ 1 });
  tiny_onnx_add (graph, "pad", "Pad", "conv pads", "mode=sconstant");
  tiny_onnx_add (graph, "part", "Pad", "conv some - axes", "");
  tiny_onnx_add (graph, "nothing", "Pad", "conv", "pads=l0,0,0,0,0,0,0,0");
  tiny_onnx_add (graph, "of_nothing", "Relu", "nothing", "");
  tiny_onnx_add (graph, "ones", "Pad", "conv pads one", "");
  tiny_onnx_add (graph, "mirror", "Pad", "conv pads", "mode=sreflect");
  tiny_onnx_add (graph, "channels", "Pad", "conv", "pads=l0,1,0,0,0,0,0,0");
  tiny_onnx_add (graph, "wide", "Pad", "conv", "pads=l0,0,0,0,0,70,0,0");
  tiny_onnx_add (graph, "batch", "Pad", "conv", "pads=l0,0,0,0,1,0,0,0");
  tiny_onnx_add (graph, "far", "Pad", "conv", "pads=l0,0,65,0,0,0,0,0");
  tiny_onnx_add (graph, "crop", "Pad", "conv", "pads=l0,0,-1,0,0,0,0,0");
  network = onnx_file_read (graph);

  layer = onnx_file_find (network, "pad");
  g_assert_cmpint (layer->op, ==, DREAM_OP_AVERAGE_POOL);
  g_assert_true (layer->count_padding);
  g_assert_cmpint (layer->kernel_h, ==, 1);
  g_assert_cmpint (layer->pad_top, ==, 1);
  g_assert_cmpint (layer->pad_left, ==, 2);
  g_assert_cmpint (layer->pad_bottom, ==, 3);
  g_assert_cmpint (layer->pad_right, ==, 4);

  layer = onnx_file_find (network, "part");
  g_assert_cmpint (layer->pad_left, ==, 4);
  g_assert_cmpint (layer->pad_top, ==, 3);
  g_assert_cmpint (layer->pad_right, ==, 2);
  g_assert_cmpint (layer->pad_bottom, ==, 1);

  g_assert_false (onnx_file_has (network, "nothing"));
  g_assert_cmpuint (onnx_file_find (network, "of_nothing")->inputs[0], ==, 1);
  g_assert_false (onnx_file_has (network, "ones"));
  g_assert_false (onnx_file_has (network, "mirror"));
  g_assert_false (onnx_file_has (network, "channels"));
  g_assert_cmpint (onnx_file_find (network, "wide")->op, ==, DREAM_OP_WIDEN);
  g_assert_cmpint (onnx_file_find (network, "wide")->channels, ==, 4 + 70);
  g_assert_false (onnx_file_has (network, "batch"));
  g_assert_false (onnx_file_has (network, "far"));
  g_assert_false (onnx_file_has (network, "crop"));
}

static void
test_computed_padding (void)
{
  GByteArray              *graph   = onnx_file_start ();
  g_autoptr (DreamNetwork) network = NULL;
  const DreamLayer        *layer;

  tiny_onnx_add_computed_pads (graph);
  tiny_onnx_add (graph, "padded", "Pad", "conv pads", "");
  network = onnx_file_read (graph);

  layer = onnx_file_find (network, "padded");
  g_assert_cmpint (layer->pad_left, ==, 1);
  g_assert_cmpint (layer->pad_right, ==, 2);
  g_assert_cmpint (layer->pad_top, ==, 3);
  g_assert_cmpint (layer->pad_bottom, ==, 4);
}

static void
test_constants_per_channel (void)
{
  GByteArray              *graph   = onnx_file_start ();
  g_autoptr (DreamNetwork) network = NULL;

  tiny_onnx_add_floats (graph, "each", "1,4,1,1", NULL);
  tiny_onnx_add_floats (graph, "two", "", (const gfloat[]){ 2 });
  tiny_onnx_add_floats (graph, "columns", "4", NULL);
  tiny_onnx_add_floats (graph, "places", "4,8,8", NULL);
  tiny_onnx_add (graph, "add", "Add", "each conv", "");
  tiny_onnx_add (graph, "sub", "Sub", "conv each", "");
  tiny_onnx_add (graph, "from", "Sub", "each conv", "");
  tiny_onnx_add (graph, "mul", "Mul", "conv each", "");
  tiny_onnx_add (graph, "div", "Div", "conv two", "");
  tiny_onnx_add (graph, "inverse", "Div", "two conv", "");
  tiny_onnx_add (graph, "by_column", "Mul", "conv columns", "");
  tiny_onnx_add (graph, "by_place", "Mul", "conv places", "");
  network = onnx_file_read (graph);

  g_assert_true (dream_layer_is_depthwise (onnx_file_find (network, "add")));
  g_assert_cmpfloat (onnx_file_weight (onnx_file_find (network, "add"), 3), ==,
                     1);
  g_assert_cmpfloat (onnx_file_bias (onnx_file_find (network, "add"), 3), ==,
                     3 / 64.f);
  g_assert_cmpfloat (onnx_file_bias (onnx_file_find (network, "sub"), 3), ==,
                     -3 / 64.f);
  g_assert_cmpfloat (onnx_file_weight (onnx_file_find (network, "from"), 3), ==,
                     -1);
  g_assert_cmpfloat (onnx_file_bias (onnx_file_find (network, "from"), 3), ==,
                     3 / 64.f);
  g_assert_cmpfloat (onnx_file_weight (onnx_file_find (network, "mul"), 3), ==,
                     3 / 64.f);
  g_assert_cmpfloat (onnx_file_bias (onnx_file_find (network, "mul"), 3), ==,
                     0);
  g_assert_cmpfloat (onnx_file_weight (onnx_file_find (network, "div"), 3), ==,
                     0.5f);
  g_assert_false (onnx_file_has (network, "inverse"));
  g_assert_false (onnx_file_has (network, "by_column"));
  g_assert_false (onnx_file_has (network, "by_place"));
}

/* Of more than two, the last one has the name. */
static void
test_joins (void)
{
  GByteArray              *graph   = onnx_file_start ();
  g_autoptr (DreamNetwork) network = NULL;
  const DreamLayer        *layer;
  guint                    first;

  tiny_onnx_add (graph, "relu", "Relu", "conv", "");
  tiny_onnx_add (graph, "tanh", "Tanh", "conv", "");
  tiny_onnx_add (graph, "sum", "Sum", "relu tanh conv", "");
  tiny_onnx_add (graph, "mul", "Mul", "relu tanh", "");
  tiny_onnx_add (graph, "max", "Max", "relu tanh", "");
  tiny_onnx_add (graph, "sub", "Sub", "relu tanh", "");
  tiny_onnx_add (graph, "alone", "Sum", "relu", "");
  tiny_onnx_add (graph, "of_alone", "Tanh", "alone", "");
  tiny_onnx_add (graph, "div", "Div", "relu tanh", "");
  tiny_onnx_add (graph, "min", "Min", "relu tanh", "");
  network = onnx_file_read (graph);

  layer = onnx_file_find (network, "sum");
  g_assert_cmpint (layer->op, ==, DREAM_OP_ADD);
  g_assert_true (dream_network_find_layer (network, "sum/1", &first, NULL));
  g_assert_cmpuint (layer->inputs[0], ==, first);
  g_assert_cmpuint (layer->inputs[1], ==, 1);
  layer = onnx_file_find (network, "sum/1");
  g_assert_cmpint (layer->op, ==, DREAM_OP_ADD);
  g_assert_cmpuint (layer->inputs[0], ==, 2);
  g_assert_cmpuint (layer->inputs[1], ==, 3);

  g_assert_cmpint (onnx_file_find (network, "mul")->op, ==, DREAM_OP_MULTIPLY);
  g_assert_cmpint (onnx_file_find (network, "max")->op, ==, DREAM_OP_MAXIMUM);
  g_assert_cmpint (onnx_file_find (network, "sub")->op, ==, DREAM_OP_ADD);
  g_assert_cmpuint (onnx_file_find (network, "sub")->inputs[0], ==, 2);
  g_assert_cmpfloat (onnx_file_weight (onnx_file_find (network, "sub/1"), 0),
                     ==, -1);
  g_assert_cmpuint (onnx_file_find (network, "sub/1")->inputs[0], ==, 3);
  g_assert_cmpuint (onnx_file_find (network, "of_alone")->inputs[0], ==, 2);
  g_assert_false (onnx_file_has (network, "div"));
  g_assert_false (onnx_file_has (network, "min"));
}

static void
test_concat (void)
{
  GByteArray              *graph   = onnx_file_start ();
  g_autoptr (DreamNetwork) network = NULL;

  tiny_onnx_add (graph, "relu", "Relu", "conv", "");
  tiny_onnx_add (graph, "mixed", "Concat", "conv relu conv", "axis=i-3");
  tiny_onnx_add (graph, "high", "Concat", "conv relu", "axis=i2");
  network = onnx_file_read (graph);

  g_assert_cmpint (onnx_file_find (network, "mixed")->op, ==, DREAM_OP_CONCAT);
  g_assert_cmpint (onnx_file_find (network, "mixed")->channels, ==, 12);
  g_assert_cmpuint (onnx_file_find (network, "mixed")->inputs[1], ==, 2);
  g_assert_false (onnx_file_has (network, "high"));
}

/* Matrices lie in rows or columns of outputs. */
static void
test_dense (void)
{
  GByteArray              *graph   = onnx_file_start ();
  g_autoptr (DreamNetwork) network = NULL;
  const DreamLayer        *layer;

  tiny_onnx_add (graph, "flat", "Flatten", "conv", "");
  tiny_onnx_add_floats (graph, "rows", "2,256", NULL);
  tiny_onnx_add_floats (graph, "columns", "256,2", NULL);
  tiny_onnx_add_floats (graph, "one", "1", (const gfloat[]){ 1 });
  tiny_onnx_add_floats (graph, "two", "2", (const gfloat[]){ 1, 2 });
  tiny_onnx_add (graph, "gemm", "Gemm", "flat rows two", "transB=i1");
  tiny_onnx_add (graph, "upright", "Gemm", "flat columns one",
                 "alpha=f2 beta=f3");
  tiny_onnx_add (graph, "product", "MatMul", "flat columns", "");
  tiny_onnx_add (graph, "biased", "Add", "product two", "");
  tiny_onnx_add (graph, "turned", "Gemm", "flat rows two",
                 "transA=i1 transB=i1");
  tiny_onnx_add (graph, "softmax", "Softmax", "gemm", "");
  tiny_onnx_add (graph, "after", "Relu", "softmax", "");
  network = onnx_file_read (graph);

  layer = onnx_file_find (network, "gemm");
  g_assert_cmpint (layer->op, ==, DREAM_OP_CONVOLUTION);
  g_assert_cmpint (layer->channels, ==, 2);
  g_assert_cmpint (layer->kernel_h, ==, 8);
  g_assert_cmpint (layer->kernel_w, ==, 8);
  g_assert_cmpint (layer->weights.order, ==, DREAM_ORDER_OIHW);
  g_assert_cmpfloat (onnx_file_bias (layer, 1), ==, 2);

  layer = onnx_file_find (network, "upright");
  g_assert_cmpint (layer->weights.order, ==, DREAM_ORDER_IHWO);
  /* Value 1 of output 0, that is row 0, column 1 of channel 0, times 2. */
  g_assert_cmpfloat (onnx_file_weight (layer, 4), ==, 2 * 2 / 64.f);
  g_assert_cmpfloat (onnx_file_bias (layer, 0), ==, 3);
  g_assert_cmpfloat (onnx_file_bias (layer, 1), ==, 3);

  g_assert_cmpint (onnx_file_find (network, "product")->weights.order, ==,
                   DREAM_ORDER_IHWO);
  g_assert_cmpfloat (onnx_file_bias (onnx_file_find (network, "biased"), 1), ==,
                     2);
  g_assert_false (onnx_file_has (network, "turned"));
  g_assert_false (onnx_file_has (network, "softmax"));
  g_assert_true (onnx_file_has (network, "after"));
}

/* Flattened behind a transposition the channels come last in the matrix. */
static void
test_dense_channels_last (void)
{
  GByteArray              *graph   = onnx_file_start ();
  g_autoptr (DreamNetwork) network = NULL;

  tiny_onnx_add (graph, "nhwc", "Transpose", "conv", "perm=l0,2,3,1");
  tiny_onnx_add (graph, "flat", "Flatten", "nhwc", "");
  tiny_onnx_add_floats (graph, "rows", "2,256", NULL);
  tiny_onnx_add_floats (graph, "columns", "256,2", NULL);
  tiny_onnx_add_floats (graph, "point", "4,6", NULL);
  tiny_onnx_add (graph, "gemm", "Gemm", "flat rows", "transB=i1");
  tiny_onnx_add (graph, "product", "MatMul", "flat columns", "");
  tiny_onnx_add (graph, "pointwise", "MatMul", "nhwc point", "");
  tiny_onnx_add (graph, "straight", "MatMul", "conv point", "");
  network = onnx_file_read (graph);

  g_assert_cmpint (onnx_file_find (network, "gemm")->weights.order, ==,
                   DREAM_ORDER_OHWI);
  g_assert_cmpint (onnx_file_find (network, "gemm")->kernel_h, ==, 8);
  g_assert_cmpint (onnx_file_find (network, "product")->weights.order, ==,
                   DREAM_ORDER_HWIO);
  g_assert_cmpint (onnx_file_find (network, "pointwise")->kernel_h, ==, 1);
  g_assert_cmpint (onnx_file_find (network, "pointwise")->channels, ==, 6);
  g_assert_false (onnx_file_has (network, "straight"));
}

/* All ways to say that only rows and columns go, and some that say more. */
static void
test_shapes (void)
{
  GByteArray              *graph   = onnx_file_start ();
  g_autoptr (DreamNetwork) network = NULL;

  tiny_onnx_add (graph, "pool", "GlobalAveragePool", "conv", "");
  tiny_onnx_add_ints (graph, "keep", "2", "0,-1");
  tiny_onnx_add_ints (graph, "back", "4", "1,4,1,1");
  tiny_onnx_add_ints (graph, "rows", "3", "0,0,-1");
  tiny_onnx_add_ints (graph, "blocks", "4", "1,2,2,64");
  tiny_onnx_add_floats (graph, "matrix", "4,5", NULL);
  tiny_onnx_add (graph, "reshaped", "Reshape", "pool keep", "");
  tiny_onnx_add (graph, "a", "MatMul", "reshaped matrix", "");
  tiny_onnx_add (graph, "squeezed", "Squeeze", "pool", "axes=l2,3");
  tiny_onnx_add (graph, "b", "MatMul", "squeezed matrix", "");
  tiny_onnx_add (graph, "returned", "Reshape", "squeezed back", "");
  tiny_onnx_add (graph, "c", "Relu", "returned", "");
  tiny_onnx_add (graph, "turned", "Transpose", "pool", "perm=l0,3,2,1");
  tiny_onnx_add (graph, "d", "MatMul", "turned matrix", "");
  tiny_onnx_add (graph, "line", "Reshape", "conv rows", "");
  tiny_onnx_add (graph, "mean", "ReduceMean", "line", "axes=l2 keepdims=i0");
  tiny_onnx_add (graph, "e", "MatMul", "mean matrix", "");
  tiny_onnx_add (graph, "mixed_up", "Reshape", "conv blocks", "");
  tiny_onnx_add (graph, "f", "Relu", "mixed_up", "");
  tiny_onnx_add (graph, "upright", "Transpose", "conv", "perm=l0,1,3,2");
  tiny_onnx_add (graph, "g", "Relu", "upright", "");
  tiny_onnx_add (graph, "too_much", "Squeeze", "conv", "axes=l2");
  tiny_onnx_add (graph, "h", "Relu", "too_much", "");
  network = onnx_file_read (graph);

  g_assert_true (onnx_file_has (network, "a"));
  g_assert_true (onnx_file_has (network, "b"));
  g_assert_true (onnx_file_has (network, "c"));
  g_assert_true (onnx_file_has (network, "d"));
  g_assert_true (onnx_file_has (network, "e"));
  g_assert_false (onnx_file_has (network, "f"));
  g_assert_false (onnx_file_has (network, "g"));
  g_assert_false (onnx_file_has (network, "h"));
}

/* The engine cannot multiply by one value for the whole picture: what can be
 * read below it is left. */
static void
test_squeeze_and_excitation (void)
{
  GByteArray              *graph   = onnx_file_start ();
  g_autoptr (DreamNetwork) network = NULL;

  tiny_onnx_add (graph, "pool", "GlobalAveragePool", "conv", "");
  tiny_onnx_add (graph, "gate", "Sigmoid", "pool", "");
  tiny_onnx_add (graph, "scaled", "Mul", "conv gate", "");
  network = onnx_file_read (graph);

  g_assert_true (onnx_file_has (network, "gate"));
  g_assert_false (onnx_file_has (network, "scaled"));
}
