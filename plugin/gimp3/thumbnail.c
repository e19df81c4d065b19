/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Thumbnails on the screen.
 */

#include "thumbnail.h"

#include "plugin/core/preview/thumbnails.h"

typedef struct
{
  gchar                 *path;
  DeepDreamThumbnailFunc func;
  gpointer               user_data;
  GDestroyNotify         destroy;
} Request;

static void on_sketched (const DreamPicture *picture,
                         gboolean            is_complete,
                         gboolean            is_faithful,
                         const GError       *error,
                         gpointer            user_data);
static void free_request (gpointer data);

cairo_surface_t *
deep_dream_thumbnail_load (const gchar *path, gint width, gint scale)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new_from_file_at_size (path,
                                                                   width *
                                                                     scale,
                                                                   -1, NULL);

  return pixbuf ? gdk_cairo_surface_create_from_pixbuf (pixbuf, scale, NULL)
                : NULL;
}

void
deep_dream_thumbnail_request (DeepDreamPreviewer    *sketcher,
                              DeepDreamPreviewJob   *sketch,
                              const gchar           *path,
                              DeepDreamThumbnailFunc func,
                              gpointer               user_data,
                              GDestroyNotify         destroy)
{
  Request *request = g_new0 (Request, 1);

  request->path      = g_strdup (path);
  request->func      = func;
  request->user_data = user_data;
  request->destroy   = destroy;
  deep_dream_previewer_queue (sketcher, sketch, on_sketched, request,
                              free_request);
}

/* Without a thumbnail, a title does. */
static void
on_sketched (const DreamPicture *picture,
             gboolean            is_complete G_GNUC_UNUSED,
             gboolean            is_faithful G_GNUC_UNUSED,
             const GError       *error,
             gpointer            user_data)
{
  Request           *request = user_data;
  g_autoptr (GError) reason  = NULL;

  if (picture && deep_dream_thumbnails_save (request->path, picture, &reason))
    request->func (request->path, request->user_data);
  else if (error || reason)
    g_info ("No thumbnail %s: %s", request->path,
            error ? error->message : reason->message);
}

static void
free_request (gpointer data)
{
  Request *request = data;

  if (request->destroy)
    request->destroy (request->user_data);
  g_free (request->path);
  g_free (request);
}
