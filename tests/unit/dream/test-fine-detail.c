/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Dreams that are enlarged and finished at the picture's own pixels: which
 * layer does it, and that nothing else changes.
 */

#include <math.h>
#include <string.h>

#include "engine/ascent/fine-detail.h"
#include "engine/dream.h"
#include "engine/error.h"
#include "engine/image/edges.h"
#include "engine/image/mask.h"
#include "engine/image/shrink.h"
#include "tests/unit/tiny-network.h"

#define WIDTH  160
#define HEIGHT 120

typedef struct
{
  DreamVerdict verdict;
  gint         at_call; /* at which to give it; 0: never */
  gint         n_calls;
  gdouble      last;
  gdouble      given; /* the fraction at that call */
} Watch;

static DreamVerdict
watch (gdouble fraction, const DreamPicture *picture, gpointer data)
{
  Watch *self = data;

  (void) picture;
  g_assert_cmpfloat (fraction, >=, self->last);
  self->last = fraction;
  if (++self->n_calls != self->at_call)
    return DREAM_CONTINUE;

  self->given = fraction;

  return self->verdict;
}

static gboolean
go_on (gdouble work, gpointer data)
{
  return work == 0 && ! data;
}

static DreamRecipe *
new_recipe (gint fine_detail)
{
  DreamRecipe *recipe = dream_recipe_new ();

  g_object_set (recipe, "layer", "head/concat", "octaves", 1, "iterations", 4,
                "step", 6.0, "size", 80.0, "halo", 100, "fine-detail",
                fine_detail, NULL);

  return recipe;
}

/* Little noise, so that nothing is clamped and what is seen is the dream's. */
static DreamPicture *
new_picture (gint width, gint height)
{
  DreamPicture *picture = random_picture (width, height, 1);

  for (gsize i = 0; i < dream_picture_n_values (picture); i++)
    picture->pixels[i] = 0.4f + picture->pixels[i] / 5;

  return picture;
}

static DreamPicture *
dream (DreamRecipe    *recipe,
       const gfloat   *mask,
       DreamResources *resources,
       Watch          *self,
       GError        **error)
{
  g_autoptr (DreamNetwork) network   = tiny_network_new (7);
  g_autoptr (DreamPicture) picture   = new_picture (WIDTH, HEIGHT);
  const DreamMaterials     materials = { .mask = mask };

  return dream_run (network, recipe, picture, &materials, resources,
                    self ? watch : NULL, self, error);
}

static DreamPicture *
dream_with (gint fine_detail)
{
  g_autoptr (DreamRecipe) recipe = new_recipe (fine_detail);

  return dream (recipe, NULL, NULL, NULL, NULL);
}

static gboolean
are_same (const DreamPicture *a, const DreamPicture *b)
{
  return memcmp (a->pixels, b->pixels,
                 dream_picture_n_values (a) * sizeof (gfloat)) == 0;
}

/* Root mean square of what a pixel has that its neighbours have not. */
static gdouble
get_fineness (const DreamPicture *dreamt)
{
  g_autoptr (DreamPicture) picture = new_picture (WIDTH, HEIGHT);
  gdouble                  squares = 0;

  for (gint y = 0; y < HEIGHT; y++)
    for (gint i = 3; i < (WIDTH - 1) * 3; i++)
      {
        const gfloat *to   = dream_picture_get_row (dreamt, y) + i;
        const gfloat *from = dream_picture_get_row (picture, y) + i;
        const gdouble d    = (to[0] - from[0]) -
                          (to[-3] - from[-3] + to[3] - from[3]) / 2;

        squares += d * d;
      }

  return sqrt (squares / ((WIDTH - 2) * HEIGHT * 3));
}

