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

#include "layer.h"

G_BEGIN_DECLS

typedef struct _DreamNetwork DreamNetwork;
typedef struct _DreamInput   DreamInput;

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
 * dream_network_set_format:
 * @format: see dream_network_get_format(); kept as it is.
 *
 * For who has just read @network.
 */
void dream_network_set_format (DreamNetwork *network, const gchar *format);

/**
 * dream_input_from_pixel:
 * @rgb: a pixel, 0..1.
 * @values: (out caller-allocates): three values of the network's input.
 */
void dream_input_from_pixel (const DreamInput *input,
                             const gfloat     *rgb,
                             gfloat           *values);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DreamNetwork, dream_network_unref)

G_END_DECLS
