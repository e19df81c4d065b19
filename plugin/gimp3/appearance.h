/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a layer looks: its pixels with its non-destructive filters applied.
 */

#pragma once

#include <gegl.h>
#include <libgimp/gimp.h>

G_BEGIN_DECLS

/**
 * deep_dream_appearance_read:
 * @layer: a layer or a layer group.
 * @x: (out): the left edge of what is seen, in the image's coordinates.
 *   Filters such as a drop shadow reach beyond the layer itself.
 * @y: (out): its upper edge.
 *
 * Reads the layer as people see it, less what belongs to its place in the
 * image: opacity, mode and layer mask.  The image does not change, not even
 * its undo history.
 *
 * Returns: (transfer full) (nullable): a copy of the pixels, or %NULL if GIMP
 *   cannot apply the layer's filters.
 */
GeglBuffer *deep_dream_appearance_read (GimpLayer *layer, gint *x, gint *y);

G_END_DECLS
