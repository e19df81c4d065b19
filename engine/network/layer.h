/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A layer of a network.
 */

#pragma once

#include "tensor.h"

G_BEGIN_DECLS

/* Larger sides make no sense in a file and would overflow sizes. */
#define DREAM_MAX_KERNEL   64
#define DREAM_MAX_STRIDE   64
#define DREAM_MAX_CHANNELS 65536
#define DREAM_MAX_LAYERS   65536

typedef struct _DreamLayer DreamLayer;

typedef enum
{
  DREAM_OP_INPUT, /* the picture, 3 channels; always layer 0 */
  DREAM_OP_CONVOLUTION,
  DREAM_OP_MAX_POOL,
  DREAM_OP_AVERAGE_POOL,
  DREAM_OP_LRN,        /* y = x (bias + alpha sum x^2)^-beta, the sum over
                        * neighbouring channels (Krizhevsky et al. 2012) */
  DREAM_OP_ACTIVATION, /* a function of each value */
  DREAM_OP_ADD,        /* of two layers, value by value */
  DREAM_OP_MULTIPLY,   /* likewise */
  DREAM_OP_MAXIMUM,    /* likewise; of equal values the first one's */
  DREAM_OP_CONCAT,     /* along the channels */
  DREAM_OP_WIDEN       /* channels of zeros after those of the input */
} DreamOp;

typedef enum
{
  DREAM_PADDING_EXPLICIT, /* as many zeros around as the layer says:
                           * out = floor ((n + before + after - k) / s) + 1 */
  DREAM_PADDING_SAME      /* out = ceil (n / s), zeros around; of the
                           * (out - 1) s + k - n (if positive) floor (half)
                           * come before the picture */
} DreamPadding;

typedef enum
{
  DREAM_ACTIVATION_NONE,
  DREAM_ACTIVATION_CLIP,    /* min (max (x, low), high); the ReLU is
                                  * 0..INFINITY */
  DREAM_ACTIVATION_LEAKY,   /* x < 0 ? slope x : x */
  DREAM_ACTIVATION_SIGMOID, /* 1 / (1 + exp -x) */
  DREAM_ACTIVATION_TANH,
  DREAM_ACTIVATION_SWISH,        /* x / (1 + exp -x) */
  DREAM_ACTIVATION_HARD_SIGMOID, /* min (max (scale x + shift, 0), 1) */
  DREAM_ACTIVATION_HARD_SWISH,   /* x min (max (x / 6 + 1/2, 0), 1) */
  DREAM_ACTIVATION_POWER         /* (scale x + shift)^power */
} DreamActivation;

/**
 * DreamLayer:
 * @name: the layer's name in the file, unique.
 * @inputs: indices of layers, each smaller than this layer's own.
 * @channels: of the output.
 * @kernel_h: rows of the kernel or pooling window; likewise the others.
 * @dilation_h: convolutions: rows of the input between rows of the kernel.
 * @groups: convolutions: output channel c reads the input channels of group
 *   c groups / channels alone; with as many groups as channels of the input
 *   and of the output it is a depthwise convolution.
 * @pad_top: rows of zeros before the input, with explicit padding; likewise
 *   the others.  A maximum never takes a zero of the padding.
 * @round_up: pools with explicit padding: a last window that reaches beyond
 *   the padding counts too, if it begins within the input or the padding
 *   before it: out = ceil (…) + 1.
 * @count_padding: average pools: the padding's zeros count (but not what lies
 *   beyond it).
 * @activation: of convolutions (%DREAM_ACTIVATION_CLIP with @low 0 alone) and
 *   additions (likewise), and what a layer %DREAM_OP_ACTIVATION does.
 * @low: see #DreamActivation; likewise the next four.
 * @slopes: leaky: one value, or one a channel.
 * @lrn_size: LRN: over how many channels the sum goes, (size - 1) / 2 of them
 *   before the channel itself.
 * @lrn_alpha: LRN: as in the formula, not divided by the size.
 * @weights: convolutions: channels x kernel_h x kernel_w x input channels of a
 *   group, in the tensor's order.
 * @bias: convolutions: one value a channel, or @data %NULL for none.
 *
 * What follows @bias is derived by dream_shapes_derive() and can be left
 * 0:
 * @short_name: the shortest end of @name, whole path components, that no other
 *   layer's name ends with; what people are shown.
 * @receptive_field: pixels of the picture that one output value sees, along
 *   each axis (the larger of both).
 * @stride: pixels of the picture between neighbouring output values, the same
 *   along both axes.
 * @minimum_size: the smallest side of a picture that gives this layer an
 *   output.
 * @field_h: like @receptive_field, for rows; likewise @field_w.
 * @offset_h: a picture of n rows gives floor ((n - @offset_h) / @stride) + 1
 *   rows of output; likewise @offset_w.
 */
struct _DreamLayer
{
  gchar          *name;
  DreamOp         op;
  guint           n_inputs;
  guint          *inputs;
  gint            channels;
  gint            kernel_h;
  gint            kernel_w;
  gint            stride_h;
  gint            stride_w;
  gint            dilation_h;
  gint            dilation_w;
  gint            groups;
  DreamPadding    padding;
  gint            pad_top;
  gint            pad_left;
  gint            pad_bottom;
  gint            pad_right;
  gboolean        round_up;
  gboolean        count_padding;
  DreamActivation activation;
  gfloat          low;
  gfloat          high;
  gfloat          scale;
  gfloat          shift;
  gfloat          power;
  DreamTensor     slopes;
  gint            lrn_size;
  gfloat          lrn_alpha;
  gfloat          lrn_beta;
  gfloat          lrn_bias;
  DreamTensor     weights;
  DreamTensor     bias;

  const gchar *short_name;
  gint         receptive_field;
  gint         stride;
  gint         minimum_size;
  gint         field_h;
  gint         field_w;
  gint         offset_h;
  gint         offset_w;
};

/**
 * dream_layer_new:
 *
 * Returns: (transfer full): a layer of one tap, stride, dilation and group,
 *   without padding or activation, its inputs and channels 0.
 */
DreamLayer *dream_layer_new (DreamOp op, const gchar *name, guint n_inputs);
void        dream_layer_free (DreamLayer *layer);

/**
 * dream_layer_is_depthwise:
 *
 * Returns: whether each output channel is a convolution of the one input
 *   channel of the same number.
 */
gboolean dream_layer_is_depthwise (const DreamLayer *layer);

/**
 * dream_layer_decode_weights:
 * @layer: a convolution of a sound network.
 * @values: (out caller-allocates): room for the weights' n_values floats.
 *
 * Writes the real weights in the order %DREAM_ORDER_OHWI.
 */
void dream_layer_decode_weights (const DreamLayer *layer, gfloat *values);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DreamLayer, dream_layer_free)

G_END_DECLS
