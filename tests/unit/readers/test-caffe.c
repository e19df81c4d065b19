/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What Caffe's layers become, on tiny networks made here.  The files that they
 * come in are test-caffe-files.c's.
 */

#include <locale.h>
#include <math.h>
#include <string.h>

#include "engine/error.h"

#include "read-caffe.h"

static void test_in_place (void);
static void test_convolution (void);
static void test_pooling (void);
static void test_lrn (void);
static void test_lrn_within (void);
static void test_inner_product (void);
static void test_eltwise (void);
static void test_batch_norm (void);
static void test_scale (void);
static void test_activations (void);
static void test_reshape (void);
static void test_phases (void);
static void test_grey_picture (void);
static void test_unsupported (void);
static void test_nothing_remains (void);

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/caffe/in-place", test_in_place);
  g_test_add_func ("/caffe/convolution", test_convolution);
  g_test_add_func ("/caffe/pooling", test_pooling);
  g_test_add_func ("/caffe/lrn", test_lrn);
  g_test_add_func ("/caffe/lrn-within", test_lrn_within);
  g_test_add_func ("/caffe/inner-product", test_inner_product);
  g_test_add_func ("/caffe/eltwise", test_eltwise);
  g_test_add_func ("/caffe/batch-norm", test_batch_norm);
  g_test_add_func ("/caffe/scale", test_scale);
  g_test_add_func ("/caffe/activations", test_activations);
  g_test_add_func ("/caffe/reshape", test_reshape);
  g_test_add_func ("/caffe/phases", test_phases);
  g_test_add_func ("/caffe/grey-picture", test_grey_picture);
  g_test_add_func ("/caffe/unsupported", test_unsupported);
  g_test_add_func ("/caffe/nothing-remains", test_nothing_remains);

  return g_test_run ();
}

/* The value of the name that both make is the later one's. */
static void
test_in_place (void)
{
  g_autoptr (DreamNetwork) network = read_text (
    READ_CAFFE_HEAD
    "layer { name: 'relu' type: 'ReLU' bottom: 'conv1' top: 'conv1' }"
    "layer { name: 'after' type: 'TanH' bottom: 'conv1' top: 'after' }");

  g_assert_cmpuint (find_layer (network, "relu")->inputs[0], ==, 1);
  g_assert_cmpuint (find_layer (network, "after")->inputs[0], ==, 2);
}

static void
test_convolution (void)
{
  g_autoptr (DreamNetwork) network = read_text (
    "input: 'data' input_dim: 1 input_dim: 3 input_dim: 16 input_dim: 16\n"
    "layer { name: 'conv1' type: 'Convolution' bottom: 'data' top: 'conv1'"
    "  convolution_param { num_output: 4 kernel_size: 3 dilation: 2 pad: 5"
    "    pad: 6 stride_h: 2 stride_w: 2 stride: 1 } }");
  const DreamLayer *conv = find_layer (network, "conv1");

  g_assert_cmpint (conv->dilation_h, ==, 2);
  g_assert_cmpint (conv->dilation_w, ==, 2);
  g_assert_cmpint (conv->stride_h, ==, 2);
  g_assert_cmpint (conv->pad_top, ==, 5);
  g_assert_cmpint (conv->pad_right, ==, 6);
  g_assert_cmpint (conv->weights.order, ==, DREAM_ORDER_OIHW);
  assert_values (&conv->weights, 4 * 3 * 9, tiny_caffe_value (0),
                 tiny_caffe_value (1));
  assert_values (&conv->bias, 4, tiny_caffe_value (0), tiny_caffe_value (1));
}

