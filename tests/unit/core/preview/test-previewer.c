/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Protects sketches: that they show the same things as the dream of the whole,
 * that the newest one is what people get, and that the others wait for it.
 */

#include <math.h>

#include "engine/ascent/octaves.h"
#include "engine/error.h"
#include "plugin/core/preview/previewer.h"
#include "tests/unit/tiny-network.h"

#define WIDTH  1200
#define HEIGHT 900

/* What is heard of a sketch. */
typedef struct
{
  gint          n_views;
  gint          n_completed;
  DreamPicture *picture;
  GError       *error;
  gint         *order; /* the next place; NULL: nobody counts */
  gint          place; /* at which it was completed */
} Ear;

static void
listen (const DreamPicture *picture,
        gboolean            is_complete,
        gboolean            is_faithful G_GNUC_UNUSED,
        const GError       *error,
        gpointer            user_data)
{
  Ear *ear = user_data;

  g_clear_pointer (&ear->picture, dream_picture_free);
  g_clear_error (&ear->error);
  if (picture)
    ear->picture = dream_picture_copy (picture, NULL);
  if (error)
    ear->error = g_error_copy (error);

  ear->n_views += ! is_complete;
  ear->n_completed += is_complete;
  if (is_complete && ear->order)
    ear->place = (*ear->order)++;
}

static void
forget (Ear *ear)
{
  g_clear_pointer (&ear->picture, dream_picture_free);
  g_clear_error (&ear->error);
}

static GeglBuffer *
make_pixels (void)
{
  const Babl        *format = babl_format ("R'G'B' float");
  g_autofree gfloat *values = g_new (gfloat, 3 * WIDTH * HEIGHT);
  g_autoptr (GRand)  random = g_rand_new_with_seed (4);
  GeglBuffer        *pixels;

  for (gsize i = 0; i < 3 * WIDTH * HEIGHT; i++)
    values[i] = (gfloat) g_rand_double (random);

  pixels = gegl_buffer_new (GEGL_RECTANGLE (0, 0, WIDTH, HEIGHT), format);
  gegl_buffer_set (pixels, NULL, 0, format, values, GEGL_AUTO_ROWSTRIDE);

  return pixels;
}

static DreamRecipe *
make_recipe (gint iterations, gdouble size)
{
  DreamRecipe *recipe = dream_recipe_new ();

  g_object_set (recipe, "layer", "Mixed_5b/concat", "octaves", 1, "iterations",
                iterations, "size", size, NULL);
  return recipe;
}

static DeepDreamPreviewJob *
make_sketch (DreamRecipe *recipe, gint width)
{
  g_autoptr (GeglBuffer) pixels = make_pixels ();

  return deep_dream_preview_job_new (recipe, pixels,
                                     gegl_buffer_get_extent (pixels), NULL, 0,
                                     0, gegl_buffer_get_extent (pixels), width,
                                     NULL);
}

static gboolean
give_up (gpointer is_late)
{
  *(gboolean *) is_late = TRUE;

  return G_SOURCE_REMOVE;
}

/* Without a turn of its own: it would take a processor from the dream. */
static void
wait_for (const gint *number, gint value)
{
  gboolean    is_late = FALSE;
  const guint alarm   = g_timeout_add_seconds (120, give_up, &is_late);

  while (*number < value && ! is_late)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpint (*number, ==, value);
  g_source_remove (alarm);
}

/* The first octave has as large things, for the size of the picture. */
static void
assert_alike (DeepDreamPreviewJob *sketch, gdouble share, gboolean is_faithful)
{
  g_autoptr (DreamNetwork)   network   = tiny_network_new (7);
  g_autoptr (DreamObjective) objective = NULL;
  g_autoptr (DreamRecipe)    adapted   = NULL;
  g_autoptr (GArray)         octaves   = NULL;
  const DreamOctave         *smallest;
  gboolean                   is_so;

  g_object_set (sketch->recipe, "layer", "head/concat", NULL);
  objective = dream_objective_new (network, sketch->recipe, NULL, NULL);
  adapted   = deep_dream_preview_job_adapt (sketch, objective, &is_so, NULL);
  octaves   = dream_octaves_new (adapted, sketch->picture->width,
                                 sketch->picture->height, objective, NULL);
  smallest  = dream_octaves_get (octaves, octaves->len - 1);

  g_assert_cmpfloat_with_epsilon ((gdouble) smallest->width /
                                    sketch->picture->width,
                                  share, 0.02);
  g_assert_true (is_so == is_faithful);
}

