/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The window around the form.  It is in one of two states: people choose, or
 * the plug-in dreams; the second is deep_dream_render(), which keeps the
 * window alive and asks on_progress() for the verdict.
 */

#include "dialog.h"

#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>

#include <glib/gi18n-lib.h>

#include "engine/error.h"
#include "form.h"
#include "job.h"
#include "plugin/core/library.h"
#include "progress.h"

#define ROLE    "gimp-deep-dream"
#define BORDER  12
#define SPACING 12

/* So that a long message is broken into lines instead of widening the window,
 * in characters.
 */
#define MESSAGE_WIDTH 48

enum
{
  RESPONSE_RESET = 1,
  RESPONSE_KEEP
};

typedef struct
{
  DreamRecipe        *recipe;
  DeepDreamPlacement *placement;
  GtkWidget          *window;
  GtkWidget          *form;
  GtkWidget          *message;
  GtkWidget          *message_label;
  GtkWidget          *bar;
  DreamVerdict        verdict;
  gboolean            is_closed;
} Dialog;

static void        build (Dialog *dialog);
static GtkWidget  *build_message (Dialog *dialog);
static void        greet (Dialog *dialog);
static GeglBuffer *converse (Dialog *dialog, const DeepDreamSource *source);
static GeglBuffer *dream (Dialog                *dialog,
                          const DeepDreamSource *source,
                          GError               **error);
static void        show_dreaming (Dialog *dialog, gboolean is_dreaming);
static void        show_message (Dialog *dialog, const gchar *text);
static void on_response (GtkDialog *window, gint response, Dialog *dialog);
static DreamVerdict on_progress (gdouble             fraction,
                                 gdouble             seconds_left,
                                 const DreamPicture *view,
                                 gpointer            user_data);

GeglBuffer *
deep_dream_dialog_dream (DreamRecipe           *recipe,
                         DeepDreamPlacement    *placement,
                         const DeepDreamSource *source,
                         GError               **error)
{
  Dialog      dialog = { .recipe = recipe, .placement = placement };
  GeglBuffer *buffer;

  gimp_ui_init ("deep-dream", FALSE);

  build (&dialog);
  greet (&dialog);
  gtk_widget_show (dialog.window);

  buffer = converse (&dialog, source);
  if (! buffer)
    g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_CANCELLED,
                         _("Deep Dream was cancelled."));

  gtk_widget_destroy (dialog.window);
  return buffer;
}

static void
build (Dialog *dialog)
{
  GtkWidget *box;

  dialog->window = gimp_dialog_new (_("Deep Dream"), ROLE, NULL, 0, NULL, NULL,
    _("_Reset"), RESPONSE_RESET,
       _("_Cancel"), GTK_RESPONSE_CANCEL,
          _("Stop and _Keep"), RESPONSE_KEEP,
             _("_OK"), GTK_RESPONSE_OK, NULL);
  gtk_dialog_set_default_response (GTK_DIALOG (dialog->window),
                                   GTK_RESPONSE_OK);
  gtk_dialog_set_alternative_button_order (GTK_DIALOG (dialog->window),
                                           GTK_RESPONSE_OK, RESPONSE_KEEP,
                                           RESPONSE_RESET, GTK_RESPONSE_CANCEL,
                                           -1);
  gtk_window_set_resizable (GTK_WINDOW (dialog->window), FALSE);
  gimp_window_set_transient (GTK_WINDOW (dialog->window));
  g_signal_connect (dialog->window, "response", G_CALLBACK (on_response),
                    dialog);

  box = gtk_vbox_new (FALSE, SPACING);
  gtk_container_set_border_width (GTK_CONTAINER (box), BORDER);
  gtk_box_pack_start (GTK_BOX (gtk_dialog_get_content_area (
                        GTK_DIALOG (dialog->window))),
                      box, TRUE, TRUE, 0);
  gtk_widget_show (box);

  dialog->message = build_message (dialog);
  gtk_box_pack_start (GTK_BOX (box), dialog->message, FALSE, FALSE, 0);

  dialog->form = deep_dream_form_new (dialog->recipe);
  gtk_box_pack_start (GTK_BOX (box), dialog->form, FALSE, FALSE, 0);
  gtk_widget_show (dialog->form);

  dialog->bar = gtk_progress_bar_new ();
  gtk_box_pack_start (GTK_BOX (box), dialog->bar, FALSE, FALSE, 0);

  show_dreaming (dialog, FALSE);
}

