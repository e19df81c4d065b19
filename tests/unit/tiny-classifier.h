/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A small classifier with random weights.
 */

#pragma once

#include "engine/network/network.h"

#define TINY_CLASSES 7
#define TINY_SIDE    11

/**
 * tiny_classifier_new:
 *
 * Returns: (transfer full): "body", a strided convolution, "pool", a mean over
 *   5 x 5 values, and "logits", one for each of %TINY_CLASSES classes; a single
 *   one from a picture of %TINY_SIDE pixels.
 */
DreamNetwork *tiny_classifier_new (void);
