/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Makes masks of what people point at.
 */

#include "region.h"

#include <glib/gi18n-lib.h>

#include "engine/error.h"
#include "plugin/core/pixels/pixels.h"

static GeglBuffer   *read_mask (gint32 mask, GError **error);
static GeglRectangle get_bounds (gint32 drawable);
static gboolean      set_where_visible (GeglBuffer *mask, GeglBuffer *pixels);

gboolean
deep_dream_region_choose (gint32              drawable,
                          gint32              mask,
                          DeepDreamPlacement *placement,
                          GeglBuffer        **region,
                          GError            **error)
{
  const GeglRectangle limits = get_bounds (drawable);
  GeglRectangle       bounds;

  *region = NULL;
  if (mask == -1 && placement->radius > 0)
    *region = deep_dream_placement_make_mask (placement, &limits, &bounds);

  if (mask == -1)
    return TRUE;

  if (gimp_item_get_image (mask) != gimp_item_get_image (drawable))
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE,
                           _ (
                             "The mask is not part of the image. Give a layer, "
                             "layer mask or channel of the same image."));
      return FALSE;
    }

  *region = read_mask (mask, error);

  return *region != NULL;
}

GeglBuffer *
deep_dream_region_of_layer (gint32 layer, gint32 below)
{
  const GeglRectangle    bounds = get_bounds (layer);
  const GeglRectangle    under  = get_bounds (below);
  g_autoptr (GObject)    pixels = G_OBJECT (gimp_drawable_get_buffer (layer));
  g_autoptr (GeglBuffer) mask   = gegl_buffer_new (&bounds,
                                                   babl_format ("Y float"));

  if (! set_where_visible (mask, GEGL_BUFFER (pixels)) &&
      gegl_rectangle_contains (&bounds, &under))
    return NULL;

  return g_steal_pointer (&mask);
}

/* As if it were the selection.  Of a channel or a layer mask, which is one, the
 * values count, of a layer what one sees.
 */
static GeglBuffer *
read_mask (gint32 mask, GError **error)
{
  const GeglRectangle bounds = get_bounds (mask);
  g_autoptr (GObject) pixels = G_OBJECT (gimp_drawable_get_buffer (mask));
  GeglBuffer         *buffer = GEGL_BUFFER (pixels);

  if (! gimp_item_is_channel (mask))
    return deep_dream_pixels_make_mask (buffer, bounds.x, bounds.y, error);

  return deep_dream_pixels_copy_channel (buffer, bounds.x, bounds.y);
}

/* In the image. */
static GeglRectangle
get_bounds (gint32 drawable)
{
  GeglRectangle bounds = { 0, 0, gimp_drawable_width (drawable),
                           gimp_drawable_height (drawable) };

  gimp_drawable_offsets (drawable, &bounds.x, &bounds.y);

  return bounds;
}

/* Makes @mask 1 where @pixels, whose upper left corner is @mask's, are not
 * transparent.  Returns whether they are somewhere.
 */
static gboolean
set_where_visible (GeglBuffer *mask, GeglBuffer *pixels)
{
  const GeglRectangle *extent         = gegl_buffer_get_extent (mask);
  const gint           width          = extent->width;
  gboolean             is_transparent = FALSE;
  g_autofree gfloat   *seen           = g_new (gfloat, 2 * width);
  g_autofree gfloat   *row            = g_new (gfloat, width);

  for (gint y = 0; y < extent->height; y++)
    {
      gegl_buffer_get (pixels, GEGL_RECTANGLE (0, y, width, 1), 1.0,
                       babl_format ("YA float"), seen, GEGL_AUTO_ROWSTRIDE,
                       GEGL_ABYSS_NONE);
      for (gint x = 0; x < width; x++)
        {
          row[x] = seen[2 * x + 1] > 0.0f ? 1.0f : 0.0f;
          is_transparent |= row[x] < 1.0f;
        }
      gegl_buffer_set (mask,
                       GEGL_RECTANGLE (extent->x, extent->y + y, width, 1), 0,
                       babl_format ("Y float"), row, GEGL_AUTO_ROWSTRIDE);
    }

  return is_transparent;
}
