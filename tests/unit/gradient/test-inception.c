/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inception v3 as it is installed: known facts about it, its gradient in tiles,
 * and what becomes of its file when it is cut short or damaged.  The
 * environment variable DEEP_DREAM_NETWORK says where the file is.
 */

#include <locale.h>
#include <math.h>
#include <string.h>

#include "engine/error.h"
#include "engine/gradient/gradient.h"
#include "engine/readers/formats.h"
#include "engine/readers/read.h"

#include "tests/robust/damage.h"
#include "tests/robust/probe.h"

#define SEED      20150618
#define N_LENGTHS 400
#define N_DAMAGES 10000
/* The model's table and its vectors come first, its graph last. */
#define ROOT 1352
#define EDGE (64 * 1024)
/* A vector's length, a buffer's table and its vtable come before weights. */
#define BEFORE_VALUES 64

typedef struct
{
  const gchar *name;
  DreamOp      op;
  gint         channels;
  gint         receptive_field;
  gint         stride;
  gint         minimum_size;
} Fact;

/* The file in memory that may be written to. */
typedef struct
{
  guint8 *data;
  gsize   size;
} File;

static void          test_facts (void);
static void          test_names (void);
static void          test_values (void);
static void          test_tiles_equal_whole (void);
static void          test_truncated (void);
static void          test_edges (void);
static void          test_structure (void);
static void          test_anywhere (void);
static DreamPicture *gradient_of (DreamCompiled      *compiled,
                                  DreamThreads       *threads,
                                  const DreamPicture *picture,
                                  gsize               budget,
                                  gboolean            wrap,
                                  gint               *n_tiles);
static const gchar  *get_path (void);
static DreamNetwork *read_network (void);
static gboolean      load_file (File *file);
static void damage_before (File *file, GRand *random, const guint8 *values);
static void damage_between (File  *file,
                            GRand *random,
                            gsize  first,
                            gsize  last,
                            guint  n_damages);

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/inception/facts", test_facts);
  g_test_add_func ("/inception/names", test_names);
  g_test_add_func ("/inception/values", test_values);
  if (g_test_thorough ())
    g_test_add_func ("/inception/tiles-equal-whole", test_tiles_equal_whole);
  g_test_add_func ("/inception/truncated", test_truncated);
  g_test_add_func ("/inception/damaged-edges", test_edges);
  g_test_add_func ("/inception/damaged-structure", test_structure);
  g_test_add_func ("/inception/damaged-anywhere", test_anywhere);

  return g_test_run ();
}

/* Fields, strides and minimums are worked out by hand from the paper's table
 * of layers (Szegedy et al., Rethinking the Inception Architecture, 2015).
 */
static void
test_facts (void)
{
  static const Fact facts[] = {
    { "input", DREAM_OP_INPUT, 3, 1, 1, 1 },
    { "InceptionV3/Conv2d_1a_3x3/Relu", DREAM_OP_CONVOLUTION, 32, 3, 2, 3 },
    { "MaxPool_5a_3x3/MaxPool", DREAM_OP_MAX_POOL, 192, 31, 8, 27 },
    { "Mixed_5b/Branch_3/AvgPool_0a_3x3/AvgPool", DREAM_OP_AVERAGE_POOL, 192,
      47, 8, 27 },
    { "Mixed_5b/concat", DREAM_OP_CONCAT, 256, 63, 8, 27 },
    { "Mixed_5d/concat", DREAM_OP_CONCAT, 288, 127, 8, 27 },
    { "Mixed_6a/concat", DREAM_OP_CONCAT, 768, 159, 16, 43 },
    { "Mixed_6c/concat", DREAM_OP_CONCAT, 768, 543, 16, 43 },
    { "Mixed_7a/concat", DREAM_OP_CONCAT, 1280, 1055, 32, 75 },
    { "Mixed_7c/concat", DREAM_OP_CONCAT, 2048, 1311, 32, 75 },
    { "BiasAdd", DREAM_OP_CONVOLUTION, 1001, 1535, 64, 299 }
  };
  g_autoptr (DreamNetwork) network = read_network ();
  guint                    i;

  if (! network)
    return;

  g_assert_cmpuint (dream_network_n_layers (network), ==, 125);
  g_assert_cmpfloat (dream_network_get_input (network)->scale[1], ==,
                     0.0078125);
  g_assert_cmpfloat (dream_network_get_input (network)->mean[1], ==, 128);

  for (i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      g_autoptr (GError) error = NULL;
      const DreamLayer  *layer;
      guint              index = 0;

      dream_network_find_layer (network, facts[i].name, &index, &error);
      g_assert_no_error (error);
      layer = dream_network_get_layer (network, index);

      g_assert_cmpstr (layer->short_name, ==, facts[i].name);
      g_assert_cmpint (layer->op, ==, facts[i].op);
      g_assert_cmpint (layer->channels, ==, facts[i].channels);
      g_assert_cmpint (layer->receptive_field, ==, facts[i].receptive_field);
      g_assert_cmpint (layer->stride, ==, facts[i].stride);
      g_assert_cmpint (layer->minimum_size, ==, facts[i].minimum_size);
    }
}

