/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A plain evaluation of any network in double precision, to compare the engine
 * with.
 */

#pragma once

#include "engine/network/network.h"

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
