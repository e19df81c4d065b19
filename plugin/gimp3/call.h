/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What all procedures do when they are called and when they fail.
 */

#pragma once

#include <libgimp/gimp.h>

G_BEGIN_DECLS

/**
 * deep_dream_call_check:
 * @image: an image.
 * @drawables: (array zero-terminated=1): what the procedure was called with.
 * @error: return location for an error.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_PICTURE if that is not one drawable, or
 *   as deep_dream_source_check().
 */
gboolean deep_dream_call_check (GimpImage     *image,
                                GimpDrawable **drawables,
                                GError       **error);

/**
 * deep_dream_call_get_status:
 * @error: why a procedure fails.
 *
 * Returns: whether people have cancelled it, its caller has made a mistake, or
 *   it could not be done.
 */
GimpPDBStatusType deep_dream_call_get_status (const GError *error);

G_END_DECLS
