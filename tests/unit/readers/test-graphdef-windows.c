/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The reader of TensorFlow graphs: convolutions, pools, matrices, and what
 * changes shapes.
 */

#include <locale.h>

#include "read-graph.h"
#include "tests/robust/tiny-graphdef.h"
#include "tests/robust/tiny-graphs.h"

static void test_convolution (void);
static void test_convolution_weights (void);
static void test_groups (void);
static void test_depthwise (void);
static void test_unsupported_convolutions (void);
static void test_bad_convolutions (void);
static void test_pools (void);
static void test_padding (void);
static void test_bad_channels (void);
static void test_flattened (void);
static void test_transposed_matrix (void);
static void test_matrix_of_another_size (void);
static void test_global_pool (void);
static void test_shapes (void);

static GByteArray *add_other (const gchar *shape, const gchar *attributes);

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/graphdef/convolution", test_convolution);
  g_test_add_func ("/graphdef/convolution-weights", test_convolution_weights);
  g_test_add_func ("/graphdef/groups", test_groups);
  g_test_add_func ("/graphdef/depthwise", test_depthwise);
  g_test_add_func ("/graphdef/unsupported-convolutions",
                   test_unsupported_convolutions);
  g_test_add_func ("/graphdef/bad-convolutions", test_bad_convolutions);
  g_test_add_func ("/graphdef/pools", test_pools);
  g_test_add_func ("/graphdef/padding", test_padding);
  g_test_add_func ("/graphdef/bad-channels", test_bad_channels);
  g_test_add_func ("/graphdef/flattened", test_flattened);
  g_test_add_func ("/graphdef/transposed-matrix", test_transposed_matrix);
  g_test_add_func ("/graphdef/matrix-of-another-size",
                   test_matrix_of_another_size);
  g_test_add_func ("/graphdef/global-pool", test_global_pool);
  g_test_add_func ("/graphdef/shapes", test_shapes);

  return g_test_run ();
}

static void
test_convolution (void)
{
  g_autoptr (DreamNetwork) network = read_graph (
    add_other ("3,5,3,4", "strides=l1,2,2,1 dilations=l1,3,2,1 "
                          "padding=sEXPLICIT "
                          "explicit_paddings=l0,0,1,2,3,4,0,0"));
  const DreamLayer *layer = find_layer (network, "other");

  g_assert_cmpint (layer->channels, ==, 4);
  g_assert_cmpint (layer->kernel_h, ==, 3);
  g_assert_cmpint (layer->kernel_w, ==, 5);
  g_assert_cmpint (layer->stride_h, ==, 2);
  g_assert_cmpint (layer->dilation_h, ==, 3);
  g_assert_cmpint (layer->dilation_w, ==, 2);
  g_assert_cmpint (layer->padding, ==, DREAM_PADDING_EXPLICIT);
  g_assert_cmpint (layer->pad_top, ==, 1);
  g_assert_cmpint (layer->pad_bottom, ==, 2);
  g_assert_cmpint (layer->pad_left, ==, 3);
  g_assert_cmpint (layer->pad_right, ==, 4);
  g_assert_cmpint (find_layer (network, "conv")->padding, ==,
                   DREAM_PADDING_SAME);
}

/* Stored row, column, input, output. */
static void
test_convolution_weights (void)
{
  g_autoptr (DreamNetwork) network = read_graph (start_graph ());
  g_autofree gfloat *weights = decode_weights (find_layer (network, "conv"));
  const guint        o = 2, row = 1, column = 2, i = 1;

  g_assert_cmpfloat (weights[((o * 3 + row) * 3 + column) * 3 + i], ==,
                     (((row * 3 + column) * 3 + i) * 4 + o) / 64.f);
}

