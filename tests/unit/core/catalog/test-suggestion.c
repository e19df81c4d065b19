/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is dreamed where people have not said it: the schedule and the network
 * of a subject, and the best preset whose network is there.
 */

#include <locale.h>
#include <string.h>

#include <glib/gstdio.h>

#include "engine/error.h"
#include "plugin/core/catalog/library.h"
#include "plugin/core/catalog/suggestion.h"

static void
put (const gchar *folder, const gchar *name, const gchar *contents)
{
  g_autofree gchar *place = g_build_filename (g_get_user_data_dir (),
                                              "deep-dream", folder, NULL);
  g_autofree gchar *path  = g_build_filename (place, name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (place, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, contents, -1, NULL));
}

static void
install (const gchar *network, gint rank, const gchar *labels)
{
  g_autofree gchar *file        = g_strconcat (network, ".bin", NULL);
  g_autofree gchar *text        = g_strconcat (network, ".txt", NULL);
  g_autofree gchar *base        = g_strconcat (network, ".network", NULL);
  g_autofree gchar *description = NULL;

  description = g_strdup_printf ("[Network]\nFile=%s\nSize=1\nDefaultLayer=l\n"
                                 "SubjectRank=%d\nLabels=%s\n",
                                 file, rank, text);
  put ("networks", file, "1");
  put ("networks", text, labels);
  put ("networks", base, description);
}

static DreamRecipe *
fill (const gchar *preset, DreamRecipe *recipe)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (deep_dream_suggestion_fill (preset, recipe, NULL, &error));
  g_assert_no_error (error);

  return recipe;
}

static void
put_presets (void)
{
  put ("presets", "first.recipe",
       "[Preset]\nOrder=1\n[Recipe]\nnetwork=gone\nlayer=x\noctaves=7\n");
  put ("presets", "second.recipe",
       "[Preset]\nOrder=2\n[Recipe]\nnetwork=dogs\nlayer=y\noctaves=6\n");
  put ("presets", "subject.recipe",
       "[Preset]\nHidden=true\n[Recipe]\nnetwork=dogs\nrotation=9\n"
       "iterations=40\n");
  put ("presets", "subject-birds.recipe",
       "[Preset]\nHidden=true\n[Recipe]\nnetwork=birds\nlayer=z\n"
       "iterations=50\n");
}

/* Each test has folders of its own. */
static void
put_all (void)
{
  put_presets ();
  install ("birds", 70, "magpie\nrobin\n");
  install ("dogs", 80, "beagle\nmagpie\nsheepdog\n");
}

