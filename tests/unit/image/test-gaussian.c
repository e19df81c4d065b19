/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Blurs and the balance of coarse and fine, with and without borders.
 */

#include <math.h>
#include <string.h>

#include "engine/image/gaussian.h"
#include "engine/image/pyramid.h"
#include "tests/unit/tiny-network.h"

static gboolean
go_on (gdouble work, gpointer data)
{
  return work == 0 && ! data;
}

static gboolean
stop (gdouble work, gpointer data)
{
  return work != 0 && ! data;
}

static DreamPicture *
smooth (const DreamPicture *picture, gdouble sigma, gboolean wrap)
{
  g_autoptr (DreamThreads) threads = dream_threads_new (2);
  g_autoptr (DreamPicture) scratch = dream_picture_copy (picture, NULL);
  DreamPicture            *copy    = dream_picture_copy (picture, NULL);

  g_assert_true (
    dream_gaussian_run (copy, sigma, wrap, scratch, threads, go_on, NULL));

  return copy;
}

static DreamPicture *
balance (const DreamPicture *picture, gint levels, gboolean wrap)
{
  g_autoptr (DreamThreads) threads = dream_threads_new (2);
  g_autoptr (DreamPyramid) pyramid = dream_pyramid_new (picture->width,
                                                        picture->height, levels,
                                                        wrap, threads, NULL);
  DreamPicture            *copy    = dream_picture_copy (picture, NULL);

  g_assert_true (dream_pyramid_normalize (pyramid, copy, go_on, NULL));

  return copy;
}

static DreamPicture *
shift (const DreamPicture *picture, gint dx, gint dy)
{
  DreamPicture *shifted = dream_picture_copy (picture, NULL);

  for (gint y = 0; y < picture->height; y++)
    for (gint x = 0; x < picture->width; x++)
      memcpy (dream_picture_get_row (shifted, (y + dy) % picture->height) +
                (x + dx) % picture->width * 3,
              dream_picture_get_row (picture, y) + x * 3, 3 * sizeof (gfloat));

  return shifted;
}

static void
assert_alike (const DreamPicture *a, const DreamPicture *b, gdouble epsilon)
{
  for (gsize i = 0; i < dream_picture_n_values (a); i++)
    g_assert_cmpfloat_with_epsilon (a->pixels[i], b->pixels[i], epsilon);
}

/* A point becomes what the formula says, in one channel alone. */
static void
test_point (void)
{
  const gdouble            sigma        = 1.5;
  const gdouble            all[]        = { sigma / 2, sigma, sigma * 2 };
  g_autoptr (DreamPicture) point        = dream_picture_new (41, 37, NULL);
  g_autoptr (DreamPicture) smooth_point = NULL;

  point->pixels[(18 * 41 + 20) * 3 + 1] = 1;
  smooth_point                          = smooth (point, sigma, FALSE);

  for (gint y = 0; y < 37; y++)
    for (gint x = 0; x < 41; x++)
      {
        const gfloat *rgb    = dream_picture_get_row (smooth_point, y) + 3 * x;
        const gint    square = (x - 20) * (x - 20) + (y - 18) * (y - 18);
        gdouble       expected = 0;

        for (gint i = 0; i < 3; i++)
          expected += exp (-square / (2 * all[i] * all[i])) /
                      (2 * G_PI * all[i] * all[i]) / 3;

        g_assert_cmpfloat_with_epsilon (rgb[1], expected, 2e-3);
        g_assert_cmpfloat (rgb[0], ==, 0);
        g_assert_cmpfloat (rgb[2], ==, 0);
      }
}

/* Also where the blur is wider than the picture. */
static void
test_even_stays_even (void)
{
  for (gint size = 1; size < 20; size += 6)
    for (gint wrap = 0; wrap < 2; wrap++)
      {
        g_autoptr (DreamPicture) even   = dream_picture_new (size, 7, NULL);
        g_autoptr (DreamPicture) result = NULL;

        for (gsize i = 0; i < dream_picture_n_values (even); i++)
          even->pixels[i] = i % 3 + 1;
        result = smooth (even, 5, wrap);
        assert_alike (even, result, 1e-4);
      }
}

static void
test_smoothing_wraps (void)
{
  g_autoptr (DreamPicture) noise   = random_picture (33, 21, 1);
  g_autoptr (DreamPicture) shifted = shift (noise, 13, 8);
  g_autoptr (DreamPicture) first   = smooth (noise, 2, TRUE);
  g_autoptr (DreamPicture) second  = smooth (shifted, 2, TRUE);
  g_autoptr (DreamPicture) moved   = shift (first, 13, 8);

  assert_alike (moved, second, 1e-5);
}

static void
test_sigma (void)
{
  g_assert_cmpfloat_with_epsilon (dream_gaussian_get_sigma (2, 0, 10), 0.7,
                                  1e-9);
  g_assert_cmpfloat_with_epsilon (dream_gaussian_get_sigma (2, 9, 10), 2.5,
                                  1e-9);
}

