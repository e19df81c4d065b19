/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One dream, shown while it grows octave by octave.
 */

#pragma once

#include "frame-maker.h"

G_BEGIN_DECLS

/**
 * deep_dream_animate_grow:
 *
 * Makes the frames of one dream, octave by octave.
 *
 * Returns: %FALSE with an error of the frame maker, or of
 *   dream_octaves_new().
 */
gboolean deep_dream_animate_grow (DeepDreamFrameMaker *self, GError **error);

G_END_DECLS