static void
test_pooling (void)
{
  g_autoptr (DreamNetwork) network = read_text (
    READ_CAFFE_HEAD
    "layer { name: 'max' type: 'Pooling' bottom: 'conv1' top: 'max'"
    "  pooling_param { kernel_h: 2 kernel_w: 3 stride: 2 pad_w: 1 } }"
    "layer { name: 'floor' type: 'Pooling' bottom: 'conv1' top: 'floor'"
    "  pooling_param { kernel_size: 2 round_mode: FLOOR } }"
    "layer { name: 'all' type: 'Pooling' bottom: 'conv1' top: 'all'"
    "  pooling_param { pool: AVE global_pooling: true } }");
  const DreamLayer *max = find_layer (network, "max");
  const DreamLayer *all = find_layer (network, "all");

  g_assert_cmpint (max->op, ==, DREAM_OP_MAX_POOL);
  g_assert_cmpint (max->kernel_h, ==, 2);
  g_assert_cmpint (max->kernel_w, ==, 3);
  g_assert_cmpint (max->pad_left, ==, 1);
  g_assert_cmpint (max->pad_top, ==, 0);
  g_assert_true (max->round_up);
  g_assert_false (max->count_padding);
  g_assert_false (find_layer (network, "floor")->round_up);
  g_assert_cmpint (all->op, ==, DREAM_OP_AVERAGE_POOL);
  g_assert_cmpint (all->kernel_h, ==, 8);
  g_assert_cmpint (all->stride_h, ==, 1);
}

/* Caffe divides alpha by the size. */
static void
test_lrn (void)
{
  g_autoptr (DreamNetwork) network = read_text (
    READ_CAFFE_HEAD
    "layer { name: 'norm' type: 'LRN' bottom: 'conv1' top: 'norm'"
    "  lrn_param { local_size: 3 alpha: 6 beta: 0.5 k: 2 } }"
    "layer { name: 'usual' type: 'LRN' bottom: 'conv1' top: 'usual' }");
  const DreamLayer *norm  = find_layer (network, "norm");
  const DreamLayer *usual = find_layer (network, "usual");

  g_assert_cmpint (norm->lrn_size, ==, 3);
  g_assert_cmpfloat (norm->lrn_alpha, ==, 2);
  g_assert_cmpfloat (norm->lrn_beta, ==, 0.5f);
  g_assert_cmpfloat (norm->lrn_bias, ==, 2);
  g_assert_cmpint (usual->lrn_size, ==, 5);
  g_assert_cmpfloat (usual->lrn_alpha, ==, 0.2f);
  g_assert_cmpfloat (usual->lrn_beta, ==, 0.75f);
  g_assert_cmpfloat (usual->lrn_bias, ==, 1);
}

static void
test_lrn_within (void)
{
  g_autoptr (DreamNetwork) network = read_text (
    READ_CAFFE_HEAD
    "layer { name: 'norm' type: 'LRN' bottom: 'conv1' top: 'conv1'"
    "  lrn_param { local_size: 3 alpha: 6 beta: 0.5"
    "    norm_region: WITHIN_CHANNEL } }");
  const DreamLayer *mean  = find_layer (network, "norm/mean");
  const DreamLayer *power = find_layer (network, "norm/power");
  const DreamLayer *norm  = find_layer (network, "norm");

  g_assert_cmpfloat (find_layer (network, "norm/square")->power, ==, 2);
  g_assert_cmpint (mean->kernel_h, ==, 3);
  g_assert_cmpint (mean->pad_left, ==, 1);
  g_assert_true (mean->count_padding);
  g_assert_cmpfloat (power->scale, ==, 6);
  g_assert_cmpfloat (power->shift, ==, 1);
  g_assert_cmpfloat (power->power, ==, -0.5f);
  g_assert_cmpint (norm->op, ==, DREAM_OP_MULTIPLY);
  g_assert_cmpuint (norm->inputs[0], ==, 1);
}

