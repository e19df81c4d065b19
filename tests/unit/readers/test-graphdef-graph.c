/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The reader of TensorFlow graphs: where the picture comes in, in what order
 * nodes are read, how constants are coded, and how the format is recognised.
 */

#include <locale.h>
#include <string.h>

#include "engine/readers/formats.h"

#include "read-graph.h"
#include "tests/robust/tiny-graphdef.h"
#include "tests/robust/tiny-graphs.h"

#define MANY 60000

/* Of TensorFlow's DataType and TensorProto. */
enum
{
  DT_FLOAT    = 1,
  DT_DOUBLE   = 2,
  DT_STRING   = 7,
  DT_INT64    = 9,
  DT_BFLOAT16 = 14,
  DT_HALF     = 19
};
enum
{
  CONTENT = 4,
  FLOATS  = 5,
  TEXTS   = 8,
  INT64S  = 10,
  HALVES  = 13
};

static void test_any_order (void);
static void test_long_chain (void);
static void test_circle (void);
static void test_loop_is_left_out (void);
static void test_missing_node (void);
static void test_same_name (void);
static void test_other_outputs (void);
static void test_control_inputs (void);
static void test_trained_size (void);
static void test_decoded_picture (void);
static void test_range_of_bytes (void);
static void test_range_of_fractions (void);
static void test_not_a_picture (void);
static void test_grey_picture (void);
static void test_not_frozen (void);
static void test_number_codings (void);
static void test_lists_of_numbers (void);
static void test_bad_constants (void);
static void test_head_is_cut (void);
static void test_other_files (void);

static DreamNetwork *read_scaled (gdouble less, gdouble times);
static GByteArray   *add_bias (GByteArray   *graph,
                               gint          type,
                               guint         field,
                               gconstpointer data,
                               gsize         size);

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/graphdef/any-order", test_any_order);
  g_test_add_func ("/graphdef/long-chain", test_long_chain);
  g_test_add_func ("/graphdef/circle", test_circle);
  g_test_add_func ("/graphdef/loop-is-left-out", test_loop_is_left_out);
  g_test_add_func ("/graphdef/missing-node", test_missing_node);
  g_test_add_func ("/graphdef/same-name", test_same_name);
  g_test_add_func ("/graphdef/other-outputs", test_other_outputs);
  g_test_add_func ("/graphdef/control-inputs", test_control_inputs);
  g_test_add_func ("/graphdef/trained-size", test_trained_size);
  g_test_add_func ("/graphdef/decoded-picture", test_decoded_picture);
  g_test_add_func ("/graphdef/range-of-bytes", test_range_of_bytes);
  g_test_add_func ("/graphdef/range-of-fractions", test_range_of_fractions);
  g_test_add_func ("/graphdef/not-a-picture", test_not_a_picture);
  g_test_add_func ("/graphdef/grey-picture", test_grey_picture);
  g_test_add_func ("/graphdef/not-frozen", test_not_frozen);
  g_test_add_func ("/graphdef/number-codings", test_number_codings);
  g_test_add_func ("/graphdef/lists-of-numbers", test_lists_of_numbers);
  g_test_add_func ("/graphdef/bad-constants", test_bad_constants);
  g_test_add_func ("/graphdef/head-is-cut", test_head_is_cut);
  g_test_add_func ("/graphdef/other-files", test_other_files);

  return g_test_run ();
}

static void
test_any_order (void)
{
  GByteArray *graph = g_bytes_unref_to_array (tiny_graphs_make (5));
  g_autoptr (DreamNetwork) network = read_graph (graph);

  g_assert_cmpuint (dream_network_n_layers (network), ==, 4);
  g_assert_cmpstr (dream_network_get_layer (network, 1)->name, ==, "conv");
  g_assert_cmpstr (dream_network_get_layer (network, 3)->name, ==, "relu");
}

/* The last one first: no stack could hold so many calls. */
static void
test_long_chain (void)
{
  GByteArray              *graph   = start_graph ();
  g_autoptr (DreamNetwork) network = NULL;

  for (guint i = MANY; i > 0; i--)
    {
      g_autofree gchar *name   = g_strdup_printf ("%u", i);
      g_autofree gchar *before = g_strdup_printf ("%u", i - 1);

      tiny_graph_add (graph, name, "Identity", before, "");
    }
  tiny_graph_add (graph, "0", "Identity", "conv", "");
  tiny_graph_add (graph, "last", "Relu", G_STRINGIFY (MANY), "");

  network = read_graph (graph);

  g_assert_cmpuint (find_layer (network, "last")->inputs[0], ==, 1);
}

