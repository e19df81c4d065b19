/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Turns a picture as the camera says.
 */

#include <string.h>

#include "orientation.h"

/* What becomes of the file's rows, for EXIF's 1..8. */
static const struct
{
  gboolean is_column; /* they are columns of the upright picture */
  gboolean from_end;  /* the file's first is the upright picture's last */
  gboolean backwards; /* a row's first pixel is the last of that line */
} turns[] = { { FALSE, FALSE, FALSE }, { FALSE, FALSE, TRUE },
              { FALSE, TRUE, TRUE },   { FALSE, TRUE, FALSE },
              { TRUE, FALSE, FALSE },  { TRUE, TRUE, FALSE },
              { TRUE, TRUE, TRUE },    { TRUE, FALSE, TRUE } };

static void reverse (guint8 *pixels, gint n_pixels, gsize pixel_size);

GeglBuffer *
deep_dream_orientation_turn (GeglBuffer *buffer, gint orientation)
{
  const Babl          *format    = gegl_buffer_get_format (buffer);
  gsize                size      = babl_format_get_bytes_per_pixel (format);
  const GeglRectangle *extent    = gegl_buffer_get_extent (buffer);
  gboolean             is_column = turns[orientation - 1].is_column;
  GeglRectangle turned   = { 0, 0, is_column ? extent->height : extent->width,
                           is_column ? extent->width : extent->height };
  g_autofree guint8 *row = NULL;
  GeglBuffer        *result;

  if (orientation == 1)
    return g_object_ref (buffer);

  row    = g_malloc (extent->width * size);
  result = gegl_buffer_new (&turned, format);

  for (gint y = 0; y < extent->height; y++)
    {
      GeglRectangle from = { extent->x, extent->y + y, extent->width, 1 };
      gint line = turns[orientation - 1].from_end ? extent->height - 1 - y : y;
      GeglRectangle to = is_column
                           ? (GeglRectangle){ line, 0, 1, turned.height }
                           : (GeglRectangle){ 0, line, turned.width, 1 };

      gegl_buffer_get (buffer, &from, 1.0, format, row, GEGL_AUTO_ROWSTRIDE,
                       GEGL_ABYSS_NONE);
      if (turns[orientation - 1].backwards)
        reverse (row, extent->width, size);
      gegl_buffer_set (result, &to, 0, format, row, GEGL_AUTO_ROWSTRIDE);
    }

  return result;
}

static void
reverse (guint8 *pixels, gint n_pixels, gsize pixel_size)
{
  for (gint left = 0, right = n_pixels - 1; left < right; left++, right--)
    for (gsize i = 0; i < pixel_size; i++)
      {
        guint8 *a    = pixels + left * pixel_size + i;
        guint8 *b    = pixels + right * pixel_size + i;
        guint8  kept = *a;

        *a = *b;
        *b = kept;
      }
}