/* What is dreamed on the reduced picture, in its size. */
static DreamPicture *
dream_small (DreamThreads *threads)
{
  g_autoptr (DreamNetwork)   network   = tiny_network_new (7);
  g_autoptr (DreamRecipe)    recipe    = new_recipe (0);
  g_autoptr (DreamPicture)   picture   = new_picture (WIDTH, HEIGHT);
  g_autoptr (DreamObjective) objective = NULL;
  g_autoptr (GArray)         octaves   = NULL;
  g_autoptr (DreamPicture)   small     = NULL;
  const DreamOctave         *octave;
  DreamPicture              *detail;

  objective = dream_objective_new (network, recipe, NULL, NULL);
  octaves   = dream_octaves_new (recipe, WIDTH, HEIGHT, objective, NULL);
  octave    = dream_octaves_get (octaves, 0);
  g_assert_cmpint (octave->width, <, WIDTH / 2);

  small = dream_picture_new (octave->width, octave->height, NULL);
  dream_shrink (picture->pixels, 3, WIDTH, HEIGHT, small->pixels, octave->width,
                octave->height, FALSE, threads);
  g_object_set (recipe, "size", 0.0, NULL);
  detail = dream_run (network, recipe, small, NULL, NULL, NULL, NULL, NULL);
  dream_picture_add (detail, small, -1, threads);

  return detail;
}

/* 0: that dream enlarged, and nothing else. */
static void
test_none (void)
{
  g_autoptr (DreamThreads) threads = dream_threads_new (1);
  g_autoptr (DreamPicture) picture = new_picture (WIDTH, HEIGHT);
  g_autoptr (DreamPicture) dreamt  = dream_with (0);
  g_autoptr (DreamPicture) detail  = dream_small (threads);
  g_autoptr (DreamPicture) result  = NULL;

  result = dream_picture_resample (detail, WIDTH, HEIGHT, FALSE, threads, NULL);
  dream_picture_add (result, picture, 1, threads);
  dream_picture_clamp (result, threads);

  g_assert_true (are_same (dreamt, result));
}

/* What is dreamed at smaller sizes spreads, but not to where nothing is to
 * be. */
static void
test_places (void)
{
  g_autoptr (DreamThreads) threads = dream_threads_new (1);
  g_autoptr (DreamPicture) picture = new_picture (WIDTH, HEIGHT);
  g_autoptr (DreamPicture) before  = dream_with (0);
  g_autoptr (DreamPicture) after   = dream_with (100);
  g_autoptr (DreamPicture) detail  = dream_small (threads);
  g_autoptr (DreamPicture) sharp   = dream_picture_copy (before, NULL);
  g_autofree gfloat       *places  = dream_mask_new (WIDTH, HEIGHT, NULL);
  g_autoptr (DreamEdges)   edges   = NULL;
  gint                     n_flat  = 0;

  edges = dream_edges_new (detail->width, detail->height, FALSE, threads, NULL);
  g_assert_true (dream_edges_find (edges, detail, 2, go_on, NULL));
  dream_edges_sharpen (edges, picture, NULL, sharp, places);

  for (gint i = 0; i < WIDTH * HEIGHT; i++)
    if (! (places[i] > 0))
      {
        g_assert_cmpmem (before->pixels + i * 3, 3 * sizeof (gfloat),
                         after->pixels + i * 3, 3 * sizeof (gfloat));
        n_flat++;
      }
  g_assert_cmpint (n_flat, >, WIDTH * HEIGHT / 50);
  g_assert_cmpint (n_flat, <, WIDTH * HEIGHT / 2);
}

static void
test_finer (void)
{
  g_autoptr (DreamPicture) none = dream_with (0);
  g_autoptr (DreamPicture) some = dream_with (50);
  g_autoptr (DreamPicture) more = dream_with (100);

  g_assert_cmpfloat (get_fineness (some), >, 1.5 * get_fineness (none));
  g_assert_cmpfloat (get_fineness (more), >, 1.2 * get_fineness (some));
}

/* There is nothing to finish where the last octave is the picture itself. */
static void
test_own_size (void)
{
  g_autoptr (DreamRecipe)  none   = new_recipe (0);
  g_autoptr (DreamRecipe)  fine   = new_recipe (100);
  g_autoptr (DreamPicture) before = NULL;
  g_autoptr (DreamPicture) after  = NULL;

  g_object_set (none, "octaves", 3, "octave-scale", 3.0, NULL);
  g_object_set (fine, "octaves", 3, "octave-scale", 3.0, NULL);
  before = dream (none, NULL, NULL, NULL, NULL);
  after  = dream (fine, NULL, NULL, NULL, NULL);

  g_assert_true (are_same (before, after));
}

