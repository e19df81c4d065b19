/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The networks that are installed on this machine.
 *
 * An installed network is a description NAME.network (a keyfile, see
 * models/README.md) and its files beside it, in the folder
 * deep-dream/networks of the user's data directory or of one of the system's
 * ($XDG_DATA_HOME, $XDG_DATA_DIRS); the user's come first.
 * models/deep-dream-networks puts them there.
 */

#pragma once

#include "description.h"
#include "engine/error.h"

G_BEGIN_DECLS

/* Draws most of what the first DeepDreams drew. */
#define DEEP_DREAM_DEFAULT_NETWORK "inception-v3"

/**
 * deep_dream_library_list:
 *
 * Damaged descriptions are left out with a g_warning().
 *
 * Returns: (transfer full) (element-type DeepDreamInstalled): the installed
 *   networks, sorted by name; empty if there are none.
 */
GPtrArray *deep_dream_library_list (void);

/**
 * deep_dream_library_list_known:
 *
 * What could be installed: the descriptions in deep-dream/models of the data
 * directories, whose files are not there.
 *
 * Returns: (transfer full) (element-type DeepDreamInstalled): networks as
 *   deep_dream_library_list() has them.
 */
GPtrArray *deep_dream_library_list_known (void);

/**
 * deep_dream_library_find_known:
 * @name: a network's name.
 *
 * Returns: (transfer full) (nullable): one of deep_dream_library_list_known(),
 *   or %NULL if it is not there.
 */
DeepDreamInstalled *deep_dream_library_find_known (const gchar *name);

/**
 * deep_dream_library_find:
 * @name: a network's name; empty: deep_dream_library_get_default()'s.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable): the network's description, or %NULL
 *   with %DREAM_ERROR_NO_NETWORK (the message says which are installed and how
 *   to install one) or %DREAM_ERROR_BAD_NETWORK (the description is damaged, or
 *   the file does not have the size that it gives).
 */
DeepDreamInstalled *deep_dream_library_find (const gchar *name, GError **error);

/**
 * deep_dream_library_get_default:
 *
 * Returns: (transfer full): the name of the network for whoever names none:
 *   %DEEP_DREAM_DEFAULT_NETWORK if it is installed, or if none is, else the
 *   first of those that are.
 */
gchar *deep_dream_library_get_default (void);

/**
 * deep_dream_library_read_labels:
 * @installed: an installed network.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (array zero-terminated=1) (nullable): what the
 *   network's classes are called, or %NULL without an error if nobody says so,
 *   or with %DREAM_ERROR_BAD_NETWORK if the file cannot be read or is no text.
 */
gchar **deep_dream_library_read_labels (const DeepDreamInstalled *installed,
                                        GError                  **error);

G_END_DECLS
