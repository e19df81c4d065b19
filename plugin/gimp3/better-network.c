/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A better network for the subject, and the button that installs it.
 */

#include "better-network.h"

#include <glib/gi18n-lib.h>

#include "arguments.h"
#include "installation.h"
#include "plugin/core/catalog/suggestion.h"

#define SPACING 6

/* Of a text that is broken into lines, characters. */
#define TEXT_WIDTH 30

#define KEY "deep-dream-better-network"

typedef struct
{
  GimpProcedureConfig *config;
  GtkWidget           *box;
  GtkWidget           *label;
  GtkWidget           *installation;
} Better;

static void on_changed (GObject *config, GParamSpec *parameter, GtkWidget *box);
static void update (Better *self);
static void on_installed (const gchar *name, gpointer user_data);

GtkWidget *
deep_dream_better_network_new (GimpProcedureConfig *config)
{
  Better *self = g_new0 (Better, 1);

  self->config = config;
  self->box    = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  self->label  = gtk_label_new (NULL);

  gtk_label_set_line_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (self->label), TEXT_WIDTH);
  gtk_label_set_max_width_chars (GTK_LABEL (self->label), TEXT_WIDTH);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0.0);
  gtk_box_pack_start (GTK_BOX (self->box), self->label, FALSE, FALSE, 0);
  gtk_widget_show (self->label);

  self->installation = deep_dream_installation_new (NULL,
                                                    _ ("Install the Network"),
                                                    on_installed, self);
  gtk_box_pack_start (GTK_BOX (self->box), self->installation, FALSE, FALSE, 0);

  g_object_set_data_full (G_OBJECT (self->box), KEY, self, g_free);
  g_signal_connect_object (config, "notify::subject", G_CALLBACK (on_changed),
                           self->box, 0);
  g_signal_connect_object (config, "notify::network", G_CALLBACK (on_changed),
                           self->box, 0);
  update (self);

  return self->box;
}

static void
on_changed (GObject    *config G_GNUC_UNUSED,
            GParamSpec *parameter G_GNUC_UNUSED,
            GtkWidget  *box)
{
  update (g_object_get_data (G_OBJECT (box), KEY));
}

/* It stays while something is being installed, for people may want to stop it,
 * or to read why it has failed. */
static void
update (Better *self)
{
  g_autoptr (DreamRecipe)        recipe = NULL;
  g_autoptr (DeepDreamInstalled) better = NULL;
  g_autofree gchar              *size   = NULL;
  g_autofree gchar              *text   = NULL;

  if (deep_dream_installation_is_running (self->installation))
    return;

  recipe = deep_dream_arguments_read (self->config, NULL);
  better = recipe ? deep_dream_suggestion_find_better (recipe) : NULL;
  gtk_widget_set_visible (self->box, better != NULL);
  if (! better)
    return;

  size = g_format_size (better->size);
  /* Translators: a network's title, and its size, such as "5 MB". */
  text = g_strdup_printf (_ ("“%s” would draw this subject better. It is "
                             "fetched once (%s) and kept on this computer."),
                          better->title, size);
  gtk_label_set_text (GTK_LABEL (self->label), text);
  deep_dream_installation_set_name (self->installation, better->name);
}

static void
on_installed (const gchar *name G_GNUC_UNUSED, gpointer user_data)
{
  Better                 *self   = user_data;
  g_autoptr (DreamRecipe) recipe = NULL;

  recipe = deep_dream_arguments_read (self->config, NULL);
  if (! recipe)
    return;

  deep_dream_suggestion_take_better (recipe);
  deep_dream_arguments_write (self->config, recipe);
}
