/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The gradient's coarse and fine detail in balance: Laplacian pyramid gradient
 * normalisation, as in TensorFlow's DeepDream tutorial (Mordvintsev 2015).
 */

#pragma once

#include "engine/progress.h"
#include "picture.h"

G_BEGIN_DECLS

typedef struct _DreamPyramid DreamPyramid;

/**
 * dream_pyramid_new:
 * @width: of the pictures.
 * @height: of the pictures.
 * @n_levels: how often a picture is halved, at least 1; less often if nothing
 *   is left to be halved.
 * @wrap: whether pictures continue periodically beyond their borders; otherwise
 *   they are mirrored there.
 * @threads: compute; must outlive the pyramid.
 * @error: return location for an error.
 *
 * Takes a third of a picture's memory.
 *
 * Returns: (transfer full) (nullable): %NULL with %DREAM_ERROR_NO_MEMORY.
 */
DreamPyramid *dream_pyramid_new (gint          width,
                                 gint          height,
                                 gint          n_levels,
                                 gboolean      wrap,
                                 DreamThreads *threads,
                                 GError      **error);
void          dream_pyramid_free (DreamPyramid *self);

/**
 * dream_pyramid_normalize:
 * @picture: (inout): values of any range.
 * @tick: asked between the passes, with no work to report.
 * @user_data: for @tick.
 *
 * With K = [1 4 6 4 1] / 16 along both axes, lo = K picture at every other
 * pixel and up (lo) = 4 K of lo with zeros between, the pyramid's levels are
 * hi = picture - up (lo), of lo likewise, and in the end the last lo.  Each is
 * divided by its root mean square, and they are added up again.
 *
 * Half of n pixels that wrap, an odd number, are (n + 1) / 2 at equal
 * distances, a little less than two, and K is continued between its values by
 * straight lines, so that no seam is seen.
 *
 * Returns: %FALSE if @tick broke off; @picture's pixels are then lost.
 */
gboolean dream_pyramid_normalize (DreamPyramid *self,
                                  DreamPicture *picture,
                                  DreamTick     tick,
                                  gpointer      user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DreamPyramid, dream_pyramid_free)

G_END_DECLS
