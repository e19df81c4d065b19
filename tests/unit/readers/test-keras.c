/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the reader of TensorFlow.js makes of Keras's layers.
 */

#include <locale.h>
#include <math.h>
#include <string.h>

#include "engine/error.h"

#include "tfjs-text.h"

#define ALL 100000

static void test_convolutions (void);
static void test_depthwise (void);
static void test_separable (void);
static void test_dense (void);
static void test_dense_is_logits (void);
static void test_batch_norm (void);
static void test_windows (void);
static void test_padding (void);
static void test_activations (void);
static void test_relu (void);
static void test_slopes (void);
static void test_shapes (void);
static void test_joins (void);
static void test_subtract (void);
static void test_scaled_picture (void);
static void test_left_out (void);
static void test_unsupported_options (void);
static void test_missing_weights (void);
static void test_wrong_weights (void);

static DreamNetwork     *read_row (const gchar *layers, const gchar *weights);
static DreamNetwork     *read_graph (const gchar *layers, const gchar *weights);
static const DreamLayer *find (DreamNetwork *network, const gchar *name);
static gboolean          has (DreamNetwork *network, const gchar *name);
static void              assert_cut (const gchar *layers, const gchar *weights);
static void              assert_error (const gchar *layers,
                                       const gchar *weights,
                                       DreamError   code,
                                       const gchar *mention);

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/keras/convolutions", test_convolutions);
  g_test_add_func ("/keras/depthwise", test_depthwise);
  g_test_add_func ("/keras/separable", test_separable);
  g_test_add_func ("/keras/dense", test_dense);
  g_test_add_func ("/keras/dense-is-logits", test_dense_is_logits);
  g_test_add_func ("/keras/batch-norm", test_batch_norm);
  g_test_add_func ("/keras/windows", test_windows);
  g_test_add_func ("/keras/padding", test_padding);
  g_test_add_func ("/keras/activations", test_activations);
  g_test_add_func ("/keras/relu", test_relu);
  g_test_add_func ("/keras/slopes", test_slopes);
  g_test_add_func ("/keras/shapes", test_shapes);
  g_test_add_func ("/keras/joins", test_joins);
  g_test_add_func ("/keras/subtract", test_subtract);
  g_test_add_func ("/keras/scaled-picture", test_scaled_picture);
  g_test_add_func ("/keras/left-out", test_left_out);
  g_test_add_func ("/keras/unsupported-options", test_unsupported_options);
  g_test_add_func ("/keras/missing-weights", test_missing_weights);
  g_test_add_func ("/keras/wrong-weights", test_wrong_weights);

  return g_test_run ();
}

static void
test_convolutions (void)
{
  g_autoptr (DreamNetwork) network = read_row (
    "Conv2D conv 'strides':[2,2],'padding':'same','activation':'relu'\n"
    "Conv2D groups 'groups':2,'dilation_rate':[2,2],'use_bias':false",
    "conv/kernel 3x5x3x4; conv/bias 4; groups/kernel 2x2x2x6");
  const DreamLayer *conv   = find (network, "conv/linear");
  const DreamLayer *groups = find (network, "groups");

  g_assert_cmpint (conv->op, ==, DREAM_OP_CONVOLUTION);
  g_assert_cmpint (conv->kernel_h, ==, 3);
  g_assert_cmpint (conv->kernel_w, ==, 5);
  g_assert_cmpint (conv->channels, ==, 4);
  g_assert_cmpint (conv->stride_h, ==, 2);
  g_assert_cmpint (conv->padding, ==, DREAM_PADDING_SAME);
  g_assert_cmpint (conv->weights.order, ==, DREAM_ORDER_HWIO);
  g_assert_cmpuint (conv->bias.n_values, ==, 4);
  g_assert_cmpint (find (network, "conv")->op, ==, DREAM_OP_ACTIVATION);

  g_assert_cmpint (groups->groups, ==, 2);
  g_assert_cmpint (groups->dilation_w, ==, 2);
  g_assert_cmpint (groups->channels, ==, 6);
  g_assert_cmpint (groups->padding, ==, DREAM_PADDING_EXPLICIT);
  g_assert_null (groups->bias.data);
}

