/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a network sees at a place of a picture, as a recipe can say it.
 */

#pragma once

#include "engine/compute/resources.h"
#include "preview-job.h"

G_BEGIN_DECLS

typedef struct _DeepDreamChannelFinder DeepDreamChannelFinder;

/**
 * DeepDreamChannelFinder:
 * @layer: where the network was looked into.
 * @channels: of this layer, for a recipe's parameter of that name.
 */
struct _DeepDreamChannelFinder
{
  gchar *layer;
  gchar *channels;
};

/**
 * deep_dream_channel_finder_new:
 * @sketch: its recipe says which network and layer, its mask where to look; of
 *   a recipe without a single layer, the network's default one is looked into.
 * @resources: (nullable): what to use of the machine.
 * @error: return location for an error.
 *
 * Finds the channels that answer most there, by how much more they do so than
 * elsewhere in the picture (see dream_inspect_channels()).  Blocks; for any
 * thread.
 *
 * Returns: (transfer full) (nullable): what to dream for more of the same, or
 *   %NULL with %DREAM_ERROR_BAD_RECIPE if the sketch has no mask or that is
 *   black, or an error of deep_dream_loaded_network_new() or dream_inspect_channels().
 */
DeepDreamChannelFinder *deep_dream_channel_finder_new (
  const DeepDreamPreviewJob *sketch,
  const DreamResources      *resources,
  GError                   **error);

void deep_dream_channel_finder_free (DeepDreamChannelFinder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeepDreamChannelFinder,
                               deep_dream_channel_finder_free)

G_END_DECLS
