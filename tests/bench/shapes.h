/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How large a network's layers are for a picture and how much arithmetic they
 * take, counted by the graph alone, so that it is the same for whoever
 * computes it.
 */

#pragma once

#include "engine/network/network.h"

G_BEGIN_DECLS

typedef struct _BenchShape BenchShape;

/**
 * BenchShape:
 * @needed: whether the target depends on the layer.
 * @height: rows of the output.
 * @width: columns of it.
 * @pad_top: rows of padding before the input.
 * @pad_left: columns of it.
 * @flop: of the forward pass, see bench_flop().  The backward pass to the
 *   input takes as much again.
 */
struct _BenchShape
{
  gboolean needed;
  gint     height;
  gint     width;
  gint     pad_top;
  gint     pad_left;
  gdouble  flop;
};

/**
 * bench_shapes_new:
 * @target: a layer's index.
 * @width: of the picture.
 * @height: of the picture.
 *
 * Returns: (transfer full): the shapes of layers 0..@target; free with
 *   g_free().
 */
BenchShape *bench_shapes_new (const DreamNetwork *network,
                              guint               target,
                              gint                width,
                              gint                height);

/**
 * bench_flop:
 * @layer: any layer.
 * @channels: of its input.
 * @shape: its own.
 *
 * Returns: 2 for each multiply-add of a direct convolution, 0 for what is no
 *   convolution.
 */
gdouble bench_flop (const DreamLayer *layer,
                    gint              channels,
                    const BenchShape *shape);

/**
 * bench_shapes_flop:
 *
 * Returns: the sum of a forward pass to @target.
 */
gdouble bench_shapes_flop (const BenchShape *shapes, guint target);

G_END_DECLS
