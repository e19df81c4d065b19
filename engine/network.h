/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The immutable graph of a trained network: layers in an order in which each
 * comes after its inputs, their weights, and how a picture becomes the first
 * layer's input.  A network may be used by several threads at once.
 *
 * Weights stay in the (mapped) file in the file's own coding until a plan
 * packs those that its target needs, so that reading is quick.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Larger sides make no sense in a file and would overflow sizes. */
#define DREAM_MAX_KERNEL   64
#define DREAM_MAX_STRIDE   64
#define DREAM_MAX_CHANNELS 65536
#define DREAM_MAX_LAYERS   65536

typedef struct _DreamNetwork DreamNetwork;
typedef struct _DreamLayer   DreamLayer;
typedef struct _DreamTensor  DreamTensor;
typedef struct _DreamInput   DreamInput;

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

typedef enum
{
  DREAM_CODING_FLOAT32,
  DREAM_CODING_FLOAT64,
  DREAM_CODING_FLOAT16,
  DREAM_CODING_UINT8,
  DREAM_CODING_INT8,
  DREAM_CODING_UINT16,
  DREAM_CODING_INT32
} DreamCoding;

/* In which order a convolution's weights lie, the slowest first: output
 * channel, row, column, input channel (of a group). */
typedef enum
{
  DREAM_ORDER_OHWI, /* TensorFlow Lite */
  DREAM_ORDER_OIHW, /* Caffe, ONNX */
  DREAM_ORDER_HWIO, /* TensorFlow */
  DREAM_ORDER_IHWO  /* a transposed matrix behind a flattened OIHW layer */
} DreamOrder;

/**
 * DreamTensor:
 * @data: values, little endian, any alignment, inside memory that the network
 *   keeps alive.
 * @coding: how they are coded.
 * @order: of a convolution's weights.
 * @scale: real = @scale (stored - @zero_point); 1 and 0 for floats.
 * @scales: (nullable): instead of @scale one for each output channel: 32-bit
 *   floats, little endian, any alignment, in the same memory.
 */
struct _DreamTensor
{
  const guint8 *data;
  gsize         n_values;
  DreamCoding   coding;
  DreamOrder    order;
  gfloat        scale;
  gfloat        zero_point;
  const guint8 *scales;
};

/**
 * DreamInput:
 * @scale: for each channel of the network's input.
 * @mean: likewise, in 0..255 units.
 * @bgr: the network's channels are blue, green, red.
 *
 * How a picture becomes what a network expects: channel c of the input is
 * @scale[c] (255 pixel - @mean[c]).
 */
struct _DreamInput
{
  gfloat   scale[3];
  gfloat   mean[3];
  gboolean bgr;
};

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
 * What follows @bias is derived by dream_layer_graph_derive() and can be left
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
 * dream_network_read:
 * @path: a network file; the format is found by looking into it.  Some formats
 *   spread over files beside it.
 * @input: (nullable): what the network expects of a picture; %NULL for what
 *   the file says or, where it says nothing, what is usual for its format.
 * @error: return location for an error.
 *
 * Reads a network from an untrusted file: every offset and size is checked
 * before use.  Operations that the engine lacks, and those that depend on them,
 * are left out as long as something to dream remains: a classifier's head
 * seldom matters.
 *
 * Returns: (transfer full) (nullable): the network, or %NULL with a
 *   #GFileError, %DREAM_ERROR_BAD_NETWORK or %DREAM_ERROR_UNSUPPORTED_LAYER.
 */
DreamNetwork *dream_network_read (const gchar      *path,
                                  const DreamInput *input,
                                  GError          **error);

/**
 * dream_network_new:
 * @layers: (element-type DreamLayer) (transfer full): the layers; layer 0 is
 *   %DREAM_OP_INPUT.  Made with dream_layer_new(), freed by the network, also
 *   on error.
 * @input: what the network expects of a picture; it is copied.
 * @memory: (nullable): keeps the tensors' data alive; a reference is taken.
 * @error: return location for an error.
 *
 * For readers and tests.  Checks that the graph is sound (inputs come earlier
 * and exist, kernels and strides lie in 1..maximum, strides are the same along
 * both axes, what is joined has the same size for every picture, channels and
 * tensors have the sizes that the layers say, names are there and unique) and
 * derives what DreamLayer lists.
 *
 * Returns: (transfer full) (nullable): the network, or %NULL with
 *   %DREAM_ERROR_BAD_NETWORK.
 */
DreamNetwork *dream_network_new (GPtrArray        *layers,
                                 const DreamInput *input,
                                 GBytes           *memory,
                                 GError          **error);

/**
 * dream_layer_new:
 *
 * Returns: (transfer full): a layer of one tap, stride, dilation and group,
 *   without padding or activation, its inputs and channels 0.
 */
DreamLayer *dream_layer_new (DreamOp op, const gchar *name, guint n_inputs);
void        dream_layer_free (DreamLayer *layer);

DreamNetwork *dream_network_ref (DreamNetwork *network);
void          dream_network_unref (DreamNetwork *network);

guint dream_network_n_layers (const DreamNetwork *network);

/**
 * dream_network_get_layer:
 * @index: less than dream_network_n_layers().
 *
 * Returns: (transfer none): the layer.
 */
const DreamLayer *dream_network_get_layer (const DreamNetwork *network,
                                           guint               index);

/**
 * dream_network_find_layer:
 * @name: a layer's name, or the end of it in whole path components:
 *   "Mixed_5d/concat" finds "InceptionV3/InceptionV3/Mixed_5d/concat".  A
 *   component above a unique end will do too: "Mixed_5d" finds the layer that
 *   "Mixed_5d/…" ends in.
 * @index: (out): the layer's index.
 * @error: return location for an error.
 *
 * Returns: %FALSE with %DREAM_ERROR_NO_LAYER, the message naming near layers.
 */
gboolean dream_network_find_layer (const DreamNetwork *network,
                                   const gchar        *name,
                                   guint              *index,
                                   GError            **error);

/**
 * dream_network_get_input:
 *
 * Returns: (transfer none): what the network expects of a picture.
 */
const DreamInput *dream_network_get_input (const DreamNetwork *network);

/**
 * dream_network_get_format:
 *
 * Returns: (transfer none) (nullable): what people call the format of the
 *   network's file, such as "TensorFlow Lite (.tflite)"; %NULL for a network
 *   that was not read from a file.
 */
const gchar *dream_network_get_format (const DreamNetwork *network);

/**
 * dream_input_from_pixel:
 * @rgb: a pixel, 0..1.
 * @values: (out caller-allocates): three values of the network's input.
 */
void dream_input_from_pixel (const DreamInput *input,
                             const gfloat     *rgb,
                             gfloat           *values);

/**
 * dream_layer_output_size:
 * @layer: any layer but the picture.
 * @size: rows (or columns) of its inputs, at least 1.
 * @vertical: whether these are rows.
 * @before: (out) (optional): rows (or columns) of padding before the input.
 *
 * Returns: rows (or columns) of its output, 0 if the input is too small.
 */
gint dream_layer_output_size (const DreamLayer *layer,
                              gint              size,
                              gboolean          vertical,
                              gint             *before);

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

/**
 * dream_tensor_decode:
 * @tensor: a tensor.
 * @values: (out caller-allocates): room for its n_values floats.
 *
 * Writes the tensor's real values as they lie in the file, without regard to
 * @order or @scales.
 */
void dream_tensor_decode (const DreamTensor *tensor, gfloat *values);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DreamNetwork, dream_network_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DreamLayer, dream_layer_free)

G_END_DECLS
