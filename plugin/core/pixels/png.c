/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * PNG files that are either complete or not there.
 */

#include "png.h"

#include <errno.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "gegl-log.h"

static gboolean set_error (const gchar *path, GError **error);

gboolean
deep_dream_png_save (GeglBuffer *pixels, const gchar *path, GError **error)
{
  g_autofree gchar    *parent  = g_path_get_dirname (path);
  g_autofree gchar    *part    = g_strconcat (path, ".part", NULL);
  g_autofree gchar    *message = NULL;
  g_autoptr (GeglNode) graph   = NULL;
  DeepDreamLog        *log;
  GeglNode            *source;
  GeglNode            *sink;

  if (g_mkdir_with_parents (parent, 0700) != 0)
    return set_error (parent, error);

  log    = deep_dream_log_start ();
  graph  = gegl_node_new ();
  source = gegl_node_new_child (graph, "operation", "gegl:buffer-source",
                                "buffer", pixels, NULL);
  sink = gegl_node_new_child (graph, "operation", "gegl:png-save", "path", part,
                              "bitdepth", 8, NULL);
  gegl_node_link (source, sink);
  gegl_node_process (sink);
  message = deep_dream_log_end (log);

  if (! message && g_rename (part, path) == 0)
    return TRUE;

  if (message)
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED,
                 _ ("\"%s\" cannot be written: %s."), path, message);
  else
    set_error (path, error);
  g_unlink (part);

  return FALSE;
}

static gboolean
set_error (const gchar *path, GError **error)
{
  const gint reason = errno;

  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (reason),
               _ ("\"%s\" cannot be written: %s."), path, g_strerror (reason));
  return FALSE;
}
