/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One animation, from a layer to the new image of its frames.
 */

#pragma once

#include <libgimp/gimp.h>

#include "plugin/core/animation/animation.h"

G_BEGIN_DECLS

/**
 * deep_dream_film_run:
 * @image: an image.
 * @drawable: what to dream of.
 * @recipe: what to dream.
 * @animation: how it moves.
 * @progress: see #DeepDreamProgress.
 * @user_data: for @progress.
 * @error: return location for an error.
 *
 * The new image has the layer's size and the mode, precision, profile and
 * resolution of @image.  Its layers are the frames, the first one lowest, named
 * as GIMP's exporters and its playback want it, and without alpha if the layer
 * is opaque.  @image stays as it is.
 *
 * Returns: the new image, without a display, or -1 with an error of
 *   deep_dream_source_check() or deep_dream_animate().
 */
gint32 deep_dream_film_run (gint32              image,
                            gint32              drawable,
                            DreamRecipe        *recipe,
                            DeepDreamAnimation *animation,
                            DeepDreamProgress   progress,
                            gpointer            user_data,
                            GError            **error);

G_END_DECLS