static void
test_alike (void)
{
  g_autoptr (DreamRecipe)         recipe = dream_recipe_new ();
  g_autoptr (DeepDreamPreviewJob) half   = NULL;
  g_autoptr (DeepDreamPreviewJob) small  = NULL;
  g_autoptr (DeepDreamPreviewJob) sized  = NULL;

  /* Two octaves more, of 1.5. */
  g_object_set (recipe, "octaves", 3, "octave-scale", 1.5, NULL);

  half = make_sketch (recipe, WIDTH / 2);
  assert_alike (half, 2 / 2.25, TRUE);

  small = make_sketch (recipe, WIDTH / 4);
  assert_alike (small, 1, FALSE);

  g_object_set (recipe, "size", 20.0, "fine-detail", 50, NULL);
  sized = make_sketch (recipe, WIDTH / 2);
  {
    g_autoptr (DreamNetwork)   network   = tiny_network_new (7);
    g_autoptr (DreamObjective) objective = NULL;
    g_autoptr (DreamRecipe)    adapted   = NULL;

    g_object_set (sized->recipe, "layer", "head/concat", NULL);
    objective = dream_objective_new (network, sized->recipe, NULL, NULL);
    adapted   = deep_dream_preview_job_adapt (sized, objective, NULL, NULL);
    g_assert_cmpfloat_with_epsilon (adapted->size, 20, 0.5);
    g_assert_cmpint (adapted->octaves, ==, 3);
    g_assert_cmpint (adapted->fine_detail, ==, 0);
  }
}

/* A window of 1:1 in a large picture: what is larger than it is left out. */
static void
test_detail (void)
{
  g_autoptr (DreamRecipe)         recipe = dream_recipe_new ();
  g_autoptr (GeglBuffer)          pixels = make_pixels ();
  g_autoptr (DeepDreamPreviewJob) sketch = NULL;

  g_object_set (recipe, "octaves", 4, "size", 80.0, "fine-detail", 50, NULL);
  sketch = deep_dream_preview_job_new (recipe, pixels,
                                       gegl_buffer_get_extent (pixels), NULL, 0,
                                       0, GEGL_RECTANGLE (1100, 100, 100, 80),
                                       400, NULL);
  g_assert_cmpfloat (sketch->scale, ==, 1);
  g_assert_cmpint (sketch->picture->width, ==, 115);
  g_assert_cmpint (sketch->picture->height, ==, 110);
  g_assert_true (gegl_rectangle_equal_coords (&sketch->shown, 15, 15, 100, 80));

  {
    g_autoptr (DreamNetwork)   network   = tiny_network_new (7);
    g_autoptr (DreamObjective) objective = NULL;
    g_autoptr (DreamRecipe)    adapted   = NULL;

    g_object_set (sketch->recipe, "layer", "head/concat", NULL);
    objective = dream_objective_new (network, sketch->recipe, NULL, NULL);
    adapted   = deep_dream_preview_job_adapt (sketch, objective, NULL, NULL);
    g_assert_cmpfloat (adapted->size, <=, 100);
    g_assert_cmpint (adapted->octaves, ==, 1);
    g_assert_cmpint (adapted->fine_detail, ==, 50);
  }
}

static void
test_sketch (void)
{
  g_autoptr (DeepDreamPreviewer) sketcher = deep_dream_previewer_new (NULL);
  g_autoptr (DreamRecipe)        recipe   = make_recipe (3, 40);
  DeepDreamPreviewJob           *sketch   = make_sketch (recipe, 160);
  g_autoptr (DreamPicture) before = dream_picture_copy (sketch->picture, NULL);
  Ear                      ear    = { 0 };
  gdouble                  change = 0;

  deep_dream_previewer_start (sketcher, sketch, listen, &ear);
  wait_for (&ear.n_completed, 1);
  g_assert_no_error (ear.error);
  g_assert_cmpint (ear.picture->width, ==, 160);
  g_assert_cmpint (ear.picture->height, ==, 120);

  for (gsize i = 0; i < dream_picture_n_values (before); i++)
    change += fabsf (before->pixels[i] - ear.picture->pixels[i]);
  g_assert_cmpfloat (change / dream_picture_n_values (before), >, 0.001);

  forget (&ear);
}

/* Only the newest is heard of, and soon, however long the others take. */
static void
test_newest (void)
{
  g_autoptr (DeepDreamPreviewer) sketcher = deep_dream_previewer_new (NULL);
  g_autoptr (DreamRecipe)        endless  = make_recipe (1000, 0);
  g_autoptr (DreamRecipe)        quick    = make_recipe (1, 40);
  Ear                            old      = { 0 };
  Ear                            newest   = { 0 };

  deep_dream_previewer_start (sketcher, make_sketch (endless, WIDTH), listen,
                              &old);
  wait_for (&old.n_views, 1);
  for (gint i = 0; i < 3; i++)
    deep_dream_previewer_start (sketcher, make_sketch (endless, WIDTH), listen,
                                &old);
  deep_dream_previewer_start (sketcher, make_sketch (quick, 100), listen,
                              &newest);
  wait_for (&newest.n_completed, 1);
  g_assert_cmpint (old.n_completed, ==, 0);
  g_assert_cmpint (old.n_views, ==, 1);

  forget (&old);
  forget (&newest);
}

