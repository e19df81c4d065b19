/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The reader of Caffe's networks, on tiny ones made here: what it maps to what,
 * and what it cannot use.
 */

#include <glib/gstdio.h>
#include <locale.h>
#include <math.h>
#include <string.h>

#include "engine/error.h"
#include "engine/readers/caffe.h"
#include "engine/readers/readers.h"

#include "tests/robust/tiny-caffe.h"

/* The picture and a layer that keeps it, for what needs something to stand on.
 */
#define HEAD                                                              \
  "input: 'data' input_dim: 1 input_dim: 3 input_dim: 16 input_dim: 16\n" \
  "layer { name: 'conv1' type: 'Convolution' bottom: 'data' top: 'conv1'" \
  "  convolution_param { num_output: 4 kernel_size: 3 stride: 2 pad: 1 } }\n"

static void test_forms (void);
static void test_weights (void);
static void test_description (void);
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
static void test_sources (void);
static void test_no_source (void);
static void test_input (void);
static void test_picture_is_scaled (void);
static void test_unsupported (void);
static void test_nothing_remains (void);
static void test_bad_description (void);
static void test_attacks (void);
static void test_files (void);
static void test_probe (void);

static void          check_tiny (DreamNetwork *network);
static DreamNetwork *read_text (const gchar *text);
static DreamNetwork *read_with (const TinyCaffe *weights, const gchar *text);
static DreamNetwork *read_files (const TinyCaffe *weights,
                                 const gchar     *text,
                                 GError         **error);
static const DreamLayer *find (DreamNetwork *network, const gchar *name);
static gboolean          has_layer (DreamNetwork *network, const gchar *name);
static void              assert_values (const DreamTensor *tensor,
                                        gsize              n,
                                        gfloat             first,
                                        gfloat             second);
static void              assert_fails (const TinyCaffe *weights,
                                       const gchar     *text,
                                       gint             code,
                                       const gchar     *mention);
static void assert_no_network (const gchar *path, const gchar *mention);
static void write_bytes (const gchar *path, GBytes *bytes);

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/caffe/forms", test_forms);
  g_test_add_func ("/caffe/weights", test_weights);
  g_test_add_func ("/caffe/description", test_description);
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
  g_test_add_func ("/caffe/sources", test_sources);
  g_test_add_func ("/caffe/no-source", test_no_source);
  g_test_add_func ("/caffe/input", test_input);
  g_test_add_func ("/caffe/picture-is-scaled", test_picture_is_scaled);
  g_test_add_func ("/caffe/unsupported", test_unsupported);
  g_test_add_func ("/caffe/nothing-remains", test_nothing_remains);
  g_test_add_func ("/caffe/bad-description", test_bad_description);
  g_test_add_func ("/caffe/attacks", test_attacks);
  g_test_add_func ("/caffe/files", test_files);
  g_test_add_func ("/caffe/probe", test_probe);

  return g_test_run ();
}

static void
test_forms (void)
{
  for (gint is_v1 = FALSE; is_v1 <= TRUE; is_v1++)
    {
      TinyCaffe                tiny    = tiny_caffe ();
      g_autoptr (GError)       error   = NULL;
      g_autoptr (DreamNetwork) network = NULL;

      tiny.is_v1 = is_v1;
      network    = read_files (&tiny, NULL, &error);
      g_assert_no_error (error);
      check_tiny (network);
    }
}

/* The usual way and the others. */
static void
test_weights (void)
{
  for (gint i = TINY_CAFFE_PACKED; i <= TINY_CAFFE_DOUBLES; i++)
    {
      TinyCaffe                tiny    = tiny_caffe ();
      g_autoptr (GError)       error   = NULL;
      g_autoptr (DreamNetwork) network = NULL;
      gfloat                   values[4 * 3 * 9];

      tiny.weights = i;
      network      = read_files (&tiny, NULL, &error);
      g_assert_no_error (error);

      dream_tensor_decode (&find (network, "conv1")->weights, values);
      for (guint k = 0; k < G_N_ELEMENTS (values); k++)
        g_assert_cmpfloat (values[k], ==, tiny_caffe_value (k));
    }
}

