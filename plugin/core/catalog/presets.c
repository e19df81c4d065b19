/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The presets that there are.
 */

#include <glib/gi18n-lib.h>

#include "data-folders.h"
#include "engine/error.h"
#include "engine/network/edit-distance.h"
#include "library.h"
#include "presets.h"

#define FOLDER "presets"
#define ENDING ".recipe"
#define GROUP  "Preset"

/* Of a name that is misspelled. */
#define MAX_NEAR 3

static DeepDreamPreset *look_up (const gchar *name, GError **error);
static DeepDreamPreset *read_preset (const gchar *name,
                                     const gchar *path,
                                     GError     **error);
static gint             read_order (GKeyFile *file);
static gint             compare_presets (gconstpointer a, gconstpointer b);
static void             set_not_found (const gchar *name, GError **error);
static gchar           *list_near (const gchar *name, GPtrArray *names);
static void             copy_parameter (GParamSpec  *parameter,
                                        DreamRecipe *from,
                                        DreamRecipe *to);
static gboolean is_at_default (GParamSpec *parameter, DreamRecipe *recipe);

GPtrArray *
deep_dream_presets_list (void)
{
  g_autoptr (GPtrArray) names = deep_dream_data_list_names (FOLDER, ENDING);
  GPtrArray            *list;

  list = g_ptr_array_new_with_free_func (
    (GDestroyNotify) deep_dream_preset_free);

  for (guint i = 0; i < names->len; i++)
    {
      g_autoptr (GError) error  = NULL;
      DeepDreamPreset   *preset = look_up (names->pdata[i], &error);

      if (preset && preset->is_hidden)
        deep_dream_preset_free (preset);
      else if (preset)
        g_ptr_array_add (list, preset);
      else if (error)
        g_warning ("%s", error->message);
    }

  g_ptr_array_sort (list, compare_presets);

  return list;
}

DeepDreamPreset *
deep_dream_presets_find (const gchar *name, GError **error)
{
  g_autoptr (GError) reason = NULL;
  DeepDreamPreset   *preset = look_up (name, &reason);

  if (preset)
    return preset;

  if (reason)
    g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE,
                         reason->message);
  else
    set_not_found (name, error);

  return NULL;
}

gboolean
deep_dream_presets_fill (const gchar *name, DreamRecipe *recipe, GError **error)
{
  g_autoptr (DeepDreamPreset) preset       = NULL;
  g_autoptr (DreamRecipe)     filled       = NULL;
  g_autofree GParamSpec     **parameters   = NULL;
  guint                       n_parameters = 0;

  if (! name || ! *name)
    return TRUE;

  preset = deep_dream_presets_find (name, error);
  if (! preset || ! (filled = deep_dream_preset_read (preset, error)))
    return FALSE;

  parameters = dream_recipe_list_parameters (&n_parameters);
  for (guint i = 0; i < n_parameters; i++)
    if (is_at_default (parameters[i], recipe))
      copy_parameter (parameters[i], filled, recipe);

  return TRUE;
}

void
deep_dream_preset_free (DeepDreamPreset *preset)
{
  g_free (preset->name);
  g_free (preset->title);
  g_free (preset->comment);
  g_free (preset->path);
  g_free (preset);
}

DreamRecipe *
deep_dream_preset_read (const DeepDreamPreset *preset, GError **error)
{
  g_autoptr (DreamRecipe) recipe = dream_recipe_new ();

  if (! dream_recipe_load (recipe, preset->path, error))
    return NULL;

  if (! *recipe->network)
    {
      g_autofree gchar *network = deep_dream_library_get_default ();

      g_object_set (recipe, "network", network, NULL);
    }

  return g_steal_pointer (&recipe);
}

