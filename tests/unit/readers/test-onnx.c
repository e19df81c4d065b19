/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The reader of ONNX files, on tiny files made here: numbers, names, what is
 * left out, and what is expected of a picture.  What each operation becomes is
 * test-onnx-operations.c's.
 */

#include <locale.h>
#include <string.h>

#include "engine/error.h"

#include "tests/robust/tiny-onnx-graphs.h"
#include "tests/robust/tiny-onnx.h"

#include "onnx-file.h"

static void test_recognised (void);
static void test_codings (void);
static void test_lists_in_pieces (void);
static void test_names (void);
static void test_head_is_cut (void);
static void test_middle_is_cut (void);
static void test_cycles (void);
static void test_foreign_operation (void);
static void test_version (void);
static void test_external_data (void);
static void test_weights_of_bad_size (void);
static void test_not_a_picture (void);
static void test_grey_picture (void);
static void test_initializers_among_inputs (void);
static void test_input_is_usual (void);
static void test_input_range_is_guessed (void);
static void test_input_is_given (void);
static void test_channels_exchanged (void);
static void test_picture_taken_apart (void);
static void test_folding_is_bounded (void);
static void test_floats_are_bounded (void);

static DreamInput normalised_by (const gchar *op, gfloat value);

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/onnx/recognised", test_recognised);
  g_test_add_func ("/onnx/codings", test_codings);
  g_test_add_func ("/onnx/lists-in-pieces", test_lists_in_pieces);
  g_test_add_func ("/onnx/names", test_names);
  g_test_add_func ("/onnx/head-is-cut", test_head_is_cut);
  g_test_add_func ("/onnx/middle-is-cut", test_middle_is_cut);
  g_test_add_func ("/onnx/cycles", test_cycles);
  g_test_add_func ("/onnx/foreign-operation", test_foreign_operation);
  g_test_add_func ("/onnx/version", test_version);
  g_test_add_func ("/onnx/external-data", test_external_data);
  g_test_add_func ("/onnx/weights-of-bad-size", test_weights_of_bad_size);
  g_test_add_func ("/onnx/not-a-picture", test_not_a_picture);
  g_test_add_func ("/onnx/grey-picture", test_grey_picture);
  g_test_add_func ("/onnx/initializers-among-inputs",
                   test_initializers_among_inputs);
  g_test_add_func ("/onnx/input-is-usual", test_input_is_usual);
  g_test_add_func ("/onnx/input-range-is-guessed", test_input_range_is_guessed);
  g_test_add_func ("/onnx/input-is-given", test_input_is_given);
  g_test_add_func ("/onnx/channels-exchanged", test_channels_exchanged);
  g_test_add_func ("/onnx/picture-taken-apart", test_picture_taken_apart);
  g_test_add_func ("/onnx/folding-is-bounded", test_folding_is_bounded);
  g_test_add_func ("/onnx/floats-are-bounded", test_floats_are_bounded);

  return g_test_run ();
}

/* By its own probe, and by no other, cut short or not. */
static void
test_recognised (void)
{
  for (guint i = 0; i < tiny_onnx_graphs_n (); i++)
    {
      g_autoptr (GBytes) file  = tiny_onnx_graphs_make (i);
      g_autoptr (GBytes) start = g_bytes_new_from_bytes (file, 0, 100);

      g_assert_true (dream_is_onnx (file));
      g_assert_true (dream_is_onnx (start));
      g_assert_false (dream_is_caffe (file));
      g_assert_false (dream_is_graphdef (file));
      g_assert_false (dream_is_tflite (file));
    }
}

