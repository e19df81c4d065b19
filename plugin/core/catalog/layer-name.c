/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names of layers: short, since the list of layers is narrow.
 */

#include "layer-name.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "library.h"
#include "presets.h"

/* Of what is said of a recipe, in characters. */
#define MAX_LENGTH 40

static gchar   *describe (DreamRecipe *recipe);
static gchar   *find_preset_title (DreamRecipe *recipe);
static gboolean are_alike (DreamRecipe *one, DreamRecipe *other);
static gboolean says_what (const gchar *parameter);
static gchar   *find_layer_title (DreamRecipe *recipe);
static gchar   *shorten (const gchar *text);

gchar *
deep_dream_name_layer (DreamRecipe *recipe, const gchar *source_name)
{
  g_autofree gchar *what = describe (recipe);

  if (! source_name && ! what)
    return g_strdup (_ ("Dream"));

  if (! source_name)
    /* Translators: the name of a new layer; %s is what is seen in the dream,
     * such as "Eyes".
     */
    return g_strdup_printf (_ ("Dream (%s)"), what);

  if (! what)
    /* Translators: the name of a new layer; %s is the name of the layer that
     * was dreamed of.
     */
    return g_strdup_printf (_ ("Dream of %s"), source_name);

  /* Translators: the name of a new layer; the first %s is the name of the layer
   * that was dreamed of, the second what is seen in the dream, such as "Eyes".
   */
  return g_strdup_printf (_ ("Dream of %s (%s)"), source_name, what);
}

/* NULL if there is nothing to say. */
static gchar *
describe (DreamRecipe *recipe)
{
  g_autofree gchar *text = find_preset_title (recipe);

  if (! text && recipe->subject && *recipe->subject)
    text = g_strdup (recipe->subject);
  if (! text)
    text = find_layer_title (recipe);

  return text && *g_strstrip (text) ? shorten (text) : NULL;
}

static gchar *
find_preset_title (DreamRecipe *recipe)
{
  g_autoptr (GPtrArray) presets = deep_dream_presets_list ();

  for (guint i = 0; i < presets->len; i++)
    {
      const DeepDreamPreset  *preset = presets->pdata[i];
      g_autoptr (DreamRecipe) said   = deep_dream_preset_read (preset, NULL);

      if (said && are_alike (recipe, said))
        return g_strdup (preset->title);
    }

  return NULL;
}

static gboolean
are_alike (DreamRecipe *one, DreamRecipe *other)
{
  guint                   n_parameters = 0;
  g_autofree GParamSpec **parameters   = NULL;

  parameters = dream_recipe_list_parameters (&n_parameters);
  for (guint i = 0; i < n_parameters; i++)
    {
      const gchar    *name = parameters[i]->name;
      g_auto (GValue) a    = G_VALUE_INIT;
      g_auto (GValue) b    = G_VALUE_INIT;

      g_value_init (&a, parameters[i]->value_type);
      g_value_init (&b, parameters[i]->value_type);
      g_object_get_property (G_OBJECT (one), name, &a);
      g_object_get_property (G_OBJECT (other), name, &b);

      if (says_what (name) && g_param_values_cmp (parameters[i], &a, &b) != 0)
        return FALSE;
    }

  return TRUE;
}

/* Whoever turns a preset's strength or wants it again with another seed still
 * has the preset's dream.
 */
static gboolean
says_what (const gchar *parameter)
{
  static const gchar *const others[] = { "seed", "strength",  "tileable",
                                         "halo", "precision", NULL };

  return ! g_strv_contains (others, parameter);
}

/* Of the form LAYER or LAYER[CHANNELS]; several layers have no title together,
 * so they are shown by their names.
 */
static gchar *
find_layer_title (DreamRecipe *recipe)
{
  g_autoptr (DeepDreamInstalled) installed = NULL;
  const gchar                   *text      = recipe->layer;
  g_autofree gchar              *layer     = NULL;

  installed = deep_dream_library_find (recipe->network, NULL);
  if (installed && (! text || ! *text))
    text = installed->default_layer;
  if (! text)
    return NULL;

  layer = g_strndup (text, strcspn (text, "["));
  for (guint i = 0; installed && installed->layer_names[i]; i++)
    if (g_str_equal (installed->layer_names[i], g_strstrip (layer)))
      return g_strdup (installed->layer_titles[i]);

  return g_strdup (text);
}

static gchar *
shorten (const gchar *text)
{
  g_autofree gchar *start = NULL;

  if (g_utf8_strlen (text, -1) <= MAX_LENGTH)
    return g_strdup (text);

  start = g_utf8_substring (text, 0, MAX_LENGTH - 1);

  return g_strconcat (g_strchomp (start), "…", NULL);
}
