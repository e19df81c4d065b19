/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Installing networks from the dialog.
 */

#include "networks.h"

#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>

#include <glib/gi18n-lib.h>

#include "installation.h"
#include "plugin/core/catalog/library.h"

#define SPACING 12
#define BORDER  12

/* Of a text that is broken into lines, characters. */
#define TEXT_WIDTH 42

/* Where an offer keeps its text and its button. */
#define LABEL_KEY        "deep-dream-label"
#define INSTALLATION_KEY "deep-dream-offered"

typedef struct
{
  GtkWidget             *box;
  GtkWidget             *list;
  GtkWidget             *installation;
  DeepDreamInstalledFunc func;
  gpointer               user_data;
} Choice;

static GtkWidget *make_placeholder (void);
static void       list_offers (Choice *choice);
static GtkWidget *make_offer (const DeepDreamInstalled *network);
static void       on_selected (Choice *choice);
static void       on_installed (const gchar *name, gpointer data);

void
deep_dream_networks_choose (GtkWindow             *parent,
                            DeepDreamInstalledFunc func,
                            gpointer               user_data)
{
  Choice     choice = { .func = func, .user_data = user_data };
  GtkWidget *window;
  GtkWidget *scroll = gtk_scrolled_window_new (NULL, NULL);
  GtkWidget *label;

  window     = gtk_dialog_new_with_buttons (_ ("Install a Network"), parent,
                                            GTK_DIALOG_MODAL, _ ("_Close"),
                                            GTK_RESPONSE_CLOSE, NULL);
  choice.box = gtk_dialog_get_content_area (GTK_DIALOG (window));
  gtk_box_set_spacing (GTK_BOX (choice.box), SPACING);
  gtk_container_set_border_width (GTK_CONTAINER (choice.box), BORDER);

  label = gtk_label_new (_ ("Each network has learned from other pictures and "
                            "dreams of other things. It is fetched once and "
                            "kept on this computer."));
  gtk_label_set_line_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), TEXT_WIDTH);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0);
  gtk_box_pack_start (GTK_BOX (choice.box), label, FALSE, FALSE, 0);

  choice.list = gtk_list_box_new ();
  atk_object_set_name (gtk_widget_get_accessible (choice.list),
                       _ ("Networks that can be installed"));
  gtk_list_box_set_placeholder (GTK_LIST_BOX (choice.list),
                                make_placeholder ());
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroll),
                                  GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (
                                                      scroll),
                                                    TRUE);
  gtk_scrolled_window_set_shadow_type (GTK_SCROLLED_WINDOW (scroll),
                                       GTK_SHADOW_IN);
  gtk_container_add (GTK_CONTAINER (scroll), choice.list);
  gtk_box_pack_start (GTK_BOX (choice.box), scroll, TRUE, TRUE, 0);

  choice.installation = deep_dream_installation_new (NULL, _ ("_Install"),
                                                     on_installed, &choice);
  gtk_box_pack_start (GTK_BOX (choice.box), choice.installation, FALSE, FALSE,
                      0);
  g_signal_connect_swapped (choice.list, "selected-rows-changed",
                            G_CALLBACK (on_selected), &choice);
  list_offers (&choice);

  gtk_widget_show (label);
  gtk_widget_show_all (scroll);
  gtk_dialog_run (GTK_DIALOG (window));
  g_signal_handlers_disconnect_by_data (choice.list, &choice);
  gtk_widget_destroy (window);
}

GtkWidget *
deep_dream_networks_offer_new (DeepDreamInstalledFunc func, gpointer user_data)
{
  GtkWidget *box   = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *installation;

  gtk_label_set_line_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), TEXT_WIDTH);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_box_pack_start (GTK_BOX (box), label, FALSE, FALSE, 0);

  installation = deep_dream_installation_new (NULL, _ ("Install the Network"),
                                              func, user_data);
  gtk_box_pack_start (GTK_BOX (box), installation, FALSE, FALSE, 0);
  gtk_widget_show (label);
  gtk_widget_show (box);

  g_object_set_data (G_OBJECT (box), LABEL_KEY, label);
  g_object_set_data (G_OBJECT (box), INSTALLATION_KEY, installation);

  return box;
}

