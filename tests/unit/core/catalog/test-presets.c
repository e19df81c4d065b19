/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Presets in the folders of the user and of the system.
 */

#include <locale.h>
#include <string.h>

#include <glib/gstdio.h>

#include "engine/error.h"
#include "plugin/core/catalog/presets.h"

static void
put (const gchar *data, const gchar *name, const gchar *contents)
{
  g_autofree gchar *folder = g_build_filename (data, "deep-dream", "presets",
                                               NULL);
  g_autofree gchar *path   = g_build_filename (folder, name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, contents, -1, NULL));
}

static void
drop (const gchar *data, const gchar *name)
{
  g_autofree gchar *path = g_build_filename (data, "deep-dream", "presets",
                                             name, NULL);

  g_assert_cmpint (g_remove (path), ==, 0);
}

static const gchar *
user (void)
{
  return g_get_user_data_dir ();
}

static const gchar *
machine (void)
{
  return g_get_system_data_dirs ()[0];
}

static void
test_none (void)
{
  g_autoptr (GPtrArray) list  = deep_dream_presets_list ();
  g_autoptr (GError)    error = NULL;

  g_assert_cmpuint (list->len, ==, 0);
  g_assert_null (deep_dream_presets_find ("eyes", &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE);
  g_assert_nonnull (strstr (error->message, "eyes"));
}

/* Runs first of those that need presets, and leaves some for them. */
static void
test_list (void)
{
  g_autoptr (GPtrArray) list = NULL;

  put (machine (), "eyes.recipe",
       "[Preset]\nTitle=Eyes\nTitle[de]=Augen\nComment=Many.\n"
       "[Recipe]\noctaves=6\nlayer=Mixed_6b\nguide=eyes/one.png\n");
  put (machine (), "fur.recipe", "[Preset]\nTitle=Animals\n[Recipe]\nstep=2\n");
  put (user (), "fur.recipe", "[Preset]\nTitle=My fur\n[Recipe]\nstep=3\n");
  put (user (), "saved.recipe", "[Preset]\nOrder=1\n[Recipe]\nseed=7\n");
  put (user (), "kept.recipe", "[Preset]\nHidden=true\n[Recipe]\nseed=8\n");
  put (user (), ".hidden.recipe", "[Recipe]\n");
  put (user (), "notes.txt", "[Recipe]\n");

  list = deep_dream_presets_list ();
  g_assert_cmpuint (list->len, ==, 3);
  {
    const DeepDreamPreset *saved = list->pdata[0];
    const DeepDreamPreset *eyes  = list->pdata[1];
    const DeepDreamPreset *fur   = list->pdata[2];

    g_assert_cmpstr (eyes->name, ==, "eyes");
    g_assert_cmpstr (eyes->title, ==, "Eyes");
    g_assert_cmpstr (eyes->comment, ==, "Many.");
    g_assert_cmpstr (fur->name, ==, "fur");
    g_assert_cmpstr (fur->title, ==, "My fur");
    g_assert_cmpstr (fur->comment, ==, "");
    g_assert_true (g_str_has_prefix (fur->path, user ()));
    g_assert_cmpstr (saved->name, ==, "saved");
    g_assert_cmpstr (saved->title, ==, "saved");
  }
}

static void
test_read (void)
{
  g_autoptr (GError)          error  = NULL;
  g_autoptr (DeepDreamPreset) preset = deep_dream_presets_find ("eyes", &error);
  g_autoptr (DreamRecipe)     recipe = NULL;
  g_autofree gchar           *guide  = NULL;

  g_assert_no_error (error);
  recipe = deep_dream_preset_read (preset, &error);
  g_assert_no_error (error);
  g_assert_cmpint (recipe->octaves, ==, 6);
  g_assert_cmpint (recipe->iterations, ==, 10);

  /* A guide lies beside the preset. */
  guide = g_build_filename (machine (), "deep-dream", "presets", "eyes/one.png",
                            NULL);
  g_assert_cmpstr (recipe->guide, ==, guide);
}

/* What somebody has said stays. */
static void
test_fill (void)
{
  g_autoptr (DreamRecipe) recipe = NULL;
  g_autoptr (GError)      error  = NULL;

  recipe = g_object_new (DREAM_TYPE_RECIPE, "layer", "Mixed_7a", "iterations",
                         3, NULL);
  g_assert_true (deep_dream_presets_fill ("kept", recipe, &error));
  g_assert_cmpint (recipe->seed, ==, 8);
  g_object_set (recipe, "seed", 0, NULL);
  g_assert_true (deep_dream_presets_fill ("eyes", recipe, &error));
  g_assert_no_error (error);
  g_assert_cmpint (recipe->octaves, ==, 6);
  g_assert_cmpint (recipe->iterations, ==, 3);
  g_assert_cmpstr (recipe->layer, ==, "Mixed_7a");
  g_assert_cmpint (recipe->seed, ==, 0);

  g_assert_true (deep_dream_presets_fill ("", recipe, &error));
  g_assert_true (deep_dream_presets_fill (NULL, recipe, &error));
  g_assert_cmpint (recipe->octaves, ==, 6);
  g_assert_false (deep_dream_presets_fill ("nothing", recipe, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE);
}

static void
test_near (void)
{
  static const gchar *const names[] = { "eye", "../presets/eyes", "/etc/passwd",
                                        "." };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (deep_dream_presets_find (names[i], &error));
      g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE);
      g_assert_nonnull (strstr (error->message, names[i]));
      g_assert_nonnull (strstr (error->message, "eyes"));
    }
}

