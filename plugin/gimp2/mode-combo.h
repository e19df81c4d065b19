/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The widget that chooses a layer mode.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * deep_dream_mode_combo_new:
 * @object: whose property it is.
 * @property: a property with a mode's name, see mode.h.
 *
 * Returns: (transfer floating): a combo box of the usual modes, and of the one
 *   that @property has if that is another.
 */
GtkWidget *deep_dream_mode_combo_new (GObject *object, const gchar *property);

G_END_DECLS