static void
test_description (void)
{
  TinyCaffe                tiny    = tiny_caffe ();
  g_autoptr (GError)       error   = NULL;
  g_autoptr (GError)       alone   = NULL;
  g_autoptr (DreamNetwork) network = NULL;

  tiny.has_structure = FALSE;
  network            = read_files (&tiny, tiny_caffe_describe (), &error);
  g_assert_no_error (error);
  check_tiny (network);

  /* Weights alone are no network, and neither is their description. */
  g_assert_null (read_files (&tiny, NULL, &alone));
  g_assert_error (alone, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK);
  g_assert_nonnull (strstr (alone->message, ".prototxt"));
}

static void
check_tiny (DreamNetwork *network)
{
  const DreamLayer *conv1 = find (network, "conv1");
  const DreamLayer *conv2 = find (network, "conv2");
  const DreamLayer *mean  = find (network, "mean");
  const DreamLayer *fc    = find (network, "fc");

  g_assert_cmpuint (dream_network_n_layers (network), ==, 16);
  g_assert_cmpint (conv1->op, ==, DREAM_OP_CONVOLUTION);
  g_assert_cmpint (conv1->channels, ==, 4);
  g_assert_cmpint (conv1->stride_w, ==, 2);
  g_assert_cmpint (conv1->pad_bottom, ==, 1);
  g_assert_cmpint (conv1->activation, ==, DREAM_ACTIVATION_NONE);
  g_assert_cmpint (find (network, "relu1")->op, ==, DREAM_OP_ACTIVATION);
  g_assert_true (find (network, "pool1")->round_up);
  g_assert_cmpint (find (network, "norm1")->op, ==, DREAM_OP_LRN);
  g_assert_cmpint (find (network, "norm1b")->op, ==, DREAM_OP_MULTIPLY);
  g_assert_cmpint (conv2->groups, ==, 2);
  g_assert_cmpint (conv2->kernel_h, ==, 1);
  g_assert_cmpint (conv2->kernel_w, ==, 3);
  g_assert_cmpint (conv2->pad_left, ==, 1);
  g_assert_null (conv2->bias.data);
  g_assert_cmpint (find (network, "sum")->op, ==, DREAM_OP_ADD);
  g_assert_cmpint (mean->op, ==, DREAM_OP_AVERAGE_POOL);
  g_assert_true (mean->count_padding);
  g_assert_cmpint (find (network, "join")->channels, ==, 8);
  g_assert_cmpint (fc->kernel_h, ==, 4);
  g_assert_cmpint (fc->channels, ==, 2);
  g_assert_false (has_layer (network, "prob"));
}

/* The value of the name that both make is the later one's. */
static void
test_in_place (void)
{
  g_autoptr (DreamNetwork) network = read_text (
    HEAD "layer { name: 'relu' type: 'ReLU' bottom: 'conv1' top: 'conv1' }"
         "layer { name: 'after' type: 'TanH' bottom: 'conv1' top: 'after' }");

  g_assert_cmpuint (find (network, "relu")->inputs[0], ==, 1);
  g_assert_cmpuint (find (network, "after")->inputs[0], ==, 2);
}

static void
test_convolution (void)
{
  g_autoptr (DreamNetwork) network = read_text (
    "input: 'data' input_dim: 1 input_dim: 3 input_dim: 16 input_dim: 16\n"
    "layer { name: 'conv1' type: 'Convolution' bottom: 'data' top: 'conv1'"
    "  convolution_param { num_output: 4 kernel_size: 3 dilation: 2 pad: 5"
    "    pad: 6 stride_h: 2 stride_w: 2 stride: 1 } }");
  const DreamLayer *conv = find (network, "conv1");

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
    HEAD "layer { name: 'max' type: 'Pooling' bottom: 'conv1' top: 'max'"
         "  pooling_param { kernel_h: 2 kernel_w: 3 stride: 2 pad_w: 1 } }"
         "layer { name: 'floor' type: 'Pooling' bottom: 'conv1' top: 'floor'"
         "  pooling_param { kernel_size: 2 round_mode: FLOOR } }"
         "layer { name: 'all' type: 'Pooling' bottom: 'conv1' top: 'all'"
         "  pooling_param { pool: AVE global_pooling: true } }");
  const DreamLayer *max = find (network, "max");
  const DreamLayer *all = find (network, "all");

  g_assert_cmpint (max->op, ==, DREAM_OP_MAX_POOL);
  g_assert_cmpint (max->kernel_h, ==, 2);
  g_assert_cmpint (max->kernel_w, ==, 3);
  g_assert_cmpint (max->pad_left, ==, 1);
  g_assert_cmpint (max->pad_top, ==, 0);
  g_assert_true (max->round_up);
  g_assert_false (max->count_padding);
  g_assert_false (find (network, "floor")->round_up);
  g_assert_cmpint (all->op, ==, DREAM_OP_AVERAGE_POOL);
  g_assert_cmpint (all->kernel_h, ==, 8);
  g_assert_cmpint (all->stride_h, ==, 1);
}