static void
test_damaged (gconstpointer contents)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (GPtrArray) list  = NULL;

  put (user (), "damaged.recipe", contents);
  g_assert_null (deep_dream_presets_find ("damaged", &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE);
  g_assert_nonnull (strstr (error->message, "damaged.recipe"));

  /* It does not hide the others. */
  g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_WARNING, "*damaged.recipe*");
  list = deep_dream_presets_list ();
  g_test_assert_expected_messages ();
  g_assert_cmpuint (list->len, ==, 3);

  drop (user (), "damaged.recipe");
}

static void
remove_all (const gchar *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const gchar     *name;

  while (folder && (name = g_dir_read_name (folder)))
    {
      g_autofree gchar *inner = g_build_filename (path, name, NULL);

      remove_all (inner);
    }

  g_remove (path);
}

int
main (int argc, char *argv[])
{
  g_autofree gchar *folder = g_dir_make_tmp ("deep-dream-XXXXXX", NULL);
  g_autofree gchar *mine   = g_build_filename (folder, "user", NULL);
  g_autofree gchar *theirs = g_build_filename (folder, "system", NULL);
  gint              result;

  /* Before GLib looks at the environment. */
  g_setenv ("XDG_DATA_HOME", mine, TRUE);
  g_setenv ("XDG_DATA_DIRS", theirs, TRUE);
  setlocale (LC_ALL, "C");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/presets/none", test_none);
  g_test_add_func ("/presets/list", test_list);
  g_test_add_func ("/presets/read", test_read);
  g_test_add_func ("/presets/fill", test_fill);
  g_test_add_func ("/presets/near", test_near);
  g_test_add_data_func ("/presets/damaged/no-keyfile", "eyes", test_damaged);
  g_test_add_data_func ("/presets/damaged/no-recipe", "[Preset]\nTitle=Eyes\n",
                        test_damaged);
  g_test_add_data_func ("/presets/damaged/unknown-key",
                        "[Recipe]\nflavour=sweet\n", test_damaged);
  g_test_add_data_func ("/presets/damaged/out-of-range",
                        "[Recipe]\noctaves=99\n", test_damaged);

  result = g_test_run ();
  remove_all (folder);

  return result;
}