/* Channel c makes the channels c M .. c M + M - 1. */
static void
test_depthwise (void)
{
  g_autoptr (DreamNetwork) network =
    read_row ("DepthwiseConv2D wise 'depth_multiplier':2,'use_bias':false",
              "wise/depthwise_kernel 1x2x3x2");
  const DreamLayer *wise = find (network, "wise");
  gfloat            weights[6 * 2];

  g_assert_cmpint (wise->groups, ==, 3);
  g_assert_cmpint (wise->channels, ==, 6);
  g_assert_cmpuint (wise->weights.n_values, ==, G_N_ELEMENTS (weights));

  /* Output channel, then the two columns. */
  dream_layer_decode_weights (wise, weights);
  for (gint c = 0; c < 6; c++)
    {
      g_assert_cmpfloat (weights[2 * c], ==, c);
      g_assert_cmpfloat (weights[2 * c + 1], ==, 6 + c);
    }
}

static void
test_separable (void)
{
  g_autoptr (DreamNetwork) network = read_row (
    "SeparableConv2D sep 'strides':[2,2],'padding':'same'",
    "sep/depthwise_kernel 3x3x3x1; sep/pointwise_kernel 1x1x3x8; sep/bias 8");

  g_assert_cmpint (find (network, "sep/depthwise")->groups, ==, 3);
  g_assert_cmpint (find (network, "sep/depthwise")->stride_w, ==, 2);
  g_assert_null (find (network, "sep/depthwise")->bias.data);
  g_assert_cmpint (find (network, "sep")->channels, ==, 8);
  g_assert_cmpint (find (network, "sep")->stride_w, ==, 1);
  g_assert_nonnull (find (network, "sep")->bias.data);
}

/* A flattened picture of 16 x 16, pooled to 4 x 4, and one that was pooled as a
 * whole. */
static void
test_dense (void)
{
  g_autoptr (DreamNetwork) flat =
    read_row ("MaxPooling2D pool 'pool_size':4\nFlatten flat\n"
              "Dense fc 'activation':'relu'\nDense fc2 'use_bias':false",
              "fc/kernel 48x5; fc/bias 5; fc2/kernel 5x2");
  g_autoptr (DreamNetwork) whole =
    read_row ("GlobalMaxPooling2D pool\nDropout drop 'rate':0.5\nDense fc",
              "fc/kernel 3x5; fc/bias 5");

  g_assert_cmpint (find (flat, "fc/linear")->kernel_h, ==, 4);
  g_assert_cmpint (find (flat, "fc/linear")->weights.order, ==,
                   DREAM_ORDER_HWIO);
  g_assert_cmpint (find (flat, "fc2")->kernel_h, ==, 1);
  g_assert_cmpint (find (whole, "pool")->kernel_w, ==, 16);
  g_assert_cmpint (find (whole, "pool")->op, ==, DREAM_OP_MAX_POOL);
  g_assert_cmpint (find (whole, "fc")->kernel_w, ==, 1);
  g_assert_cmpint (find (whole, "fc")->channels, ==, 5);
}

/* What one dreams of a class is what goes into the softmax. */
static void
test_dense_is_logits (void)
{
  g_autoptr (DreamNetwork) network =
    read_row ("GlobalAveragePooling2D pool\nDense fc 'activation':'softmax'",
              "fc/kernel 3x5; fc/bias 5");

  g_assert_cmpint (find (network, "fc")->op, ==, DREAM_OP_CONVOLUTION);
  g_assert_false (has (network, "fc/linear"));
}

