/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between GEGL's buffers and the engine's pictures.
 */

#include <math.h>

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
  MASK,
  N_BUFFERS
};

static const Babl * format_in_space (const gchar         *encoding,
                                     GeglBuffer          *buffer);
static gfloat       in_range        (gfloat               value);
static void         change_pixels   (gfloat              *result,
                                     const gfloat        *source,
                                     const gfloat        *mask,
                                     const GeglRectangle *piece,
                                     const GeglRectangle *seen,
                                     const DreamPicture  *before,
                                     const DreamPicture  *after);

DreamPicture *
deep_dream_pixels_read (GeglBuffer           *source,
                        const GeglRectangle  *area,
                        GError              **error)
{
  const Babl   *format   = format_in_space ("R'G'B' float", source);
  DreamPicture *picture  = dream_picture_new (area->width, area->height, error);
  gsize         row_size = (gsize) area->width * CHANNELS;

  if (! picture)
    return NULL;

  for (gint y = 0; y < area->height; y += BAND)
    {
      GeglRectangle  band   = { area->x, area->y + y,
                                area->width, MIN (BAND, area->height - y) };
      gfloat        *pixels = picture->pixels + y * row_size;

      gegl_buffer_get (source, &band, 1.0, format, pixels,
                       GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);

      for (gsize i = 0; i < band.height * row_size; i++)
        pixels[i] = in_range (pixels[i]);
    }

  return picture;
}

GeglBuffer *
deep_dream_pixels_change (GeglBuffer          *source,
                          const GeglRectangle *area,
                          const GeglRectangle *seen,
                          const DreamPicture  *before,
                          const DreamPicture  *after,
                          GeglBuffer          *mask,
                          gint                 mask_x,
                          gint                 mask_y)
{
  const Babl         *format = format_in_space ("R'G'B'A float", source);
  GeglBuffer         *result = gegl_buffer_new (area, format);
  GeglBufferIterator *iterator;

  iterator = gegl_buffer_iterator_new (result, area, 0, format,
                                       GEGL_ACCESS_WRITE, GEGL_ABYSS_NONE,
                                       N_BUFFERS);
  gegl_buffer_iterator_add (iterator, source, area, 0, format,
                            GEGL_ACCESS_READ, GEGL_ABYSS_NONE);
  if (mask)
    {
      GeglRectangle mask_area = { area->x + mask_x, area->y + mask_y,
                                  area->width, area->height };

      /* In the mask's own space, as a mask is no colour to convert. */
      gegl_buffer_iterator_add (iterator, mask, &mask_area, 0,
                                babl_format_with_space
                                  ("Y float", gegl_buffer_get_format (mask)),
                                GEGL_ACCESS_READ, GEGL_ABYSS_NONE);
    }

  while (gegl_buffer_iterator_next (iterator))
    change_pixels (iterator->items[RESULT].data,
                   iterator->items[SOURCE].data,
                   mask ? iterator->items[MASK].data : NULL,
                   &iterator->items[RESULT].roi, seen, before, after);

  return result;
}

/* Spaces of grayscale and CMYK profiles cannot hold what is dreamed. */
static const Babl *
format_in_space (const gchar *encoding,
                 GeglBuffer  *buffer)
{
  const Babl *space = babl_format_get_space (gegl_buffer_get_format (buffer));

  if (babl_space_is_gray (space) || babl_space_is_cmyk (space))
    space = babl_space ("sRGB");

  return babl_format_with_space (encoding, space);
}

static gfloat
in_range (gfloat value)
{
  return isfinite (value) ? CLAMP (value, 0.0f, 1.0f) : 0.0f;
}

static void
change_pixels (gfloat              *result,
               const gfloat        *source,
               const gfloat        *mask,
               const GeglRectangle *piece,
               const GeglRectangle *seen,
               const DreamPicture  *before,
               const DreamPicture  *after)
{
  for (gint y = 0; y < piece->height; y++)
    {
      gsize at = (gsize) (piece->y + y - seen->y) * seen->width +
                 (piece->x - seen->x);

      for (gint x = 0; x < piece->width; x++, at++)
        {
          for (gint c = 0; c < CHANNELS; c++)
            result[c] = source[c] + (after->pixels[CHANNELS * at + c] -
                                     before->pixels[CHANNELS * at + c]);

          result[CHANNELS] = source[CHANNELS] * (mask ? *mask++ : 1.0f);

          result += CHANNELS_ALPHA;
          source += CHANNELS_ALPHA;
        }
    }
}
