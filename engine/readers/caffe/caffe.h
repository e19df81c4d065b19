/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The two files of a network of Caffe's.  For the reader and its tests.
 */

#pragma once

#include "engine/network/network.h"

G_BEGIN_DECLS

/**
 * dream_caffe_read:
 * @weights: a .caffemodel; the network keeps a reference.
 * @description: (nullable): the text of a .prototxt; %NULL if @weights says
 *   itself how the layers are connected.
 * @input: (nullable): what the network expects of a picture; %NULL for what
 *   @weights says or, if that says nothing, BGR less (104, 117, 123).
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable): the network, or %NULL with
 *   %DREAM_ERROR_BAD_NETWORK or %DREAM_ERROR_UNSUPPORTED_LAYER.
 */
DreamNetwork *dream_caffe_read (GBytes           *weights,
                                GBytes           *description,
                                const DreamInput *input,
                                GError          **error);

G_END_DECLS
