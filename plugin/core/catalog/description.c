/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading a network's description.
 */

#include <string.h>

#include <glib/gi18n-lib.h>

#include "channel-titles.h"
#include "data-folders.h"
#include "description.h"
#include "preprocessing.h"

#define GROUP_INPUT  "Input"
#define GROUP_LAYERS "Layers"

#define SIZE "Size"

/* Of networks that do not say how well they dream subjects. */
#define USUAL_RANK 10

static guint64  add_sizes (GKeyFile *file);
static gchar   *read_path (GKeyFile    *file,
                           const gchar *key,
                           const gchar *folder,
                           const gchar *name,
                           GError     **error);
static gboolean is_inside (const gchar *base, const gchar *name);
static gboolean read_rank (GKeyFile           *file,
                           DeepDreamInstalled *installed,
                           GError            **error);
static gboolean read_input (GKeyFile           *file,
                            DeepDreamInstalled *installed,
                            GError            **error);
static gboolean read_layers (GKeyFile           *file,
                             DeepDreamInstalled *installed,
                             GError            **error);

DeepDreamInstalled *
deep_dream_description_read (GKeyFile    *file,
                             const gchar *folder,
                             const gchar *name,
                             GError     **error)
{
  g_autoptr (DeepDreamInstalled) installed = g_new0 (DeepDreamInstalled, 1);

  installed->name  = g_strdup (name);
  installed->title = g_key_file_get_locale_string (file,
                                                   DEEP_DREAM_DESCRIPTION_GROUP,
                                                   "Title", NULL, NULL);
  if (! installed->title)
    installed->title = g_strdup (name);
  installed->size = add_sizes (file);

  installed->path = read_path (file, "File", folder, name, error);
  if (! installed->path || ! read_input (file, installed, error))
    return NULL;

  if (g_key_file_has_key (file, DEEP_DREAM_DESCRIPTION_GROUP, "Labels", NULL) &&
      ! (installed->labels = read_path (file, "Labels", folder, name, error)))
    return NULL;

  if (! read_rank (file, installed, error))
    return NULL;

  installed
    ->default_layer = g_key_file_get_string (file, DEEP_DREAM_DESCRIPTION_GROUP,
                                             "DefaultLayer", error);
  if (! installed->default_layer || ! read_layers (file, installed, error) ||
      ! (installed->channels = deep_dream_channel_titles_read (file, error)))
    return NULL;

  return g_steal_pointer (&installed);
}

void
deep_dream_installed_free (DeepDreamInstalled *installed)
{
  g_free (installed->name);
  g_free (installed->title);
  g_free (installed->path);
  g_free (installed->labels);
  g_free (installed->classes);
  g_free (installed->input);
  g_free (installed->default_layer);
  g_strfreev (installed->layer_names);
  g_strfreev (installed->layer_titles);
  g_clear_pointer (&installed->channels, g_hash_table_unref);
  g_free (installed);
}

/* Of the network and of the files beside it: Size, Part1Size, LabelsSize… */
static guint64
add_sizes (GKeyFile *file)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, DEEP_DREAM_DESCRIPTION_GROUP,
                                             NULL, NULL);
  guint64        size = 0;

  for (gint i = 0; keys && keys[i]; i++)
    if (g_str_has_suffix (keys[i], SIZE))
      size += g_key_file_get_uint64 (file, DEEP_DREAM_DESCRIPTION_GROUP,
                                     keys[i], NULL);

  return size;
}

static gchar *
read_path (GKeyFile    *file,
           const gchar *key,
           const gchar *folder,
           const gchar *name,
           GError     **error)
{
  g_autofree gchar *base = g_key_file_get_string (file,
                                                  DEEP_DREAM_DESCRIPTION_GROUP,
                                                  key, error);

  if (! base)
    return NULL;

  if (! deep_dream_data_is_file_name (base) && ! is_inside (base, name))
    {
      g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE,
                   _ ("\"%s\" is not the name of a file beside it"), base);
      return NULL;
    }

  return g_build_filename (folder, base, NULL);
}

/* Whether @base is a file in the folder that has the network's own name. */
static gboolean
is_inside (const gchar *base, const gchar *name)
{
  gsize length = strlen (name);

  return g_str_has_prefix (base, name) && base[length] == '/' &&
         deep_dream_data_is_file_name (base + length + 1);
}

static gboolean
read_rank (GKeyFile *file, DeepDreamInstalled *installed, GError **error)
{
  g_autoptr (GError) reason = NULL;

  installed->classes      = g_key_file_get_string (file,
                                                   DEEP_DREAM_DESCRIPTION_GROUP,
                                                   "Classes", NULL);
  installed->subject_rank = USUAL_RANK;
  if (! g_key_file_has_key (file, DEEP_DREAM_DESCRIPTION_GROUP, "SubjectRank",
                            NULL))
    return TRUE;

  installed
    ->subject_rank = g_key_file_get_integer (file, DEEP_DREAM_DESCRIPTION_GROUP,
                                             "SubjectRank", &reason);
  if (! reason)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

static gboolean
read_input (GKeyFile *file, DeepDreamInstalled *installed, GError **error)
{
  static const DreamInput plain = { .scale = { 1, 1, 1 } };
  g_autofree gchar       *order = NULL;
  g_autofree gchar       *mean  = NULL;
  g_autofree gchar       *scale = NULL;

  if (! g_key_file_has_group (file, GROUP_INPUT))
    return TRUE;

  order = g_key_file_get_string (file, GROUP_INPUT, "Order", NULL);
  mean  = g_key_file_get_string (file, GROUP_INPUT, "Mean", NULL);
  scale = g_key_file_get_string (file, GROUP_INPUT, "Scale", NULL);

  installed->input  = g_new (DreamInput, 1);
  *installed->input = plain;

  return deep_dream_preprocessing_change (installed->input, order, mean, scale,
                                          error);
}

static gboolean
read_layers (GKeyFile *file, DeepDreamInstalled *installed, GError **error)
{
  g_auto (GStrv)        keys   = NULL;
  g_autoptr (GPtrArray) names  = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);

  if (g_key_file_has_group (file, GROUP_LAYERS))
    {
      keys = g_key_file_get_keys (file, GROUP_LAYERS, NULL, error);
      if (! keys)
        return FALSE;
    }

  for (gint i = 0; keys && keys[i]; i++)
    {
      gchar *title;

      /* A translation, "name[language]". */
      if (strchr (keys[i], '['))
        continue;

      title = g_key_file_get_locale_string (file, GROUP_LAYERS, keys[i], NULL,
                                            error);
      if (! title)
        return FALSE;

      g_ptr_array_add (names, g_strdup (keys[i]));
      g_ptr_array_add (titles, title);
    }

  g_ptr_array_add (names, NULL);
  g_ptr_array_add (titles, NULL);
  installed->layer_names  = (gchar **) g_ptr_array_steal (names, NULL);
  installed->layer_titles = (gchar **) g_ptr_array_steal (titles, NULL);

  return TRUE;
}