static void
test_no_network (void)
{
  g_autoptr (DreamRecipe) recipe = NULL;
  g_autoptr (GError)      error  = NULL;

  put_presets ();

  recipe = fill (NULL, dream_recipe_new ());
  g_assert_cmpstr (recipe->network, ==, "gone");
  g_clear_object (&recipe);

  recipe = g_object_new (DREAM_TYPE_RECIPE, "subject", "beagle", NULL);
  g_assert_false (deep_dream_suggestion_fill (NULL, recipe, NULL, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_NO_NETWORK);
  g_assert_cmpint (recipe->iterations, ==, 10);
}

static void
test_best_preset (void)
{
  g_autoptr (DreamRecipe) recipe = NULL;

  put_all ();

  recipe = fill (NULL, dream_recipe_new ());
  g_assert_cmpstr (recipe->network, ==, "dogs");
  g_assert_cmpstr (recipe->layer, ==, "y");
  g_assert_cmpint (recipe->octaves, ==, 6);
  g_clear_object (&recipe);

  /* Who chooses a network or a layer wants no preset. */
  recipe = fill (NULL,
                 g_object_new (DREAM_TYPE_RECIPE, "network", "birds", NULL));
  g_assert_cmpstr (recipe->layer, ==, "");
  g_assert_cmpint (recipe->octaves, ==, 4);
  g_clear_object (&recipe);

  recipe = fill (NULL, g_object_new (DREAM_TYPE_RECIPE, "layer", "z", NULL));
  g_assert_cmpstr (recipe->network, ==, "birds");
  g_assert_cmpint (recipe->octaves, ==, 4);
  g_clear_object (&recipe);

  recipe = fill ("first", g_object_new (DREAM_TYPE_RECIPE, "octaves", 3, NULL));
  g_assert_cmpstr (recipe->network, ==, "gone");
  g_assert_cmpint (recipe->octaves, ==, 3);
}

static void
test_subject (void)
{
  g_autoptr (DreamRecipe) recipe = NULL;

  put_all ();

  recipe = fill (NULL, g_object_new (DREAM_TYPE_RECIPE, "subject", "beagle",
                                     "iterations", 3, NULL));
  g_assert_cmpstr (recipe->network, ==, "dogs");
  g_assert_cmpstr (recipe->subject, ==, "beagle");
  g_assert_cmpfloat (recipe->rotation, ==, 9);
  g_assert_cmpint (recipe->iterations, ==, 3);
  g_clear_object (&recipe);

  /* Both know it; the better one draws it. */
  recipe = fill (NULL,
                 g_object_new (DREAM_TYPE_RECIPE, "subject", "magpie", NULL));
  g_assert_cmpstr (recipe->network, ==, "dogs");
  g_assert_cmpint (recipe->iterations, ==, 40);
  g_clear_object (&recipe);

  recipe = fill (NULL,
                 g_object_new (DREAM_TYPE_RECIPE, "subject", "robin", NULL));
  g_assert_cmpstr (recipe->network, ==, "birds");
  g_assert_cmpint (recipe->iterations, ==, 50);
  g_clear_object (&recipe);

  /* A network that is chosen by hand stays. */
  recipe = fill (NULL, g_object_new (DREAM_TYPE_RECIPE, "subject", "magpie",
                                     "network", "birds", NULL));
  g_assert_cmpstr (recipe->network, ==, "birds");
  g_assert_cmpint (recipe->iterations, ==, 50);
  g_clear_object (&recipe);

  /* A layer for a guide is a dream of another kind. */
  recipe = fill (NULL, g_object_new (DREAM_TYPE_RECIPE, "subject", "magpie",
                                     "guide", "/g.png", NULL));
  g_assert_cmpint (recipe->iterations, ==, 10);
}

static void
test_unknown_subject (void)
{
  g_autoptr (DreamRecipe) recipe = NULL;
  g_autoptr (GError)      error  = NULL;

  put_all ();
  recipe = g_object_new (DREAM_TYPE_RECIPE, "subject", "magpi", NULL);
  g_assert_false (deep_dream_suggestion_fill (NULL, recipe, NULL, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE);
  g_assert_nonnull (strstr (error->message, "magpie"));
}

static void
test_follow_subject (void)
{
  g_autoptr (DreamRecipe) base   = NULL;
  g_autoptr (DreamRecipe) recipe = NULL;

  put_all ();

  /* From a preset of a layer; the step was changed by hand. */
  base   = g_object_new (DREAM_TYPE_RECIPE, "network", "gone", "layer", "x",
                         "octaves", 7, "step", 2.0, NULL);
  recipe = dream_recipe_copy (base);
  g_object_set (recipe, "step", 5.0, NULL);

  g_assert_false (deep_dream_suggestion_follow_subject (recipe, base));
  g_object_set (recipe, "subject", "robin", NULL);
  g_assert_true (deep_dream_suggestion_follow_subject (recipe, base));
  g_assert_cmpstr (recipe->network, ==, "birds");
  g_assert_cmpstr (recipe->layer, ==, "z");
  g_assert_cmpstr (recipe->subject, ==, "robin");
  g_assert_cmpint (recipe->octaves, ==, 4);
  g_assert_cmpint (recipe->iterations, ==, 50);
  g_assert_cmpfloat (recipe->step, ==, 5.0);

  /* From now on it is a dream of a subject, whose schedule follows the network
   * alone. */
  g_clear_object (&base);
  base = dream_recipe_copy (recipe);
  g_object_set (recipe, "subject", "magpie", NULL);
  g_assert_false (deep_dream_suggestion_follow_subject (recipe, base));
  g_object_set (recipe, "subject", "beagle", NULL);
  g_assert_true (deep_dream_suggestion_follow_subject (recipe, base));
  g_assert_cmpstr (recipe->network, ==, "dogs");
  g_assert_cmpstr (recipe->layer, ==, "");
  g_assert_cmpfloat (recipe->rotation, ==, 9);
  g_assert_cmpint (recipe->iterations, ==, 40);
  g_assert_cmpfloat (recipe->step, ==, 5.0);
  g_object_set (recipe, "subject", "nobody", NULL);
  g_assert_false (deep_dream_suggestion_follow_subject (recipe, base));
}

/* A layer's dream becomes the subject's, though its network knows the word. */
static void
test_follow_from_layer (void)
{
  g_autoptr (DreamRecipe) base   = NULL;
  g_autoptr (DreamRecipe) recipe = NULL;

  put_all ();
  base   = g_object_new (DREAM_TYPE_RECIPE, "network", "birds", "layer", "x",
                         "octaves", 7, NULL);
  recipe = dream_recipe_copy (base);
  g_object_set (recipe, "subject", "magpie", NULL);
  g_assert_true (deep_dream_suggestion_follow_subject (recipe, base));
  g_assert_cmpstr (recipe->network, ==, "dogs");
  g_assert_cmpstr (recipe->layer, ==, "");
  g_assert_cmpint (recipe->octaves, ==, 4);
  g_assert_cmpint (recipe->iterations, ==, 40);
  g_clear_object (&recipe);

  /* The network was changed by hand. */
  recipe = dream_recipe_copy (base);
  g_object_set (base, "network", "dogs", NULL);
  g_object_set (recipe, "subject", "magpie", NULL);
  g_assert_true (deep_dream_suggestion_follow_subject (recipe, base));
  g_assert_cmpstr (recipe->network, ==, "birds");
  g_assert_cmpint (recipe->iterations, ==, 50);
}

/* What people changed before does not count any more. */
static void
test_follow_after_reset (void)
{
  g_autoptr (DreamRecipe) base   = NULL;
  g_autoptr (DreamRecipe) recipe = dream_recipe_new ();

  put_all ();
  base = g_object_new (DREAM_TYPE_RECIPE, "network", "gone", "layer", "x",
                       "octaves", 7, NULL);
  deep_dream_suggestion_begin (recipe);
  g_assert_cmpstr (recipe->layer, ==, "y");
  g_object_set (recipe, "subject", "robin", NULL);
  g_assert_true (deep_dream_suggestion_follow_subject (recipe, base));
  g_assert_cmpstr (recipe->network, ==, "birds");
  g_assert_cmpstr (recipe->layer, ==, "z");
  g_assert_cmpint (recipe->octaves, ==, 4);
}

static void
describe (const gchar *network, gint rank)
{
  g_autofree gchar *base        = g_strconcat (network, ".network", NULL);
  g_autofree gchar *description = NULL;

  description = g_strdup_printf ("[Network]\nTitle=The %s\nFile=f\nSize=1\n"
                                 "DefaultLayer=l\nSubjectRank=%d\nLabels=t\n"
                                 "Classes=all\n",
                                 network, rank);
  put ("models", base, description);
}

/* With the networks that are there it does what it can, and says which one
 * would do better.
 */
static void
test_better (void)
{
  g_autoptr (DreamRecipe)        recipe = dream_recipe_new ();
  g_autoptr (DeepDreamInstalled) better = NULL;
  g_autofree gchar              *advice = NULL;
  g_autofree gchar              *other  = NULL;

  put_presets ();
  install ("birds", 70, "magpie\nrobin\n");
  describe ("birds", 70);
  describe ("dogs", 80);
  put ("networks", "birds.network",
       "[Network]\nFile=birds.bin\nSize=1\nDefaultLayer=l\nSubjectRank=70\n"
       "Labels=birds.txt\nClasses=all\n");

  g_assert_null (deep_dream_suggestion_find_better (recipe));
  g_object_set (recipe, "subject", "magpie", NULL);
  g_assert_true (deep_dream_suggestion_fill (NULL, recipe, &advice, NULL));
  g_assert_cmpstr (recipe->network, ==, "birds");
  g_assert_nonnull (strstr (advice, "deep-dream-networks install dogs"));

  better = deep_dream_suggestion_find_better (recipe);
  g_assert_cmpstr (better->name, ==, "dogs");
  other = deep_dream_suggestion_describe_better (better);
  g_assert_cmpstr (other, ==, advice);

  /* Once it is there, it dreams the subject, but for what was set by hand. */
  g_object_set (recipe, "step", 5.0, NULL);
  install ("dogs", 80, "magpie\n");
  deep_dream_suggestion_take_better (recipe);
  g_assert_cmpstr (recipe->network, ==, "dogs");
  g_assert_cmpstr (recipe->subject, ==, "magpie");
  g_assert_cmpint (recipe->iterations, ==, 40);
  g_assert_cmpfloat (recipe->rotation, ==, 9);
  g_assert_cmpfloat (recipe->step, ==, 5.0);
}

/* So that its size can be said before it is installed. */
static void
test_known (void)
{
  g_autoptr (DeepDreamInstalled) known = NULL;

  put ("models", "gone.network",
       "[Network]\nTitle=Gone\nFile=gone.bin\nSize=1000\nPart1=gone.p\n"
       "Part1Size=20\nLabelsSize=3\nPhotoSize=unknown\nDefaultLayer=l\n");
  known = deep_dream_library_find_known ("gone");
  g_assert_nonnull (known);
  g_assert_cmpstr (known->title, ==, "Gone");
  g_assert_cmpuint (known->size, ==, 1023);

  g_assert_null (deep_dream_library_find_known ("other"));
  g_assert_null (deep_dream_library_find_known ("../models/gone"));
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/suggestion/no-network", test_no_network);
  g_test_add_func ("/suggestion/best-preset", test_best_preset);
  g_test_add_func ("/suggestion/subject", test_subject);
  g_test_add_func ("/suggestion/unknown-subject", test_unknown_subject);
  g_test_add_func ("/suggestion/follow-subject", test_follow_subject);
  g_test_add_func ("/suggestion/follow-from-layer", test_follow_from_layer);
  g_test_add_func ("/suggestion/follow-after-reset", test_follow_after_reset);
  g_test_add_func ("/suggestion/better", test_better);
  g_test_add_func ("/suggestion/known", test_known);

  return g_test_run ();
}
