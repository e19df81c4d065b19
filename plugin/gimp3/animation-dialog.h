/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The dialog of animations: asks what to dream and how it moves, then dreams
 * and shows how far it is.
 */

#pragma once

#include <libgimp/gimp.h>

G_BEGIN_DECLS

/**
 * deep_dream_animation_dialog_run:
 * @procedure: the procedure.
 * @image: an image.
 * @drawable: what to dream of.
 * @config: what the dialog shows first; then what people have chosen.
 * @error: return location for an error.
 *
 * Runs the dialog until there is an animation or people have closed it.  What
 * goes wrong in between is shown in the dialog.
 *
 * Returns: (transfer none) (nullable): the new image, or %NULL with
 *   %DREAM_ERROR_CANCELLED.
 */
GimpImage *deep_dream_animation_dialog_run (GimpProcedure       *procedure,
                                            GimpImage           *image,
                                            GimpDrawable        *drawable,
                                            GimpProcedureConfig *config,
                                            GError             **error);

G_END_DECLS
