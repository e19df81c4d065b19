/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A small network with random weights in the manner of Inception's, with its
 * operations in their awkward forms.
 */

#pragma once

#include "engine/image/picture.h"
#include "engine/network/network.h"

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
 * random_picture:
 *
 * Returns: (transfer full): noise in 0..1.
 */
DreamPicture *random_picture (gint width, gint height, guint32 seed);