static void
test_circle (void)
{
  GByteArray *graph = start_graph ();

  tiny_graph_add (graph, "a", "Add", "conv b", "");
  tiny_graph_add (graph, "b", "Relu", "a", "");
  assert_bad (graph);

  graph = start_graph ();
  tiny_graph_add (graph, "self", "Relu", "self", "");
  assert_bad (graph);
}

/* As TensorFlow's control flow makes it. */
static void
test_loop_is_left_out (void)
{
  GByteArray *graph = start_graph ();

  tiny_graph_add (graph, "merge", "Merge", "conv next", "");
  tiny_graph_add (graph, "body", "Relu", "merge", "");
  tiny_graph_add (graph, "next", "NextIteration", "body", "");
  assert_leaves_out (graph, "body");
}

static void
test_missing_node (void)
{
  GByteArray *graph = start_graph ();

  tiny_graph_add (graph, "relu", "Relu", "nothing", "");
  assert_bad (graph);

  graph = start_graph ();
  tiny_graph_add (graph, "relu", "Relu", "", "");
  assert_bad (graph);

  graph = start_graph ();
  tiny_graph_add (graph, "", "Relu", "conv", "");
  assert_bad (graph);
}

static void
test_same_name (void)
{
  GByteArray *graph = start_graph ();

  tiny_graph_add (graph, "conv", "Relu", "input", "");
  assert_bad (graph);
}

/* Output 0 is the value; a batch normalisation's others are statistics. */
static void
test_other_outputs (void)
{
  GByteArray              *graph   = start_graph ();
  g_autoptr (DreamNetwork) network = NULL;

  tiny_graph_add (graph, "first", "Relu", "conv:0", "");
  tiny_graph_add (graph, "second", "Relu", "conv:1", "");
  tiny_graph_add (graph, "huge", "Relu", "conv:99999999999999999999", "");
  tiny_graph_add (graph, "a:b", "Relu", "conv", "");
  tiny_graph_add (graph, "after", "Relu", "a:b", "");

  network = read_graph (graph);

  g_assert_true (has_layer (network, "first"));
  g_assert_false (has_layer (network, "second"));
  g_assert_false (has_layer (network, "huge"));
  g_assert_true (has_layer (network, "after"));
}

static void
test_control_inputs (void)
{
  GByteArray              *graph   = start_graph ();
  g_autoptr (DreamNetwork) network = NULL;

  tiny_graph_add (graph, "assert", "Assert", "conv", "");
  tiny_graph_add (graph, "relu", "Relu", "conv ^assert", "");

  network = read_graph (graph);

  g_assert_true (has_layer (network, "relu"));
}

static void
test_trained_size (void)
{
  GByteArray              *graph   = g_byte_array_new ();
  g_autoptr (DreamNetwork) network = NULL;

  tiny_graph_add (graph, "learning", "PlaceholderWithDefault", "no", "");
  tiny_graph_add_floats (graph, "no", "", NULL);
  tiny_graph_add (graph, "keep", "Placeholder", "", "shape=h");
  tiny_graph_add (graph, "input", "Placeholder", "", "shape=h-1,12,10,3");
  tiny_graph_add_stem (graph);
  tiny_graph_add_integers (graph, "axes", "2", "1,2");
  tiny_graph_add (graph, "mean", "Mean", "conv axes", "");

  network = read_graph (graph);

  g_assert_cmpstr (dream_network_get_layer (network, 0)->name, ==, "input");
  g_assert_cmpint (find_layer (network, "mean")->kernel_h, ==, 12);
  g_assert_cmpint (find_layer (network, "mean")->kernel_w, ==, 10);
}

/* The graph scales it itself; what it does to the values becomes what the
 * network expects. */
static void
test_decoded_picture (void)
{
  GByteArray *graph = g_bytes_unref_to_array (tiny_graphs_make (4));
  g_autoptr (DreamNetwork) network = read_graph (graph);
  const DreamInput        *input   = dream_network_get_input (network);

  g_assert_cmpstr (dream_network_get_layer (network, 0)->name, ==, "jpeg");
  g_assert_cmpint (find_layer (network, "max")->kernel_h, ==, 12);
  g_assert_cmpint (find_layer (network, "max")->kernel_w, ==, 10);
  g_assert_cmpfloat (input->scale[1], ==, 1 / 128.f);
  g_assert_cmpfloat (input->mean[1], ==, 128);
}

static void
test_range_of_bytes (void)
{
  g_autoptr (DreamNetwork) centred = read_scaled (117, 1);
  g_autoptr (DreamNetwork) small   = read_scaled (0, 1 / 256.);

  g_assert_cmpfloat (dream_network_get_input (centred)->scale[0], ==, 1);
  g_assert_cmpfloat (dream_network_get_input (centred)->mean[0], ==, 117);
  g_assert_cmpfloat (dream_network_get_input (small)->scale[0], ==, 1 / 256.f);
  g_assert_cmpfloat (dream_network_get_input (small)->mean[0], ==, 0);
}

