/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Makes the new layer and its mask.
 */

#include "new-layer.h"

#include "mode.h"

static GimpLayerMode choose_mode (gint32 image, DeepDreamPlacement *placement);
static GimpImageType choose_type (const DeepDreamSource *source,
                                  DeepDreamPlacement    *placement);
static void          fill (gint32               drawable,
                           GeglBuffer          *pixels,
                           const GeglRectangle *part);
static gint32        add_mask (gint32 layer);
static gint32        find_shown_mask (gint32 layer);
static void          read_row (GeglBuffer *mask,
                               gint        x,
                               gint        y,
                               gint        width,
                               gfloat     *row);

gint32
deep_dream_new_layer_make (const DeepDreamSource *source,
                           DeepDreamPlacement    *placement,
                           const gchar           *name,
                           GeglBuffer            *dream)
{
  gint32 layer;

  layer = gimp_layer_new (source->image, name, source->area.width,
                          source->area.height, choose_type (source, placement),
                          placement->opacity,
                          choose_mode (source->image, placement));
  if (layer == -1)
    return -1;

  gimp_layer_set_offsets (layer, source->offset_x + source->area.x,
                          source->offset_y + source->area.y);
  fill (layer, dream, gegl_buffer_get_extent (dream));

  return layer;
}

void
deep_dream_new_layer_copy_mask (gint32 layer, gint32 from)
{
  const gint32        mask   = gimp_layer_get_mask (from);
  gint32              copy   = -1;
  g_autoptr (GObject) pixels = NULL;
  gint                from_x, from_y, to_x, to_y;

  if (mask != -1)
    copy = add_mask (layer);
  if (copy == -1)
    return;

  gimp_drawable_offsets (from, &from_x, &from_y);
  gimp_drawable_offsets (layer, &to_x, &to_y);

  pixels = G_OBJECT (gimp_drawable_get_buffer (mask));
  fill (copy, GEGL_BUFFER (pixels),
        GEGL_RECTANGLE (to_x - from_x, to_y - from_y,
                        gimp_drawable_width (layer),
                        gimp_drawable_height (layer)));

  gimp_layer_set_apply_mask (layer, gimp_layer_get_apply_mask (from));
}

void
deep_dream_new_layer_add_selection (gint32 layer, const DeepDreamSource *source)
{
  const GeglRectangle area    = source->area;
  const gint32        mask    = add_mask (layer);
  const gint32        shown   = find_shown_mask (source->drawable);
  g_autoptr (GObject) to      = NULL;
  g_autoptr (GObject) by      = NULL;
  g_autofree gfloat  *row     = g_new (gfloat, area.width);
  g_autofree gfloat  *factors = g_new (gfloat, area.width);

  if (mask == -1)
    return;

  to = G_OBJECT (gimp_drawable_get_buffer (mask));
  if (shown != -1)
    by = G_OBJECT (gimp_drawable_get_buffer (shown));

  for (gint y = 0; y < area.height; y++)
    {
      read_row (source->selection, source->offset_x + area.x,
                source->offset_y + area.y + y, area.width, row);
      if (by)
        read_row (GEGL_BUFFER (by), area.x, area.y + y, area.width, factors);

      for (gint x = 0; by && x < area.width; x++)
        row[x] *= factors[x];

      gegl_buffer_set (GEGL_BUFFER (to), GEGL_RECTANGLE (0, y, area.width, 1),
                       0, babl_format ("Y float"), row, GEGL_AUTO_ROWSTRIDE);
    }

  gegl_buffer_flush (GEGL_BUFFER (to));
  gimp_drawable_update (mask, 0, 0, area.width, area.height);
}

/* What is called normal differs between images, so that those of older GIMPs
 * look as they did.
 */
static GimpLayerMode
choose_mode (gint32 image, DeepDreamPlacement *placement)
{
  GimpLayerMode mode = GIMP_LAYER_MODE_NORMAL;

  if (! deep_dream_mode_find (placement->mode, &mode, NULL) ||
      mode == GIMP_LAYER_MODE_NORMAL)
    return gimp_image_get_default_new_layer_mode (image);

  return mode;
}

/* A selection that limits the dream makes the rest transparent. */
static GimpImageType
choose_type (const DeepDreamSource *source, DeepDreamPlacement *placement)
{
  const gboolean has_alpha = source->has_alpha ||
                             (source->selection &&
                              ! deep_dream_source_gets_layer_mask (source,
                                                                   placement));

  if (gimp_image_base_type (source->image) == GIMP_GRAY)
    return has_alpha ? GIMP_GRAYA_IMAGE : GIMP_GRAY_IMAGE;

  return has_alpha ? GIMP_RGBA_IMAGE : GIMP_RGB_IMAGE;
}

/* Copies @part of @pixels to @drawable's upper left corner. */
static void
fill (gint32 drawable, GeglBuffer *pixels, const GeglRectangle *part)
{
  g_autoptr (GObject) buffer = G_OBJECT (gimp_drawable_get_buffer (drawable));

  gegl_buffer_copy (pixels, part, GEGL_ABYSS_NONE, GEGL_BUFFER (buffer),
                    GEGL_RECTANGLE (0, 0, 0, 0));
  gegl_buffer_flush (GEGL_BUFFER (buffer));

  gimp_drawable_update (drawable, 0, 0, part->width, part->height);
}

/* A white one; or -1. */
static gint32
add_mask (gint32 layer)
{
  const gint32 mask = gimp_layer_create_mask (layer, GIMP_ADD_MASK_WHITE);

  if (mask == -1 || ! gimp_layer_add_mask (layer, mask))
    return -1;

  gimp_layer_set_edit_mask (layer, FALSE);

  return mask;
}

/* The layer's mask, unless it is switched off; or -1. */
static gint32
find_shown_mask (gint32 layer)
{
  const gint32 mask = gimp_item_is_valid (layer) ? gimp_layer_get_mask (layer)
                                                 : -1;

  return mask != -1 && gimp_layer_get_apply_mask (layer) ? mask : -1;
}

/* 0 beyond @mask. */
static void
read_row (GeglBuffer *mask, gint x, gint y, gint width, gfloat *row)
{
  gegl_buffer_get (mask, GEGL_RECTANGLE (x, y, width, 1), 1.0,
                   babl_format ("Y float"), row, GEGL_AUTO_ROWSTRIDE,
                   GEGL_ABYSS_NONE);
}
