/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The reader of TensorFlow graphs: what is done value by value, normalisations,
 * joins, and what is fused.
 */

#include <locale.h>
#include <math.h>

#include "read-graph.h"
#include "tests/robust/tiny-graphdef.h"
#include "tests/robust/tiny-graphs.h"

#define N_CHANNELS 4

static void test_classifier (void);
static void test_constants_per_channel (void);
static void test_batch_norms_agree (void);
static void test_batch_norm_in_training (void);
static void test_lrn (void);
static void test_activations (void);
static void test_limits (void);
static void test_joins (void);
static void test_joins_of_different_sizes (void);
static void test_concat (void);
static void test_fused (void);

static void add_statistics (GByteArray *graph);
static void add_norm_in_steps (GByteArray *graph);

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/graphdef/classifier", test_classifier);
  g_test_add_func ("/graphdef/constants-per-channel",
                   test_constants_per_channel);
  g_test_add_func ("/graphdef/batch-norms-agree", test_batch_norms_agree);
  g_test_add_func ("/graphdef/batch-norm-in-training",
                   test_batch_norm_in_training);
  g_test_add_func ("/graphdef/lrn", test_lrn);
  g_test_add_func ("/graphdef/activations", test_activations);
  g_test_add_func ("/graphdef/limits", test_limits);
  g_test_add_func ("/graphdef/joins", test_joins);
  g_test_add_func ("/graphdef/joins-of-different-sizes",
                   test_joins_of_different_sizes);
  g_test_add_func ("/graphdef/concat", test_concat);
  g_test_add_func ("/graphdef/fused", test_fused);

  return g_test_run ();
}

/* Names as in the file; what one dreams of a class is its logit. */
static void
test_classifier (void)
{
  g_autoptr (DreamNetwork) network = read_graph (
    g_bytes_unref_to_array (tiny_graphs_make (0)));
  const DreamInput *input = dream_network_get_input (network);

  g_assert_cmpuint (dream_network_n_layers (network), ==, 9);
  g_assert_true (has_layer (network, "pre_relu"));
  g_assert_true (has_layer (network, "logits"));
  g_assert_false (has_layer (network, "softmax"));

  g_assert_cmpfloat (input->scale[0], ==, 1);
  g_assert_cmpfloat (input->mean[2], ==, 117);
  g_assert_false (input->bgr);
}

static void
test_constants_per_channel (void)
{
  const gfloat             values[] = { 2, 4, 5, 8 };
  GByteArray              *graph    = start_graph ();
  g_autoptr (DreamNetwork) network  = NULL;

  tiny_graph_add_floats (graph, "v", "1,1,4", values);
  tiny_graph_add_floats (graph, "three", "", (const gfloat[]){ 3 });
  tiny_graph_add_floats (graph, "rows", "4,1", values);
  tiny_graph_add_integers (graph, "shape", "3", "1,-1,4");
  tiny_graph_add (graph, "row", "Reshape", "rows shape", "");
  tiny_graph_add (graph, "by-channel", "Mul", "conv row", "");
  tiny_graph_add (graph, "bias", "BiasAdd", "conv v", "");
  tiny_graph_add (graph, "first", "AddV2", "v conv", "");
  tiny_graph_add (graph, "less", "Sub", "conv v", "");
  tiny_graph_add (graph, "from", "Sub", "v conv", "");
  tiny_graph_add (graph, "times", "Mul", "conv three", "");
  tiny_graph_add (graph, "over", "RealDiv", "conv v", "");
  tiny_graph_add (graph, "minus", "Neg", "conv", "");
  tiny_graph_add (graph, "reciprocal", "RealDiv", "v conv", "");
  tiny_graph_add (graph, "by-row", "Mul", "conv rows", "");

  network = read_graph (graph);

  assert_affine (network, "bias", 3, 1, 8);
  assert_affine (network, "first", 1, 1, 4);
  assert_affine (network, "less", 2, 1, -5);
  assert_affine (network, "from", 0, -1, 2);
  assert_affine (network, "times", 3, 3, 0);
  assert_affine (network, "over", 1, 0.25, 0);
  assert_affine (network, "minus", 2, -1, 0);
  assert_affine (network, "by-channel", 3, 8, 0);
  g_assert_false (has_layer (network, "reciprocal"));
  g_assert_false (has_layer (network, "by-row"));
}

