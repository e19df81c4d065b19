/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Colours of gradients and of dreams.
 */

#include <math.h>
#include <string.h>

#include "engine/dream.h"
#include "engine/image/color.h"
#include "tests/unit/tiny-network.h"

#define WIDTH  40
#define HEIGHT 30

static gdouble
get_luma (const gfloat *rgb)
{
  return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
}

/* Away from black and white, so that nothing is clamped. */
static DreamPicture *
middle_picture (guint32 seed)
{
  DreamPicture *picture = random_picture (WIDTH, HEIGHT, seed);

  for (gsize i = 0; i < dream_picture_n_values (picture); i++)
    picture->pixels[i] = 0.4f + picture->pixels[i] / 5;

  return picture;
}

/* C C^T of lucid's matrix, worked out by hand, over 0.4619^2 = 0.2134. */
static void
test_decorrelate (void)
{
  const gdouble            expected[3][3] = { { 0.0761, 0.0692, 0.0627 },
                                              { 0.0692, 0.0754, 0.0714 },
                                              { 0.0627, 0.0714, 0.0819 } };
  g_autoptr (DreamThreads) threads        = dream_threads_new (2);
  g_autoptr (DreamPicture) gradient       = dream_picture_new (3, 1, NULL);

  for (gint c = 0; c < 3; c++)
    gradient->pixels[4 * c] = 1;
  dream_color_decorrelate (gradient, threads);

  for (gint from = 0; from < 3; from++)
    for (gint to = 0; to < 3; to++)
      g_assert_cmpfloat_with_epsilon (gradient->pixels[3 * from + to],
                                      expected[from][to] / 0.2134, 1e-4);
}

static void
test_gray (void)
{
  g_autoptr (DreamThreads) threads  = dream_threads_new (2);
  g_autoptr (DreamPicture) gradient = middle_picture (1);
  g_autoptr (DreamPicture) gray     = dream_picture_copy (gradient, NULL);

  dream_color_make_gray (gray, threads);
  for (gsize i = 0; i < dream_picture_n_values (gradient); i += 3)
    {
      const gfloat *rgb  = gradient->pixels + i;
      const gdouble mean = (rgb[0] + rgb[1] + rgb[2]) / 3;

      for (gint c = 0; c < 3; c++)
        g_assert_cmpfloat_with_epsilon (gray->pixels[i + c], mean, 1e-6);
    }
}

static void
test_chroma (void)
{
  g_autoptr (DreamThreads) threads = dream_threads_new (2);
  g_autoptr (DreamPicture) picture = middle_picture (1);
  g_autoptr (DreamPicture) dreamt  = middle_picture (2);
  g_autoptr (DreamPicture) same    = dream_picture_copy (dreamt, NULL);
  const gsize size = dream_picture_n_values (dreamt) * sizeof (gfloat);

  dream_color_scale_chroma (picture, 1, same, threads);
  g_assert_cmpmem (same->pixels, size, dreamt->pixels, size);

  for (gdouble factor = 0; factor < 3; factor += 0.7)
    {
      g_autoptr (DreamPicture) scaled = dream_picture_copy (dreamt, NULL);

      dream_color_scale_chroma (picture, factor, scaled, threads);
      for (gsize i = 0; i < dream_picture_n_values (dreamt); i += 3)
        {
          const gdouble luma = get_luma (dreamt->pixels + i);
          const gdouble base = get_luma (picture->pixels + i);

          g_assert_cmpfloat_with_epsilon (get_luma (scaled->pixels + i), luma,
                                          1e-5);
          for (gint c = 0; c < 3; c++)
            {
              const gdouble own    = picture->pixels[i + c] - base;
              const gdouble dreams = dreamt->pixels[i + c] - luma;

              g_assert_cmpfloat_with_epsilon (scaled->pixels[i + c] - luma,
                                              own + factor * (dreams - own),
                                              1e-5);
            }
        }
    }
}

static DreamPicture *
dream (const DreamPicture *picture, const gchar *color)
{
  g_autoptr (DreamNetwork) network = tiny_network_new (7);
  g_autoptr (DreamRecipe)  recipe  = dream_recipe_new ();

  g_object_set (recipe, "layer", "head/concat", "octaves", 2, "iterations", 2,
                NULL);
  g_assert_true (dream_recipe_set_from_string (recipe, "color", color, NULL));

  return dream_run (network, recipe, picture, NULL, NULL, NULL, NULL, NULL);
}

/* The chroma is the picture's; and of "original", the luma the dream's. */
static void
test_dreams (void)
{
  g_autoptr (DreamPicture) picture  = middle_picture (1);
  g_autoptr (DreamPicture) full     = dream (picture, "full");
  g_autoptr (DreamPicture) luma     = dream (picture, "luma");
  g_autoptr (DreamPicture) original = dream (picture, "original");
  gdouble                  colored  = 0;
  gdouble                  change   = 0;

  for (gsize i = 0; i < dream_picture_n_values (picture); i++)
    {
      const gsize   p      = i / 3 * 3;
      const gdouble chroma = picture->pixels[i] -
                             get_luma (picture->pixels + p);

      g_assert_cmpfloat_with_epsilon (luma->pixels[i] -
                                        get_luma (luma->pixels + p),
                                      chroma, 1e-5);
      g_assert_cmpfloat_with_epsilon (original->pixels[i] -
                                        get_luma (original->pixels + p),
                                      chroma, 1e-5);
      g_assert_cmpfloat_with_epsilon (get_luma (original->pixels + p),
                                      get_luma (full->pixels + p), 1e-5);
      colored += fabs (full->pixels[i] - get_luma (full->pixels + p) - chroma);
      change += fabsf (luma->pixels[i] - picture->pixels[i]);
    }

  g_assert_cmpfloat (colored / dream_picture_n_values (picture) * 255, >, 0.5);
  g_assert_cmpfloat (change / dream_picture_n_values (picture) * 255, >, 0.5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/color/decorrelate", test_decorrelate);
  g_test_add_func ("/color/gray", test_gray);
  g_test_add_func ("/color/chroma", test_chroma);
  g_test_add_func ("/color/dreams", test_dreams);

  return g_test_run ();
}
