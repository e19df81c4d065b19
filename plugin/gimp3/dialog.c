/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The window around the form.  It is in one of two states: people choose, or
 * the plug-in dreams.  The second is deep_dream_job_run(), which keeps the
 * window alive and asks on_progress() for the verdict.
 */

#include "dialog.h"

#include <libgimp/gimpui.h>

#include <glib/gi18n-lib.h>

#include "arguments.h"
#include "engine/error.h"
#include "form.h"
#include "job.h"
#include "plugin/core/library.h"
#include "progress.h"

#define BINARY  "deep-dream"
#define SPACING 12

/* Enough for all buttons of both states, so that the window keeps its width,
 * in pixels; and for a message that is broken into lines, in characters.
 */
#define WIDTH         860
#define MESSAGE_WIDTH 48

/* GimpProcedureDialog uses small positive numbers itself. */
#define RESPONSE_KEEP 100

typedef struct
{
  GimpImage           *image;
  GimpDrawable        *drawable;
  GimpProcedureConfig *config;
  GtkWidget           *window;
  GtkWidget           *message;
  GtkWidget           *message_label;
  GtkWidget           *bar;
  DreamVerdict         verdict;
  gboolean             is_closed;
} Dialog;

static gboolean   fill_in_preset (GimpProcedureConfig *config, GError **error);
static void       build (Dialog *dialog, GimpProcedure *procedure);
static GtkWidget *build_message (Dialog *dialog);
static GtkWidget *build_bar (void);
static void       greet (Dialog *dialog);
static GimpLayer *converse (Dialog *dialog);
static GimpLayer *dream (Dialog *dialog, GError **error);
static void       show_dreaming (Dialog *dialog, gboolean is_dreaming);
static void       set_sensitive (Dialog    *dialog,
                                 GtkWidget *box,
                                 gboolean   is_sensitive);
static void       show_message (Dialog *dialog, const gchar *text);
static void on_response (GtkDialog *window, gint response, Dialog *dialog);
static DreamVerdict on_progress (gdouble             fraction,
                                 gdouble             seconds_left,
                                 const DreamPicture *view,
                                 gpointer            user_data);

GimpLayer *
deep_dream_dialog_run (GimpProcedure       *procedure,
                       GimpImage           *image,
                       GimpDrawable        *drawable,
                       GimpProcedureConfig *config,
                       GError             **error)
{
  Dialog dialog = { .image = image, .drawable = drawable, .config = config };
  GimpLayer *layer;

  gimp_ui_init (BINARY);

  if (! fill_in_preset (config, error))
    return NULL;

  build (&dialog, procedure);
  greet (&dialog);
  gtk_widget_show (dialog.window);

  layer = converse (&dialog);
  if (! layer)
    g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_CANCELLED,
                         _("Deep Dream was cancelled."));

  gtk_widget_destroy (dialog.window);
  return layer;
}

/* People are to see what a script has asked for by a preset. */
static gboolean
fill_in_preset (GimpProcedureConfig *config, GError **error)
{
  g_autofree gchar       *preset = NULL;
  g_autoptr (DreamRecipe) recipe = NULL;

  g_object_get (config, DEEP_DREAM_PRESET, &preset, NULL);
  if (! preset || ! *preset)
    return TRUE;

  recipe = deep_dream_arguments_read (config, error);
  if (! recipe)
    return FALSE;

  deep_dream_arguments_write (config, recipe);
  return TRUE;
}

static void
build (Dialog *dialog, GimpProcedure *procedure)
{
  GtkWidget *content;
  GtkWidget *form;

  dialog->window = gimp_procedure_dialog_new (procedure, dialog->config,
                                              _("Deep Dream"));
  gimp_dialog_add_button (GIMP_DIALOG (dialog->window), _("Stop and _Keep"),
                                                           RESPONSE_KEEP);
  g_signal_connect (dialog->window, "response", G_CALLBACK (on_response),
                    dialog);

  /* Closing the window is a response too, and it is for us to destroy it. */
  g_signal_connect (dialog->window, "delete-event", G_CALLBACK (gtk_true),
                    NULL);

  /* The height follows the message and the progress as they come and go. */
  gtk_window_set_resizable (GTK_WINDOW (dialog->window), FALSE);

  content = gtk_dialog_get_content_area (GTK_DIALOG (dialog->window));
  gtk_box_set_spacing (GTK_BOX (content), SPACING);
  gtk_widget_set_size_request (content, WIDTH, -1);

  dialog->message = build_message (dialog);
  gtk_box_pack_start (GTK_BOX (content), dialog->message, FALSE, FALSE, 0);

  form = deep_dream_form_new (GIMP_PROCEDURE_DIALOG (dialog->window),
                              dialog->config);
  gtk_box_pack_start (GTK_BOX (content), form, FALSE, FALSE, 0);
  gtk_widget_show (form);

  dialog->bar = build_bar ();
  gtk_box_pack_start (GTK_BOX (content), dialog->bar, FALSE, FALSE, 0);

  show_dreaming (dialog, FALSE);
}

