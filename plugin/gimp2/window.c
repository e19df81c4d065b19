/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A GimpDialog with a message, a form, a progress bar and a button that stops
 * and keeps.
 */

#include "window.h"

#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>

#include <glib/gi18n-lib.h>

#include "engine/error.h"
#include "plugin/core/catalog/suggestion.h"
#include "progress.h"

#define BORDER  12
#define SPACING 12

/* So that a long message is broken into lines instead of widening the window,
 * in characters.
 */
#define MESSAGE_WIDTH        48
#define NARROW_MESSAGE_WIDTH 30

enum
{
  RESPONSE_RESET = 1,
  RESPONSE_KEEP
};

struct _DeepDreamWindow
{
  GtkWidget   *dialog;
  GtkWidget   *body;
  GtkWidget   *form;
  GtkWidget   *message;
  GtkWidget   *message_label;
  GtkWidget   *bar;
  DreamRecipe *recipe; /* NULL until it greets */
  DreamVerdict verdict;
  gboolean     is_closed;
};

static void         explain_buttons (DeepDreamWindow *self);
static GtkWidget   *build_message (DeepDreamWindow *self);
static void         greet (DeepDreamWindow *self);
static gboolean     do_work (DeepDreamWindow    *self,
                             DeepDreamWindowWork work,
                             gpointer            user_data);
static void         show_working (DeepDreamWindow *self, gboolean is_working);
static void         show_message (DeepDreamWindow *self, const gchar *text);
static void         on_response (GtkDialog       *dialog,
                                 gint             response,
                                 DeepDreamWindow *self);
static DreamVerdict on_progress (gdouble             fraction,
                                 gdouble             seconds_left,
                                 const DreamPicture *view,
                                 gpointer            user_data);

DeepDreamWindow *
deep_dream_window_new (const gchar *title, const gchar *role, GtkWidget *form)
{
  DeepDreamWindow *self = g_new0 (DeepDreamWindow, 1);
  GtkWidget       *box;

  self->dialog = gimp_dialog_new (title, role, NULL, 0, NULL, NULL,
                                  _ ("_Reset"), RESPONSE_RESET, _ ("_Cancel"),
                                  GTK_RESPONSE_CANCEL, _ ("Stop and _Keep"),
                                  RESPONSE_KEEP, _ ("_OK"), GTK_RESPONSE_OK,
                                  NULL);
  gtk_dialog_set_default_response (GTK_DIALOG (self->dialog), GTK_RESPONSE_OK);
  gtk_dialog_set_alternative_button_order (GTK_DIALOG (self->dialog),
                                           GTK_RESPONSE_OK, RESPONSE_KEEP,
                                           RESPONSE_RESET, GTK_RESPONSE_CANCEL,
                                           -1);
  gtk_window_set_resizable (GTK_WINDOW (self->dialog), FALSE);
  gimp_window_set_transient (GTK_WINDOW (self->dialog));
  g_signal_connect (self->dialog, "response", G_CALLBACK (on_response), self);
  explain_buttons (self);

  box = gtk_vbox_new (FALSE, SPACING);
  gtk_container_set_border_width (GTK_CONTAINER (box), BORDER);
  gtk_box_pack_start (GTK_BOX (gtk_dialog_get_content_area (
                        GTK_DIALOG (self->dialog))),
                      box, TRUE, TRUE, 0);
  gtk_widget_show (box);

  self->message = build_message (self);
  gtk_box_pack_start (GTK_BOX (box), self->message, FALSE, FALSE, 0);

  self->body = gtk_hbox_new (FALSE, SPACING);
  gtk_box_pack_start (GTK_BOX (box), self->body, FALSE, FALSE, 0);
  gtk_widget_show (self->body);

  self->form = form;
  gtk_box_pack_start (GTK_BOX (self->body), form, TRUE, TRUE, 0);
  gtk_widget_show (form);

  self->bar = gtk_progress_bar_new ();
  gtk_box_pack_start (GTK_BOX (box), self->bar, FALSE, FALSE, 0);

  return self;
}