/* As one operation, as that of early versions, and computed step by step. */
static void
test_batch_norms_agree (void)
{
  GByteArray              *graph   = start_graph ();
  g_autoptr (DreamNetwork) network = NULL;

  add_statistics (graph);
  add_norm_in_steps (graph);
  tiny_graph_add (graph, "fused", "FusedBatchNormV2", "conv g b m v",
                  "is_training=b0 epsilon=f0.5");
  tiny_graph_add (graph, "old", "BatchNormWithGlobalNormalization",
                  "conv m v b g", "variance_epsilon=f0.5");
  tiny_graph_add (graph, "plain", "BatchNormWithGlobalNormalization",
                  "conv m v b g",
                  "variance_epsilon=f0.5 scale_after_normalization=b0");

  network = read_graph (graph);

  for (guint c = 0; c < N_CHANNELS; c++)
    {
      /* The statistics of add_statistics(). */
      const gdouble beta  = 5 + c;
      const gdouble mean  = 2. * c - 3;
      const gdouble plain = 1 / sqrt (c + 1 + 0.5);
      const gdouble scale = (1 + c) * plain;

      assert_affine (network, "fused", c, scale, beta - scale * mean);
      assert_affine (network, "old", c, scale, beta - scale * mean);
      assert_affine (network, "plain", c, plain, beta - plain * mean);
      assert_affine (network, "factored", c, scale, 0);
      assert_affine (network, "stepwise", c, 1, beta - scale * mean);
    }
}

static void
test_batch_norm_in_training (void)
{
  GByteArray *graph = start_graph ();

  tiny_graph_add_floats (graph, "n", "4", NULL);
  tiny_graph_add (graph, "norm", "FusedBatchNorm", "conv n n n n", "");
  assert_leaves_out (graph, "norm");

  graph = start_graph ();
  tiny_graph_add_floats (graph, "n", "3", NULL);
  tiny_graph_add (graph, "norm", "FusedBatchNorm", "conv n n n n",
                  "is_training=b0");
  assert_bad (graph);
}

/* Of a radius; and what TensorFlow takes where a file does not say. */
static void
test_lrn (void)
{
  GByteArray              *graph   = start_graph ();
  g_autoptr (DreamNetwork) network = NULL;
  const DreamLayer        *told;
  const DreamLayer        *usual;

  tiny_graph_add (graph, "told", "LRN", "conv",
                  "depth_radius=i1 alpha=f0.0001 bias=f2 beta=f0.75");
  tiny_graph_add (graph, "usual", "LRN", "conv", "");

  network = read_graph (graph);
  told    = find_layer (network, "told");
  usual   = find_layer (network, "usual");

  g_assert_cmpint (told->lrn_size, ==, 3);
  g_assert_cmpfloat (told->lrn_alpha, ==, 0.0001f);
  g_assert_cmpfloat (told->lrn_bias, ==, 2);
  g_assert_cmpfloat (told->lrn_beta, ==, 0.75f);

  g_assert_cmpint (usual->lrn_size, ==, 11);
  g_assert_cmpfloat (usual->lrn_alpha, ==, 1);
  g_assert_cmpfloat (usual->lrn_bias, ==, 1);
  g_assert_cmpfloat (usual->lrn_beta, ==, 0.5f);
}

