/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How an ONNX graph takes its picture.
 */

#pragma once

#include "graph.h"

G_BEGIN_DECLS

/**
 * dream_onnx_read_picture:
 * @name: an input that no initializer sets.
 * @type: (nullable): its type, protobuf-c's TypeProto.
 * @channels: 3, or 1 for a picture of brightness alone.
 * @error: return location for an error.
 *
 * Takes it for the picture if it is one: 4 axes, of which the second (or the
 * last) has @channels values, or, if that is 3, any number.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_NETWORK, or with
 *   %DREAM_ERROR_UNSUPPORTED_LAYER if it is a second one.
 */
gboolean dream_onnx_read_picture (DreamOnnxGraph *graph,
                                  const gchar    *name,
                                  gconstpointer   type,
                                  gint            channels,
                                  GError        **error);

/**
 * dream_onnx_get_input:
 * @given: (nullable): what the caller says that the file expects.
 *
 * Without @given: whole numbers are 0..255.  Where the graph itself moves the
 * picture's values to around 0, they come from 0..255 or 0..1, whichever fits.
 * Otherwise channels last are a sign of TensorFlow's -1..1, which a picture of
 * brightness alone is taken to be as well, unless its weights tell otherwise
 * (guess-range.h); and the rest is taken to be as torchvision trains, ((0..1) -
 * mean) / deviation of ImageNet.
 *
 * Returns: what the graph's picture is to be.
 */
DreamInput dream_onnx_get_input (DreamOnnxGraph   *graph,
                                 const DreamInput *given);

G_END_DECLS
