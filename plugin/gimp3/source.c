/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Takes what is to be dreamed of out of the image, or says why it cannot be
 * dreamed of.
 */

#include "source.h"

#include <glib/gi18n-lib.h>

#include "appearance.h"
#include "engine/error.h"
#include "plugin/core/pixels/pixels.h"

static const gchar *find_objection (GimpImage *image, GimpDrawable *drawable);
static const gchar *read_appearance (DeepDreamSource *source);
static const gchar *read_own_pixels (DeepDreamSource *source);
static GeglBuffer  *read_selection (GimpImage *image, GeglRectangle *bounds);
static GeglBuffer  *read_mask (GimpDrawable  *mask,
                               GeglRectangle *bounds,
                               GError       **error);
static gboolean     find_area (DeepDreamSource     *source,
                               const GeglRectangle *bounds);
static gboolean     is_any_selected (const DeepDreamSource *source);

gboolean
deep_dream_source_check (GimpImage    *image,
                         GimpDrawable *drawable,
                         GError      **error)
{
  const gchar *objection = find_objection (image, drawable);

  if (objection)
    g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE,
                         objection);

  return objection == NULL;
}

DeepDreamSource *
deep_dream_source_new (GimpImage          *image,
                       GimpDrawable       *drawable,
                       DeepDreamPlacement *placement,
                       GError            **error)
{
  g_autoptr (DeepDreamSource) source = NULL;
  const gchar                *objection;

  if (! deep_dream_source_check (image, drawable, error))
    return NULL;

  source            = g_new0 (DeepDreamSource, 1);
  source->image     = image;
  source->layer     = GIMP_LAYER (drawable);
  source->has_alpha = gimp_drawable_has_alpha (drawable);

  objection = placement->output == DEEP_DREAM_OUTPUT_LAYER
                ? read_own_pixels (source)
                : read_appearance (source);
  if (objection)
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE,
                           objection);
      return NULL;
    }

  source->area = *gegl_buffer_get_extent (source->pixels);

  return g_steal_pointer (&source);
}

gboolean
deep_dream_source_select (DeepDreamSource    *source,
                          GimpDrawable       *mask,
                          DeepDreamPlacement *placement,
                          GError            **error)
{
  const GeglRectangle limits = { source->offset_x, source->offset_y,
                                 gegl_buffer_get_width (source->pixels),
                                 gegl_buffer_get_height (source->pixels) };
  GeglRectangle       bounds = { 0 };
  GeglBuffer         *selection;

  if (mask && (! gimp_item_is_valid (GIMP_ITEM (mask)) ||
               gimp_item_get_image (GIMP_ITEM (mask)) != source->image))
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE,
                           _ (
                             "The mask is not part of the image. Give a layer, "
                             "layer mask or channel of the same image."));
      return FALSE;
    }

  if (mask)
    {
      selection = read_mask (mask, &bounds, error);
      if (! selection)
        return FALSE;
    }
  else if (placement->radius > 0)
    selection = deep_dream_placement_make_mask (placement, &limits, &bounds);
  else
    selection = read_selection (source->image, &bounds);

  return deep_dream_source_limit (source, selection, &bounds, error);
}

gboolean
deep_dream_source_limit (DeepDreamSource     *source,
                         GeglBuffer          *selection,
                         const GeglRectangle *bounds,
                         GError             **error)
{
  g_clear_object (&source->selection);
  source->selection = selection;
  if (find_area (source, bounds))
    return TRUE;

  g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE,
                       _ ("The selection, mask or point does not touch this "
                          "layer. Select a part of the layer, or choose Select "
                          "> None to dream all of it."));
  return FALSE;
}

DeepDreamMask
deep_dream_source_get_mask (const DeepDreamSource *source)
{
  return (DeepDreamMask){ source->selection, source->offset_x, source->offset_y,
                          TRUE };
}

