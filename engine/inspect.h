/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a network sees in a picture, for people who want more or less of it: the
 * classes that it finds likely, and the channels that answer most.
 */

#pragma once

#include "engine/compute/resources.h"
#include "engine/image/picture.h"
#include "engine/network/network.h"

G_BEGIN_DECLS

typedef struct _DreamSighting DreamSighting;
typedef struct _DreamAnswer   DreamAnswer;

/**
 * DreamSighting:
 * @class_index: a class, counted from 0.
 * @probability: 0..1.
 */
struct _DreamSighting
{
  guint   class_index;
  gdouble probability;
};

/**
 * DreamAnswer:
 * @channel: a channel of a layer.
 * @mean: of its values where it was looked at.
 * @contrast: by how many of its standard deviations over the picture that
 *   exceeds its mean over the picture; 0 where all of it was looked at.
 */
struct _DreamAnswer
{
  gint    channel;
  gdouble mean;
  gdouble contrast;
};

/**
 * dream_inspect_classes:
 * @network: a classifier.
 * @n_classes: how many classes it tells apart.
 * @picture: H x W x 3, 0..1.
 * @resources: (nullable): what to use of the machine.
 * @error: return location for an error.
 *
 * The network looks once at all of @picture, scaled to the square that it was
 * trained with (a usual size in which its last layer has a single value for
 * each class); the probabilities are the softmax of these values.
 *
 * Returns: (transfer full) (element-type DreamSighting) (nullable): all
 *   classes, the likeliest first, or %NULL with %DREAM_ERROR_BAD_RECIPE if no
 *   layer has
 *   @n_classes channels, or an error of dream_run().
 */
GArray *dream_inspect_classes (DreamNetwork         *network,
                               guint                 n_classes,
                               const DreamPicture   *picture,
                               const DreamResources *resources,
                               GError              **error);

/**
 * dream_inspect_channels:
 * @network: the network.
 * @layers: (array length=n_layers): indices of layers, each once.
 * @n_layers: how many.
 * @picture: H x W x 3, 0..1; a large one is scaled down to about a megapixel.
 * @mask: (nullable): where to look: H x W values, 0..1, not all 0; %NULL for
 *   everywhere.
 * @resources: (nullable): what to use of the machine.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (element-type GArray) (nullable): for each layer an
 *   array of #DreamAnswer, one for each channel, the one that answers most
 *   first: by contrast with a mask, by the mean without.  %NULL with an error
 *   of dream_run().
 */
GPtrArray *dream_inspect_channels (DreamNetwork         *network,
                                   const guint          *layers,
                                   guint                 n_layers,
                                   const DreamPicture   *picture,
                                   const gfloat         *mask,
                                   const DreamResources *resources,
                                   GError              **error);

G_END_DECLS
