/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * TensorFlow graphs that were made to take much memory or time for their size.
 * A reader that falls for one runs into the test's limit, or out of memory.
 */

#include <locale.h>
#include <sys/resource.h>

#include "probe.h"
#include "tiny-graphdef.h"

#define DT_FLOAT 1
#define FLOATS   5

/* The largest file has 5 MB; each would take more than 500. */
#define MAX_KILOBYTES (160 << 10)
#define LONG_NAME     4000

static void test_constant_of_one_number (void);
static void test_sizes_that_overflow (void);
static void test_factors_of_many_channels (void);
static void test_long_name_of_many_sums (void);
static void test_name_that_is_too_long (void);
static void test_numbers_of_numbers (void);
static void test_too_many_nodes (void);
static void add_wide (GByteArray *graph);
static void assert_refused (GByteArray *graph);

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/attacked-graphdef/constant-of-one-number",
                   test_constant_of_one_number);
  g_test_add_func ("/attacked-graphdef/sizes-that-overflow",
                   test_sizes_that_overflow);
  g_test_add_func ("/attacked-graphdef/factors-of-many-channels",
                   test_factors_of_many_channels);
  g_test_add_func ("/attacked-graphdef/long-name-of-many-sums",
                   test_long_name_of_many_sums);
  g_test_add_func ("/attacked-graphdef/name-that-is-too-long",
                   test_name_that_is_too_long);
  g_test_add_func ("/attacked-graphdef/numbers-of-numbers",
                   test_numbers_of_numbers);
  g_test_add_func ("/attacked-graphdef/too-many-nodes", test_too_many_nodes);

  return g_test_run ();
}

/* The last number counts for all that are missing. */
static void
test_constant_of_one_number (void)
{
  const gfloat one   = 1;
  GByteArray  *graph = g_byte_array_new ();

  tiny_graph_add_picture (graph, 8);
  tiny_graph_add_tensor (graph, "w", DT_FLOAT, "64,64,3,65536", FLOATS,
                         (const guint8 *) &one, sizeof one);
  tiny_graph_add (graph, "conv", "Conv2D", "input w",
                  "strides=l1,1,1,1 padding=sSAME");
  assert_refused (graph);
}

static void
test_sizes_that_overflow (void)
{
  const gfloat one   = 1;
  GByteArray  *graph = g_byte_array_new ();

  tiny_graph_add_picture (graph, 8);
  tiny_graph_add_tensor (graph, "w", DT_FLOAT,
                         "4294967296,4294967296,4294967297", FLOATS,
                         (const guint8 *) &one, sizeof one);
  assert_refused (graph);
}

/* Each number becomes as many as there are channels. */
static void
test_factors_of_many_channels (void)
{
  GByteArray *graph = g_byte_array_new ();

  add_wide (graph);
  tiny_graph_add_floats (graph, "two", "", (const gfloat[]){ 2 });
  for (guint i = 0; i < 5000; i++)
    {
      g_autofree gchar *name = g_strdup_printf ("%u", i);

      tiny_graph_add (graph, name, "Mul", "wide two", "");
    }
  assert_refused (graph);
}

/* Each partial sum is a layer, and has the whole one's name. */
static void
test_long_name_of_many_sums (void)
{
  GByteArray         *graph  = g_byte_array_new ();
  g_autofree gchar   *name   = g_strnfill (LONG_NAME, 'n');
  g_autoptr (GString) inputs = g_string_new ("conv");

  tiny_graph_add_picture (graph, 8);
  tiny_graph_add_stem (graph);
  for (guint i = 0; i < 60000; i++)
    g_string_append (inputs, " conv");
  tiny_graph_add (graph, name, "AddN", inputs->str, "");
  assert_refused (graph);
}

static void
test_name_that_is_too_long (void)
{
  GByteArray       *graph = g_byte_array_new ();
  g_autofree gchar *name  = g_strnfill (1 << 20, 'n');

  tiny_graph_add_picture (graph, 8);
  tiny_graph_add (graph, name, "Relu", "input", "");
  assert_refused (graph);
}

/* Computed anew for each node that reads them. */
static void
test_numbers_of_numbers (void)
{
  GByteArray *graph = g_byte_array_new ();

  tiny_graph_add_picture (graph, 8);
  tiny_graph_add_stem (graph);
  tiny_graph_add_floats (graph, "n", "262144", NULL);
  for (guint i = 0; i < 20000; i++)
    {
      g_autofree gchar *name = g_strdup_printf ("%u", i);

      tiny_graph_add (graph, name, "Add", "n n", "");
    }
  assert_refused (graph);
}

static void
test_too_many_nodes (void)
{
  GByteArray *graph = g_byte_array_new ();

  tiny_graph_add_picture (graph, 8);
  tiny_graph_add_stem (graph);
  for (guint i = 0; i < 100000; i++)
    {
      g_autofree gchar *name = g_strdup_printf ("%u", i);

      tiny_graph_add (graph, name, "Relu", "conv", "");
    }
  assert_refused (graph);
}

/* Adds "wide", of 60000 channels, out of few bytes. */
static void
add_wide (GByteArray *graph)
{
  g_autoptr (GString) inputs = g_string_new ("conv");

  tiny_graph_add_picture (graph, 8);
  tiny_graph_add_stem (graph);
  tiny_graph_add_integers (graph, "axis", "", "3");
  for (guint i = 1; i < 15000; i++)
    g_string_append (inputs, " conv");
  g_string_append (inputs, " axis");
  tiny_graph_add (graph, "wide", "ConcatV2", inputs->str, "");
}

/* Takes @graph. */
static void
assert_refused (GByteArray *graph)
{
  struct rusage usage;

  g_assert_false (probe (dream_read_graphdef, graph->data, graph->len));
  g_byte_array_unref (graph);

  g_assert_cmpint (getrusage (RUSAGE_SELF, &usage), ==, 0);
  g_assert_cmpint (usage.ru_maxrss, <, MAX_KILOBYTES);
}
