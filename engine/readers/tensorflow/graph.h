/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Graphs of TensorFlow, whatever they are written in: protocol buffers or
 * JSON.  A file's reader adds the nodes, in any order, and says how to look up
 * their attributes and constants; what comes of them is the same.
 */

#pragma once

#include "engine/readers/builder.h"

G_BEGIN_DECLS

/* No attribute or constant that is read has more. */
#define DREAM_TF_MAX_LIST       8
#define DREAM_TF_MAX_DIMENSIONS 8
#define DREAM_TF_MAX_TEXTS      4
#define DREAM_TF_MAX_TEXT       32

typedef struct _DreamTfGraph     DreamTfGraph;
typedef struct _DreamTfAttribute DreamTfAttribute;
typedef struct _DreamTfConstant  DreamTfConstant;
typedef struct _DreamTfSource    DreamTfSource;

/**
 * DreamTfAttribute:
 * @integers: a list of integers, the sizes of a shape (-1 where unknown), or
 *   one integer or truth value.
 * @n_integers: how many the file has; only %DREAM_TF_MAX_LIST are kept.
 * @number: a floating-point number.
 * @texts: a list of strings, or one; of longer ones the beginning.
 * @n_texts: how many the file has; only %DREAM_TF_MAX_TEXTS are kept.
 */
struct _DreamTfAttribute
{
  gint64  integers[DREAM_TF_MAX_LIST];
  gsize   n_integers;
  gdouble number;
  gchar   texts[DREAM_TF_MAX_TEXTS][DREAM_TF_MAX_TEXT];
  gsize   n_texts;
};

/**
 * DreamTfConstant:
 * @tensor: as many values as @shape says.
 * @shape: the last dimension varies fastest.
 * @lowest: of quantised values, which stand for others, the least that can be
 *   stored; 0, as @highest, if they stand for themselves.
 * @highest: the greatest.
 */
struct _DreamTfConstant
{
  DreamTensor tensor;
  gint64      shape[DREAM_TF_MAX_DIMENSIONS];
  guint       n_dimensions;
  gint64      lowest;
  gint64      highest;
};

/**
 * DreamTfSource:
 * @get_attribute: sets what the attribute @name of @node has of @attribute, all
 *   of which was 0 before.  Returns whether @node has it.
 * @get_constant: sets the value of @node, a Const.  Leaves it alone, and its
 *   tensor's data %NULL, if it is not of numbers.  Returns %FALSE with
 *   %DREAM_ERROR_BAD_NETWORK.
 *
 * How to look into a file; @file and @node are what dream_tf_graph_new() and
 * dream_tf_graph_add() were given.
 */
struct _DreamTfSource
{
  gboolean (*get_attribute) (gpointer          file,
                             gconstpointer     node,
                             const gchar      *name,
                             DreamTfAttribute *attribute);
  gboolean (*get_constant) (gpointer         file,
                            gconstpointer    node,
                            DreamTfGraph    *graph,
                            DreamTfConstant *constant,
                            GError         **error);
};

/* Append to lists; for sources. */
void dream_tf_attribute_add_integer (DreamTfAttribute *attribute,
                                     gint64            integer);
void dream_tf_attribute_add_text (DreamTfAttribute *attribute,
                                  const gchar      *text,
                                  gsize             size);

/**
 * dream_tf_graph_new:
 * @source: how to look into the file; it must outlive the graph.
 * @file: passed on to @source.
 * @size: of the file in bytes; bounds what is computed from it.
 * @builder: makes the network; it must outlive the graph, and keep alive what
 *   constants point into.
 *
 * Returns: (transfer full): a graph without nodes.
 */
DreamTfGraph *dream_tf_graph_new (const DreamTfSource *source,
                                  gpointer             file,
                                  gsize                size,
                                  DreamBuilder        *builder);
void          dream_tf_graph_free (DreamTfGraph *self);

/**
 * dream_tf_graph_add:
 * @name: (array length=name_size): the node's name, not terminated.
 * @op: (array length=op_size): likewise its operation.
 * @node: passed on to the graph's source.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_NETWORK.
 */
gboolean dream_tf_graph_add (DreamTfGraph *self,
                             const gchar  *name,
                             gsize         name_size,
                             const gchar  *op,
                             gsize         op_size,
                             gconstpointer node,
                             GError      **error);

/**
 * dream_tf_graph_add_input:
 * @input: (array length=size): what the node that was added last reads:
 *   "NAME", "NAME:OUTPUT", or "^NAME", which says only when to run.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_NETWORK.
 */
gboolean dream_tf_graph_add_input (DreamTfGraph *self,
                                   const gchar  *input,
                                   gsize         size,
                                   GError      **error);

/**
 * dream_tf_graph_floats:
 * @tensor: (out): becomes a tensor of as many 32-bit floats.
 *
 * For numbers that do not lie in the file as they are.  All together cannot be
 * many more than the file has bytes.
 *
 * Returns: (transfer none) (nullable): the values, 0, owned by the network,
 *   to be filled in; %NULL with %DREAM_ERROR_BAD_NETWORK.
 */
gfloat *dream_tf_graph_floats (DreamTfGraph *self,
                               DreamTensor  *tensor,
                               gsize         n_values,
                               GError      **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DreamTfGraph, dream_tf_graph_free)

G_END_DECLS
