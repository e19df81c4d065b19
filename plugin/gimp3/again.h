/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A dream once more: with the recipe that a dreamed layer carries, of the layer
 * that it was made of as that is now.
 */

#pragma once

#include <libgimp/gimp.h>

G_BEGIN_DECLS

/**
 * deep_dream_again_run:
 * @image: an image.
 * @drawable: a layer with a dream.
 * @error: return location for an error.
 *
 * Dreams where the image's selection says; if nothing is selected, wherever
 * @drawable is not transparent.  The new layer comes above @drawable, and has
 * its mode and opacity.  GIMP shows the progress.
 *
 * Returns: (transfer none) (nullable): the new layer, or %NULL with an error of
 *   deep_dream_memory_read(), deep_dream_memory_find_original() or
 *   deep_dream_job_dream().
 */
GimpLayer *deep_dream_again_run (GimpImage    *image,
                                 GimpDrawable *drawable,
                                 GError      **error);

G_END_DECLS
