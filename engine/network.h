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

typedef enum
{
  DREAM_OP_INPUT, /* the picture, 3 channels; always layer 0 */
  DREAM_OP_CONVOLUTION,
  DREAM_OP_MAX_POOL,
  DREAM_OP_AVERAGE_POOL, /* the mean excludes padding */
  DREAM_OP_LRN,          /* y = x (bias + alpha sum x^2)^-beta, the sum over
                          * neighbouring channels (Krizhevsky et al. 2012) */
  DREAM_OP_CONCAT        /* along the channels */
} DreamOp;

typedef enum
{
  DREAM_PADDING_VALID, /* none: out = floor ((n - k) / s) + 1 */
  DREAM_PADDING_SAME   /* out = ceil (n / s), zeros around; of the
                           * (out - 1) s + k - n (if positive) floor (half)
                           * come before the picture */
} DreamPadding;

typedef enum
{
  DREAM_CODING_FLOAT32,
  DREAM_CODING_UINT8,
  DREAM_CODING_INT32
} DreamCoding;

/**
 * DreamTensor:
 * @data: values, little endian, any alignment, inside memory that the network
 *   keeps alive.
 * @coding: how they are coded.
 * @scale: real = @scale (stored - @zero_point); 1 and 0 for floats.
 */
struct _DreamTensor
{
  const guint8 *data;
  gsize         n_values;
  DreamCoding   coding;
  gfloat        scale;
  gint          zero_point;
};

/**
 * DreamLayer:
 * @name: the layer's name in the file, unique.
 * @inputs: indices of layers, each smaller than this layer's own.
 * @channels: of the output.
 * @kernel_h: rows of the kernel or pooling window; likewise the others.
 * @relu: negative outputs become 0 (convolutions only).
 * @lrn_size: LRN: over how many channels the sum goes, (size - 1) / 2 of them
 *   before the channel itself.
 * @lrn_alpha: LRN: as in the formula, not divided by the size.
 * @weights: convolutions: channels x kernel_h x kernel_w x input channels.
 * @bias: convolutions: one value a channel, or @data %NULL for none.
 *
 * What follows @bias is derived by dream_network_new() and can be left 0:
 * @short_name: the shortest end of @name, whole path components, that no other
 *   layer's name ends with; what people are shown.
 * @receptive_field: pixels of the picture that one output value sees, along
 *   each axis (the larger of both).
 * @stride: pixels of the picture between neighbouring output values, the same
 *   along both axes.
 * @minimum_size: the smallest side of a picture that gives this layer an
 *   output.
 */
struct _DreamLayer
{
  gchar       *name;
  DreamOp      op;
  guint        n_inputs;
  guint       *inputs;
  gint         channels;
  gint         kernel_h;
  gint         kernel_w;
  gint         stride_h;
  gint         stride_w;
  DreamPadding padding;
  gboolean     relu;
  gint         lrn_size;
  gfloat       lrn_alpha;
  gfloat       lrn_beta;
  gfloat       lrn_bias;
  DreamTensor  weights;
  DreamTensor  bias;

  const gchar *short_name;
  gint         receptive_field;
  gint         stride;
  gint         minimum_size;
};

/**
 * dream_network_read:
 * @path: a network file; the format is found by looking into it.
 * @error: return location for an error.
 *
 * Reads a network from an untrusted file: every offset and size is checked
 * before use.  Operations that no layer below needs (a classifier's softmax)
 * cut the network there.
 *
 * Returns: (transfer full) (nullable): the network, or %NULL with a
 *   #GFileError, %DREAM_ERROR_BAD_NETWORK or %DREAM_ERROR_UNSUPPORTED_LAYER.
 */
DreamNetwork *dream_network_read (const gchar *path, GError **error);

/**
 * dream_network_new:
 * @layers: (element-type DreamLayer) (transfer full): the layers; layer 0 is
 *   %DREAM_OP_INPUT.  Made with dream_layer_new(), freed by the network, also
 *   on error.
 * @scale: what the network's input is, per channel of the picture, in 0..255
 *   units: input = @scale (255 pixel - @offset).
 * @offset: see @scale.
 * @memory: (nullable): keeps the tensors' data alive; a reference is taken.
 * @error: return location for an error.
 *
 * For readers.  Checks that the graph is sound (inputs come earlier and exist,
 * kernels and strides lie in 1..maximum, strides are the same along both axes,
 * what is concatenated has the same size for every picture, channels and
 * tensors have the sizes that the layers say, names are there and unique) and
 * derives what DreamLayer lists.
 *
 * Returns: (transfer full) (nullable): the network, or %NULL with
 *   %DREAM_ERROR_BAD_NETWORK.
 */
DreamNetwork *dream_network_new (GPtrArray *layers,
                                 gfloat     scale,
                                 gfloat     offset,
                                 GBytes    *memory,
                                 GError   **error);

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

gfloat dream_network_get_scale (const DreamNetwork *network);
gfloat dream_network_get_offset (const DreamNetwork *network);

/**
 * dream_tensor_decode:
 * @tensor: a tensor.
 * @values: (out caller-allocates): room for its n_values floats.
 *
 * Writes the tensor's real values.
 */
void dream_tensor_decode (const DreamTensor *tensor, gfloat *values);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DreamNetwork, dream_network_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DreamLayer, dream_layer_free)

G_END_DECLS