static void
test_groups (void)
{
  GByteArray              *graph   = start_graph ();
  g_autoptr (DreamNetwork) network = NULL;

  tiny_graph_add_floats (graph, "w2", "1,1,2,6", NULL);
  tiny_graph_add (graph, "grouped", "Conv2D", "conv w2",
                  "strides=l1,1,1,1 padding=sVALID");

  network = read_graph (graph);

  g_assert_cmpint (find_layer (network, "grouped")->groups, ==, 2);
  g_assert_cmpint (find_layer (network, "grouped")->channels, ==, 6);
}

/* Output c M + m reads input c. */
static void
test_depthwise (void)
{
  GByteArray              *graph   = start_graph ();
  g_autoptr (DreamNetwork) network = NULL;
  g_autofree gfloat       *weights = NULL;
  const DreamLayer        *layer;

  tiny_graph_add_floats (graph, "w2", "3,3,4,2", NULL);
  tiny_graph_add (graph, "deep", "DepthwiseConv2dNative", "conv w2",
                  "strides=l1,2,2,1 padding=sSAME");

  network = read_graph (graph);
  layer   = find_layer (network, "deep");
  weights = decode_weights (layer);

  g_assert_cmpint (layer->groups, ==, 4);
  g_assert_cmpint (layer->channels, ==, 8);
  g_assert_cmpint (layer->stride_w, ==, 2);
  g_assert_cmpfloat (weights[5 * 9 + 4], ==, (4 * 8 + 5) / 64.f);
}

static void
test_unsupported_convolutions (void)
{
  static const gchar *const attributes[] = {
    "strides=l1,1,1,1 padding=sSAME data_format=sNCHW",
    "strides=l1,1,1,2 padding=sSAME",
    "strides=l1,1,2,1 padding=sSAME",
    "strides=l1,1,1,1 padding=sSAME dilations=l2,1,1,1",
  };

  for (guint i = 0; i < G_N_ELEMENTS (attributes); i++)
    assert_leaves_out (add_other ("3,3,3,4", attributes[i]), "other");

  assert_leaves_out (add_other ("65,1,3,1", "strides=l1,1,1,1 padding=sSAME"),
                     "other");
}

static void
test_bad_convolutions (void)
{
  static const gchar *const shapes[]     = { "3,3,2,4", "3,3,4", "3,3,3,0" };
  static const gchar *const attributes[] = {
    "padding=sODD",
    "strides=l1,1,1,1",
    "strides=l1,0,0,1 padding=sSAME",
    "strides=l1,1 padding=sSAME",
    "strides=l1,1,1,1 padding=sEXPLICIT",
    "padding=sEXPLICIT explicit_paddings=l0,0,-1,0,0,0,0,0",
    "padding=sEXPLICIT explicit_paddings=l0,0,65,0,0,0,0,0",
  };

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    assert_bad (add_other (shapes[i], "strides=l1,1,1,1 padding=sSAME"));

  for (guint i = 0; i < G_N_ELEMENTS (attributes); i++)
    assert_bad (add_other ("3,3,3,4", attributes[i]));
}

static void
test_pools (void)
{
  GByteArray              *graph   = start_graph ();
  g_autoptr (DreamNetwork) network = NULL;
  const DreamLayer        *largest;
  const DreamLayer        *mean;

  tiny_graph_add (graph, "max", "MaxPool", "conv",
                  "ksize=l1,3,2,1 strides=l1,2,2,1 padding=sVALID");
  tiny_graph_add (graph, "mean", "AvgPool", "conv",
                  "ksize=l1,3,3,1 strides=l1,1,1,1 padding=sSAME");

  network = read_graph (graph);
  largest = find_layer (network, "max");
  mean    = find_layer (network, "mean");

  g_assert_cmpint (largest->op, ==, DREAM_OP_MAX_POOL);
  g_assert_cmpint (largest->kernel_h, ==, 3);
  g_assert_cmpint (largest->kernel_w, ==, 2);
  g_assert_cmpint (largest->stride_h, ==, 2);
  g_assert_cmpint (largest->padding, ==, DREAM_PADDING_EXPLICIT);
  g_assert_cmpint (mean->op, ==, DREAM_OP_AVERAGE_POOL);
  g_assert_cmpint (mean->padding, ==, DREAM_PADDING_SAME);
  g_assert_false (mean->count_padding);
}

