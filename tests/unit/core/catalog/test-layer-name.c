/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names of layers.
 */

#include <locale.h>

#include <glib/gstdio.h>

#include "plugin/core/catalog/layer-name.h"

static void
put (const gchar *folder, const gchar *name, const gchar *contents)
{
  g_autofree gchar *parent = g_build_filename (g_get_user_data_dir (),
                                               "deep-dream", folder, NULL);
  g_autofree gchar *path   = g_build_filename (parent, name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, contents, -1, NULL));
}

static void
assert_name (DreamRecipe *recipe, const gchar *expected)
{
  g_autofree gchar *name = deep_dream_name_layer (recipe, "Photo");

  g_assert_cmpstr (name, ==, expected);
}

static DreamRecipe *
make_eyes (void)
{
  return g_object_new (DREAM_TYPE_RECIPE, "network", "n", "layer", "b[5, 40]",
                       "octaves", 6, NULL);
}

static void
test_preset (void)
{
  g_autoptr (DreamRecipe) recipe = make_eyes ();

  assert_name (recipe, "Dream of Photo (Many eyes)");

  g_object_set (recipe, "seed", 7, "strength", 80, "tileable", TRUE, "halo",
                100, "precision", DREAM_PRECISION_FULL, NULL);
  assert_name (recipe, "Dream of Photo (Many eyes)");
}

static void
test_changed_preset (void)
{
  g_autoptr (DreamRecipe) recipe = make_eyes ();

  g_object_set (recipe, "octaves", 5, NULL);
  assert_name (recipe, "Dream of Photo (Fur and faces)");
  g_object_set (recipe, "layer", "a", NULL);
  assert_name (recipe, "Dream of Photo (Brush strokes)");
}

static void
test_subject (void)
{
  g_autoptr (DreamRecipe) recipe = make_eyes ();

  g_object_set (recipe, "subject", "castle, volcano", NULL);
  assert_name (recipe, "Dream of Photo (castle, volcano)");

  /* Counted in characters, not in bytes. */
  g_object_set (recipe, "subject",
                "Bären, Löwen und Füchse, Käuze und  zwölf Störche am Fluß",
                NULL);
  assert_name (recipe,
               "Dream of Photo (Bären, Löwen und Füchse, Käuze und  zwö…)");
}

static void
test_layer (void)
{
  g_autoptr (DreamRecipe) recipe = make_eyes ();

  g_object_set (recipe, "layer", "", NULL);
  assert_name (recipe, "Dream of Photo (Brush strokes)");
  g_object_set (recipe, "layer", "c", NULL);
  assert_name (recipe, "Dream of Photo (c)");
  g_object_set (recipe, "layer", "a, b:0.5", NULL);
  assert_name (recipe, "Dream of Photo (a, b:0.5)");
}

static void
test_nothing (void)
{
  g_autoptr (DreamRecipe) recipe = make_eyes ();
  g_autofree gchar       *name   = deep_dream_name_layer (recipe, NULL);
  g_autofree gchar       *bare   = NULL;

  g_assert_cmpstr (name, ==, "Dream (Many eyes)");

  /* A network that is not installed has no titles. */
  g_object_set (recipe, "network", "other", NULL);
  assert_name (recipe, "Dream of Photo (b[5, 40])");
  g_object_set (recipe, "layer", "", NULL);
  assert_name (recipe, "Dream of Photo");
  bare = deep_dream_name_layer (recipe, NULL);
  g_assert_cmpstr (bare, ==, "Dream");
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
  g_autofree gchar *nobody = g_build_filename (folder, "system", NULL);
  gint              result;

  /* Before GLib looks at the environment. */
  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  g_setenv ("XDG_DATA_DIRS", nobody, TRUE);
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  put ("networks", "n.bin", "1");
  put ("networks", "n.network",
       "[Network]\nFile=n.bin\nSize=1\nDefaultLayer=a\n"
       "[Layers]\na=Brush strokes\nb=Fur and faces\n");
  put ("presets", "eyes.recipe",
       "[Preset]\nTitle=Many eyes\n[Recipe]\nnetwork=n\nlayer=b[5, 40]\n"
       "octaves=6\n");
  put ("presets", "wild.recipe", "[Recipe]\nstep=3\n");

  g_test_add_func ("/naming/preset", test_preset);
  g_test_add_func ("/naming/changed-preset", test_changed_preset);
  g_test_add_func ("/naming/subject", test_subject);
  g_test_add_func ("/naming/layer", test_layer);
  g_test_add_func ("/naming/nothing", test_nothing);

  result = g_test_run ();
  remove_all (folder);

  return result;
}
