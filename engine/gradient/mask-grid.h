/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A mask of pixels as the places of a layer's values see it.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _DreamPlacesAxis DreamMaskGridAxis;

/**
 * DreamMaskGridAxis:
 * @mask_size: pixels of the mask along the axis; it continues periodically.
 * @start: the mask's pixel at the first place.
 * @n_pixels: pixels that there are from the first place on.
 * @n_places: places.
 */
struct _DreamPlacesAxis
{
  gint mask_size;
  gint start;
  gint n_pixels;
  gint n_places;
};

/**
 * dream_mask_grid_new:
 * @mask: rows x columns values.
 * @x: its columns.
 * @y: its rows.
 * @stride: pixels between neighbouring places.
 *
 * Returns: (transfer full): y.n_places x x.n_places values: the mask's mean
 *   over the @stride x @stride pixels from each place on, or over those of them
 *   that there are.
 */
gfloat *dream_mask_grid_new (const gfloat            *mask,
                             const DreamMaskGridAxis *x,
                             const DreamMaskGridAxis *y,
                             gint                     stride);

G_END_DECLS
