/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Through the nodes of a TensorFlow graph, each after those that it reads.
 */

#pragma once

#include "graph.h"

G_BEGIN_DECLS

/**
 * dream_tf_graph_read:
 * @guess: (inout): what such networks mostly expect of a picture; changed if
 *   the graph itself begins by bringing the picture's values, 0..255 or 0..1,
 *   into its own range.
 * @error: return location for an error.
 *
 * Orders the nodes and has the builder make layers of them.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_NETWORK or
 *   %DREAM_ERROR_UNSUPPORTED_LAYER.
 */
gboolean dream_tf_graph_read (DreamTfGraph *self,
                              DreamInput   *guess,
                              GError      **error);

G_END_DECLS
