/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The readers of network files, one a format, all called by
 * dream_network_read() alone (read.h).  A reader knows its format and
 * network.h.
 */

#pragma once

#include "engine/network/network.h"

G_BEGIN_DECLS

/**
 * DreamReadFunc:
 * @file: a file's bytes, untrusted; the network keeps a reference.
 * @path: (nullable): where they come from, for formats that spread over several
 *   files.
 * @input: (nullable): what the network expects of a picture, if the caller
 *   knows better than the file.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable): the network, or %NULL with a
 *   #GFileError, %DREAM_ERROR_BAD_NETWORK or %DREAM_ERROR_UNSUPPORTED_LAYER.
 */
typedef DreamNetwork *(*DreamReadFunc) (GBytes           *file,
                                        const gchar      *path,
                                        const DreamInput *input,
                                        GError          **error);

/**
 * dream_is_caffe:
 * @file: a file's bytes.
 *
 * Returns: whether @file looks like a .caffemodel of Caffe's, or like the
 *   .prototxt that belongs to one, which alone is no network.
 */
gboolean dream_is_caffe (GBytes *file);

/**
 * dream_read_caffe:
 *
 * Reads a .caffemodel in the newer or the older form, each layer under its own
 * name, those that work in place too.  If there is a .prototxt beside it
 * (called as the .caffemodel is, the same with "_deploy" behind it or "deploy_"
 * before it, or "deploy.prototxt" with layers of the same names), that one says
 * how the layers are connected.
 *
 * See #DreamReadFunc.
 */
DreamNetwork *dream_read_caffe (GBytes           *file,
                                const gchar      *path,
                                const DreamInput *input,
                                GError          **error);

/**
 * dream_is_tflite:
 * @file: a file's bytes.
 *
 * Returns: whether @file looks like a TensorFlow Lite flatbuffer (identifier
 *   "TFL3" at byte 4).
 */
gboolean dream_is_tflite (GBytes *file);

/**
 * dream_read_tflite:
 *
 * Reads the first graph of a file of 8-bit integers, quantised for all values
 * of a tensor or channel by channel, or of floats of 32 or 16 bits.  A
 * convolution or addition whose 8-bit output ends at 0 is followed by a ReLU
 * that the file does not name: it was folded into the quantisation range, as
 * was a ReLU6 where it also ends at 6.
 *
 * If neither the input's range nor the file's metadata say anything about the
 * picture, its channels are -1..1, or 0..255 if the first thing that the
 * network does is to scale them down, or what its weights say
 * (guess-range.h).
 *
 * See #DreamReadFunc.
 */
DreamNetwork *dream_read_tflite (GBytes           *file,
                                 const gchar      *path,
                                 const DreamInput *input,
                                 GError          **error);

/**
 * dream_is_tfjs:
 * @file: a file's bytes.
 *
 * Returns: whether @file looks like TensorFlow.js's model.json: an object that
 *   speaks of a "modelTopology".
 */
gboolean dream_is_tfjs (GBytes *file);

/**
 * dream_read_tfjs:
 *
 * Reads model.json and the weights that it says lie beside it.  A network that
 * does not itself bring a picture's values to another range is taken to expect
 * -1..1, or what its weights say (guess-range.h).
 *
 * See #DreamReadFunc.
 */
DreamNetwork *dream_read_tfjs (GBytes           *file,
                               const gchar      *path,
                               const DreamInput *input,
                               GError          **error);

/**
 * dream_is_graphdef:
 * @file: a file's bytes.
 *
 * Returns: whether @file looks like a TensorFlow GraphDef: protocol buffers
 *   that begin with nodes.
 */
gboolean dream_is_graphdef (GBytes *file);

/**
 * dream_read_graphdef:
 *
 * Reads a frozen graph of TensorFlow's, with channels last.  If neither @input
 * nor the graph itself says what becomes of a picture, 117 is subtracted, as
 * inception5h expects.
 *
 * See #DreamReadFunc.
 */
DreamNetwork *dream_read_graphdef (GBytes           *file,
                                   const gchar      *path,
                                   const DreamInput *input,
                                   GError          **error);

/**
 * dream_is_onnx:
 * @file: a file's bytes.
 *
 * Returns: whether @file looks like a ModelProto of ONNX.
 */
gboolean dream_is_onnx (GBytes *file);

/**
 * dream_read_onnx:
 *
 * Reads a network of ONNX's operations, version 7 and later, with floats of 16,
 * 32 or 64 bits, in the file itself.  A layer goes by the operation's name or,
 * if it has none, its value's.  Where the file is silent and nothing in it
 * tells otherwise, pictures are taken to be normalised as torchvision does.
 *
 * See #DreamReadFunc.
 */
DreamNetwork *dream_read_onnx (GBytes           *file,
                               const gchar      *path,
                               const DreamInput *input,
                               GError          **error);

G_END_DECLS
