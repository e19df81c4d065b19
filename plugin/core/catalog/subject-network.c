/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The best network for a subject.
 */

#include <glib/gi18n-lib.h>

#include "engine/objective/subject-names.h"
#include "groups.h"
#include "library.h"
#include "subject-network.h"

/* What to install where no description is found. */
#define USUAL "mobilenet-v1"

static void add_name (GPtrArray *names, GHashTable *listed, const gchar *name);
static GPtrArray *rank (GPtrArray *networks);
static gint       compare_ranks (gconstpointer a, gconstpointer b);
static gboolean   knows (const DeepDreamInstalled *network,
                         const gchar              *subject,
                         GHashTable               *groups,
                         GPtrArray                *all_labels);
static DeepDreamSubjectNetwork *choose (const DeepDreamInstalled *network,
                                        GPtrArray                *library);
static DeepDreamInstalled      *find_missing (GPtrArray   *library,
                                              const gchar *classes);
static gboolean is_installed (GPtrArray *library, const gchar *name);
static void     set_unknown (const gchar *subject,
                             GHashTable  *groups,
                             GPtrArray   *all_labels,
                             GError     **error);
static void     set_no_network (GPtrArray *library, GError **error);

DeepDreamSubjectNetwork *
deep_dream_subject_network_choose (const gchar *subject,
                                   GPtrArray   *library,
                                   GError     **error)
{
  g_autoptr (GHashTable) groups     = deep_dream_groups_read ();
  g_autoptr (GPtrArray)  ranked     = rank (library);
  g_autoptr (GPtrArray)  all_labels = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < ranked->len; i++)
    if (knows (ranked->pdata[i], subject, groups, all_labels))
      return choose (ranked->pdata[i], library);

  if (! error)
    return NULL;

  if (all_labels->len > 0)
    set_unknown (subject, groups, all_labels, error);
  else
    set_no_network (library, error);

  return NULL;
}

DeepDreamInstalled *
deep_dream_subject_network_find_better (const gchar *subject,
                                        const gchar *network,
                                        GPtrArray   *library)
{
  g_autoptr (DeepDreamSubjectNetwork) choice = NULL;
  g_autoptr (GPtrArray)               named  = rank (library);

  if (named->len == 0)
    return find_missing (library, NULL);

  choice = deep_dream_subject_network_choose (subject, library, NULL);

  return choice && g_strcmp0 (choice->name, network) == 0
           ? g_steal_pointer (&choice->better)
           : NULL;
}

GPtrArray *
deep_dream_subject_network_list_names (GPtrArray *library)
{
  GPtrArray             *names  = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) listed = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) groups = deep_dream_groups_read ();
  g_autoptr (GPtrArray)  ranked = rank (library);
  g_autoptr (GList)      words  = g_hash_table_get_keys (groups);

  words = g_list_sort (words, (GCompareFunc) g_utf8_collate);
  for (GList *word = words; word && ranked->len > 0; word = word->next)
    add_name (names, listed, word->data);

  for (guint i = 0; i < ranked->len; i++)
    {
      g_auto (GStrv) labels = NULL;

      labels = deep_dream_library_read_labels (ranked->pdata[i], NULL);
      for (guint n = 0; labels && labels[n]; n++)
        add_name (names, listed, labels[n]);
    }

  return names;
}

void
deep_dream_subject_network_free (DeepDreamSubjectNetwork *self)
{
  g_free (self->name);
  g_clear_pointer (&self->better, deep_dream_installed_free);
  g_free (self);
}

static void
add_name (GPtrArray *names, GHashTable *listed, const gchar *name)
{
  gchar *copy;

  if (! *name || g_hash_table_contains (listed, name))
    return;

  copy = g_strdup (name);
  g_ptr_array_add (names, copy);
  g_hash_table_add (listed, copy);
}