void
deep_dream_window_free (DeepDreamWindow *self)
{
  if (self->recipe)
    g_signal_handlers_disconnect_by_data (self->recipe, self);
  g_clear_object (&self->recipe);
  gtk_widget_destroy (self->dialog);
  g_free (self);
}

void
deep_dream_window_add_side (DeepDreamWindow *self, GtkWidget *side)
{
  GtkWidget *above = gtk_widget_get_parent (self->message);

  gtk_box_pack_start (GTK_BOX (self->body), side, FALSE, FALSE, 0);
  gtk_box_reorder_child (GTK_BOX (self->body), side, 0);
  gtk_widget_show (side);

  g_object_ref (self->message);
  gtk_container_remove (GTK_CONTAINER (above), self->message);
  gtk_box_pack_end (GTK_BOX (side), self->message, FALSE, FALSE, 0);
  g_object_unref (self->message);
  gtk_label_set_width_chars (GTK_LABEL (self->message_label),
                             NARROW_MESSAGE_WIDTH);
}

void
deep_dream_window_greet (DeepDreamWindow *self, DreamRecipe *recipe)
{
  self->recipe = g_object_ref (recipe);
  g_signal_connect_swapped (recipe, "notify::network", G_CALLBACK (greet),
                            self);
  g_signal_connect_swapped (recipe, "notify::subject", G_CALLBACK (greet),
                            self);
  greet (self);
}

gboolean
deep_dream_window_run (DeepDreamWindow     *self,
                       DeepDreamWindowWork  work,
                       DeepDreamWindowReset reset,
                       gpointer             user_data)
{
  gboolean is_done = FALSE;

  show_working (self, FALSE);
  gtk_widget_show (self->dialog);

  while (! is_done && ! self->is_closed)
    {
      switch (gimp_dialog_run (GIMP_DIALOG (self->dialog)))
        {
        case GTK_RESPONSE_OK:
          is_done = do_work (self, work, user_data);
          break;

        case RESPONSE_RESET:
          reset (user_data);
          break;

        default:
          self->is_closed = TRUE;
          break;
        }
    }

  return is_done;
}

static void
explain_buttons (DeepDreamWindow *self)
{
  const struct
  {
    gint         response;
    const gchar *help;
  } buttons[] = {
    { RESPONSE_RESET, N_ ("Sets all values to their defaults") },
    { RESPONSE_KEEP, N_ ("Ends the dream and takes it as it is by now") },
    { GTK_RESPONSE_CANCEL,
      N_ ("Leaves the image as it is, and gives up a dream that is going on") },
    { GTK_RESPONSE_OK, N_ ("Dreams with these values") }
  };

  for (gsize i = 0; i < G_N_ELEMENTS (buttons); i++)
    gimp_help_set_help_data (gtk_dialog_get_widget_for_response (
                               GTK_DIALOG (self->dialog), buttons[i].response),
                             _ (buttons[i].help), NULL);
}

static GtkWidget *
build_message (DeepDreamWindow *self)
{
  GtkWidget *box  = gtk_hbox_new (FALSE, SPACING);
  GtkWidget *icon = gtk_image_new_from_icon_name (GIMP_ICON_DIALOG_WARNING,
                                                  GTK_ICON_SIZE_DIALOG);

  gtk_misc_set_alignment (GTK_MISC (icon), 0.5, 0.0);
  gtk_box_pack_start (GTK_BOX (box), icon, FALSE, FALSE, 0);
  gtk_widget_show (icon);

  /* People copy the command that installs a network from here. */
  self->message_label = gtk_label_new (NULL);
  gtk_label_set_selectable (GTK_LABEL (self->message_label), TRUE);
  gtk_label_set_line_wrap (GTK_LABEL (self->message_label), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (self->message_label), MESSAGE_WIDTH);
  gtk_misc_set_alignment (GTK_MISC (self->message_label), 0.0, 0.5);
  gtk_box_pack_start (GTK_BOX (box), self->message_label, TRUE, TRUE, 0);
  gtk_widget_show (self->message_label);

  return box;
}

