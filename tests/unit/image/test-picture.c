/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures: sizes that cannot be, and resampling as SciPy's and PyTorch's
 * corner-aligned bilinear zoom does it.
 */

#include "engine/error.h"
#include "engine/image/picture.h"

static void
test_impossible_sizes (void)
{
  g_autoptr (GError) empty = NULL;
  g_autoptr (GError) huge  = NULL;

  g_assert_null (dream_picture_new (0, 5, &empty));
  g_assert_error (empty, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE);

  g_assert_null (dream_picture_new (G_MAXINT, G_MAXINT, &huge));
  g_assert_error (huge, DREAM_ERROR, DREAM_ERROR_NO_MEMORY);
}

static void
test_resample_aligns_corners (void)
{
  g_autoptr (DreamPicture) picture        = dream_picture_new (3, 2, NULL);
  g_autoptr (DreamPicture) scaled         = NULL;
  const gfloat             expected[3][5] = { { 0, 1, 2, 3, 4 },
                                              { 3, 4, 5, 6, 7 },
                                              { 6, 7, 8, 9, 10 } };

  for (gint y = 0; y < 2; y++)
    for (gint x = 0; x < 3; x++)
      for (gint c = 0; c < 3; c++)
        picture->pixels[(y * 3 + x) * 3 + c] = 2 * x + 6 * y + 100 * c;

  scaled = dream_picture_resample (picture, 5, 3, FALSE, NULL, NULL);
  for (gint y = 0; y < 3; y++)
    for (gint x = 0; x < 5; x++)
      for (gint c = 0; c < 3; c++)
        g_assert_cmpfloat_with_epsilon (scaled->pixels[(y * 5 + x) * 3 + c],
                                        expected[y][x] + 100 * c, 1e-5);
}

static void
test_resample_to_one_pixel (void)
{
  g_autoptr (DreamPicture) picture = dream_picture_new (4, 4, NULL);
  g_autoptr (DreamPicture) scaled  = NULL;

  picture->pixels[0] = 0.25f;
  scaled = dream_picture_resample (picture, 1, 1, FALSE, NULL, NULL);
  g_assert_cmpfloat (scaled->pixels[0], ==, 0.25f);
}

/* The pixel behind the last is the first, whichever way the size goes. */
static void
test_resample_wraps (void)
{
  g_autoptr (DreamPicture) picture = dream_picture_new (4, 2, NULL);
  g_autoptr (DreamPicture) larger  = NULL;
  g_autoptr (DreamPicture) smaller = NULL;
  g_autoptr (DreamPicture) same    = NULL;
  const gfloat wide[]   = { 0.15, 1.15, 2.15, 3.15, 4.15, 5.15, 5.55, 2.55 };
  const gfloat high[]   = { 0.75, 5.75, 9.25, 4.25 };
  const gfloat narrow[] = { 0.9, 3.7 };

  for (gint y = 0; y < 2; y++)
    for (gint x = 0; x < 4; x++)
      for (gint c = 0; c < 3; c++)
        picture->pixels[(y * 4 + x) * 3 + c] = 2 * x + 10 * y + 100 * c;

  larger = dream_picture_resample (picture, 8, 4, TRUE, NULL, NULL);
  for (gint y = 0; y < 4; y++)
    for (gint x = 0; x < 8; x++)
      for (gint c = 0; c < 3; c++)
        g_assert_cmpfloat_with_epsilon (larger->pixels[(y * 8 + x) * 3 + c],
                                        100 * c + wide[x] + high[y], 1e-4);

  smaller = dream_picture_resample (picture, 2, 2, TRUE, NULL, NULL);
  for (gint y = 0; y < 2; y++)
    for (gint x = 0; x < 2; x++)
      g_assert_cmpfloat_with_epsilon (smaller->pixels[(y * 2 + x) * 3],
                                      narrow[x] + 10 * y, 1e-5);

  same = dream_picture_resample (picture, 4, 2, TRUE, NULL, NULL);
  g_assert_cmpmem (same->pixels, 4 * 2 * 3 * sizeof (gfloat), picture->pixels,
                   4 * 2 * 3 * sizeof (gfloat));
}

static void
test_threads_same_bits (void)
{
  g_autoptr (DreamThreads) threads = dream_threads_new (3);
  g_autoptr (DreamPicture) picture = dream_picture_new (61, 47, NULL);

  for (gsize i = 0; i < dream_picture_n_values (picture); i++)
    picture->pixels[i] = (i * 7919 % 1000) / 1000.0f;

  for (gint wrap = FALSE; wrap <= TRUE; wrap++)
    {
      g_autoptr (DreamPicture) alone    = NULL;
      g_autoptr (DreamPicture) together = NULL;

      alone    = dream_picture_resample (picture, 83, 101, wrap, NULL, NULL);
      together = dream_picture_resample (picture, 83, 101, wrap, threads, NULL);
      g_assert_cmpmem (alone->pixels,
                       dream_picture_n_values (alone) * sizeof (gfloat),
                       together->pixels,
                       dream_picture_n_values (together) * sizeof (gfloat));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/picture/impossible-sizes", test_impossible_sizes);
  g_test_add_func ("/picture/resample-aligns-corners",
                   test_resample_aligns_corners);
  g_test_add_func ("/picture/resample-to-one-pixel",
                   test_resample_to_one_pixel);

  g_test_add_func ("/picture/resample-wraps", test_resample_wraps);
  g_test_add_func ("/picture/threads-same-bits", test_threads_same_bits);

  return g_test_run ();
}
