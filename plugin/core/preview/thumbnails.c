/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Thumbnails of presets and layers.
 */

#include "thumbnails.h"

#include <glib/gstdio.h>

#include "plugin/core/catalog/library.h"
#include "plugin/core/pixels/png.h"
#include "sample-picture.h"

#define FOLDER "deep-dream" G_DIR_SEPARATOR_S "thumbnails"
#define ENDING ".png"

/* What is dreamed is so many times as large as a thumbnail, since networks see
 * little in so few pixels.
 */
#define REDUCTION 2

#define WIDTH  DEEP_DREAM_THUMBNAIL_WIDTH
#define HEIGHT DEEP_DREAM_THUMBNAIL_HEIGHT

/* A layer's own character, whatever it is: things of a third of the picture,
 * and not too many steps.
 */
#define LAYER_SIZE       35.0
#define LAYER_ITERATIONS 16
#define LAYER_STEP       2.5

static gint64      get_time (const gchar *path);
static GeglBuffer *draw_sample (GError **error);
static gboolean    save (GeglBuffer *pixels, const gchar *path, GError **error);

gchar *
deep_dream_thumbnails_get_path (const gchar           *folder,
                                const DeepDreamPreset *preset)
{
  g_autofree gchar *base = g_strconcat (preset->name, ENDING, NULL);

  if (folder)
    return g_build_filename (folder, base, NULL);

  return g_build_filename (g_get_user_cache_dir (), FOLDER, base, NULL);
}

gchar *
deep_dream_thumbnails_get_layer_path (const gchar *network, const gchar *layer)
{
  g_autofree gchar *base = g_strconcat (layer, ENDING, NULL);

  g_strdelimit (base, G_DIR_SEPARATOR_S, '-');

  return g_build_filename (g_get_user_cache_dir (), FOLDER, "layers", network,
                           base, NULL);
}

gboolean
deep_dream_thumbnails_is_current (const gchar           *folder,
                                  const DeepDreamPreset *preset)
{
  g_autofree gchar       *path   = NULL;
  g_autoptr (DreamRecipe) recipe = deep_dream_preset_read (preset, NULL);

  path = deep_dream_thumbnails_get_path (folder, preset);

  return recipe && get_time (path) >= get_time (preset->path) &&
         deep_dream_thumbnails_is_newer (path, recipe->network);
}

gboolean
deep_dream_thumbnails_is_newer (const gchar *path, const gchar *network)
{
  g_autoptr (DeepDreamInstalled) installed = NULL;
  const gint64                   made      = get_time (path);

  installed = made < 0 ? NULL : deep_dream_library_find (network, NULL);

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
  g_autoptr (DreamRecipe) recipe = deep_dream_preset_read (preset, error);
  g_autoptr (GeglBuffer)  sample = NULL;
  g_autoptr (GeglBuffer)  dream  = NULL;

  sample = recipe ? draw_sample (error) : NULL;
  if (! sample)
    return FALSE;

  path  = deep_dream_thumbnails_get_path (folder, preset);
  dream = deep_dream_render (recipe, sample, NULL, NULL, resources, progress,
                             user_data, error);

  return dream && save (dream, path, error);
}

DeepDreamPreviewJob *
deep_dream_thumbnails_sketch (DreamRecipe *recipe, GError **error)
{
  g_autoptr (GeglBuffer) sample = draw_sample (error);
  const GeglRectangle   *extent;

  if (! sample)
    return NULL;

  extent = gegl_buffer_get_extent (sample);

  return deep_dream_preview_job_new (recipe, sample, extent, NULL, 0, 0, extent,
                                     extent->width, error);
}

DeepDreamPreviewJob *
deep_dream_thumbnails_sketch_layer (const gchar *network,
                                    const gchar *layer,
                                    GError     **error)
{
  g_autoptr (DreamRecipe) recipe = dream_recipe_new ();

  g_object_set (recipe, "network", network, "layer", layer, "size", LAYER_SIZE,
                "iterations", LAYER_ITERATIONS, "step", LAYER_STEP, NULL);

  return deep_dream_thumbnails_sketch (recipe, error);
}

gboolean
deep_dream_thumbnails_save (const gchar        *path,
                            const DreamPicture *picture,
                            GError            **error)
{
  const Babl            *format = babl_format ("R'G'B' float");
  g_autoptr (GeglBuffer) pixels = NULL;

  pixels = gegl_buffer_new (GEGL_RECTANGLE (0, 0, picture->width,
                                            picture->height),
                            format);
  gegl_buffer_set (pixels, NULL, 0, format, picture->pixels,
                   GEGL_AUTO_ROWSTRIDE);

  return save (pixels, path, error);
}

/* Of the last change, or -1 if there is no such file. */
static gint64
get_time (const gchar *path)
{
  GStatBuf found;

  return g_stat (path, &found) == 0 ? (gint64) found.st_mtime : -1;
}

static GeglBuffer *
draw_sample (GError **error)
{
  const Babl              *format  = babl_format ("R'G'B' float");
  g_autoptr (DreamPicture) picture = NULL;
  GeglBuffer              *buffer;

  picture = deep_dream_sample_picture_new (WIDTH * REDUCTION,
                                           HEIGHT * REDUCTION, error);
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
  const GeglRectangle    extent  = { 0, 0, WIDTH, HEIGHT };
  const Babl            *format  = babl_format ("R'G'B' u8");
  g_autofree guint8     *values  = g_new (guint8, 3 * WIDTH * HEIGHT);
  g_autoptr (GeglBuffer) reduced = gegl_buffer_new (&extent, format);

  gegl_buffer_get (pixels, &extent, 1.0 / REDUCTION, format, values,
                   GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_CLAMP);
  gegl_buffer_set (reduced, &extent, 0, format, values, GEGL_AUTO_ROWSTRIDE);

  return deep_dream_png_save (reduced, path, error);
}
