/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a compiled network finds in a whole picture, without a gradient.
 */

#pragma once

#include "compiled.h"
#include "engine/image/picture.h"

G_BEGIN_DECLS

typedef struct _DreamFeatureMaps DreamFeatureMaps;

/**
 * dream_feature_maps_new:
 * @compiled: the network up to its targets; must outlive the features.
 * @threads: compute.
 * @picture: H x W x 3, 0..1.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable): %NULL with %DREAM_ERROR_TOO_SMALL or
 *   %DREAM_ERROR_NO_MEMORY.
 */
DreamFeatureMaps *dream_feature_maps_new (DreamCompiled      *compiled,
                                          DreamThreads       *threads,
                                          const DreamPicture *picture,
                                          GError            **error);
void              dream_feature_maps_free (DreamFeatureMaps *self);

/**
 * dream_feature_maps_get:
 * @target: index of a target.
 *
 * Returns: its values, as long as they live.
 */
DreamView dream_feature_maps_get (DreamFeatureMaps *self, guint target);

/**
 * dream_feature_maps_get_vectors:
 * @target: index of a target.
 * @n_vectors: (out): how many places its values have.
 *
 * Returns: (transfer full): for each place, row by row, the values of all
 *   channels as they lie in the layer's blocks, 0 in between; free with
 *   g_aligned_free().
 */
gfloat *dream_feature_maps_get_vectors (DreamFeatureMaps *self,
                                        guint             target,
                                        guint            *n_vectors);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DreamFeatureMaps, dream_feature_maps_free)

G_END_DECLS