/* The weights are numbered: gamma 1, beta 2, mean 3, variance 4. */
static void
test_batch_norm (void)
{
  g_autoptr (DreamNetwork) network =
    read_row ("Conv2D conv 'use_bias':false\n"
              "BatchNormalization full 'axis':[3],'epsilon':5\n"
              "BatchNormalization bare 'axis':3,'epsilon':0,'scale':false,"
              "'center':false",
              "conv/kernel 1x1x3x1; unused 5; full/gamma 1; full/beta 1; "
              "full/moving_mean 1; full/moving_variance 1; bare/moving_mean 1; "
              "bare/moving_variance 1");
  gfloat value;

  dream_tensor_decode (&find (network, "full")->weights, &value);
  g_assert_cmpfloat_with_epsilon (value, 8 / sqrtf (11 + 5), 1e-6);
  dream_tensor_decode (&find (network, "full")->bias, &value);
  g_assert_cmpfloat_with_epsilon (value, 9 - 10 * 8 / sqrtf (11 + 5), 1e-6);
  dream_tensor_decode (&find (network, "bare")->weights, &value);
  g_assert_cmpfloat_with_epsilon (value, 1 / sqrtf (13), 1e-6);
  dream_tensor_decode (&find (network, "bare")->bias, &value);
  g_assert_cmpfloat_with_epsilon (value, -12 / sqrtf (13), 1e-6);
}

static void
test_windows (void)
{
  g_autoptr (DreamNetwork) network =
    read_row ("MaxPooling2D usual\n"
              "AveragePooling2D mean 'pool_size':[3,2],'strides':[1,1],"
              "'padding':'same'\n"
              "MaxPooling2D null 'pool_size':3,'strides':null",
              NULL);

  g_assert_cmpint (find (network, "usual")->kernel_h, ==, 2);
  g_assert_cmpint (find (network, "usual")->stride_h, ==, 2);
  g_assert_cmpint (find (network, "mean")->op, ==, DREAM_OP_AVERAGE_POOL);
  g_assert_cmpint (find (network, "mean")->kernel_h, ==, 3);
  g_assert_cmpint (find (network, "mean")->kernel_w, ==, 2);
  g_assert_cmpint (find (network, "mean")->padding, ==, DREAM_PADDING_SAME);
  g_assert_false (find (network, "mean")->count_padding);
  g_assert_cmpint (find (network, "null")->stride_w, ==, 3);
}

static void
test_padding (void)
{
  g_autoptr (DreamNetwork) network = read_row (
    "ZeroPadding2D sides 'padding':[[1,2],[3,4]]\n"
    "ZeroPadding2D pair 'padding':[1,2]\nZeroPadding2D one 'padding':3",
    NULL);
  const DreamLayer *sides = find (network, "sides");

  g_assert_cmpint (sides->pad_top, ==, 1);
  g_assert_cmpint (sides->pad_bottom, ==, 2);
  g_assert_cmpint (sides->pad_left, ==, 3);
  g_assert_cmpint (sides->pad_right, ==, 4);
  g_assert_true (sides->count_padding);
  g_assert_cmpint (find (network, "pair")->pad_bottom, ==, 1);
  g_assert_cmpint (find (network, "pair")->pad_left, ==, 2);
  g_assert_cmpint (find (network, "one")->pad_right, ==, 3);
}

static void
test_activations (void)
{
  g_autoptr (DreamNetwork) network =
    read_row ("Activation relu 'activation':'relu'\n"
              "Activation relu6 'activation':'relu6'\n"
              "Activation sigmoid 'activation':'sigmoid'\n"
              "Activation tanh 'activation':'tanh'\n"
              "Activation swish 'activation':'swish'\n"
              "Activation hard_sigmoid 'activation':'hard_sigmoid'\n"
              "Activation hard_swish 'activation':'hard_swish'\n"
              "Activation linear 'activation':'linear'\n"
              "Activation softmax 'activation':'softmax'\nSoftmax soft",
              NULL);

  g_assert_cmpint (find (network, "relu")->activation, ==,
                   DREAM_ACTIVATION_CLIP);
  g_assert_true (isinf (find (network, "relu")->high));
  g_assert_cmpfloat (find (network, "relu6")->high, ==, 6);
  g_assert_cmpint (find (network, "sigmoid")->activation, ==,
                   DREAM_ACTIVATION_SIGMOID);
  g_assert_cmpint (find (network, "tanh")->activation, ==,
                   DREAM_ACTIVATION_TANH);
  g_assert_cmpint (find (network, "swish")->activation, ==,
                   DREAM_ACTIVATION_SWISH);
  g_assert_cmpfloat (find (network, "hard_sigmoid")->scale, ==, 0.2f);
  g_assert_cmpfloat (find (network, "hard_sigmoid")->shift, ==, 0.5f);
  g_assert_cmpint (find (network, "hard_swish")->activation, ==,
                   DREAM_ACTIVATION_HARD_SWISH);
  g_assert_false (has (network, "linear"));
  g_assert_false (has (network, "softmax"));
  g_assert_false (has (network, "soft"));
}

