/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Takes what is to be dreamed of out of the image, or says why it cannot be
 * dreamed of.  GIMP greys out the menu entry for images of the wrong type, but
 * scripts get here with any drawable.
 */

#include "source.h"

#include <glib/gi18n-lib.h>

#include "engine/error.h"

static const gchar *find_objection (gint32 image, gint32 drawable);
static GeglBuffer  *copy_pixels (gint32 drawable);
static gboolean     find_area (DeepDreamSource *source, GeglBuffer *region);
static gboolean     is_any_selected (const DeepDreamSource *source);

gboolean
deep_dream_source_check (gint32 image, gint32 drawable, GError **error)
{
  const gchar *objection = find_objection (image, drawable);

  if (objection)
    g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE,
                         objection);

  return objection == NULL;
}

DeepDreamSource *
deep_dream_source_new (gint32      image,
                       gint32      drawable,
                       GeglBuffer *region,
                       GError    **error)
{
  g_autoptr (DeepDreamSource) source = NULL;

  if (! deep_dream_source_check (image, drawable, error))
    return NULL;

  source            = g_new0 (DeepDreamSource, 1);
  source->image     = image;
  source->drawable  = drawable;
  source->tattoo    = gimp_item_get_tattoo (drawable);
  source->mask_of   = drawable;
  source->has_alpha = gimp_drawable_has_alpha (drawable);
  gimp_drawable_offsets (drawable, &source->offset_x, &source->offset_y);

  if (region)
    source->selection = g_object_ref (region);
  else if (! gimp_selection_is_empty (image))
    source->selection = copy_pixels (gimp_image_get_selection (image));

  if (! find_area (source, region))
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE,
                           _ (
                             "The selection, mask or point does not touch this "
                             "layer. Select a part of the layer, or choose "
                             "Select > None to dream all of it."));
      return NULL;
    }

  source->pixels = copy_pixels (drawable);
  return g_steal_pointer (&source);
}

gboolean
deep_dream_source_gets_layer_mask (const DeepDreamSource *source,
                                   DeepDreamPlacement    *placement)
{
  return placement->output == DEEP_DREAM_OUTPUT_NEW_LAYER &&
         placement->selection_as == DEEP_DREAM_LIMIT_MASK && source->selection;
}

void
deep_dream_source_free (DeepDreamSource *source)
{
  g_clear_object (&source->pixels);
  g_clear_object (&source->selection);
  g_free (source);
}

/* Why @drawable cannot be dreamed of, or NULL. */
static const gchar *
find_objection (gint32 image, gint32 drawable)
{
  if (gimp_item_get_image (drawable) != image)
    return _ ("The drawable is not part of the image. Give Deep Dream a layer "
              "of the same image.");

  if (! gimp_item_is_layer (drawable))
    return _ ("Deep Dream works on layers, not on layer masks or channels. "
              "Select the layer itself and try again.");

  if (gimp_layer_is_floating_sel (drawable))
    return _ ("Deep Dream does not work on a floating selection. Anchor it, or "
              "turn it into a layer, and try again.");

  if (gimp_drawable_is_indexed (drawable))
    return _ ("Deep Dream does not work on indexed colors. Choose Image > Mode "
              "> RGB and try again.");

  return NULL;
}

static GeglBuffer *
copy_pixels (gint32 drawable)
{
  g_autoptr (GObject) buffer = G_OBJECT (gimp_drawable_get_buffer (drawable));

  return gegl_buffer_dup (GEGL_BUFFER (buffer));
}

/* @region is a part of the image, NULL the selection. */
static gboolean
find_area (DeepDreamSource *source, GeglBuffer *region)
{
  const gint32  layer = source->drawable;
  GeglRectangle reach;

  if (! region)
    return gimp_drawable_mask_intersect (layer, &source->area.x,
                                         &source->area.y, &source->area.width,
                                         &source->area.height) &&
           (! source->selection || is_any_selected (source));

  reach = *gegl_buffer_get_extent (region);
  reach.x -= source->offset_x;
  reach.y -= source->offset_y;

  return gegl_rectangle_intersect (&source->area, &reach,
                                   GEGL_RECTANGLE (0, 0,
                                                   gimp_drawable_width (layer),
                                                   gimp_drawable_height (
                                                     layer))) &&
         is_any_selected (source);
}

/* The bounds of a selection in several pieces can lie on a layer that none of
 * the pieces touches.
 */
static gboolean
is_any_selected (const DeepDreamSource *source)
{
  GeglRectangle       area = source->area;
  GeglBufferIterator *iterator;

  area.x += source->offset_x;
  area.y += source->offset_y;

  iterator = gegl_buffer_iterator_new (source->selection, &area, 0,
                                       babl_format ("Y float"),
                                       GEGL_ACCESS_READ, GEGL_ABYSS_NONE, 1);
  while (gegl_buffer_iterator_next (iterator))
    {
      const gfloat *values = iterator->items[0].data;

      for (gint i = 0; i < iterator->length; i++)
        {
          if (values[i] > 0.0f)
            {
              gegl_buffer_iterator_stop (iterator);
              return TRUE;
            }
        }
    }
  return FALSE;
}
