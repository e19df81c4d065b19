/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The gradient of the objective over a whole picture, tile by tile, exactly.
 *
 * A tile's gradient equals the whole picture's where the tile reaches at least
 * receptive field - 1 pixels further (or to the picture's border): every value
 * of the target that sees a pixel then has its own surroundings complete.
 * Tiles begin at multiples of the target's stride, so that strided layers fall
 * on the same positions.
 */

#pragma once

#include "packed.h"
#include "picture.h"
#include "plan.h"

G_BEGIN_DECLS

typedef struct _DreamGradient DreamGradient;

/**
 * dream_gradient_new:
 * @packed: the network up to its target; must outlive the gradient.
 * @threads: compute; must outlive the gradient.
 * @width: of the pictures.
 * @height: of the pictures.
 * @budget: bytes that the network may take; tiles are made as large as fit.
 *   A tile cannot be smaller than its surroundings need, so that for deep
 *   layers a small budget is exceeded.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable): %NULL with %DREAM_ERROR_TOO_SMALL or
 *   %DREAM_ERROR_NO_MEMORY.
 */
DreamGradient *dream_gradient_new (DreamPacked  *packed,
                                   DreamThreads *threads,
                                   gint          width,
                                   gint          height,
                                   gsize         budget,
                                   GError      **error);
void           dream_gradient_free (DreamGradient *self);

/**
 * dream_gradient_n_tiles:
 *
 * Returns: into how many tiles a picture is cut.
 */
gint dream_gradient_n_tiles (DreamGradient *self);

/**
 * dream_gradient_compute:
 * @picture: H x W x 3, 0..1.
 * @shift_x: the network sees @picture rolled (circularly) by so many pixels to
 *   the right.
 * @shift_y: likewise, down.
 * @gradient: (out): H x W x 3, of the objective towards @picture's values, not
 *   rolled.
 * @tick: (nullable): called after each layer with its share of the work.
 * @user_data: for @tick.
 *
 * Returns: %FALSE if @tick broke off.
 */
gboolean dream_gradient_compute (DreamGradient      *self,
                                 const DreamPicture *picture,
                                 gint                shift_x,
                                 gint                shift_y,
                                 DreamPicture       *gradient,
                                 DreamTick           tick,
                                 gpointer            user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DreamGradient, dream_gradient_free)

G_END_DECLS
