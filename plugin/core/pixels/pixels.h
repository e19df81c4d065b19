/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between GEGL's buffers and the engine's pictures.  For the main thread.
 */

#pragma once

#include <gegl.h>

#include "engine/image/picture.h"

G_BEGIN_DECLS

/**
 * deep_dream_pixels_read:
 * @source: a buffer of any format and colour space.
 * @area: what to read, inside @source.
 * @error: return location for an error.
 *
 * Reads R'G'B' of @source's own colour space (of sRGB if that is no RGB
 * space), clamped to 0..1; values that are not finite become 0.
 *
 * Returns: (transfer full) (nullable): the picture, or %NULL with
 *   %DREAM_ERROR_NO_MEMORY.
 */
DreamPicture *deep_dream_pixels_read (GeglBuffer          *source,
                                      const GeglRectangle *area,
                                      GError             **error);

/**
 * deep_dream_pixels_get_space:
 * @source: a buffer of any format and colour space.
 *
 * Returns: the space of what deep_dream_pixels_read() reads of it.
 */
const Babl *deep_dream_pixels_get_space (GeglBuffer *source);

/**
 * deep_dream_pixels_read_mask:
 * @mask: how much is to happen where, "Y float".
 * @area: what to read; beyond @mask's extent is 0.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable): @area's values, clamped to 0..1, or
 *   %NULL with %DREAM_ERROR_NO_MEMORY.
 */
gfloat *deep_dream_pixels_read_mask (GeglBuffer          *mask,
                                     const GeglRectangle *area,
                                     GError             **error);

/**
 * deep_dream_pixels_make_mask:
 * @source: a buffer of any format and colour space.
 * @x: where its left edge lies in other coordinates.
 * @y: likewise, its upper edge.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable): a mask, "Y float", in these coordinates:
 *   the luma of @source as people see it, times its alpha, and 0 beyond; or
 *   %NULL with %DREAM_ERROR_NO_MEMORY.
 */
GeglBuffer *deep_dream_pixels_make_mask (GeglBuffer *source,
                                         gint        x,
                                         gint        y,
                                         GError    **error);

/**
 * deep_dream_pixels_is_opaque:
 * @source: a buffer of any format.
 *
 * Returns: whether no pixel of @source is in any part transparent.
 */
gboolean deep_dream_pixels_is_opaque (GeglBuffer *source);

/**
 * deep_dream_pixels_copy_channel:
 * @channel: the pixels of a channel or a layer mask of GIMP's.
 * @x: where its left edge lies in other coordinates.
 * @y: likewise, its upper edge.
 *
 * GIMP codes some channels as it codes gray pixels ("Y'") and others as it
 * codes selections ("Y"), but makes a selection of the same numbers of both.
 * So does this.
 *
 * Returns: (transfer full): a mask, "Y float", in these coordinates.
 */
GeglBuffer *deep_dream_pixels_copy_channel (GeglBuffer *channel,
                                            gint        x,
                                            gint        y);

/**
 * deep_dream_pixels_change:
 * @source: a buffer.
 * @area: the part of it that is wanted.
 * @seen: the part of it that @before and @after show; it holds @area.
 * @before: what deep_dream_pixels_read() returned for @seen.
 * @after: what became of it.
 * @cutter: (nullable): of @seen's size: where it is 0, alpha becomes 0.
 *
 * Adds @after - @before to @source's pixels, so that where nothing happened
 * the pixels stay exactly what they are, also out of 0..1.
 *
 * Returns: (transfer full): a buffer with @area's extent, "R'G'B'A float".
 */
GeglBuffer *deep_dream_pixels_change (GeglBuffer          *source,
                                      const GeglRectangle *area,
                                      const GeglRectangle *seen,
                                      const DreamPicture  *before,
                                      const DreamPicture  *after,
                                      const gfloat        *cutter);

G_END_DECLS
