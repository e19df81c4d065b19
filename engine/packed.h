/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The part of a network below one target layer, made ready for one set of
 * kernels: which layers are needed, where each channel lies in the blocked
 * layout, which layers write straight into a concatenation, and the weights in
 * the order in which the kernels read them.  Independent of any picture size,
 * so that all octaves and tiles share it.  Immutable.
 */

#pragma once

#include "kernels/kernels.h"
#include "network.h"
#include "threads.h"

G_BEGIN_DECLS

typedef struct _DreamPacked      DreamPacked;
typedef struct _DreamPackedLayer DreamPackedLayer;

/**
 * DreamPackedLayer:
 * @needed: whether the target depends on the layer; nothing else is set if
 *   not.
 * @n_blocks: blocks of the output.
 * @last: channels used of the last block.
 * @lanes: for each channel its place in the blocks (channels of concatenated
 *   layers may leave gaps).
 * @first_consumer: the first needed layer that reads this one, 0 if none does
 *   (the target).
 * @last_consumer: the last one.
 * @parent: the concatenation that this layer writes into, 0 if none.
 * @parent_block: where in it.
 * @nonnegative: a value of 0 means that no gradient passes on (the layer ends
 *   in ReLUs everywhere).
 * @forward: convolutions: packed weights, see #DreamConvolution.
 * @backward: stride_h x stride_w sets of packed weights, one for each phase:
 *   set (r, s) holds the taps (r + i stride_h, s + j stride_w), flipped.  For
 *   a layer that reads the picture: one set, see #DreamStem.
 * @bias: n_blocks x block values.
 */
struct _DreamPackedLayer
{
  gboolean needed;
  gint     n_blocks;
  gint     last;
  gint    *lanes;
  guint    first_consumer;
  guint    last_consumer;
  guint    parent;
  gint     parent_block;
  gboolean nonnegative;
  gfloat  *forward;
  gfloat **backward;
  gfloat  *bias;
};

/**
 * DreamPacked:
 * @network: the whole network.
 * @target: the last layer there is.
 * @kernels: what computes.
 * @grid: tiles begin at multiples of so many pixels, for the values that one
 *   vector holds to be the same whatever the tile; a multiple of the target's
 *   stride.
 * @layers: 0..@target.
 */
struct _DreamPacked
{
  DreamNetwork       *network;
  guint               target;
  const DreamKernels *kernels;
  gint                grid;
  DreamPackedLayer   *layers;
};

/**
 * dream_packed_new:
 * @network: the network.
 * @target: a layer's index.
 * @kernels: what will compute.
 * @threads: share the packing.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable): %NULL with
 *   %DREAM_ERROR_UNSUPPORTED_LAYER if the kernels lack something, or
 *   %DREAM_ERROR_NO_MEMORY.
 */
DreamPacked *dream_packed_new (DreamNetwork       *network,
                               guint               target,
                               const DreamKernels *kernels,
                               DreamThreads       *threads,
                               GError            **error);
void         dream_packed_free (DreamPacked *packed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DreamPacked, dream_packed_free)

G_END_DECLS