/* The same numbers in several ways; all but one are used where they lie. */
static void
test_codings (void)
{
  const gfloat       floats[]  = { 0, .5f, 1, 1.5f, 2, -2 };
  const gdouble      doubles[] = { 0, .5, 1, 1.5, 2, -2 };
  const guint16      halves[]  = { 0, 0x3800, 0x3c00, 0x3e00, 0x4000, 0xc000 };
  const guint8       varints[] = { 0,    0x80, 0x70, 0x80, 0x78, 0x80, 0x7c,
                                   0x80, 0x80, 0x01, 0x80, 0x80, 0x03 };
  const gchar *const inputs[]  = { "input a", "input b", "input c", "input d",
                                   "input e" };
  GByteArray        *graph     = onnx_file_start_with_picture ("1,3,8,8");
  g_autoptr (DreamNetwork) network = NULL;

  tiny_onnx_add_tensor (graph, "a", TINY_ONNX_FLOAT, "2,3,1,1",
                        TINY_ONNX_FLOAT_DATA, (const guint8 *) floats,
                        sizeof floats);
  tiny_onnx_add_tensor (graph, "b", TINY_ONNX_DOUBLE, "2,3,1,1",
                        TINY_ONNX_DOUBLE_DATA, (const guint8 *) doubles,
                        sizeof doubles);
  tiny_onnx_add_tensor (graph, "c", TINY_ONNX_DOUBLE, "2,3,1,1",
                        TINY_ONNX_RAW_DATA, (const guint8 *) doubles,
                        sizeof doubles);
  tiny_onnx_add_tensor (graph, "d", TINY_ONNX_FLOAT16, "2,3,1,1",
                        TINY_ONNX_RAW_DATA, (const guint8 *) halves,
                        sizeof halves);
  tiny_onnx_add_tensor (graph, "e", TINY_ONNX_FLOAT16, "2,3,1,1",
                        TINY_ONNX_INT32_DATA, varints, sizeof varints);
  tiny_onnx_add_tensor (graph, "f", TINY_ONNX_BFLOAT16, "2,3,1,1",
                        TINY_ONNX_RAW_DATA, (const guint8 *) halves,
                        sizeof halves);
  for (guint i = 0; i < G_N_ELEMENTS (inputs); i++)
    {
      g_autofree gchar *name = g_strdup_printf ("conv%u", i);

      tiny_onnx_add (graph, name, "Conv", inputs[i], "");
    }
  tiny_onnx_add (graph, "brain", "Conv", "input f", "");
  network = onnx_file_read (graph);

  for (guint i = 0; i < G_N_ELEMENTS (inputs); i++)
    for (guint k = 0; k < G_N_ELEMENTS (floats); k++)
      {
        g_autofree gchar *name = g_strdup_printf ("conv%u", i);

        g_assert_cmpfloat (onnx_file_weight (onnx_file_find (network, name), k),
                           ==, floats[k]);
      }

  g_assert_false (onnx_file_has (network, "brain"));
}

/* Protocol buffers allow a list to come number by number. */
static void
test_lists_in_pieces (void)
{
  const gfloat             values[] = { 0, 1, 2 };
  GByteArray              *graph    = onnx_file_start_with_picture ("1,3,8,8");
  g_autoptr (DreamNetwork) network  = NULL;
  GByteArray              *part     = g_byte_array_new ();

  tiny_onnx_add_tensor (part, "w", TINY_ONNX_FLOAT, "1,3,1,1",
                        TINY_ONNX_FLOAT_DATA, (const guint8 *) values,
                        sizeof values);
  /* A piece of the first value, then one of the others. */
  part->data[part->len - sizeof values - 1] = sizeof (gfloat);
  g_byte_array_set_size (part, part->len + 2);
  memmove (part->data + part->len - 2 * sizeof (gfloat),
           part->data + part->len - 2 - 2 * sizeof (gfloat),
           2 * sizeof (gfloat));
  part->data[part->len - 2 * sizeof (gfloat) - 2] = TINY_ONNX_FLOAT_DATA << 3 |
                                                    2;
  part->data[part->len - 2 * sizeof (gfloat) - 1] = 2 * sizeof (gfloat);
  part->data[1] += 2;
  g_byte_array_append (graph, part->data, part->len);
  g_byte_array_unref (part);

  tiny_onnx_add (graph, "conv", "Conv", "input w", "");
  network = onnx_file_read (graph);

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    g_assert_cmpfloat (onnx_file_weight (onnx_file_find (network, "conv"), i),
                       ==, values[i]);
}

/* An operation's name, or its value's; values are found by theirs. */
static void
test_names (void)
{
  GByteArray              *graph   = onnx_file_start ();
  g_autoptr (DreamNetwork) network = NULL;

  tiny_onnx_add (graph, "value", "Relu", "conv", "@name=/block/relu");
  tiny_onnx_add (graph, "nameless", "Tanh", "value", "@name=");
  tiny_onnx_add (graph, "again", "Tanh", "value", "@name=/block/relu");
  tiny_onnx_add (graph, "bad\xff", "Tanh", "again", "");
  network = onnx_file_read (graph);

  g_assert_cmpstr (dream_network_get_layer (network, 0)->name, ==, "input");
  g_assert_cmpstr (dream_network_get_layer (network, 2)->name, ==,
                   "/block/relu");
  g_assert_cmpstr (dream_network_get_layer (network, 3)->name, ==, "nameless");
  g_assert_cmpstr (dream_network_get_layer (network, 4)->name, ==,
                   "/block/relu/2");
  g_assert_cmpstr (dream_network_get_layer (network, 5)->name, ==,
                   "bad\xef\xbf\xbd");
}

