/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The weights of a compiled network.  Called by compiled.c alone.
 */

#pragma once

#include "compiled.h"

G_BEGIN_DECLS

/**
 * dream_pack_weights:
 * @compiled: all but the weights, biases and slopes set.
 * @threads: share the packing, layer by layer.
 *
 * Sets these.
 *
 * Returns: %FALSE if there is not enough memory.
 */
gboolean dream_pack_weights (DreamCompiled *compiled, DreamThreads *threads);

G_END_DECLS