static void
test_relu (void)
{
  g_autoptr (DreamNetwork) network = read_row (
    "ReLU plain 'max_value':null,'negative_slope':0.0,'threshold':0.0\n"
    "ReLU six 'max_value':6\n"
    "ReLU leak 'negative_slope':0.25",
    NULL);
  gfloat slope;

  g_assert_true (isinf (find (network, "plain")->high));
  g_assert_cmpfloat (find (network, "plain")->low, ==, 0);
  g_assert_cmpfloat (find (network, "six")->high, ==, 6);
  g_assert_cmpint (find (network, "leak")->activation, ==,
                   DREAM_ACTIVATION_LEAKY);
  dream_tensor_decode (&find (network, "leak")->slopes, &slope);
  g_assert_cmpfloat (slope, ==, 0.25f);
}

static void
test_slopes (void)
{
  g_autoptr (DreamNetwork) network =
    read_row ("LeakyReLU usual\nLeakyReLU given 'alpha':0.125\nPReLU each",
              "each/alpha 1x1x3");
  gfloat slope;

  dream_tensor_decode (&find (network, "usual")->slopes, &slope);
  g_assert_cmpfloat (slope, ==, 0.3f);
  dream_tensor_decode (&find (network, "given")->slopes, &slope);
  g_assert_cmpfloat (slope, ==, 0.125f);
  g_assert_cmpuint (find (network, "each")->slopes.n_values, ==, 3);

  assert_cut ("MaxPooling2D kept\nPReLU cut", "cut/alpha 8x8x3");
}

/* As MobileNet's head has it; and what cannot be done. */
static void
test_shapes (void)
{
  g_autoptr (DreamNetwork) network =
    read_row ("GlobalAveragePooling2D pool\nReshape up 'target_shape':[1,1,3]\n"
              "Conv2D preds\nReshape down 'target_shape':[5]\n"
              "Activation act 'activation':'tanh'",
              "preds/kernel 1x1x3x5; preds/bias 5");
  g_autoptr (DreamNetwork) flat = read_row (
    "MaxPooling2D pool 'pool_size':8\nReshape same 'target_shape':[2,-1,3]\n"
    "Reshape flat 'target_shape':[-1]\nDense fc",
    "fc/kernel 12x1; fc/bias 1");

  g_assert_cmpint (find (network, "act")->channels, ==, 5);
  g_assert_cmpint (find (flat, "fc")->kernel_w, ==, 2);

  assert_cut ("MaxPooling2D kept\nReshape r 'target_shape':[4,16,3]\n"
              "MaxPooling2D cut",
              NULL);
  assert_cut ("MaxPooling2D kept\nFlatten f\nMaxPooling2D cut", NULL);
}

/* Two at a time, the last one with the layer's name. */
static void
test_joins (void)
{
  g_autoptr (DreamNetwork) network = read_graph (
    "MaxPooling2D a < picture\nAveragePooling2D b < picture\n"
    "MaxPooling2D c < picture\nAdd sum < a b c\nMultiply product < a b\n"
    "Maximum most < a b\nConcatenate cat < a sum b | 'axis':3",
    NULL);

  g_assert_cmpint (find (network, "sum/1")->op, ==, DREAM_OP_ADD);
  g_assert_cmpint (find (network, "sum")->op, ==, DREAM_OP_ADD);
  g_assert_cmpstr (
    dream_network_get_layer (network, find (network, "sum")->inputs[0])->name,
    ==, "sum/1");
  g_assert_cmpint (find (network, "product")->op, ==, DREAM_OP_MULTIPLY);
  g_assert_cmpint (find (network, "most")->op, ==, DREAM_OP_MAXIMUM);
  g_assert_cmpint (find (network, "cat")->channels, ==, 9);
}

