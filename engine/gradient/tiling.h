/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How one axis of a picture is cut into tiles: plain arithmetic that knows
 * neither networks nor pixels.
 *
 * The network sees a canvas: the picture itself or, where it is to wrap, the
 * picture continued periodically by a margin at both ends.  A tile keeps a part
 * of the picture and sees more of the canvas around it.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _DreamAxis DreamAxis;
typedef struct _DreamSpan DreamSpan;

/**
 * DreamAxis:
 * @size: pixels of the picture.
 * @margin: pixels of the canvas before the picture, and as many behind it;
 *   a multiple of @grid.
 * @grid: tiles begin at multiples of so many pixels of the canvas.
 * @halo: pixels that a tile sees beyond those it keeps, a multiple of @grid.
 * @minimum: a tile sees at least so many pixels.
 * @core: pixels that a tile keeps (the last tile what is left): @size as long
 *   as there is one tile, a multiple of @grid then.
 */
struct _DreamAxis
{
  gint size;
  gint margin;
  gint grid;
  gint halo;
  gint minimum;
  gint core;
};

/**
 * DreamSpan:
 * @start: the first pixel of the canvas that a tile sees, a multiple of the
 *   axis' grid.
 * @end: the first that it does not see any more.
 * @keep_start: the first that it keeps.
 * @keep_end: the first behind those.
 */
struct _DreamSpan
{
  gint start;
  gint end;
  gint keep_start;
  gint keep_end;
};

gint      dream_axis_get_canvas (const DreamAxis *axis);
gint      dream_axis_n_tiles (const DreamAxis *axis);
DreamSpan dream_axis_get_span (const DreamAxis *axis, gint n);

/**
 * dream_axis_get_largest:
 *
 * Returns: how many pixels the tile sees that sees most.
 */
gint dream_axis_get_largest (const DreamAxis *axis);

/**
 * dream_axis_cut:
 *
 * Cuts into more tiles, no more than it takes for the largest to become
 * smaller.
 *
 * Returns: %FALSE if no cut makes it smaller, or only one whose tiles see far
 *   more than they keep; @axis is unchanged then.
 */
gboolean dream_axis_cut (DreamAxis *axis);

/**
 * dream_axis_round_up:
 *
 * Returns: the smallest multiple of @grid that is no less than @pixels.
 */
gint dream_axis_round_up (gint64 pixels, gint grid);

G_END_DECLS
