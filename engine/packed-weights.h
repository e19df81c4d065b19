/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The weights of a packed network.  Called by packed.c alone.
 */

#pragma once

#include "packed.h"

G_BEGIN_DECLS

/**
 * dream_packed_weights_build:
 * @packed: all but the weights, biases and slopes set.
 * @threads: share the packing, layer by layer.
 *
 * Sets these.
 *
 * Returns: %FALSE if there is not enough memory.
 */
gboolean dream_packed_weights_build (DreamPacked  *packed,
                                     DreamThreads *threads);

G_END_DECLS
