/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The network's values and gradients: on every instruction set equal to a plain
 * evaluation, whatever the tiles and threads.
 */

#include <math.h>
#include <string.h>

#include "engine/error.h"
#include "engine/gradient.h"
#include "tiny-network.h"

#define HEAD "head/concat"

typedef struct
{
  DreamNetwork *network;
  guint         target;
  DreamThreads *threads;
  DreamPacked  *packed;
} Fixture;

static void
set_up (Fixture            *fixture,
        const gchar        *layer,
        const DreamKernels *kernels,
        guint               n_threads)
{
  g_autoptr (GError) error = NULL;

  fixture->network = tiny_network_new (7);
  g_assert_true (dream_network_find_layer (fixture->network, layer,
                                           &fixture->target, &error));
  fixture->threads = dream_threads_new (n_threads);
  fixture->packed  = dream_packed_new (fixture->network, fixture->target,
                                       kernels, fixture->threads, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture)
{
  dream_packed_free (fixture->packed);
  dream_threads_free (fixture->threads);
  dream_network_unref (fixture->network);
}

static DreamPicture *
gradient_of (Fixture            *fixture,
             const DreamPicture *picture,
             gsize               budget,
             gint                shift_x,
             gint                shift_y,
             gint               *n_tiles)
{
  g_autoptr (GError)        error     = NULL;
  g_autoptr (DreamGradient) gradients = NULL;
  DreamPicture             *gradient;

  gradient  = dream_picture_new (picture->width, picture->height, NULL);
  gradients = dream_gradient_new (fixture->packed, fixture->threads,
                                  picture->width, picture->height, budget,
                                  &error);
  g_assert_no_error (error);
  g_assert_true (dream_gradient_compute (gradients, picture, shift_x, shift_y,
                                         gradient, NULL, NULL));
  if (n_tiles)
    *n_tiles = dream_gradient_n_tiles (gradients);

  return gradient;
}

static gdouble *
doubles_of (const DreamPicture *picture)
{
  gdouble *values = g_new (gdouble, dream_picture_n_values (picture));

  for (gsize i = 0; i < dream_picture_n_values (picture); i++)
    values[i] = picture->pixels[i];

  return values;
}

static gdouble
relative_difference (const DreamPicture *a, const DreamPicture *b)
{
  gdouble difference = 0;
  gdouble norm       = 0;

  for (gsize i = 0; i < dream_picture_n_values (a); i++)
    {
      difference += pow ((gdouble) a->pixels[i] - b->pixels[i], 2);
      norm += pow (a->pixels[i], 2);
    }

  return sqrt (difference / norm);
}

/* Every layer as target, so that every operation ends a plan once. */
static void
test_values (gconstpointer data)
{
  g_autoptr (DreamNetwork) network = tiny_network_new (7);
  g_autoptr (DreamPicture) picture = random_picture (37, 30, 1);
  g_autofree gdouble      *pixels  = doubles_of (picture);

  for (guint i = 1; i < dream_network_n_layers (network); i++)
    {
      const DreamLayer     *layer = dream_network_get_layer (network, i);
      Fixture               fixture;
      g_autoptr (DreamPlan) plan     = NULL;
      g_autofree gfloat    *values   = NULL;
      g_autofree gdouble   *expected = NULL;
      gpointer              memory;
      gfloat               *input;
      gsize                 row;
      gint                  channels, height, width;
      gdouble               difference = 0, norm = 0;

      set_up (&fixture, layer->name, data, 2);
      plan   = dream_plan_new (fixture.packed, fixture.threads, 37, 30, 37, 30,
                               NULL);
      memory = g_aligned_alloc (1, dream_plan_get_memory (plan), 64);
      memset (memory, 0xff, dream_plan_get_memory (plan));
      dream_plan_bind (plan, memory);
      input = dream_plan_get_input (plan, &row);
      for (gint y = 0; y < 30; y++)
        for (gint x = 0; x < 37 * 3; x++)
          input[y * row + x] = (255 * picture->pixels[y * 37 * 3 + x] - 128) /
                               128;
      g_assert_true (dream_plan_forward (plan, NULL, NULL));
      values = dream_plan_read_activation (plan, &channels, &height, &width);
      naive_objective (network, i, pixels, 37, 30, &expected);

      for (gint n = 0; n < channels * height * width; n++)
        {
          difference += pow (values[n] - expected[n], 2);
          norm += pow (expected[n], 2);
        }
      g_assert_cmpfloat (norm, >, 0);
      g_assert_cmpfloat (sqrt (difference / norm), <, 1e-5);

      g_aligned_free (memory);
      tear_down (&fixture);
    }
}

/* Central differences in double precision at random pixels. */
static void
test_finite_differences (gconstpointer data)
{
  g_autoptr (DreamNetwork) network = tiny_network_new (7);
  g_autoptr (DreamPicture) picture = random_picture (37, 30, 2);
  g_autofree gdouble      *pixels  = doubles_of (picture);
  g_autoptr (GRand)        random  = g_rand_new_with_seed (3);
  const gdouble            h       = 1e-6;

  for (guint i = 1; i < dream_network_n_layers (network); i++)
    {
      Fixture                  fixture;
      g_autoptr (DreamPicture) gradient   = NULL;
      gdouble                  difference = 0, norm = 0;

      set_up (&fixture, dream_network_get_layer (network, i)->name, data, 2);
      gradient = gradient_of (&fixture, picture, G_MAXSIZE, 0, 0, NULL);

      for (gint n = 0; n < 12; n++)
        {
          const gint    at    = g_rand_int_range (random, 0, 37 * 30 * 3);
          const gdouble value = pixels[at];
          gdouble       slope;

          pixels[at] = value + h;
          slope      = naive_objective (network, i, pixels, 37, 30, NULL);
          pixels[at] = value - h;
          slope -= naive_objective (network, i, pixels, 37, 30, NULL);
          slope /= 2 * h;
          pixels[at] = value;

          difference += pow (slope - gradient->pixels[at], 2);
          norm += pow (slope, 2);
        }

      g_assert_cmpfloat (norm, >, 0);
      g_assert_cmpfloat (sqrt (difference / norm), <, 1e-3);
      tear_down (&fixture);
    }
}

static void
test_tiles_equal_whole (void)
{
  g_autoptr (DreamPicture) picture = random_picture (533, 387, 4);
  g_autoptr (DreamPicture) whole   = NULL;
  Fixture                  fixture;

  set_up (&fixture, HEAD, dream_kernels_choose (NULL), 2);
  whole = gradient_of (&fixture, picture, G_MAXSIZE, 0, 0, NULL);

  for (gsize budget = 4 << 20; budget > 1 << 18; budget /= 2)
    {
      g_autoptr (DreamPicture) tiled = NULL;
      gint                     n_tiles;

      tiled = gradient_of (&fixture, picture, budget, 0, 0, &n_tiles);
      g_assert_cmpint (n_tiles, >, 1);
      g_assert_cmpfloat (relative_difference (whole, tiled), <, 1e-5);
    }

  tear_down (&fixture);
}

static void
test_threads_same_bits (void)
{
  g_autoptr (DreamPicture) picture = random_picture (97, 61, 5);
  g_autoptr (DreamPicture) one     = NULL;
  g_autoptr (DreamPicture) five    = NULL;
  Fixture                  fixture;

  set_up (&fixture, HEAD, dream_kernels_choose (NULL), 1);
  one = gradient_of (&fixture, picture, G_MAXSIZE, 0, 0, NULL);
  tear_down (&fixture);

  set_up (&fixture, HEAD, dream_kernels_choose (NULL), 5);
  five = gradient_of (&fixture, picture, G_MAXSIZE, 0, 0, NULL);
  tear_down (&fixture);

  g_assert_cmpmem (one->pixels, dream_picture_n_values (one) * sizeof (gfloat),
                   five->pixels,
                   dream_picture_n_values (five) * sizeof (gfloat));
}

static void
test_shift_rolls (void)
{
  g_autoptr (DreamPicture) picture  = random_picture (50, 40, 6);
  g_autoptr (DreamPicture) rolled   = dream_picture_copy (picture, NULL);
  g_autoptr (DreamPicture) shifted  = NULL;
  g_autoptr (DreamPicture) expected = NULL;
  Fixture                  fixture;

  /* By 7 to the right and 3 up. */
  for (gint y = 0; y < 40; y++)
    for (gint x = 0; x < 50; x++)
      for (gint c = 0; c < 3; c++)
        rolled->pixels[(y * 50 + x) * 3 + c] =
          picture->pixels[((y + 3) % 40 * 50 + (x + 43) % 50) * 3 + c];

  set_up (&fixture, HEAD, dream_kernels_choose (NULL), 2);
  shifted  = gradient_of (&fixture, picture, G_MAXSIZE, 7, -3, NULL);
  expected = gradient_of (&fixture, rolled, G_MAXSIZE, 0, 0, NULL);

  for (gint y = 0; y < 40; y++)
    for (gint x = 0; x < 50; x++)
      g_assert_cmpfloat (shifted
                           ->pixels[((y + 3) % 40 * 50 + (x + 43) % 50) * 3],
                         ==, expected->pixels[(y * 50 + x) * 3]);

  tear_down (&fixture);
}

static void
test_too_small (void)
{
  g_autoptr (GError) error = NULL;
  Fixture            fixture;

  set_up (&fixture, HEAD, dream_kernels_choose (NULL), 1);
  g_assert_null (dream_gradient_new (fixture.packed, fixture.threads, 1, 5000,
                                     G_MAXSIZE, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_TOO_SMALL);
  tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (const gchar *const *name = dream_kernels_names (); *name; name++)
    {
      const DreamKernels *kernels = dream_kernels_choose (*name);
      g_autofree gchar   *values  = NULL;
      g_autofree gchar   *slopes  = NULL;

      /* A processor without the set cannot run its kernels at all. */
      if (! kernels)
        continue;

      values = g_strdup_printf ("/gradient/%s/values", *name);
      slopes = g_strdup_printf ("/gradient/%s/finite-differences", *name);
      g_test_add_data_func (values, kernels, test_values);
      g_test_add_data_func (slopes, kernels, test_finite_differences);
    }

  g_test_add_func ("/gradient/tiles-equal-whole", test_tiles_equal_whole);
  g_test_add_func ("/gradient/threads-same-bits", test_threads_same_bits);
  g_test_add_func ("/gradient/shift-rolls", test_shift_rolls);
  g_test_add_func ("/gradient/too-small", test_too_small);

  return g_test_run ();
}
