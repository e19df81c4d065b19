/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Networks built by hand: what is derived of a layer, and what a network keeps.
 */

#include <locale.h>

#include "tests/unit/hand-network.h"

#define SEED      42
#define N_CHAINS  200
#define MAX_CHAIN 6

static void test_geometry_of_chain (void);
static void test_geometry_of_axes (void);
static void test_geometry_of_concat (void);
static void test_minimum_size (void);
static void test_decode (void);
static void test_memory (void);
static gint find_minimum (DreamNetwork *network);
static gint output_size (const DreamLayer *layer, gint n);
static void count_free (gpointer data);

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/network/geometry-of-chain", test_geometry_of_chain);
  g_test_add_func ("/network/geometry-of-axes", test_geometry_of_axes);
  g_test_add_func ("/network/geometry-of-concat", test_geometry_of_concat);
  g_test_add_func ("/network/minimum-size", test_minimum_size);
  g_test_add_func ("/network/decode", test_decode);
  g_test_add_func ("/network/keeps-memory", test_memory);

  return g_test_run ();
}

/* The stem of Inception v3, by hand. */
static void
test_geometry_of_chain (void)
{
  GPtrArray               *layers     = hand_start ();
  g_autoptr (DreamNetwork) network    = NULL;
  const gint               fields[]   = { 1, 3, 7, 11, 15, 15, 23, 31 };
  const gint               strides[]  = { 1, 2, 2, 2, 4, 4, 4, 8 };
  const gint               minimums[] = { 1, 3, 7, 7, 11, 11, 19, 27 };
  guint                    i;

  hand_add_convolution (layers, "1a", 0, 3, 3, 2, DREAM_PADDING_EXPLICIT);
  hand_add_convolution (layers, "2a", 1, 3, 3, 1, DREAM_PADDING_EXPLICIT);
  hand_add_convolution (layers, "2b", 2, 3, 3, 1, DREAM_PADDING_SAME);
  hand_add_pool (layers, "3a", 3, 3, 2, DREAM_PADDING_EXPLICIT);
  hand_add_convolution (layers, "3b", 4, 1, 1, 1, DREAM_PADDING_EXPLICIT);
  hand_add_convolution (layers, "4a", 5, 3, 3, 1, DREAM_PADDING_EXPLICIT);
  hand_add_pool (layers, "5a", 6, 3, 2, DREAM_PADDING_EXPLICIT);
  network = hand_finish (layers);

  g_assert_cmpuint (dream_network_n_layers (network), ==,
                    G_N_ELEMENTS (fields));
  for (i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const DreamLayer *layer = dream_network_get_layer (network, i);

      g_assert_cmpint (layer->receptive_field, ==, fields[i]);
      g_assert_cmpint (layer->stride, ==, strides[i]);
      g_assert_cmpint (layer->minimum_size, ==, minimums[i]);
    }
}

/* A row of 7 and a column of 7 see no more than a square of 7. */
static void
test_geometry_of_axes (void)
{
  GPtrArray               *layers  = hand_start ();
  g_autoptr (DreamNetwork) network = NULL;

  hand_add_convolution (layers, "row", 0, 1, 7, 1, DREAM_PADDING_EXPLICIT);
  hand_add_convolution (layers, "column", 1, 7, 1, 1, DREAM_PADDING_SAME);
  network = hand_finish (layers);

  g_assert_cmpint (dream_network_get_layer (network, 1)->receptive_field, ==,
                   7);
  g_assert_cmpint (dream_network_get_layer (network, 2)->receptive_field, ==,
                   7);
  g_assert_cmpint (dream_network_get_layer (network, 2)->minimum_size, ==, 7);
}

static void
test_geometry_of_concat (void)
{
  GPtrArray               *layers  = hand_start ();
  g_autoptr (DreamNetwork) network = NULL;
  const DreamLayer        *concat;

  hand_add_convolution (layers, "wide", 0, 7, 7, 1, DREAM_PADDING_SAME);
  hand_add_convolution (layers, "wide/down", 1, 3, 3, 2,
                        DREAM_PADDING_EXPLICIT);
  hand_add_pool (layers, "down", 0, 3, 2, DREAM_PADDING_EXPLICIT);
  hand_add_concat (layers, "concat", 2, 3);
  network = hand_finish (layers);
  concat  = dream_network_get_layer (network, 4);

  g_assert_cmpint (concat->channels, ==, 5);
  g_assert_cmpint (concat->receptive_field, ==, 9);
  g_assert_cmpint (concat->stride, ==, 2);
  g_assert_cmpint (concat->minimum_size, ==, 3);
}