static void
test_mask (void)
{
  g_autoptr (DreamRecipe)  recipe  = new_recipe (100);
  g_autoptr (DreamPicture) picture = new_picture (WIDTH, HEIGHT);
  g_autofree gfloat       *mask    = g_new0 (gfloat, WIDTH * HEIGHT);
  g_autoptr (DreamPicture) dreamt  = NULL;
  gboolean                 changes = FALSE;

  for (gint i = 0; i < WIDTH * HEIGHT; i++)
    mask[i] = i % WIDTH < WIDTH / 2;
  dreamt = dream (recipe, mask, NULL, NULL, NULL);

  for (gint i = 0; i < WIDTH * HEIGHT * 3; i++)
    if (i / 3 % WIDTH >= WIDTH / 2)
      g_assert_cmpfloat (dreamt->pixels[i], ==, picture->pixels[i]);
    else
      changes |= dreamt->pixels[i] != picture->pixels[i];
  g_assert_true (changes);
}

/* Fine detail is as weak as the dream. */
static void
test_weak_dreams (void)
{
  g_autoptr (DreamRecipe)  none   = new_recipe (0);
  g_autoptr (DreamRecipe)  fine   = new_recipe (50);
  g_autoptr (DreamPicture) before = NULL;
  g_autoptr (DreamPicture) after  = NULL;
  g_autoptr (DreamPicture) whole  = dream_with (50);

  g_object_set (none, "strength", 0, NULL);
  g_object_set (fine, "strength", 0, NULL);
  before = dream (none, NULL, NULL, NULL, NULL);
  after  = dream (fine, NULL, NULL, NULL, NULL);
  g_assert_true (are_same (before, after));

  g_object_set (fine, "strength", 10, NULL);
  g_clear_pointer (&after, dream_picture_free);
  after = dream (fine, NULL, NULL, NULL, NULL);
  g_assert_cmpfloat (get_fineness (after), <, 0.4 * get_fineness (whole));
}

static void
test_colors (void)
{
  g_autoptr (DreamRecipe)  recipe  = new_recipe (100);
  g_autoptr (DreamPicture) picture = new_picture (WIDTH, HEIGHT);
  g_autoptr (DreamPicture) dreamt  = NULL;

  g_object_set (recipe, "color", DREAM_COLOR_ORIGINAL, "strength", 20, NULL);
  dreamt = dream (recipe, NULL, NULL, NULL, NULL);

  for (gsize i = 0; i < dream_picture_n_values (picture); i += 3)
    {
      const gfloat *to   = dreamt->pixels + i;
      const gfloat *from = picture->pixels + i;

      g_assert_cmpfloat_with_epsilon (to[0] - from[0], to[1] - from[1], 1e-5);
      g_assert_cmpfloat_with_epsilon (to[0] - from[0], to[2] - from[2], 1e-5);
    }
}

static void
test_memory_and_threads_change_nothing (void)
{
  DreamResources           one    = { .n_threads = 1, .memory = G_MAXSIZE };
  DreamResources           little = { .n_threads = 1, .memory = 1 << 20 };
  DreamResources           many   = { .n_threads = 3, .memory = 1 << 20 };
  g_autoptr (DreamRecipe)  recipe = new_recipe (50);
  g_autoptr (DreamPicture) whole  = dream (recipe, NULL, &one, NULL, NULL);
  g_autoptr (DreamPicture) tiles  = dream (recipe, NULL, &little, NULL, NULL);
  g_autoptr (DreamPicture) again  = dream (recipe, NULL, &many, NULL, NULL);
  gdouble                  sum    = 0;

  g_assert_true (are_same (tiles, again));
  for (gsize i = 0; i < dream_picture_n_values (whole); i++)
    sum += fabsf (whole->pixels[i] - tiles->pixels[i]);
  g_assert_cmpfloat (sum / dream_picture_n_values (whole) * 255, <, 1e-3);
}

/* A stop is final, and a cancelled dream does not ask again, at whichever call:
 * the work reaches 1 if nobody says so. */