static void
test_subtract (void)
{
  g_autoptr (DreamNetwork) network =
    read_graph ("MaxPooling2D a < picture\nAveragePooling2D b < picture\n"
                "Subtract minus < a b",
                NULL);
  const DreamLayer *minus = find (network, "minus");
  gfloat            factors[3];

  g_assert_cmpint (minus->op, ==, DREAM_OP_ADD);
  g_assert_cmpstr (dream_network_get_layer (network, minus->inputs[1])->name,
                   ==, "minus/negative");
  dream_tensor_decode (&find (network, "minus/negative")->weights, factors);
  g_assert_cmpfloat (factors[2], ==, -1);
}

/* A network that brings pictures to its range by itself expects 0..255. */
static void
test_scaled_picture (void)
{
  g_autoptr (DreamNetwork) plain  = read_row ("MaxPooling2D pool", NULL);
  g_autoptr (DreamNetwork) scaled = read_row (
    "Rescaling r 'scale':0.5,'offset':-2\n"
    "Normalization n 'mean':[1,2,3],'variance':[4,4,4]\nMaxPooling2D pool",
    NULL);
  const DreamInput *input = dream_network_get_input (plain);

  g_assert_cmpfloat (input->scale[0], ==, 1 / 127.5f);
  g_assert_cmpfloat (input->mean[0], ==, 127.5f);

  /* ((v / 2 - 2) - 3) / 2 = (v - 10) / 4 */
  input = dream_network_get_input (scaled);
  g_assert_cmpfloat_with_epsilon (input->scale[2], 0.25, 1e-6);
  g_assert_cmpfloat_with_epsilon (input->mean[2], 10, 1e-5);
  g_assert_cmpuint (dream_network_n_layers (scaled), ==, 2);
}

static void
test_left_out (void)
{
  assert_cut ("MaxPooling2D kept\nUpSampling2D up\nMaxPooling2D cut", NULL);
  assert_error ("UpSampling2D up\nMaxPooling2D pool", NULL,
                DREAM_ERROR_UNSUPPORTED_LAYER, "UpSampling2D");
}

static void
test_unsupported_options (void)
{
  static const gchar *const layers[] = {
    "Activation cut 'activation':'selu'",
    "Activation cut 'activation':'constructor'",
    "AveragePooling2D cut 'data_format':'channels_first'",
    "GlobalAveragePooling2D cut 'data_format':'channels_first'",
    "ZeroPadding2D cut 'data_format':'channels_first'",
    "MaxPooling2D cut 'padding':'causal'",
    "MaxPooling2D cut 'strides':[1,2]",
    "ReLU cut 'threshold':1",
    "ReLU cut 'max_value':6,'negative_slope':0.1",
    "BatchNormalization cut 'axis':[1]",
    "Concatenate cut 'axis':1",
  };

  for (guint i = 0; i < G_N_ELEMENTS (layers); i++)
    {
      g_autofree gchar *both = g_strconcat ("MaxPooling2D kept\n", layers[i],
                                            NULL);

      assert_cut (both, NULL);
    }
}

static void
test_missing_weights (void)
{
  assert_cut ("MaxPooling2D kept\nConv2D cut", "cut/kernel 1x1x3x3");
  assert_cut ("MaxPooling2D kept\nConv2D cut", "cut/bias 3");
  assert_cut ("MaxPooling2D kept\nDense cut", "cut/bias 3");
  assert_cut ("MaxPooling2D kept\nPReLU cut", NULL);
  assert_error ("Conv2D first", NULL, DREAM_ERROR_UNSUPPORTED_LAYER, "first");
}

