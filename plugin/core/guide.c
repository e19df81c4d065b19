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

/* A guide's longer side. */
#define MAX_SIDE 1024

#define CHANNELS       DREAM_PICTURE_CHANNELS
#define CHANNELS_ALPHA (DREAM_PICTURE_CHANNELS + 1)

static void flatten (const gfloat *rgba, gsize n_pixels, gfloat *rgb);

DreamPicture *
deep_dream_guide_read (const gchar *path, GError **error)
{
  g_autoptr (DeepDreamPhoto) photo = deep_dream_photo_load (path, FALSE, error);
  g_autofree gfloat         *rgba  = NULL;
  const GeglRectangle       *extent;
  DreamPicture              *picture;
  GeglRectangle              scaled;
  gdouble                    scale;

  if (! photo)
    return NULL;

  extent = gegl_buffer_get_extent (photo->pixels);
  scale  = MIN (1.0, (gdouble) MAX_SIDE / MAX (extent->width, extent->height));
  scaled.x      = (gint) lround (extent->x * scale);
  scaled.y      = (gint) lround (extent->y * scale);
  scaled.width  = MAX (1, (gint) lround (extent->width * scale));
  scaled.height = MAX (1, (gint) lround (extent->height * scale));

  picture = dream_picture_new (scaled.width, scaled.height, error);
  if (! picture)
    return NULL;

  /* A rounded edge must not read beyond the picture's. */
  rgba = g_new (gfloat, (gsize) scaled.width * scaled.height * CHANNELS_ALPHA);
  gegl_buffer_get (photo->pixels, &scaled, scale, babl_format ("R'G'B'A float"),
                   rgba, GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_CLAMP);
  flatten (rgba, (gsize) scaled.width * scaled.height, picture->pixels);

  return picture;
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
                   _("The mask \"%s\" has %d x %d pixels, the photo %d x %d. "
                     "They must be the same."),
                      path, extent->width, extent->height, width, height);
      return NULL;
    }

  return deep_dream_pixels_make_mask (photo->pixels, 0, 0, error);
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
