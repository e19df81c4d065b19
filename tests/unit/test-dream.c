/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The octave loop: the same bits again, progress, stopping, cancelling, and
 * what it refuses.
 */

#include <math.h>
#include <string.h>

#include "engine/dream.h"
#include "engine/error.h"
#include "engine/image/shrink.h"
#include "tiny-network.h"

/* Of one step's work, what may lie between two calls: no layer of the small
 * network has more, forward or back. */
#define MAX_SHARE 0.33

typedef struct
{
  DreamVerdict verdict;
  gdouble      at; /* the fraction from which on to give it */
  gdouble      last;
  gint         n_calls;
  gdouble      largest; /* share of the work between two calls */
  gint         at_call; /* the one call at which to give it; 0: see at */
  gdouble      given;   /* the fraction at that call */
  gint         n_views; /* calls with a picture */
  gint         width;   /* of the last of them */
} Watch;

static DreamVerdict
watch (gdouble fraction, const DreamPicture *picture, gpointer data)
{
  Watch *self = data;

  g_assert_cmpfloat (fraction, >=, self->last);
  g_assert_cmpfloat (fraction, <=, 1);
  self->largest = MAX (self->largest, fraction - self->last);
  self->last    = fraction;
  self->n_calls++;
  if (picture)
    {
      self->n_views++;
      g_assert_cmpint (picture->width, >=, self->width);
      self->width = picture->width;
    }

  if (self->at_call)
    {
      if (self->n_calls != self->at_call)
        return DREAM_CONTINUE;

      self->given = fraction;
      return self->verdict;
    }

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

  return dream_run (network, recipe, picture, NULL, NULL, self ? watch : NULL,
                    self, error);
}

static gdouble
mean_difference (const DreamPicture *a, const DreamPicture *b)
{
  gdouble sum = 0;

  for (gsize i = 0; i < dream_picture_n_values (a); i++)
    sum += fabsf (a->pixels[i] - b->pixels[i]);

  return sum / dream_picture_n_values (a);
}

/* A large one, as tiles need. */
static DreamPicture *
dream_in_tiles (const DreamPicture *picture,
                gint                halo,
                gboolean            tileable,
                gsize               memory,
                guint               n_threads)
{
  g_autoptr (DreamNetwork) network   = tiny_network_new (7);
  g_autoptr (DreamRecipe)  recipe    = dream_recipe_new ();
  g_autoptr (GError)       error     = NULL;
  const DreamResources     resources = { n_threads, memory, NULL };
  DreamPicture            *dreamt;

  g_object_set (recipe, "layer", "head/concat", "octaves", 3, "iterations", 6,
                "halo", halo, "tileable", tileable, NULL);
  dreamt = dream_run (network, recipe, picture, NULL, &resources, NULL, NULL,
                      &error);
  g_assert_no_error (error);

  return dreamt;
}

/* Mean |difference| that a dream makes between neighbouring columns. */
static gdouble
step_between (const DreamPicture *dreamt,
              const DreamPicture *picture,
              gint                left,
              gint                right)
{
  gdouble sum = 0;

  for (gint y = 0; y < picture->height; y++)
    for (gint c = 0; c < 3; c++)
      {
        const gsize row = (gsize) y * picture->width;
        const gsize a   = (row + left) * 3 + c;
        const gsize b   = (row + right) * 3 + c;

        sum += fabsf ((dreamt->pixels[b] - picture->pixels[b]) -
                      (dreamt->pixels[a] - picture->pixels[a]));
      }

  return sum / picture->height / 3;
}

/* The lowest and highest of a picture's columns, which differ with the
 * network's strides. */
static void
get_steps (const DreamPicture *dreamt,
           const DreamPicture *picture,
           gdouble            *lowest,
           gdouble            *highest)
{
  *lowest  = G_MAXDOUBLE;
  *highest = 0;

  for (gint x = 1; x < picture->width; x++)
    {
      const gdouble step = step_between (dreamt, picture, x - 1, x);

      *lowest  = MIN (*lowest, step);
      *highest = MAX (*highest, step);
    }
}

/* Smooth, so that nothing is clamped and steps are the dream's. */
static DreamPicture *
smooth_picture (gint width, gint height)
{
  DreamPicture *picture = dream_picture_new (width, height, NULL);

  for (gint y = 0; y < height; y++)
    for (gint x = 0; x < width; x++)
      for (gint c = 0; c < 3; c++)
        picture->pixels[((gsize) y * width + x) * 3 + c] =
          0.5 + 0.2 * sin (2 * G_PI * ((c + 1.0) * x / width + 0.3 * c)) *
                  cos (2 * G_PI * (2.0 + c) * y / height);

  return picture;
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
  dreamt = dream_run (network, recipe, picture, NULL, NULL, NULL, NULL, NULL);
  g_assert_cmpfloat_with_epsilon (mean_difference (picture, dreamt) * 255, 1.5,
                                  1.5e-4);
}