static void
test_verdicts (void)
{
  DreamResources           one    = { .n_threads = 1 };
  g_autoptr (DreamRecipe)  recipe = new_recipe (50);
  Watch                    whole  = { .verdict = DREAM_CONTINUE };
  g_autoptr (DreamPicture) dreamt = NULL;

  g_object_set (recipe, "iterations", 1, NULL);
  dreamt = dream (recipe, NULL, &one, &whole, NULL);
  g_assert_cmpfloat (whole.last, >, 0.999);

  /* Every call of some 500 would take long, every seventh meets all kinds. */
  for (gint call = 1; call <= whole.n_calls; call += 7)
    {
      Watch              stop   = { .verdict = DREAM_STOP, .at_call = call };
      Watch              cancel = { .verdict = DREAM_CANCEL, .at_call = call };
      g_autoptr (GError) error  = NULL;
      g_autoptr (DreamPicture) kept    = NULL;
      g_autoptr (DreamPicture) nothing = NULL;

      kept    = dream (recipe, NULL, &one, &stop, NULL);
      nothing = dream (recipe, NULL, &one, &cancel, &error);

      g_assert_nonnull (kept);
      g_assert_cmpint (kept->width, ==, WIDTH);
      g_assert_cmpfloat (stop.last, ==, stop.given);

      g_assert_null (nothing);
      g_assert_error (error, DREAM_ERROR, DREAM_ERROR_CANCELLED);
      g_assert_cmpint (cancel.n_calls, ==, call);
    }
}

/* The deepest layer of those that see little, and octaves by halves. */
static void
test_recipe (void)
{
  g_autoptr (DreamNetwork)   network   = tiny_network_new (7);
  g_autoptr (DreamRecipe)    recipe    = new_recipe (25);
  g_autoptr (DreamObjective) objective = NULL;
  g_autoptr (DreamRecipe)    fine      = NULL;
  const DreamOctave          own       = { 1000, 500 };
  const DreamOctave          near      = { 900, 450 };
  const DreamOctave          eighth    = { 125, 62 };

  g_object_set (recipe, "strength", 100, "tileable", TRUE, "color",
                DREAM_COLOR_LUMA, NULL);
  objective = dream_objective_new (network, recipe, NULL, NULL);
  g_assert_null (
    dream_fine_detail_new (recipe, network, objective, &own, 1000, 500));
  g_assert_null (
    dream_fine_detail_new (recipe, network, objective, &near, 1000, 500));

  fine = dream_fine_detail_new (recipe, network, objective, &eighth, 1000, 500);
  g_assert_nonnull (fine);
  g_assert_cmpint (fine->octaves, ==, 3);
  g_assert_cmpfloat (fine->octave_scale, ==, 2);
  g_assert_cmpint (fine->strength, ==, 50);
  g_assert_true (fine->tileable);
  g_assert_cmpint (fine->color, ==, DREAM_COLOR_LUMA);

  /* Of the next, one sees as little, but is a branch. */
  g_assert_cmpstr (fine->layer, ==, "body/pool");
}

/* What sees as little as the first layer has none below it. */
static void
test_lowest_layer (void)
{
  g_autoptr (DreamNetwork)   network   = tiny_network_new (7);
  g_autoptr (DreamRecipe)    recipe    = new_recipe (50);
  g_autoptr (DreamObjective) objective = NULL;
  const DreamOctave          octave    = { 100, 100 };

  g_object_set (recipe, "layer", "stem", NULL);
  objective = dream_objective_new (network, recipe, NULL, NULL);
  g_assert_null (
    dream_fine_detail_new (recipe, network, objective, &octave, 900, 900));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/fine-detail/none", test_none);
  g_test_add_func ("/fine-detail/places", test_places);
  g_test_add_func ("/fine-detail/finer", test_finer);
  g_test_add_func ("/fine-detail/own-size", test_own_size);
  g_test_add_func ("/fine-detail/mask", test_mask);
  g_test_add_func ("/fine-detail/weak-dreams", test_weak_dreams);
  g_test_add_func ("/fine-detail/colors", test_colors);
  g_test_add_func ("/fine-detail/memory-and-threads-change-nothing",
                   test_memory_and_threads_change_nothing);
  g_test_add_func ("/fine-detail/verdicts", test_verdicts);
  g_test_add_func ("/fine-detail/recipe", test_recipe);
  g_test_add_func ("/fine-detail/lowest-layer", test_lowest_layer);

  return g_test_run ();
}
