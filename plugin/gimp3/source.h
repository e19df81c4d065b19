/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is dreamed of: a layer of a GIMP image, and the selection on it.
 */

#pragma once

#include <gegl.h>
#include <libgimp/gimp.h>

#include "plugin/core/pixels/placement.h"
#include "plugin/core/render/render.h"

G_BEGIN_DECLS

typedef struct _DeepDreamSource DeepDreamSource;

/**
 * DeepDreamSource:
 * @image: the image.
 * @layer: the layer.
 * @pixels: a copy of what is seen of the layer.
 * @selection: (nullable): a copy of the selection, or what is taken instead of
 *   it, in the image's coordinates; %NULL if nothing is selected.
 * @area: the part of @pixels to dream: the bounds of the selection, or all.
 * @offset_x: the left edge of @pixels in the image.
 * @offset_y: their upper edge in the image.
 * @has_alpha: whether the layer has an alpha channel.
 */
struct _DeepDreamSource
{
  GimpImage    *image;
  GimpLayer    *layer;
  GeglBuffer   *pixels;
  GeglBuffer   *selection;
  GeglRectangle area;
  gint          offset_x;
  gint          offset_y;
  gboolean      has_alpha;
};

/**
 * deep_dream_source_check:
 * @image: an image.
 * @drawable: the drawable that the procedure was called with.
 * @error: return location for an error.
 *
 * GIMP greys out the menu entry where Deep Dream does not work, but scripts get
 * here with any drawable.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_PICTURE if Deep Dream does not work on
 *   @drawable.
 */
gboolean deep_dream_source_check (GimpImage    *image,
                                  GimpDrawable *drawable,
                                  GError      **error);

/**
 * deep_dream_source_new:
 * @image: an image.
 * @drawable: one of its drawables.
 * @placement: where the dream is to go: into the layer itself goes what is made
 *   of the layer's own pixels; else what people see of it is dreamed of.
 * @error: return location for an error.
 *
 * Takes what is to be dreamed of out of the image, all of the layer.
 *
 * Returns: (transfer full) (nullable): the source, or %NULL with
 *   %DREAM_ERROR_BAD_PICTURE as in deep_dream_source_check(), or if nothing can
 *   be put into the layer.
 */
DeepDreamSource *deep_dream_source_new (GimpImage          *image,
                                        GimpDrawable       *drawable,
                                        DeepDreamPlacement *placement,
                                        GError            **error);

/**
 * deep_dream_source_select:
 * @mask: (nullable): a drawable of the image, whose light parts are dreamed.
 * @placement: its point is taken if there is no @mask.
 * @error: return location for an error.
 *
 * Limits the source to @mask, to the point, or to the image's selection if
 * there is neither.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_PICTURE if @mask is of another image,
 *   or nothing on the layer is selected.
 */
gboolean deep_dream_source_select (DeepDreamSource    *source,
                                   GimpDrawable       *mask,
                                   DeepDreamPlacement *placement,
                                   GError            **error);

/**
 * deep_dream_source_limit:
 * @selection: (transfer full) (nullable): what is dreamed, "Y float" in the
 *   image's coordinates; %NULL for all.
 * @bounds: of what is selected.
 * @error: return location for an error.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_PICTURE if that is nothing of the
 *   layer.
 */
gboolean deep_dream_source_limit (DeepDreamSource     *source,
                                  GeglBuffer          *selection,
                                  const GeglRectangle *bounds,
                                  GError             **error);

/**
 * deep_dream_source_get_mask:
 * @source: a source with a selection.
 *
 * Returns: the selection as a mask of @source's pixels, which it stays owner
 *   of. What is not selected is to be transparent.
 */
DeepDreamMask deep_dream_source_get_mask (const DeepDreamSource *source);

/**
 * deep_dream_source_is_masked:
 * @placement: where the dream goes.
 *
 * Returns: whether the selection limits what is dreamed, rather than only the
 *   layer that the dream becomes.
 */
gboolean deep_dream_source_is_masked (const DeepDreamSource *source,
                                      DeepDreamPlacement    *placement);

void deep_dream_source_free (DeepDreamSource *source);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeepDreamSource, deep_dream_source_free)

G_END_DECLS