/* Caffe divides alpha by the size. */
static void
test_lrn (void)
{
  g_autoptr (DreamNetwork) network = read_text (
    HEAD "layer { name: 'norm' type: 'LRN' bottom: 'conv1' top: 'norm'"
         "  lrn_param { local_size: 3 alpha: 6 beta: 0.5 k: 2 } }"
         "layer { name: 'usual' type: 'LRN' bottom: 'conv1' top: 'usual' }");
  const DreamLayer *norm  = find (network, "norm");
  const DreamLayer *usual = find (network, "usual");

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
    HEAD "layer { name: 'norm' type: 'LRN' bottom: 'conv1' top: 'conv1'"
         "  lrn_param { local_size: 3 alpha: 6 beta: 0.5"
         "    norm_region: WITHIN_CHANNEL } }");
  const DreamLayer *mean  = find (network, "norm/mean");
  const DreamLayer *power = find (network, "norm/power");
  const DreamLayer *norm  = find (network, "norm");

  g_assert_cmpfloat (find (network, "norm/square")->power, ==, 2);
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
  const gchar    *text    = HEAD
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
  g_assert_cmpint (find (network, "fc")->kernel_w, ==, 8);
  g_assert_cmpint (find (network, "fc")->weights.order, ==, DREAM_ORDER_IHWO);
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
    HEAD "layer { name: 'a' type: 'TanH' bottom: 'conv1' top: 'a' }"
         "layer { name: 'b' type: 'Sigmoid' bottom: 'conv1' top: 'b' }"
         "layer { name: 'sum' type: 'Eltwise' bottom: 'conv1' bottom: 'a'"
         "  bottom: 'b' top: 'sum' eltwise_param { operation: SUM"
         "  coeff: 1 coeff: -1 coeff: 0.5 } }"
         "layer { name: 'product' type: 'Eltwise' bottom: 'a' bottom: 'b'"
         "  top: 'product' eltwise_param { operation: PROD } }"
         "layer { name: 'most' type: 'Eltwise' bottom: 'a' bottom: 'b'"
         "  top: 'most' eltwise_param { operation: MAX } }");
  const DreamLayer *sum   = find (network, "sum");
  const DreamLayer *first = dream_network_get_layer (network, sum->inputs[0]);

  g_assert_cmpint (sum->op, ==, DREAM_OP_ADD);
  g_assert_cmpstr (first->name, ==, "sum/1");
  g_assert_cmpuint (first->inputs[0], ==, 1);
  g_assert_cmpfloat (dream_network_get_layer (network, first->inputs[1])->scale,
                     ==, -1);
  g_assert_cmpfloat (dream_network_get_layer (network, sum->inputs[1])->scale,
                     ==, 0.5f);
  g_assert_cmpint (find (network, "product")->op, ==, DREAM_OP_MULTIPLY);
  g_assert_cmpint (find (network, "most")->op, ==, DREAM_OP_MAXIMUM);
}

/* y = (x - mean / correction) / sqrt (variance / correction + eps) */
static void
test_batch_norm (void)
{
  static const gchar       text[]  = HEAD "layer { name: 'bn' type: 'BatchNorm'"
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
  norm = find (network, "bn");
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
  static const gchar text[] = HEAD
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

  scale = find (network, "scale");
  assert_values (&scale->weights, 4, tiny_caffe_value (0),
                 tiny_caffe_value (1));
  assert_values (&scale->bias, 4, tiny_caffe_value (0), tiny_caffe_value (1));
  bias = find (network, "bias");
  assert_values (&bias->weights, 4, 1, 1);
  assert_values (&bias->bias, 4, tiny_caffe_value (0), tiny_caffe_value (1));
  g_assert_cmpint (find (network, "one")->activation, ==,
                   DREAM_ACTIVATION_POWER);
  g_assert_cmpfloat (find (network, "one")->scale, ==, tiny_caffe_value (0));
}

