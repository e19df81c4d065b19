/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A field for what is to appear, which knows the networks' words.
 */

#include "subject-entry.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plugin/core/catalog/library.h"
#include "plugin/core/catalog/subject-network.h"

/* Fewer letters match too much. */
#define KEY_LENGTH 2

static void         list_names (GtkEntryCompletion *completion);
static gboolean     is_match (GtkEntryCompletion *completion,
                              const gchar        *key,
                              GtkTreeIter        *iter,
                              gpointer            user_data);
static gboolean     on_match (GtkEntryCompletion *completion,
                              GtkTreeModel       *model,
                              GtkTreeIter        *iter);
static const gchar *find_last (const gchar *text);

GtkWidget *
deep_dream_subject_entry_new (GimpProcedureConfig *config)
{
  GtkWidget                     *entry      = gtk_entry_new ();
  g_autoptr (GtkEntryCompletion) completion = gtk_entry_completion_new ();
  g_autoptr (GtkListStore)       store = gtk_list_store_new (1, G_TYPE_STRING);

  gtk_entry_set_placeholder_text (
    GTK_ENTRY (entry), _ ("For example: owl, castle, golden retriever"));
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);

  gtk_entry_completion_set_model (completion, GTK_TREE_MODEL (store));
  gtk_entry_completion_set_text_column (completion, 0);
  gtk_entry_completion_set_minimum_key_length (completion, KEY_LENGTH);
  gtk_entry_completion_set_match_func (completion, is_match, NULL, NULL);
  g_signal_connect (completion, "match-selected", G_CALLBACK (on_match), NULL);
  gtk_entry_set_completion (GTK_ENTRY (entry), completion);

  /* A network that was just installed may know more. */
  list_names (completion);
  g_signal_connect_object (config, "notify::network", G_CALLBACK (list_names),
                           completion, G_CONNECT_SWAPPED);
  g_object_bind_property (config, "subject", entry, "text",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  return entry;
}

static void
list_names (GtkEntryCompletion *completion)
{
  GtkListStore *store = GTK_LIST_STORE (
    gtk_entry_completion_get_model (completion));
  g_autoptr (GPtrArray) library = deep_dream_library_list ();
  g_autoptr (GPtrArray) names   = NULL;

  names = deep_dream_subject_network_list_names (library);

  gtk_list_store_clear (store);
  for (guint i = 0; i < names->len; i++)
    gtk_list_store_insert_with_values (store, NULL, -1, 0, names->pdata[i], -1);
}

/* Any part of a label matches what stands behind the last comma. */
static gboolean
is_match (GtkEntryCompletion *completion,
          const gchar        *key G_GNUC_UNUSED,
          GtkTreeIter        *iter,
          gpointer            user_data G_GNUC_UNUSED)
{
  GtkEntry    *entry = GTK_ENTRY (gtk_entry_completion_get_entry (completion));
  const gchar *last  = find_last (gtk_entry_get_text (entry));
  g_autofree gchar *label        = NULL;
  g_autofree gchar *folded_label = NULL;
  g_autofree gchar *folded_last  = NULL;

  gtk_tree_model_get (gtk_entry_completion_get_model (completion), iter, 0,
                      &label, -1);
  folded_label = g_utf8_casefold (label, -1);
  folded_last  = g_utf8_casefold (last, -1);

  return *last && strstr (folded_label, folded_last);
}

static gboolean
on_match (GtkEntryCompletion *completion,
          GtkTreeModel       *model,
          GtkTreeIter        *iter)
{
  GtkEntry    *entry = GTK_ENTRY (gtk_entry_completion_get_entry (completion));
  const gchar *text  = gtk_entry_get_text (entry);
  g_autofree gchar *start = g_strndup (text, find_last (text) - text);
  g_autofree gchar *label = NULL;
  g_autofree gchar *all   = NULL;

  gtk_tree_model_get (model, iter, 0, &label, -1);
  all = g_strconcat (start, label, NULL);
  gtk_entry_set_text (entry, all);
  gtk_editable_set_position (GTK_EDITABLE (entry), -1);

  return TRUE;
}

/* What people are typing. */
static const gchar *
find_last (const gchar *text)
{
  const gchar *comma = strrchr (text, ',');
  const gchar *last  = comma ? comma + 1 : text;

  while (*last == ' ')
    last++;

  return last;
}
