/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of the reader of TensorFlow's GraphDef share.  The numbers of
 * fields are those of TensorFlow's core/framework/{graph,node_def,attr_value,
 * tensor,tensor_shape,types}.proto.
 */

#pragma once

#include "engine/readers/encoding/protobuf-wire.h"
#include "graph.h"

G_BEGIN_DECLS

/**
 * dream_graphdef_read_tensor:
 * @wire: a TensorProto.
 * @graph: computes what does not lie in the file as it is.
 * @constant: (out): the tensor; its data stays %NULL if it is not of numbers.
 * @error: return location for an error.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_NETWORK.
 */
gboolean dream_graphdef_read_tensor (DreamWire        wire,
                                     DreamTfGraph    *graph,
                                     DreamTfConstant *constant,
                                     GError         **error);

/**
 * dream_graphdef_read_shape:
 * @wire: a TensorShapeProto.
 * @sizes: (out caller-allocates): the first @max sizes, -1 where unknown.
 * @n_sizes: (out): how many there are.
 *
 * Returns: %FALSE if it is damaged.
 */
gboolean dream_graphdef_read_shape (DreamWire wire,
                                    gint64   *sizes,
                                    gsize     max,
                                    gsize    *n_sizes);

G_END_DECLS
