/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A file that appears when it is complete, or not at all.
 */

#include <errno.h>
#include <stdlib.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "commands.h"
#include "output.h"

struct _CliOutput
{
  gchar *path;      /* what is to be written, links followed */
  gchar *folder;    /* a folder of our own, while there is one */
  gchar *temporary; /* the file in it */
};

static gboolean make_folder (CliOutput *output, GError **error);
static void     remove_folder (CliOutput *output);
static gchar   *follow_links (const gchar *path);
static void     on_exit_early (void);

/* The output that is being written.  A global, because GEGL's JPEG saver ends
 * the process when the disk is full (libjpeg's default), and functions that
 * are called then get no argument.
 */
static CliOutput *unfinished = NULL;

CliOutput *
cli_output_new (const gchar *path, GError **error)
{
  g_autoptr (CliOutput) output = g_new0 (CliOutput, 1);

  output->path = follow_links (path);

  if (g_file_test (output->path, G_FILE_TEST_EXISTS) &&
      ! g_file_test (output->path, G_FILE_TEST_IS_REGULAR))
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                   _ ("\"%s\" is no ordinary file and cannot be written."),
                   path);
      return NULL;
    }

  if (! make_folder (output, error))
    return NULL;

  remove_folder (output);

  return g_steal_pointer (&output);
}

void
cli_output_free (CliOutput *output)
{
  remove_folder (output);
  g_free (output->path);
  g_free (output);
}

const gchar *
cli_output_begin (CliOutput *output, GError **error)
{
  g_autofree gchar *name = g_path_get_basename (output->path);

  if (! make_folder (output, error))
    return NULL;

  output->temporary = g_build_filename (output->folder, name, NULL);

  if (! unfinished)
    atexit (on_exit_early);
  unfinished = output;

  return output->temporary;
}

gboolean
cli_output_commit (CliOutput *output, GError **error)
{
  GStatBuf old;

  if (g_stat (output->path, &old) == 0)
    g_chmod (output->temporary, old.st_mode & 07777);

  if (g_rename (output->temporary, output->path) != 0)
    {
      gint code = errno;

      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code),
                   _ ("\"%s\" cannot be written: %s."), output->path,
                   g_strerror (code));
      return FALSE;
    }

  remove_folder (output);

  return TRUE;
}

static gboolean
make_folder (CliOutput *output, GError **error)
{
  g_autofree gchar *parent = g_path_get_dirname (output->path);

  output->folder = g_build_filename (parent, ".deep-dream-XXXXXX", NULL);

  if (! g_mkdtemp (output->folder))
    {
      gint code = errno;

      g_clear_pointer (&output->folder, g_free);
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code),
                   _ ("Nothing can be written into the folder \"%s\": %s."),
                   parent, g_strerror (code));
      return FALSE;
    }

  return TRUE;
}

static void
remove_folder (CliOutput *output)
{
  if (output->temporary)
    g_unlink (output->temporary);
  if (output->folder)
    g_rmdir (output->folder);

  g_clear_pointer (&output->temporary, g_free);
  g_clear_pointer (&output->folder, g_free);

  if (unfinished == output)
    unfinished = NULL;
}

/* What replaces a link replaces the file that it leads to. */
static gchar *
follow_links (const gchar *path)
{
  gchar *target = realpath (path, NULL);
  gchar *copy   = g_strdup (target ? target : path);

  free (target);

  return copy;
}

static void
on_exit_early (void)
{
  g_autofree gchar *message = NULL;

  if (! unfinished)
    return;

  message = g_strdup_printf (_ ("\"%s\" could not be saved. Is the disk full?"),
                             unfinished->path);
  remove_folder (unfinished);
  g_set_printerr_handler (NULL);
  cli_complain (message);
}
