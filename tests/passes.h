/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A network's passes over a whole picture, in one piece and full precision,
 * for comparisons with other frameworks.
 */

#pragma once

#include "engine/gradient/gradient.h"
#include "npy.h"

G_BEGIN_DECLS

/**
 * passes_picture:
 * @image: H x W x 3, R, G and B in 0..255.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable): the picture.
 */
DreamPicture *passes_picture (const Npy *image, GError **error);

/**
 * passes_forward:
 * @compiled: a network up to its target.
 * @threads: compute.
 * @picture: what it sees.
 * @channels: (out): the target's channels, likewise its rows and columns.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable): the target's values, channels x height x
 *   width.
 */
gfloat *passes_forward (DreamCompiled      *compiled,
                        DreamThreads       *threads,
                        const DreamPicture *picture,
                        gint               *channels,
                        gint               *height,
                        gint               *width,
                        GError            **error);

/**
 * passes_gradient:
 *
 * See passes_forward().
 *
 * Returns: (transfer full) (nullable): the gradient of half the sum of the
 *   target's squares towards the picture's values, taken as 0..255.
 */
DreamPicture *passes_gradient (DreamCompiled      *compiled,
                               DreamThreads       *threads,
                               const DreamPicture *picture,
                               GError            **error);

G_END_DECLS
