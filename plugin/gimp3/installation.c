/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Runs deep-dream-networks beside the dialog.
 */

#include "installation.h"

#include <glib/gi18n-lib.h>
#include <signal.h>

#define PROGRAM "deep-dream-networks"
#define SPACING 6
#define PULSE   100 /* milliseconds */
#define KEY     "deep-dream-installation"

typedef struct
{
  GtkWidget             *button;
  GtkWidget             *bar;
  GtkWidget             *message;
  gchar                 *name;
  gchar                 *running; /* the name of what is being installed */
  DeepDreamInstalledFunc func;
  gpointer               user_data;
  GSubprocess           *process;
  GDataInputStream      *output;
  GCancellable          *cancellable;
  GString               *said;
  guint                  pulse;
} Installation;

static void on_clicked (Installation *self);
static void start (Installation *self);
static void read_line (Installation *self);
static void on_line (GObject *stream, GAsyncResult *result, gpointer data);
static void on_ended (GObject *process, GAsyncResult *result, gpointer data);
static gboolean on_pulse (gpointer data);
static void     show_running (Installation *self, gboolean is_running);
static void     show_message (Installation *self, const gchar *text);
static void     free_installation (gpointer data);

gchar *
deep_dream_installation_find_program (void)
{
  g_autofree gchar *installed = g_build_filename (DEEP_DREAM_BINDIR, PROGRAM,
                                                  NULL);

  if (g_file_test (installed, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&installed);

  return g_find_program_in_path (PROGRAM);
}

const gchar *
deep_dream_installation_explain_absence (void)
{
  return _ ("The program deep-dream-networks, which installs networks, is not "
            "installed itself. Install Deep Dream again, or see its "
            "documentation.");
}

GtkWidget *
deep_dream_installation_new (const gchar           *name,
                             const gchar           *label,
                             DeepDreamInstalledFunc func,
                             gpointer               user_data)
{
  GtkWidget    *box  = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  Installation *self = g_new0 (Installation, 1);

  self->button      = gtk_button_new_with_mnemonic (label);
  self->bar         = gtk_progress_bar_new ();
  self->message     = gtk_label_new (NULL);
  self->func        = func;
  self->user_data   = user_data;
  self->cancellable = g_cancellable_new ();
  self->said        = g_string_new (NULL);

  gtk_progress_bar_set_show_text (GTK_PROGRESS_BAR (self->bar), TRUE);
  gtk_progress_bar_set_ellipsize (GTK_PROGRESS_BAR (self->bar),
                                  PANGO_ELLIPSIZE_END);
  gtk_label_set_line_wrap (GTK_LABEL (self->message), TRUE);
  gtk_label_set_selectable (GTK_LABEL (self->message), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->message), 0.0);
  gtk_label_set_max_width_chars (GTK_LABEL (self->message), 50);
  gtk_box_pack_start (GTK_BOX (box), self->button, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (box), self->bar, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (box), self->message, FALSE, FALSE, 0);
  gtk_widget_show_all (box);

  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (on_clicked),
                            self);
  g_object_set_data_full (G_OBJECT (box), KEY, self, free_installation);
  deep_dream_installation_set_name (box, name);
  show_message (self, NULL);
  show_running (self, FALSE);

  return box;
}

void
deep_dream_installation_set_name (GtkWidget *installation, const gchar *name)
{
  Installation *self = g_object_get_data (G_OBJECT (installation), KEY);

  g_free (self->name);
  self->name = g_strdup (name);
  gtk_widget_set_sensitive (self->button, name || self->process);
}

gboolean
deep_dream_installation_is_running (GtkWidget *installation)
{
  Installation *self = g_object_get_data (G_OBJECT (installation), KEY);

  return self->process != NULL;
}

static void
on_clicked (Installation *self)
{
  if (self->process)
    g_subprocess_send_signal (self->process, SIGTERM);
  else
    start (self);
}

