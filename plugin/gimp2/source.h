/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is dreamed of: a layer of a GIMP image, and the selection on it.
 */

#pragma once

#include <gegl.h>
#include <libgimp/gimp.h>

#include "plugin/core/pixels/placement.h"

G_BEGIN_DECLS

typedef struct _DeepDreamSource DeepDreamSource;

/**
 * DeepDreamSource:
 * @image: the image.
 * @drawable: the layer.
 * @tattoo: by which the image knows the layer, also in its file.
 * @mask_of: the layer whose mask the dream's layer gets a copy of: the layer
 *   itself, but for what again.h says.
 * @pixels: a copy of the layer's pixels.  People go on working on the image
 *   while the dream is computed, or delete the layer.
 * @selection: (nullable): a copy of the selection, or what is taken instead, in
 *   the image's coordinates; %NULL if nothing is selected.
 * @area: the part to dream: the bounds of the selection on the layer, or all
 *   of the layer; in the layer's coordinates.
 * @offset_x: the layer's left edge in the image.
 * @offset_y: the layer's upper edge in the image.
 * @has_alpha: whether the layer has an alpha channel.
 */
struct _DeepDreamSource
{
  gint32        image;
  gint32        drawable;
  gint          tattoo;
  gint32        mask_of;
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
 * @drawable: the drawable that a procedure was called with.
 * @error: return location for an error.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_PICTURE if Deep Dream does not work on
 *   @drawable.
 */
gboolean deep_dream_source_check (gint32   image,
                                  gint32   drawable,
                                  GError **error);

/**
 * deep_dream_source_new:
 * @image: an image.
 * @drawable: the drawable that the procedure was called with.
 * @region: (nullable): a mask that is taken instead of the selection, see
 *   region.h.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable): the source, or %NULL with
 *   %DREAM_ERROR_BAD_PICTURE if Deep Dream does not work on such drawables, or
 *   nothing on it is selected.
 */
DeepDreamSource *deep_dream_source_new (gint32      image,
                                        gint32      drawable,
                                        GeglBuffer *region,
                                        GError    **error);

/**
 * deep_dream_source_gets_layer_mask:
 * @source: what is dreamed of.
 * @placement: what becomes of the dream.
 *
 * Returns: whether the new layer gets the selection as its mask, so that it is
 *   not to limit the dream.
 */
gboolean deep_dream_source_gets_layer_mask (const DeepDreamSource *source,
                                            DeepDreamPlacement    *placement);

void deep_dream_source_free (DeepDreamSource *source);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeepDreamSource, deep_dream_source_free)

G_END_DECLS
