/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A path may be typed, pasted or chosen; what is a layer is kept as a file.
 */

#include "picture-entry.h"

#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>

#include <glib/gi18n-lib.h>

#include "appearance.h"
#include "engine/error.h"
#include "plugin/core/pixels/guide.h"

#define SPACING   6
#define BORDER    12
#define WIDTH     8 /* of the entry at least, characters */
#define TITLE_KEY "deep-dream-title"

static GtkWidget *make_button (GtkWidget   *entry,
                               const gchar *label,
                               const gchar *help,
                               const gchar *title,
                               GCallback    callback);
static void       on_browse (GtkWidget *button, GtkEntry *entry);
static void       on_layer (GtkWidget *button, GtkEntry *entry);
static gchar     *keep_layer (gint id, GError **error);
static void       complain (GtkWidget *parent, const gchar *text);

GtkWidget *
deep_dream_picture_entry_new (GObject     *object,
                              const gchar *property,
                              const gchar *title)
{
  GtkWidget *box   = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_entry_set_width_chars (GTK_ENTRY (entry), WIDTH);
  g_object_bind_property (object, property, entry, "text",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  gtk_box_pack_start (GTK_BOX (box), entry, TRUE, TRUE, 0);

  gtk_box_pack_start (GTK_BOX (box),
                      make_button (entry, _ ("Layer…"),
                                   _ ("Choose a layer of an open image"), title,
                                   G_CALLBACK (on_layer)),
                      FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (box),
                      make_button (entry, _ ("File…"), _ ("Choose a file"),
                                   title, G_CALLBACK (on_browse)),
                      FALSE, FALSE, 0);

  gtk_widget_show_all (box);
  return box;
}

static GtkWidget *
make_button (GtkWidget   *entry,
             const gchar *label,
             const gchar *help,
             const gchar *title,
             GCallback    callback)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_tooltip_text (button, help);
  g_object_set_data_full (G_OBJECT (button), TITLE_KEY, g_strdup (title),
                          g_free);
  g_signal_connect (button, "clicked", callback, entry);

  return button;
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

static void
on_layer (GtkWidget *button, GtkEntry *entry)
{
  const gchar *title  = g_object_get_data (G_OBJECT (button), TITLE_KEY);
  GtkWidget   *parent = gtk_widget_get_toplevel (button);
  GtkWidget   *combo  = gimp_layer_combo_box_new (NULL, NULL, NULL);
  GtkWidget   *window;
  GtkWidget   *content;
  gint         id = 0;
  gint         answer;

  window = gtk_dialog_new_with_buttons (title, GTK_WINDOW (parent),
                                        GTK_DIALOG_MODAL, _ ("_Cancel"),
                                        GTK_RESPONSE_CANCEL, _ ("_OK"),
                                        GTK_RESPONSE_OK, NULL);
  gtk_dialog_set_default_response (GTK_DIALOG (window), GTK_RESPONSE_OK);
  atk_object_set_name (gtk_widget_get_accessible (combo), title);
  content = gtk_dialog_get_content_area (GTK_DIALOG (window));
  gtk_container_set_border_width (GTK_CONTAINER (content), BORDER);
  gtk_box_pack_start (GTK_BOX (content), combo, FALSE, FALSE, 0);
  gtk_widget_show (combo);

  /* Return on the list itself would open it. */
  gtk_widget_grab_focus (
    gtk_dialog_get_widget_for_response (GTK_DIALOG (window), GTK_RESPONSE_OK));

  answer = gtk_dialog_run (GTK_DIALOG (window));
  if (! gimp_int_combo_box_get_active (GIMP_INT_COMBO_BOX (combo), &id))
    answer = GTK_RESPONSE_CANCEL;
  gtk_widget_destroy (window);

  if (answer == GTK_RESPONSE_OK)
    {
      g_autoptr (GError) error = NULL;
      g_autofree gchar  *path  = keep_layer (id, &error);

      if (path)
        gtk_entry_set_text (entry, path);
      else
        complain (parent, error->message);
    }
}

/* As people see it. */
static gchar *
keep_layer (gint id, GError **error)
{
  GimpLayer             *layer  = gimp_layer_get_by_id (id);
  g_autoptr (GeglBuffer) pixels = NULL;
  gint                   x, y;

  pixels = layer ? deep_dream_appearance_read (layer, &x, &y) : NULL;
  if (! pixels)
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE,
                           _ ("The layer cannot be read. It may have been "
                              "deleted, or its filters cannot be applied. "
                              "Choose another one."));
      return NULL;
    }

  return deep_dream_guide_keep (pixels, error);
}

static void
complain (GtkWidget *parent, const gchar *text)
{
  GtkWidget *window = gtk_message_dialog_new (GTK_WINDOW (parent),
                                              GTK_DIALOG_MODAL,
                                              GTK_MESSAGE_ERROR,
                                              GTK_BUTTONS_CLOSE, "%s", text);

  gtk_dialog_run (GTK_DIALOG (window));
  gtk_widget_destroy (window);
}
