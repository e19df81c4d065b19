/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Steps: how large they are and become, Adam's, and what works against the
 * dream.
 */

#include <math.h>
#include <string.h>

#include "engine/ascent/adam.h"
#include "engine/ascent/regularizers.h"
#include "engine/ascent/step.h"
#include "tests/unit/tiny-network.h"

#define WIDTH  23
#define HEIGHT 17
#define N      (WIDTH * HEIGHT * 3)

static gboolean
go_on (gdouble work, gpointer data)
{
  return work == 0 && ! data;
}

/* Around the middle, so that nothing is clamped. */
static DreamPicture *
quiet_picture (guint32 seed, gdouble middle, gdouble range)
{
  DreamPicture *picture = random_picture (WIDTH, HEIGHT, seed);

  for (gint i = 0; i < N; i++)
    picture->pixels[i] = middle + range * (picture->pixels[i] - 0.5);

  return picture;
}

static gdouble
take_step (DreamStep *step, gint iteration, DreamPicture *picture, guint32 seed)
{
  g_autoptr (DreamPicture) gradient = quiet_picture (seed, 0, 7);
  g_autoptr (DreamPicture) before   = dream_picture_copy (picture, NULL);
  gdouble                  sum      = 0;

  dream_step_take (step, iteration, picture, gradient, go_on, NULL);
  for (gint i = 0; i < N; i++)
    sum += fabsf (picture->pixels[i] - before->pixels[i]);

  return sum / N * 255;
}

/* From 2 to a quarter of it by the same factor each time. */
static void
test_final_step (void)
{
  g_autoptr (DreamThreads) threads = dream_threads_new (2);
  g_autoptr (DreamRecipe)  recipe  = dream_recipe_new ();
  g_autoptr (DreamPicture) picture = quiet_picture (1, 0.5, 0.2);
  const DreamEffort        effort  = { 5, 2 };
  const DreamPlace         place   = { WIDTH, HEIGHT, NULL, NULL, NULL };
  g_autoptr (DreamStep)    step    = NULL;

  g_object_set (recipe, "final-step", 25.0, NULL);
  step = dream_step_new (recipe, &effort, &place, threads, NULL);
  for (gint i = 0; i < 5; i++)
    g_assert_cmpfloat_with_epsilon (take_step (step, i, picture, i),
                                    2 * pow (0.25, i / 4.0), 1e-4);
}

/* As large with everything on that shapes the direction. */
static void
test_size_stays (void)
{
  g_autoptr (DreamThreads) threads = dream_threads_new (2);
  g_autoptr (DreamRecipe)  recipe  = dream_recipe_new ();
  g_autoptr (DreamPicture) picture = quiet_picture (1, 0.5, 0.2);
  g_autoptr (DreamPicture) scratch = quiet_picture (1, 0.5, 0.2);
  const DreamEffort        effort  = { 6, 1.5 };
  const DreamPlace         place   = { WIDTH, HEIGHT, NULL, NULL, scratch };
  g_autoptr (DreamStep)    step    = NULL;

  g_object_set (recipe, "smoothing", 1.0, "laplacian", 2, "decorrelate", TRUE,
                "ascent", DREAM_ASCENT_ADAM, "color", DREAM_COLOR_LUMA, NULL);
  step = dream_step_new (recipe, &effort, &place, threads, NULL);
  for (gint i = 0; i < 6; i++)
    g_assert_cmpfloat_with_epsilon (take_step (step, i, picture, i), 1.5, 1e-4);
}

/* Against the formula, in doubles. */
static void
test_adam (void)
{
  g_autoptr (DreamThreads) threads = dream_threads_new (2);
  g_autoptr (DreamAdam)    adam = dream_adam_new (WIDTH, HEIGHT, threads, NULL);
  gdouble                  means[N]  = { 0 };
  gdouble                  square[N] = { 0 };

  for (gint t = 1; t <= 5; t++)
    {
      g_autoptr (DreamPicture) gradient  = quiet_picture (t, 0.3, 4);
      g_autoptr (DreamPicture) direction = dream_picture_copy (gradient, NULL);

      dream_adam_apply (adam, direction, 2);
      for (gint i = 0; i < N; i++)
        {
          const gdouble g = gradient->pixels[i] / 2.0;

          means[i]  = 0.9 * means[i] + 0.1 * g;
          square[i] = 0.999 * square[i] + 0.001 * g * g;
          g_assert_cmpfloat_with_epsilon (direction->pixels[i],
                                          means[i] / (1 - pow (0.9, t)) /
                                            (sqrt (square[i] /
                                                   (1 - pow (0.999, t))) +
                                             0.1),
                                          1e-3);
        }
    }
}

