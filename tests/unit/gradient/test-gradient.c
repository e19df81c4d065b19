/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The network's values and gradients: on every instruction set equal to a plain
 * evaluation, whatever the tiles and threads.
 */

#include <math.h>
#include <string.h>

#include "engine/error.h"
#include "engine/gradient/gradient.h"
#include "tests/unit/naive.h"
#include "tests/unit/tiny-network.h"

#define HEAD "head/concat"

typedef struct
{
  DreamNetwork  *network;
  guint          target;
  DreamThreads  *threads;
  DreamCompiled *compiled;
} Fixture;

static const DreamTiling whole_picture = { G_MAXSIZE, 100, FALSE };

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
  fixture->threads  = dream_threads_new (n_threads);
  fixture->compiled = dream_compiled_new (fixture->network, &fixture->target, 1,
                                          kernels, fixture->threads, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture)
{
  dream_compiled_free (fixture->compiled);
  dream_threads_free (fixture->threads);
  dream_network_unref (fixture->network);
}

static DreamGradient *
gradients_of (Fixture            *fixture,
              const DreamPicture *picture,
              const DreamTiling  *tiling)
{
  g_autoptr (GError) error = NULL;
  DreamGradient     *gradients;

  gradients = dream_gradient_new (fixture->compiled, fixture->threads,
                                  picture->width, picture->height, tiling,
                                  &error);
  g_assert_no_error (error);

  return gradients;
}

