/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The octave loop: the same bits again, progress, stopping, cancelling, and
 * what it refuses.
 */

#include <math.h>
#include <string.h>

#include "engine/dream.h"
#include "engine/error.h"
#include "tiny-network.h"

typedef struct
{
  DreamVerdict verdict;
  gdouble      at; /* the fraction from which on to give it */
  gdouble      last;
  gint         n_calls;
} Watch;

static DreamVerdict
watch (gdouble fraction, gpointer data)
{
  Watch *self = data;

  g_assert_cmpfloat (fraction, >=, self->last);
  g_assert_cmpfloat (fraction, <=, 1);
  self->last = fraction;
  self->n_calls++;

  return fraction >= self->at ? self->verdict : DREAM_CONTINUE;
}

static DreamPicture *
dream (gint seed, gint octaves, Watch *self, GError **error)
{
  g_autoptr (DreamNetwork) network = tiny_network_new (7);
  g_autoptr (DreamRecipe)  recipe  = dream_recipe_new ();
  g_autoptr (DreamPicture) picture = random_picture (90, 70, 1);

  g_object_set (recipe, "layer", "head/concat", "seed", seed, "octaves",
                octaves, "iterations", 3, NULL);

  return dream_run (network, recipe, picture, self ? watch : NULL, self, error);
}

static gdouble
mean_difference (const DreamPicture *a, const DreamPicture *b)
{
  gdouble sum = 0;

  for (gsize i = 0; i < dream_picture_n_values (a); i++)
    sum += fabsf (a->pixels[i] - b->pixels[i]);

  return sum / dream_picture_n_values (a);
}

static void
test_same_seed_same_bits (void)
{
  g_autoptr (DreamPicture) first  = dream (5, 3, NULL, NULL);
  g_autoptr (DreamPicture) second = dream (5, 3, NULL, NULL);
  g_autoptr (DreamPicture) other  = dream (6, 3, NULL, NULL);
  const gsize size = dream_picture_n_values (first) * sizeof (gfloat);

  g_assert_cmpmem (first->pixels, size, second->pixels, size);
  g_assert_true (memcmp (first->pixels, other->pixels, size) != 0);
}

/* mean |change| of one step is the step size, before values are clamped. */
static void
test_step_size (void)
{
  g_autoptr (DreamNetwork) network = tiny_network_new (7);
  g_autoptr (DreamRecipe)  recipe  = dream_recipe_new ();
  g_autoptr (DreamPicture) picture = random_picture (90, 70, 1);
  g_autoptr (DreamPicture) dreamt  = NULL;

  for (gsize i = 0; i < dream_picture_n_values (picture); i++)
    picture->pixels[i] = 0.4f + picture->pixels[i] / 5;

  g_object_set (recipe, "layer", "head/concat", "octaves", 1, "iterations", 1,
                "step", 1.5, NULL);
  dreamt = dream_run (network, recipe, picture, NULL, NULL, NULL);
  g_assert_cmpfloat_with_epsilon (mean_difference (picture, dreamt) * 255, 1.5,
                                  1.5e-4);
}

static void
test_progress_reaches_one (void)
{
  Watch                    self   = { DREAM_CONTINUE, 2, 0, 0 };
  g_autoptr (DreamPicture) dreamt = dream (0, 3, &self, NULL);

  g_assert_nonnull (dreamt);
  g_assert_cmpfloat (self.last, >, 0.999);
  g_assert_cmpint (self.n_calls, >, 3 * 3);
}

static void
test_cancel (void)
{
  Watch              self  = { DREAM_CANCEL, 0.5, 0, 0 };
  g_autoptr (GError) error = NULL;

  g_assert_null (dream (0, 3, &self, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_CANCELLED);
  g_assert_cmpfloat (self.last, <, 0.9);
}

static void
test_stop_keeps (void)
{
  Watch                    early   = { DREAM_STOP, 0.05, 0, 0 };
  Watch                    late    = { DREAM_STOP, 0.7, 0, 0 };
  g_autoptr (DreamPicture) picture = random_picture (90, 70, 1);
  g_autoptr (DreamPicture) little  = dream (0, 3, &early, NULL);
  g_autoptr (DreamPicture) more    = dream (0, 3, &late, NULL);

  g_assert_nonnull (little);
  g_assert_cmpint (little->width, ==, 90);
  g_assert_cmpint (little->height, ==, 70);
  g_assert_cmpfloat (mean_difference (picture, little), <,
                     mean_difference (picture, more));
}

static void
test_octaves_that_fit (void)
{
  g_autoptr (DreamPicture) dreamt = dream (0, 10, NULL, NULL);

  g_assert_nonnull (dreamt);
}

static void
test_refusals (void)
{
  g_autoptr (DreamNetwork) network = tiny_network_new (7);
  g_autoptr (DreamRecipe)  recipe  = dream_recipe_new ();
  g_autoptr (DreamPicture) small   = random_picture (1, 1, 1);
  g_autoptr (GError)       error   = NULL;

  g_object_set (recipe, "layer", "head/concat", NULL);
  g_assert_null (dream_run (network, recipe, small, NULL, NULL, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_TOO_SMALL);
  g_clear_error (&error);

  g_object_set (recipe, "layer", "head/concta", NULL);
  g_assert_null (dream_run (network, recipe, small, NULL, NULL, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_NO_LAYER);
  g_assert_nonnull (strstr (error->message, "head/concat"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/dream/same-seed-same-bits", test_same_seed_same_bits);
  g_test_add_func ("/dream/step-size", test_step_size);
  g_test_add_func ("/dream/progress-reaches-one", test_progress_reaches_one);
  g_test_add_func ("/dream/cancel", test_cancel);
  g_test_add_func ("/dream/stop-keeps", test_stop_keeps);
  g_test_add_func ("/dream/octaves-that-fit", test_octaves_that_fit);
  g_test_add_func ("/dream/refusals", test_refusals);

  return g_test_run ();
}
