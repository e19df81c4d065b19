/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which classes a subject means.
 */

#include <string.h>

#include "engine/error.h"
#include "engine/objective/subject-names.h"

static const gchar *const photos[] = {
  "background",         "tench, Tinca tinca",
  "Chihuahua",          "golden retriever",
  "Labrador retriever", "castle",
  "timber wolf",        "jack-o'-lantern",
  "great grey owl",     "soup bowl",
  "sulphur butterfly",  "crane",
  "dog sled",           "crane",
  "great white shark",  NULL
};

static const gchar *const birds[] = { "Carpodacus cassinii (Cassin's Finch)",
                                      "Megascops asio (Eastern Screech-Owl)",
                                      "Sterna hirundo (Common Tern)",
                                      "Strix nebulosa (Great Grey Owl)",
                                      "Haemorhous mexicanus (House Finch)",
                                      "Aegolius acadicus ()",
                                      "Owlet of the Night",
                                      NULL };

/* The classes that somebody means who types @text, as "3 4 | 5". */
static gchar *
parse (const gchar *const *labels, const gchar *text, GError **error)
{
  static const gchar *const groups[][5] = {
    { "dog", "chihuahua", "golden retriever", "labrador retriever", NULL },
    { "wolf", "timber wolf", "white wolf", "red wolf", "coyote" },
    { "finch", "goldfinch", "house finch", "brambling", NULL },
    { "castle", "tench", NULL },
    { "lorry", "pickup", NULL },
  };
  g_autoptr (GHashTable) table    = NULL;
  g_autoptr (GArray)     subjects = NULL;
  GString               *result;

  table = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                 (GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      GPtrArray *members = g_ptr_array_new ();

      for (guint n = 1; n < G_N_ELEMENTS (groups[i]) && groups[i][n]; n++)
        g_ptr_array_add (members, (gpointer) groups[i][n]);
      g_hash_table_insert (table, (gpointer) groups[i][0], members);
    }

  subjects = dream_subjects_parse (text, labels, table, error);
  if (! subjects)
    return NULL;

  result = g_string_new (NULL);
  for (guint i = 0; i < subjects->len; i++)
    {
      const DreamSubject *subject = &g_array_index (subjects, DreamSubject, i);

      if (i > 0)
        g_string_append (result, " |");
      for (guint n = 0; n < subject->classes->len; n++)
        g_string_append_printf (result, *result->str ? " %u" : "%u",
                                g_array_index (subject->classes, guint, n));
      if (subject->weight != 1)
        g_string_append_printf (result, " x %g", subject->weight);
    }

  return g_string_free (result, FALSE);
}

static void
test_found (void)
{
  static const struct
  {
    const gchar *const *labels;
    const gchar        *text;
    const gchar        *classes;
  } cases[] = {
    /* Names. */
    { photos, "Chihuahua", "2" },
    { photos, " GOLDEN retriever", "3" },
    { photos, "tench", "1" },
    { photos, "Tinca tinca", "1" },
    { photos, "crane", "11" },
    { birds, "Cassin's finch", "0" },
    { birds, "sterna hirundo", "2" },
    { birds, "Aegolius acadicus", "5" },
    /* A name goes before a group, a group before last words. */
    { photos, "castle", "5" },
    { photos, "dog", "2 3 4" },
    { photos, "dogs:-0.5, castle", "2 3 4 x -0.5 | 5" },
    /* It has few of a group, and nothing else. */
    { photos, "wolf", "6" },
    { birds, "finch", "0 4" },
    /* Last words. */
    { photos, "retriever", "3 4" },
    { photos, "owl", "8" },
    { photos, "butterflies", "10" },
    { photos, "lantern", "7" },
    { birds, "owls", "1 3" },
    { birds, "grey owl", "3" },
    { birds, "tern", "2" },
    /* Words of a single one. */
    { photos, "labrador", "4" },
    { photos, "timber", "6" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error   = NULL;
      g_autofree gchar  *classes = parse (cases[i].labels, cases[i].text,
                                          &error);

      g_assert_no_error (error);
      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (classes, ==, cases[i].classes);
    }
}

static void
test_unknown (void)
{
  static const struct
  {
    const gchar *const *labels;
    const gchar        *text;
    const gchar        *says;
    const gchar        *says_not;
  } cases[] = {
    /* A part of a word is no name of another thing. */
    { photos, "tern", "jack-o'-lantern", "castle" },
    { photos, "retriev", "Labrador retriever", "Chihuahua" },
    /* Words of several, that none of them ends with. */
    { photos, "great", "great grey owl", "castle" },
    /* Near are words for groups as well, if the network has any of them. */
    { photos, "dag", "dog", "crane, crane" },
    { birds, "dag", "finch", "dog" },
    { birds, "Common Turn", "nearest are: Sterna", NULL },
    { photos, "lorry", "castle", "lorry," },
    { photos, "castle,", "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (parse (cases[i].labels, cases[i].text, &error));
      g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, cases[i].says));
      if (cases[i].says_not)
        g_assert_null (strstr (error->message, cases[i].says_not));
    }
}

/* Networks are dreamed with where there is no table. */
static void
test_no_groups (void)
{
  g_autoptr (GError) error    = NULL;
  g_autoptr (GArray) subjects = dream_subjects_parse ("retriever", photos, NULL,
                                                      &error);
  const DreamSubject *subject;

  g_assert_no_error (error);
  g_assert_cmpuint (subjects->len, ==, 1);
  subject = &g_array_index (subjects, DreamSubject, 0);
  g_assert_cmpuint (subject->classes->len, ==, 2);

  g_assert_null (dream_subjects_parse ("wolves", photos, NULL, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/subject-names/found", test_found);
  g_test_add_func ("/subject-names/unknown", test_unknown);
  g_test_add_func ("/subject-names/no-groups", test_no_groups);

  return g_test_run ();
}
