/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The two forms that a network has within the container of TensorFlow.js.
 */

#pragma once

#include "model.h"

G_BEGIN_DECLS

/**
 * dream_read_tfjs_from:
 * @file: model.json's bytes.
 * @load: finds the files beside it.
 * @user_data: for @load.
 * @input: (nullable): what the network expects of a picture.
 * @error: return location for an error.
 *
 * As dream_read_tfjs(), wherever the files come from.
 */
DreamNetwork *dream_read_tfjs_from (GBytes           *file,
                                    DreamTfjsLoad     load,
                                    gpointer          user_data,
                                    const DreamInput *input,
                                    GError          **error);

/**
 * dream_tfjs_read_layers:
 * @model: a model whose topology consists of Keras's layers.
 * @builder: makes the network.
 * @guess: (inout): what such networks mostly expect of a picture; changed if
 *   the file says otherwise.
 * @error: return location for an error.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_NETWORK or
 *   %DREAM_ERROR_UNSUPPORTED_LAYER.
 */
gboolean dream_tfjs_read_layers (DreamTfjsModel *model,
                                 DreamBuilder   *builder,
                                 DreamInput     *guess,
                                 GError        **error);

/* Likewise of a model whose topology is a graph of TensorFlow's. */
gboolean dream_tfjs_read_graph (DreamTfjsModel *model,
                                DreamBuilder   *builder,
                                DreamInput     *guess,
                                GError        **error);

G_END_DECLS
