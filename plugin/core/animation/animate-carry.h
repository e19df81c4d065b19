/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Frames that each go on from the one before.
 */

#pragma once

#include "frame-maker.h"

G_BEGIN_DECLS

/**
 * deep_dream_animate_carry:
 *
 * Makes the frames of all kinds but octaves: what was dreamed on one frame is
 * dreamed on in the next.
 *
 * Returns: %FALSE with an error of the frame maker.
 */
gboolean deep_dream_animate_carry (DeepDreamFrameMaker *self, GError **error);

G_END_DECLS
