/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The clouds of thumbnails: in range, neither flat nor noise, and the same each
 * time.
 */

#include <locale.h>
#include <math.h>

#include "plugin/core/clouds.h"

#define WIDTH  192
#define HEIGHT 144

static void
test_clouds (void)
{
  g_autoptr (DreamPicture) picture = NULL;
  GError                  *error   = NULL;
  gfloat                   lowest  = 1.0f;
  gfloat                   highest = 0.0f;
  gfloat                   largest = 0.0f;

  picture = deep_dream_clouds_new (WIDTH, HEIGHT, &error);
  g_assert_no_error (error);

  for (gint y = 0; y < HEIGHT; y++)
    {
      const gfloat *row = dream_picture_get_row (picture, y);

      for (gint i = 0; i < 3 * WIDTH; i++)
        {
          lowest  = MIN (lowest, row[i]);
          highest = MAX (highest, row[i]);
          if (i >= 3)
            largest = MAX (largest, fabsf (row[i] - row[i - 3]));
        }
    }

  g_assert_cmpfloat (lowest, >=, 0.36f);
  g_assert_cmpfloat (highest, <=, 0.94f);
  g_assert_cmpfloat (highest - lowest, >, 0.35f);
  g_assert_cmpfloat (largest, <, 0.1f);
}

static void
test_same_again (void)
{
  g_autoptr (DreamPicture) one   = deep_dream_clouds_new (WIDTH, HEIGHT, NULL);
  g_autoptr (DreamPicture) other = deep_dream_clouds_new (WIDTH, HEIGHT, NULL);
  gsize                    n     = dream_picture_n_values (one);

  g_assert_cmpmem (one->pixels, n * sizeof (gfloat), other->pixels,
                   n * sizeof (gfloat));
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clouds/clouds", test_clouds);
  g_test_add_func ("/clouds/same-again", test_same_again);

  return g_test_run ();
}