static void
test_names (void)
{
  g_autoptr (DreamNetwork) network = read_network ();
  g_autoptr (GError)       error   = NULL;
  guint                    index;
  guint                    i;

  if (! network)
    return;

  for (i = 0; i < dream_network_n_layers (network); i++)
    {
      const DreamLayer *layer = dream_network_get_layer (network, i);

      g_assert_true (
        dream_network_find_layer (network, layer->short_name, &index, NULL));
      g_assert_cmpuint (index, ==, i);
    }

  g_assert_true (dream_network_find_layer (network, "Mixed_5d", &index, NULL));
  g_assert_cmpstr (dream_network_get_layer (network, index)->short_name, ==,
                   "Mixed_5d/concat");

  g_assert_false (
    dream_network_find_layer (network, "mixed4d", &index, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_NO_LAYER);
  g_assert_nonnull (strstr (error->message, "Mixed_5d/concat"));
}

/* Every convolution but the last, the logits, ends in a ReLU that only the
 * quantisation knows of; a trained network's weights are small, and about as
 * often negative as positive.
 */
static void
test_values (void)
{
  g_autoptr (DreamNetwork) network = read_network ();
  guint                    i;

  if (! network)
    return;

  for (i = 1; i < dream_network_n_layers (network); i++)
    {
      const DreamLayer  *layer  = dream_network_get_layer (network, i);
      g_autofree gfloat *values = NULL;
      gdouble            sum    = 0;
      gdouble            size   = 0;
      gsize              k;

      if (layer->op != DREAM_OP_CONVOLUTION)
        continue;

      g_assert_true ((layer->activation == DREAM_ACTIVATION_CLIP) ==
                     (i + 1 < dream_network_n_layers (network)));

      values = g_new (gfloat, layer->weights.n_values);
      dream_tensor_decode (&layer->weights, values);
      for (k = 0; k < layer->weights.n_values; k++)
        {
          sum += values[k];
          size += ABS (values[k]);
        }

      g_assert_cmpfloat (size / layer->weights.n_values, <, 1);
      g_assert_cmpfloat (ABS (sum), <, size / 2);
      g_assert_cmpuint (layer->bias.n_values, ==, (gsize) layer->channels);
    }
}

/* In the smallest tiles there are; flat, as a deep layer sees far. */
static void
test_tiles_equal_whole (void)
{
  static const struct
  {
    const gchar *layer;
    gint         width;
    gint         height;
    gint         n_ways; /* 2: wrapping, too */
  } cases[] = { { "Mixed_5d", 333, 61, 2 }, { "Mixed_6c", 1349, 61, 1 } };
  g_autoptr (DreamNetwork) network = read_network ();
  g_autoptr (DreamThreads) threads = dream_threads_new (0);
  g_autoptr (GRand)        random  = g_rand_new_with_seed (SEED);

  for (guint i = 0; network && i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DreamPicture)  picture  = NULL;
      g_autoptr (DreamCompiled) compiled = NULL;
      guint                     target;

      picture = dream_picture_new (cases[i].width, cases[i].height, NULL);
      for (gsize n = 0; n < dream_picture_n_values (picture); n++)
        picture->pixels[n] = g_rand_double (random);

      dream_network_find_layer (network, cases[i].layer, &target, NULL);
      compiled = dream_compiled_new (network, &target, 1,
                                     dream_kernels_choose (NULL), threads,
                                     NULL);

      for (gint wrap = FALSE; wrap < cases[i].n_ways; wrap++)
        {
          g_autoptr (DreamPicture) whole = NULL;
          g_autoptr (DreamPicture) tiled = NULL;
          gdouble                  aa = 0, bb = 0, ab = 0, difference = 0;
          gint                     n_tiles;

          whole = gradient_of (compiled, threads, picture, G_MAXSIZE, wrap,
                               &n_tiles);
          g_assert_cmpint (n_tiles, ==, 1);
          tiled = gradient_of (compiled, threads, picture, 1, wrap, &n_tiles);
          g_assert_cmpint (n_tiles, >, 1);

          for (gsize n = 0; n < dream_picture_n_values (whole); n++)
            {
              const gdouble a = whole->pixels[n];
              const gdouble b = tiled->pixels[n];

              aa += a * a;
              bb += b * b;
              ab += a * b;
              difference += (a - b) * (a - b);
            }

          g_assert_cmpfloat (sqrt (difference / aa), <=, 1e-4);
          g_assert_cmpfloat (ab / sqrt (aa * bb), >=, 0.99999);
        }
    }
}