static void
test_activations (void)
{
  static const gchar text[] = HEAD
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

  g_assert_cmpint (find (network, "relu")->activation, ==,
                   DREAM_ACTIVATION_CLIP);
  g_assert_cmpfloat (find (network, "relu")->low, ==, 0);
  g_assert_true (isinf (find (network, "relu")->high));
  leaky = find (network, "leaky");
  g_assert_cmpint (leaky->activation, ==, DREAM_ACTIVATION_LEAKY);
  g_assert_cmpuint (leaky->slopes.n_values, ==, 1);
  assert_values (&find (network, "prelu")->slopes, 4, tiny_caffe_value (0),
                 tiny_caffe_value (1));
  g_assert_cmpfloat (find (network, "clip")->low, ==, -1);
  g_assert_cmpfloat (find (network, "clip")->high, ==, 2);
  g_assert_cmpfloat (find (network, "relu6")->high, ==, 6);
  g_assert_cmpfloat (find (network, "power")->power, ==, 2);
  g_assert_cmpfloat (find (network, "power")->scale, ==, 3);
  g_assert_cmpfloat (find (network, "power")->shift, ==, 4);
  g_assert_cmpint (find (network, "tanh")->activation, ==,
                   DREAM_ACTIVATION_TANH);
  g_assert_cmpint (find (network, "sigmoid")->activation, ==,
                   DREAM_ACTIVATION_SIGMOID);
  g_assert_cmpint (find (network, "swish")->activation, ==,
                   DREAM_ACTIVATION_SWISH);
}

static void
test_reshape (void)
{
  static const gchar text[] = HEAD
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

  g_assert_cmpuint (find (network, "tanh")->inputs[0], ==, 1);
  g_assert_cmpint (find (network, "fc")->kernel_h, ==, 8);
  g_assert_false (has_layer (network, "lost"));
  g_assert_false (has_layer (network, "late"));
}

/* What is for training alone is as if it were not there. */
static void
test_phases (void)
{
  g_autoptr (DreamNetwork) network = read_text (
    HEAD "layer { name: 'a' type: 'TanH' bottom: 'conv1' top: 'conv1'"
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
  g_assert_cmpuint (find (network, "c")->inputs[0], ==, 1);
  g_assert_cmpuint (find (network, "e")->inputs[0], ==, 2);
}

/* Each says where the picture comes from, and all pool to 8 x 8. */
static void
test_sources (void)
{
  static const gchar *const sources[] = {
    "layer { name: 'in' type: 'Input' top: 'data' input_param {"
    "  shape: { dim: 1 dim: 3 dim: 16 dim: 16 } } }",
    "input: 'data' input_shape { dim: [1, 3, 16, 16] }",
    "layer { name: 'in' type: 'Data' top: 'data' top: 'label'"
    "  transform_param { crop_size: 16 mirror: true }"
    "  include { phase: TRAIN } }"
    "layer { name: 'test' type: 'Data' top: 'data' top: 'label'"
    "  transform_param { crop_size: 32 } include { phase: TEST } }",
    "layers { name: 'in' type: IMAGE_DATA top: 'data'"
    "  transform_param { crop_size: 16 } }"
  };

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      g_autofree gchar *text = g_strconcat (
        sources[i],
        "layer { name: 'conv1' type: 'Convolution' bottom: 'data' top: 'conv1'"
        "  convolution_param { num_output: 4 kernel_size: 3 stride: 2 pad: 1 } "
        "}"
        "layer { name: 'all' type: 'Pooling' bottom: 'conv1' top: 'all'"
        "  pooling_param { pool: AVE global_pooling: true } }",
        NULL);
      g_autoptr (DreamNetwork) network = read_text (text);

      g_assert_cmpint (find (network, "all")->kernel_h, ==, 8);
    }
}

/* Nor need a file say where. */
static void
test_no_source (void)
{
  g_autoptr (DreamNetwork) network = read_text (
    "layer { name: 'conv1' type: 'Convolution' bottom: 'picture' top: 'conv1'"
    "  convolution_param { num_output: 4 kernel_size: 3 } }"
    "layer { name: 'all' type: 'Pooling' bottom: 'conv1' top: 'all'"
    "  pooling_param { pool: AVE kernel_size: 7 } }");

  g_assert_cmpstr (dream_network_get_layer (network, 0)->name, ==, "picture");
  g_assert_cmpuint (dream_network_n_layers (network), ==, 3);
}

