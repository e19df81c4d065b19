/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The procedure that makes animations.
 */

#pragma once

#include <libgimp/gimp.h>

G_BEGIN_DECLS

#define DEEP_DREAM_ANIMATION_PROCEDURE "plug-in-deep-dream-animation"

/**
 * deep_dream_animation_create:
 * @plug_in: the plug-in.
 *
 * Returns: (transfer full): the procedure, without what all of the plug-in's
 *   have in common.
 */
GimpProcedure *deep_dream_animation_create (GimpPlugIn *plug_in);

G_END_DECLS