static void
test_inner_product (void)
{
  TinyCaffe       weights = tiny_caffe ();
  TinyCaffeLayer *fc      = tiny_caffe_find (&weights, "fc");
  const gchar    *text    = READ_CAFFE_HEAD
    "layer { name: 'fc' type: 'InnerProduct' bottom: 'conv1' top: 'fc'"
    "  inner_product_param { num_output: 2 transpose: true } }"
    "layer { name: 'sigmoid' type: 'Sigmoid' bottom: 'fc' top: 'fc' }";
  g_autoptr (GError)       error   = NULL;
  g_autoptr (GError)       problem = NULL;
  g_autoptr (DreamNetwork) network = NULL;
  g_autoptr (DreamNetwork) cut     = NULL;

  fc->blobs[0] = 2 * 4 * 8 * 8;
  network      = read_files (&weights, text, &error);
  g_assert_no_error (error);
  g_assert_cmpint (find_layer (network, "fc")->kernel_w, ==, 8);
  g_assert_cmpint (find_layer (network, "fc")->weights.order, ==,
                   DREAM_ORDER_IHWO);
  g_assert_true (has_layer (network, "sigmoid"));

  /* For pictures of another size than the file says. */
  fc->blobs[0] = 2 * 4 * 9 * 9;
  cut          = read_files (&weights, text, &problem);
  g_assert_no_error (problem);
  g_assert_false (has_layer (cut, "fc"));
  g_assert_false (has_layer (cut, "sigmoid"));
}

static void
test_eltwise (void)
{
  g_autoptr (DreamNetwork) network = read_text (
    READ_CAFFE_HEAD
    "layer { name: 'a' type: 'TanH' bottom: 'conv1' top: 'a' }"
    "layer { name: 'b' type: 'Sigmoid' bottom: 'conv1' top: 'b' }"
    "layer { name: 'sum' type: 'Eltwise' bottom: 'conv1' bottom: 'a'"
    "  bottom: 'b' top: 'sum' eltwise_param { operation: SUM"
    "  coeff: 1 coeff: -1 coeff: 0.5 } }"
    "layer { name: 'product' type: 'Eltwise' bottom: 'a' bottom: 'b'"
    "  top: 'product' eltwise_param { operation: PROD } }"
    "layer { name: 'most' type: 'Eltwise' bottom: 'a' bottom: 'b'"
    "  top: 'most' eltwise_param { operation: MAX } }");
  const DreamLayer *sum   = find_layer (network, "sum");
  const DreamLayer *first = dream_network_get_layer (network, sum->inputs[0]);

  g_assert_cmpint (sum->op, ==, DREAM_OP_ADD);
  g_assert_cmpstr (first->name, ==, "sum/1");
  g_assert_cmpuint (first->inputs[0], ==, 1);
  g_assert_cmpfloat (dream_network_get_layer (network, first->inputs[1])->scale,
                     ==, -1);
  g_assert_cmpfloat (dream_network_get_layer (network, sum->inputs[1])->scale,
                     ==, 0.5f);
  g_assert_cmpint (find_layer (network, "product")->op, ==, DREAM_OP_MULTIPLY);
  g_assert_cmpint (find_layer (network, "most")->op, ==, DREAM_OP_MAXIMUM);
}

/* y = (x - mean / correction) / sqrt (variance / correction + eps) */
static void
test_batch_norm (void)
{
  static const gchar text[] = READ_CAFFE_HEAD
    "layer { name: 'bn' type: 'BatchNorm'"
    "  bottom: 'conv1' top: 'conv1'"
    "  batch_norm_param { eps: 0.5 } }";
  TinyCaffe                weights = tiny_caffe ();
  g_autoptr (DreamNetwork) network = NULL;
  const DreamLayer        *norm;

  weights.layers[1] = (TinyCaffeLayer){ .name  = "bn",
                                        .type  = "BatchNorm",
                                        .blobs = { 4, 4, 1 } };
  network           = read_with (&weights, text);

  /* All three begin with -1: corrected, mean and variance begin with 1. */
  norm = find_layer (network, "bn");
  g_assert_true (dream_layer_is_depthwise (norm));
  g_assert_cmpint (norm->kernel_h, ==, 1);
  assert_values (&norm->weights, 4, 1 / sqrtf (1.5f),
                 1 / sqrtf (0.5f - tiny_caffe_value (1)));
  assert_values (&norm->bias, 4, -1 / sqrtf (1.5f),
                 tiny_caffe_value (1) / sqrtf (0.5f - tiny_caffe_value (1)));
}