static DreamPicture *
gradient_of (Fixture            *fixture,
             const DreamPicture *picture,
             const DreamTiling  *tiling,
             gint                shift_x,
             gint                shift_y)
{
  g_autoptr (DreamGradient) gradients = gradients_of (fixture, picture, tiling);
  DreamPicture             *gradient;

  gradient = dream_picture_new (picture->width, picture->height, NULL);
  g_assert_true (dream_gradient_compute (gradients, picture, shift_x, shift_y,
                                         gradient, NULL, NULL));

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

static gdouble
cosine (const DreamPicture *a, const DreamPicture *b)
{
  gdouble product = 0;
  gdouble aa      = 0;
  gdouble bb      = 0;

  for (gsize i = 0; i < dream_picture_n_values (a); i++)
    {
      product += (gdouble) a->pixels[i] * b->pixels[i];
      aa += (gdouble) a->pixels[i] * a->pixels[i];
      bb += (gdouble) b->pixels[i] * b->pixels[i];
    }

  return product / sqrt (aa * bb);
}

/* A picture whose pixel (0, 0) is @picture's (@x, @y), continued periodically.
 */
static DreamPicture *
continue_picture (const DreamPicture *picture,
                  gint                width,
                  gint                height,
                  gint                x,
                  gint                y)
{
  DreamPicture *larger = dream_picture_new (width, height, NULL);

  for (gint row = 0; row < height; row++)
    for (gint column = 0; column < width; column++)
      for (gint c = 0; c < 3; c++)
        larger->pixels[((gsize) row * width + column) * 3 + c] =
          picture
            ->pixels[((gsize) ((row + y) % picture->height) * picture->width +
                      (column + x) % picture->width) *
                       3 +
                     c];

  return larger;
}

/* The relative difference of the target's values; the plan's memory holds
 * @fill before. */
static gdouble
difference_of_values (Fixture            *fixture,
                      const DreamPicture *picture,
                      gint                fill,
                      const gdouble      *expected)
{
  g_autoptr (DreamPlan) plan       = NULL;
  g_autofree gfloat    *values     = NULL;
  gdouble               difference = 0, norm = 0;
  gpointer              memory;
  gfloat               *input;
  gsize                 row;
  gint                  channels, height, width;

  plan   = dream_plan_new (fixture->compiled, fixture->threads, picture->width,
                           picture->height, picture->width, picture->height,
                           NULL);
  memory = g_aligned_alloc (1, dream_plan_get_memory (plan), 64);
  memset (memory, fill, dream_plan_get_memory (plan));
  dream_plan_bind (plan, memory);

  input = dream_plan_get_input (plan, &row);
  for (gint y = 0; y < picture->height; y++)
    for (gint x = 0; x < picture->width; x++)
      dream_input_from_pixel (dream_network_get_input (
                                fixture->compiled->network),
                              picture->pixels + (y * picture->width + x) * 3,
                              input + y * row + 3 * x);
  g_assert_true (dream_plan_forward (plan, NULL, NULL));
  values = dream_plan_read_activation (plan, fixture->target, &channels,
                                       &height, &width);
  g_aligned_free (memory);

  for (gint n = 0; n < channels * height * width; n++)
    {
      difference += pow (values[n] - expected[n], 2);
      norm += pow (expected[n], 2);
    }
  g_assert_cmpfloat (norm, >, 0);

  return sqrt (difference / norm);
}

/* Every layer as target, so that every operation ends a plan once, in memory
 * that holds no bit and all. */
static void
test_values (gconstpointer data)
{
  g_autoptr (DreamNetwork) network = tiny_network_new (7);
  g_autoptr (DreamPicture) picture = random_picture (37, 30, 1);
  g_autofree gdouble      *pixels  = doubles_of (picture);

  for (guint i = 1; i < dream_network_n_layers (network); i++)
    {
      const DreamLayer   *layer    = dream_network_get_layer (network, i);
      g_autofree gdouble *expected = NULL;
      Fixture             fixture;

      naive_objective (network, i, pixels, 37, 30, &expected);
      set_up (&fixture, layer->name, data, 2);
      for (gint fill = 0; fill <= 0xff; fill += 0xff)
        g_assert_cmpfloat (difference_of_values (&fixture, picture, fill,
                                                 expected),
                           <, 1e-5);
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
      gradient = gradient_of (&fixture, picture, &whole_picture, 0, 0);

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

/* From one tile down to the smallest there are, in odd sizes. */
static void
test_tiles_equal_whole (void)
{
  static const gint sizes[][2] = { { 512, 31 }, { 333, 287 }, { 37, 901 } };
  const guint       n_sizes    = g_test_thorough () ? G_N_ELEMENTS (sizes) : 1;
  Fixture           fixture;

  set_up (&fixture, HEAD, dream_kernels_choose (NULL), 2);

  for (guint i = 0; i < n_sizes; i++)
    for (gint wrap = FALSE; wrap <= TRUE; wrap++)
      {
        DreamTiling              tiling  = { G_MAXSIZE, 100, wrap };
        g_autoptr (DreamPicture) picture = random_picture (sizes[i][0],
                                                           sizes[i][1], 4);
        g_autoptr (DreamPicture) whole   = gradient_of (&fixture, picture,
                                                        &tiling, 3, -5);
        gint                     most    = 1;

        for (tiling.budget = 32 << 20; tiling.budget > 1 << 18;
             tiling.budget /= 2)
          {
            g_autoptr (DreamGradient) gradients = NULL;
            g_autoptr (DreamPicture)  tiled     = NULL;
            gint                      n_tiles;

            gradients = gradients_of (&fixture, picture, &tiling);
            n_tiles   = dream_gradient_n_tiles (gradients);
            if (n_tiles == most)
              continue;

            g_assert_cmpint (n_tiles, >, most);
            most  = n_tiles;
            tiled = gradient_of (&fixture, picture, &tiling, 3, -5);
            g_assert_cmpfloat (relative_difference (whole, tiled), <=, 1e-4);
            g_assert_cmpfloat (cosine (whole, tiled), >=, 0.99999);
          }

        g_assert_cmpint (most, >, 1);
      }

  tear_down (&fixture);
}

/* What is taken is what was allowed, or the least there is. */
static void
test_memory_within_budget (void)
{
  g_autoptr (DreamPicture)  picture = random_picture (1201, 803, 4);
  DreamTiling               tiling  = { 1, 50, FALSE };
  g_autoptr (DreamGradient) least   = NULL;
  Fixture                   fixture;
  gint                      n_within = 0;

  set_up (&fixture, HEAD, dream_kernels_choose (NULL), 1);

  for (tiling.halo = 0; tiling.halo <= 100; tiling.halo += 25)
    {
      gsize smallest;

      tiling.budget = 1;
      g_clear_pointer (&least, dream_gradient_free);
      least    = gradients_of (&fixture, picture, &tiling);
      smallest = dream_gradient_get_memory (least);

      for (tiling.budget = 256 << 20; tiling.budget > 1 << 18;
           tiling.budget = tiling.budget * 4 / 5)
        {
          g_autoptr (DreamGradient) gradients = NULL;
          gsize                     memory;

          gradients = gradients_of (&fixture, picture, &tiling);
          memory    = dream_gradient_get_memory (gradients);
          g_assert_cmpuint (memory, <=, MAX (tiling.budget, smallest));
          n_within += memory <= tiling.budget;
        }
    }

  g_assert_cmpint (n_within, >, 40);
  tear_down (&fixture);
}

/* A picture that wraps is the middle of endless copies of itself, also if it
 * is smaller than what the layer sees. */
static void
test_wrap_is_periodic (void)
{
  const DreamTiling wraps = { G_MAXSIZE, 100, TRUE };
  Fixture           fixture;

  set_up (&fixture, HEAD, dream_kernels_choose (NULL), 2);

  for (gint side = fixture.compiled->grid; side <= 4 * fixture.compiled->grid;
       side *= 2)
    {
      const gint halo = dream_network_get_layer (fixture.network,
                                                 fixture.target)
                          ->receptive_field -
                        1;
      const gint               before   = (halo + side - 1) / side;
      const gint               n_copies = 2 * before + 1;
      g_autoptr (DreamPicture) picture  = random_picture (side, side, 8);
      g_autoptr (DreamPicture) copies   = NULL;
      g_autoptr (DreamPicture) expected = NULL;
      g_autoptr (DreamPicture) middle   = NULL;
      g_autoptr (DreamPicture) wrapped  = NULL;

      copies   = continue_picture (picture, n_copies * side, n_copies * side, 0,
                                   0);
      expected = gradient_of (&fixture, copies, &whole_picture, 0, 0);
      middle   = continue_picture (expected, side, side, before * side,
                                   before * side);
      wrapped  = gradient_of (&fixture, picture, &wraps, 0, 0);

      g_assert_cmpfloat (relative_difference (middle, wrapped), <=, 1e-5);
    }

  tear_down (&fixture);
}

static void
test_wrap_rolls (void)
{
  const DreamTiling        wraps    = { G_MAXSIZE, 100, TRUE };
  g_autoptr (DreamPicture) picture  = NULL;
  g_autoptr (DreamPicture) rolled   = NULL;
  g_autoptr (DreamPicture) gradient = NULL;
  g_autoptr (DreamPicture) expected = NULL;
  g_autoptr (DreamPicture) is       = NULL;
  Fixture                  fixture;
  gint                     grid;

  set_up (&fixture, HEAD, dream_kernels_choose (NULL), 2);
  grid    = fixture.compiled->grid;
  picture = random_picture (6 * grid, 4 * grid, 9);

  gradient = gradient_of (&fixture, picture, &wraps, 0, 0);
  for (gint n = 1; n < 4; n++)
    {
      rolled   = continue_picture (picture, 6 * grid, 4 * grid, n * grid,
                                   (4 - n) * grid);
      expected = continue_picture (gradient, 6 * grid, 4 * grid, n * grid,
                                   (4 - n) * grid);
      is       = gradient_of (&fixture, rolled, &wraps, 0, 0);

      g_assert_cmpmem (is->pixels,
                       dream_picture_n_values (is) * sizeof (gfloat),
                       expected->pixels,
                       dream_picture_n_values (expected) * sizeof (gfloat));
      g_clear_pointer (&rolled, dream_picture_free);
      g_clear_pointer (&expected, dream_picture_free);
      g_clear_pointer (&is, dream_picture_free);
    }

  tear_down (&fixture);
}

/* One tile needs no overlap; more of them err, the less the more they overlap.
 */
static void
test_overlap (void)
{
  g_autoptr (DreamPicture) picture = random_picture (533, 387, 4);
  g_autoptr (DreamPicture) whole   = NULL;
  DreamTiling              tiling  = { G_MAXSIZE, 0, FALSE };
  gdouble                  last    = 1;
  Fixture                  fixture;

  set_up (&fixture, HEAD, dream_kernels_choose (NULL), 2);
  whole = gradient_of (&fixture, picture, &whole_picture, 0, 0);

  for (; tiling.halo <= 100; tiling.halo += 50)
    {
      g_autoptr (DreamPicture) one  = NULL;
      g_autoptr (DreamPicture) many = NULL;
      gdouble                  error;

      tiling.budget = G_MAXSIZE;
      one           = gradient_of (&fixture, picture, &tiling, 0, 0);
      g_assert_cmpfloat (relative_difference (whole, one), ==, 0);

      tiling.budget = 8 << 20;
      many          = gradient_of (&fixture, picture, &tiling, 0, 0);
      error         = relative_difference (whole, many);
      g_assert_cmpfloat (error, <, last);
      last = error;
    }

  g_assert_cmpfloat (last, <=, 1e-4);
  tear_down (&fixture);
}

/* Joins that show move over the whole picture, others need not. */
static void
test_shifts (void)
{
  g_autoptr (DreamPicture) picture = random_picture (533, 387, 4);
  const DreamTiling        one     = { G_MAXSIZE, 25, FALSE };
  const DreamTiling        exact   = { 8 << 20, 100, FALSE };
  const DreamTiling        joins   = { 8 << 20, 25, FALSE };
  const DreamTiling *const all[]   = { &one, &exact, &joins };
  Fixture                  fixture;

  set_up (&fixture, HEAD, dream_kernels_choose (NULL), 1);

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_autoptr (DreamGradient) gradients = NULL;
      g_autoptr (GRand)         random    = g_rand_new_with_seed (1);
      gint                      largest_x = 0;
      gint                      largest_y = 0;

      gradients = gradients_of (&fixture, picture, all[i]);
      for (gint n = 0; n < 200; n++)
        {
          gint x, y;

          dream_gradient_draw_shift (gradients, random, 8, &x, &y);
          largest_x = MAX (largest_x, x);
          largest_y = MAX (largest_y, y);
        }

      if (all[i] == &joins)
        {
          g_assert_cmpint (largest_x, >, 533 * 9 / 10);
          g_assert_cmpint (largest_y, >, 387 * 9 / 10);
        }
      else
        {
          g_assert_cmpint (largest_x, ==, 8);
          g_assert_cmpint (largest_y, ==, 8);
        }
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
  one = gradient_of (&fixture, picture, &whole_picture, 0, 0);
  tear_down (&fixture);

  set_up (&fixture, HEAD, dream_kernels_choose (NULL), 5);
  five = gradient_of (&fixture, picture, &whole_picture, 0, 0);
  tear_down (&fixture);

  g_assert_cmpmem (one->pixels, dream_picture_n_values (one) * sizeof (gfloat),
                   five->pixels,
                   dream_picture_n_values (five) * sizeof (gfloat));
}

static void
test_shift_rolls (void)
{
  g_autoptr (DreamPicture) picture  = random_picture (50, 40, 6);
  g_autoptr (DreamPicture) rolled   = dream_picture_new (50, 40, NULL);
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
  shifted  = gradient_of (&fixture, picture, &whole_picture, 7, -3);
  expected = gradient_of (&fixture, rolled, &whole_picture, 0, 0);

  for (gint y = 0; y < 40; y++)
    for (gint x = 0; x < 50; x++)
      g_assert_cmpfloat (shifted
                           ->pixels[((y + 3) % 40 * 50 + (x + 43) % 50) * 3],
                         ==, expected->pixels[(y * 50 + x) * 3]);

  tear_down (&fixture);
}

/* bfloat16 rounds each value and weight to 8 bits, and a change so small of the
 * picture changes as much. */
static void
test_fast (void)
{
  const DreamKernels      *fast    = dream_kernels_get_fast ();
  g_autoptr (DreamPicture) picture = random_picture (97, 61, 5);
  g_autoptr (DreamPicture) full    = NULL;
  g_autoptr (DreamPicture) rounded = NULL;
  gdouble                  a = 0, b = 0, product = 0;
  Fixture                  fixture;

  set_up (&fixture, HEAD, dream_kernels_choose (NULL), 2);
  full = gradient_of (&fixture, picture, &whole_picture, 0, 0);
  tear_down (&fixture);

  set_up (&fixture, HEAD, fast, 2);
  rounded = gradient_of (&fixture, picture, &whole_picture, 0, 0);
  tear_down (&fixture);

  for (gsize i = 0; i < dream_picture_n_values (full); i++)
    {
      a += pow (full->pixels[i], 2);
      b += pow (rounded->pixels[i], 2);
      product += (gdouble) full->pixels[i] * rounded->pixels[i];
    }

  g_assert_cmpfloat (product / sqrt (a * b), >, 0.97);
  g_assert_cmpfloat (product / sqrt (a * b), <, 1);
}

static void
test_too_small (void)
{
  g_autoptr (GError) error = NULL;
  Fixture            fixture;

  set_up (&fixture, HEAD, dream_kernels_choose (NULL), 1);
  g_assert_null (dream_gradient_new (fixture.compiled, fixture.threads, 1, 5000,
                                     &whole_picture, &error));
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
  g_test_add_func ("/gradient/memory-within-budget", test_memory_within_budget);
  g_test_add_func ("/gradient/wrap-is-periodic", test_wrap_is_periodic);
  g_test_add_func ("/gradient/wrap-rolls", test_wrap_rolls);
  if (g_test_thorough ())
    g_test_add_func ("/gradient/overlap", test_overlap);
  g_test_add_func ("/gradient/shifts", test_shifts);
  g_test_add_func ("/gradient/threads-same-bits", test_threads_same_bits);
  g_test_add_func ("/gradient/shift-rolls", test_shift_rolls);
  if (dream_kernels_get_fast ())
    g_test_add_func ("/gradient/fast", test_fast);
  g_test_add_func ("/gradient/too-small", test_too_small);

  return g_test_run ();
}