static void
test_padding (void)
{
  GByteArray              *graph   = start_graph ();
  g_autoptr (DreamNetwork) network = NULL;
  const DreamLayer        *layer;

  tiny_graph_add_integers (graph, "sides", "4,2", "0,0,1,2,3,4,0,0");
  tiny_graph_add_integers (graph, "channels", "4,2", "0,0,1,1,1,1,0,2");
  tiny_graph_add_integers (graph, "front", "4,2", "0,0,0,0,0,0,1,0");
  tiny_graph_add_integers (graph, "more", "4,2", "0,0,0,0,0,0,0,60");
  tiny_graph_add_floats (graph, "one", "", (const gfloat[]){ 1 });
  tiny_graph_add (graph, "pad", "Pad", "conv sides", "");
  tiny_graph_add (graph, "wide", "Pad", "conv channels", "");
  tiny_graph_add_integers (graph, "zero", "", "0");
  tiny_graph_add (graph, "only", "PadV2", "conv more zero", "");
  tiny_graph_add (graph, "shifted", "Pad", "conv front", "");
  tiny_graph_add (graph, "ones", "PadV2", "conv sides one", "");

  network = read_graph (graph);
  layer   = find_layer (network, "pad");

  g_assert_cmpint (layer->pad_top, ==, 1);
  g_assert_cmpint (layer->pad_bottom, ==, 2);
  g_assert_cmpint (layer->pad_left, ==, 3);
  g_assert_cmpint (layer->pad_right, ==, 4);
  g_assert_true (layer->count_padding);
  g_assert_cmpint (find_layer (network, "wide")->op, ==, DREAM_OP_WIDEN);
  g_assert_cmpint (find_layer (network, "wide")->channels, ==, 4 + 2);
  g_assert_cmpint (find_layer (network, "wide/2")->pad_left, ==, 1);
  g_assert_cmpint (find_layer (network, "wide/2")->channels, ==, 4 + 2);
  g_assert_cmpint (find_layer (network, "only")->channels, ==, 4 + 60);
  g_assert_false (has_layer (network, "only/1"));
  g_assert_false (has_layer (network, "shifted"));
  g_assert_false (has_layer (network, "ones"));
}

static void
test_bad_channels (void)
{
  static const gchar *const sides[] = { "0,0,0,0,0,0,0,-1",
                                        "0,0,0,0,0,0,0,65533" };

  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      GByteArray *graph = start_graph ();

      tiny_graph_add_integers (graph, "sides", "4,2", sides[i]);
      tiny_graph_add (graph, "pad", "Pad", "conv sides", "");
      assert_bad (graph);
    }
}

/* A flattened picture's order is row, column, channel. */
static void
test_flattened (void)
{
  g_autoptr (DreamNetwork) network = read_graph (
    g_bytes_unref_to_array (tiny_graphs_make (0)));
  const DreamLayer  *logits  = find_layer (network, "logits");
  g_autofree gfloat *weights = decode_weights (logits);
  const guint        o = 3, row = 2, column = 1, c = 6;
  const guint        place = (row * 4 + column) * 8 + c;

  g_assert_cmpint (logits->channels, ==, 5);
  g_assert_cmpint (logits->kernel_h, ==, 4);
  g_assert_cmpint (logits->kernel_w, ==, 4);
  g_assert_cmpfloat (weights[o * 128 + place], ==,
                     ((place * 5 + o) % 251) / 64.f);
}

static void
test_transposed_matrix (void)
{
  GByteArray              *graph   = start_pooled_graph ();
  g_autoptr (DreamNetwork) network = NULL;
  g_autofree gfloat       *weights = NULL;

  tiny_graph_add_floats (graph, "m", "5,4", NULL);
  tiny_graph_add (graph, "logits", "MatMul", "pooled m", "transpose_b=b1");

  network = read_graph (graph);
  weights = decode_weights (find_layer (network, "logits"));

  g_assert_cmpint (find_layer (network, "logits")->channels, ==, 5);
  g_assert_cmpfloat (weights[2 * 4 + 3], ==, (2 * 4 + 3) / 64.f);
}

