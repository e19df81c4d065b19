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

#include <glib.h>

#include "engine/error.h"
#include "engine/network/network.h"

G_BEGIN_DECLS

/* Draws most of what the first DeepDreams drew. */
#define DEEP_DREAM_DEFAULT_NETWORK "inception-v3"

typedef struct _DeepDreamInstalled DeepDreamInstalled;

/**
 * DeepDreamInstalled:
 * @name: what a recipe calls the network, the description's file name without
 *   its ending.
 * @title: what people call it.
 * @size: of all its files together, bytes, as far as it is known.
 * @path: the network's file.
 * @labels: (nullable): the file of its classes' labels.
 * @classes: (nullable): whose classes they are: networks that have the same
 *   here know the same names.
 * @subject_rank: how well it dreams them, compared with other networks.
 * @input: (nullable): what the network expects of a picture; %NULL for what
 *   its file says.
 * @default_layer: the layer to dream when a recipe names none.
 * @layer_names: (array zero-terminated=1): layers worth offering.
 * @layer_titles: (array zero-terminated=1): their titles, one for each name.
 * @channels: (element-type GArray): titles of channels, see #DreamNames.
 */
struct _DeepDreamInstalled
{
  gchar      *name;
  gchar      *title;
  guint64     size;
  gchar      *path;
  gchar      *labels;
  gchar      *classes;
  gint        subject_rank;
  DreamInput *input;
  gchar      *default_layer;
  gchar     **layer_names;
  gchar     **layer_titles;
  GHashTable *channels;
};

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

void deep_dream_installed_free (DeepDreamInstalled *installed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeepDreamInstalled, deep_dream_installed_free)

G_END_DECLS