static void
greet (DeepDreamWindow *self)
{
  g_autoptr (DeepDreamInstalled) installed = NULL;
  g_autoptr (DeepDreamInstalled) better    = NULL;
  g_autofree gchar              *advice    = NULL;
  g_autoptr (GError)             error     = NULL;

  installed = deep_dream_library_find (self->recipe->network, &error);
  better = installed ? deep_dream_suggestion_find_better (self->recipe) : NULL;
  advice = better ? deep_dream_suggestion_describe_better (better) : NULL;
  show_message (self, error ? error->message : advice);
}

static gboolean
do_work (DeepDreamWindow *self, DeepDreamWindowWork work, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean           is_done;

  self->verdict = DREAM_CONTINUE;
  show_message (self, NULL);
  show_working (self, TRUE);
  on_progress (0.0, -1.0, NULL, self);

  is_done = work (on_progress, self, user_data, &error);

  show_working (self, FALSE);
  if (! is_done &&
      ! g_error_matches (error, DREAM_ERROR, DREAM_ERROR_CANCELLED))
    show_message (self, error->message);

  return is_done;
}

static void
show_working (DeepDreamWindow *self, gboolean is_working)
{
  GtkDialog *dialog = GTK_DIALOG (self->dialog);
  GtkWidget *ok = gtk_dialog_get_widget_for_response (dialog, GTK_RESPONSE_OK);
  GtkWidget *keep = gtk_dialog_get_widget_for_response (dialog, RESPONSE_KEEP);

  gtk_widget_set_sensitive (self->form, ! is_working);
  gtk_widget_set_visible (self->bar, is_working);
  gtk_dialog_set_response_sensitive (dialog, RESPONSE_RESET, ! is_working);
  gtk_dialog_set_response_sensitive (dialog, RESPONSE_KEEP, is_working);
  gtk_widget_set_visible (keep, is_working);
  gtk_widget_set_visible (ok, ! is_working);

  /* Return on the first field, a combo box, would open its list. */
  if (! is_working)
    gtk_widget_grab_focus (ok);
}

/* @text NULL hides the message. */
static void
show_message (DeepDreamWindow *self, const gchar *text)
{
  gtk_label_set_text (GTK_LABEL (self->message_label), text ? text : "");
  gtk_widget_set_visible (self->message, text != NULL);
}

/* Heard in both states.  While people choose, the verdict means nothing. */
static void
on_response (GtkDialog *dialog, gint response, DeepDreamWindow *self)
{
  switch (response)
    {
    case RESPONSE_KEEP:
      self->verdict = DREAM_STOP;
      gtk_dialog_set_response_sensitive (dialog, RESPONSE_KEEP, FALSE);
      break;

    case GTK_RESPONSE_CANCEL:
      self->verdict = DREAM_CANCEL;
      break;

    case GTK_RESPONSE_DELETE_EVENT:
      self->verdict   = DREAM_CANCEL;
      self->is_closed = TRUE;
      gtk_widget_hide (GTK_WIDGET (dialog));
      break;

    default:
      break;
    }
}

static DreamVerdict
on_progress (gdouble             fraction,
             gdouble             seconds_left,
             const DreamPicture *view G_GNUC_UNUSED,
             gpointer            user_data)
{
  DeepDreamWindow  *self = user_data;
  GtkProgressBar   *bar  = GTK_PROGRESS_BAR (self->bar);
  g_autofree gchar *text = NULL;

  text = self->verdict == DREAM_CONTINUE
           ? deep_dream_progress_describe (seconds_left)
           : g_strdup (_ ("Stopping…"));

  gtk_progress_bar_set_text (bar, text);
  gtk_progress_bar_set_fraction (bar, CLAMP (fraction, 0.0, 1.0));

  return self->verdict;
}