/* Blue, green, red less the mean of ImageNet, or what the network learned with.
 */
static void
test_input (void)
{
  const DreamInput         given = { { 2, 2, 2 }, { 3, 4, 5 }, FALSE };
  const TinyCaffe          tiny  = tiny_caffe ();
  g_autoptr (GBytes)       file  = tiny_caffe_write (&tiny);
  g_autoptr (DreamNetwork) usual = dream_read_caffe (file, NULL, NULL, NULL);
  g_autoptr (DreamNetwork) told  = dream_read_caffe (file, NULL, &given, NULL);
  g_autoptr (DreamNetwork) learned = read_text (
    "layer { name: 'in' type: 'Data' top: 'data' transform_param {"
    "  scale: 0.5 mean_value: 1 mean_value: 2 mean_value: 3 } }"
    "layer { name: 'conv1' type: 'Convolution' bottom: 'data' top: 'conv1'"
    "  convolution_param { num_output: 4 kernel_size: 3 } }");
  const DreamInput *input = dream_network_get_input (usual);

  g_assert_true (input->bgr);
  g_assert_cmpfloat (input->scale[1], ==, 1);
  g_assert_cmpfloat (input->mean[0], ==, 104);
  g_assert_cmpfloat (input->mean[1], ==, 117);
  g_assert_cmpfloat (input->mean[2], ==, 123);

  input = dream_network_get_input (told);
  g_assert_false (input->bgr);
  g_assert_cmpfloat (input->scale[2], ==, 2);
  g_assert_cmpfloat (input->mean[2], ==, 5);

  input = dream_network_get_input (learned);
  g_assert_true (input->bgr);
  g_assert_cmpfloat (input->scale[0], ==, 0.5f);
  g_assert_cmpfloat (input->mean[0], ==, 1);
  g_assert_cmpfloat (input->mean[2], ==, 3);
}

/* What a layer does to the picture itself: (x - 104) / 2 + 3 is (x - 98) / 2.
 */
static void
test_picture_is_scaled (void)
{
  g_autoptr (DreamNetwork) network = read_text (
    "input: 'raw' input_dim: 1 input_dim: 3 input_dim: 16 input_dim: 16\n"
    "layer { name: 'power' type: 'Power' bottom: 'raw' top: 'data'"
    "  power_param { scale: 0.5 shift: 3 } }"
    "layer { name: 'conv1' type: 'Convolution' bottom: 'data' top: 'conv1'"
    "  convolution_param { num_output: 4 kernel_size: 3 } }");
  const DreamInput *input = dream_network_get_input (network);

  g_assert_cmpuint (dream_network_n_layers (network), ==, 2);
  g_assert_cmpfloat (input->scale[0], ==, 0.5f);
  g_assert_cmpfloat (input->mean[0], ==, 98);
}

/* Each is left out; the layer below remains. */
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
        HEAD "layer { name: 'odd' bottom: 'conv1' top: 'odd' ", layers[i],
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
                "input: 'data' input_dim: 1 input_dim: 1 input_dim: 28"
                "  input_dim: 28 layer { name: 'a' type: 'TanH' bottom: 'data'"
                "  top: 'a' }",
                DREAM_ERROR_UNSUPPORTED_LAYER, "color");
}

