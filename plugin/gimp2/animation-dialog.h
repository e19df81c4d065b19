/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The dialog of animations: asks what to dream and how it moves, then dreams
 * and shows how far it is.
 */

#pragma once

#include "plugin/core/animation/animation.h"

G_BEGIN_DECLS

/**
 * deep_dream_animation_dialog_run:
 * @image: an image.
 * @drawable: what to dream of.
 * @recipe: what the dialog shows first; then what people have chosen.
 * @animation: likewise.
 * @error: return location for an error.
 *
 * Runs the dialog until there is an animation or people have closed it.  What
 * goes wrong in between is shown in the dialog.
 *
 * Returns: the new image, or -1 with %DREAM_ERROR_CANCELLED.
 */
gint32 deep_dream_animation_dialog_run (gint32              image,
                                        gint32              drawable,
                                        DreamRecipe        *recipe,
                                        DeepDreamAnimation *animation,
                                        GError            **error);

G_END_DECLS