/* Of bytes it would make values around 500. */
static void
test_range_of_fractions (void)
{
  g_autoptr (DreamNetwork) network = read_scaled (0.5, 2);
  const DreamInput        *input   = dream_network_get_input (network);

  g_assert_cmpfloat_with_epsilon (input->scale[0], 2 / 255., 1e-6);
  g_assert_cmpfloat_with_epsilon (input->mean[0], 127.5, 1e-3);
}

static void
test_not_a_picture (void)
{
  GByteArray *graph = g_byte_array_new ();

  tiny_graph_add (graph, "input", "Placeholder", "", "shape=h-1,8,8,2");
  tiny_graph_add (graph, "relu", "Relu", "input", "");
  assert_unsupported (graph, "input");

  graph = g_byte_array_new ();
  tiny_graph_add_floats (graph, "numbers", "2", NULL);
  assert_unsupported (graph, "numbers");
}

/* Beside a picture in colour it is none, nor is a single number. */
static void
test_grey_picture (void)
{
  GByteArray              *graph   = g_byte_array_new ();
  g_autoptr (DreamNetwork) network = NULL;
  g_autoptr (DreamNetwork) colour  = NULL;

  tiny_graph_add (graph, "rate", "Placeholder", "", "shape=h-1,1,1,1");
  tiny_graph_add (graph, "grey", "Placeholder", "", "shape=h-1,8,8,1");
  tiny_graph_add_floats (graph, "w", "3,3,1,4", NULL);
  tiny_graph_add (graph, "conv", "Conv2D", "grey w",
                  "strides=l1,1,1,1 padding=sSAME");
  network = read_graph (graph);
  g_assert_cmpstr (dream_network_get_layer (network, 0)->name, ==, "grey");
  g_assert_cmpint (dream_network_get_layer (network, 0)->channels, ==, 3);
  g_assert_cmpuint (find_layer (network, "conv")->inputs[0], ==, 1);
  g_assert_cmpint (dream_network_get_layer (network, 1)->channels, ==, 1);

  graph = g_byte_array_new ();
  tiny_graph_add (graph, "mask", "Placeholder", "", "shape=h-1,8,8,1");
  tiny_graph_add_picture (graph, 8);
  tiny_graph_add_stem (graph);
  colour = read_graph (graph);
  g_assert_cmpuint (find_layer (colour, "conv")->inputs[0], ==, 0);
}

static void
test_not_frozen (void)
{
  GByteArray *graph = g_byte_array_new ();

  tiny_graph_add_picture (graph, 8);
  tiny_graph_add (graph, "weights", "VariableV2", "", "");
  tiny_graph_add (graph, "conv", "Conv2D", "input weights",
                  "strides=l1,1,1,1 padding=sSAME");
  assert_unsupported (graph, "frozen");
}

static void
test_number_codings (void)
{
  const gdouble            doubles[]  = { 1, 2, 3, -0.5 };
  const guint16            halves[]   = { 0, 0x3c00, 0x4000, 0xb800 };
  const guint16            bfloats[]  = { 0, 0x3f80, 0x4000, 0xbf00 };
  const gint64             integers[] = { 1, 2, 3, -4 };
  g_autoptr (DreamNetwork) as_doubles = read_graph (
    add_bias (start_graph (), DT_DOUBLE, CONTENT, doubles, sizeof doubles));
  g_autoptr (DreamNetwork) as_halves = read_graph (
    add_bias (start_graph (), DT_HALF, CONTENT, halves, sizeof halves));
  g_autoptr (DreamNetwork) as_bfloats = read_graph (
    add_bias (start_graph (), DT_BFLOAT16, CONTENT, bfloats, sizeof bfloats));
  g_autoptr (DreamNetwork) as_integers = read_graph (
    add_bias (start_graph (), DT_INT64, CONTENT, integers, sizeof integers));

  assert_affine (as_doubles, "bias", 3, 1, -0.5);
  assert_affine (as_halves, "bias", 3, 1, -0.5);
  assert_affine (as_bfloats, "bias", 3, 1, -0.5);
  assert_affine (as_integers, "bias", 3, 1, -4);
}

