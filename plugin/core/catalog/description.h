/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a description NAME.network says of a network, see models/README.md.
 */

#pragma once

#include "engine/network/network.h"

G_BEGIN_DECLS

/* What concerns the network as a whole. */
#define DEEP_DREAM_DESCRIPTION_GROUP "Network"

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
 * deep_dream_description_read:
 * @file: the description.
 * @folder: where it lies.
 * @name: what recipes call the network.
 * @error: return location for an error.
 *
 * Whether the files that it names are there is not looked at.
 *
 * Returns: (transfer full) (nullable): what it says, or %NULL with a
 *   #GKeyFileError.
 */
DeepDreamInstalled *deep_dream_description_read (GKeyFile    *file,
                                                 const gchar *folder,
                                                 const gchar *name,
                                                 GError     **error);

void deep_dream_installed_free (DeepDreamInstalled *installed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeepDreamInstalled, deep_dream_installed_free)

G_END_DECLS