static void
test_progress_reaches_one (void)
{
  Watch                    self   = { .verdict = DREAM_CONTINUE };
  g_autoptr (DreamPicture) dreamt = dream (0, 3, &self, NULL);

  g_assert_nonnull (dreamt);
  g_assert_cmpfloat (self.last, >, 0.999);
  g_assert_cmpint (self.n_calls, >, 3 * 3);
  g_assert_cmpint (self.n_views, ==, 3 * 3);
  g_assert_cmpint (self.width, ==, 90);
}

static void
test_cancel (void)
{
  Watch              self  = { .verdict = DREAM_CANCEL, .at = 0.5 };
  g_autoptr (GError) error = NULL;

  g_assert_null (dream (0, 3, &self, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_CANCELLED);
  g_assert_cmpfloat (self.last, <, 0.9);
}

static void
test_stop_keeps (void)
{
  Watch                    early   = { .verdict = DREAM_STOP, .at = 0.05 };
  Watch                    late    = { .verdict = DREAM_STOP, .at = 0.7 };
  g_autoptr (DreamPicture) picture = random_picture (90, 70, 1);
  g_autoptr (DreamPicture) little  = dream (0, 3, &early, NULL);
  g_autoptr (DreamPicture) more    = dream (0, 3, &late, NULL);

  g_assert_nonnull (little);
  g_assert_cmpint (little->width, ==, 90);
  g_assert_cmpint (little->height, ==, 70);
  g_assert_cmpfloat (mean_difference (picture, little), <,
                     mean_difference (picture, more));
}

/* What a user waits for who stops a dream.  Work, not time, as time depends on
 * what else the machine does; it is in proportion. */
static void
test_calls_are_close (void)
{
  Watch                    self   = { .verdict = DREAM_CONTINUE };
  g_autoptr (DreamPicture) dreamt = dream (0, 1, &self, NULL);

  g_assert_nonnull (dreamt);
  g_assert_cmpfloat (self.largest, <, MAX_SHARE / 3 /* steps */);
}

/* Two steps at each of two sizes, on one thread, as there are many of them. */
static DreamPicture *
dream_little (Watch *self, gboolean with_all)
{
  const DreamResources     resources = { .n_threads = 1 };
  g_autoptr (DreamNetwork) network   = tiny_network_new (7);
  g_autoptr (DreamRecipe)  recipe    = dream_recipe_new ();
  g_autoptr (DreamPicture) picture   = random_picture (41, 33, 1);

  g_object_set (recipe, "layer", "head/concat", "octaves", 2, "iterations", 2,
                NULL);

  if (with_all)
    g_object_set (recipe, "smoothing", 1.0, "laplacian", 2, "decorrelate", TRUE,
                  "color", DREAM_COLOR_LUMA, "variation", 0.5, "pull", 0.5,
                  "rotation", 5.0, "flip", TRUE, "ascent", DREAM_ASCENT_ADAM,
                  "size", 80.0, "iterations", 1, NULL);

  return dream_run (network, recipe, picture, NULL, &resources, watch, self,
                    NULL);
}

/* At whichever call they are given.  A stop is final, although the observer
 * says to go on when it is asked again. */
static void
test_verdicts_end_work (gconstpointer data)
{
  const gboolean           with_all = GPOINTER_TO_INT (data);
  Watch                    whole    = { .verdict = DREAM_CONTINUE };
  g_autoptr (DreamPicture) dreamt   = dream_little (&whole, with_all);

  g_assert_nonnull (dreamt);
  for (gint call = 1; call <= whole.n_calls; call++)
    {
      Watch stop   = { .verdict = DREAM_STOP, .at_call = call };
      Watch cancel = { .verdict = DREAM_CANCEL, .at_call = call };
      g_autoptr (DreamPicture) kept    = dream_little (&stop, with_all);
      g_autoptr (DreamPicture) nothing = dream_little (&cancel, with_all);

      g_assert_nonnull (kept);
      g_assert_cmpfloat (stop.last, ==, stop.given);

      g_assert_null (nothing);
      g_assert_cmpint (cancel.n_calls, ==, call);
    }
}

static void
test_octaves_that_fit (void)
{
  g_autoptr (DreamPicture) dreamt = dream (0, 10, NULL, NULL);

  g_assert_nonnull (dreamt);
}

static void
test_memory_and_threads_change_nothing (void)
{
  g_autoptr (DreamPicture) picture = random_picture (233, 141, 1);
  g_autoptr (DreamPicture) whole   = NULL;
  g_autoptr (DreamPicture) tiles   = NULL;
  g_autoptr (DreamPicture) threads = NULL;

  whole   = dream_in_tiles (picture, 100, FALSE, G_MAXSIZE, 1);
  tiles   = dream_in_tiles (picture, 100, FALSE, 4 << 20, 1);
  threads = dream_in_tiles (picture, 100, FALSE, 4 << 20, 3);

  g_assert_cmpfloat (mean_difference (whole, tiles) * 255, <, 1e-3);
  g_assert_cmpmem (tiles->pixels,
                   dream_picture_n_values (tiles) * sizeof (gfloat),
                   threads->pixels,
                   dream_picture_n_values (threads) * sizeof (gfloat));
}

/* The last column goes on in the first as any column does in the next. */
static void
test_tileable_has_no_seam (void)
{
  const gint               last    = 200;
  g_autoptr (DreamPicture) picture = smooth_picture (last + 1, 150);
  g_autoptr (DreamPicture) dreamt  = NULL;
  g_autoptr (DreamPicture) open    = NULL;
  gdouble                  lowest;
  gdouble                  highest;
  gdouble                  seam;

  dreamt = dream_in_tiles (picture, 100, TRUE, 4 << 20, 0);
  open   = dream_in_tiles (picture, 100, FALSE, 4 << 20, 0);
  get_steps (dreamt, picture, &lowest, &highest);
  seam = step_between (dreamt, picture, last, 0);

  g_assert_cmpfloat (seam, >, lowest);
  g_assert_cmpfloat (seam, <, highest);
  g_assert_cmpfloat (step_between (open, picture, last, 0), >, 1.2 * seam);
}

/* Tiles begin at multiples of 32 pixels; no such column shows it. */
static void
test_overlap_leaves_no_seam (void)
{
  const gint               grid    = 32;
  g_autoptr (DreamPicture) picture = smooth_picture (14 * grid, 7 * grid);
  g_autoptr (DreamPicture) dreamt  = NULL;
  gdouble                  at      = 0;
  gdouble                  other   = 0;

  dreamt = dream_in_tiles (picture, 25, FALSE, 3 << 20, 0);
  for (gint x = 1; x < picture->width; x++)
    *(x % grid == 0 ? &at : &other) += step_between (dreamt, picture, x - 1, x);
  at /= picture->width / grid - 1;
  other /= picture->width - picture->width / grid;

  g_assert_cmpfloat (at / other, >, 0.9);
  g_assert_cmpfloat (at / other, <, 1.1);
}

/* From the picture itself on, ever more changes. */
static void
test_strength (void)
{
  g_autoptr (DreamNetwork) network = tiny_network_new (7);
  g_autoptr (DreamRecipe)  recipe  = dream_recipe_new ();
  g_autoptr (DreamPicture) picture = random_picture (90, 70, 1);
  gdouble                  last    = -1;

  g_object_set (recipe, "layer", "head/concat", "octaves", 2, "iterations", 3,
                NULL);
  for (gint strength = 0; strength <= 100; strength += 20)
    {
      g_autoptr (DreamPicture) dreamt = NULL;
      gdouble                  change;

      g_object_set (recipe, "strength", strength, NULL);
      dreamt = dream_run (network, recipe, picture, NULL, NULL, NULL, NULL,
                          NULL);
      change = mean_difference (picture, dreamt);
      g_assert_cmpfloat (change, >, last);
      if (strength == 0)
        g_assert_cmpfloat (change, ==, 0);
      last = change;
    }
}

/* The difference that a dream makes, in another size. */
static DreamPicture *
get_detail (const DreamPicture *dreamt,
            const DreamPicture *picture,
            gint                width,
            gint                height)
{
  g_autoptr (DreamThreads) threads = dream_threads_new (1);
  g_autoptr (DreamPicture) detail  = dream_picture_copy (dreamt, NULL);
  DreamPicture            *scaled  = dream_picture_new (width, height, NULL);

  for (gsize i = 0; i < dream_picture_n_values (detail); i++)
    detail->pixels[i] -= picture->pixels[i];
  dream_shrink (detail->pixels, 3, detail->width, detail->height,
                scaled->pixels, width, height, FALSE, threads);

  return scaled;
}

static gdouble
get_correlation (const DreamPicture *a, const DreamPicture *b)
{
  gdouble ab = 0;
  gdouble aa = 0;
  gdouble bb = 0;

  for (gsize i = 0; i < dream_picture_n_values (a); i++)
    {
      ab += a->pixels[i] * b->pixels[i];
      aa += a->pixels[i] * a->pixels[i];
      bb += b->pixels[i] * b->pixels[i];
    }

  return ab / sqrt (aa * bb);
}

/* What is set relative to the picture is dreamed alike on a small and on a
 * large one of the same scene. */
static void
test_size_of_things (void)
{
  g_autoptr (DreamNetwork) network = tiny_network_new (7);
  g_autoptr (DreamRecipe)  recipe  = dream_recipe_new ();
  g_autoptr (DreamPicture) small   = smooth_picture (200, 150);
  g_autoptr (DreamPicture) large   = dream_picture_resample (small, 700, 525,
                                                             FALSE, NULL, NULL);
  gdouble                  alike[2];

  g_object_set (recipe, "layer", "head/concat", "octaves", 2, "iterations", 5,
                NULL);
  for (gint i = 0; i < 2; i++)
    {
      g_autoptr (DreamPicture) on_small = NULL;
      g_autoptr (DreamPicture) on_large = NULL;
      g_autoptr (DreamPicture) some     = NULL;
      g_autoptr (DreamPicture) others   = NULL;

      g_object_set (recipe, "size", i ? 30.0 : 0.0, NULL);
      on_small = dream_run (network, recipe, small, NULL, NULL, NULL, NULL,
                            NULL);
      on_large = dream_run (network, recipe, large, NULL, NULL, NULL, NULL,
                            NULL);
      some     = get_detail (on_small, small, 100, 75);
      others   = get_detail (on_large, large, 100, 75);
      alike[i] = get_correlation (some, others);
    }

  g_test_message ("correlation without %.3f, with %.3f", alike[0], alike[1]);
  g_assert_cmpfloat (alike[1], >, 0.75);
  g_assert_cmpfloat (alike[0], <, alike[1] - 0.2);
}

static void
test_refusals (void)
{
  g_autoptr (DreamNetwork) network = tiny_network_new (7);
  g_autoptr (DreamRecipe)  recipe  = dream_recipe_new ();
  g_autoptr (DreamPicture) small   = random_picture (1, 1, 1);
  g_autoptr (DreamPicture) picture = random_picture (90, 70, 1);
  const DreamResources     abacus  = { 0, 0, "abacus" };
  g_autoptr (GError)       error   = NULL;

  g_object_set (recipe, "layer", "head/concat", NULL);
  g_assert_null (
    dream_run (network, recipe, small, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_TOO_SMALL);
  g_clear_error (&error);

  g_object_set (recipe, "layer", "head/concta", NULL);
  g_assert_null (
    dream_run (network, recipe, small, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_NO_LAYER);
  g_assert_nonnull (strstr (error->message, "head/concat"));
  g_clear_error (&error);

  g_object_set (recipe, "layer", "head/concat", NULL);
  g_assert_null (
    dream_run (network, recipe, picture, NULL, &abacus, NULL, NULL, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_NO_KERNELS);
  g_assert_nonnull (strstr (error->message, "abacus"));
  g_assert_nonnull (strstr (error->message, "baseline"));
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
  g_test_add_func ("/dream/calls-are-close", test_calls_are_close);
  g_test_add_data_func ("/dream/verdicts-end-work", GINT_TO_POINTER (FALSE),
                        test_verdicts_end_work);
  g_test_add_data_func ("/dream/verdicts-end-work-of-all",
                        GINT_TO_POINTER (TRUE), test_verdicts_end_work);
  g_test_add_func ("/dream/octaves-that-fit", test_octaves_that_fit);
  g_test_add_func ("/dream/strength", test_strength);
  g_test_add_func ("/dream/size-of-things", test_size_of_things);
  g_test_add_func ("/dream/memory-and-threads-change-nothing",
                   test_memory_and_threads_change_nothing);
  g_test_add_func ("/dream/refusals", test_refusals);

  /* What a picture looks like in the end is a matter of no processor. */
  if (g_test_thorough ())
    {
      g_test_add_func ("/dream/tileable-has-no-seam",
                       test_tileable_has_no_seam);
      g_test_add_func ("/dream/overlap-leaves-no-seam",
                       test_overlap_leaves_no_seam);
    }

  return g_test_run ();
}