gboolean
deep_dream_networks_offer_set (GtkWidget *offer, const gchar *name)
{
  g_autoptr (GPtrArray)          networks = deep_dream_library_list ();
  g_autoptr (DeepDreamInstalled) known    = NULL;
  g_autofree gchar              *size     = NULL;
  g_autofree gchar              *text     = NULL;

  if (networks->len == 0)
    name = DEEP_DREAM_DEFAULT_NETWORK;

  known = deep_dream_library_find_known (name);
  if (! known)
    return FALSE;

  size = g_format_size (known->size);
  if (networks->len == 0)
    text = g_strdup_printf (_ ("To dream, Deep Dream needs a neural network "
                               "that has learned to recognize things. One is "
                               "fetched once (%s) and kept on this computer; "
                               "no picture ever leaves it."),
                            size);
  else
    /* Translators: a network's title, and its size, such as "5 MB". */
    text = g_strdup_printf (_ ("This dream needs the network “%s”, which is "
                               "not installed yet. It is fetched once (%s) and "
                               "kept on this computer."),
                            known->title, size);

  gtk_label_set_text (g_object_get_data (G_OBJECT (offer), LABEL_KEY), text);
  deep_dream_installation_set_name (g_object_get_data (G_OBJECT (offer),
                                                       INSTALLATION_KEY),
                                    name);

  return TRUE;
}

/* Instead of an empty list. */
static GtkWidget *
make_placeholder (void)
{
  g_autofree gchar *program = deep_dream_installation_find_program ();
  GtkWidget        *label;

  label = gtk_label_new (program
                           ? _ ("All networks that Deep Dream knows of are "
                                "installed.")
                           : deep_dream_installation_explain_absence ());
  gtk_label_set_line_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), TEXT_WIDTH);
  g_object_set (label, "margin", SPACING, NULL);
  gtk_widget_show (label);

  return label;
}

static void
list_offers (Choice *choice)
{
  g_autoptr (GPtrArray) known    = deep_dream_library_list_known ();
  g_autoptr (GList)     children = NULL;

  children = gtk_container_get_children (GTK_CONTAINER (choice->list));
  for (GList *child = children; child; child = child->next)
    gtk_widget_destroy (child->data);

  for (guint i = 0; i < known->len; i++)
    {
      const DeepDreamInstalled      *network   = known->pdata[i];
      g_autoptr (DeepDreamInstalled) installed = NULL;

      installed = deep_dream_library_find (network->name, NULL);
      if (! installed)
        gtk_container_add (GTK_CONTAINER (choice->list), make_offer (network));
    }
}

static GtkWidget *
make_offer (const DeepDreamInstalled *network)
{
  g_autofree gchar *size = g_format_size (network->size);
  g_autofree gchar *text = NULL;
  GtkWidget        *label;

  /* Translators: a network's title, and its size, such as "5 MB". */
  text = network->size > 0
           ? g_strdup_printf (_ ("%s, %s"), network->title, size)
           : g_strdup (network->title);

  label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0);
  g_object_set_data_full (G_OBJECT (label), "deep-dream-name",
                          g_strdup (network->name), g_free);
  gtk_widget_show (label);

  return label;
}

static void
on_selected (Choice *choice)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (
    GTK_LIST_BOX (choice->list));
  GtkWidget *label = row ? gtk_bin_get_child (GTK_BIN (row)) : NULL;

  deep_dream_installation_set_name (choice->installation,
                                    label
                                      ? g_object_get_data (G_OBJECT (label),
                                                           "deep-dream-name")
                                      : NULL);
}

static void
on_installed (const gchar *name, gpointer data)
{
  Choice           *choice = data;
  g_autofree gchar *copy   = g_strdup (name);

  list_offers (choice);
  choice->func (copy, choice->user_data);
}
