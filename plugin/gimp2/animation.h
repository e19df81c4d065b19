/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The procedure that makes animations.
 */

#pragma once

#include <libgimp/gimp.h>

G_BEGIN_DECLS

#define DEEP_DREAM_ANIMATION_PROCEDURE "plug-in-deep-dream-animation"

/**
 * deep_dream_animation_install:
 *
 * Registers the procedure with GIMP, and its entry in the menus.  Its arguments
 * are the run mode, the image, the drawable, then the parameters of an
 * animation, those of the recipe, and the name of a preset; it returns the new
 * image.
 */
void deep_dream_animation_install (void);

/**
 * deep_dream_animation_call:
 * @n_arguments: how many arguments the procedure was called with.
 * @arguments: the arguments, from the run mode on.
 * @error: return location for an error.
 *
 * Runs the procedure, and shows the new image unless a script runs it.
 *
 * Returns: the new image, or -1 with an error of deep_dream_film_run(), or
 *   %DREAM_ERROR_BAD_RECIPE for arguments that are wrong.
 */
gint32 deep_dream_animation_call (gint             n_arguments,
                                  const GimpParam *arguments,
                                  GError         **error);

G_END_DECLS
