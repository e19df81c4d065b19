/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An installed network in memory, with the names that people know it by.
 */

#pragma once

#include "engine/objective/objective.h"
#include "library.h"

G_BEGIN_DECLS

typedef struct _DeepDreamLoadedNetwork DeepDreamLoadedNetwork;

/**
 * DeepDreamLoadedNetwork:
 * @installed: its description.
 * @network: the network.
 * @names: what its classes and channels are called.
 */
struct _DeepDreamLoadedNetwork
{
  DeepDreamInstalled *installed;
  DreamNetwork       *network;
  DreamNames          names;
};

/**
 * deep_dream_loaded_network_new:
 * @name: a network's name; empty: deep_dream_library_get_default()'s.
 * @error: return location for an error.
 *
 * Reads no labels yet.  For any thread.
 *
 * Returns: (transfer full) (nullable): the network, or %NULL with an error of
 *   deep_dream_library_find() or dream_network_read().
 */
DeepDreamLoadedNetwork *deep_dream_loaded_network_new (const gchar *name,
                                                       GError     **error);

void deep_dream_loaded_network_free (DeepDreamLoadedNetwork *self);

/**
 * deep_dream_loaded_network_name:
 * @recipe: what is to be dreamed.
 * @error: return location for an error.
 *
 * Reads the labels into @self's names if @recipe wants a subject: damaged
 * labels are no reason not to dream of a layer.
 *
 * Returns: %FALSE with an error of deep_dream_library_read_labels(); or, if the
 *   network does not know the subject, with %DREAM_ERROR_BAD_RECIPE that names
 *   an installed network that does, or an error of
 *   deep_dream_subject_network_choose().
 */
gboolean deep_dream_loaded_network_name (DeepDreamLoadedNetwork *self,
                                         DreamRecipe            *recipe,
                                         GError                **error);

/**
 * deep_dream_loaded_network_complete:
 *
 * Returns: (transfer full): a copy of @recipe in which a layer that is needed
 *   but not named is the network's default one.
 */
DreamRecipe *deep_dream_loaded_network_complete (
  const DeepDreamLoadedNetwork *self,
  DreamRecipe                  *recipe);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeepDreamLoadedNetwork,
                               deep_dream_loaded_network_free)

G_END_DECLS