static void
test_head_is_cut (void)
{
  GByteArray              *graph   = onnx_file_start ();
  g_autoptr (DreamNetwork) network = NULL;

  tiny_onnx_add (graph, "best", "TopK", "conv", "");
  tiny_onnx_add (graph, "after", "Relu", "best", "");
  network = onnx_file_read (graph);

  g_assert_cmpuint (dream_network_n_layers (network), ==, 2);
}

/* What depends on the missing layer goes with it, and nothing else. */
static void
test_middle_is_cut (void)
{
  GByteArray              *graph   = onnx_file_start ();
  g_autoptr (DreamNetwork) network = NULL;

  tiny_onnx_add (graph, "odd", "Elu", "conv", "");
  tiny_onnx_add (graph, "relu", "Relu", "conv", "");
  tiny_onnx_add (graph, "sum", "Add", "odd relu", "");
  tiny_onnx_add (graph, "tanh", "Tanh", "relu", "");
  network = onnx_file_read (graph);

  g_assert_false (onnx_file_has (network, "odd"));
  g_assert_false (onnx_file_has (network, "sum"));
  g_assert_true (onnx_file_has (network, "tanh"));
}

/* An operation only reads what is there already. */
static void
test_cycles (void)
{
  GByteArray              *graph   = onnx_file_start ();
  g_autoptr (DreamNetwork) network = NULL;

  tiny_onnx_add (graph, "a", "Relu", "b", "");
  tiny_onnx_add (graph, "b", "Relu", "a", "");
  tiny_onnx_add (graph, "c", "Add", "c conv", "");
  tiny_onnx_add (graph, "conv", "Relu", "conv", "@name=relu");
  tiny_onnx_add (graph, "d", "Tanh", "conv", "");
  network = onnx_file_read (graph);

  g_assert_cmpuint (dream_network_n_layers (network), ==, 4);
  g_assert_cmpuint (onnx_file_find (network, "relu")->inputs[0], ==, 1);
  g_assert_cmpuint (onnx_file_find (network, "d")->inputs[0], ==, 2);
}

static void
test_foreign_operation (void)
{
  GByteArray              *graph   = onnx_file_start ();
  g_autoptr (DreamNetwork) network = NULL;

  tiny_onnx_add (graph, "own", "Relu", "conv", "@domain=ai.onnx");
  tiny_onnx_add (graph, "foreign", "Relu", "conv", "@domain=com.example");
  network = onnx_file_read (graph);

  g_assert_true (onnx_file_has (network, "own"));
  g_assert_false (onnx_file_has (network, "foreign"));

  graph = onnx_file_start_with_picture ("1,3,8,8");
  onnx_file_add_weights (graph);
  tiny_onnx_add (graph, "fused", "Conv", "input w", "@domain=com.example");
  onnx_file_assert_fails (graph, ONNX_FILE_VERSION,
                          DREAM_ERROR_UNSUPPORTED_LAYER, "com.example.Conv");
}

static void
test_version (void)
{
  onnx_file_assert_fails (onnx_file_start (), 6, DREAM_ERROR_UNSUPPORTED_LAYER,
                          "6");
  onnx_file_assert_fails (onnx_file_start (), 0, DREAM_ERROR_UNSUPPORTED_LAYER,
                          "7");
}

static void
test_external_data (void)
{
  GByteArray *graph = onnx_file_start ();

  tiny_onnx_add_external (graph, "far", "4,4,1,1", "weights.bin");
  onnx_file_assert_fails (graph, ONNX_FILE_VERSION,
                          DREAM_ERROR_UNSUPPORTED_LAYER, "weights.bin");
}

