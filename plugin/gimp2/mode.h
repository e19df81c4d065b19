/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names of layer modes, as placements have them.
 */

#pragma once

#include <libgimp/gimp.h>

G_BEGIN_DECLS

/**
 * deep_dream_mode_list_usual:
 * @n_modes: (out): how many there are.
 *
 * Returns: (transfer none): the modes in which a dream over its source looks
 *   like something, normal first.
 */
const GimpLayerMode *deep_dream_mode_list_usual (guint *n_modes);

/**
 * deep_dream_mode_get_name:
 * @mode: a mode.
 *
 * Returns: its name, such as "softlight".
 */
const gchar *deep_dream_mode_get_name (GimpLayerMode mode);

/**
 * deep_dream_mode_get_title:
 * @mode: a mode.
 *
 * Returns: (transfer none): what GIMP's own dialogs call it, in people's
 *   language; its name if it is none of the usual ones.
 */
const gchar *deep_dream_mode_get_title (GimpLayerMode mode);

/**
 * deep_dream_mode_find:
 * @name: (nullable): a name.
 * @mode: (out): the mode.
 * @error: return location for an error.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_RECIPE if no layer can have such a
 *   mode; the message names some that there are.
 */
gboolean deep_dream_mode_find (const gchar   *name,
                               GimpLayerMode *mode,
                               GError       **error);

G_END_DECLS