/* Those that have names, the best first. */
static GPtrArray *
rank (GPtrArray *networks)
{
  GPtrArray *ranked = g_ptr_array_new ();

  for (guint i = 0; i < networks->len; i++)
    {
      const DeepDreamInstalled *network = networks->pdata[i];

      if (network->labels)
        g_ptr_array_add (ranked, networks->pdata[i]);
    }

  /* This sort is stable. */
  g_ptr_array_sort (ranked, compare_ranks);

  return ranked;
}

static gint
compare_ranks (gconstpointer a, gconstpointer b)
{
  const DeepDreamInstalled *first  = *(DeepDreamInstalled *const *) a;
  const DeepDreamInstalled *second = *(DeepDreamInstalled *const *) b;

  return (first->subject_rank < second->subject_rank) -
         (first->subject_rank > second->subject_rank);
}

/* The labels of one that does not are added to those of all. */
static gboolean
knows (const DeepDreamInstalled *network,
       const gchar              *subject,
       GHashTable               *groups,
       GPtrArray                *all_labels)
{
  g_autoptr (GError) error    = NULL;
  g_auto (GStrv)     labels   = NULL;
  g_autoptr (GArray) subjects = NULL;

  labels = deep_dream_library_read_labels (network, &error);
  if (! labels)
    {
      g_warning ("%s", error->message);
      return FALSE;
    }

  subjects = dream_subjects_parse (subject, (const gchar *const *) labels,
                                   groups, NULL);
  for (guint i = 0; ! subjects && labels[i]; i++)
    g_ptr_array_add (all_labels, g_strdup (labels[i]));

  return subjects != NULL;
}

static DeepDreamSubjectNetwork *
choose (const DeepDreamInstalled *network, GPtrArray *library)
{
  DeepDreamSubjectNetwork       *self   = g_new0 (DeepDreamSubjectNetwork, 1);
  g_autoptr (DeepDreamInstalled) better = NULL;

  self->name = g_strdup (network->name);
  if (network->classes)
    better = find_missing (library, network->classes);

  if (better && better->subject_rank > network->subject_rank)
    self->better = g_steal_pointer (&better);

  return self;
}

/* The best of those that are not installed, whatever its classes if none are
 * given. */
static DeepDreamInstalled *
find_missing (GPtrArray *library, const gchar *classes)
{
  g_autoptr (GPtrArray) known  = deep_dream_library_list_known ();
  g_autoptr (GPtrArray) ranked = rank (known);

  for (guint i = 0; i < ranked->len; i++)
    {
      const DeepDreamInstalled *network = ranked->pdata[i];

      if (! is_installed (library, network->name) &&
          (! classes || g_strcmp0 (network->classes, classes) == 0))
        return deep_dream_library_find_known (network->name);
    }

  return NULL;
}

static gboolean
is_installed (GPtrArray *library, const gchar *name)
{
  for (guint i = 0; i < library->len; i++)
    {
      const DeepDreamInstalled *network = library->pdata[i];

      if (g_str_equal (network->name, name))
        return TRUE;
    }

  return FALSE;
}

/* As if one network knew what all know, each name once. */
static void
set_unknown (const gchar *subject,
             GHashTable  *groups,
             GPtrArray   *all_labels,
             GError     **error)
{
  g_autoptr (GPtrArray)  names    = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) listed   = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GArray)     subjects = NULL;

  for (guint i = 0; i < all_labels->len; i++)
    add_name (names, listed, all_labels->pdata[i]);
  g_ptr_array_add (names, NULL);
  subjects = dream_subjects_parse (subject, (const gchar *const *) names->pdata,
                                   groups, error);

  if (subjects)
    g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE,
                 _ ("No network knows all of “%s”. Dream one after another."),
                 subject);
}

static void
set_no_network (GPtrArray *library, GError **error)
{
  g_autoptr (DeepDreamInstalled) best = find_missing (library, NULL);

  g_set_error (
    error, DREAM_ERROR, DREAM_ERROR_NO_NETWORK,
    _ ("No network that knows things by name is installed. To install "
       "one, run: deep-dream-networks install %s"),
    best ? best->name : USUAL);
}
