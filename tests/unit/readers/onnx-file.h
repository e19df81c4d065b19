/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tiny ONNX files, and a look at the networks that the reader makes of them.
 */

#pragma once

#include "engine/readers/formats.h"

G_BEGIN_DECLS

/* Of the operations in all files that are made here, if not said. */
#define ONNX_FILE_VERSION 13

/* Returns: (transfer full): a graph with the picture "input" and "conv" of it,
 *   as tiny_onnx_add_stem() makes them. */
GByteArray *onnx_file_start (void);

/* Returns: (transfer full): a graph with nothing but "input". */
GByteArray *onnx_file_start_with_picture (const gchar *shape);

/* Adds "w", for a convolution of one tap with 2 channels, of a picture. */
void onnx_file_add_weights (GByteArray *graph);

/* @graph: (transfer full).
 * Returns: (transfer full): the network, which must be one. */
DreamNetwork *onnx_file_read (GByteArray *graph);

/* @graph: (transfer full).
 * Asserts that it is no network, and that the message has @mention in it. */
void onnx_file_assert_fails (GByteArray  *graph,
                             guint        version,
                             gint         code,
                             const gchar *mention);

/* Returns: (transfer none): the layer of exactly that name, which must be
 *   there. */
const DreamLayer *onnx_file_find (DreamNetwork *network, const gchar *name);
gboolean          onnx_file_has (DreamNetwork *network, const gchar *name);

/* @index: in the order output channel, row, column, input channel. */
gfloat onnx_file_weight (const DreamLayer *layer, gsize index);
gfloat onnx_file_bias (const DreamLayer *layer, gsize index);

G_END_DECLS