static void
test_bad_description (void)
{
  static const struct
  {
    const gchar *text;
    const gchar *mention;
  } texts[] = {
    { HEAD "\nlayer {", "Line 4" },
    { HEAD "\n}", "Line 4" },
    { HEAD "layer { name: conv1 }", "Line 3" },
    { HEAD "layer { name: 'a }", "Line 3" },
    { HEAD "layer: 3", "Line 3" },
    { HEAD "input_dim: 1.5", "Line 3" },
    { HEAD "input_dim: { }", "Line 3" },
    { HEAD "input_dim: 'x'", "Line 3" },
    { HEAD "input_dim: [1, 2", "Line 3" },
    { HEAD "unheard of: 3", "Line 3" },
    { HEAD "layer { name: 'a' name: 'b' }", "damaged" },
    { HEAD "layer { type: 'TanH' bottom: 'conv1' top: 'a' }", "name" },
    { HEAD "layer { name: 'a' type: 'TanH' top: 'a' }", "damaged" },
    { HEAD "layer { name: 'a' type: 'Pooling' bottom: 'conv1' top: 'a' }",
      "damaged" },
    { HEAD "layer { name: 'a' type: 'LRN' bottom: 'conv1' top: 'a'"
           " lrn_param { local_size: 4 } }",
      "damaged" },
    { HEAD "layer { name: 'a' type: 'Eltwise' bottom: 'conv1' top: 'a' }",
      "damaged" },
    { HEAD "layer { name: 'a' type: 'Eltwise' bottom: 'conv1' bottom: 'conv1'"
           "  top: 'a' eltwise_param { coeff: 1 } }",
      "damaged" },
    { HEAD "layer { name: 'a' type: 'Eltwise' bottom: 'conv1' bottom: 'conv1'"
           "  top: 'a' eltwise_param { operation: MEDIAN } }",
      "damaged" },
    { HEAD "layer { name: 'a' type: 'Clip' bottom: 'conv1' top: 'a' }",
      "damaged" },
    { HEAD "layer { name: 'a' type: 'Clip' bottom: 'conv1' top: 'a'"
           " clip_param { min: 2 max: 1 } }",
      "no sense" },
    { HEAD "layer { name: 'conv2' type: 'Convolution' bottom: 'conv1' top: 'a'"
           " convolution_param { num_output: 5 kernel_size: 1 } }",
      "no sense" },
    { HEAD "layer { name: 'a' type: 'Pooling' bottom: 'conv1' top: 'a'"
           " pooling_param { kernel_size: 2 stride: 0 } }",
      "no sense" }
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      TinyCaffe tiny = tiny_caffe ();

      tiny_caffe_find (&tiny, "conv2")->blobs[1] = 5;
      assert_fails (&tiny, texts[i].text, DREAM_ERROR_BAD_NETWORK,
                    texts[i].mention);
    }
}

/* Small files that ask for much time or memory. */
static void
test_attacks (void)
{
  const TinyCaffe     tiny = tiny_caffe ();
  g_autoptr (GString) deep = g_string_new (HEAD);
  g_autoptr (GString) many = g_string_new (HEAD);
  g_autoptr (GString) tall = g_string_new (HEAD);
  DreamNetwork       *network;
  g_autoptr (GError)  error = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append (deep, "x {");
  assert_fails (&tiny, deep->str, DREAM_ERROR_BAD_NETWORK, "Line 3");

  for (guint i = 0; i < 70000; i++)
    g_string_append (many, "layer { }\n");
  assert_fails (&tiny, many->str, DREAM_ERROR_BAD_NETWORK, "damaged");

  g_string_append_len (tall, "#", 1);
  while (tall->len <= 1 << 22)
    g_string_append (tall, "                                               ");
  assert_fails (&tiny, tall->str, DREAM_ERROR_BAD_NETWORK, "too long");

  network = read_files (&tiny,
                        "input: 'data' input_dim: 1 input_dim: 3"
                        "  input_dim: 9223372036854775807 input_dim: -1 "
                        "layer { name: 'conv1' type: 'Convolution'"
                        "  bottom: 'data' top: 'conv1' convolution_param {"
                        "  num_output: 4 kernel_size: 3 pad: 64 } }",
                        &error);
  g_assert_no_error (error);
  dream_network_unref (network);
}

