/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A small network with random weights that holds every operation in its
 * awkward forms, and a plain evaluation of any network in double precision to
 * compare the engine with.
 */

#pragma once

#include "engine/network.h"
#include "engine/picture.h"

/**
 * tiny_network_new:
 * @seed: starts the random weights.
 *
 * Odd channel counts, strided and unstrided, square and flat kernels, both
 * paddings, both pools, concatenations with parts of one block and less, with
 * a part that others read too, and nested.  The last layer is "head/concat".
 *
 * Returns: (transfer full): the network.
 */
DreamNetwork *tiny_network_new (guint32 seed);

/**
 * naive_objective:
 * @pixels: height x width x 3, 0..1.
 * @activation: (out) (transfer full) (nullable): channels x height x width of
 *   the target; may be %NULL.
 *
 * Returns: 1/2 sum a^2 of the target's activation.
 */
gdouble naive_objective (const DreamNetwork *network,
                         guint               target,
                         const gdouble      *pixels,
                         gint                width,
                         gint                height,
                         gdouble           **activation);

/**
 * random_picture:
 *
 * Returns: (transfer full): noise in 0..1.
 */
DreamPicture *random_picture (gint width, gint height, guint32 seed);
