/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of the reader of TensorFlow's graphs share: the graph while
 * it is being read, and the operations.  A node's value goes by its name.
 */

#pragma once

#include "graph.h"

G_BEGIN_DECLS

typedef struct _DreamTfNode      DreamTfNode;
typedef struct _DreamTfInput     DreamTfInput;
typedef struct _DreamTfOperation DreamTfOperation;

typedef gboolean (*DreamTfReadFunc) (DreamTfGraph *self,
                                     DreamTfNode  *node,
                                     GError      **error);

/**
 * DreamTfNode:
 * @first_input: its place among the graph's inputs.
 * @operation: (nullable): %NULL if it is not known.
 * @constant: (nullable): its value, if that does not depend on the picture.
 * @data: the source's.
 */
struct _DreamTfNode
{
  const gchar            *name;
  const gchar            *op;
  guint                   first_input;
  guint                   n_inputs;
  const DreamTfOperation *operation;
  const DreamTfConstant  *constant;
  gconstpointer           data;
};

/**
 * DreamTfInput:
 * @name: of the node that it comes from.
 * @node: the index of that node.
 * @output: which of its outputs.
 */
struct _DreamTfInput
{
  const gchar *name;
  guint        node;
  guint        output;
};

/**
 * DreamTfOperation:
 * @name: what TensorFlow calls it.
 * @n_inputs: it has at least as many.
 * @read: makes layers, or sets the node's constant.  Returns %FALSE with
 *   %DREAM_ERROR_UNSUPPORTED_LAYER, then the node's value is left out, or with
 *   %DREAM_ERROR_BAD_NETWORK.
 */
struct _DreamTfOperation
{
  const gchar    *name;
  guint           n_inputs;
  DreamTfReadFunc read;
};

/**
 * DreamTfGraph:
 * @texts: holds names.
 * @nodes: (element-type DreamTfNode): in the file's order.
 * @inputs: (element-type DreamTfInput): of all nodes.
 * @by_name: names to 1 + indices of nodes; a tree, as names that share one hash
 *   would slow a table down.
 * @constants: (element-type DreamTfConstant): owned.
 * @n_floats: how many values may still be computed.
 * @picture: (nullable): the node that stands for the picture.
 */
struct _DreamTfGraph
{
  const DreamTfSource *source;
  gpointer             file;
  DreamBuilder        *builder;
  GStringChunk        *texts;
  GArray              *nodes;
  GArray              *inputs;
  GTree               *by_name;
  GPtrArray           *constants;
  gsize                n_floats;
  const DreamTfNode   *picture;
};

/* --- The graph, tensorflow/graph.c --------------------------------------- */

DreamTfNode *dream_tf_get_node (DreamTfGraph *self, guint index);

/* @i: less than the node's n_inputs.
 * Returns: where that input comes from. */
const DreamTfInput *dream_tf_get_input (DreamTfGraph      *self,
                                        const DreamTfNode *node,
                                        guint              i);

/* Returns: (nullable): the value of an input that does not depend on the
 *   picture. */
const DreamTfConstant *dream_tf_get_constant (DreamTfGraph      *self,
                                              const DreamTfNode *node,
                                              guint              i);

/* Returns: (nullable): the value that an input reads, to be given to the
 *   builder; %NULL with %DREAM_ERROR_UNSUPPORTED_LAYER if no layer makes it. */
const gchar *dream_tf_get_value (DreamTfGraph      *self,
                                 const DreamTfNode *node,
                                 guint              i,
                                 GError           **error);

gboolean dream_tf_get_attribute (DreamTfGraph      *self,
                                 const DreamTfNode *node,
                                 const gchar       *name,
                                 DreamTfAttribute  *attribute);
gdouble  dream_tf_get_number (DreamTfGraph      *self,
                              const DreamTfNode *node,
                              const gchar       *name,
                              gdouble            fallback);
gint64   dream_tf_get_integer (DreamTfGraph      *self,
                               const DreamTfNode *node,
                               const gchar       *name,
                               gint64             fallback);

/* Returns: (transfer none): a copy of @constant, owned by the graph. */
const DreamTfConstant *dream_tf_keep_constant (DreamTfGraph          *self,
                                               const DreamTfConstant *constant);

