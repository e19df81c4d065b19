/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Turning and mirroring, there and back.
 */

#include <math.h>
#include <string.h>

#include "engine/dream.h"
#include "engine/gradient/transform.h"
#include "tests/unit/tiny-network.h"

#define WIDTH  80
#define HEIGHT 60

static DreamTransform
draw (gdouble rotation, gboolean flip, gboolean wrap, guint32 seed)
{
  g_autoptr (DreamRecipe) recipe = dream_recipe_new ();
  g_autoptr (GRand)       random = g_rand_new_with_seed (seed);
  DreamTransform          turn;

  g_object_set (recipe, "rotation", rotation, "flip", flip, "tileable", wrap,
                NULL);
  dream_transform_draw (&turn, recipe, random, WIDTH, HEIGHT);

  return turn;
}

/* Slow waves, which bilinear interpolation hardly blurs; whole ones, so that
 * they wrap. */
static DreamPicture *
waves (void)
{
  DreamPicture *picture = dream_picture_new (WIDTH, HEIGHT, NULL);

  for (gint i = 0; i < WIDTH * HEIGHT * 3; i++)
    picture->pixels[i] = sin (2 * G_PI * (i / 3 % WIDTH) / WIDTH + i % 3) *
                         cos (2 * G_PI * (i / 3 / WIDTH) / HEIGHT);

  return picture;
}

/* What is not wanted draws no numbers and turns nothing. */
static void
test_nothing (void)
{
  g_autoptr (DreamRecipe) recipe = dream_recipe_new ();
  g_autoptr (GRand)       random = g_rand_new_with_seed (3);
  g_autoptr (GRand)       other  = g_rand_new_with_seed (3);
  DreamTransform          turn;

  g_assert_false (dream_transform_is_wanted (recipe));
  g_assert_false (dream_transform_draw (&turn, recipe, random, WIDTH, HEIGHT));
  g_assert_cmpuint (g_rand_int (random), ==, g_rand_int (other));
}

static void
test_flip (void)
{
  g_autoptr (DreamThreads) threads = dream_threads_new (2);
  g_autoptr (DreamPicture) noise   = random_picture (WIDTH, HEIGHT, 1);
  g_autoptr (DreamPicture) there   = random_picture (WIDTH, HEIGHT, 2);
  g_autoptr (DreamPicture) back    = random_picture (WIDTH, HEIGHT, 3);
  const gsize size    = dream_picture_n_values (noise) * sizeof (gfloat);
  gint        n_flips = 0;

  for (guint seed = 0; seed < 100; seed++)
    {
      const DreamTransform turn = draw (0, TRUE, seed % 2, seed);

      n_flips += turn.flip;
      if (! turn.flip)
        continue;

      dream_transform_forth (&turn, noise->pixels, 3, there->pixels, threads);
      g_assert_cmpmem (there->pixels, 3 * sizeof (gfloat),
                       noise->pixels + 3 * (WIDTH - 1), 3 * sizeof (gfloat));
      dream_transform_back (&turn, there, back, threads);
      g_assert_cmpmem (back->pixels, size, noise->pixels, size);
    }

  g_assert_cmpint (n_flips, >, 30);
  g_assert_cmpint (n_flips, <, 70);
}

/* Back where it was, and nothing where it was not seen; on the whole, that is
 * little. */
static void
test_there_and_back (void)
{
  g_autoptr (DreamThreads) threads = dream_threads_new (2);
  g_autoptr (DreamPicture) picture = waves ();
  g_autoptr (DreamPicture) there   = dream_picture_new (WIDTH, HEIGHT, NULL);
  g_autoptr (DreamPicture) back    = dream_picture_new (WIDTH, HEIGHT, NULL);

  for (guint seed = 0; seed < 20; seed++)
    {
      const gboolean       wrap     = seed % 2;
      const DreamTransform turn     = draw (20, seed % 4 > 1, wrap, seed);
      gint                 n_unseen = 0;

      dream_transform_forth (&turn, picture->pixels, 3, there->pixels, threads);
      dream_transform_back (&turn, there, back, threads);
      for (gint i = 0; i < WIDTH * HEIGHT * 3; i++)
        if (back->pixels[i] == 0)
          n_unseen++;
        else
          g_assert_cmpfloat_with_epsilon (back->pixels[i], picture->pixels[i],
                                          0.05);

      g_assert_cmpint (n_unseen, <, WIDTH * HEIGHT * 3 / 5);
    }
}

/* A quarter turn about the middle of a square is exact. */
static void
test_direction (void)
{
  g_autoptr (DreamThreads) threads     = dream_threads_new (1);
  const DreamTransform     turn        = { 3, 3, 1, 1, 0, 1, FALSE, FALSE };
  const gfloat             in[9]       = { 0, 1, 2, 3, 4, 5, 6, 7, 8 };
  const gfloat             expected[9] = { 2, 5, 8, 1, 4, 7, 0, 3, 6 };
  gfloat                   out[9];

  dream_transform_forth (&turn, in, 1, out, threads);
  g_assert_cmpmem (out, sizeof (out), expected, sizeof (expected));
}

/* Dreamed in the turned picture, all of it changes, by as much as a step, and
 * not outside a mask. */
static void
test_dream (void)
{
  g_autoptr (DreamNetwork) network   = tiny_network_new (7);
  g_autoptr (DreamRecipe)  recipe    = dream_recipe_new ();
  g_autoptr (DreamPicture) picture   = random_picture (WIDTH, HEIGHT, 1);
  g_autofree gfloat       *mask      = g_new (gfloat, WIDTH * HEIGHT);
  const DreamMaterials     materials = { .mask = mask };

  for (gint i = 0; i < WIDTH * HEIGHT; i++)
    mask[i] = i % WIDTH < 20 ? 1 : 0;

  g_object_set (recipe, "layer", "head/concat", "octaves", 2, "iterations", 4,
                "rotation", 10.0, "flip", TRUE, NULL);
  for (gint wrap = 0; wrap < 2; wrap++)
    {
      g_autoptr (DreamPicture) dreamt = NULL;
      g_autoptr (DreamPicture) masked = NULL;
      gint                     all    = 0;
      gint                     inside = 0;

      g_object_set (recipe, "tileable", wrap, NULL);
      dreamt = dream_run (network, recipe, picture, NULL, NULL, NULL, NULL,
                          NULL);
      masked = dream_run (network, recipe, picture, &materials, NULL, NULL,
                          NULL, NULL);

      for (gint i = 0; i < WIDTH * HEIGHT * 3; i++)
        {
          all += dreamt->pixels[i] != picture->pixels[i];
          inside += masked->pixels[i] != picture->pixels[i];
          if (! (mask[i / 3] > 0))
            g_assert_cmpfloat (masked->pixels[i], ==, picture->pixels[i]);
        }

      g_assert_cmpint (all, >, WIDTH * HEIGHT * 3 * 0.95);
      g_assert_cmpint (inside, >, 20 * HEIGHT * 3 * 0.95);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/turn/nothing", test_nothing);
  g_test_add_func ("/turn/flip", test_flip);
  g_test_add_func ("/turn/there-and-back", test_there_and_back);
  g_test_add_func ("/turn/direction", test_direction);
  g_test_add_func ("/turn/dream", test_dream);

  return g_test_run ();
}