/* What is queued makes room, waits, and is not lost. */
static void
test_queue (void)
{
  g_autoptr (DeepDreamPreviewer) sketcher = deep_dream_previewer_new (NULL);
  g_autoptr (DreamRecipe)        slow     = make_recipe (20, 0);
  g_autoptr (DreamRecipe)        quick    = make_recipe (1, 40);
  gint                           order    = 0;
  Ear                            first    = { .order = &order };
  Ear                            second   = { .order = &order };
  Ear                            urgent   = { .order = &order };

  deep_dream_previewer_queue (sketcher, make_sketch (slow, 400), listen, &first,
                              NULL);
  deep_dream_previewer_queue (sketcher, make_sketch (quick, 100), listen,
                              &second, NULL);
  deep_dream_previewer_set_paused (sketcher, TRUE);
  deep_dream_previewer_start (sketcher, make_sketch (quick, 100), listen,
                              &urgent);
  deep_dream_previewer_set_paused (sketcher, FALSE);

  wait_for (&order, 3);
  g_assert_cmpint (urgent.place, ==, 0);
  g_assert_cmpint (first.place, ==, 1);
  g_assert_cmpint (second.place, ==, 2);
  g_assert_cmpint (first.n_views + second.n_views, ==, 0);

  forget (&first);
  forget (&second);
  forget (&urgent);
}

static void
test_errors (void)
{
  g_autoptr (DeepDreamPreviewer) sketcher = deep_dream_previewer_new (NULL);
  g_autoptr (DreamRecipe)        recipe   = make_recipe (1, 40);
  Ear                            ear      = { 0 };

  g_object_set (recipe, "network", "no-such-network", NULL);
  deep_dream_previewer_start (sketcher, make_sketch (recipe, 100), listen,
                              &ear);
  wait_for (&ear.n_completed, 1);
  g_assert_error (ear.error, DREAM_ERROR, DREAM_ERROR_NO_NETWORK);

  g_object_set (recipe, "network", "inception-v3", "guide", "/no/such.png",
                NULL);
  deep_dream_previewer_start (sketcher, make_sketch (recipe, 100), listen,
                              &ear);
  wait_for (&ear.n_completed, 2);
  g_assert_error (ear.error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE);

  /* And goes on. */
  g_object_set (recipe, "guide", "", NULL);
  deep_dream_previewer_start (sketcher, make_sketch (recipe, 100), listen,
                              &ear);
  wait_for (&ear.n_completed, 3);
  g_assert_no_error (ear.error);

  forget (&ear);
}

/* Nothing is heard of it any more, and what is queued gets its turn. */
static void
test_stop (void)
{
  g_autoptr (DeepDreamPreviewer) sketcher = deep_dream_previewer_new (NULL);
  g_autoptr (DreamRecipe)        endless  = make_recipe (1000, 0);
  g_autoptr (DreamRecipe)        quick    = make_recipe (1, 40);
  Ear                            stopped  = { 0 };
  Ear                            queued   = { 0 };

  deep_dream_previewer_stop (sketcher);
  deep_dream_previewer_queue (sketcher, make_sketch (quick, 100), listen,
                              &queued, NULL);
  deep_dream_previewer_start (sketcher, make_sketch (endless, WIDTH), listen,
                              &stopped);
  wait_for (&stopped.n_views, 1);
  deep_dream_previewer_stop (sketcher);
  wait_for (&queued.n_completed, 1);
  g_assert_no_error (queued.error);
  g_assert_cmpint (stopped.n_views, ==, 1);
  g_assert_cmpint (stopped.n_completed, ==, 0);

  forget (&stopped);
  forget (&queued);
}

/* In the middle of something. */
static void
test_end (void)
{
  DeepDreamPreviewer     *sketcher = deep_dream_previewer_new (NULL);
  g_autoptr (DreamRecipe) endless  = make_recipe (1000, 0);
  Ear                     ear      = { 0 };

  deep_dream_previewer_queue (sketcher, make_sketch (endless, 100), listen,
                              &ear, NULL);
  deep_dream_previewer_start (sketcher, make_sketch (endless, WIDTH), listen,
                              &ear);
  wait_for (&ear.n_views, 1);
  deep_dream_previewer_free (sketcher);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (ear.n_views, ==, 1);
  g_assert_cmpint (ear.n_completed, ==, 0);

  forget (&ear);
}

int
main (int argc, char **argv)
{
  int result;

  gegl_init (NULL, NULL);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sketcher/alike", test_alike);
  g_test_add_func ("/sketcher/detail", test_detail);
  g_test_add_func ("/sketcher/sketch", test_sketch);
  g_test_add_func ("/sketcher/newest", test_newest);
  g_test_add_func ("/sketcher/queue", test_queue);
  g_test_add_func ("/sketcher/errors", test_errors);
  g_test_add_func ("/sketcher/stop", test_stop);
  g_test_add_func ("/sketcher/end", test_end);

  result = g_test_run ();
  gegl_exit ();

  return result;
}
