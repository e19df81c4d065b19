/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Thumbnails of presets.
 */

#include <errno.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "clouds.h"
#include "library.h"
#include "log.h"
#include "thumbnails.h"

#define FOLDER "deep-dream" G_DIR_SEPARATOR_S "thumbnails"
#define ENDING ".png"

/* Of a thumbnail.  What is dreamed is so many times as large, since networks see
 * little in so few pixels.
 */
#define WIDTH     192
#define HEIGHT    144
#define REDUCTION 2

static gint64      get_time (const gchar *path);
static GeglBuffer *draw_clouds (GError **error);
static gboolean    save (GeglBuffer *pixels, const gchar *path, GError **error);
static gboolean    set_file_error (const gchar *path, GError **error);

gchar *
deep_dream_thumbnails_get_path (const gchar           *folder,
                                const DeepDreamPreset *preset)
{
  g_autofree gchar *base = g_strconcat (preset->name, ENDING, NULL);

  if (folder)
    return g_build_filename (folder, base, NULL);

  return g_build_filename (g_get_user_cache_dir (), FOLDER, base, NULL);
}

gboolean
deep_dream_thumbnails_is_current (const gchar           *folder,
                                  const DeepDreamPreset *preset)
{
  g_autofree gchar              *path      = NULL;
  g_autoptr (DreamRecipe)        recipe    = NULL;
  g_autoptr (DeepDreamInstalled) installed = NULL;
  gint64                         made;

  path   = deep_dream_thumbnails_get_path (folder, preset);
  made   = get_time (path);
  recipe = deep_dream_preset_read (preset, NULL);
  if (made < 0 || ! recipe || made < get_time (preset->path))
    return FALSE;

  installed = deep_dream_library_find (recipe->network, NULL);

  return installed && made >= get_time (installed->path);
}

gboolean
deep_dream_thumbnails_make (const gchar           *folder,
                            const DeepDreamPreset *preset,
                            const DreamResources  *resources,
                            DeepDreamProgress      progress,
                            gpointer               user_data,
                            GError               **error)
{
  g_autofree gchar       *path   = NULL;
  g_autofree gchar       *parent = NULL;
  g_autoptr (DreamRecipe) recipe = deep_dream_preset_read (preset, error);
  g_autoptr (GeglBuffer)  clouds = NULL;
  g_autoptr (GeglBuffer)  dream  = NULL;

  if (! recipe)
    return FALSE;

  path   = deep_dream_thumbnails_get_path (folder, preset);
  parent = g_path_get_dirname (path);
  if (g_mkdir_with_parents (parent, 0700) != 0)
    return set_file_error (parent, error);

  clouds = draw_clouds (error);
  if (! clouds)
    return FALSE;

  dream = deep_dream_render (recipe, clouds, NULL, NULL, resources, progress,
                             user_data, error);

  return dream && save (dream, path, error);
}

/* Of the last change, or -1 if there is no such file. */
static gint64
get_time (const gchar *path)
{
  GStatBuf found;

  return g_stat (path, &found) == 0 ? (gint64) found.st_mtime : -1;
}

static GeglBuffer *
draw_clouds (GError **error)
{
  const Babl              *format  = babl_format ("R'G'B' float");
  g_autoptr (DreamPicture) picture = NULL;
  GeglBuffer              *buffer;

  picture = deep_dream_clouds_new (WIDTH * REDUCTION, HEIGHT * REDUCTION,
                                   error);
  if (! picture)
    return NULL;

  buffer = gegl_buffer_new (GEGL_RECTANGLE (0, 0, picture->width,
                                            picture->height),
                            format);
  gegl_buffer_set (buffer, NULL, 0, format, picture->pixels,
                   GEGL_AUTO_ROWSTRIDE);

  return buffer;
}

static gboolean
save (GeglBuffer *pixels, const gchar *path, GError **error)
{
  g_autofree gchar      *part    = g_strconcat (path, ".part", NULL);
  g_autoptr (GeglBuffer) reduced = NULL;
  g_autofree guint8     *values  = g_new (guint8, 3 * WIDTH * HEIGHT);
  const Babl            *format  = babl_format ("R'G'B' u8");
  GeglRectangle          extent  = { 0, 0, WIDTH, HEIGHT };
  g_autoptr (GeglNode)   graph   = gegl_node_new ();
  g_autofree gchar      *message = NULL;
  DeepDreamLog          *log     = deep_dream_log_start ();
  GeglNode              *source;
  GeglNode              *sink;

  gegl_buffer_get (pixels, &extent, 1.0 / REDUCTION, format, values,
                   GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_CLAMP);
  reduced = gegl_buffer_new (&extent, format);
  gegl_buffer_set (reduced, &extent, 0, format, values, GEGL_AUTO_ROWSTRIDE);

  source = gegl_node_new_child (graph, "operation", "gegl:buffer-source",
                                "buffer", reduced, NULL);
  sink = gegl_node_new_child (graph, "operation", "gegl:png-save", "path", part,
                              "bitdepth", 8, NULL);
  gegl_node_link (source, sink);
  gegl_node_process (sink);
  message = deep_dream_log_end (log);

  if (! message && g_rename (part, path) == 0)
    return TRUE;

  if (message)
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED,
                 _("\"%s\" cannot be written: %s."), path, message);
  else
    set_file_error (path, error);
  g_unlink (part);

  return FALSE;
}

static gboolean
set_file_error (const gchar *path, GError **error)
{
  const gint reason = errno;

  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (reason),
               _("\"%s\" cannot be written: %s."), path, g_strerror (reason));
  return FALSE;
}