static void
test_activations (void)
{
  GByteArray              *graph   = start_graph ();
  g_autoptr (DreamNetwork) network = NULL;
  gfloat                   slopes[N_CHANNELS];

  tiny_graph_add_floats (graph, "s", "1,1,4", NULL);
  tiny_graph_add (graph, "relu", "Relu", "conv", "");
  tiny_graph_add (graph, "relu6", "Relu6", "conv", "");
  tiny_graph_add (graph, "leaky", "LeakyRelu", "conv", "alpha=f0.125");
  tiny_graph_add (graph, "usual", "LeakyRelu", "conv", "");
  tiny_graph_add (graph, "sigmoid", "Sigmoid", "conv", "");
  tiny_graph_add (graph, "tanh", "Tanh", "conv", "");
  tiny_graph_add (graph, "prelu", "Prelu", "conv s", "");
  tiny_graph_add (graph, "square", "Square", "conv", "");
  tiny_graph_add (graph, "elu", "Elu", "conv", "");

  network = read_graph (graph);

  g_assert_cmpfloat (find_layer (network, "relu")->low, ==, 0);
  g_assert_cmpfloat (find_layer (network, "relu")->high, ==, INFINITY);
  g_assert_cmpfloat (find_layer (network, "relu6")->high, ==, 6);
  dream_tensor_decode (&find_layer (network, "leaky")->slopes, slopes);
  g_assert_cmpfloat (slopes[0], ==, 0.125f);
  dream_tensor_decode (&find_layer (network, "usual")->slopes, slopes);
  g_assert_cmpfloat (slopes[0], ==, 0.2f);
  dream_tensor_decode (&find_layer (network, "prelu")->slopes, slopes);
  g_assert_cmpfloat (slopes[3], ==, 3 / 64.f);
  g_assert_cmpint (find_layer (network, "sigmoid")->activation, ==,
                   DREAM_ACTIVATION_SIGMOID);
  g_assert_cmpint (find_layer (network, "tanh")->activation, ==,
                   DREAM_ACTIVATION_TANH);
  g_assert_cmpfloat (find_layer (network, "square")->power, ==, 2);
  g_assert_false (has_layer (network, "elu"));
}

static void
test_limits (void)
{
  GByteArray              *graph   = start_graph ();
  g_autoptr (DreamNetwork) network = NULL;

  tiny_graph_add_floats (graph, "limit", "", (const gfloat[]){ 3 });
  tiny_graph_add_floats (graph, "limits", "4", NULL);
  tiny_graph_add (graph, "above", "Maximum", "limit conv", "");
  tiny_graph_add (graph, "below", "Minimum", "conv limit", "");
  tiny_graph_add (graph, "each", "Minimum", "conv limits", "");

  network = read_graph (graph);

  g_assert_cmpfloat (find_layer (network, "above")->low, ==, 3);
  g_assert_cmpfloat (find_layer (network, "above")->high, ==, INFINITY);
  g_assert_cmpfloat (find_layer (network, "below")->high, ==, 3);
  g_assert_cmpfloat (find_layer (network, "below")->low, ==, -INFINITY);
  g_assert_false (has_layer (network, "each"));
}

static void
test_joins (void)
{
  GByteArray              *graph   = start_graph ();
  g_autoptr (DreamNetwork) network = NULL;

  tiny_graph_add (graph, "relu", "Relu", "conv", "");
  tiny_graph_add (graph, "add", "Add", "conv relu", "");
  tiny_graph_add (graph, "many", "AddN", "conv relu add", "");
  tiny_graph_add (graph, "mul", "Mul", "conv relu", "");
  tiny_graph_add (graph, "sub", "Sub", "conv relu", "");
  tiny_graph_add (graph, "max", "Maximum", "conv relu", "");
  tiny_graph_add (graph, "div", "RealDiv", "conv relu", "");

  network = read_graph (graph);

  g_assert_cmpint (find_layer (network, "add")->op, ==, DREAM_OP_ADD);
  g_assert_cmpint (find_layer (network, "many/1")->op, ==, DREAM_OP_ADD);
  g_assert_cmpint (find_layer (network, "many")->op, ==, DREAM_OP_ADD);
  g_assert_cmpint (find_layer (network, "mul")->op, ==, DREAM_OP_MULTIPLY);
  assert_affine (network, "sub/negative", 0, -1, 0);
  g_assert_cmpint (find_layer (network, "sub")->op, ==, DREAM_OP_ADD);
  g_assert_cmpint (find_layer (network, "max")->op, ==, DREAM_OP_MAXIMUM);
  g_assert_false (has_layer (network, "div"));
}

/* TensorFlow would repeat the smaller one. */
static void
test_joins_of_different_sizes (void)
{
  GByteArray *graph = start_pooled_graph ();

  tiny_graph_add (graph, "mul", "Mul", "conv pooled", "");
  assert_leaves_out (graph, "mul");
}

