/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The dream: gradient ascent on a picture, octave by octave.
 */

#pragma once

#include "engine/compute/resources.h"
#include "engine/network/network.h"
#include "engine/objective/objective.h"
#include "engine/recipe/recipe.h"
#include "progress.h"

G_BEGIN_DECLS

/**
 * DreamMaterials:
 * @names: what the recipe may call the network's classes and channels.
 * @guide: (nullable): the recipe's guide, any size.
 * @style: (nullable): the recipe's style, any size.
 * @mask: (nullable): where to dream, of the size of the picture that is
 *   dreamed: H x W values, 0 nowhere to 1 wholly.
 *
 * What a recipe only names, or what does not belong to it: all owned by the
 * caller, who keeps it until dream_run() returns.
 */
typedef struct
{
  DreamNames          names;
  const DreamPicture *guide;
  const DreamPicture *style;
  const gfloat       *mask;
} DreamMaterials;

/**
 * dream_run:
 * @network: the network that looks.
 * @recipe: what to dream.  Its layer must be a name that
 *   dream_network_find_layer() finds; its network is not looked at.
 * @picture: H x W x 3, R'G'B' in 0..1.  It is not changed.
 * @materials: (nullable): see #DreamMaterials; %NULL for none.
 * @resources: (nullable): what to use of the machine; %NULL for the defaults.
 * @observer: (nullable): told of progress, asked whether to go on.
 * @user_data: for @observer.
 * @error: return location for an error.
 *
 * Dreams as google/deepdream's notebook does: octaves O_0 = picture, O_{k+1} =
 * O_k scaled by 1 / octave-scale; from the smallest up, the detail found so
 * far is scaled to the octave and added, then come the steps (roll by a random
 * jitter, gradient of 1/2 |activation|^2 over the channels that the recipe
 * names, divided by mean |gradient|, times
 * step / 255, added, clamped to 0..1).  Octaves that are too small for the
 * layer are left out.
 *
 * The recipe's further parameters change that: which octaves, see octaves.h;
 * how many steps and how large, effort.h; what the network looks at before one,
 * transform.h; what a step does, step.h.  In the end, the chroma of all that
 * was dreamed is scaled (color.h): by the recipe's chroma, or by 0 if its color
 * is "original".
 *
 * With the recipe's tileable, the picture wraps: octaves are scaled, and the
 * network sees them, as if the picture continued periodically.
 *
 * With the recipe's fine-detail, a dream that ended well below @picture's size
 * and was enlarged gets sharper edges (edges.h), and a second, short dream
 * draws finer detail along them (fine-detail.h) before its chroma is scaled.
 * Its octaves are some of @picture's own size, whatever the recipe's size.  A
 * dream that is stopped before is not finished so.
 *
 * With a mask, the update is multiplied by it, and mean |gradient| is weighted
 * by it.  Where it is 0, the result is @picture to the bit; where it is 1
 * everywhere, the dream is the same as without.
 *
 * Takes, beside @picture and what @resources allow for the network, two
 * buffers of the largest octave's size, which is @picture's as a rule: the
 * dream and its gradient.  What a recipe wants takes more: smoothing, rotation
 * and flip together one more, laplacian a third of one, Adam two.  variation
 * and pull take one of the size of each octave but @picture's own; a mask takes
 * a third of one likewise, and with rotation or flip another third.  Where the
 * recipe's size makes the largest octave smaller than @picture, these shrink
 * with it, its picture is kept as well, and only the result is of @picture's
 * size.  Fine detail then takes three buffers of @picture's size, a mask, and a
 * third of a buffer for its Laplacian.
 *
 * What the result depends on: @resources' memory says how tiles are cut; with a
 * halo of 100 the dream is the same in whatever tiles but for rounding (see
 * gradient.h), with less it differs slightly along their joins.  With the
 * recipe's precision "auto" and no instruction set asked for, bfloat16 is used
 * where the processor has it.  The number of threads changes nothing.  The same
 * arguments on the same machine give the same bits.  Thread-safe; it blocks, so
 * a host calls it from a worker thread.
 *
 * Returns: (transfer full) (nullable): the dreamed picture, H x W x 3, in
 *   0..1, or %NULL with %DREAM_ERROR_NO_LAYER, %DREAM_ERROR_BAD_RECIPE
 *   (channels that are no such list, or not the layer's),
 *   %DREAM_ERROR_TOO_SMALL, %DREAM_ERROR_NO_MEMORY, %DREAM_ERROR_NO_KERNELS or
 *   %DREAM_ERROR_CANCELLED.
 */
DreamPicture *dream_run (DreamNetwork         *network,
                         DreamRecipe          *recipe,
                         const DreamPicture   *picture,
                         const DreamMaterials *materials,
                         const DreamResources *resources,
                         DreamObserver         observer,
                         gpointer              user_data,
                         GError              **error);

G_END_DECLS
