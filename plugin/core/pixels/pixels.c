/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between GEGL's buffers and the engine's pictures.
 */

#include <math.h>

#include <glib/gi18n-lib.h>

#include "engine/error.h"
#include "pixels.h"

#define CHANNELS       DREAM_PICTURE_CHANNELS
#define CHANNELS_ALPHA (DREAM_PICTURE_CHANNELS + 1)

/* Rows that are read at once, GEGL's usual height of a tile. */
#define BAND 128

/* The iterator's buffers, in the order in which they are added. */
enum
{
  RESULT,
  SOURCE,
  N_BUFFERS
};

/* How the source is read, by the number of components less one. */
static const gchar *const encodings[CHANNELS_ALPHA] = { "Y' float", "Y'A float",
                                                        "R'G'B' float",
                                                        "R'G'B'A float" };

/* Luma of R'G'B', ITU-R BT.709. */
static const gfloat luma[CHANNELS] = { 0.2126f, 0.7152f, 0.0722f };

static gint count_components (GeglBuffer *source);
static void expand (const gfloat *components, gint n_components, gfloat *rgba);
static gfloat in_range (gfloat value);
static void   change_pixels (gfloat              *result,
                             const gfloat        *source,
                             gint                 n_components,
                             const GeglRectangle *piece,
                             const GeglRectangle *seen,
                             const DreamPicture  *before,
                             const DreamPicture  *after,
                             const gfloat        *cutter);

DreamPicture *
deep_dream_pixels_read (GeglBuffer          *source,
                        const GeglRectangle *area,
                        GError             **error)
{
  gint          n       = count_components (source);
  const Babl   *format  = babl_format_with_space (encodings[n - 1],
                                                  deep_dream_pixels_get_space (
                                                    source));
  DreamPicture *picture = dream_picture_new (area->width, area->height, error);
  g_autofree gfloat *values = NULL;
  gfloat            *pixel;

  if (! picture)
    return NULL;

  values = g_new (gfloat, (gsize) area->width * BAND * n);
  pixel  = picture->pixels;

  for (gint y = 0; y < area->height; y += BAND)
    {
      GeglRectangle band = { area->x, area->y + y, area->width,
                             MIN (BAND, area->height - y) };
      gsize         size = (gsize) band.width * band.height;

      gegl_buffer_get (source, &band, 1.0, format, values, GEGL_AUTO_ROWSTRIDE,
                       GEGL_ABYSS_NONE);

      for (gsize i = 0; i < size; i++, pixel += CHANNELS)
        {
          gfloat rgba[CHANNELS_ALPHA];

          expand (values + i * n, n, rgba);
          for (gint c = 0; c < CHANNELS; c++)
            pixel[c] = in_range (rgba[c]);
        }
    }

  return picture;
}

/* In the mask's own space, as a mask is no colour to convert. */
gfloat *
deep_dream_pixels_read_mask (GeglBuffer          *mask,
                             const GeglRectangle *area,
                             GError             **error)
{
  const Babl *space  = gegl_buffer_get_format (mask);
  const Babl *format = babl_format_with_space ("Y float", space);
  const gsize n      = (gsize) area->width * area->height;
  gfloat     *values = g_try_new (gfloat, n);

  if (! values)
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_NO_MEMORY,
                           _ ("There is not enough memory for the mask."));
      return NULL;
    }

  gegl_buffer_get (mask, area, 1.0, format, values, GEGL_AUTO_ROWSTRIDE,
                   GEGL_ABYSS_NONE);
  for (gsize i = 0; i < n; i++)
    values[i] = in_range (values[i]);

  return values;
}

GeglBuffer *
deep_dream_pixels_make_mask (GeglBuffer *source, gint x, gint y, GError **error)
{
  const GeglRectangle     *extent = gegl_buffer_get_extent (source);
  const gsize              n      = (gsize) extent->width * extent->height;
  g_autoptr (DreamPicture) colors = deep_dream_pixels_read (source, extent,
                                                            error);
  g_autofree gfloat       *grays  = NULL;
  g_autofree gfloat       *values = NULL;
  GeglBuffer              *mask;

  if (! colors)
    return NULL;

  /* Of which the alpha alone is wanted. */
  grays  = g_new (gfloat, 2 * n);
  values = g_new (gfloat, n);
  gegl_buffer_get (source, extent, 1.0, babl_format ("YA float"), grays,
                   GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);

  for (gsize i = 0; i < n; i++)
    {
      const gfloat *rgb = colors->pixels + i * CHANNELS;

      values[i] = grays[2 * i + 1] *
                  (luma[0] * rgb[0] + luma[1] * rgb[1] + luma[2] * rgb[2]);
    }

  mask = gegl_buffer_new (GEGL_RECTANGLE (x, y, extent->width, extent->height),
                          babl_format ("Y float"));
  gegl_buffer_set (mask, NULL, 0, babl_format ("Y float"), values,
                   GEGL_AUTO_ROWSTRIDE);

  return mask;
}