gboolean
deep_dream_source_is_masked (const DeepDreamSource *source,
                             DeepDreamPlacement    *placement)
{
  return source->selection &&
         (placement->output == DEEP_DREAM_OUTPUT_LAYER ||
          placement->selection_as == DEEP_DREAM_LIMIT_ALPHA);
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
find_objection (GimpImage *image, GimpDrawable *drawable)
{
  if (! gimp_item_is_valid (GIMP_ITEM (drawable)))
    return _ ("The layer is not there any more. Select another one and start "
              "Deep Dream again.");

  if (gimp_item_get_image (GIMP_ITEM (drawable)) != image)
    return _ ("The drawable is not part of the image. Give Deep Dream a layer "
              "of the same image.");

  if (! GIMP_IS_LAYER (drawable))
    return _ ("Deep Dream works on layers, not on layer masks or channels. "
              "Select the layer itself and try again.");

  if (gimp_layer_is_floating_sel (GIMP_LAYER (drawable)))
    return _ ("Deep Dream does not work on a floating selection. Anchor it, or "
              "turn it into a layer, and try again.");

  if (gimp_drawable_is_indexed (drawable))
    return _ ("Deep Dream does not work on indexed colors. Choose Image > Mode "
              "> RGB and try again.");

  return NULL;
}

/* Both return why it cannot be done, or NULL. */

static const gchar *
read_appearance (DeepDreamSource *source)
{
  source->pixels = deep_dream_appearance_read (source->layer, &source->offset_x,
                                               &source->offset_y);

  return source->pixels
           ? NULL
           : _ ("The layer's filters cannot be applied. Merge them "
                "into the layer, or remove them, and try again.");
}

/* The layer's filters then work on the dream as they did on the pixels. */
static const gchar *
read_own_pixels (DeepDreamSource *source)
{
  g_autoptr (GeglBuffer) buffer = NULL;

  if (gimp_item_is_group (GIMP_ITEM (source->layer)))
    return _ (
      "A layer group has no pixels of its own to dream into. Select one "
      "of its layers, or let the dream become a new layer.");

  if (gimp_item_get_lock_content (GIMP_ITEM (source->layer)))
    return _ ("The layer's pixels are locked. Unlock them, or let the dream "
              "become a new layer.");

  buffer = gimp_drawable_get_buffer (GIMP_DRAWABLE (source->layer));
  gimp_drawable_get_offsets (GIMP_DRAWABLE (source->layer), &source->offset_x,
                             &source->offset_y);
  source->pixels = gegl_buffer_dup (buffer);

  return NULL;
}

/* Returns NULL if nothing is selected. */
static GeglBuffer *
read_selection (GimpImage *image, GeglRectangle *bounds)
{
  g_autoptr (GeglBuffer) buffer = NULL;
  gboolean               is_any = FALSE;
  gint                   x1, y1, x2, y2;

  if (! gimp_selection_bounds (image, &is_any, &x1, &y1, &x2, &y2) || ! is_any)
    return NULL;

  *bounds = *GEGL_RECTANGLE (x1, y1, x2 - x1, y2 - y1);
  buffer  = gimp_drawable_get_buffer (
     GIMP_DRAWABLE (gimp_image_get_selection (image)));
  return gegl_buffer_dup (buffer);
}

/* As if it were the selection.  Of a channel or a layer mask, which is one, the
 * values count, of a layer what one sees. */
static GeglBuffer *
read_mask (GimpDrawable *mask, GeglRectangle *bounds, GError **error)
{
  g_autoptr (GeglBuffer) buffer = gimp_drawable_get_buffer (mask);
  gint                   x, y;

  gimp_drawable_get_offsets (mask, &x, &y);
  *bounds = *GEGL_RECTANGLE (x, y, gegl_buffer_get_width (buffer),
                             gegl_buffer_get_height (buffer));

  if (! GIMP_IS_CHANNEL (mask))
    return deep_dream_pixels_make_mask (buffer, x, y, error);

  return deep_dream_pixels_copy_channel (buffer, x, y);
}

/* @bounds are the selection's, in the image's coordinates. */
static gboolean
find_area (DeepDreamSource *source, const GeglRectangle *bounds)
{
  const GeglRectangle *extent = gegl_buffer_get_extent (source->pixels);

  if (! source->selection)
    {
      source->area = *extent;
      return TRUE;
    }

  return gegl_rectangle_intersect (&source->area, extent,
                                   GEGL_RECTANGLE (bounds->x - source->offset_x,
                                                   bounds->y - source->offset_y,
                                                   bounds->width,
                                                   bounds->height)) &&
         is_any_selected (source);
}

/* The bounds of a selection in several pieces can lie on a layer that none of
 * the pieces touches.
 */
static gboolean
is_any_selected (const DeepDreamSource *source)
{
  GeglRectangle      area = source->area;
  gsize              n    = (gsize) area.width;
  g_autofree gfloat *row  = g_new (gfloat, n);

  for (gint y = 0; y < area.height; y++)
    {
      gegl_buffer_get (source->selection,
                       GEGL_RECTANGLE (area.x + source->offset_x,
                                       area.y + source->offset_y + y,
                                       area.width, 1),
                       1.0, babl_format ("Y float"), row, GEGL_AUTO_ROWSTRIDE,
                       GEGL_ABYSS_NONE);

      for (gsize x = 0; x < n; x++)
        if (row[x] > 0.0f)
          return TRUE;
    }

  return FALSE;
}