/* Returns: whether @constant is a list of at most @max integers. */
gboolean dream_tf_get_integers (const DreamTfConstant *constant,
                                gint64                *integers,
                                guint                  max,
                                guint                 *n);

/* Before layers that are computed from fewer numbers than they hold.
 * Returns: %FALSE with %DREAM_ERROR_BAD_NETWORK if @n_values are too many. */
gboolean dream_tf_take_floats (DreamTfGraph *self,
                               gsize         n_values,
                               GError      **error);

/* --- Where the picture comes from, tensorflow/input.c ------------------ */

/* Finds the node that stands for the picture, and makes it the first layer.
 * Returns: %FALSE with %DREAM_ERROR_UNSUPPORTED_LAYER or
 *   %DREAM_ERROR_BAD_NETWORK. */
gboolean dream_tf_read_picture (DreamTfGraph *self, GError **error);

/* Changes @guess if the graph brings the picture into its range. */
void dream_tf_guess_input (DreamTfGraph *self, DreamInput *guess);

/* --- Operations ---------------------------------------------------------- */

/* The order of all sizes. */
enum
{
  DREAM_TF_BATCH,
  DREAM_TF_ROWS,
  DREAM_TF_COLUMNS,
  DREAM_TF_CHANNELS,
  DREAM_TF_N_AXES
};

/* Returns: whether @axis, which can be counted from the end, is @which. */
gboolean dream_tf_is_axis (gint64 axis, gint which);

/* Returns: (nullable): what @op stands for. */
const DreamTfOperation *dream_tf_find_operation (const gchar *op);

/* Numbers, tensorflow/constants.c. */
gboolean dream_tf_read_constant (DreamTfGraph *self,
                                 DreamTfNode  *node,
                                 GError      **error);
/* Both say why a node cannot be used: its numbers are not in the file, or what
 * it computes of numbers is not supported.  Returns: %FALSE. */
gboolean dream_tf_is_not_frozen (const DreamTfNode *node, GError **error);
gboolean dream_tf_cannot_fold (const DreamTfNode *node, GError **error);
/* @a, @b: (nullable): the second, for operations of one value. */
gboolean dream_tf_fold (DreamTfGraph          *self,
                        DreamTfNode           *node,
                        const DreamTfConstant *a,
                        const DreamTfConstant *b,
                        GError               **error);
gboolean dream_tf_read_numbers (DreamTfGraph *self,
                                DreamTfNode  *node,
                                GError      **error);
gboolean dream_tf_read_dequantize (DreamTfGraph *self,
                                   DreamTfNode  *node,
                                   GError      **error);

/* Convolutions and matrices, tensorflow/convolution.c. */
gboolean dream_tf_read_convolution (DreamTfGraph *self,
                                    DreamTfNode  *node,
                                    GError      **error);
gboolean dream_tf_read_depthwise (DreamTfGraph *self,
                                  DreamTfNode  *node,
                                  GError      **error);
gboolean dream_tf_read_matrix (DreamTfGraph *self,
                               DreamTfNode  *node,
                               GError      **error);

/* The same with a bias, for operations made of several.
 * @to: the layer's name, and the value that it makes.
 * @bias: (nullable): one number a channel. */
gboolean dream_tf_add_convolution (DreamTfGraph          *self,
                                   const DreamTfNode     *node,
                                   const gchar           *to,
                                   gboolean               is_depthwise,
                                   const DreamTfConstant *bias,
                                   GError               **error);
gboolean dream_tf_add_dense (DreamTfGraph          *self,
                             const DreamTfNode     *node,
                             const gchar           *to,
                             const DreamTfConstant *bias,
                             GError               **error);

/* Pools, tensorflow/pooling.c. */
gboolean dream_tf_read_max_pool (DreamTfGraph *self,
                                 DreamTfNode  *node,
                                 GError      **error);
gboolean dream_tf_read_average_pool (DreamTfGraph *self,
                                     DreamTfNode  *node,
                                     GError      **error);
gboolean dream_tf_read_reduction (DreamTfGraph *self,
                                  DreamTfNode  *node,
                                  GError      **error);

