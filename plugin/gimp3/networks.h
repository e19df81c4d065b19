/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Installing networks from the dialog, by deep-dream-networks.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * DeepDreamInstalledFunc:
 * @name: the network that is there now.
 * @user_data: as given with it.
 */
typedef void (*DeepDreamInstalledFunc) (const gchar *name, gpointer user_data);

/**
 * deep_dream_networks_choose:
 * @parent: a window.
 * @func: called for each network that has been installed.
 * @user_data: for @func.
 *
 * Opens a window with the networks that can be installed, and runs it until
 * people close it; what is being fetched then is broken off.
 */
void deep_dream_networks_choose (GtkWindow             *parent,
                                 DeepDreamInstalledFunc func,
                                 gpointer               user_data);

/**
 * deep_dream_networks_welcome_new:
 * @func: called when the default network has been installed.
 * @user_data: for @func.
 *
 * Returns: (transfer floating): what people see before there is any network: what
 *   it is for, and a button that installs the default one.
 */
GtkWidget *deep_dream_networks_welcome_new (DeepDreamInstalledFunc func,
                                            gpointer               user_data);

G_END_DECLS
