/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What descriptions say of classes and channels.
 */

#include <locale.h>
#include <string.h>

#include <glib/gstdio.h>

#include "engine/objective/channel-list.h"
#include "plugin/core/catalog/library.h"

#define DESCRIPTION "[Network]\nFile=n.bin\nSize=1\nDefaultLayer=l\n"

/* Writes a file into the folder of installed networks. */
static void
put (const gchar *name, const gchar *contents, gssize length)
{
  g_autofree gchar *folder = g_build_filename (g_get_user_data_dir (),
                                               "deep-dream", "networks", NULL);
  g_autofree gchar *path   = g_build_filename (folder, name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, contents, length, NULL));
}

static DeepDreamInstalled *
install (const gchar *more, GError **error)
{
  g_autofree gchar *text = g_strconcat (DESCRIPTION, more, NULL);

  put ("n.bin", "1", -1);
  put ("n.network", text, -1);

  return deep_dream_library_find ("n", error);
}

static void
test_none (void)
{
  g_autoptr (GError)             error     = NULL;
  g_autoptr (DeepDreamInstalled) installed = install ("", &error);

  g_assert_no_error (error);
  g_assert_null (installed->labels);
  g_assert_null (deep_dream_library_read_labels (installed, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (installed->channels), ==, 0);
}

static void
test_labels (void)
{
  g_autoptr (GError)             error     = NULL;
  g_autoptr (DeepDreamInstalled) installed = NULL;
  g_auto (GStrv)                 labels    = NULL;

  put ("n.txt", "dummy\r\n tench, Tinca tinca \n\nB\303\244r\n\n", -1);
  installed = install ("Labels=n.txt\n", &error);
  g_assert_no_error (error);
  labels = deep_dream_library_read_labels (installed, &error);
  g_assert_no_error (error);

  g_assert_cmpuint (g_strv_length (labels), ==, 4);
  g_assert_cmpstr (labels[0], ==, "dummy");
  g_assert_cmpstr (labels[1], ==, "tench, Tinca tinca");
  g_assert_cmpstr (labels[2], ==, "");
  g_assert_cmpstr (labels[3], ==, "B\303\244r");
}

static void
assert_bad_labels (const gchar *contents, gssize length)
{
  g_autoptr (GError)             error     = NULL;
  g_autoptr (DeepDreamInstalled) installed = NULL;

  put ("n.txt", contents, length);
  installed = install ("Labels=n.txt\n", &error);
  g_assert_no_error (error);
  g_assert_null (deep_dream_library_read_labels (installed, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK);
}

static void
test_bad_labels (void)
{
  g_autoptr (GError)             error     = NULL;
  g_autoptr (DeepDreamInstalled) installed = NULL;

  assert_bad_labels ("tench\n\377\376\n", -1);
  assert_bad_labels ("tench\0\n", 7);

  installed = install ("Labels=gone.txt\n", &error);
  g_assert_no_error (error);
  g_assert_null (deep_dream_library_read_labels (installed, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK);
  g_assert_nonnull (strstr (error->message, "install n"));
  g_clear_error (&error);

  g_assert_null (install ("Labels=../n.txt\n", &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK);
}

static void
test_channels (void)
{
  g_autoptr (GError)             error     = NULL;
  g_autoptr (DeepDreamInstalled) installed = NULL;
  const DreamChannelTitle       *titles;
  GArray                        *list;

  installed = install ("[Channels]\na/concat/12=Waves\na/concat/12[de]=Wellen\n"
                       "a/concat/3=Eyes\nb/0=Fur\n",
                       &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (installed->channels), ==, 2);

  list = g_hash_table_lookup (installed->channels, "a/concat");
  g_assert_nonnull (list);
  g_assert_cmpuint (list->len, ==, 2);
  titles = &g_array_index (list, DreamChannelTitle, 0);
  g_assert_cmpint (titles[0].channel, ==, 12);
  g_assert_cmpstr (titles[0].title, ==, "Waves");
  g_assert_cmpint (titles[1].channel, ==, 3);
  g_assert_cmpstr (titles[1].title, ==, "Eyes");

  list = g_hash_table_lookup (installed->channels, "b");
  g_assert_nonnull (list);
  g_assert_cmpuint (list->len, ==, 1);
}

/* A recipe in English is to be read by people whose GIMP is in German. */
static void
test_translated_channels (void)
{
  g_autoptr (GError)             error     = NULL;
  g_autoptr (DeepDreamInstalled) installed = NULL;
  const DreamChannelTitle       *titles;
  GArray                        *list;

  g_setenv ("LC_ALL", "de_DE.UTF-8", TRUE);
  installed = install ("[Channels]\na/12=Waves\na/12[de]=Wellen\na/3=Eyes\n",
                       &error);
  g_unsetenv ("LC_ALL");
  g_assert_no_error (error);

  list = g_hash_table_lookup (installed->channels, "a");
  g_assert_nonnull (list);
  g_assert_cmpuint (list->len, ==, 3);
  titles = &g_array_index (list, DreamChannelTitle, 0);
  g_assert_cmpint (titles[0].channel, ==, 12);
  g_assert_cmpstr (titles[0].title, ==, "Wellen");
  g_assert_cmpint (titles[1].channel, ==, 12);
  g_assert_cmpstr (titles[1].title, ==, "Waves");
  g_assert_cmpint (titles[2].channel, ==, 3);
}

static void
test_bad_channels (void)
{
  static const gchar *const keys[] = { "12", "a/x",        "a/-1",
                                       "a/", "a/99999999", "a/1x" };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree gchar  *text  = g_strdup_printf ("[Channels]\n%s=Waves\n",
                                                  keys[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (install (text, &error));
      g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK);
    }
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
  gint              result;

  /* Before GLib looks at the environment. */
  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  g_setenv ("XDG_DATA_DIRS", folder, TRUE);
  g_unsetenv ("LANGUAGE");
  setlocale (LC_ALL, "C");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/labels/none", test_none);
  g_test_add_func ("/labels/labels", test_labels);
  g_test_add_func ("/labels/bad-labels", test_bad_labels);
  g_test_add_func ("/labels/channels", test_channels);
  g_test_add_func ("/labels/translated-channels", test_translated_channels);
  g_test_add_func ("/labels/bad-channels", test_bad_channels);

  result = g_test_run ();
  remove_all (folder);

  return result;
}