static GtkWidget *
build_message (Dialog *dialog)
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
  dialog->message_label = gtk_label_new (NULL);
  gtk_label_set_selectable (GTK_LABEL (dialog->message_label), TRUE);
  gtk_label_set_line_wrap (GTK_LABEL (dialog->message_label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (dialog->message_label),
                                 MESSAGE_WIDTH);
  gtk_label_set_xalign (GTK_LABEL (dialog->message_label), 0.0);
  gtk_container_add (GTK_CONTAINER (box), dialog->message_label);
  gtk_widget_show (dialog->message_label);

  return bar;
}

static GtkWidget *
build_bar (void)
{
  GtkWidget *bar = gtk_progress_bar_new ();

  gtk_progress_bar_set_show_text (GTK_PROGRESS_BAR (bar), TRUE);
  return bar;
}

/* Says at once what would otherwise be an error after OK: that there is no
 * network to dream with.
 */
static void
greet (Dialog *dialog)
{
  g_autofree gchar              *network   = NULL;
  g_autoptr (DeepDreamInstalled) installed = NULL;
  g_autoptr (GError)             error     = NULL;

  g_object_get (dialog->config, "network", &network, NULL);

  installed = deep_dream_library_find (network ? network : "", &error);
  if (! installed)
    show_message (dialog, error->message);
}

static GimpLayer *
converse (Dialog *dialog)
{
  GimpLayer *layer = NULL;

  while (! layer && ! dialog->is_closed &&
         gimp_procedure_dialog_run (GIMP_PROCEDURE_DIALOG (dialog->window)))
    {
      g_autoptr (GError) error = NULL;

      layer = dream (dialog, &error);
      if (! layer &&
          ! g_error_matches (error, DREAM_ERROR, DREAM_ERROR_CANCELLED))
        show_message (dialog, error->message);
    }

  return layer;
}

static GimpLayer *
dream (Dialog *dialog, GError **error)
{
  GimpLayer *layer;

  dialog->verdict = DREAM_CONTINUE;
  show_message (dialog, NULL);
  show_dreaming (dialog, TRUE);
  on_progress (0.0, -1.0, NULL, dialog);

  layer = deep_dream_job_run (dialog->image, dialog->drawable, dialog->config,
                              on_progress, dialog, error);

  show_dreaming (dialog, FALSE);
  return layer;
}

static void
show_dreaming (Dialog *dialog, gboolean is_dreaming)
{
  GtkDialog *window = GTK_DIALOG (dialog->window);
  GtkWidget *ok = gtk_dialog_get_widget_for_response (window, GTK_RESPONSE_OK);
  GtkWidget *keep = gtk_dialog_get_widget_for_response (window, RESPONSE_KEEP);

  set_sensitive (dialog, gtk_dialog_get_content_area (window), ! is_dreaming);
  set_sensitive (dialog, gtk_widget_get_parent (keep), ! is_dreaming);
  gtk_widget_set_sensitive (keep, is_dreaming);

  gtk_widget_set_visible (dialog->bar, is_dreaming);
  gtk_widget_set_visible (ok, ! is_dreaming);
  gtk_widget_set_visible (keep, is_dreaming);
}

/* Sets all of @box, with GIMP's own buttons for settings and their reset, but
 * what is of use in both states.
 */
static void
set_sensitive (Dialog *dialog, GtkWidget *box, gboolean is_sensitive)
{
  GtkWidget        *cancel   = gtk_dialog_get_widget_for_response (GTK_DIALOG (
                                                                     dialog->window),
                                                                   GTK_RESPONSE_CANCEL);
  g_autoptr (GList) children = gtk_container_get_children (GTK_CONTAINER (box));

  for (GList *child = children; child; child = child->next)
    {
      if (child->data != dialog->message && child->data != dialog->bar &&
          child->data != cancel &&
          ! gtk_widget_is_ancestor (cancel, child->data))
        gtk_widget_set_sensitive (child->data, is_sensitive);
    }
}

/* @text NULL hides the message. */
static void
show_message (Dialog *dialog, const gchar *text)
{
  gtk_label_set_text (GTK_LABEL (dialog->message_label), text ? text : "");
  gtk_widget_set_visible (dialog->message, text != NULL);
}

/* Heard in both states.  While people choose, it is gimp_procedure_dialog_run()
 * that acts on the response, and the verdict means nothing.
 */
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