static void
test_scale (void)
{
  static const gchar text[] = READ_CAFFE_HEAD
    "layer { name: 'scale' type: 'Scale' bottom: 'conv1'"
    "  top: 'scale' scale_param { bias_term: true } }"
    "layer { name: 'bias' type: 'Bias' bottom: 'conv1' top: 'bias' }"
    "layer { name: 'one' type: 'Scale' bottom: 'conv1' top: 'one' }";
  TinyCaffe                weights = tiny_caffe ();
  g_autoptr (DreamNetwork) network = NULL;
  const DreamLayer        *scale;
  const DreamLayer        *bias;

  weights.layers[1] = (TinyCaffeLayer){ .name  = "scale",
                                        .type  = "Scale",
                                        .blobs = { 4, 4 } };
  weights.layers[2] = (TinyCaffeLayer){ .name  = "bias",
                                        .type  = "Bias",
                                        .blobs = { 4 } };
  weights.layers[3] = (TinyCaffeLayer){ .name  = "one",
                                        .type  = "Scale",
                                        .blobs = { 1 } };
  network           = read_with (&weights, text);

  scale = find_layer (network, "scale");
  assert_values (&scale->weights, 4, tiny_caffe_value (0),
                 tiny_caffe_value (1));
  assert_values (&scale->bias, 4, tiny_caffe_value (0), tiny_caffe_value (1));
  bias = find_layer (network, "bias");
  assert_values (&bias->weights, 4, 1, 1);
  assert_values (&bias->bias, 4, tiny_caffe_value (0), tiny_caffe_value (1));
  g_assert_cmpint (find_layer (network, "one")->activation, ==,
                   DREAM_ACTIVATION_POWER);
  g_assert_cmpfloat (find_layer (network, "one")->scale, ==,
                     tiny_caffe_value (0));
}

static void
test_activations (void)
{
  static const gchar text[] = READ_CAFFE_HEAD
    "layer { name: 'relu' type: 'ReLU' bottom: 'conv1' top: 'a' }"
    "layer { name: 'leaky' type: 'ReLU' bottom: 'conv1' top: 'b'"
    "  relu_param { negative_slope: 0.25 } }"
    "layer { name: 'prelu' type: 'PReLU' bottom: 'conv1' top: 'c' }"
    "layer { name: 'clip' type: 'Clip' bottom: 'conv1' top: 'd'"
    "  clip_param { min: -1 max: 2 } }"
    "layer { name: 'relu6' type: 'ReLU6' bottom: 'conv1' top: 'e' }"
    "layer { name: 'power' type: 'Power' bottom: 'conv1' top: 'f'"
    "  power_param { power: 2 scale: 3 shift: 4 } }"
    "layer { name: 'tanh' type: 'TanH' bottom: 'conv1' top: 'g' }"
    "layer { name: 'sigmoid' type: 'Sigmoid' bottom: 'conv1' top: 'h' }"
    "layer { name: 'swish' type: 'Swish' bottom: 'conv1' top: 'i' }";
  TinyCaffe                weights = tiny_caffe ();
  g_autoptr (DreamNetwork) network = NULL;
  const DreamLayer        *leaky;

  weights.layers[1] = (TinyCaffeLayer){ .name  = "prelu",
                                        .type  = "PReLU",
                                        .blobs = { 4 } };
  network           = read_with (&weights, text);

  g_assert_cmpint (find_layer (network, "relu")->activation, ==,
                   DREAM_ACTIVATION_CLIP);
  g_assert_cmpfloat (find_layer (network, "relu")->low, ==, 0);
  g_assert_true (isinf (find_layer (network, "relu")->high));
  leaky = find_layer (network, "leaky");
  g_assert_cmpint (leaky->activation, ==, DREAM_ACTIVATION_LEAKY);
  g_assert_cmpuint (leaky->slopes.n_values, ==, 1);
  assert_values (&find_layer (network, "prelu")->slopes, 4,
                 tiny_caffe_value (0), tiny_caffe_value (1));
  g_assert_cmpfloat (find_layer (network, "clip")->low, ==, -1);
  g_assert_cmpfloat (find_layer (network, "clip")->high, ==, 2);
  g_assert_cmpfloat (find_layer (network, "relu6")->high, ==, 6);
  g_assert_cmpfloat (find_layer (network, "power")->power, ==, 2);
  g_assert_cmpfloat (find_layer (network, "power")->scale, ==, 3);
  g_assert_cmpfloat (find_layer (network, "power")->shift, ==, 4);
  g_assert_cmpint (find_layer (network, "tanh")->activation, ==,
                   DREAM_ACTIVATION_TANH);
  g_assert_cmpint (find_layer (network, "sigmoid")->activation, ==,
                   DREAM_ACTIVATION_SIGMOID);
  g_assert_cmpint (find_layer (network, "swish")->activation, ==,
                   DREAM_ACTIVATION_SWISH);
}

