/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A network of GoogLeNet's shape up to inception 4c: published topology and
 * channel numbers (Szegedy et al., "Going Deeper with Convolutions", table 1),
 * padding as TensorFlow's "same".  The weights are random, with the variance
 * that keeps activations in range (He et al., 2015), and the same every time:
 * time does not depend on what a network has learned.
 */

#pragma once

#include "engine/network/network.h"

G_BEGIN_DECLS

/**
 * bench_googlenet_new:
 * @error: return location for an error.
 *
 * Its layers are named as in the paper, "inception_4c/output" the last.
 *
 * Returns: (transfer full) (nullable): the network.
 */
DreamNetwork *bench_googlenet_new (GError **error);

G_END_DECLS
