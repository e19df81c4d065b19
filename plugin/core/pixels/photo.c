/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures from files, through GEGL's loaders.
 */

#include <gegl-metadatahash.h>
#include <glib/gi18n-lib.h>

#include "engine/error.h"
#include "gegl-log.h"
#include "image-probe.h"
#include "orientation.h"
#include "photo.h"

static GObject    *metadata_new (void);
static GeglBuffer *load_pixels (const DeepDreamPhoto *photo,
                                const gchar          *path,
                                const gchar          *loader,
                                GError              **error);
static gboolean    has_loader (GeglNode *load);

DeepDreamPhoto *
deep_dream_photo_load (const gchar *path,
                       gboolean     with_metadata,
                       GError     **error)
{
  g_autoptr (DeepDreamPhoto) photo  = g_new0 (DeepDreamPhoto, 1);
  g_autoptr (GeglBuffer)     pixels = NULL;
  DeepDreamImageProbe        container;

  if (with_metadata)
    photo->metadata = metadata_new ();

  if (! deep_dream_image_probe (path, &container, error))
    return NULL;

  pixels = load_pixels (photo, path, container.loader, error);
  if (! pixels)
    return NULL;

  photo->pixels = deep_dream_orientation_turn (pixels, container.orientation);

  return g_steal_pointer (&photo);
}

void
deep_dream_photo_free (DeepDreamPhoto *photo)
{
  g_clear_object (&photo->pixels);
  g_clear_object (&photo->metadata);
  g_free (photo);
}

void
deep_dream_photo_give_metadata (const DeepDreamPhoto *photo, GeglNode *node)
{
  if (photo->metadata &&
      gegl_operation_find_property (gegl_node_get_operation (node), "metadata"))
    gegl_node_set (node, "metadata", photo->metadata, NULL);
}

/* A resolution that is not known, where GEGL would say 300 dots an inch. */
static GObject *
metadata_new (void)
{
  GeglMetadataStore *store = gegl_metadata_hash_new ();

  gegl_metadata_store_set_resolution_unit (store, GEGL_RESOLUTION_UNIT_NONE);
  gegl_metadata_store_set_resolution_x (store, 1.0);
  gegl_metadata_store_set_resolution_y (store, 1.0);

  return G_OBJECT (store);
}

static GeglBuffer *
load_pixels (const DeepDreamPhoto *photo,
             const gchar          *path,
             const gchar          *loader,
             GError              **error)
{
  g_autoptr (GeglNode)   graph   = gegl_node_new ();
  g_autoptr (GeglBuffer) pixels  = NULL;
  g_autofree gchar      *message = NULL;
  GeglNode              *load;
  GeglNode              *sink;
  DeepDreamLog          *log = deep_dream_log_start ();

  load = gegl_node_new_child (graph, "operation", loader ? loader : "gegl:load",
                              "path", path, NULL);
  deep_dream_photo_give_metadata (photo, load);
  sink = gegl_node_new_child (graph, "operation", "gegl:buffer-sink", "buffer",
                              &pixels, NULL);
  gegl_node_link (load, sink);

  if (loader || has_loader (load))
    gegl_node_process (sink);
  message = deep_dream_log_end (log);

  if (message || ! pixels || gegl_buffer_get_width (pixels) < 1 ||
      gegl_buffer_get_height (pixels) < 1)
    {
      g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE,
                   _ ("The picture \"%s\" cannot be read. GEGL says: %s"), path,
                   message ? message : _ ("unknown kind of file"));
      return NULL;
    }

  return g_steal_pointer (&pixels);
}

/* For files that it cannot load, "gegl:load" draws its error message as a
 * picture, or runs ImageMagick on a file of a fixed name in /tmp.
 */
static gboolean
has_loader (GeglNode *load)
{
  g_autoptr (GSList) children = gegl_node_get_children (load);

  for (GSList *child = children; child; child = child->next)
    {
      const gchar *operation = gegl_node_get_operation (child->data);

      if (g_strcmp0 (operation, "gegl:text") == 0 ||
          g_strcmp0 (operation, "gegl:magick-load") == 0)
        return FALSE;
    }

  return TRUE;
}
