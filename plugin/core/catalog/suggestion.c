/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Completes recipes by presets and networks.
 */

#include "suggestion.h"

#include <glib/gi18n-lib.h>

#include "library.h"
#include "presets.h"
#include "subject-network.h"

/* The hidden preset for subjects, which may have one for each network. */
#define SUBJECT_PRESET "subject"

static gboolean     fill_for_subject (DreamRecipe *recipe,
                                      gchar      **advice,
                                      GError     **error);
static gboolean     fill_with_best_preset (DreamRecipe *recipe, GError **error);
static gchar       *choose_network (const gchar *subject,
                                    gchar      **advice,
                                    GError     **error);
static gboolean     knows_subject (const gchar *network, const gchar *subject);
static gchar       *find_subject_preset (const gchar *network);
static DreamRecipe *read_for_subject (const gchar *network,
                                      const gchar *subject);
static gboolean differ_in_subject_alone (DreamRecipe *one, DreamRecipe *other);
static void     replace_unchanged (DreamRecipe *recipe,
                                   DreamRecipe *base,
                                   DreamRecipe *other);
static gboolean says_what (DreamRecipe *recipe);
static gboolean is_said (const gchar *text);

gboolean
deep_dream_suggestion_fill (const gchar *preset,
                            DreamRecipe *recipe,
                            gchar      **advice,
                            GError     **error)
{
  gboolean is_filled = TRUE;

  if (advice)
    *advice = NULL;

  if (is_said (preset))
    is_filled = deep_dream_presets_fill (preset, recipe, error);
  else if (! says_what (recipe) && is_said (recipe->subject))
    is_filled = fill_for_subject (recipe, advice, error);
  else if (! says_what (recipe) && ! is_said (recipe->network))
    is_filled = fill_with_best_preset (recipe, error);

  if (is_filled && ! is_said (recipe->network))
    {
      g_autofree gchar *network = deep_dream_library_get_default ();

      g_object_set (recipe, "network", network, NULL);
    }

  return is_filled;
}

void
deep_dream_suggestion_begin (DreamRecipe *recipe)
{
  g_autoptr (GError) error = NULL;

  if (! is_said (recipe->network) &&
      ! deep_dream_suggestion_fill (NULL, recipe, NULL, &error))
    g_warning ("%s", error->message);
}

gboolean
deep_dream_suggestion_follow_subject (DreamRecipe *recipe, DreamRecipe *base)
{
  g_autofree gchar       *network  = NULL;
  g_autoptr (DreamRecipe) first    = dream_recipe_new ();
  g_autoptr (DreamRecipe) schedule = NULL;
  g_autoptr (DreamRecipe) other    = NULL;
  gboolean                is_known;

  if (! is_said (recipe->subject))
    return FALSE;

  /* The dialog may have been reset since. */
  deep_dream_suggestion_begin (first);
  if (differ_in_subject_alone (recipe, first))
    base = first;

  is_known = knows_subject (recipe->network, recipe->subject);
  if (is_known && is_said (base->subject))
    return FALSE;

  /* One that was chosen by hand stays if it can. */
  network = is_known && g_strcmp0 (recipe->network, base->network) != 0
              ? g_strdup (recipe->network)
              : choose_network (recipe->subject, NULL, NULL);
  if (! network)
    return FALSE;

  if (is_said (base->subject))
    schedule = read_for_subject (base->network, recipe->subject);
  other = read_for_subject (network, recipe->subject);
  if (other)
    replace_unchanged (recipe, schedule ? schedule : base, other);
  else
    g_object_set (recipe, "network", network, NULL);

  return TRUE;
}

DeepDreamInstalled *
deep_dream_suggestion_find_better (DreamRecipe *recipe)
{
  g_autoptr (GPtrArray) library = NULL;

  if (! is_said (recipe->subject))
    return NULL;

  library = deep_dream_library_list ();

  return deep_dream_subject_network_find_better (recipe->subject,
                                                 recipe->network, library);
}

gchar *
deep_dream_suggestion_describe_better (const DeepDreamInstalled *better)
{
  /* Translators: the title and the name of a network. */
  return g_strdup_printf (_ ("%s would draw this subject better. To "
                             "install it, run: deep-dream-networks "
                             "install %s"),
                          better->title, better->name);
}

void
deep_dream_suggestion_take_better (DreamRecipe *recipe)
{
  g_autofree gchar       *network = NULL;
  g_autoptr (DreamRecipe) base    = NULL;
  g_autoptr (DreamRecipe) other   = NULL;

  network = choose_network (recipe->subject, NULL, NULL);
  if (! network || ! knows_subject (recipe->network, recipe->subject))
    return;

  base  = read_for_subject (recipe->network, recipe->subject);
  other = read_for_subject (network, recipe->subject);
  if (base && other)
    replace_unchanged (recipe, base, other);
  else
    g_object_set (recipe, "network", network, NULL);
}

static gboolean
fill_for_subject (DreamRecipe *recipe, gchar **advice, GError **error)
{
  g_autofree gchar *network = g_strdup (recipe->network);
  g_autofree gchar *preset  = NULL;

  if (! is_said (network))
    {
      g_free (network);
      network = choose_network (recipe->subject, advice, error);
      if (! network)
        return FALSE;
    }

  preset = find_subject_preset (network);
  if (preset && ! deep_dream_presets_fill (preset, recipe, error))
    return FALSE;

  g_object_set (recipe, "network", network, NULL);

  return TRUE;
}