static void
test_reshape (void)
{
  static const gchar text[] = READ_CAFFE_HEAD
    "layer { name: 'same' type: 'Reshape' bottom: 'conv1' top: 'same'"
    "  reshape_param { shape { dim: 0 dim: 0 dim: 0 dim: 0 } } }"
    "layer { name: 'tanh' type: 'TanH' bottom: 'same' top: 'tanh' }"
    "layer { name: 'row' type: 'Reshape' bottom: 'conv1' top: 'row'"
    "  reshape_param { shape { dim: 0 dim: -1 } } }"
    "layer { name: 'fc' type: 'InnerProduct' bottom: 'row' top: 'fc'"
    "  inner_product_param { num_output: 2 } }"
    "layer { name: 'wide' type: 'Reshape' bottom: 'conv1' top: 'wide'"
    "  reshape_param { shape { dim: 0 dim: 2 dim: -1 } } }"
    "layer { name: 'lost' type: 'TanH' bottom: 'wide' top: 'lost' }"
    "layer { name: 'flat' type: 'Flatten' bottom: 'conv1' top: 'flat' }"
    "layer { name: 'late' type: 'TanH' bottom: 'flat' top: 'late' }";
  TinyCaffe                weights = tiny_caffe ();
  g_autoptr (DreamNetwork) network = NULL;

  tiny_caffe_find (&weights, "fc")->blobs[0] = 2 * 4 * 8 * 8;
  network                                    = read_with (&weights, text);

  g_assert_cmpuint (find_layer (network, "tanh")->inputs[0], ==, 1);
  g_assert_cmpint (find_layer (network, "fc")->kernel_h, ==, 8);
  g_assert_false (has_layer (network, "lost"));
  g_assert_false (has_layer (network, "late"));
}

/* What is for training alone is as if it were not there. */
static void
test_phases (void)
{
  g_autoptr (DreamNetwork) network = read_text (
    READ_CAFFE_HEAD
    "layer { name: 'a' type: 'TanH' bottom: 'conv1' top: 'conv1'"
    "  include { phase: TRAIN } }"
    "layer { name: 'b' type: 'TanH' bottom: 'conv1' top: 'conv1'"
    "  exclude { phase: TEST } }"
    "layer { name: 'c' type: 'TanH' bottom: 'conv1' top: 'conv1'"
    "  include { phase: TEST } exclude { phase: TRAIN } }"
    "layer { name: 'd' type: 'Unheard' bottom: 'conv1' top: 'conv1'"
    "  include { phase: TRAIN } }"
    "layer { name: 'loss' type: 'SoftmaxWithLoss' bottom: 'conv1'"
    "  bottom: 'label' top: 'conv1' }"
    "layer { name: 'e' type: 'Sigmoid' bottom: 'conv1' top: 'e' }");

  g_assert_false (has_layer (network, "a"));
  g_assert_false (has_layer (network, "b"));
  g_assert_false (has_layer (network, "loss"));
  g_assert_cmpuint (find_layer (network, "c")->inputs[0], ==, 1);
  g_assert_cmpuint (find_layer (network, "e")->inputs[0], ==, 2);
}

