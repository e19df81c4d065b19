/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How well each place of a layer's values fits one vector of channels, or which
 * of many it fits best.  Vectors have a value for each lane: for each channel
 * where it lies in the layer's blocks, 0 in between.
 */

#pragma once

#include "engine/kernels/kernels.h"
#include "engine/threads.h"

G_BEGIN_DECLS

/**
 * dream_similarity_new:
 * @activation: the layer's values.
 * @vectors: one vector, or with @nearest several, one after another.
 * @nearest: (nullable): for each place, height x width, which of them.
 *
 * Returns: (transfer full): the dot product at each place, height x width.
 */
gfloat *dream_similarity_new (DreamThreads       *threads,
                              const DreamKernels *kernels,
                              const DreamView    *activation,
                              const gfloat       *vectors,
                              const guint        *nearest);

/**
 * dream_similarity_new_squares:
 *
 * As dream_similarity_new(), with the squares of the layer's values.
 */
gfloat *dream_similarity_new_squares (DreamThreads       *threads,
                                      const DreamKernels *kernels,
                                      const DreamView    *activation,
                                      const gfloat       *vector);

/**
 * dream_similarity_match:
 * @activation: the layer's values.
 * @vectors: vectors one after another, aligned to 64 bytes.
 * @n_vectors: how many, at least 1.
 *
 * Returns: (transfer full): at each place, height x width, the vector whose dot
 *   product is greatest.
 */
guint *dream_similarity_match (DreamThreads       *threads,
                               const DreamKernels *kernels,
                               const DreamView    *activation,
                               const gfloat       *vectors,
                               guint               n_vectors);

G_END_DECLS
