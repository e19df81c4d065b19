/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where a dream that is to be enlarged has edges, and how these stay sharp.
 * Knows pictures alone.
 */

#pragma once

#include "engine/progress.h"
#include "picture.h"

G_BEGIN_DECLS

typedef struct _DreamEdges DreamEdges;

/**
 * dream_edges_new:
 * @width: of the detail.
 * @height: of the detail.
 * @wrap: whether it continues periodically beyond its borders; otherwise it is
 *   mirrored there.
 * @threads: compute; must outlive the edges.
 * @error: return location for an error.
 *
 * Takes the memory of three pictures and a mask of the detail's size.
 *
 * Returns: (transfer full) (nullable): %NULL with %DREAM_ERROR_NO_MEMORY.
 */
DreamEdges *dream_edges_new (gint          width,
                             gint          height,
                             gboolean      wrap,
                             DreamThreads *threads,
                             GError      **error);
void        dream_edges_free (DreamEdges *self);

/**
 * dream_edges_find:
 * @detail: what a dream adds to a picture, in the size in which it was dreamed.
 * @amount: how much sharper it is to be; 1 is as meant.
 * @tick: asked between the passes, with no work to report.
 * @user_data: for @tick.
 *
 * With S_s the blur of gaussian.h, D the detail and the mean over the
 * channels, e = mean S_1.2 |D - S_2 D|; a place's edge is a smooth step from 0
 * to 1 as e goes from 0.4 to 1.3 times sum e^2 / sum e.  That measure is the e
 * of a place chosen in proportion to e, so that flat places count for nothing,
 * however many there are.  The detail becomes D + 0.7 @amount (D - S_1 D).
 *
 * Returns: %FALSE if @tick broke off; nothing has been found then.
 */
gboolean dream_edges_find (DreamEdges         *self,
                           const DreamPicture *detail,
                           gdouble             amount,
                           DreamTick           tick,
                           gpointer            user_data);

/**
 * dream_edges_sharpen:
 * @picture: what was dreamed on, at least as large as the detail.
 * @mask: (nullable): where it was, of @picture's size.
 * @dreamt: (inout): @picture with the detail, which dream_picture_resample()
 *   has enlarged.
 * @places: (out caller-allocates): of @picture's size: where the edges are,
 *   0..1, times @mask.
 *
 * At @places, and in proportion, the detail is that of dream_edges_find(),
 * enlarged by cubic interpolation (Keys 1981, "Cubic Convolution Interpolation
 * for Digital Image Processing"), which shows no lattice as the bilinear does.
 * Where they are 0, @dreamt stays as it is to the bit.
 */
void dream_edges_sharpen (const DreamEdges   *self,
                          const DreamPicture *picture,
                          const gfloat       *mask,
                          DreamPicture       *dreamt,
                          gfloat             *places);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DreamEdges, dream_edges_free)

G_END_DECLS
