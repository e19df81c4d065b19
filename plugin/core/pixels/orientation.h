/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Turns a picture as the camera says, so that networks see it upright.
 */

#pragma once

#include <gegl.h>

G_BEGIN_DECLS

/**
 * deep_dream_orientation_turn:
 * @buffer: pixels as they lie in the file.
 * @orientation: 1..8, EXIF's tag 274.
 *
 * Returns: (transfer full): the pixels upright; @buffer itself if they are.
 */
GeglBuffer *deep_dream_orientation_turn (GeglBuffer *buffer, gint orientation);

G_END_DECLS
