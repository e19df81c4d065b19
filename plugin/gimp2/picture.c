/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Turns floats into bytes.
 */

#include "picture.h"

#include <math.h>

static void convert (const gfloat *from,
                     guchar       *to,
                     gint          width,
                     const Babl   *format,
                     gboolean      is_gray);

GdkPixbuf *
deep_dream_picture_to_pixbuf (const DreamPicture *picture,
                              const GdkRectangle *part,
                              const Babl         *space,
                              gboolean            is_gray)
{
  const GdkRectangle    all    = { 0, 0, picture->width, picture->height };
  const GdkRectangle   *shown  = part ? part : &all;
  const Babl           *format = babl_format_with_space ("R'G'B' float", space);
  gint                  width  = shown->width;
  gint                  height = shown->height;
  g_autoptr (GdkPixbuf) pixbuf = NULL;

  pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  for (gint y = 0; y < height; y++)
    {
      const gsize start = (gsize) (shown->y + y) * picture->width + shown->x;

      convert (picture->pixels + DREAM_PICTURE_CHANNELS * start,
               gdk_pixbuf_get_pixels (pixbuf) +
                 (gsize) y * gdk_pixbuf_get_rowstride (pixbuf),
               width, format, is_gray);
    }

  deep_dream_picture_fit (&width, &height);

  return gdk_pixbuf_scale_simple (pixbuf, width, height, GDK_INTERP_BILINEAR);
}

void
deep_dream_picture_fit (gint *width, gint *height)
{
  const gdouble scale = MIN (DEEP_DREAM_PICTURE_WIDTH / (gdouble) *width,
                             DEEP_DREAM_PICTURE_HEIGHT / (gdouble) *height);

  if (scale < 1.0)
    {
      *width  = MAX (1, (gint) lround (*width * scale));
      *height = MAX (1, (gint) lround (*height * scale));
    }
}

static void
convert (const gfloat *from,
         guchar       *to,
         gint          width,
         const Babl   *format,
         gboolean      is_gray)
{
  const Babl        *shown = babl_format ("R'G'B' u8");
  const Babl        *luma  = babl_format ("Y' float");
  g_autofree gfloat *row   = NULL;

  if (! is_gray)
    {
      babl_process (babl_fish (format, shown), from, to, width);
      return;
    }

  row = g_new (gfloat, width);
  babl_process (babl_fish (format, luma), from, row, width);
  babl_process (babl_fish (luma, shown), row, to, width);
}
