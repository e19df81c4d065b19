/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between GEGL's buffers and the engine's pictures.  For the main thread.
 */

#pragma once

#include <gegl.h>

#include "engine/picture.h"

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
 * deep_dream_pixels_change:
 * @source: a buffer.
 * @area: the part of it that is wanted.
 * @seen: the part of it that @before and @after show; it holds @area.
 * @before: what deep_dream_pixels_read() returned for @seen.
 * @after: what became of it.
 * @mask: (nullable): multiplies the alpha.
 * @mask_x: @mask's x for @source's x = 0.
 * @mask_y: @mask's y for @source's y = 0.
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
                                      GeglBuffer          *mask,
                                      gint                 mask_x,
                                      gint                 mask_y);

G_END_DECLS