/* What is derived against what the layers do to sizes, one by one. */
static void
test_minimum_size (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);
  guint             chain;

  for (chain = 0; chain < N_CHAINS; chain++)
    {
      GPtrArray *layers   = hand_start ();
      guint      n_layers = g_rand_int_range (random, 1, MAX_CHAIN + 1);
      g_autoptr (DreamNetwork) network = NULL;
      guint                    i;

      for (i = 0; i < n_layers; i++)
        {
          g_autofree gchar *name    = g_strdup_printf ("pool-%u", i);
          DreamPadding      padding = g_rand_boolean (random)
                                        ? DREAM_PADDING_SAME
                                        : DREAM_PADDING_EXPLICIT;

          hand_add_pool (layers, name, i, g_rand_int_range (random, 1, 6),
                         g_rand_int_range (random, 1, 4), padding);
        }

      network = hand_finish (layers);
      g_assert_cmpint (dream_network_get_layer (network, n_layers)
                         ->minimum_size,
                       ==, find_minimum (network));
    }
}

static void
test_decode (void)
{
  const guint8      bytes[]  = { 0xee, 0, 1, 128, 255 };
  const guint8      words[]  = { 0xee, 1,    0, 0, 0, 0xff, 0xff,
                                 0xff, 0xff, 0, 0, 0, 0x80 };
  const guint8      floats[] = { 0xee, 0, 0, 0x80, 0x3f, 0, 0, 0x20, 0xc1 };
  const DreamTensor uint8    = { .data       = bytes + 1,
                                 .n_values   = 4,
                                 .coding     = DREAM_CODING_UINT8,
                                 .scale      = 0.5f,
                                 .zero_point = 128 };
  const DreamTensor int32    = { .data       = words + 1,
                                 .n_values   = 3,
                                 .coding     = DREAM_CODING_INT32,
                                 .scale      = 2,
                                 .zero_point = 0 };
  const DreamTensor float32  = { .data       = floats + 1,
                                 .n_values   = 2,
                                 .coding     = DREAM_CODING_FLOAT32,
                                 .scale      = 1,
                                 .zero_point = 0 };
  gfloat            values[4];

  dream_tensor_decode (&uint8, values);
  g_assert_cmpfloat (values[0], ==, -64);
  g_assert_cmpfloat (values[1], ==, -63.5);
  g_assert_cmpfloat (values[2], ==, 0);
  g_assert_cmpfloat (values[3], ==, 63.5);

  dream_tensor_decode (&int32, values);
  g_assert_cmpfloat (values[0], ==, 2);
  g_assert_cmpfloat (values[1], ==, -2);
  g_assert_cmpfloat (values[2], ==, -4294967296.0);

  dream_tensor_decode (&float32, values);
  g_assert_cmpfloat (values[0], ==, 1);
  g_assert_cmpfloat (values[1], ==, -10);
}

static void
test_memory (void)
{
  const DreamInput input   = { { 0.5f, 0.25f, 1 }, { 100, 110, 120 }, TRUE };
  guint            n_freed = 0;
  GBytes *memory = g_bytes_new_with_free_func ("", 1, count_free, &n_freed);
  DreamNetwork *network = dream_network_new (hand_start (), &input, memory,
                                             NULL);
  DreamNetwork *again   = dream_network_ref (network);

  g_bytes_unref (memory);
  dream_network_unref (network);
  g_assert_cmpuint (n_freed, ==, 0);
  g_assert_cmpmem (dream_network_get_input (again), sizeof (input), &input,
                   sizeof (input));

  dream_network_unref (again);
  g_assert_cmpuint (n_freed, ==, 1);
}

/* Returns: the smallest side of a picture that gives the last layer of a chain
 *   an output.
 */
static gint
find_minimum (DreamNetwork *network)
{
  gint side   = 0;
  gint output = 0;

  while (output < 1)
    {
      guint i;

      output = ++side;
      for (i = 1; i < dream_network_n_layers (network); i++)
        output = output_size (dream_network_get_layer (network, i), output);
    }

  return side;
}

static gint
output_size (const DreamLayer *layer, gint n)
{
  if (layer->padding == DREAM_PADDING_SAME)
    return (n + layer->stride_h - 1) / layer->stride_h;

  return n < layer->kernel_h ? 0 : (n - layer->kernel_h) / layer->stride_h + 1;
}

static void
count_free (gpointer data)
{
  guint *n_freed = data;

  (*n_freed)++;
}
