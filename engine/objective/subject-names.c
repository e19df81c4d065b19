/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From names to classes.
 */

#include <string.h>

#include <glib/gi18n-lib.h>

#include "engine/error.h"
#include "engine/network/edit-distance.h"
#include "subject-names.h"
#include "weighted-name.h"

#define MAX_SHOWN 5

typedef struct
{
  const gchar *const *labels;
  GHashTable         *groups;
  GPtrArray          *names;   /* of GStrv: each label's, casefolded */
  GHashTable         *classes; /* by name, the first that has it */
} Dictionary;

static void       open_dictionary (Dictionary         *dictionary,
                                   const gchar *const *labels,
                                   GHashTable         *groups);
static gchar    **split_label (const gchar *label);
static void       close_dictionary (Dictionary *dictionary);
static GArray    *find_classes (const Dictionary *dictionary,
                                const gchar      *name,
                                GError          **error);
static gchar    **list_forms (const gchar *folded);
static GArray    *look_up (const Dictionary *dictionary, const gchar *form);
static GArray    *find_members (const Dictionary *dictionary,
                                const GPtrArray  *members);
static GArray    *find_words (const Dictionary *dictionary,
                              const gchar      *words,
                              gboolean          at_end);
static gboolean   has_words (const gchar *name,
                             const gchar *words,
                             gboolean     at_end);
static void       set_unknown (const Dictionary *dictionary,
                               const gchar      *name,
                               const gchar      *folded,
                               GError          **error);
static GPtrArray *list_known (const Dictionary *dictionary);
static void       append_nearest (GString     *list,
                                  GPtrArray   *names,
                                  const gchar *folded);
static void       clear_subject (gpointer data);

GArray *
dream_subjects_parse (const gchar        *text,
                      const gchar *const *labels,
                      GHashTable         *groups,
                      GError            **error)
{
  g_auto (GStrv)     names    = g_strsplit (text, ",", -1);
  g_autoptr (GArray) subjects = g_array_new (FALSE, FALSE,
                                             sizeof (DreamSubject));
  gboolean           knows    = TRUE;
  Dictionary         dictionary;

  g_array_set_clear_func (subjects, clear_subject);
  open_dictionary (&dictionary, labels, groups);

  for (guint i = 0; knows && names[i]; i++)
    {
      DreamSubject      subject = { NULL, 1 };
      g_autofree gchar *name    = dream_weighted_name_split (names[i],
                                                             &subject.weight);

      subject.classes = find_classes (&dictionary, name, error);
      if (subject.classes)
        g_array_append_val (subjects, subject);
      else
        knows = FALSE;
    }

  close_dictionary (&dictionary);

  return knows ? g_steal_pointer (&subjects) : NULL;
}

static void
open_dictionary (Dictionary         *dictionary,
                 const gchar *const *labels,
                 GHashTable         *groups)
{
  dictionary->labels = labels;
  dictionary->groups = groups;
  dictionary->names  = g_ptr_array_new_with_free_func (
     (GDestroyNotify) g_strfreev);
  dictionary->classes = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; labels[i]; i++)
    {
      gchar **names = split_label (labels[i]);

      g_ptr_array_add (dictionary->names, names);
      for (guint n = 0; names[n]; n++)
        if (*names[n] != '\0' &&
            ! g_hash_table_contains (dictionary->classes, names[n]))
          g_hash_table_insert (dictionary->classes, names[n],
                               GUINT_TO_POINTER (i));
    }
}

/* The label itself, and the names in it. */
static gchar **
split_label (const gchar *label)
{
  g_autofree gchar *folded = g_utf8_casefold (label, -1);
  g_auto (GStrv)    parts  = g_strsplit_set (folded, ",()", -1);
  gchar           **names  = g_new0 (gchar *, g_strv_length (parts) + 2);
  guint             n      = 0;

  for (guint i = 0; parts[i]; i++)
    if (*g_strstrip (parts[i]) != '\0')
      names[n++] = g_strdup (parts[i]);

  names[n] = g_steal_pointer (&folded);

  return names;
}

static void
close_dictionary (Dictionary *dictionary)
{
  g_hash_table_unref (dictionary->classes);
  g_ptr_array_unref (dictionary->names);
}

static GArray *
find_classes (const Dictionary *dictionary, const gchar *name, GError **error)
{
  g_autofree gchar  *folded  = g_utf8_casefold (name, -1);
  g_auto (GStrv)     forms   = list_forms (folded);
  g_autoptr (GArray) classes = NULL;

  for (guint i = 0; ! classes && forms[i]; i++)
    classes = look_up (dictionary, forms[i]);

  if (! classes)
    {
      classes = find_words (dictionary, folded, FALSE);
      if (classes->len != 1)
        g_clear_pointer (&classes, g_array_unref);
    }

  /* What is near takes a while to find. */
  if (! classes && error)
    set_unknown (dictionary, name, folded, error);

  return g_steal_pointer (&classes);
}

/* The name itself, then what it is the plural of if it is one. */
static gchar **
list_forms (const gchar *folded)
{
  static const struct
  {
    const gchar *plural;
    const gchar *singular;
  } endings[]   = { { "", "" }, { "s", "" }, { "es", "" }, { "ies", "y" } };
  gchar **forms = g_new0 (gchar *, G_N_ELEMENTS (endings) + 1);
  guint   n     = 0;

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      const gsize length = strlen (endings[i].plural);

      if (strlen (folded) > length &&
          g_str_has_suffix (folded, endings[i].plural))
        forms[n++] = g_strdup_printf ("%.*s%s",
                                      (gint) (strlen (folded) - length), folded,
                                      endings[i].singular);
    }

  return forms;
}

