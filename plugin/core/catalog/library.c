/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The networks that are installed on this machine.  Nothing is read of a
 * network's own file but its size.
 */

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "data-folders.h"
#include "library.h"

#define FOLDER "networks"
#define KNOWN  "models"
#define ENDING ".network"

static DeepDreamInstalled *look_up (const gchar *name, GError **error);
static DeepDreamInstalled *find_in_folder (const gchar *folder,
                                           const gchar *name,
                                           GError     **error);
static void                adopt_rank (DeepDreamInstalled *installed);
static DeepDreamInstalled *read_in_folder (const gchar *folder,
                                           const gchar *name,
                                           GKeyFile    *file,
                                           GError     **error);
static gboolean            check_size (GKeyFile           *file,
                                       DeepDreamInstalled *installed,
                                       GError            **error);
static void                set_not_found (const gchar *name, GError **error);

GPtrArray *
deep_dream_library_list (void)
{
  GPtrArray            *list;
  g_autoptr (GPtrArray) names = deep_dream_data_list_names (FOLDER, ENDING);

  list = g_ptr_array_new_with_free_func (
    (GDestroyNotify) deep_dream_installed_free);

  for (guint i = 0; i < names->len; i++)
    {
      g_autoptr (GError)  error = NULL;
      DeepDreamInstalled *installed;

      installed = look_up (names->pdata[i], &error);
      if (installed)
        g_ptr_array_add (list, installed);
      else if (error)
        g_warning ("%s", error->message);
    }

  return list;
}

GPtrArray *
deep_dream_library_list_known (void)
{
  g_autoptr (GPtrArray) names = deep_dream_data_list_names (KNOWN, ENDING);
  GPtrArray            *list  = g_ptr_array_new_with_free_func (
                (GDestroyNotify) deep_dream_installed_free);

  for (guint i = 0; i < names->len; i++)
    {
      DeepDreamInstalled *known = deep_dream_library_find_known (
        names->pdata[i]);

      if (known)
        g_ptr_array_add (list, known);
    }

  return list;
}

DeepDreamInstalled *
deep_dream_library_find_known (const gchar *name)
{
  g_autoptr (GPtrArray) folders = deep_dream_data_list_folders (KNOWN);
  g_autoptr (GKeyFile)  file    = g_key_file_new ();
  g_autoptr (GError)    error   = NULL;
  DeepDreamInstalled   *known   = NULL;

  for (guint i = 0; deep_dream_data_is_file_name (name) && ! known && ! error &&
                    i < folders->len;
       i++)
    known = read_in_folder (folders->pdata[i], name, file, &error);

  if (error)
    g_warning ("%s", error->message);

  return known;
}

DeepDreamInstalled *
deep_dream_library_find (const gchar *name, GError **error)
{
  g_autoptr (GError)  reason    = NULL;
  g_autofree gchar   *usual     = NULL;
  DeepDreamInstalled *installed = NULL;

  if (! *name)
    name = usual = deep_dream_library_get_default ();

  installed = look_up (name, &reason);
  if (installed)
    return installed;

  if (reason)
    g_propagate_error (error, g_steal_pointer (&reason));
  else
    set_not_found (name, error);

  return NULL;
}

gchar *
deep_dream_library_get_default (void)
{
  g_autoptr (DeepDreamInstalled) usual = NULL;
  g_autoptr (GPtrArray)          list  = NULL;

  usual = deep_dream_library_find (DEEP_DREAM_DEFAULT_NETWORK, NULL);
  list  = usual ? NULL : deep_dream_library_list ();

  return g_strdup (list && list->len
                     ? ((DeepDreamInstalled *) list->pdata[0])->name
                     : DEEP_DREAM_DEFAULT_NETWORK);
}

gchar **
deep_dream_library_read_labels (const DeepDreamInstalled *installed,
                                GError                  **error)
{
  g_autofree gchar  *text   = NULL;
  g_autoptr (GError) reason = NULL;
  gchar            **labels;
  gsize              length;

  if (! installed->labels)
    return NULL;

  if (! g_file_get_contents (installed->labels, &text, &length, &reason))
    {
      g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK,
                   _ ("The labels of the network \"%s\" cannot be read: %s. "
                      "To repair it, run: deep-dream-networks install %s"),
                   installed->name, reason->message, installed->name);
      return NULL;
    }

  if (! g_utf8_validate (text, (gssize) length, NULL))
    {
      g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK,
                   _ ("The labels in \"%s\" are no text in UTF-8. To repair "
                      "them, run: deep-dream-networks install %s"),
                   installed->labels, installed->name);
      return NULL;
    }

  labels = g_strsplit (g_strchomp (text), "\n", -1);
  for (gint i = 0; labels[i]; i++)
    g_strstrip (labels[i]);

  return labels;
}

