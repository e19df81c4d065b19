/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The part of a network below one or several target layers, made ready for one
 * set of kernels: which layers are needed, where each channel lies in the
 * blocked layout, which layers write straight into a concatenation, and the
 * weights in the order in which the kernels read them.  Independent of any
 * picture size, so that all octaves and tiles share it.  Immutable.
 */

#pragma once

#include "engine/kernels/kernels.h"
#include "engine/network/network.h"
#include "engine/threads.h"

G_BEGIN_DECLS

typedef struct _DreamCompiled      DreamCompiled;
typedef struct _DreamCompiledLayer DreamCompiledLayer;

/**
 * dream_layer_clips:
 *
 * Returns: whether what the layer computes is clipped to at least 0, so that
 *   bits say where gradients pass.
 */
gboolean dream_layer_clips (const DreamLayer *layer);

/**
 * DreamCompiledLayer:
 * @needed: whether a target is the layer or depends on it; nothing else is set
 *   if not.
 * @is_target: whether it is a target, whose values are to be had and which
 *   begins the backward pass with others.
 * @layer: what it computes; not always the network's own layer of that index,
 *   see fuse.c, but its channels and result are.  Groups that are not
 *   depthwise have become one whose weights are 0 elsewhere.
 * @leader: the layer in whose turn it is computed: its own index, or that of
 *   a convolution it has been merged into.
 * @members: (element-type guint): of a leader: the layers that it computes, in
 *   ascending order, itself the first.
 * @n_blocks: blocks of the output.
 * @last: channels used of the last block.
 * @lanes: for each channel its place in the blocks (channels of concatenated
 *   layers may leave gaps).
 * @first_consumer: the first in whose turn this layer is read, 0 if none does
 *   (a target).
 * @last_consumer: the last one.
 * @parent: the concatenation that this layer writes into, 0 if none.
 * @parent_block: where in it.
 * @nonnegative: a value of 0 means that no gradient passes on (the layer ends
 *   in ReLUs everywhere).
 * @affines: (element-type guint) (nullable): of a convolution: layers of the
 *   network that are depthwise convolutions of one tap and follow it, from the
 *   lowest up; they have become a part of it.
 * @depthwise: whether it is a depthwise convolution.  @forward then is what
 *   #DreamDepthwise reads, for both passes.
 * @winograd: convolutions: whether Winograd's filtering computes them.
 * @forward: convolutions: packed weights, see #DreamConvolution and
 *   #DreamWinograd.
 * @backward: stride_h x stride_w sets of packed weights, one for each phase:
 *   set (r, s) holds the taps (r + i stride_h, s + j stride_w), flipped.  For
 *   a layer that reads the picture: one set, see #DreamStem.
 * @bias: n_blocks x block values.
 * @slopes: of %DREAM_ACTIVATION_LEAKY: likewise; of %DREAM_OP_WIDEN: 1 for the
 *   channels of the input, 0 for the others.
 *
 * Weights and biases are set of leaders, for all members one after another.
 */
struct _DreamCompiledLayer
{
  gboolean   needed;
  gboolean   is_target;
  DreamLayer layer;
  guint      leader;
  GArray    *members;

  gint     n_blocks;
  gint     last;
  gint    *lanes;
  guint    first_consumer;
  guint    last_consumer;
  guint    parent;
  gint     parent_block;
  gboolean nonnegative;
  gfloat  *bias;
  gfloat  *slopes;

  GArray   *affines;
  gboolean  depthwise;
  gboolean  winograd;
  gpointer  forward;
  gpointer *backward;
};

/**
 * DreamCompiled:
 * @network: the network.
 * @target: index of the last of the target layers.
 * @kernels: what computes.
 * @layers: 0..@target.
 * @grid: tiles of a picture begin at multiples of so many pixels, so that
 *   strided layers and Winograd's tiles fall on the same places in all of
 *   them.
 * @receptive_field: pixels of the picture that a value of any target sees at
 *   most, along each axis.
 * @minimum_size: the smallest side of a picture that gives all targets an
 *   output.
 * @forms: Winograd's filtering in the forward and in the backward pass, by the
 *   taps along an axis.  Forward, rounding decides where a maximum lies and
 *   whether a ReLU lets a gradient through, so it is kept as small as direct
 *   sums have it; for 3 x 3 it even is 0 where the picture is flat, so that
 *   equal values stay equal.  Backward it decides nothing.
 */
struct _DreamCompiled
{
  DreamNetwork       *network;
  guint               target;
  const DreamKernels *kernels;
  DreamCompiledLayer *layers;
  gint                grid;
  gint                receptive_field;
  gint                minimum_size;
  DreamWinogradForm   forms[2][DREAM_WINOGRAD_MAX_TAPS + 1];
};

/**
 * dream_compiled_new:
 * @network: the network.
 * @targets: (array length=n_targets): layers' indices; twice the same is once.
 * @n_targets: at least 1.
 * @kernels: what will compute.
 * @threads: share the packing.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable): %NULL with
 *   %DREAM_ERROR_UNSUPPORTED_LAYER if the kernels lack something, or
 *   %DREAM_ERROR_NO_MEMORY.
 */
DreamCompiled *dream_compiled_new (DreamNetwork       *network,
                                   const guint        *targets,
                                   guint               n_targets,
                                   const DreamKernels *kernels,
                                   DreamThreads       *threads,
                                   GError            **error);
void           dream_compiled_free (DreamCompiled *compiled);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DreamCompiled, dream_compiled_free)

G_END_DECLS