static GArray *
look_up (const Dictionary *dictionary, const gchar *form)
{
  const GPtrArray   *members = NULL;
  g_autoptr (GArray) last    = NULL;
  g_autoptr (GArray) group   = NULL;
  gpointer           found;

  if (g_hash_table_lookup_extended (dictionary->classes, form, NULL, &found))
    {
      const guint index  = GPOINTER_TO_UINT (found);
      GArray     *single = g_array_new (FALSE, FALSE, sizeof (guint));

      return g_array_append_val (single, index);
    }

  if (dictionary->groups)
    members = g_hash_table_lookup (dictionary->groups, form);
  last  = find_words (dictionary, form, TRUE);
  group = find_members (dictionary, members);

  if (group->len < last->len)
    return g_steal_pointer (&last);

  return group->len > 0 ? g_steal_pointer (&group) : NULL;
}

static GArray *
find_members (const Dictionary *dictionary, const GPtrArray *members)
{
  GArray                *classes = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GHashTable) seen    = g_hash_table_new (NULL, NULL);

  for (guint i = 0; members && i < members->len; i++)
    {
      gpointer found;

      if (g_hash_table_lookup_extended (dictionary->classes, members->pdata[i],
                                        NULL, &found) &&
          g_hash_table_add (seen, found))
        {
          const guint index = GPOINTER_TO_UINT (found);

          g_array_append_val (classes, index);
        }
    }

  return classes;
}

static GArray *
find_words (const Dictionary *dictionary, const gchar *words, gboolean at_end)
{
  GArray *classes = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < dictionary->names->len; i++)
    {
      gchar **names = dictionary->names->pdata[i];
      guint   n     = 0;

      while (names[n] && ! has_words (names[n], words, at_end))
        n++;
      if (names[n])
        g_array_append_val (classes, i);
    }

  return classes;
}

/* Whole words: terns are not to be found in lanterns. */
static gboolean
has_words (const gchar *name, const gchar *words, gboolean at_end)
{
  const gsize  length = strlen (words);
  const gchar *found  = length > 0 ? strstr (name, words) : NULL;

  while (found)
    {
      const gchar *end    = found + length;
      const gchar *before = g_utf8_find_prev_char (name, found);

      if ((! before || ! g_unichar_isalnum (g_utf8_get_char (before))) &&
          (at_end ? *end == '\0' : ! g_unichar_isalnum (g_utf8_get_char (end))))
        return TRUE;

      found = strstr (g_utf8_next_char (found), words);
    }

  return FALSE;
}

static void
set_unknown (const Dictionary *dictionary,
             const gchar      *name,
             const gchar      *folded,
             GError          **error)
{
  g_autoptr (GPtrArray) known   = list_known (dictionary);
  g_autoptr (GPtrArray) holding = g_ptr_array_new ();
  g_autoptr (GString)   list    = g_string_new (NULL);
  GPtrArray            *near;

  for (guint i = 0; *folded != '\0' && i < known->len; i++)
    {
      g_autofree gchar *other = g_utf8_casefold (known->pdata[i], -1);

      if (strstr (other, folded))
        g_ptr_array_add (holding, known->pdata[i]);
    }

  near = holding->len > 0 ? holding : known;
  append_nearest (list, near, folded);
  if (holding->len > MAX_SHOWN)
    g_string_append (list, ", …");

  g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE,
               holding->len > 1
                 ? _ ("Several things are called “%s”. Choose one of them: %s.")
                 : _ (
                     "Nothing is called “%s”. Choose another name; the nearest "
                     "are: %s."),
               name, list->str);
}

/* Labels, and words for some of the classes. */
static GPtrArray *
list_known (const Dictionary *dictionary)
{
  GPtrArray     *known = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer       word;
  gpointer       members;

  for (guint i = 0; dictionary->labels[i]; i++)
    g_ptr_array_add (known, (gpointer) dictionary->labels[i]);

  if (! dictionary->groups)
    return known;

  g_hash_table_iter_init (&iter, dictionary->groups);
  while (g_hash_table_iter_next (&iter, &word, &members))
    {
      g_autoptr (GArray) classes = find_members (dictionary, members);

      if (classes->len > 0)
        g_ptr_array_add (known, word);
    }

  return known;
}

/* Those of which a name is spelled most alike. */
static void
append_nearest (GString *list, GPtrArray *names, const gchar *folded)
{
  g_autoptr (GHashTable) shown     = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree guint      *distances = g_new (guint, names->len);

  for (guint i = 0; i < names->len; i++)
    {
      g_auto (GStrv) parts = split_label (names->pdata[i]);

      distances[i] = G_MAXUINT;
      for (guint n = 0; parts[n]; n++)
        distances[i] = MIN (distances[i],
                            dream_edit_distance (folded, parts[n]));
    }

  for (guint n = 0; n < MIN (MAX_SHOWN, names->len); n++)
    {
      guint nearest = G_MAXUINT;

      for (guint i = 0; i < names->len; i++)
        if (! g_hash_table_contains (shown, names->pdata[i]) &&
            (nearest == G_MAXUINT || distances[i] < distances[nearest] ||
             (distances[i] == distances[nearest] &&
              strcmp (names->pdata[i], names->pdata[nearest]) < 0)))
          nearest = i;

      if (nearest == G_MAXUINT)
        break;

      g_hash_table_add (shown, names->pdata[nearest]);
      g_string_append_printf (list, n == 0 ? "%s" : ", %s",
                              (const gchar *) names->pdata[nearest]);
    }
}

static void
clear_subject (gpointer data)
{
  DreamSubject *subject = data;

  g_array_unref (subject->classes);
}