/* Around the picture, tensorflow/padding.c. */
gboolean dream_tf_read_padding (DreamTfGraph *self,
                                DreamTfNode  *node,
                                GError      **error);

/* What convolutions and pools have in common: strides and padding of a @layer
 * whose kernel is known. */
gboolean dream_tf_read_steps (DreamTfGraph      *self,
                              const DreamTfNode *node,
                              DreamLayer        *layer,
                              GError           **error);
/* @name: of an attribute of four numbers, one an axis.
 * @fallback: what rows and columns are if there is no such attribute.
 * @rows: (out): the number for the rows.
 * @columns: (out): likewise. */
gboolean dream_tf_read_pair (DreamTfGraph      *self,
                             const DreamTfNode *node,
                             const gchar       *name,
                             gint               fallback,
                             gint              *rows,
                             gint              *columns,
                             GError           **error);

/* Several in one, tensorflow/fused.c. */
gboolean dream_tf_read_fused (DreamTfGraph *self,
                              DreamTfNode  *node,
                              GError      **error);

/* Value by value, tensorflow/arithmetic.c. */
gboolean dream_tf_read_binary (DreamTfGraph *self,
                               DreamTfNode  *node,
                               GError      **error);
gboolean dream_tf_read_sum (DreamTfGraph *self,
                            DreamTfNode  *node,
                            GError      **error);
gboolean dream_tf_read_unary (DreamTfGraph *self,
                              DreamTfNode  *node,
                              GError      **error);
/* @from: made by a layer.
 * @scale: one value a channel.
 * @shift: likewise. */
gboolean dream_tf_add_affine (DreamTfGraph *self,
                              const gchar  *from,
                              const gchar  *to,
                              const gfloat *scale,
                              const gfloat *shift,
                              GError      **error);

/* Normalisations, tensorflow/normalisation.c. */
gboolean dream_tf_read_batch_norm (DreamTfGraph *self,
                                   DreamTfNode  *node,
                                   GError      **error);
gboolean dream_tf_read_old_batch_norm (DreamTfGraph *self,
                                       DreamTfNode  *node,
                                       GError      **error);
gboolean dream_tf_read_lrn (DreamTfGraph *self,
                            DreamTfNode  *node,
                            GError      **error);
/* @first: of the node's inputs that are the normalisation's numbers. */
gboolean dream_tf_add_batch_norm (DreamTfGraph      *self,
                                  const DreamTfNode *node,
                                  guint              first,
                                  const gchar       *from,
                                  const gchar       *to,
                                  GError           **error);

/* Activations, tensorflow/activations.c. */
gboolean dream_tf_read_activation (DreamTfGraph *self,
                                   DreamTfNode  *node,
                                   GError      **error);
gboolean dream_tf_read_prelu (DreamTfGraph *self,
                              DreamTfNode  *node,
                              GError      **error);
gboolean dream_tf_is_activation (const gchar *op);
/* @op: "Relu" and so on.
 * @slope: of "LeakyRelu". */
gboolean dream_tf_add_activation (DreamTfGraph *self,
                                  const gchar  *op,
                                  const gchar  *from,
                                  const gchar  *to,
                                  gfloat        slope,
                                  GError      **error);
/* @slopes: (nullable): one number, or one a channel. */
gboolean dream_tf_add_prelu (DreamTfGraph          *self,
                             const gchar           *from,
                             const gchar           *to,
                             const DreamTfConstant *slopes,
                             GError               **error);

/* Shapes, tensorflow/shapes.c. */
gboolean dream_tf_read_alias (DreamTfGraph *self,
                              DreamTfNode  *node,
                              GError      **error);
gboolean dream_tf_read_reshape (DreamTfGraph *self,
                                DreamTfNode  *node,
                                GError      **error);
gboolean dream_tf_read_squeeze (DreamTfGraph *self,
                                DreamTfNode  *node,
                                GError      **error);
gboolean dream_tf_read_resize (DreamTfGraph *self,
                               DreamTfNode  *node,
                               GError      **error);
gboolean dream_tf_read_concat (DreamTfGraph *self,
                               DreamTfNode  *node,
                               GError      **error);

G_END_DECLS
