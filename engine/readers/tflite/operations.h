/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The operations of TensorFlow Lite files, one function each, and what these
 * have in common.  Called by tflite.c; knows tflite/file.h and builder.h.
 */

#pragma once

#include "engine/readers/builder.h"
#include "file.h"

G_BEGIN_DECLS

/* Room for the name by which the builder knows a tensor, which is its index:
 * nothing makes the names in a file unique. */
#define DREAM_TFLITE_KEY 12

/**
 * DreamTfliteReader:
 * @model: the file.
 * @builder: what has been read so far.
 * @input: what the network seems to expect of a picture.
 * @is_guess: the file has not said so.
 * @is_made: by tensor: whether an operator has made it.
 * @constants: by tensor: 1 + the constant that it stands for, or 0.
 */
typedef struct
{
  DreamTfliteModel model;
  DreamBuilder    *builder;
  DreamInput       input;
  gboolean         is_guess;
  guint8          *is_made;
  guint32         *constants;
} DreamTfliteReader;

/**
 * DreamTfliteNode:
 * @name: of the layer that it is.
 * @inner: (nullable): of the layer below its activation, if that is a layer of
 *   its own.
 * @inputs: indices of tensors.
 * @output: likewise.
 * @options: a table, or 0.
 * @from: the first input, for the builder.
 * @to: the output, likewise.
 * @activation: what follows, see dream_tflite_read_activation().
 * @low: see #DreamActivation; likewise @high.
 *
 * An operator that is being read.
 */
typedef struct
{
  gchar          *name;
  gchar          *inner;
  DreamFlatVector inputs;
  gint32          output;
  DreamFlatTable  options;
  gchar           from[DREAM_TFLITE_KEY];
  gchar           to[DREAM_TFLITE_KEY];
  DreamActivation activation;
  gfloat          low;
  gfloat          high;
} DreamTfliteNode;

/* Makes the layers of a node.  Returns: %FALSE with %DREAM_ERROR_BAD_NETWORK,
 * or %DREAM_ERROR_UNSUPPORTED_LAYER, whereupon the node is left out. */
typedef gboolean (*DreamTfliteReadFunc) (DreamTfliteReader *reader,
                                         DreamTfliteNode   *node,
                                         GError           **error);

/**
 * DreamTfliteOperation:
 * @code: in the schema's enum BuiltinOperator.
 * @options: the type of its options, in the schema's union BuiltinOptions; 0
 *   for an operation without any that matter.
 * @read: (nullable): %NULL for one that is known by name only.
 */
typedef struct
{
  gint                code;
  const gchar        *name;
  gint                options;
  DreamTfliteReadFunc read;
} DreamTfliteOperation;

/**
 * dream_tflite_find_operation:
 *
 * Returns: (nullable): the operation with that code.
 */
const DreamTfliteOperation *dream_tflite_find_operation (gint code);

/* --- What operations have in common -------------------------------------- */

/* The order of all sizes. */
enum
{
  DREAM_TFLITE_BATCH,
  DREAM_TFLITE_ROWS,
  DREAM_TFLITE_COLUMNS,
  DREAM_TFLITE_CHANNELS
};

/**
 * dream_tflite_key:
 * @key: (out caller-allocates): room for %DREAM_TFLITE_KEY bytes.
 */
void dream_tflite_key (gint32 tensor, gchar *key);

/**
 * dream_tflite_get_input:
 *
 * Returns: the tensor that is input @i; if there is none, the file counts as
 *   damaged.
 */
gint32 dream_tflite_get_input (DreamTfliteReader     *reader,
                               const DreamTfliteNode *node,
                               guint                  i);

/**
 * dream_tflite_get_constant:
 *
 * Returns: the tensor that holds the values of input @i: the input itself, or
 *   what a DEQUANTIZE made it from.
 */
gint32 dream_tflite_get_constant (DreamTfliteReader     *reader,
                                  const DreamTfliteNode *node,
                                  guint                  i);

/**
 * dream_tflite_start:
 * @n_inputs: how many of the node's inputs are layers.
 *
 * See dream_builder_start().
 */
DreamLayer *dream_tflite_start (DreamTfliteReader     *reader,
                                const DreamTfliteNode *node,
                                DreamOp                op,
                                guint                  n_inputs,
                                GError               **error);

/**
 * dream_tflite_read_activation:
 * @field: the number of the options' field that names it.
 * @is_computed: whether the layer computes new values, so that the range of
 *   its output in an 8-bit network may cut off the negative ones.
 * @can_clip: whether the layer itself can be a ReLU.
 *
 * Reads which activation follows, before the layers are made.
 */
gboolean dream_tflite_read_activation (DreamTfliteReader *reader,
                                       DreamTfliteNode   *node,
                                       guint              field,
                                       gboolean           is_computed,
                                       gboolean           can_clip,
                                       GError           **error);

/**
 * dream_tflite_finish:
 * @layer: (transfer full): what dream_tflite_start() returned, completed.
 *
 * Adds the layer and the activation that follows.
 */
gboolean dream_tflite_finish (DreamTfliteReader     *reader,
                              const DreamTfliteNode *node,
                              DreamLayer            *layer,
                              GError               **error);

/**
 * dream_tflite_activate:
 *
 * Adds the activation that follows, if it is a layer of its own.
 */
