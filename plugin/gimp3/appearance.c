/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Filters are applied to a copy of the layer in an image of its own.  In the
 * layer's image this would leave undo steps, even on a copy outside of the
 * stack of layers, since GIMP clears the selection while it merges filters.
 */

#include "appearance.h"

static gboolean    has_filters (GimpLayer *layer);
static GimpImage  *make_image_like (GimpImage *image);
static GimpLayer  *copy_into (GimpImage *image, GimpLayer *layer);
static GimpLayer  *apply_filters (GimpLayer *layer);
static GeglBuffer *copy_pixels (GimpLayer *layer, gint *x, gint *y);

GeglBuffer *
deep_dream_appearance_read (GimpLayer *layer, gint *x, gint *y)
{
  GimpImage  *workshop;
  GimpLayer  *copy;
  GeglBuffer *pixels = NULL;

  if (! has_filters (layer))
    return copy_pixels (layer, x, y);

  workshop = make_image_like (gimp_item_get_image (GIMP_ITEM (layer)));

  copy = copy_into (workshop, layer);
  if (copy)
    copy = apply_filters (copy);
  if (copy)
    pixels = copy_pixels (copy, x, y);

  gimp_image_delete (workshop);
  return pixels;
}

static gboolean
has_filters (GimpLayer *layer)
{
  g_autofree GimpDrawableFilter **filters = NULL;

  filters = gimp_drawable_get_filters (GIMP_DRAWABLE (layer));
  return filters && filters[0];
}

static GimpImage *
make_image_like (GimpImage *image)
{
  g_autoptr (GimpColorProfile) profile = gimp_image_get_color_profile (image);
  GimpImage                   *twin;

  twin = gimp_image_new_with_precision (gimp_image_get_width (image),
                                        gimp_image_get_height (image),
                                        gimp_image_get_base_type (image),
                                        gimp_image_get_precision (image));
  gimp_image_undo_disable (twin);
  if (profile)
    gimp_image_set_color_profile (twin, profile);

  return twin;
}

static GimpLayer *
copy_into (GimpImage *image, GimpLayer *layer)
{
  GimpLayer *copy = gimp_layer_new_from_drawable (GIMP_DRAWABLE (layer), image);

  return copy && gimp_image_insert_layer (image, copy, NULL, 0) ? copy : NULL;
}

static GimpLayer *
apply_filters (GimpLayer *layer)
{
  if (gimp_item_is_group (GIMP_ITEM (layer)))
    {
      /* A group that passes through would take on its own opacity. */
      gimp_layer_set_mode (layer, GIMP_LAYER_MODE_NORMAL);
      return gimp_group_layer_merge (GIMP_GROUP_LAYER (layer));
    }

  return gimp_drawable_merge_filters (GIMP_DRAWABLE (layer)) ? layer : NULL;
}

/* A copy, for people go on working on the image while the dream is computed,
 * or delete the layer.
 */
static GeglBuffer *
copy_pixels (GimpLayer *layer, gint *x, gint *y)
{
  g_autoptr (GeglBuffer) buffer = gimp_drawable_get_buffer (
    GIMP_DRAWABLE (layer));

  gimp_drawable_get_offsets (GIMP_DRAWABLE (layer), x, y);
  return gegl_buffer_dup (buffer);
}
