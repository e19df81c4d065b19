/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Folders of data, and what lies in them.
 */

#include <string.h>

#include "data-folders.h"

#define OURS "deep-dream"

static gint compare_names (gconstpointer a, gconstpointer b);

GPtrArray *
deep_dream_data_list_folders (const gchar *folder)
{
  GPtrArray          *folders = g_ptr_array_new_with_free_func (g_free);
  const gchar *const *system  = g_get_system_data_dirs ();

  g_ptr_array_add (folders, g_build_filename (g_get_user_data_dir (), OURS,
                                              folder, NULL));

  for (gint i = 0; system[i]; i++)
    g_ptr_array_add (folders, g_build_filename (system[i], OURS, folder, NULL));

  return folders;
}

GPtrArray *
deep_dream_data_list_names (const gchar *folder, const gchar *ending)
{
  GPtrArray            *names   = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) folders = deep_dream_data_list_folders (folder);

  for (guint i = 0; i < folders->len; i++)
    {
      g_autoptr (GDir) dir = g_dir_open (folders->pdata[i], 0, NULL);
      const gchar     *entry;

      while (dir && (entry = g_dir_read_name (dir)))
        {
          g_autofree gchar *name = NULL;

          if (! g_str_has_suffix (entry, ending))
            continue;

          name = g_strndup (entry, strlen (entry) - strlen (ending));
          if (deep_dream_data_is_file_name (name) &&
              ! g_ptr_array_find_with_equal_func (names, name, g_str_equal,
                                                  NULL))
            g_ptr_array_add (names, g_steal_pointer (&name));
        }
    }

  g_ptr_array_sort (names, compare_names);

  return names;
}

gboolean
deep_dream_data_is_file_name (const gchar *name)
{
  return name && *name && *name != '.' && ! strpbrk (name, "/\\");
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const gchar **) a, *(const gchar **) b);
}
