/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A button that installs a network, and a bar that shows how far it is.
 */

#pragma once

#include <gtk/gtk.h>

#include "networks.h"

G_BEGIN_DECLS

/**
 * deep_dream_installation_find_program:
 *
 * Returns: (transfer full) (nullable): the path of deep-dream-networks, or
 *   %NULL if it is not installed.
 */
gchar *deep_dream_installation_find_program (void);

/**
 * deep_dream_installation_explain_absence:
 *
 * Returns: what to tell people who have no deep-dream-networks.
 */
const gchar *deep_dream_installation_explain_absence (void);

/**
 * deep_dream_installation_new:
 * @name: (nullable): the network; it can be changed.
 * @label: of the button.
 * @func: called when it is installed.
 * @user_data: for @func.
 *
 * Returns: (transfer floating): the button and the bar.  When they are
 *   destroyed, what is going on is broken off, and nothing is left of it.
 */
GtkWidget *deep_dream_installation_new (const gchar           *name,
                                        const gchar           *label,
                                        DeepDreamInstalledFunc func,
                                        gpointer               user_data);

/**
 * deep_dream_installation_set_name:
 * @installation: what deep_dream_installation_new() returned.
 * @name: (nullable): the network that the button installs; %NULL for none.
 */
void deep_dream_installation_set_name (GtkWidget   *installation,
                                       const gchar *name);

/**
 * deep_dream_installation_is_running:
 * @installation: likewise.
 *
 * Returns: whether a network is being installed.
 */
gboolean deep_dream_installation_is_running (GtkWidget *installation);

G_END_DECLS