/* NULL without an error: there is no such preset. */
static DeepDreamPreset *
look_up (const gchar *name, GError **error)
{
  g_autoptr (GPtrArray) folders = deep_dream_data_list_folders (FOLDER);
  g_autofree gchar     *base    = g_strconcat (name, ENDING, NULL);

  for (guint i = 0; deep_dream_data_is_file_name (name) && i < folders->len;
       i++)
    {
      g_autofree gchar *path = g_build_filename (folders->pdata[i], base, NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return read_preset (name, path, error);
    }

  return NULL;
}

static DeepDreamPreset *
read_preset (const gchar *name, const gchar *path, GError **error)
{
  g_autoptr (DeepDreamPreset) preset = g_new0 (DeepDreamPreset, 1);
  g_autoptr (GKeyFile)        file   = g_key_file_new ();
  g_autoptr (DreamRecipe)     recipe = NULL;

  preset->name = g_strdup (name);
  preset->path = g_strdup (path);

  recipe = deep_dream_preset_read (preset, error);
  if (! recipe ||
      ! g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, error))
    return NULL;

  preset->title   = g_key_file_get_locale_string (file, GROUP, "Title", NULL,
                                                  NULL);
  preset->comment = g_key_file_get_locale_string (file, GROUP, "Comment", NULL,
                                                  NULL);
  if (! preset->title)
    preset->title = g_strdup (name);
  if (! preset->comment)
    preset->comment = g_strdup ("");

  preset->order     = read_order (file);
  preset->is_hidden = g_key_file_get_boolean (file, GROUP, "Hidden", NULL);

  return g_steal_pointer (&preset);
}

static gint
read_order (GKeyFile *file)
{
  g_autoptr (GError) error = NULL;
  gint order = g_key_file_get_integer (file, GROUP, "Order", &error);

  return error ? G_MAXINT : order;
}

static gint
compare_presets (gconstpointer a, gconstpointer b)
{
  const DeepDreamPreset *first  = *(const DeepDreamPreset **) a;
  const DeepDreamPreset *second = *(const DeepDreamPreset **) b;

  if (first->order != second->order)
    return first->order < second->order ? -1 : 1;

  return g_utf8_collate (first->title, second->title);
}

static void
set_not_found (const gchar *name, GError **error)
{
  g_autoptr (GPtrArray) names = deep_dream_data_list_names (FOLDER, ENDING);
  g_autofree gchar     *near  = list_near (name, names);

  if (names->len)
    g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE,
                 _ ("There is no preset \"%s\"; the nearest names are: %s. To "
                    "list all presets, run: deep-dream presets"),
                 name, near);
  else
    g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE,
                 _ ("There is no preset \"%s\", nor any other."), name);
}

static gchar *
list_near (const gchar *name, GPtrArray *names)
{
  GString              *list = g_string_new (NULL);
  g_autoptr (GPtrArray) rest = g_ptr_array_copy (names, NULL, NULL);

  g_ptr_array_set_free_func (rest, NULL);
  for (guint n = 0; n < MAX_NEAR && rest->len > 0; n++)
    {
      guint nearest  = 0;
      guint distance = G_MAXUINT;

      for (guint i = 0; i < rest->len; i++)
        {
          guint apart = dream_edit_distance (name, rest->pdata[i]);

          if (apart < distance)
            {
              nearest  = i;
              distance = apart;
            }
        }

      g_string_append_printf (list, n ? ", %s" : "%s",
                              (gchar *) rest->pdata[nearest]);
      g_ptr_array_remove_index (rest, nearest);
    }

  return g_string_free (list, FALSE);
}

static void
copy_parameter (GParamSpec *parameter, DreamRecipe *from, DreamRecipe *to)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, parameter->value_type);
  g_object_get_property (G_OBJECT (from), parameter->name, &value);
  g_object_set_property (G_OBJECT (to), parameter->name, &value);
}

static gboolean
is_at_default (GParamSpec *parameter, DreamRecipe *recipe)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, parameter->value_type);
  g_object_get_property (G_OBJECT (recipe), parameter->name, &value);

  return g_param_value_defaults (parameter, &value);
}