static void
test_stops (void)
{
  g_autoptr (DreamThreads) threads = dream_threads_new (2);
  g_autoptr (DreamPicture) noise   = random_picture (33, 21, 1);
  g_autoptr (DreamPicture) scratch = random_picture (33, 21, 1);
  g_autoptr (DreamPyramid) pyramid = dream_pyramid_new (33, 21, 2, FALSE,
                                                        threads, NULL);

  g_assert_false (
    dream_gaussian_run (noise, 1, FALSE, scratch, threads, stop, NULL));
  g_assert_false (dream_pyramid_normalize (pyramid, noise, stop, NULL));
}

/* Of coarse waves ten times as high as fine ones, a part is in every level, so
 * that they do not come out as high as those, but nearer. */
static void
test_balance (void)
{
  const gint               size   = 128;
  g_autoptr (DreamPicture) waves  = dream_picture_new (size, size, NULL);
  g_autoptr (DreamPicture) result = NULL;
  gdouble                  fine   = 0;
  gdouble                  coarse = 0;

  for (gint i = 0; i < size * size * 3; i++)
    {
      const gint x = i / 3 % size;

      waves->pixels[i] = 10 * cos (2 * G_PI * x / 32.0) +
                         cos (2 * G_PI * 51 * x / size);
    }

  result = balance (waves, 4, TRUE);
  for (gint x = 0; x < size; x++)
    {
      fine += result->pixels[3 * x] * cos (2 * G_PI * 51 * x / size) * 2 / size;
      coarse += result->pixels[3 * x] * cos (2 * G_PI * x / 32.0) * 2 / size;
    }

  g_assert_cmpfloat (fine, >, 0.5);
  g_assert_cmpfloat (coarse, >, 0.5);
  g_test_message ("coarse %.2f, fine %.2f", coarse, fine);
  g_assert_cmpfloat (coarse / fine, <, 4);
  g_assert_cmpfloat (coarse / fine, >, 0.25);
}

/* Not how high a picture is, but its form counts; and nothing remains nothing.
 * Sizes of all sorts, to one pixel. */
static void
test_scale_and_sizes (void)
{
  for (gint width = 1; width < 40; width += 5)
    for (gint height = 1; height < 30; height += 7)
      for (gint wrap = 0; wrap < 2; wrap++)
        {
          g_autoptr (DreamPicture) noise  = random_picture (width, height, 1);
          g_autoptr (DreamPicture) zero   = dream_picture_new (width, height,
                                                               NULL);
          g_autoptr (DreamPicture) loud   = NULL;
          g_autoptr (DreamPicture) quiet  = NULL;
          g_autoptr (DreamPicture) silent = balance (zero, 8, wrap);

          assert_alike (zero, silent, 1e-30);
          loud = balance (noise, 8, wrap);
          for (gsize i = 0; i < dream_picture_n_values (noise); i++)
            noise->pixels[i] /= 1024;
          quiet = balance (noise, 8, wrap);
          assert_alike (loud, quiet, 1e-4);
        }
}

/* Of even sizes by whole pixels of all levels; of odd ones nothing shows where
 * the borders are. */
static void
test_pyramid_wraps (void)
{
  g_autoptr (DreamPicture) noise   = random_picture (48, 32, 1);
  g_autoptr (DreamPicture) shifted = shift (noise, 20, 12);
  g_autoptr (DreamPicture) first   = balance (noise, 2, TRUE);
  g_autoptr (DreamPicture) second  = balance (shifted, 2, TRUE);
  g_autoptr (DreamPicture) moved   = shift (first, 20, 12);
  g_autoptr (DreamPicture) slope   = dream_picture_new (75, 9, NULL);
  g_autoptr (DreamPicture) result  = NULL;
  gdouble                  largest = 0;

  assert_alike (moved, second, 1e-4);

  for (gint i = 0; i < 75 * 9 * 3; i++)
    slope->pixels[i] = sin (2 * G_PI * (i / 3 % 75) / 75);
  result = balance (slope, 3, TRUE);
  for (gint x = 1; x < 75; x++)
    largest = MAX (largest,
                   fabsf (result->pixels[3 * x] - result->pixels[3 * (x - 1)]));
  g_assert_cmpfloat (fabsf (result->pixels[0] - result->pixels[3 * 74]), <=,
                     1.5 * largest);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/smoothing/point", test_point);
  g_test_add_func ("/smoothing/even-stays-even", test_even_stays_even);
  g_test_add_func ("/smoothing/wraps", test_smoothing_wraps);
  g_test_add_func ("/smoothing/sigma", test_sigma);
  g_test_add_func ("/smoothing/stops", test_stops);
  g_test_add_func ("/laplacian/balance", test_balance);
  g_test_add_func ("/laplacian/scale-and-sizes", test_scale_and_sizes);
  g_test_add_func ("/laplacian/wraps", test_pyramid_wraps);

  return g_test_run ();
}
