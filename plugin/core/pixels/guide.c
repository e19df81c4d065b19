/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Guides, styles and masks from files.
 */

#include <math.h>

#include <glib/gi18n-lib.h>

#include "engine/error.h"
#include "guide.h"
#include "photo.h"
#include "pixels.h"
#include "png.h"

/* Where guides are kept that are no files. */
#define GUIDES "deep-dream" G_DIR_SEPARATOR_S "guides"

/* A guide's longer side. */
#define MAX_SIDE 1024

#define CHANNELS       DREAM_PICTURE_CHANNELS
#define CHANNELS_ALPHA (DREAM_PICTURE_CHANNELS + 1)

static DreamPicture *read_pixels (GeglBuffer *pixels, GError **error);
static void          flatten (const gfloat *rgba, gsize n_pixels, gfloat *rgb);

DreamPicture *
deep_dream_guide_read (const gchar *path, GError **error)
{
  g_autoptr (DeepDreamPhoto) photo = deep_dream_photo_load (path, FALSE, error);

  return photo ? read_pixels (photo->pixels, error) : NULL;
}

gchar *
deep_dream_guide_keep (GeglBuffer *pixels, GError **error)
{
  const Babl              *format  = babl_format ("R'G'B' u8");
  g_autoptr (DreamPicture) picture = read_pixels (pixels, error);
  g_autoptr (GeglBuffer)   buffer  = NULL;
  g_autofree guint8       *values  = NULL;
  g_autofree gchar        *sum     = NULL;
  g_autofree gchar        *base    = NULL;
  g_autofree gchar        *path    = NULL;
  gsize                    n;

  if (! picture)
    return NULL;

  n      = dream_picture_n_values (picture);
  values = g_new (guint8, n);
  buffer = gegl_buffer_new (GEGL_RECTANGLE (0, 0, picture->width,
                                            picture->height),
                            format);
  gegl_buffer_set (buffer, NULL, 0, babl_format ("R'G'B' float"),
                   picture->pixels, GEGL_AUTO_ROWSTRIDE);
  gegl_buffer_get (buffer, NULL, 1.0, format, values, GEGL_AUTO_ROWSTRIDE,
                   GEGL_ABYSS_NONE);

  sum  = g_compute_checksum_for_data (G_CHECKSUM_SHA256, values, n);
  base = g_strconcat (sum, ".png", NULL);
  path = g_build_filename (g_get_user_data_dir (), GUIDES, base, NULL);

  if (! g_file_test (path, G_FILE_TEST_EXISTS) &&
      ! deep_dream_png_save (buffer, path, error))
    return NULL;

  return g_steal_pointer (&path);
}

GeglBuffer *
deep_dream_guide_read_mask (const gchar *path,
                            gint         width,
                            gint         height,
                            GError     **error)
{
  g_autoptr (DeepDreamPhoto) photo = deep_dream_photo_load (path, FALSE, error);
  const GeglRectangle       *extent;

  if (! photo)
    return NULL;

  extent = gegl_buffer_get_extent (photo->pixels);
  if (extent->width != width || extent->height != height)
    {
      g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE,
                   _ ("The mask \"%s\" has %d x %d pixels, the photo %d x %d. "
                      "They must be the same."),
                   path, extent->width, extent->height, width, height);
      return NULL;
    }

  return deep_dream_pixels_make_mask (photo->pixels, 0, 0, error);
}

/* In sRGB, no larger than MAX_SIDE. */
static DreamPicture *
read_pixels (GeglBuffer *pixels, GError **error)
{
  const GeglRectangle *extent = gegl_buffer_get_extent (pixels);
  const gdouble        scale  = MIN (1.0, (gdouble) MAX_SIDE /
                                            MAX (extent->width, extent->height));
  const GeglRectangle  scaled = {
     (gint) lround (extent->x * scale), (gint) lround (extent->y * scale),
     MAX (1, (gint) lround (extent->width * scale)),
     MAX (1, (gint) lround (extent->height * scale))
  };
  DreamPicture      *picture;
  g_autofree gfloat *rgba = NULL;

  picture = dream_picture_new (scaled.width, scaled.height, error);
  if (! picture)
    return NULL;

  /* A rounded edge must not read beyond the picture's. */
  rgba = g_new (gfloat, (gsize) scaled.width * scaled.height * CHANNELS_ALPHA);
  gegl_buffer_get (pixels, &scaled, scale, babl_format ("R'G'B'A float"), rgba,
                   GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_CLAMP);
  flatten (rgba, (gsize) scaled.width * scaled.height, picture->pixels);

  return picture;
}

/* Over white, as paper is. */
static void
flatten (const gfloat *rgba, gsize n_pixels, gfloat *rgb)
{
  for (gsize i = 0; i < n_pixels; i++, rgba += CHANNELS_ALPHA)
    {
      const gfloat alpha = rgba[CHANNELS];

      for (gint c = 0; c < CHANNELS; c++)
        {
          const gfloat value = rgba[c] * alpha + (1.0f - alpha);

          *rgb++ = isfinite (value) ? CLAMP (value, 0.0f, 1.0f) : 0.0f;
        }
    }
}