/* A description is found beside the weights, and only if it belongs to them. */
static void
test_files (void)
{
  static const gchar *const names[] = { "net.prototxt", "net_deploy.prototxt",
                                        "deploy_net.prototxt",
                                        "deploy.prototxt" };
  TinyCaffe                 tiny    = tiny_caffe ();
  g_autofree gchar *folder  = g_dir_make_tmp ("dream-caffe-XXXXXX", NULL);
  g_autofree gchar *weights = g_build_filename (folder, "net.caffemodel", NULL);
  g_autoptr (GBytes) file   = NULL;

  tiny.has_structure = FALSE;
  file               = tiny_caffe_write (&tiny);
  write_bytes (weights, file);
  assert_no_network (weights, ".prototxt");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree gchar        *path = g_build_filename (folder, names[i], NULL);
      g_autoptr (GError)       error   = NULL;
      g_autoptr (DreamNetwork) network = NULL;

      g_file_set_contents (path, tiny_caffe_describe (), -1, &error);
      network = dream_network_read (weights, NULL, &error);
      g_assert_no_error (error);
      check_tiny (network);
      assert_no_network (path, ".caffemodel");

      /* That of another network, and none at all. */
      g_file_set_contents (path,
                           "layer { name: 'other' type: 'Convolution'"
                           "  bottom: 'data' top: 'other' }",
                           -1, &error);
      assert_no_network (weights, ".prototxt");
      g_file_set_contents (path, "layer {", -1, &error);
      assert_no_network (weights, names[i]);
      g_assert_cmpint (g_unlink (path), ==, 0);
    }

  g_assert_cmpint (g_unlink (weights), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_probe (void)
{
  static const gchar *const others[] = {
    "",                   /* nothing */
    "node { name: 'a' }", /* TensorFlow's text */
    "\x0a\x09\x0a\x01"
    "a\x12\x04"
    "Relu",                     /* TensorFlow's graph */
    "\x08\x07\x3a\x02\x0a\x00", /* ONNX */
    "\x0a\x04tiny",             /* no layer */
    "name of the game: network",
    "{\"format\": \"layers-model\"}",
    "TFL3"
  };
  const TinyCaffe    tiny = tiny_caffe ();
  g_autoptr (GBytes) file = tiny_caffe_write (&tiny);
  g_autoptr (GBytes) cut  = g_bytes_new_from_bytes (file, 0, 200);
  g_autoptr (GBytes) text = g_bytes_new_static (tiny_caffe_describe (),
                                                strlen (
                                                  tiny_caffe_describe ()));

  g_assert_true (dream_is_caffe (file));
  g_assert_true (dream_is_caffe (cut));
  g_assert_true (dream_is_caffe (text));

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (GBytes) other = g_bytes_new_static (others[i],
                                                     strlen (others[i]));

      g_assert_false (dream_is_caffe (other));
    }
}

static DreamNetwork *
read_text (const gchar *text)
{
  const TinyCaffe weights = tiny_caffe ();

  return read_with (&weights, text);
}

static DreamNetwork *
read_with (const TinyCaffe *weights, const gchar *text)
{
  g_autoptr (GError) error   = NULL;
  DreamNetwork      *network = read_files (weights, text, &error);

  g_assert_no_error (error);

  return network;
}

/* @text: %NULL if the weights' file says itself how layers are connected. */
static DreamNetwork *
read_files (const TinyCaffe *weights, const gchar *text, GError **error)
{
  TinyCaffe          network     = *weights;
  g_autoptr (GBytes) description = NULL;
  g_autoptr (GBytes) file        = NULL;

  if (text)
    {
      network.has_structure = FALSE;
      description           = g_bytes_new (text, strlen (text));
    }
  file = tiny_caffe_write (&network);

  return dream_caffe_read (file, description, NULL, error);
}

static const DreamLayer *
find (DreamNetwork *network, const gchar *name)
{
  g_autoptr (GError) error = NULL;
  guint              index = 0;

  dream_network_find_layer (network, name, &index, &error);
  g_assert_no_error (error);

  return dream_network_get_layer (network, index);
}

static gboolean
has_layer (DreamNetwork *network, const gchar *name)
{
  guint index;

  return dream_network_find_layer (network, name, &index, NULL);
}

static void
assert_values (const DreamTensor *tensor, gsize n, gfloat first, gfloat second)
{
  g_autofree gfloat *values = g_new (gfloat, n);

  g_assert_cmpuint (tensor->n_values, ==, n);
  dream_tensor_decode (tensor, values);
  g_assert_cmpfloat_with_epsilon (values[0], first, 1e-6f);
  g_assert_cmpfloat_with_epsilon (values[1], second, 1e-6f);
}

/* The error's message must @mention something. */
static void
assert_fails (const TinyCaffe *weights,
              const gchar     *text,
              gint             code,
              const gchar     *mention)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (read_files (weights, text, &error));
  g_assert_error (error, DREAM_ERROR, code);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, mention));
}

static void
assert_no_network (const gchar *path, const gchar *mention)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (dream_network_read (path, NULL, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK);
  g_assert_nonnull (strstr (error->message, mention));
}

static void
write_bytes (const gchar *path, GBytes *bytes)
{
  gsize              size;
  const gchar       *data  = g_bytes_get_data (bytes, &size);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, data, size, &error);
  g_assert_no_error (error);
}