/* By finite differences. */
static void
test_variation (void)
{
  g_autoptr (DreamThreads) threads  = dream_threads_new (2);
  g_autoptr (DreamPicture) picture  = quiet_picture (1, 0.5, 0.5);
  g_autoptr (DreamPicture) original = quiet_picture (2, 0.5, 0.5);
  const gdouble            step     = 0.05;
  const gdouble            delta    = 1e-2;

  for (gint wrap = 0; wrap < 2; wrap++)
    {
      const DreamRegularizers  forces   = { 0.5, 0, original, wrap };
      g_autoptr (DreamPicture) gradient = dream_picture_new (WIDTH, HEIGHT,
                                                             NULL);

      dream_regularizers_add (&forces, picture, 1, step, gradient, threads);
      for (gint i = 0; i < N; i++)
        {
          const gfloat value = picture->pixels[i];
          gdouble      more;
          gdouble      less;

          picture->pixels[i] = value + delta;
          more = dream_regularizers_get_variation (&forces, picture,
                                                   8 * 0.5 * step);
          picture->pixels[i] = value - delta;
          less = dream_regularizers_get_variation (&forces, picture,
                                                   8 * 0.5 * step);
          picture->pixels[i] = value;

          g_assert_cmpfloat_with_epsilon (gradient->pixels[i],
                                          -0.5 * (more - less) / (2 * delta),
                                          2e-3);
        }
    }
}

/* However strong it is, descent never goes up. */
static void
test_variation_falls (void)
{
  for (gdouble variation = 0.01; variation < 20; variation *= 3)
    {
      g_autoptr (DreamThreads) threads  = dream_threads_new (2);
      g_autoptr (DreamPicture) picture  = quiet_picture (1, 0.5, 0.5);
      g_autoptr (DreamPicture) original = quiet_picture (2, 0.5, 0.5);
      const DreamRegularizers  forces   = { variation, 0, original, FALSE };
      const gdouble            step     = 1.5 / 255;
      gdouble                  last     = G_MAXDOUBLE;

      for (gint i = 0; i < 10; i++)
        {
          g_autoptr (DreamPicture) gradient = dream_picture_new (WIDTH, HEIGHT,
                                                                 NULL);
          gdouble                  now;

          dream_regularizers_add (&forces, picture, 1, step, gradient, threads);
          dream_picture_add (picture, gradient, step, threads);
          now = dream_regularizers_get_variation (&forces, picture,
                                                  8 * variation * step);
          g_assert_cmpfloat (now, <, last);
          last = now;
        }
    }
}

/* As strong as a step at a tenth, nothing at the original, and never past it. */
static void
test_pull (void)
{
  g_autoptr (DreamThreads) threads  = dream_threads_new (2);
  g_autoptr (DreamPicture) original = quiet_picture (2, 0.5, 0.5);
  g_autoptr (DreamPicture) picture  = dream_picture_copy (original, NULL);
  g_autoptr (DreamPicture) gradient = dream_picture_new (WIDTH, HEIGHT, NULL);
  DreamRegularizers        forces   = { 0, 1, original, FALSE };

  for (gint i = 0; i < N; i += 2)
    picture->pixels[i] += 0.1f;

  dream_regularizers_add (&forces, picture, 1, 0.01, gradient, threads);
  for (gint i = 0; i < N; i++)
    g_assert_cmpfloat_with_epsilon (gradient->pixels[i], i % 2 ? 0 : -1, 1e-5);

  memset (gradient->pixels, 0, N * sizeof (gfloat));
  forces.pull = 10;
  dream_regularizers_add (&forces, picture, 1, 0.2, gradient, threads);
  dream_picture_add (picture, gradient, 0.2, threads);
  for (gint i = 0; i < N; i++)
    g_assert_cmpfloat_with_epsilon (picture->pixels[i], original->pixels[i],
                                    1e-5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/step/final-step", test_final_step);
  g_test_add_func ("/step/size-stays", test_size_stays);
  g_test_add_func ("/step/adam", test_adam);
  g_test_add_func ("/step/variation", test_variation);
  g_test_add_func ("/step/variation-falls", test_variation_falls);
  g_test_add_func ("/step/pull", test_pull);

  return g_test_run ();
}