static void
test_weights_of_bad_size (void)
{
  const gfloat few[2] = { 0 };
  GByteArray  *graph  = onnx_file_start ();

  tiny_onnx_add_tensor (graph, "few", TINY_ONNX_FLOAT, "4", TINY_ONNX_RAW_DATA,
                        (const guint8 *) few, sizeof few);
  onnx_file_assert_fails (graph, ONNX_FILE_VERSION, DREAM_ERROR_BAD_NETWORK,
                          NULL);

  graph = onnx_file_start ();
  tiny_onnx_add_tensor (graph, "few", TINY_ONNX_FLOAT, "4",
                        TINY_ONNX_FLOAT_DATA, (const guint8 *) few, sizeof few);
  onnx_file_assert_fails (graph, ONNX_FILE_VERSION, DREAM_ERROR_BAD_NETWORK,
                          NULL);

  /* More than can be counted. */
  graph = onnx_file_start ();
  tiny_onnx_add_tensor (graph, "few", TINY_ONNX_FLOAT,
                        "2147483647,2147483647,2147483647", TINY_ONNX_RAW_DATA,
                        (const guint8 *) few, sizeof few);
  onnx_file_assert_fails (graph, ONNX_FILE_VERSION, DREAM_ERROR_BAD_NETWORK,
                          NULL);

  graph = onnx_file_start ();
  tiny_onnx_add_floats (graph, "w2", "4,3,3,3", NULL);
  tiny_onnx_add (graph, "wide", "Conv", "conv w2", "");
  onnx_file_assert_fails (graph, ONNX_FILE_VERSION, DREAM_ERROR_BAD_NETWORK,
                          "wide");
}

static void
test_not_a_picture (void)
{
  GByteArray *graph = onnx_file_start_with_picture ("1,4,8,8");

  onnx_file_add_weights (graph);
  onnx_file_assert_fails (graph, ONNX_FILE_VERSION,
                          DREAM_ERROR_UNSUPPORTED_LAYER, "input");

  graph = onnx_file_start_with_picture ("1,3,8");
  onnx_file_add_weights (graph);
  onnx_file_assert_fails (graph, ONNX_FILE_VERSION,
                          DREAM_ERROR_UNSUPPORTED_LAYER, "input");

  graph = onnx_file_start ();
  tiny_onnx_add_input (graph, "second", TINY_ONNX_FLOAT, "1,3,8,8");
  onnx_file_assert_fails (graph, ONNX_FILE_VERSION,
                          DREAM_ERROR_UNSUPPORTED_LAYER, "second");

  graph = onnx_file_start_with_picture ("1,3,2000000000,8");
  onnx_file_add_weights (graph);
  onnx_file_assert_fails (graph, ONNX_FILE_VERSION,
                          DREAM_ERROR_UNSUPPORTED_LAYER, "input");
}

/* Channels first or last; beside a picture in colour, and with one value alone,
 * it is no picture. */
static void
test_grey_picture (void)
{
  static const struct
  {
    const gchar *shape;
    const gchar *perm;
  } cases[] = { { "?,1,?,?", "l0,1,2,3" }, { "?,8,8,1", "l0,3,1,2" } };
  GByteArray              *graph;
  g_autoptr (DreamNetwork) colour = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree gchar *perm = g_strdup_printf ("perm=%s", cases[i].perm);
      g_autoptr (DreamNetwork) network = NULL;

      graph = onnx_file_start_with_picture (cases[i].shape);
      tiny_onnx_add_floats (graph, "w", "2,1,1,1", NULL);
      tiny_onnx_add (graph, "nchw", "Transpose", "input", perm);
      tiny_onnx_add (graph, "conv", "Conv", "nchw w", "");
      network = onnx_file_read (graph);
      g_assert_cmpint (dream_network_get_layer (network, 1)->channels, ==, 1);
      g_assert_cmpuint (onnx_file_find (network, "conv")->inputs[0], ==, 1);
      g_assert_cmpfloat (dream_network_get_input (network)->mean[2], ==,
                         127.5f);
    }

  graph = g_byte_array_new ();
  tiny_onnx_add_input (graph, "mask", TINY_ONNX_FLOAT, "1,1,8,8");
  tiny_onnx_add_input (graph, "input", TINY_ONNX_FLOAT, "1,3,8,8");
  onnx_file_add_weights (graph);
  tiny_onnx_add (graph, "conv", "Conv", "input w", "");
  colour = onnx_file_read (graph);
  g_assert_cmpuint (onnx_file_find (colour, "conv")->inputs[0], ==, 0);

  graph = onnx_file_start_with_picture ("1,1,1,1");
  onnx_file_add_weights (graph);
  onnx_file_assert_fails (graph, ONNX_FILE_VERSION,
                          DREAM_ERROR_UNSUPPORTED_LAYER, "input");
}