/* The last number counts for all that are missing; no number is 0. */
static void
test_lists_of_numbers (void)
{
  const gfloat             floats[]   = { 1, 7 };
  const guint8             halves[]   = { 0x80, 0x78, 0x80, 0x80, 0x01 };
  const guint8             compiled[] = { 3,    0xff, 0xff, 0xff, 0xff, 0xff,
                                          0xff, 0xff, 0xff, 0xff, 1 };
  g_autoptr (DreamNetwork) repeated   = read_graph (
      add_bias (start_graph (), DT_FLOAT, FLOATS, floats, sizeof floats));
  g_autoptr (DreamNetwork) none = read_graph (
    add_bias (start_graph (), DT_FLOAT, FLOATS, floats, 0));
  g_autoptr (DreamNetwork) as_halves = read_graph (
    add_bias (start_graph (), DT_HALF, HALVES, halves, sizeof halves));
  g_autoptr (DreamNetwork) as_integers = read_graph (
    add_bias (start_graph (), DT_INT64, INT64S, compiled, sizeof compiled));

  assert_affine (repeated, "bias", 0, 1, 1);
  assert_affine (repeated, "bias", 3, 1, 7);
  assert_affine (none, "bias", 3, 1, 0);
  assert_affine (as_halves, "bias", 0, 1, 1);
  assert_affine (as_halves, "bias", 1, 1, 2);
  assert_affine (as_integers, "bias", 0, 1, 3);
  assert_affine (as_integers, "bias", 3, 1, -1);
}

static void
test_bad_constants (void)
{
  const gfloat floats[] = { 1, 2, 3, 4, 5 };
  GByteArray  *graph;

  assert_bad (add_bias (start_graph (), DT_FLOAT, CONTENT, floats, 4 * 3));
  assert_bad (add_bias (start_graph (), DT_FLOAT, CONTENT, floats, 4 * 5));
  assert_bad (add_bias (start_graph (), DT_FLOAT, FLOATS, floats, 4 * 5));
  assert_bad (add_bias (start_graph (), DT_FLOAT, FLOATS, floats, 4 * 3 + 1));

  graph = start_graph ();
  tiny_graph_add_tensor (graph, "b", DT_FLOAT, "-4", CONTENT, NULL, 0);
  assert_bad (graph);

  graph = start_graph ();
  tiny_graph_add_tensor (graph, "b", DT_FLOAT, "1,1,1,1,1,1,1,1,1", CONTENT,
                         NULL, 0);
  assert_bad (graph);

  /* Words are no numbers, but other nodes may need them. */
  graph = add_bias (start_graph (), DT_STRING, TEXTS, "word", 4);
  assert_leaves_out (graph, "bias");
}

static void
test_head_is_cut (void)
{
  GByteArray *graph = start_graph ();

  tiny_graph_add (graph, "odd", "Unheard", "conv", "");
  tiny_graph_add (graph, "after", "Relu", "odd", "");
  assert_leaves_out (graph, "after");

  graph = g_byte_array_new ();
  tiny_graph_add_picture (graph, 8);
  tiny_graph_add (graph, "odd", "Unheard", "input", "");
  assert_unsupported (graph, "Unheard");
}

/* Other files that are protocol buffers, or are not. */
static void
test_other_files (void)
{
  const gchar *const files[] = {
    "",
    "Dear reader,\n",
    "{\"modelTopology\": {}}",
    "\n\tGoogLeNet\xa2\x06\x0b\n\x04"
    "data\x12\x03"
    "abc",                                          /* Caffe */
    "\x08\x07\x12\x07pytorch:\x04\x0a\x02\x0a\x00", /* ONNX */
    "\x08\x01\x12\x04\x0a\x02\x08\x01",             /* SavedModel */
    "....TFL3",
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GBytes) file = g_bytes_new_static (files[i],
                                                    strlen (files[i]));

      g_assert_false (dream_is_graphdef (file));
    }
}

/* Returns: (transfer full): a network that begins with
 *   times (picture - less). */
static DreamNetwork *
read_scaled (gdouble less, gdouble times)
{
  GByteArray *graph = g_byte_array_new ();

  tiny_graph_add (graph, "picture", "Placeholder", "", "shape=h-1,8,8,3");
  tiny_graph_add_floats (graph, "less", "", (const gfloat[]){ less });
  tiny_graph_add_floats (graph, "times", "", (const gfloat[]){ times });
  tiny_graph_add (graph, "sub", "Sub", "picture less", "");
  tiny_graph_add (graph, "input", "Mul", "sub times", "");
  tiny_graph_add_stem (graph);

  return read_graph (graph);
}

/* Returns: @graph with the constant "b" of 4 values, and "bias" that adds it. */
static GByteArray *
add_bias (GByteArray   *graph,
          gint          type,
          guint         field,
          gconstpointer data,
          gsize         size)
{
  tiny_graph_add_tensor (graph, "b", type, "4", field, data, size);
  tiny_graph_add (graph, "bias", "BiasAdd", "conv b", "");

  return graph;
}
