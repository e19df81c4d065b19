/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The part of a network's graph that a target needs, rearranged so that it
 * costs less and means the same.  Called by compiled.c alone.
 */

#pragma once

#include "compiled.h"

G_BEGIN_DECLS

/**
 * dream_fuse_layers:
 * @compiled: with its network, target and layers' array.
 *
 * Sets of each #DreamCompiledLayer the needed, layer, leader, members, affines,
 * depthwise, nonnegative and consumers.
 */
void dream_fuse_layers (DreamCompiled *compiled);

G_END_DECLS
