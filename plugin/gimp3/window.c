/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A GimpProcedureDialog with a message, a progress bar and a button that stops
 * and keeps.
 */

#include "window.h"

#include <glib/gi18n-lib.h>

#include "arguments.h"
#include "engine/error.h"
#include "progress.h"

#define SPACING 12

/* Enough for all buttons of both states, so that the window keeps its width,
 * in pixels; and for a message that is broken into lines, in characters.
 */
#define WIDTH         560
#define MESSAGE_WIDTH 48

/* GimpProcedureDialog uses small positive numbers itself. */
#define RESPONSE_KEEP 100

struct _DeepDreamWindow
{
  GtkWidget   *dialog;
  GtkWidget   *message;
  GtkWidget   *message_label;
  GtkWidget   *bar;
  GtkWidget   *form;
  DreamVerdict verdict;
  gboolean     is_closed;
};

static GtkWidget   *build_message (DeepDreamWindow *self);
static gboolean     do_work (DeepDreamWindow    *self,
                             DeepDreamWindowWork work,
                             gpointer            user_data,
                             GError            **error);
static void         show_working (DeepDreamWindow *self, gboolean is_working);
static void         set_buttons_sensitive (DeepDreamWindow *self,
                                           GtkWidget       *box,
                                           gboolean         is_sensitive);
static void         on_response (GtkDialog       *dialog,
                                 gint             response,
                                 DeepDreamWindow *self);
static DreamVerdict on_progress (gdouble             fraction,
                                 gdouble             seconds_left,
                                 const DreamPicture *view,
                                 gpointer            user_data);

DeepDreamWindow *
deep_dream_window_new (GimpProcedure       *procedure,
                       GimpProcedureConfig *config,
                       const gchar         *title)
{
  DeepDreamWindow *self = g_new0 (DeepDreamWindow, 1);
  GtkWidget       *content;

  deep_dream_arguments_begin (config);
  self->dialog = gimp_procedure_dialog_new (procedure, config, title);
  /* Reset leaves no network. */
  g_signal_connect_object (config, "notify::network",
                           G_CALLBACK (deep_dream_arguments_begin),
                           self->dialog, 0);
  gimp_dialog_add_button (GIMP_DIALOG (self->dialog), _ ("Stop and _Keep"),
                          RESPONSE_KEEP);
  g_signal_connect (self->dialog, "response", G_CALLBACK (on_response), self);

  /* Closing the window is a response too, and it is for us to destroy it. */
  g_signal_connect (self->dialog, "delete-event", G_CALLBACK (gtk_true), NULL);

  /* The height follows the message and the progress as they come and go. */
  gtk_window_set_resizable (GTK_WINDOW (self->dialog), FALSE);

  content = gtk_dialog_get_content_area (GTK_DIALOG (self->dialog));
  gtk_box_set_spacing (GTK_BOX (content), SPACING);
  gtk_widget_set_size_request (content, WIDTH, -1);

  self->message = build_message (self);
  gtk_box_pack_start (GTK_BOX (content), self->message, FALSE, FALSE, 0);

  self->bar = gtk_progress_bar_new ();
  gtk_progress_bar_set_show_text (GTK_PROGRESS_BAR (self->bar), TRUE);
  gtk_box_pack_end (GTK_BOX (content), self->bar, FALSE, FALSE, 0);

  return self;
}

void
deep_dream_window_free (DeepDreamWindow *self)
{
  gtk_widget_destroy (self->dialog);
  g_free (self);
}

GimpProcedureDialog *
deep_dream_window_get_dialog (DeepDreamWindow *self)
{
  return GIMP_PROCEDURE_DIALOG (self->dialog);
}

void
deep_dream_window_add (DeepDreamWindow *self,
                       GtkWidget       *content,
                       GtkWidget       *form)
{
  GtkWidget *area = gtk_dialog_get_content_area (GTK_DIALOG (self->dialog));

  self->form = form;
  gtk_box_pack_start (GTK_BOX (area), content, TRUE, TRUE, 0);
  gtk_widget_show (content);
}

