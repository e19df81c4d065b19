/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The dialog: asks what to dream, then dreams and shows how far it is.
 */

#pragma once

#include <libgimp/gimp.h>

G_BEGIN_DECLS

/**
 * deep_dream_dialog_run:
 * @procedure: the procedure.
 * @image: an image.
 * @drawable: what to dream of.
 * @config: what the dialog shows first; then what people have chosen.
 * @error: return location for an error.
 *
 * Runs the dialog until there is a dream or people have closed it.  What goes
 * wrong in between is shown in the dialog, so that they can change the values
 * and try again.
 *
 * Returns: (transfer none) (nullable): the new layer, or %NULL with
 *   %DREAM_ERROR_CANCELLED.
 */
GimpLayer *deep_dream_dialog_run (GimpProcedure       *procedure,
                                  GimpImage           *image,
                                  GimpDrawable        *drawable,
                                  GimpProcedureConfig *config,
                                  GError             **error);

G_END_DECLS
