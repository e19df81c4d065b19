/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The gradient of the objective over a whole picture, tile by tile.
 *
 * A tile's gradient equals the whole picture's where the tile reaches at least
 * receptive field - 1 pixels further (or to the picture's border): every value
 * of the target that sees a pixel then has its own surroundings complete.
 * Tiles begin at multiples of the compiled network's grid, so that strided
 * layers and Winograd's tiles fall on the same positions and the sums are the
 * same to the bit, but for those of Winograd's that reach across the end of what
 * a tile sees: these are rounded differently, which changes a gradient by some
 * 1e-6 of its size (bfloat16: 1e-2).  Which thread computes what changes nothing.
 *
 * Since most of what a value sees lies near the middle
 * of its field, a part of that halo costs little accuracy and saves much time;
 * the joins, where the error is, must then not stay in one place.
 *
 * A gradient is used by one thread at a time.
 */

#pragma once

#include "engine/compute/compiled.h"
#include "engine/compute/plan.h"
#include "engine/image/picture.h"
#include "engine/objective/seeder.h"

G_BEGIN_DECLS

typedef struct _DreamGradient DreamGradient;
typedef struct _DreamTiling   DreamTiling;

/**
 * DreamTiling:
 * @budget: bytes that a tile may take; tiles are made as large as fit.  A tile
 *   cannot be smaller than its surroundings need, and keeps a quarter of its
 *   halo at least: if the smallest exceeds @budget, the smallest is used
 *   nevertheless.
 * @halo: how much a tile sees of the surroundings that make it exact, in
 *   percent, 0..100, rounded up to whole multiples of the compiled network's
 *   grid.  It makes no difference along an axis that is not cut.
 * @wrap: the picture continues periodically beyond its borders; otherwise
 *   there is nothing (the network's own padding).
 */
struct _DreamTiling
{
  gsize    budget;
  gint     halo;
  gboolean wrap;
};

/**
 * dream_gradient_new:
 * @compiled: the network up to its target; must outlive the gradient.
 * @threads: compute; must outlive the gradient.
 * @width: of the pictures.
 * @height: of the pictures.
 * @tiling: how to cut pictures; it is copied.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable): %NULL with %DREAM_ERROR_TOO_SMALL or
 *   %DREAM_ERROR_NO_MEMORY.
 */
DreamGradient *dream_gradient_new (DreamCompiled     *compiled,
                                   DreamThreads      *threads,
                                   gint               width,
                                   gint               height,
                                   const DreamTiling *tiling,
                                   GError           **error);
void           dream_gradient_free (DreamGradient *self);

/**
 * dream_gradient_aim:
 * @seeder: (nullable): what is to be strengthened from now on, made for the
 *   same compiled network; must outlive its use here.  %NULL for 1/2 |a|^2 of
 *   all targets' values, as it is at first.
 */
void dream_gradient_aim (DreamGradient *self, DreamSeeder *seeder);

/**
 * dream_gradient_set_mask:
 * @mask: (nullable): height x width values, 0..1, that belong to the pictures'
 *   pixels; must outlive its use here.  %NULL for 1 everywhere, as it is at
 *   first.
 *
 * The gradient towards a target's value is multiplied with the mask's mean
 * over the pixels from that value's own to the next one's.
 */
void dream_gradient_set_mask (DreamGradient *self, const gfloat *mask);

/**
 * dream_gradient_n_tiles:
 *
 * Returns: into how many tiles a picture is cut.
 */
gint dream_gradient_n_tiles (DreamGradient *self);

/**
 * dream_gradient_get_memory:
 *
 * Returns: how many bytes the gradient keeps for its tiles.
 */
gsize dream_gradient_get_memory (DreamGradient *self);

/**
 * dream_gradient_draw_shift:
 * @random: where the random numbers come from.
 * @jitter: the largest shift of the recipe, in pixels.
 * @shift_x: (out): for dream_gradient_compute().
 * @shift_y: (out): likewise.
 *
 * Draws integers in -@jitter..@jitter.  Along an axis on which tiles see less
 * than makes them exact, or on which the picture wraps, a random multiple of
 * the compiled network's grid is added, over the whole picture, so that the
 * joins move (as the tiled version of TensorFlow's DeepDream tutorial rolls the
 * picture; no tile is left out here).
 */
void dream_gradient_draw_shift (DreamGradient *self,
                                GRand         *random,
                                gint           jitter,
                                gint          *shift_x,
                                gint          *shift_y);

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
 * If the seeder has to measure first, there is a pass for that before.
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
