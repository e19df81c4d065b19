/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A path may be typed, pasted or chosen.
 */

#include "file-entry.h"

#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>

#include <glib/gi18n-lib.h>

#define SPACING   6
#define TITLE_KEY "deep-dream-title"

static void on_browse (GtkWidget *button, GtkEntry *entry);

GtkWidget *
deep_dream_file_entry_new (GObject     *object,
                           const gchar *property,
                           const gchar *title)
{
  GtkWidget *box    = gtk_hbox_new (FALSE, SPACING);
  GtkWidget *entry  = gtk_entry_new ();
  GtkWidget *button = gtk_button_new_with_label (_ ("Browse…"));

  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  g_object_bind_property (object, property, entry, "text",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  gtk_box_pack_start (GTK_BOX (box), entry, TRUE, TRUE, 0);
  gtk_widget_show (entry);

  gimp_help_set_help_data (button, _ ("Chooses the picture's file"), NULL);
  g_object_set_data_full (G_OBJECT (button), TITLE_KEY, g_strdup (title),
                          g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (on_browse), entry);
  gtk_box_pack_start (GTK_BOX (box), button, FALSE, FALSE, 0);
  gtk_widget_show (button);

  gtk_widget_show (box);
  return box;
}

static void
on_browse (GtkWidget *button, GtkEntry *entry)
{
  const gchar      *title  = g_object_get_data (G_OBJECT (button), TITLE_KEY);
  GtkWidget        *window = gtk_widget_get_toplevel (button);
  const gchar      *old    = gtk_entry_get_text (entry);
  g_autofree gchar *path   = NULL;
  GtkWidget        *chooser;

  chooser = gtk_file_chooser_dialog_new (title, GTK_WINDOW (window),
                                         GTK_FILE_CHOOSER_ACTION_OPEN,
                                         _ ("_Cancel"), GTK_RESPONSE_CANCEL,
                                         _ ("_Open"), GTK_RESPONSE_ACCEPT,
                                         NULL);
  gtk_dialog_set_default_response (GTK_DIALOG (chooser), GTK_RESPONSE_ACCEPT);
  if (g_path_is_absolute (old))
    gtk_file_chooser_set_filename (GTK_FILE_CHOOSER (chooser), old);

  if (gtk_dialog_run (GTK_DIALOG (chooser)) == GTK_RESPONSE_ACCEPT)
    path = gtk_file_chooser_get_filename (GTK_FILE_CHOOSER (chooser));

  gtk_widget_destroy (chooser);
  if (path)
    {
      g_autofree gchar *text = g_filename_to_utf8 (path, -1, NULL, NULL, NULL);

      gtk_entry_set_text (entry, text ? text : "");
    }
}