static void
test_concat (void)
{
  GByteArray              *graph   = start_graph ();
  g_autoptr (DreamNetwork) network = NULL;

  tiny_graph_add_integers (graph, "channels", "", "3");
  tiny_graph_add_integers (graph, "last", "1", "-1");
  tiny_graph_add_integers (graph, "rows", "", "1");
  tiny_graph_add (graph, "relu", "Relu", "conv", "");
  tiny_graph_add (graph, "old", "Concat", "channels conv relu", "");
  tiny_graph_add (graph, "new", "ConcatV2", "conv relu conv last", "");
  tiny_graph_add (graph, "below", "ConcatV2", "conv relu rows", "");

  network = read_graph (graph);

  g_assert_cmpint (find_layer (network, "old")->channels, ==, 8);
  g_assert_cmpint (find_layer (network, "new")->channels, ==, 12);
  g_assert_false (has_layer (network, "below"));
}

/* Each step can be dreamed of; the last one has the node's name. */
static void
test_fused (void)
{
  GByteArray              *graph   = start_graph ();
  g_autoptr (DreamNetwork) network = NULL;
  const DreamLayer        *linear;

  tiny_graph_add_floats (graph, "b", "4", NULL);
  tiny_graph_add (graph, "biased", "_FusedConv2D", "input w b",
                  "fused_ops=tBiasAdd strides=l1,1,1,1 padding=sSAME");
  tiny_graph_add (graph, "active", "_FusedConv2D", "input w b",
                  "fused_ops=tBiasAdd,Relu6 strides=l1,1,1,1 padding=sSAME");
  tiny_graph_add (graph, "normed", "_FusedConv2D", "input w b b b b",
                  "fused_ops=tFusedBatchNorm,Relu strides=l1,1,1,1 "
                  "padding=sSAME epsilon=f0.001");
  tiny_graph_add (graph, "strange", "_FusedConv2D", "input w b",
                  "fused_ops=tBiasAdd,Add,Relu strides=l1,1,1,1 "
                  "padding=sSAME");

  network = read_graph (graph);
  linear  = find_layer (network, "active/linear");

  g_assert_cmpuint (find_layer (network, "biased")->bias.n_values, ==, 4);
  g_assert_false (has_layer (network, "biased/linear"));
  g_assert_cmpuint (linear->bias.n_values, ==, 4);
  g_assert_cmpint (linear->activation, ==, DREAM_ACTIVATION_NONE);
  g_assert_cmpfloat (find_layer (network, "active")->high, ==, 6);
  g_assert_null (find_layer (network, "normed/product")->bias.data);
  g_assert_true (
    dream_layer_is_depthwise (find_layer (network, "normed/linear")));
  g_assert_cmpint (find_layer (network, "normed")->op, ==, DREAM_OP_ACTIVATION);
  g_assert_false (has_layer (network, "strange"));
}

/* Of channel c: gamma c + 1, beta c + 5, mean 2 c - 3, variance c + 1; epsilon
 * is 1/2. */
static void
add_statistics (GByteArray *graph)
{
  tiny_graph_add_floats (graph, "g", "4", (const gfloat[]){ 1, 2, 3, 4 });
  tiny_graph_add_floats (graph, "b", "4", (const gfloat[]){ 5, 6, 7, 8 });
  tiny_graph_add_floats (graph, "m", "4", (const gfloat[]){ -3, -1, 1, 3 });
  tiny_graph_add_floats (graph, "v", "4", (const gfloat[]){ 1, 2, 3, 4 });
  tiny_graph_add_floats (graph, "e", "", (const gfloat[]){ 0.5f });
}

static void
add_norm_in_steps (GByteArray *graph)
{
  tiny_graph_add (graph, "sum", "Add", "v e", "");
  tiny_graph_add (graph, "rsqrt", "Rsqrt", "sum", "");
  tiny_graph_add (graph, "factor", "Mul", "rsqrt g", "");
  tiny_graph_add (graph, "factored", "Mul", "conv factor", "");
  tiny_graph_add (graph, "product", "Mul", "m factor", "");
  tiny_graph_add (graph, "shift", "Sub", "b product", "");
  tiny_graph_add (graph, "stepwise", "Add", "factored shift", "");
}
