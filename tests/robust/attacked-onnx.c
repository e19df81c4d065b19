/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ONNX files that were made to take much memory or time for their size.  A
 * reader that falls for one runs into the test's limit, or out of memory.
 */

#include <locale.h>
#include <sys/resource.h>

#include "probe.h"
#include "tiny-onnx.h"

#define VERSION 13

/* The largest file has 11 MB; each would take more than 500. */
#define MAX_KILOBYTES (160 << 10)
#define LONG_NAME     4000

/* Fields of GraphProto. */
#define NODE  0x0a
#define INPUT 0x5a

static void test_tensor_of_one_number (void);
static void test_sizes_that_overflow (void);
static void test_rows_without_columns (void);
static void test_factors_of_many_channels (void);
static void test_long_names_of_many_sums (void);
static void test_name_that_is_too_long (void);
static void test_vector_that_doubles (void);
static void test_shape_in_many_pieces (void);
static void test_many_attributes (void);
static void test_too_many_operations (void);
static void add_wide (GByteArray *graph);
static void add_message (GByteArray    *graph,
                         guint8         field,
                         const GString *message);
static void assert_refused (GByteArray *graph);
static void assert_small (GByteArray *graph, gboolean expected);

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/attacked-onnx/tensor-of-one-number",
                   test_tensor_of_one_number);
  g_test_add_func ("/attacked-onnx/sizes-that-overflow",
                   test_sizes_that_overflow);
  g_test_add_func ("/attacked-onnx/rows-without-columns",
                   test_rows_without_columns);
  g_test_add_func ("/attacked-onnx/factors-of-many-channels",
                   test_factors_of_many_channels);
  g_test_add_func ("/attacked-onnx/long-names-of-many-sums",
                   test_long_names_of_many_sums);
  g_test_add_func ("/attacked-onnx/name-that-is-too-long",
                   test_name_that_is_too_long);
  g_test_add_func ("/attacked-onnx/vector-that-doubles",
                   test_vector_that_doubles);
  g_test_add_func ("/attacked-onnx/shape-in-many-pieces",
                   test_shape_in_many_pieces);
  g_test_add_func ("/attacked-onnx/many-attributes", test_many_attributes);
  g_test_add_func ("/attacked-onnx/too-many-operations",
                   test_too_many_operations);

  return g_test_run ();
}

static void
test_tensor_of_one_number (void)
{
  const gfloat one   = 1;
  GByteArray  *graph = g_byte_array_new ();

  tiny_onnx_add_stem (graph);
  tiny_onnx_add_tensor (graph, "n", TINY_ONNX_FLOAT, "65536,4,64,64",
                        TINY_ONNX_FLOAT_DATA, (const guint8 *) &one,
                        sizeof one);
  tiny_onnx_add (graph, "wide", "Conv", "conv n", "");
  assert_refused (graph);
}

static void
test_sizes_that_overflow (void)
{
  const gfloat one   = 1;
  GByteArray  *graph = g_byte_array_new ();

  tiny_onnx_add_stem (graph);
  tiny_onnx_add_tensor (graph, "n", TINY_ONNX_FLOAT,
                        "2147483647,2147483647,2147483647", TINY_ONNX_RAW_DATA,
                        (const guint8 *) &one, sizeof one);
  assert_refused (graph);
}

/* There are no numbers, but very many rows of them. */
static void
test_rows_without_columns (void)
{
  GByteArray *graph = g_byte_array_new ();

  tiny_onnx_add_stem (graph);
  tiny_onnx_add_tensor (graph, "n", TINY_ONNX_INT64, "2147483647,0",
                        TINY_ONNX_RAW_DATA, NULL, 0);
  tiny_onnx_add_ints (graph, "zero", "1", "0");
  tiny_onnx_add_ints (graph, "end", "1", "2147483647");
  for (guint i = 0; i < 1000; i++)
    tiny_onnx_add (graph, "part", "Slice", "n zero end", "");
  assert_small (graph, TRUE);
}

/* Each number becomes as many as there are channels. */
static void
test_factors_of_many_channels (void)
{
  GByteArray *graph = g_byte_array_new ();

  add_wide (graph);
  tiny_onnx_add_floats (graph, "two", "", (const gfloat[]){ 2 });
  for (guint i = 0; i < 5000; i++)
    {
      g_autofree gchar *name = g_strdup_printf ("%u", i);

      tiny_onnx_add (graph, name, "Mul", "wide two", "");
    }
  assert_refused (graph);
}