void
deep_dream_window_show_message (DeepDreamWindow *self, const gchar *text)
{
  gtk_label_set_text (GTK_LABEL (self->message_label), text ? text : "");
  gtk_widget_set_visible (self->message, text != NULL);
}

gboolean
deep_dream_window_run (DeepDreamWindow    *self,
                       DeepDreamWindowWork work,
                       gpointer            user_data)
{
  gboolean is_done = FALSE;

  show_working (self, FALSE);
  gtk_widget_show (self->dialog);

  while (! is_done && ! self->is_closed &&
         gimp_procedure_dialog_run (deep_dream_window_get_dialog (self)))
    {
      g_autoptr (GError) error = NULL;

      is_done = do_work (self, work, user_data, &error);
      if (! is_done &&
          ! g_error_matches (error, DREAM_ERROR, DREAM_ERROR_CANCELLED))
        deep_dream_window_show_message (self, error->message);
    }

  return is_done;
}

static GtkWidget *
build_message (DeepDreamWindow *self)
{
  GtkWidget *bar = gtk_info_bar_new ();
  GtkWidget *box = gtk_info_bar_get_content_area (GTK_INFO_BAR (bar));
  GtkWidget *icon;

  gtk_info_bar_set_message_type (GTK_INFO_BAR (bar), GTK_MESSAGE_WARNING);

  icon = gtk_image_new_from_icon_name (GIMP_ICON_DIALOG_WARNING,
                                       GTK_ICON_SIZE_LARGE_TOOLBAR);
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_container_add (GTK_CONTAINER (box), icon);
  gtk_widget_show (icon);

  /* People copy the command that installs a network from here. */
  self->message_label = gtk_label_new (NULL);
  gtk_label_set_selectable (GTK_LABEL (self->message_label), TRUE);
  gtk_label_set_line_wrap (GTK_LABEL (self->message_label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (self->message_label),
                                 MESSAGE_WIDTH);
  gtk_label_set_xalign (GTK_LABEL (self->message_label), 0.0);
  gtk_container_add (GTK_CONTAINER (box), self->message_label);
  gtk_widget_show (self->message_label);

  return bar;
}

static gboolean
do_work (DeepDreamWindow    *self,
         DeepDreamWindowWork work,
         gpointer            user_data,
         GError            **error)
{
  gboolean is_done;

  self->verdict = DREAM_CONTINUE;
  deep_dream_window_show_message (self, NULL);
  show_working (self, TRUE);
  on_progress (0.0, -1.0, NULL, self);

  is_done = work (on_progress, self, user_data, error);

  show_working (self, FALSE);
  return is_done;
}

static void
show_working (DeepDreamWindow *self, gboolean is_working)
{
  GtkDialog *dialog = GTK_DIALOG (self->dialog);
  GtkWidget *ok = gtk_dialog_get_widget_for_response (dialog, GTK_RESPONSE_OK);
  GtkWidget *keep = gtk_dialog_get_widget_for_response (dialog, RESPONSE_KEEP);

  gtk_widget_set_sensitive (self->form, ! is_working);
  set_buttons_sensitive (self, gtk_widget_get_parent (keep), ! is_working);
  gtk_widget_set_sensitive (keep, is_working);

  gtk_widget_set_visible (self->bar, is_working);
  gtk_widget_set_visible (ok, ! is_working);
  gtk_widget_set_visible (keep, is_working);
}

/* GIMP's own buttons for settings and their reset, which are in @box too. */
static void
set_buttons_sensitive (DeepDreamWindow *self,
                       GtkWidget       *box,
                       gboolean         is_sensitive)
{
  GtkDialog        *dialog   = GTK_DIALOG (self->dialog);
  GtkWidget        *cancel   = gtk_dialog_get_widget_for_response (dialog,
                                                                   GTK_RESPONSE_CANCEL);
  g_autoptr (GList) children = gtk_container_get_children (GTK_CONTAINER (box));

  for (GList *child = children; child; child = child->next)
    if (child->data != cancel && ! gtk_widget_is_ancestor (cancel, child->data))
      gtk_widget_set_sensitive (child->data, is_sensitive);
}

/* Heard in both states.  While people choose, it is gimp_procedure_dialog_run()
 * that acts on the response, and the verdict means nothing.
 */
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
