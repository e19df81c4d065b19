/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads what words mean.
 */

#include "data-folders.h"
#include "groups.h"

#define FOLDER "models"
#define NAME   "groups.ini"
#define GROUP  "Groups"

static void       read_file (GHashTable *groups, const gchar *path);
static GPtrArray *fold_all (gchar **names);

GHashTable *
deep_dream_groups_read (void)
{
  g_autoptr (GPtrArray) folders = deep_dream_data_list_folders (FOLDER);
  GHashTable *groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                              (GDestroyNotify)
                                                g_ptr_array_unref);

  for (guint i = 0; i < folders->len; i++)
    {
      g_autofree gchar *path = g_build_filename (folders->pdata[i], NAME, NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        read_file (groups, path);
    }

  return groups;
}

static void
read_file (GHashTable *groups, const gchar *path)
{
  g_autoptr (GKeyFile) file  = g_key_file_new ();
  g_autoptr (GError)   error = NULL;
  g_auto (GStrv)       keys  = NULL;

  if (! g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &error) ||
      ! (keys = g_key_file_get_keys (file, GROUP, NULL, &error)))
    {
      g_warning ("%s: %s", path, error->message);
      return;
    }

  for (guint i = 0; keys[i]; i++)
    {
      g_auto (GStrv)        words   = g_strsplit (keys[i], ",", -1);
      g_auto (GStrv)        classes = NULL;
      g_autoptr (GPtrArray) members = NULL;

      classes = g_key_file_get_string_list (file, GROUP, keys[i], NULL, &error);
      if (! classes)
        {
          g_warning ("%s: %s", path, error->message);
          g_clear_error (&error);
          continue;
        }

      members = fold_all (classes);
      for (guint w = 0; words[w]; w++)
        {
          g_autofree gchar *word = g_utf8_casefold (g_strstrip (words[w]), -1);

          if (! g_hash_table_contains (groups, word))
            g_hash_table_insert (groups, g_steal_pointer (&word),
                                 g_ptr_array_ref (members));
        }
    }
}

static GPtrArray *
fold_all (gchar **names)
{
  GPtrArray *folded = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; names[i]; i++)
    g_ptr_array_add (folded, g_utf8_casefold (g_strstrip (names[i]), -1));

  return folded;
}