/* As older files have it. */
static void
test_initializers_among_inputs (void)
{
  GByteArray              *graph   = onnx_file_start ();
  g_autoptr (DreamNetwork) network = NULL;

  tiny_onnx_add_input (graph, "w", TINY_ONNX_FLOAT, "4,3,3,3");
  tiny_onnx_add_input (graph, "b", TINY_ONNX_FLOAT, "4");
  network = onnx_file_read (graph);

  g_assert_cmpuint (dream_network_n_layers (network), ==, 2);
}

static void
test_input_is_usual (void)
{
  g_autoptr (DreamNetwork) network = onnx_file_read (onnx_file_start ());
  const DreamInput        *input   = dream_network_get_input (network);
  GByteArray              *graph;
  DreamInput               other;

  g_assert_cmpfloat_with_epsilon (input->mean[0], 123.675, 1e-3);
  g_assert_cmpfloat_with_epsilon (input->scale[2], 1 / (255 * 0.225), 1e-6);
  g_assert_false (input->bgr);

  /* Channels last are a habit of TensorFlow. */
  graph = onnx_file_start_with_picture ("?,8,8,3");
  onnx_file_add_weights (graph);
  tiny_onnx_add (graph, "nchw", "Transpose", "input", "perm=l0,3,1,2");
  tiny_onnx_add (graph, "conv", "Conv", "nchw w", "");
  dream_network_unref (network);
  network = onnx_file_read (graph);
  other   = *dream_network_get_input (network);
  g_assert_cmpfloat (other.mean[1], ==, 127.5f);
  g_assert_cmpfloat (other.scale[1], ==, 1 / 127.5f);
}

static void
test_input_range_is_guessed (void)
{
  DreamInput input = normalised_by ("Sub", 120);

  /* Of 0..255. */
  g_assert_cmpfloat (input.scale[0], ==, 1);
  g_assert_cmpfloat (input.mean[0], ==, 120);
  input = normalised_by ("Div", 255);
  g_assert_cmpfloat_with_epsilon (input.scale[0], 1 / 255.0, 1e-7);
  g_assert_cmpfloat (input.mean[0], ==, 0);

  /* Of 0..1. */
  input = normalised_by ("Sub", .5f);
  g_assert_cmpfloat_with_epsilon (input.scale[0], 1 / 255.0, 1e-7);
  g_assert_cmpfloat_with_epsilon (input.mean[0], 127.5, 1e-3);
  input = normalised_by ("Mul", 255);
  g_assert_cmpfloat_with_epsilon (input.scale[0], 1, 1e-6);

  /* Of what is normalised already. */
  input = normalised_by ("Mul", 2);
  g_assert_cmpfloat_with_epsilon (input.scale[0], 2 / (255 * 0.229), 1e-6);
  g_assert_cmpfloat_with_epsilon (input.mean[0], 123.675, 1e-3);
}

static void
test_input_is_given (void)
{
  const DreamInput         given = { { 2, 3, 4 }, { 5, 6, 7 }, TRUE };
  GByteArray              *graph = onnx_file_start ();
  g_autoptr (GBytes)       file  = tiny_onnx_finish (graph, ONNX_FILE_VERSION);
  g_autoptr (DreamNetwork) network = dream_read_onnx (file, NULL, &given, NULL);
  const DreamInput        *input   = dream_network_get_input (network);

  g_assert_cmpfloat (input->scale[0], ==, 2);
  g_assert_cmpfloat (input->mean[2], ==, 7);
  g_assert_true (input->bgr);
}

/* By the graph itself: what is said of the file's order holds for it. */
static void
test_channels_exchanged (void)
{
  const DreamInput         given   = { { 2, 3, 4 }, { 5, 6, 7 }, FALSE };
  GByteArray              *graph   = onnx_file_start_with_picture ("1,3,8,8");
  g_autoptr (DreamNetwork) network = NULL;
  g_autoptr (GBytes)       file    = NULL;
  const DreamInput        *input;

  onnx_file_add_weights (graph);
  tiny_onnx_add_ints (graph, "order", "3", "2,1,0");
  tiny_onnx_add (graph, "bgr", "Gather", "input order", "axis=i1");
  tiny_onnx_add (graph, "conv", "Conv", "bgr w", "");
  file    = tiny_onnx_finish (graph, ONNX_FILE_VERSION);
  network = dream_read_onnx (file, NULL, &given, NULL);
  g_assert_nonnull (network);

  input = dream_network_get_input (network);
  g_assert_true (input->bgr);
  g_assert_cmpfloat (input->scale[0], ==, 4);
  g_assert_cmpfloat (input->scale[2], ==, 2);
  g_assert_cmpfloat (input->mean[0], ==, 7);
}