/* NULL without an error: the network is not installed. */
static DeepDreamInstalled *
look_up (const gchar *name, GError **error)
{
  g_autoptr (GPtrArray) folders = deep_dream_data_list_folders (FOLDER);

  for (guint i = 0; deep_dream_data_is_file_name (name) && i < folders->len;
       i++)
    {
      DeepDreamInstalled *installed;
      g_autoptr (GError)  reason = NULL;

      installed = find_in_folder (folders->pdata[i], name, &reason);
      if (installed)
        return installed;

      if (reason)
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return NULL;
        }
    }

  return NULL;
}

/* NULL without an error: the network is not in this folder, or its description
 * is and its file is not.
 */
static DeepDreamInstalled *
find_in_folder (const gchar *folder, const gchar *name, GError **error)
{
  g_autoptr (GKeyFile)           file      = g_key_file_new ();
  g_autoptr (DeepDreamInstalled) installed = NULL;

  installed = read_in_folder (folder, name, file, error);
  if (! installed || ! g_file_test (installed->path, G_FILE_TEST_EXISTS) ||
      ! check_size (file, installed, error))
    return NULL;

  if (! g_key_file_has_key (file, DEEP_DREAM_DESCRIPTION_GROUP, "SubjectRank",
                            NULL))
    adopt_rank (installed);

  return g_steal_pointer (&installed);
}

/* It was installed before its description had a rank. */
static void
adopt_rank (DeepDreamInstalled *installed)
{
  g_autoptr (DeepDreamInstalled) known = NULL;

  known = deep_dream_library_find_known (installed->name);
  if (! known)
    return;

  g_free (installed->classes);
  installed->classes      = g_steal_pointer (&known->classes);
  installed->subject_rank = known->subject_rank;
}

/* NULL without an error: there is no description.  @file is for what else its
 * caller wants to know. */
static DeepDreamInstalled *
read_in_folder (const gchar *folder,
                const gchar *name,
                GKeyFile    *file,
                GError     **error)
{
  g_autoptr (GError)  reason    = NULL;
  g_autofree gchar   *base      = g_strconcat (name, ENDING, NULL);
  g_autofree gchar   *path      = g_build_filename (folder, base, NULL);
  DeepDreamInstalled *installed = NULL;

  if (! g_file_test (path, G_FILE_TEST_EXISTS))
    return NULL;

  if (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &reason))
    installed = deep_dream_description_read (file, folder, name, &reason);

  if (! installed)
    g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK,
                 _ ("The description \"%s\" of a network is damaged: %s. "
                    "To repair it, run: deep-dream-networks install %s"),
                 path, reason->message, name);

  return installed;
}

/* A file of the wrong length was not downloaded to its end, or is another. */
static gboolean
check_size (GKeyFile *file, DeepDreamInstalled *installed, GError **error)
{
  g_autoptr (GError) reason = NULL;
  guint64  expected = g_key_file_get_uint64 (file, DEEP_DREAM_DESCRIPTION_GROUP,
                                             "Size", &reason);
  GStatBuf found;

  if (! reason && g_stat (installed->path, &found) == 0 &&
      S_ISREG (found.st_mode) && (guint64) found.st_size == expected)
    return TRUE;

  g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK,
               _ ("The network file \"%s\" is damaged: it does not have the "
                  "size that its description gives. To repair it, run: "
                  "deep-dream-networks install %s"),
               installed->path, installed->name);
  return FALSE;
}

static void
set_not_found (const gchar *name, GError **error)
{
  g_autoptr (GPtrArray) list  = deep_dream_library_list ();
  g_autoptr (GString)   names = g_string_new (NULL);

  if (! list->len)
    {
      g_set_error (error, DREAM_ERROR, DREAM_ERROR_NO_NETWORK,
                   _ ("The network \"%s\" is not installed, nor is any other. "
                      "To install it, run: deep-dream-networks install %s"),
                   name, name);
      return;
    }

  for (guint i = 0; i < list->len; i++)
    {
      const DeepDreamInstalled *installed = list->pdata[i];

      g_string_append_printf (names, i ? ", %s" : "%s", installed->name);
    }

  g_set_error (error, DREAM_ERROR, DREAM_ERROR_NO_NETWORK,
               _ ("The network \"%s\" is not installed; installed are: %s. "
                  "To install it, run: deep-dream-networks install %s"),
               name, names->str, name);
}