gboolean
deep_dream_pixels_is_opaque (GeglBuffer *source)
{
  GeglBufferIterator *iterator;

  if (! babl_format_has_alpha (gegl_buffer_get_format (source)))
    return TRUE;

  iterator = gegl_buffer_iterator_new (source, NULL, 0,
                                       babl_format ("YA float"),
                                       GEGL_ACCESS_READ, GEGL_ABYSS_NONE, 1);
  while (gegl_buffer_iterator_next (iterator))
    {
      const gfloat *values = iterator->items[0].data;

      for (gint i = 0; i < iterator->length; i++)
        if (values[2 * i + 1] < 1.0f)
          {
            gegl_buffer_iterator_stop (iterator);
            return FALSE;
          }
    }

  return TRUE;
}

GeglBuffer *
deep_dream_pixels_copy_channel (GeglBuffer *channel, gint x, gint y)
{
  const gchar *coding = babl_format_get_encoding (
    gegl_buffer_get_format (channel));
  const Babl *from = babl_format (g_str_has_prefix (coding, "Y'") ? "Y' float"
                                                                  : "Y float");
  const Babl *to   = babl_format ("Y float");
  const GeglRectangle extent = *gegl_buffer_get_extent (channel);
  g_autofree gfloat  *row    = g_new (gfloat, extent.width);
  GeglBuffer         *mask;

  mask = gegl_buffer_new (GEGL_RECTANGLE (x, y, extent.width, extent.height),
                          to);
  for (gint i = 0; i < extent.height; i++)
    {
      gegl_buffer_get (channel,
                       GEGL_RECTANGLE (extent.x, extent.y + i, extent.width, 1),
                       1.0, from, row, GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
      gegl_buffer_set (mask, GEGL_RECTANGLE (x, y + i, extent.width, 1), 0, to,
                       row, GEGL_AUTO_ROWSTRIDE);
    }

  return mask;
}

GeglBuffer *
deep_dream_pixels_change (GeglBuffer          *source,
                          const GeglRectangle *area,
                          const GeglRectangle *seen,
                          const DreamPicture  *before,
                          const DreamPicture  *after,
                          const gfloat        *cutter)
{
  gint                n      = count_components (source);
  const Babl         *space  = deep_dream_pixels_get_space (source);
  const Babl         *format = babl_format_with_space ("R'G'B'A float", space);
  GeglBuffer         *result = gegl_buffer_new (area, format);
  GeglBufferIterator *iterator;

  iterator = gegl_buffer_iterator_new (result, area, 0, format,
                                       GEGL_ACCESS_WRITE, GEGL_ABYSS_NONE,
                                       N_BUFFERS);
  gegl_buffer_iterator_add (iterator, source, area, 0,
                            babl_format_with_space (encodings[n - 1], space),
                            GEGL_ACCESS_READ, GEGL_ABYSS_NONE);

  while (gegl_buffer_iterator_next (iterator))
    change_pixels (iterator->items[RESULT].data, iterator->items[SOURCE].data,
                   n, &iterator->items[RESULT].roi, seen, before, after,
                   cutter);

  return result;
}

/* Spaces of grayscale and CMYK profiles cannot hold what is dreamed. */
const Babl *
deep_dream_pixels_get_space (GeglBuffer *source)
{
  const Babl *space = babl_format_get_space (gegl_buffer_get_format (source));

  if (babl_space_is_gray (space) || babl_space_is_cmyk (space))
    return babl_space ("sRGB");

  return space;
}

/* Gray stays gray and what has no alpha gets none while it is read, because
 * babl converts between those through linear light, and in spaces other than
 * sRGB only to about 0.005.
 */
static gint
count_components (GeglBuffer *source)
{
  const Babl *format = gegl_buffer_get_format (source);
  gint        alpha  = babl_format_has_alpha (format) ? 1 : 0;
  gint        colors = babl_format_get_n_components (format) - alpha;

  if (colors == 1 && ! babl_format_is_palette (format))
    return 1 + alpha;

  return CHANNELS + alpha;
}

static void
expand (const gfloat *components, gint n_components, gfloat *rgba)
{
  gboolean gray = n_components < CHANNELS;

  rgba[0] = components[0];
  rgba[1] = components[gray ? 0 : 1];
  rgba[2] = components[gray ? 0 : 2];
  rgba[3] = n_components % 2 ? 1.0f : components[n_components - 1];
}

static gfloat
in_range (gfloat value)
{
  return isfinite (value) ? CLAMP (value, 0.0f, 1.0f) : 0.0f;
}

static void
change_pixels (gfloat              *result,
               const gfloat        *source,
               gint                 n_components,
               const GeglRectangle *piece,
               const GeglRectangle *seen,
               const DreamPicture  *before,
               const DreamPicture  *after,
               const gfloat        *cutter)
{
  for (gint y = 0; y < piece->height; y++)
    {
      gsize at = (gsize) (piece->y + y - seen->y) * seen->width +
                 (piece->x - seen->x);

      for (gint x = 0; x < piece->width; x++, at++)
        {
          const gfloat *is  = after->pixels + at * CHANNELS;
          const gfloat *was = before->pixels + at * CHANNELS;

          expand (source, n_components, result);

          for (gint c = 0; c < CHANNELS; c++)
            result[c] += is[c] - was[c];

          if (cutter && cutter[at] <= 0.0f)
            result[CHANNELS] = 0.0f;

          result += CHANNELS_ALPHA;
          source += n_components;
        }
    }
}