/* Without any network, the first preset, so that an error says what to install
 * for it. */
static gboolean
fill_with_best_preset (DreamRecipe *recipe, GError **error)
{
  g_autoptr (GPtrArray)  presets = deep_dream_presets_list ();
  const DeepDreamPreset *best    = presets->len ? presets->pdata[0] : NULL;

  for (guint i = 0; i < presets->len; i++)
    {
      g_autoptr (DreamRecipe)        filled    = NULL;
      g_autoptr (DeepDreamInstalled) installed = NULL;

      filled    = deep_dream_preset_read (presets->pdata[i], NULL);
      installed = filled && is_said (filled->network)
                    ? deep_dream_library_find (filled->network, NULL)
                    : NULL;
      if (installed)
        {
          best = presets->pdata[i];
          break;
        }
    }

  return ! best || deep_dream_presets_fill (best->name, recipe, error);
}

static gchar *
choose_network (const gchar *subject, gchar **advice, GError **error)
{
  g_autoptr (GPtrArray)               library = deep_dream_library_list ();
  g_autoptr (DeepDreamSubjectNetwork) choice  = NULL;

  choice = deep_dream_subject_network_choose (subject, library, error);
  if (! choice)
    return NULL;

  if (choice->better && advice)
    *advice = deep_dream_suggestion_describe_better (choice->better);

  return g_strdup (choice->name);
}

static gboolean
knows_subject (const gchar *network, const gchar *subject)
{
  DeepDreamInstalled   *installed = deep_dream_library_find (network, NULL);
  g_autoptr (GPtrArray) library   = NULL;
  g_autoptr (DeepDreamSubjectNetwork) choice = NULL;

  if (! installed)
    return FALSE;

  library = g_ptr_array_new_with_free_func (
    (GDestroyNotify) deep_dream_installed_free);
  g_ptr_array_add (library, installed);
  choice = deep_dream_subject_network_choose (subject, library, NULL);

  return choice != NULL;
}

/* NULL if there is none at all. */
static gchar *
find_subject_preset (const gchar *network)
{
  g_autofree gchar *special = g_strconcat (SUBJECT_PRESET "-", network, NULL);
  const gchar      *names[] = { special, SUBJECT_PRESET };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (DeepDreamPreset) preset = deep_dream_presets_find (names[i],
                                                                    NULL);

      if (preset)
        return g_strdup (names[i]);
    }

  return NULL;
}

/* What suits a subject with this network; NULL if nobody says so. */
static DreamRecipe *
read_for_subject (const gchar *network, const gchar *subject)
{
  g_autofree gchar       *preset = find_subject_preset (network);
  g_autoptr (DreamRecipe) recipe = dream_recipe_new ();

  if (! preset || ! deep_dream_presets_fill (preset, recipe, NULL))
    return NULL;

  g_object_set (recipe, "network", network, "subject", subject, NULL);

  return g_steal_pointer (&recipe);
}

static gboolean
differ_in_subject_alone (DreamRecipe *one, DreamRecipe *other)
{
  g_autoptr (DreamRecipe) copy = dream_recipe_copy (other);
  g_autofree gchar       *a    = dream_recipe_to_string (one);
  g_autofree gchar       *b    = NULL;

  g_object_set (copy, "subject", one->subject, NULL);
  b = dream_recipe_to_string (copy);

  return g_str_equal (a, b);
}

/* What in @recipe is as in @base becomes as in @other. */
static void
replace_unchanged (DreamRecipe *recipe, DreamRecipe *base, DreamRecipe *other)
{
  guint                   n_parameters = 0;
  g_autofree GParamSpec **parameters   = NULL;

  parameters = dream_recipe_list_parameters (&n_parameters);
  for (guint i = 0; i < n_parameters; i++)
    {
      const gchar    *name   = parameters[i]->name;
      g_auto (GValue) is     = G_VALUE_INIT;
      g_auto (GValue) was    = G_VALUE_INIT;
      g_auto (GValue) wanted = G_VALUE_INIT;

      g_value_init (&is, parameters[i]->value_type);
      g_value_init (&was, parameters[i]->value_type);
      g_value_init (&wanted, parameters[i]->value_type);
      g_object_get_property (G_OBJECT (recipe), name, &is);
      g_object_get_property (G_OBJECT (base), name, &was);
      g_object_get_property (G_OBJECT (other), name, &wanted);

      if (g_param_values_cmp (parameters[i], &is, &was) == 0)
        g_object_set_property (G_OBJECT (recipe), name, &wanted);
    }

  /* The subject needs its network. */
  g_object_set (recipe, "network", other->network, NULL);
}

/* Apart from a subject. */
static gboolean
says_what (DreamRecipe *recipe)
{
  return is_said (recipe->layer) || is_said (recipe->channels) ||
         is_said (recipe->guide) || is_said (recipe->style);
}

static gboolean
is_said (const gchar *text)
{
  return text && *text;
}
