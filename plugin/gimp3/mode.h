/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Layer modes by GIMP's own names.
 */

#pragma once

#include <libgimp/gimp.h>

G_BEGIN_DECLS

/**
 * deep_dream_mode_parse:
 * @name: the nick of a value of #GimpLayerMode.
 * @mode: (out) (optional): the value.
 * @error: return location for an error.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_RECIPE if there is none of that name.
 */
gboolean deep_dream_mode_parse (const gchar   *name,
                                GimpLayerMode *mode,
                                GError       **error);

/**
 * deep_dream_mode_get_name:
 *
 * Returns: what deep_dream_mode_parse() calls @mode.
 */
const gchar *deep_dream_mode_get_name (GimpLayerMode mode);

G_END_DECLS
