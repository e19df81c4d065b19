/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The part of a network's graph that a target needs, rearranged so that it
 * costs less and means the same.  Called by packed.c alone.
 */

#pragma once

#include "packed.h"

G_BEGIN_DECLS

/**
 * dream_packed_graph_build:
 * @packed: with its network, target and layers' array.
 *
 * Sets of each #DreamPackedLayer the needed, layer, leader, members, affines,
 * depthwise, nonnegative and consumers.
 */
void dream_packed_graph_build (DreamPacked *packed);

G_END_DECLS
