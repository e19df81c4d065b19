/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where to dream: a plane of values, H x W, 0 where nothing may change, 1 where
 * the dream is as without a mask, and between them in proportion.
 */

#pragma once

#include "picture.h"

G_BEGIN_DECLS

/**
 * dream_mask_new:
 *
 * Returns: (transfer full) (nullable): @height x @width values that are not
 *   set, or %NULL with %DREAM_ERROR_NO_MEMORY; free with g_free().
 */
gfloat *dream_mask_new (gint width, gint height, GError **error);

/**
 * dream_mask_resample:
 * @mask: H x W values in 0..1.
 * @width: of @mask.
 * @height: of @mask.
 * @new_width: at most @width.
 * @new_height: at most @height.
 * @wrap: whether the mask continues periodically beyond its borders.
 * @threads: compute.
 * @error: return location for an error.
 *
 * Scales by the mean of what each new value covers (see shrink.h): a mask of 1
 * everywhere stays that, and what covers no place where to dream is 0.
 *
 * Returns: (transfer full) (nullable): @new_height x @new_width values, or
 *   %NULL with %DREAM_ERROR_NO_MEMORY.
 */
gfloat *dream_mask_resample (const gfloat *mask,
                             gint          width,
                             gint          height,
                             gint          new_width,
                             gint          new_height,
                             gboolean      wrap,
                             DreamThreads *threads,
                             GError      **error);

/**
 * dream_mask_get_range:
 * @mask: H x W values.
 * @lowest: (out): of all values.
 * @highest: (out): of all values.
 *
 * Tells masks that have nothing to say (all 1) and pictures that have nothing
 * to dream (all 0).
 */
void dream_mask_get_range (const gfloat *mask,
                           gint          width,
                           gint          height,
                           gfloat       *lowest,
                           gfloat       *highest);

/**
 * dream_mask_restore:
 * @mask: of @picture's size.
 * @picture: what was dreamed on.
 * @dreamt: (inout): the dream, of the same size.
 *
 * Where @mask is 0 or less, @dreamt gets @picture's own pixels: what was
 * dreamed at smaller sizes spreads a little when it is scaled up.
 */
void dream_mask_restore (const gfloat       *mask,
                         const DreamPicture *picture,
                         DreamPicture       *dreamt,
                         DreamThreads       *threads);

G_END_DECLS