/* Each partial sum is a layer, and has the whole one's name. */
static void
test_long_names_of_many_sums (void)
{
  GByteArray         *graph  = g_byte_array_new ();
  g_autofree gchar   *filler = g_strnfill (LONG_NAME, 'n');
  g_autoptr (GString) inputs = g_string_new ("conv");

  tiny_onnx_add_stem (graph);
  for (guint i = 1; i < 32; i++)
    g_string_append (inputs, " conv");
  for (guint i = 0; i < 2000; i++)
    {
      g_autofree gchar *name = g_strdup_printf ("%s%u", filler, i);

      tiny_onnx_add (graph, name, "Sum", inputs->str, "@name=");
    }
  assert_refused (graph);
}

static void
test_name_that_is_too_long (void)
{
  GByteArray       *graph = g_byte_array_new ();
  g_autofree gchar *name  = g_strnfill (1 << 20, 'n');

  tiny_onnx_add_stem (graph);
  tiny_onnx_add (graph, name, "Relu", "conv", "");
  assert_refused (graph);
}

static void
test_vector_that_doubles (void)
{
  GByteArray *graph = g_byte_array_new ();

  tiny_onnx_add_stem (graph);
  tiny_onnx_add_ints (graph, "v", "2", "1,1");
  for (guint i = 0; i < 40; i++)
    tiny_onnx_add (graph, "v", "Concat", "v v", "axis=i0");
  assert_small (graph, TRUE);
}

/* protobuf-c joins the pieces of a message one by one, copying all. */
static void
test_shape_in_many_pieces (void)
{
  static const gchar  piece[] = "\x12\x06\x0a\x04\x12\x02\x0a\x00";
  GByteArray         *graph   = g_byte_array_new ();
  g_autoptr (GString) input   = g_string_new ("\x0a\x01x");

  tiny_onnx_add_stem (graph);
  for (guint i = 0; i < 250000; i++)
    g_string_append_len (input, piece, sizeof piece - 1);
  add_message (graph, INPUT, input);
  assert_refused (graph);
}

/* Two bytes each, in which protobuf-c sees a hundred. */
static void
test_many_attributes (void)
{
  GByteArray         *graph = g_byte_array_new ();
  g_autoptr (GString) node  = g_string_new ("\x12\x01x\x22\x04Relu");

  tiny_onnx_add_stem (graph);
  for (guint i = 0; i < 5000000; i++)
    g_string_append_len (node, "\x2a\x00", 2);
  add_message (graph, NODE, node);
  assert_refused (graph);
}

static void
test_too_many_operations (void)
{
  GByteArray *graph = g_byte_array_new ();

  tiny_onnx_add_stem (graph);
  for (guint i = 0; i < 100000; i++)
    {
      g_autofree gchar *name = g_strdup_printf ("%u", i);

      tiny_onnx_add (graph, name, "Relu", "conv", "@name=");
    }
  assert_refused (graph);
}

/* Adds "wide", of 60000 channels, out of few bytes. */
static void
add_wide (GByteArray *graph)
{
  g_autoptr (GString) inputs = g_string_new ("conv");

  tiny_onnx_add_stem (graph);
  for (guint i = 1; i < 100; i++)
    g_string_append (inputs, " conv");
  tiny_onnx_add (graph, "hundred", "Concat", inputs->str, "axis=i1");

  g_string_assign (inputs, "hundred");
  for (guint i = 1; i < 150; i++)
    g_string_append (inputs, " hundred");
  tiny_onnx_add (graph, "wide", "Concat", inputs->str, "axis=i1");
}

static void
add_message (GByteArray *graph, guint8 field, const GString *message)
{
  gsize size = message->len;

  g_byte_array_append (graph, &field, 1);
  do
    {
      const guint8 byte = (size & 0x7f) | (size >= 0x80 ? 0x80 : 0);

      g_byte_array_append (graph, &byte, 1);
      size >>= 7;
    }
  while (size > 0);
  g_byte_array_append (graph, (const guint8 *) message->str, message->len);
}

/* Takes @graph. */
static void
assert_refused (GByteArray *graph)
{
  assert_small (graph, FALSE);
}

/* Takes @graph.
 * @expected: whether it is a network all the same. */
static void
assert_small (GByteArray *graph, gboolean expected)
{
  g_autoptr (GBytes) file = tiny_onnx_finish (graph, VERSION);
  gsize              size;
  const guint8      *data = g_bytes_get_data (file, &size);
  struct rusage      usage;

  g_assert_cmpint (probe (dream_read_onnx, data, size), ==, expected);

  g_assert_cmpint (getrusage (RUSAGE_SELF, &usage), ==, 0);
  g_assert_cmpint (usage.ru_maxrss, <, MAX_KILOBYTES);
}
