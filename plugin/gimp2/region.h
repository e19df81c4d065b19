/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Parts of an image that are dreamed instead of the selection, as masks: "Y
 * float", in the image's coordinates, 0 beyond their extent.
 */

#pragma once

#include <gegl.h>
#include <libgimp/gimp.h>

#include "plugin/core/pixels/placement.h"

G_BEGIN_DECLS

/**
 * deep_dream_region_choose:
 * @drawable: what is dreamed of.
 * @mask: a layer, layer mask or channel whose light parts are dreamed, or -1.
 * @placement: if there is no @mask, the point to dream around, if it has one.
 * @region: (out) (transfer full) (nullable): the part, or %NULL for the
 *   selection.
 * @error: return location for an error.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_PICTURE if @mask is of another image,
 *   or %DREAM_ERROR_NO_MEMORY.
 */
gboolean deep_dream_region_choose (gint32              drawable,
                                   gint32              mask,
                                   DeepDreamPlacement *placement,
                                   GeglBuffer        **region,
                                   GError            **error);

/**
 * deep_dream_region_of_layer:
 * @layer: a layer.
 * @below: another one.
 *
 * Returns: (transfer full) (nullable): the part of the image that @layer
 *   covers, be it as thinly as it may, or %NULL if it covers all of @below.
 */
GeglBuffer *deep_dream_region_of_layer (gint32 layer, gint32 below);

G_END_DECLS
