/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Recipes: defaults, keyfiles there and back, and every kind of bad value.
 */

#include <string.h>

#include <glib/gstdio.h>

#include "engine/error.h"
#include "engine/recipe/recipe.h"

static void
assert_refused (const gchar *name, const gchar *value)
{
  g_autoptr (DreamRecipe) recipe = dream_recipe_new ();
  g_autoptr (GError)      error  = NULL;
  g_autofree gchar       *before = dream_recipe_to_string (recipe);
  g_autofree gchar       *after  = NULL;

  g_assert_false (dream_recipe_set_from_string (recipe, name, value, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE);
  g_assert_nonnull (strstr (error->message, name));
  after = dream_recipe_to_string (recipe);
  g_assert_cmpstr (before, ==, after);
}

static void
test_defaults (void)
{
  g_autoptr (DreamRecipe) recipe = dream_recipe_new ();

  g_assert_cmpstr (recipe->network, ==, "");
  g_assert_cmpstr (recipe->layer, ==, "");
  g_assert_cmpint (recipe->octaves, ==, 4);
  g_assert_cmpfloat (recipe->octave_scale, ==, 1.4);
  g_assert_cmpint (recipe->iterations, ==, 10);
  g_assert_cmpfloat (recipe->step, ==, 1.5);
  g_assert_cmpint (recipe->jitter, ==, 32);
  g_assert_false (recipe->tileable);
  g_assert_cmpint (recipe->halo, ==, 35);
  g_assert_cmpint (recipe->precision, ==, DREAM_PRECISION_AUTO);
  g_assert_cmpstr (recipe->channels, ==, "");
}

static void
test_bad_values (void)
{
  assert_refused ("octaves", "0");
  assert_refused ("octaves", "11");
  assert_refused ("octaves", "2.5");
  assert_refused ("octaves", "four");
  assert_refused ("octaves", "4 5");
  assert_refused ("octaves", "");
  assert_refused ("octaves", "99999999999999999999");
  assert_refused ("octave-scale", "1");
  assert_refused ("octave-scale", "nan");
  assert_refused ("octave-scale", "inf");
  assert_refused ("step", "-1");
  assert_refused ("step", "1,5");
  assert_refused ("seed", "2147483648");
  assert_refused ("strangeness", "1");
  assert_refused ("halo", "101");
  assert_refused ("tileable", "");
  assert_refused ("tileable", "1");
  assert_refused ("tileable", "TRUE");
  assert_refused ("precision", "");
  assert_refused ("precision", "exact");
  assert_refused ("precision", "Auto");
}

static void
test_keyfile_round_trip (void)
{
  g_autoptr (DreamRecipe) recipe = dream_recipe_new ();
  g_autoptr (DreamRecipe) copy   = dream_recipe_new ();
  g_autoptr (GError)      error  = NULL;
  g_autofree gchar       *text   = NULL;
  g_autofree gchar       *again  = NULL;
  g_autofree gchar       *path   = NULL;
  gint                    fd     = g_file_open_tmp (NULL, &path, NULL);

  g_object_set (recipe, "layer", "Mixed_5d/concat", "octaves", 7,
                "octave-scale", 1.3, "step", 0.1, "seed", 12345, "tileable",
                TRUE, "halo", 40, "precision", DREAM_PRECISION_FAST, NULL);
  text = dream_recipe_to_string (recipe);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_assert_true (dream_recipe_load (copy, path, &error));
  again = dream_recipe_to_string (copy);
  g_assert_cmpstr (text, ==, again);
  g_assert_true (copy->tileable);
  g_assert_cmpint (copy->precision, ==, DREAM_PRECISION_FAST);
  g_assert_nonnull (strstr (text, "tileable=true\n"));
  g_assert_nonnull (strstr (text, "precision=fast\n"));

  g_close (fd, NULL);
  g_unlink (path);
}

/* As a layer keeps it; its length is given, for it ends without a 0. */
static void
test_data (void)
{
  const gchar             text[] = "[Recipe]\noctaves=9\nguide=here.jpg\n99";
  g_autoptr (DreamRecipe) recipe = dream_recipe_new ();
  g_autoptr (DreamRecipe) copy   = NULL;
  g_autoptr (GError)      error  = NULL;

  g_assert_true (
    dream_recipe_load_from_data (recipe, text, sizeof text - 3, &error));
  g_assert_no_error (error);
  g_assert_cmpint (recipe->octaves, ==, 9);
  g_assert_cmpstr (recipe->guide, ==, "here.jpg");

  copy = dream_recipe_copy (recipe);
  g_assert_cmpint (copy->octaves, ==, 9);
  g_assert_cmpstr (copy->guide, ==, "here.jpg");
  g_assert_true (copy->guide != recipe->guide);

  g_assert_false (
    dream_recipe_load_from_data (recipe, "[Recipe]\noctaves=0", 18, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE);
  g_assert_cmpint (recipe->octaves, ==, 9);

  g_clear_error (&error);
  g_assert_false (dream_recipe_load_from_data (recipe, "", 0, &error));
  g_assert_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_GROUP_NOT_FOUND);
}

static void
test_bad_file_changes_nothing (void)
{
  g_autoptr (DreamRecipe) recipe = dream_recipe_new ();
  g_autoptr (GError)      error  = NULL;
  g_autofree gchar       *path   = NULL;
  gint                    fd     = g_file_open_tmp (NULL, &path, NULL);

  g_assert_true (g_file_set_contents (path,
                                      "[Recipe]\noctaves=9\n"
                                      "iterations=0\n",
                                      -1, NULL));
  g_assert_false (dream_recipe_load (recipe, path, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_cmpint (recipe->octaves, ==, 4);

  g_clear_error (&error);
  g_assert_true (g_file_set_contents (path, "no keyfile", -1, NULL));
  g_assert_false (dream_recipe_load (recipe, path, &error));
  g_assert_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_PARSE);

  g_close (fd, NULL);
  g_unlink (path);

  g_clear_error (&error);
  g_assert_false (dream_recipe_load (recipe, path, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

/* Pictures are looked for beside the recipe. */
static void
test_relative_files (void)
{
  g_autoptr (DreamRecipe) recipe   = dream_recipe_new ();
  g_autoptr (GError)      error    = NULL;
  g_autofree gchar       *path     = NULL;
  g_autofree gchar       *folder   = NULL;
  g_autofree gchar       *expected = NULL;
  gint                    fd       = g_file_open_tmp (NULL, &path, NULL);

  folder   = g_path_get_dirname (path);
  expected = g_build_filename (folder, "pictures/eyes.png", NULL);

  g_assert_true (g_file_set_contents (path,
                                      "[Recipe]\nguide=pictures/eyes.png\n"
                                      "style=/tmp/a.jpg\nlayer=Mixed_5b\n",
                                      -1, NULL));
  g_assert_true (dream_recipe_load (recipe, path, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (recipe->guide, ==, expected);
  g_assert_cmpstr (recipe->style, ==, "/tmp/a.jpg");
  g_assert_cmpstr (recipe->layer, ==, "Mixed_5b");

  /* None stays none. */
  g_assert_true (g_file_set_contents (path, "[Recipe]\nguide=\n", -1, NULL));
  g_assert_true (dream_recipe_load (recipe, path, &error));
  g_assert_cmpstr (recipe->guide, ==, "");

  /* On its own, a path is what it says. */
  g_assert_true (dream_recipe_set_from_string (recipe, "guide", "a.png", NULL));
  g_assert_cmpstr (recipe->guide, ==, "a.png");

  g_close (fd, NULL);
  g_unlink (path);
}

/* A host takes positional arguments in this order, so nothing may move. */
static void
test_order (void)
{
  static const gchar *const names[] = {
    "network",     "layer",     "octaves",      "octave-scale", "iterations",
    "step",        "jitter",    "seed",         "tileable",     "halo",
    "precision",   "channels",  "subject",      "one-subject",  "guide",
    "guide-match", "style",     "style-weight", "threshold",    "strength",
    "size",        "color",     "chroma",       "decorrelate",  "smoothing",
    "laplacian",   "variation", "pull",         "rotation",     "flip",
    "final-step",  "ascent",    "fine-detail"
  };
  guint                   n_parameters = 0;
  g_autofree GParamSpec **parameters   = NULL;

  parameters = dream_recipe_list_parameters (&n_parameters);
  g_assert_cmpuint (n_parameters, ==, G_N_ELEMENTS (names));

  for (guint i = 0; i < n_parameters; i++)
    g_assert_cmpstr (parameters[i]->name, ==, names[i]);
}

/* A mnemonic that two widgets of a dialog share activates neither.  R, O, C, K,
 * H, L and S are the dialogs' own buttons', W and D the form's. */
static void
test_mnemonics (void)
{
  g_autoptr (GString)     used         = g_string_new ("rockhlswd");
  guint                   n_parameters = 0;
  g_autofree GParamSpec **parameters   = NULL;

  parameters = dream_recipe_list_parameters (&n_parameters);

  for (guint i = 0; i < n_parameters; i++)
    {
      const gchar *mark = strchr (g_param_spec_get_nick (parameters[i]), '_');
      gchar        letter;

      if (! mark)
        continue;

      letter = g_ascii_tolower (mark[1]);
      g_assert_null (strchr (used->str, letter));
      g_string_append_c (used, letter);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/recipe/defaults", test_defaults);
  g_test_add_func ("/recipe/order", test_order);
  g_test_add_func ("/recipe/mnemonics", test_mnemonics);
  g_test_add_func ("/recipe/bad-values", test_bad_values);
  g_test_add_func ("/recipe/keyfile-round-trip", test_keyfile_round_trip);
  g_test_add_func ("/recipe/data", test_data);
  g_test_add_func ("/recipe/bad-file-changes-nothing",
                   test_bad_file_changes_nothing);
  g_test_add_func ("/recipe/relative-files", test_relative_files);

  return g_test_run ();
}
