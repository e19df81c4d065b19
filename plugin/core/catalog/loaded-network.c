/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An installed network in memory.
 */

#include <glib/gi18n-lib.h>

#include "engine/objective/subject-names.h"
#include "engine/readers/read.h"
#include "groups.h"
#include "loaded-network.h"
#include "subject-network.h"

static gboolean read_names (DeepDreamLoadedNetwork *self, GError **error);
static gboolean knows (DeepDreamLoadedNetwork *self, const gchar *subject);
static void     explain (const gchar *subject, GError **error);

DeepDreamLoadedNetwork *
deep_dream_loaded_network_new (const gchar *name, GError **error)
{
  g_autoptr (DeepDreamLoadedNetwork) self = g_new0 (DeepDreamLoadedNetwork, 1);

  self->installed = deep_dream_library_find (name, error);
  if (! self->installed)
    return NULL;

  self->network = dream_network_read (self->installed->path,
                                      self->installed->input, error);
  if (! self->network)
    return NULL;

  self->names.channels = self->installed->channels;

  return g_steal_pointer (&self);
}

void
deep_dream_loaded_network_free (DeepDreamLoadedNetwork *self)
{
  g_strfreev ((gchar **) self->names.labels);
  g_clear_pointer (&self->names.groups, g_hash_table_unref);
  g_clear_pointer (&self->network, dream_network_unref);
  g_clear_pointer (&self->installed, deep_dream_installed_free);
  g_free (self);
}

gboolean
deep_dream_loaded_network_name (DeepDreamLoadedNetwork *self,
                                DreamRecipe            *recipe,
                                GError                **error)
{
  if (! *recipe->subject)
    return TRUE;

  if (! read_names (self, error))
    return FALSE;

  if (knows (self, recipe->subject))
    return TRUE;

  explain (recipe->subject, error);
  return FALSE;
}

DreamRecipe *
deep_dream_loaded_network_complete (const DeepDreamLoadedNetwork *self,
                                    DreamRecipe                  *recipe)
{
  DreamRecipe *copy = dream_recipe_copy (recipe);

  /* A subject needs no layer, but what a guide or a style draws on does. */
  if (! *copy->layer && (! *copy->subject || *copy->guide || *copy->style))
    g_object_set (copy, "layer", self->installed->default_layer, NULL);

  return copy;
}

/* Once; a network without any is no error. */
static gboolean
read_names (DeepDreamLoadedNetwork *self, GError **error)
{
  g_autoptr (GError) reason = NULL;

  if (self->names.labels)
    return TRUE;

  self->names.labels = (const gchar *const *)
    deep_dream_library_read_labels (self->installed, &reason);
  if (! self->names.groups)
    self->names.groups = deep_dream_groups_read ();
  if (! reason)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

static gboolean
knows (DeepDreamLoadedNetwork *self, const gchar *subject)
{
  g_autoptr (GArray) subjects = NULL;

  if (self->names.labels)
    subjects = dream_subjects_parse (subject, self->names.labels,
                                     self->names.groups, NULL);

  return subjects != NULL;
}

/* A name that this network does not know is only called unknown if none that is
 * installed knows it.
 */
static void
explain (const gchar *subject, GError **error)
{
  g_autoptr (GPtrArray)               library = deep_dream_library_list ();
  g_autoptr (DeepDreamSubjectNetwork) choice  = NULL;
  g_autoptr (DeepDreamInstalled)      other   = NULL;

  choice = deep_dream_subject_network_choose (subject, library, error);
  other  = choice ? deep_dream_library_find (choice->name, error) : NULL;
  if (other)
    g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE,
                 /* Translators: a subject, and the title of a network. */
                 _ ("This network does not know “%s”, but “%s” does. Choose "
                    "that network, or another subject."),
                 subject, other->title);
}