/* Each length lies in memory of its own, so that a tool sees a read beyond its
 * end; the short ones all, then ever longer ones.
 */
static void
test_truncated (void)
{
  File  file;
  gsize size;
  guint i;

  if (! load_file (&file))
    return;

  for (size = 0; size < N_LENGTHS; size++)
    {
      g_autofree guint8 *start = g_memdup2 (file.data, size);

      g_assert_false (probe (dream_read_tflite, start, size));
    }

  for (i = 1; i <= N_LENGTHS; i++)
    probe (dream_read_tflite, file.data, file.size * i / (N_LENGTHS + 1));

  g_assert_true (probe (dream_read_tflite, file.data, file.size));
  g_free (file.data);
}

static void
test_edges (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);
  File              file;

  if (! load_file (&file))
    return;

  damage_between (&file, random, 0, ROOT, N_DAMAGES);
  damage_between (&file, random, 0, EDGE, N_DAMAGES);
  damage_between (&file, random, file.size - EDGE, file.size, N_DAMAGES);

  g_assert_true (probe (dream_read_tflite, file.data, file.size));
  g_free (file.data);
}

/* Just before each layer's weights and biases. */
static void
test_structure (void)
{
  g_autoptr (GRand)        random  = g_rand_new_with_seed (SEED);
  g_autoptr (GBytes)       bytes   = NULL;
  g_autoptr (DreamNetwork) network = NULL;
  File                     file;
  guint                    i;

  if (! load_file (&file))
    return;

  bytes   = g_bytes_new_static (file.data, file.size);
  network = dream_read_tflite (bytes, NULL, NULL, NULL);
  g_assert_nonnull (network);

  for (i = 0; i < dream_network_n_layers (network); i++)
    {
      const DreamLayer *layer = dream_network_get_layer (network, i);

      damage_before (&file, random, layer->weights.data);
      damage_before (&file, random, layer->bias.data);
    }

  g_assert_true (probe (dream_read_tflite, file.data, file.size));
  g_free (file.data);
}

static void
test_anywhere (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);
  File              file;

  if (! load_file (&file))
    return;

  damage_between (&file, random, 0, file.size, N_DAMAGES / 10);

  g_assert_true (probe (dream_read_tflite, file.data, file.size));
  g_free (file.data);
}

static DreamPicture *
gradient_of (DreamCompiled      *compiled,
             DreamThreads       *threads,
             const DreamPicture *picture,
             gsize               budget,
             gboolean            wrap,
             gint               *n_tiles)
{
  const DreamTiling         tiling    = { budget, 100, wrap };
  g_autoptr (GError)        error     = NULL;
  g_autoptr (DreamGradient) gradients = NULL;
  DreamPicture             *gradient;

  gradients = dream_gradient_new (compiled, threads, picture->width,
                                  picture->height, &tiling, &error);
  g_assert_no_error (error);
  gradient = dream_picture_new (picture->width, picture->height, NULL);
  dream_gradient_compute (gradients, picture, 11, -7, gradient, NULL, NULL);
  *n_tiles = dream_gradient_n_tiles (gradients);

  return gradient;
}

/* Returns: (nullable): where the network is; without it the test has failed.
 */
static const gchar *
get_path (void)
{
  const gchar *path = g_getenv ("DEEP_DREAM_NETWORK");

  if (! path || ! *path)
    {
      g_test_fail_printf ("This test needs the network Inception v3. Install "
                          "it with \"models/deep-dream-networks install "
                          "inception-v3\" and set DEEP_DREAM_NETWORK to its "
                          "file, inception-v3.tflite.");
      return NULL;
    }

  return path;
}

static DreamNetwork *
read_network (void)
{
  const gchar       *path    = get_path ();
  g_autoptr (GError) error   = NULL;
  DreamNetwork      *network = NULL;

  if (! path)
    return NULL;

  network = dream_network_read (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (network);

  return network;
}

static gboolean
load_file (File *file)
{
  const gchar       *path  = get_path ();
  g_autoptr (GError) error = NULL;

  if (! path)
    return FALSE;

  g_file_get_contents (path, (gchar **) &file->data, &file->size, &error);
  g_assert_no_error (error);

  return TRUE;
}

static void
damage_before (File *file, GRand *random, const guint8 *values)
{
  if (values)
    damage_between (file, random, values - file->data - BEFORE_VALUES,
                    values - file->data, N_DAMAGES / 100);
}

/* One damage at a time, as the file is too large to be copied each time. */
static void
damage_between (File  *file,
                GRand *random,
                gsize  first,
                gsize  last,
                guint  n_damages)
{
  guint i;

  for (i = 0; i < n_damages; i++)
    {
      Damage damage = damage_inflict (random, file->data, first, last);

      probe (dream_read_tflite, file->data, file->size);
      damage_repair (&damage, file->data);
    }
}
