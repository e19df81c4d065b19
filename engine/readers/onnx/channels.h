/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Constants that ONNX spreads over a layer's values ("broadcasting").
 */

#pragma once

#include "graph.h"

G_BEGIN_DECLS

/**
 * dream_onnx_is_per_channel:
 * @constant: floats.
 * @layout: of what they are combined with.
 * @channels: how many channels that has.
 *
 * Returns: whether there is one value for all, or one for each channel.
 */
gboolean dream_onnx_is_per_channel (const DreamOnnxTensor *constant,
                                    DreamOnnxLayout        layout,
                                    gint                   channels);

/**
 * dream_onnx_spread:
 * @constant: floats, of which dream_onnx_is_per_channel() holds.
 *
 * Returns: (transfer full): one value for each channel.
 */
gfloat *dream_onnx_spread (const DreamOnnxTensor *constant, gint channels);

G_END_DECLS
