/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The picture of thumbnails: in range, neither flat nor noise, bright above and
 * dark below, and the same each time.
 */

#include <locale.h>
#include <math.h>

#include "plugin/core/preview/sample-picture.h"

#define WIDTH  192
#define HEIGHT 144

static gdouble
get_mean (DreamPicture *picture, gint from, gint to)
{
  gdouble sum = 0.0;

  for (gint y = from; y < to; y++)
    for (gint i = 0; i < 3 * WIDTH; i++)
      sum += dream_picture_get_row (picture, y)[i];

  return sum / (3.0 * WIDTH * (to - from));
}

static void
test_range (void)
{
  g_autoptr (DreamPicture) picture = NULL;
  GError                  *error   = NULL;
  gfloat                   lowest  = 1.0f;
  gfloat                   highest = 0.0f;
  gdouble                  change  = 0.0;

  picture = deep_dream_sample_picture_new (WIDTH, HEIGHT, &error);
  g_assert_no_error (error);

  for (gint y = 0; y < HEIGHT; y++)
    {
      const gfloat *row = dream_picture_get_row (picture, y);

      for (gint i = 0; i < 3 * WIDTH; i++)
        {
          lowest  = MIN (lowest, row[i]);
          highest = MAX (highest, row[i]);
          if (i >= 3)
            change += fabsf (row[i] - row[i - 3]);
        }
    }

  g_assert_cmpfloat (lowest, >=, 0.0f);
  g_assert_cmpfloat (highest, <=, 1.0f);
  g_assert_cmpfloat (highest - lowest, >, 0.6f);
  g_assert_cmpfloat (change / (3.0 * WIDTH * HEIGHT), <, 0.03);
  g_assert_cmpfloat (get_mean (picture, 0, HEIGHT / 2), >,
                     2 * get_mean (picture, HEIGHT - HEIGHT / 8, HEIGHT));
}

static void
test_same_again (void)
{
  g_autoptr (DreamPicture) one   = deep_dream_sample_picture_new (WIDTH, HEIGHT,
                                                                  NULL);
  g_autoptr (DreamPicture) other = deep_dream_sample_picture_new (WIDTH, HEIGHT,
                                                                  NULL);
  gsize                    n     = dream_picture_n_values (one);

  g_assert_cmpmem (one->pixels, n * sizeof (gfloat), other->pixels,
                   n * sizeof (gfloat));
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sample-picture/range", test_range);
  g_test_add_func ("/sample-picture/same-again", test_same_again);

  return g_test_run ();
}