static void
start (Installation *self)
{
  g_autofree gchar  *program = deep_dream_installation_find_program ();
  g_autoptr (GError) error   = NULL;

  if (! program)
    {
      show_message (self, deep_dream_installation_explain_absence ());
      return;
    }

  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                      G_SUBPROCESS_FLAGS_STDERR_MERGE,
                                    &error, program, "install", self->name,
                                    NULL);
  if (! self->process)
    {
      show_message (self, error->message);
      return;
    }

  g_free (self->running);
  self->running = g_strdup (self->name);
  g_string_truncate (self->said, 0);
  show_message (self, NULL);
  show_running (self, TRUE);
  self->output = g_data_input_stream_new (
    g_subprocess_get_stdout_pipe (self->process));
  read_line (self);
}

static void
read_line (Installation *self)
{
  g_data_input_stream_read_line_async (self->output, G_PRIORITY_DEFAULT,
                                       self->cancellable, on_line, self);
}

static void
on_line (GObject *stream, GAsyncResult *result, gpointer data)
{
  Installation      *self  = data;
  g_autoptr (GError) error = NULL;
  g_autofree gchar  *line  = NULL;

  line = g_data_input_stream_read_line_finish_utf8 (G_DATA_INPUT_STREAM (
                                                      stream),
                                                    result, NULL, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  /* A line that is no text says nothing. */
  if (! line && ! g_error_matches (error, G_CONVERT_ERROR,
                                   G_CONVERT_ERROR_ILLEGAL_SEQUENCE))
    {
      g_subprocess_wait_async (self->process, self->cancellable, on_ended,
                               self);
      return;
    }

  if (line)
    {
      g_string_append_printf (self->said, "%s\n", line);
      gtk_progress_bar_set_text (GTK_PROGRESS_BAR (self->bar), line);
    }
  read_line (self);
}

static void
on_ended (GObject *process, GAsyncResult *result, gpointer data)
{
  Installation      *self  = data;
  g_autoptr (GError) error = NULL;
  gboolean           is_successful;

  g_subprocess_wait_finish (G_SUBPROCESS (process), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  is_successful = g_subprocess_get_successful (self->process);
  if (g_subprocess_get_if_signaled (self->process) ||
      (! is_successful && g_subprocess_get_exit_status (self->process) > 128))
    g_string_assign (self->said, "");

  g_clear_object (&self->output);
  g_clear_object (&self->process);
  show_running (self, FALSE);
  gtk_widget_set_sensitive (self->button, self->name != NULL);

  if (is_successful)
    self->func (self->running, self->user_data);
  else
    show_message (self, g_strstrip (self->said->str));
}

static gboolean
on_pulse (gpointer data)
{
  gtk_progress_bar_pulse (data);

  return G_SOURCE_CONTINUE;
}

/* While it is going on, the button stops it. */
static void
show_running (Installation *self, gboolean is_running)
{
  if (is_running)
    {
      g_object_set_data_full (G_OBJECT (self->button), KEY,
                              g_strdup (gtk_button_get_label (
                                GTK_BUTTON (self->button))),
                              g_free);
      gtk_button_set_label (GTK_BUTTON (self->button), _ ("_Stop"));
      gtk_progress_bar_set_text (GTK_PROGRESS_BAR (self->bar), _ ("Fetching…"));
      self->pulse = g_timeout_add (PULSE, on_pulse, self->bar);
    }
  else if (self->pulse)
    {
      gtk_button_set_label (GTK_BUTTON (self->button),
                            g_object_get_data (G_OBJECT (self->button), KEY));
      g_source_remove (self->pulse);
      self->pulse = 0;
    }

  gtk_widget_set_visible (self->bar, is_running);
}

/* @text: (nullable): NULL for none. */
static void
show_message (Installation *self, const gchar *text)
{
  gtk_label_set_text (GTK_LABEL (self->message), text ? text : "");
  gtk_widget_set_visible (self->message, text && *text);
}

static void
free_installation (gpointer data)
{
  Installation *self = data;

  g_cancellable_cancel (self->cancellable);
  if (self->pulse)
    g_source_remove (self->pulse);
  if (self->process)
    g_subprocess_send_signal (self->process, SIGTERM);
  g_clear_object (&self->output);
  g_clear_object (&self->process);
  g_object_unref (self->cancellable);
  g_string_free (self->said, TRUE);
  g_free (self->running);
  g_free (self->name);
  g_free (self);
}
