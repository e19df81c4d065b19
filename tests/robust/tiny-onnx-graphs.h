/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Small sound ONNX graphs, for corpus.c and tests; all together have all
 * operations that are read.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint tiny_onnx_graphs_n (void);

/**
 * tiny_onnx_graphs_make:
 * @index: less than tiny_onnx_graphs_n().
 *
 * Returns: (transfer full): a file.
 */
GBytes *tiny_onnx_graphs_make (guint index);

G_END_DECLS
