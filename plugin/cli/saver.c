/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures into files, through GEGL's savers.
 */

#include <string.h>

#include <glib/gi18n-lib.h>

#include "engine/error.h"
#include "plugin/core/pixels/gegl-log.h"
#include "plugin/core/pixels/image-probe.h"
#include "saver.h"

/* Of JPEG and WebP, percent. */
#define QUALITY 95

/* Rows that are converted at once, GEGL's usual height of a tile. */
#define BAND 128

#define CHANNELS_ALPHA 4

/**
 * Saver:
 * @types: (array zero-terminated=1): the components' types that it can save;
 *   the first is for all that are not among them.
 */
typedef struct
{
  const gchar *ending;
  const gchar *operation;
  gboolean     has_alpha;
  const gchar *types[6];
} Saver;

static const Saver savers[] = {
  { ".png", "gegl:png-save", TRUE, { "u16", "u8" } },
  { ".jpg", "gegl:jpg-save", FALSE, { "u8" } },
  { ".jpeg", "gegl:jpg-save", FALSE, { "u8" } },
  { ".tif",
    "gegl:tiff-save",
    TRUE,
    { "float", "u8", "u16", "half", "double" } },
  { ".tiff",
    "gegl:tiff-save",
    TRUE,
    { "float", "u8", "u16", "half", "double" } },
  { ".webp", "gegl:webp-save", TRUE, { "u8" } }
};

static const Saver *find_saver (const gchar *path);
static const gchar *choose_type (const Saver *saver, GeglBuffer *photo);
static GeglBuffer  *convert (GeglBuffer  *pixels,
                             const gchar *type,
                             gboolean     with_alpha);
static void         drop_alpha (gfloat *pixels, gsize n_pixels);
static void set_options (GeglNode *save, const Saver *saver, const gchar *type);

gboolean
cli_saver_check_ending (const gchar *path, GError **error)
{
  if (find_saver (path))
    return TRUE;

  g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE,
               _ ("\"%s\" does not say how to save the dream: its name has to "
                  "end in .png, .jpg, .tif or .webp."),
               path);
  return FALSE;
}

gboolean
cli_saver_save (const DeepDreamPhoto *photo,
                GeglBuffer           *pixels,
                const gchar          *path,
                GError              **error)
{
  const Saver           *saver     = find_saver (path);
  const gchar           *type      = choose_type (saver, photo->pixels);
  const Babl            *format    = gegl_buffer_get_format (photo->pixels);
  g_autoptr (GeglNode)   graph     = gegl_node_new ();
  g_autoptr (GeglBuffer) converted = NULL;
  g_autofree gchar      *message   = NULL;
  DeepDreamImageProbe    written;
  GeglNode              *source;
  GeglNode              *save;
  DeepDreamLog          *log;

  converted = convert (pixels, type,
                       saver->has_alpha && babl_format_has_alpha (format));

  source = gegl_node_new_child (graph, "operation", "gegl:buffer-source",
                                "buffer", converted, NULL);
  save   = gegl_node_new_child (graph, "operation", saver->operation, "path",
                                path, NULL);
  set_options (save, saver, type);
  deep_dream_photo_give_metadata (photo, save);
  gegl_node_link (source, save);

  log = deep_dream_log_start ();
  gegl_node_process (save);
  message = deep_dream_log_end (log);

  /* Not every saver says that it failed, but the file does. */
  if (message || ! deep_dream_image_probe (path, &written, NULL))
    {
      g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE,
                   _ ("The dream could not be saved; the disk may be full. "
                      "GEGL says: %s"),
                   message ? message : _ ("the file is not complete"));
      return FALSE;
    }

  return TRUE;
}

static const Saver *
find_saver (const gchar *path)
{
  g_autofree gchar *lower = g_ascii_strdown (path, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (savers); i++)
    if (g_str_has_suffix (lower, savers[i].ending))
      return &savers[i];

  return NULL;
}

static const gchar *
choose_type (const Saver *saver, GeglBuffer *photo)
{
  const Babl *type = babl_format_get_type (gegl_buffer_get_format (photo), 0);

  for (gint i = 0; saver->types[i]; i++)
    if (babl_type (saver->types[i]) == type)
      return saver->types[i];

  return saver->types[0];
}

/* The alpha is dropped here, because babl does it through linear light and, in
 * spaces other than sRGB, not exactly.
 */
static GeglBuffer *
convert (GeglBuffer *pixels, const gchar *type, gboolean with_alpha)
{
  const gchar         *model  = with_alpha ? "R'G'B'A" : "R'G'B'";
  const Babl          *space  = gegl_buffer_get_format (pixels);
  g_autofree gchar    *given  = g_strconcat (model, " float", NULL);
  g_autofree gchar    *wanted = g_strconcat (model, " ", type, NULL);
  const GeglRectangle *extent = gegl_buffer_get_extent (pixels);
  GeglBuffer          *result;
  g_autofree gfloat   *values = NULL;

  result = gegl_buffer_new (extent, babl_format_with_space (wanted, space));
  values = g_new (gfloat, (gsize) extent->width * BAND * CHANNELS_ALPHA);

  for (gint y = 0; y < extent->height; y += BAND)
    {
      GeglRectangle band = { extent->x, extent->y + y, extent->width,
                             MIN (BAND, extent->height - y) };

      gegl_buffer_get (pixels, &band, 1.0,
                       babl_format_with_space ("R'G'B'A float", space), values,
                       GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
      if (! with_alpha)
        drop_alpha (values, (gsize) band.width * band.height);
      gegl_buffer_set (result, &band, 0, babl_format_with_space (given, space),
                       values, GEGL_AUTO_ROWSTRIDE);
    }

  return result;
}

/* In place, over white as paper is. */
static void
drop_alpha (gfloat *pixels, gsize n_pixels)
{
  gfloat *to = pixels;

  for (gsize i = 0; i < n_pixels; i++)
    {
      const gfloat *from  = pixels + i * CHANNELS_ALPHA;
      gfloat        alpha = from[CHANNELS_ALPHA - 1];

      for (gint c = 0; c < CHANNELS_ALPHA - 1; c++)
        *to++ = alpha == 1.0f ? from[c] : from[c] * alpha + (1.0f - alpha);
    }
}

static void
set_options (GeglNode *save, const Saver *saver, const gchar *type)
{
  if (g_str_equal (saver->operation, "gegl:png-save"))
    gegl_node_set (save, "bitdepth", g_str_equal (type, "u8") ? 8 : 16, NULL);
  else if (g_str_equal (saver->operation, "gegl:jpg-save") ||
           g_str_equal (saver->operation, "gegl:webp-save"))
    gegl_node_set (save, "quality", QUALITY, NULL);
}