/* No damage: only the file says less of its pictures than the matrix. */
static void
test_matrix_of_another_size (void)
{
  GByteArray *graph = start_pooled_graph ();

  tiny_graph_add_floats (graph, "m", "5,4", NULL);
  tiny_graph_add (graph, "logits", "MatMul", "pooled m", "");
  assert_leaves_out (graph, "logits");

  graph = start_pooled_graph ();
  tiny_graph_add_floats (graph, "m", "4,5", NULL);
  tiny_graph_add (graph, "logits", "MatMul", "pooled m", "transpose_a=b1");
  assert_leaves_out (graph, "logits");

  graph = start_pooled_graph ();
  tiny_graph_add (graph, "logits", "MatMul", "pooled conv", "");
  assert_leaves_out (graph, "logits");
}

/* Of as many rows as the picture that the network was trained on has. */
static void
test_global_pool (void)
{
  GByteArray              *graph   = start_pooled_graph ();
  g_autoptr (DreamNetwork) network = NULL;

  tiny_graph_add_integers (graph, "from-end", "2", "-2,-3");
  tiny_graph_add_integers (graph, "one", "", "1");
  tiny_graph_add (graph, "max", "Max", "conv from-end", "");
  tiny_graph_add (graph, "row", "Mean", "conv one", "");

  network = read_graph (graph);

  g_assert_cmpint (find_layer (network, "pooled")->op, ==,
                   DREAM_OP_AVERAGE_POOL);
  g_assert_cmpint (find_layer (network, "pooled")->kernel_h, ==, 8);
  g_assert_cmpint (find_layer (network, "max")->op, ==, DREAM_OP_MAX_POOL);
  g_assert_false (has_layer (network, "row"));
}

/* What has one place can have any shape; a picture cannot. */
static void
test_shapes (void)
{
  GByteArray              *graph   = start_pooled_graph ();
  g_autoptr (DreamNetwork) network = NULL;

  tiny_graph_add_integers (graph, "shape", "4", "-1,1,1,4");
  tiny_graph_add_integers (graph, "row", "2", "-1,4");
  tiny_graph_add (graph, "size", "Shape", "pooled", "");
  tiny_graph_add (graph, "pack", "Pack", "size row", "");
  tiny_graph_add (graph, "a", "Reshape", "pooled shape", "");
  tiny_graph_add (graph, "b", "Squeeze", "a", "squeeze_dims=l1,2");
  tiny_graph_add (graph, "c", "Reshape", "b row", "");
  tiny_graph_add (graph, "d", "Reshape", "c pack", "");
  tiny_graph_add (graph, "kept", "Relu", "d", "");
  tiny_graph_add (graph, "e", "Squeeze", "conv", "");
  tiny_graph_add (graph, "squeezed", "Relu", "e", "");
  tiny_graph_add (graph, "f", "Reshape", "conv shape", "");
  tiny_graph_add (graph, "reshaped", "Relu", "f", "");
  tiny_graph_add (graph, "g", "Reshape", "conv row", "");
  tiny_graph_add (graph, "flat", "Relu", "g", "");

  network = read_graph (graph);

  g_assert_true (has_layer (network, "kept"));
  g_assert_false (has_layer (network, "squeezed"));
  g_assert_false (has_layer (network, "reshaped"));
  g_assert_false (has_layer (network, "flat"));
}

/* Returns: a graph with "other", a convolution of the picture. */
static GByteArray *
add_other (const gchar *shape, const gchar *attributes)
{
  GByteArray *graph = start_graph ();

  tiny_graph_add_floats (graph, "other/w", shape, NULL);
  tiny_graph_add (graph, "other", "Conv2D", "input other/w", attributes);

  return graph;
}
