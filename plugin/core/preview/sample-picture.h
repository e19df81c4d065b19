/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The picture in which presets show what they dream: it looks like a photo, but
 * belongs to nobody.
 */

#pragma once

#include "engine/image/picture.h"

G_BEGIN_DECLS

/**
 * deep_dream_sample_picture_new:
 * @width: of the picture.
 * @height: of the picture.
 * @error: return location for an error.
 *
 * Draws clouds in a blue sky above two rows of wooded hills: value noise
 * (smoothly interpolated random values on a grid) over some octaves, each of
 * half the size and half the strength of the one before.  It is the same each
 * time.
 *
 * Returns: (transfer full) (nullable): the picture, or %NULL with an error of
 *   dream_picture_new().
 */
DreamPicture *deep_dream_sample_picture_new (gint     width,
                                             gint     height,
                                             GError **error);

G_END_DECLS