/* Each is left out; the layer below remains. */
static void
test_grey_picture (void)
{
  TinyCaffe                weights = tiny_caffe ();
  g_autoptr (DreamNetwork) network = NULL;

  tiny_caffe_find (&weights, "conv1")->blobs[0] = 4 * 9;
  network                                       = read_with (
                                          &weights,
                                          "input: 'data' input_dim: 1 input_dim: 1 input_dim: 28 input_dim: 28 "
                                                                                "layer { name: 'conv1' type: 'Convolution' bottom: 'data' top: 'conv1'"
                                                                                "  convolution_param { num_output: 4 kernel_size: 3 } }");

  g_assert_cmpint (dream_network_get_layer (network, 1)->channels, ==, 1);
  g_assert_cmpuint (find_layer (network, "conv1")->inputs[0], ==, 1);
}

static void
test_unsupported (void)
{
  static const gchar *const layers[] = {
    "type: 'ELU'",
    "type: 'Slice' top: 'x' slice_param { slice_point: 2 }",
    "type: 'Deconvolution' convolution_param { num_output: 4 kernel_size: 3 }",
    "type: 'Convolution' convolution_param { num_output: 4 kernel_size: 3 }",
    "type: 'InnerProduct' inner_product_param { num_output: 4 }",
    "type: 'Scale'",
    "type: 'BatchNorm'",
    "type: 'PReLU'",
    "type: 'Scale' bottom: 'conv1'",
    "type: 'Swish' swish_param { beta: 2 }",
    "type: 'Pooling' pooling_param { pool: STOCHASTIC kernel_size: 2 }",
    "type: 'Pooling' pooling_param { pool: MEDIAN kernel_size: 2 }",
    "type: 'Pooling' pooling_param { kernel_size: 2 stride_w: 2 }",
    "type: 'Pooling' pooling_param { kernel_size: 65 }",
    "type: 'Concat' bottom: 'conv1' concat_param { axis: 2 }",
    "type: 'Concat' bottom: 'conv1' concat_param { concat_dim: 0 }",
    "type: 'Concat' bottom: 'nowhere'",
    "type: 'Flatten' flatten_param { axis: 2 }",
    "type: 'Softmax' bottom: 'conv1'",
    ""
  };

  for (guint i = 0; i < G_N_ELEMENTS (layers); i++)
    {
      g_autofree gchar *text = g_strconcat (
        READ_CAFFE_HEAD "layer { name: 'odd' bottom: 'conv1' top: 'odd' ",
        layers[i],
        "} layer { name: 'next' type: 'TanH' bottom: 'odd' top: 'next' }",
        NULL);
      g_autoptr (DreamNetwork) network = read_text (text);

      g_assert_true (has_layer (network, "conv1"));
      g_assert_false (has_layer (network, "odd"));
      if (! strstr (text, "Softmax"))
        g_assert_false (has_layer (network, "next"));
    }
}

/* If nothing remains, people hear what was the first to be missing. */
static void
test_nothing_remains (void)
{
  const TinyCaffe tiny = tiny_caffe ();

  assert_fails (&tiny,
                "input: 'data' layer { name: 'first' type: 'ELU'"
                "  bottom: 'data' top: 'a' }"
                "layer { name: 'second' type: 'TanH' bottom: 'a' top: 'b' }",
                DREAM_ERROR_UNSUPPORTED_LAYER,
                "“first” needs the operation ELU");
  assert_fails (&tiny,
                "input: 'data' input_dim: 1 input_dim: 2 input_dim: 28"
                "  input_dim: 28 layer { name: 'a' type: 'TanH' bottom: 'data'"
                "  top: 'a' }",
                DREAM_ERROR_UNSUPPORTED_LAYER, "grey");
}