static void
test_wrong_weights (void)
{
  static const gchar *const cases[][2] = {
    { "Conv2D c", "c/kernel 1x1x2x4; c/bias 4" },
    { "Conv2D c", "c/kernel 1x3x4; c/bias 4" },
    { "Conv2D c", "c/kernel 1x1x3x4; c/bias 3" },
    { "Conv2D c", "c/kernel 0x1x3x4; c/bias 4" },
    { "Conv2D c 'groups':0", "c/kernel 1x1x3x4; c/bias 4" },
    { "Conv2D c 'groups':3", "c/kernel 1x1x1x4; c/bias 4" },
    { "Conv2D c 'strides':[1,1,1]", "c/kernel 1x1x3x4; c/bias 4" },
    { "Conv2D c 'strides':0", "c/kernel 1x1x3x4; c/bias 4" },
    { "Conv2D c 'dilation_rate':'2'", "c/kernel 1x1x3x4; c/bias 4" },
    { "DepthwiseConv2D c", "c/depthwise_kernel 1x1x4x1; c/bias 4" },
    { "SeparableConv2D c",
      "c/depthwise_kernel 1x1x3x1; c/pointwise_kernel 1x1x4x4; c/bias 4" },
    { "Flatten f\nDense c", "c/kernel 767x2; c/bias 2" },
    { "Conv2D a 'use_bias':false\nBatchNormalization c 'scale':false,"
      "'center':false",
      "a/kernel 1x1x3x4; c/moving_mean 3; c/moving_variance 4" },
    { "ZeroPadding2D c 'padding':-1", NULL },
    { "ZeroPadding2D c 'padding':[[1,2],[3]]", NULL },
    { "Rescaling c 'scale':[1,2]", NULL },
    { "Rescaling c 'scale':'1'", NULL },
    { "PReLU c", "c/alpha 4" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_error (cases[i][0], cases[i][1], DREAM_ERROR_BAD_NETWORK, NULL);
}

static DreamNetwork *
read_row (const gchar *layers, const gchar *weights)
{
  g_autofree gchar  *topology = tfjs_row (layers);
  g_autoptr (GError) error    = NULL;
  DreamNetwork      *network  = tfjs_read (tfjs_text (topology, weights,
                                                      "weights.bin"),
                                           ALL, &error);

  g_assert_no_error (error);

  return network;
}

static DreamNetwork *
read_graph (const gchar *layers, const gchar *weights)
{
  g_autofree gchar  *topology = tfjs_graph (layers);
  g_autoptr (GError) error    = NULL;
  DreamNetwork      *network  = tfjs_read (tfjs_text (topology, weights,
                                                      "weights.bin"),
                                           ALL, &error);

  g_assert_no_error (error);

  return network;
}

static const DreamLayer *
find (DreamNetwork *network, const gchar *name)
{
  for (guint i = 0; i < dream_network_n_layers (network); i++)
    if (g_str_equal (dream_network_get_layer (network, i)->name, name))
      return dream_network_get_layer (network, i);

  g_error ("There is no layer %s.", name);
}

static gboolean
has (DreamNetwork *network, const gchar *name)
{
  for (guint i = 0; i < dream_network_n_layers (network); i++)
    if (g_str_equal (dream_network_get_layer (network, i)->name, name))
      return TRUE;

  return FALSE;
}

/* The layer "cut" is left out, the layer "kept" is not. */
static void
assert_cut (const gchar *layers, const gchar *weights)
{
  g_autoptr (DreamNetwork) network = read_row (layers, weights);

  g_assert_true (has (network, "kept"));
  g_assert_false (has (network, "cut"));
}

static void
assert_error (const gchar *layers,
              const gchar *weights,
              DreamError   code,
              const gchar *mention)
{
  g_autofree gchar  *topology = tfjs_row (layers);
  g_autoptr (GError) error    = NULL;

  g_assert_null (
    tfjs_read (tfjs_text (topology, weights, "weights.bin"), ALL, &error));
  g_assert_error (error, DREAM_ERROR, (gint) code);
  if (mention)
    g_assert_nonnull (strstr (error->message, mention));
}
