/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The readers of network files, one a format, all called by
 * dream_network_read() alone.  A reader knows its format and network.h.
 */

#pragma once

#include "../network.h"

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
 * Reads an 8-bit quantised classifier: convolutions, average and max pools and
 * concatenations.  real = scale (q - zero_point), per tensor.  A convolution
 * whose output has the zero point 0 is followed by a ReLU that the file does
 * not name: it was folded into the quantisation range.
 *
 * See #DreamReadFunc.
 */
DreamNetwork *dream_read_tflite (GBytes           *file,
                                 const gchar      *path,
                                 const DreamInput *input,
                                 GError          **error);

G_END_DECLS
