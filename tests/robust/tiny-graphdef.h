/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes TensorFlow graphs of a few small nodes.  Knows the format, not the
 * engine.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * tiny_graph_add:
 * @graph: a file.
 * @name: of the node.
 * @op: its operation.
 * @inputs: separated by spaces.
 * @attributes: likewise, each KEY=VALUE: "i3" is an integer, "b1" a truth
 *   value, "f0.5" a number, "sSAME" a string, "l1,2,2,1" a list of integers,
 *   "tBiasAdd,Relu" one of strings, "h-1,8,8,3" a shape, "h" that of a single
 *   number.
 */
void tiny_graph_add (GByteArray  *graph,
                     const gchar *name,
                     const gchar *op,
                     const gchar *inputs,
                     const gchar *attributes);

/**
 * tiny_graph_add_floats:
 * @shape: sizes, separated by commas.
 * @values: (nullable): as many values; %NULL for 0, 1, 2, …, modulo 251,
 *   divided by 64.
 *
 * Adds a constant, its values as bytes.
 */
void tiny_graph_add_floats (GByteArray   *graph,
                            const gchar  *name,
                            const gchar  *shape,
                            const gfloat *values);

/**
 * tiny_graph_add_integers:
 * @integers: separated by commas.
 *
 * Adds a constant, its values as a list.
 */
void tiny_graph_add_integers (GByteArray  *graph,
                              const gchar *name,
                              const gchar *shape,
                              const gchar *integers);

/**
 * tiny_graph_add_tensor:
 * @type: in TensorFlow's enum DataType.
 * @field: of a TensorProto, that holds the values.
 * @data: the field's bytes.
 *
 * Adds a constant in any other way.
 */
void tiny_graph_add_tensor (GByteArray   *graph,
                            const gchar  *name,
                            gint          type,
                            const gchar  *shape,
                            guint         field,
                            const guint8 *data,
                            gsize         size);

/* Adds "input", a picture of @size x @size; for @size 0 of unknown shape. */
void tiny_graph_add_picture (GByteArray *graph, guint size);

/* Adds "conv", 3 x 3, 4 channels, SAME, of "input"; its weights are "w". */
void tiny_graph_add_stem (GByteArray *graph);

G_END_DECLS