static GtkWidget *
build_message (Dialog *dialog)
{
  GtkWidget *box  = gtk_hbox_new (FALSE, SPACING);
  GtkWidget *icon = gtk_image_new_from_icon_name (GIMP_ICON_DIALOG_WARNING,
                                                  GTK_ICON_SIZE_DIALOG);

  gtk_misc_set_alignment (GTK_MISC (icon), 0.5, 0.0);
  gtk_box_pack_start (GTK_BOX (box), icon, FALSE, FALSE, 0);
  gtk_widget_show (icon);

  /* People copy the command that installs a network from here. */
  dialog->message_label = gtk_label_new (NULL);
  gtk_label_set_selectable (GTK_LABEL (dialog->message_label), TRUE);
  gtk_label_set_line_wrap (GTK_LABEL (dialog->message_label), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (dialog->message_label), MESSAGE_WIDTH);
  gtk_misc_set_alignment (GTK_MISC (dialog->message_label), 0.0, 0.5);
  gtk_box_pack_start (GTK_BOX (box), dialog->message_label, TRUE, TRUE, 0);
  gtk_widget_show (dialog->message_label);

  return box;
}

/* Says at once what would otherwise be an error after OK: that there is no
 * network to dream with.
 */
static void
greet (Dialog *dialog)
{
  g_autoptr (DeepDreamInstalled) installed = NULL;
  g_autoptr (GError)             error     = NULL;

  installed = deep_dream_library_find (dialog->recipe->network, &error);
  if (! installed)
    show_message (dialog, error->message);
}

/* A dream that was cancelled leads back to the form: most people who cancel
 * have seen that they want something else.
 */
static GeglBuffer *
converse (Dialog *dialog, const DeepDreamSource *source)
{
  g_autoptr (DreamRecipe) defaults = dream_recipe_new ();
  GeglBuffer             *buffer   = NULL;

  while (! buffer && ! dialog->is_closed)
    {
      g_autoptr (GError) error = NULL;

      switch (gimp_dialog_run (GIMP_DIALOG (dialog->window)))
        {
        case GTK_RESPONSE_OK:
          buffer = dream (dialog, source, &error);
          if (! buffer &&
              ! g_error_matches (error, DREAM_ERROR, DREAM_ERROR_CANCELLED))
            show_message (dialog, error->message);
          break;

        case RESPONSE_RESET:
          deep_dream_form_set (dialog->recipe, defaults);
          break;

        default:
          dialog->is_closed = TRUE;
          break;
        }
    }
  return buffer;
}

static GeglBuffer *
dream (Dialog *dialog, const DeepDreamSource *source, GError **error)
{
  GeglBuffer *buffer;

  dialog->verdict = DREAM_CONTINUE;
  show_message (dialog, NULL);
  show_dreaming (dialog, TRUE);
  on_progress (0.0, -1.0, NULL, dialog);

  buffer = deep_dream_job_dream (dialog->recipe, dialog->placement, source,
                                 on_progress, dialog, error);

  show_dreaming (dialog, FALSE);
  return buffer;
}

static void
show_dreaming (Dialog *dialog, gboolean is_dreaming)
{
  GtkDialog *window = GTK_DIALOG (dialog->window);
  GtkWidget *ok = gtk_dialog_get_widget_for_response (window, GTK_RESPONSE_OK);
  GtkWidget *keep = gtk_dialog_get_widget_for_response (window, RESPONSE_KEEP);

  gtk_widget_set_sensitive (dialog->form, ! is_dreaming);
  gtk_widget_set_visible (dialog->bar, is_dreaming);
  gtk_dialog_set_response_sensitive (window, RESPONSE_RESET, ! is_dreaming);
  gtk_dialog_set_response_sensitive (window, RESPONSE_KEEP, is_dreaming);
  gtk_widget_set_visible (keep, is_dreaming);
  gtk_widget_set_visible (ok, ! is_dreaming);

  /* Return on the first field, a combo box, would open its list. */
  if (! is_dreaming)
    gtk_widget_grab_focus (ok);
}

/* @text NULL hides the message. */
static void
show_message (Dialog *dialog, const gchar *text)
{
  gtk_label_set_text (GTK_LABEL (dialog->message_label), text ? text : "");
  gtk_widget_set_visible (dialog->message, text != NULL);
}

/* Heard in both states.  While people choose, the verdict means nothing. */
static void
on_response (GtkDialog *window, gint response, Dialog *dialog)
{
  switch (response)
    {
    case RESPONSE_KEEP:
      dialog->verdict = DREAM_STOP;
      gtk_dialog_set_response_sensitive (window, RESPONSE_KEEP, FALSE);
      break;

    case GTK_RESPONSE_CANCEL:
      dialog->verdict = DREAM_CANCEL;
      break;

    case GTK_RESPONSE_DELETE_EVENT:
      dialog->verdict   = DREAM_CANCEL;
      dialog->is_closed = TRUE;
      gtk_widget_hide (GTK_WIDGET (window));
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
  Dialog           *dialog = user_data;
  GtkProgressBar   *bar    = GTK_PROGRESS_BAR (dialog->bar);
  g_autofree gchar *text   = NULL;

  text = dialog->verdict == DREAM_CONTINUE
           ? deep_dream_progress_describe (seconds_left)
           : g_strdup (_("Stopping…"));

  gtk_progress_bar_set_text (bar, text);
  gtk_progress_bar_set_fraction (bar, CLAMP (fraction, 0.0, 1.0));

  return dialog->verdict;
}