static void
test_picture_taken_apart (void)
{
  GByteArray              *graph   = onnx_file_start_with_picture ("1,3,8,8");
  g_autoptr (DreamNetwork) network = NULL;
  const DreamInput        *input;

  onnx_file_add_weights (graph);
  tiny_onnx_add_ints (graph, "i0", "", "0");
  tiny_onnx_add_ints (graph, "i1", "", "1");
  tiny_onnx_add_ints (graph, "i2", "1", "-1");
  tiny_onnx_add_floats (graph, "half", "", (const gfloat[]){ .5f });
  tiny_onnx_add_floats (graph, "less", "", (const gfloat[]){ -.03f });
  tiny_onnx_add (graph, "r", "Gather", "input i0", "axis=i1");
  tiny_onnx_add (graph, "g", "Gather", "input i1", "axis=i1");
  tiny_onnx_add (graph, "b", "Gather", "input i2", "axis=i1");
  tiny_onnx_add (graph, "r1", "Unsqueeze", "r", "axes=l1");
  tiny_onnx_add (graph, "g1", "Unsqueeze", "g", "axes=l1");
  tiny_onnx_add (graph, "r2", "Mul", "r1 half", "");
  tiny_onnx_add (graph, "r3", "Add", "less r2", "");
  tiny_onnx_add (graph, "b2", "Div", "b half", "");
  tiny_onnx_add (graph, "whole", "Concat", "r3 g1 b2", "axis=i1");
  tiny_onnx_add (graph, "conv", "Conv", "whole w", "");
  network = onnx_file_read (graph);

  /* Torchvision's range, then each channel's own changes. */
  input = dream_network_get_input (network);
  g_assert_cmpfloat_with_epsilon (input->scale[0], .5 / (255 * .229), 1e-6);
  g_assert_cmpfloat_with_epsilon (input->scale[1], 1 / (255 * .224), 1e-6);
  g_assert_cmpfloat_with_epsilon (input->scale[2], 2 / (255 * .225), 1e-6);
  g_assert_cmpfloat_with_epsilon (input->mean[0],
                                  255 * .485 + .03 * 255 * .229 / .5, 1e-2);
  g_assert_cmpfloat_with_epsilon (input->mean[1], 255 * .456, 1e-3);
}

/* A vector that doubles with every operation soon would fill memory. */
static void
test_folding_is_bounded (void)
{
  GByteArray              *graph   = onnx_file_start ();
  g_autoptr (DreamNetwork) network = NULL;

  tiny_onnx_add_ints (graph, "v0", "2", "1,1");
  for (guint i = 0; i < 40; i++)
    {
      g_autofree gchar *before = g_strdup_printf ("v%u v%u", i, i);
      g_autofree gchar *after  = g_strdup_printf ("v%u", i + 1);

      tiny_onnx_add (graph, after, "Concat", before, "axis=i0");
    }
  network = onnx_file_read (graph);

  g_assert_cmpuint (dream_network_n_layers (network), ==, 2);
}

/* Nor can a short file have many channels scaled again and again. */
static void
test_floats_are_bounded (void)
{
  GByteArray *graph = onnx_file_start_with_picture ("1,3,8,8");

  tiny_onnx_add_floats (graph, "w", "60000,3,1,1", NULL);
  tiny_onnx_add_floats (graph, "two", "", (const gfloat[]){ 2 });
  tiny_onnx_add (graph, "conv", "Conv", "input w", "");
  for (guint i = 0; i < 100; i++)
    {
      g_autofree gchar *name = g_strdup_printf ("x%u", i);

      tiny_onnx_add (graph, name, "Mul", "conv two", "");
    }
  onnx_file_assert_fails (graph, ONNX_FILE_VERSION, DREAM_ERROR_BAD_NETWORK,
                          NULL);
}

/* What is expected of a picture that the graph begins by changing. */
static DreamInput
normalised_by (const gchar *op, gfloat value)
{
  GByteArray              *graph   = onnx_file_start_with_picture ("1,3,8,8");
  g_autoptr (DreamNetwork) network = NULL;

  onnx_file_add_weights (graph);
  tiny_onnx_add_floats (graph, "c", "", &value);
  tiny_onnx_add (graph, "changed", op, "input c", "");
  tiny_onnx_add (graph, "conv", "Conv", "changed w", "");
  network = onnx_file_read (graph);

  return *dream_network_get_input (network);
}
