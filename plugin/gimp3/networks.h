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
 * deep_dream_networks_offer_new:
 * @func: called when the network has been installed.
 * @user_data: for @func.
 *
 * Returns: (transfer floating): what people see where a network is missing:
 *   what it is for, how large it is, and a button that installs it.
 */
GtkWidget *deep_dream_networks_offer_new (DeepDreamInstalledFunc func,
                                          gpointer               user_data);

/**
 * deep_dream_networks_offer_set:
 * @offer: what deep_dream_networks_offer_new() has made.
 * @name: the network that is missing.
 *
 * Offers the network; or the default one, if none at all is installed.
 *
 * Returns: whether the network is known, so that it can be installed.
 */
gboolean deep_dream_networks_offer_set (GtkWidget *offer, const gchar *name);

G_END_DECLS