gboolean dream_tflite_activate (DreamTfliteReader     *reader,
                                const DreamTfliteNode *node,
                                GError               **error);

/**
 * dream_tflite_read_ints:
 * @i: which input.
 * @values: (out caller-allocates): room for @n_most.
 * @n: (out): how many there were.
 *
 * Reads a constant vector of 32-bit integers.
 */
gboolean dream_tflite_read_ints (DreamTfliteReader     *reader,
                                 const DreamTfliteNode *node,
                                 guint                  i,
                                 gint32                *values,
                                 guint                  n_most,
                                 guint                 *n,
                                 GError               **error);

/**
 * dream_tflite_set_padding:
 * @layer: a convolution or pool.
 * @padding: in the schema's enum Padding.
 */
gboolean dream_tflite_set_padding (DreamLayer *layer,
                                   gint32      padding,
                                   GError    **error);

/**
 * dream_tflite_set_input:
 * @range: of 8-bit integers.
 *
 * The network expects of a picture that its pixels are such integers.
 */
void dream_tflite_set_input (DreamTfliteReader *reader,
                             const DreamTensor *range);

/* --- The operations ------------------------------------------------------ */

/* tflite/convolution.c */
gboolean dream_tflite_read_convolution (DreamTfliteReader *reader,
                                        DreamTfliteNode   *node,
                                        GError           **error);
gboolean dream_tflite_read_depthwise (DreamTfliteReader *reader,
                                      DreamTfliteNode   *node,
                                      GError           **error);
gboolean dream_tflite_read_dense (DreamTfliteReader *reader,
                                  DreamTfliteNode   *node,
                                  GError           **error);

/* tflite/pooling.c */
gboolean dream_tflite_read_average_pool (DreamTfliteReader *reader,
                                         DreamTfliteNode   *node,
                                         GError           **error);
gboolean dream_tflite_read_max_pool (DreamTfliteReader *reader,
                                     DreamTfliteNode   *node,
                                     GError           **error);
gboolean dream_tflite_read_mean (DreamTfliteReader *reader,
                                 DreamTfliteNode   *node,
                                 GError           **error);

/* tflite/padding.c */
gboolean dream_tflite_read_pad (DreamTfliteReader *reader,
                                DreamTfliteNode   *node,
                                GError           **error);

/* tflite/normalisation.c */
gboolean dream_tflite_read_lrn (DreamTfliteReader *reader,
                                DreamTfliteNode   *node,
                                GError           **error);

/* tflite/shapes.c */
gboolean dream_tflite_read_concat (DreamTfliteReader *reader,
                                   DreamTfliteNode   *node,
                                   GError           **error);
gboolean dream_tflite_read_reshape (DreamTfliteReader *reader,
                                    DreamTfliteNode   *node,
                                    GError           **error);
gboolean dream_tflite_read_squeeze (DreamTfliteReader *reader,
                                    DreamTfliteNode   *node,
                                    GError           **error);

/* tflite/arithmetic.c */
gboolean dream_tflite_read_add (DreamTfliteReader *reader,
                                DreamTfliteNode   *node,
                                GError           **error);
gboolean dream_tflite_read_multiply (DreamTfliteReader *reader,
                                     DreamTfliteNode   *node,
                                     GError           **error);
gboolean dream_tflite_read_subtract (DreamTfliteReader *reader,
                                     DreamTfliteNode   *node,
                                     GError           **error);
gboolean dream_tflite_read_divide (DreamTfliteReader *reader,
                                   DreamTfliteNode   *node,
                                   GError           **error);
gboolean dream_tflite_read_maximum (DreamTfliteReader *reader,
                                    DreamTfliteNode   *node,
                                    GError           **error);

/* tflite/activations.c */
gboolean dream_tflite_read_relu (DreamTfliteReader *reader,
                                 DreamTfliteNode   *node,
                                 GError           **error);
gboolean dream_tflite_read_relu_n1_to_1 (DreamTfliteReader *reader,
                                         DreamTfliteNode   *node,
                                         GError           **error);
gboolean dream_tflite_read_relu6 (DreamTfliteReader *reader,
                                  DreamTfliteNode   *node,
                                  GError           **error);
gboolean dream_tflite_read_logistic (DreamTfliteReader *reader,
                                     DreamTfliteNode   *node,
                                     GError           **error);
gboolean dream_tflite_read_tanh (DreamTfliteReader *reader,
                                 DreamTfliteNode   *node,
                                 GError           **error);
gboolean dream_tflite_read_hard_swish (DreamTfliteReader *reader,
                                       DreamTfliteNode   *node,
                                       GError           **error);
gboolean dream_tflite_read_leaky_relu (DreamTfliteReader *reader,
                                       DreamTfliteNode   *node,
                                       GError           **error);
gboolean dream_tflite_read_prelu (DreamTfliteReader *reader,
                                  DreamTfliteNode   *node,
                                  GError           **error);
gboolean dream_tflite_read_softmax (DreamTfliteReader *reader,
                                    DreamTfliteNode   *node,
                                    GError           **error);

/* tflite/constants.c */
gboolean dream_tflite_read_quantize (DreamTfliteReader *reader,
                                     DreamTfliteNode   *node,
                                     GError           **error);
gboolean dream_tflite_read_dequantize (DreamTfliteReader *reader,
                                       DreamTfliteNode   *node,
                                       GError           **error);

G_END_DECLS
