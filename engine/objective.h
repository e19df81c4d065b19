/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What gradient ascent strengthens, as the gradient of the objective towards
 * the target layer: the seed of the backward pass.
 */

#pragma once

#include "kernels/kernels.h"
#include "threads.h"

G_BEGIN_DECLS

/**
 * dream_objective_seed:
 * @activation: the target layer's values.
 * @kernels: whose layout @activation has.
 * @weights: (nullable): of the channels, one value for each place in the
 *   blocks, aligned for vectors; %NULL for 1 everywhere.
 * @seed: (out): same geometry.
 *
 * The objective of google/deepdream, 1/2 sum a^2, whose gradient is the
 * activation itself; with weights w of the channels, 1/2 sum w a^2.
 */
void dream_objective_seed (DreamThreads       *threads,
                           const DreamKernels *kernels,
                           const DreamView    *activation,
                           const gfloat       *weights,
                           const DreamView    *seed);

G_END_DECLS
