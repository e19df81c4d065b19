/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An ONNX graph while it is being read: what its values are.  Constants are
 * kept apart from what layers make; of the latter ONNX also knows along which
 * axes rows, columns and channels lie.
 */

#pragma once

#include "node.h"
#include "tensor.h"

G_BEGIN_DECLS

/* Values that integers are computed of: shapes, axes and the like. */
#define DREAM_ONNX_MAX_FOLDED 64

typedef struct _DreamOnnxGraph   DreamOnnxGraph;
typedef struct _DreamOnnxValue   DreamOnnxValue;
typedef struct _DreamOnnxChannel DreamOnnxChannel;

/* The axes of what a layer makes, the slowest first: N is the batch, C the
 * channels, H the rows, W the columns. */
typedef enum
{
  DREAM_ONNX_FLAT, /* N, C H W */
  DREAM_ONNX_NCHW,
  DREAM_ONNX_ROWS,     /* N, C, H W */
  DREAM_ONNX_FLAT_HWC, /* N, H W C */
  DREAM_ONNX_NHWC,
  DREAM_ONNX_N_LAYOUTS
} DreamOnnxLayout;

typedef enum
{
  DREAM_ONNX_CONSTANT,
  DREAM_ONNX_LAYER,
  DREAM_ONNX_CHANNEL
} DreamOnnxKind;

/**
 * DreamOnnxChannel:
 * @index: which channel of the picture,
 * @scale: multiplied by this
 * @shift: plus this.
 * @has_axis: whether the one channel has an axis still (or again).
 */
struct _DreamOnnxChannel
{
  guint    index;
  gfloat   scale;
  gfloat   shift;
  gboolean has_axis;
};

/**
 * DreamOnnxValue:
 * @kind: which of the others is there.
 */
struct _DreamOnnxValue
{
  DreamOnnxKind    kind;
  DreamOnnxTensor  constant;
  DreamOnnxLayout  layout;
  DreamOnnxChannel channel;
};

/**
 * DreamOnnxGraph:
 * @builder: knows the values that layers make by ONNX's names.
 * @values: names to #DreamOnnxValue.
 * @version: of the set of operations.
 * @batch: how many pictures the file says go at once; 1 if it does not say.
 * @picture: (nullable): the value that is the picture.
 * @picture_layout: how it comes.
 * @picture_is_bytes: it is made of integers 0..255.
 * @is_flipped: the graph itself exchanges red and blue.
 * @budget: bytes that may still be taken for what the file only hints at.
 */
struct _DreamOnnxGraph
{
  DreamBuilder   *builder;
  GHashTable     *values;
  gint64          version;
  gint64          batch;
  gchar          *picture;
  DreamOnnxLayout picture_layout;
  gboolean        picture_is_bytes;
  gboolean        is_flipped;
  gsize           budget;
};

/**
 * dream_onnx_graph_init:
 * @file_size: bytes; bounds what may be taken beyond it.
 */
void dream_onnx_graph_init (DreamOnnxGraph *self, gsize file_size);
void dream_onnx_graph_clear (DreamOnnxGraph *self);

/* Returns: whether @n_bytes may be taken; %FALSE with
 *   %DREAM_ERROR_BAD_NETWORK. */
gboolean dream_onnx_graph_take (DreamOnnxGraph *self,
                                gsize           n_bytes,
                                GError        **error);

/* --- What values are ----------------------------------------------------- */

/* Returns: (transfer none) (nullable): a value, or %NULL if it is unknown or
 *   was left out. */
const DreamOnnxValue *dream_onnx_graph_get (DreamOnnxGraph *self,
                                            const gchar    *value);

/* Returns: (transfer none) (nullable): likewise for an input of an operation,
 *   and %NULL if there is no such input. */
const DreamOnnxValue *dream_onnx_graph_get_input (DreamOnnxGraph      *self,
                                                  const DreamOnnxNode *node,
                                                  guint                index);

/* Returns: (transfer none) (nullable): an input, if it is a constant; likewise
 *   the next two, if it is one of floats, or one of at most
 *   %DREAM_ONNX_MAX_FOLDED integers. */
const DreamOnnxTensor *dream_onnx_graph_get_constant (DreamOnnxGraph      *self,
                                                      const DreamOnnxNode *node,
                                                      guint index);
const DreamOnnxTensor *dream_onnx_graph_get_floats (DreamOnnxGraph      *self,
                                                    const DreamOnnxNode *node,
                                                    guint                index);
const DreamOnnxTensor *dream_onnx_graph_get_ints (DreamOnnxGraph      *self,
                                                  const DreamOnnxNode *node,
                                                  guint                index);

/* Returns: (transfer none) (nullable): an input that must be one of floats;
 *   %NULL with %DREAM_ERROR_UNSUPPORTED_LAYER if it is none. */
const DreamOnnxTensor *dream_onnx_graph_get_weights (DreamOnnxGraph      *self,
                                                     const DreamOnnxNode *node,
                                                     guint                index,
                                                     GError **error);

/**
 * dream_onnx_graph_get_layer:
 * @layout: (out): its axes.
 * @error: return location for an error.
 *
 * Returns: (transfer none) (nullable): the layer that an input comes from;
 *   %NULL with %DREAM_ERROR_UNSUPPORTED_LAYER if it comes from none.
 */
const DreamLayer *dream_onnx_graph_get_layer (DreamOnnxGraph      *self,
                                              const DreamOnnxNode *node,
                                              guint                index,
                                              DreamOnnxLayout     *layout,
                                              GError             **error);

/* Likewise, but %DREAM_ONNX_NCHW is the one layout that will do. */
const DreamLayer *dream_onnx_graph_get_nchw (DreamOnnxGraph      *self,
                                             const DreamOnnxNode *node,
                                             GError             **error);

/* @value: is copied. */
void dream_onnx_graph_set (DreamOnnxGraph       *self,
                           const gchar          *name,
                           const DreamOnnxValue *value);

/* There is no such value.
 * @problem: (transfer full): why. */
void dream_onnx_graph_leave_out (DreamOnnxGraph *self,
                                 const gchar    *name,
                                 GError         *problem);

/* Both set @node's value. */
void dream_onnx_graph_set_constant (DreamOnnxGraph        *self,
                                    const DreamOnnxNode   *node,
                                    const DreamOnnxTensor *constant);
void dream_onnx_graph_set_channel (DreamOnnxGraph         *self,
                                   const DreamOnnxNode    *node,
                                   const DreamOnnxChannel *channel);

/* What a layer made has got the name @value. */
void dream_onnx_graph_set_layer (DreamOnnxGraph *self,
                                 const gchar    *value,
                                 DreamOnnxLayout layout);

/* --- Axes ---------------------------------------------------------------- */

/* Returns: how many axes a layout has. */
guint dream_onnx_layout_rank (DreamOnnxLayout layout);

/* Returns: along which of them the channels lie. */
guint dream_onnx_layout_channels (DreamOnnxLayout layout);

/**
 * dream_onnx_graph_get_dims:
 * @value: what a layer made.
 * @layout: its axes, or others.
 * @dims: (out caller-allocates): how many values lie along each, for a picture
 *   as trained on.
 *
 * Returns: how many axes.
 */
guint dream_onnx_graph_get_dims (DreamOnnxGraph *self,
                                 const gchar    *value,
                                 DreamOnnxLayout layout,
                                 gint64         *dims);

/**
 * dream_onnx_graph_reshape:
 * @dims: (array length=n_dims): how many values are to lie along each axis.
 *
 * Gives the layer that @node's first input comes from other axes, with all
 * values in the same order.
 *
 * Returns: %FALSE with %DREAM_ERROR_UNSUPPORTED_LAYER if rows, columns and
 *   channels cannot be found any more.
 */
gboolean dream_onnx_graph_reshape (DreamOnnxGraph      *self,
                                   const DreamOnnxNode *node,
                                   const gint64        *dims,
                                   guint                n_dims,
                                   GError             **error);

/* The same value as @node's first input, by another name. */
gboolean dream_onnx_graph_alias (DreamOnnxGraph      *self,
                                 const DreamOnnxNode *node,
                                 DreamOnnxLayout      layout,
                                 GError             **error);

/**
 * dream_onnx_normalise_axis:
 * @axis: (inout): may be counted from the end, as -1, -2, …
 *
 * Returns: whether it is one of @rank axes.
 */
gboolean dream_onnx_normalise_axis (gint64 *axis, guint rank);

G_END_DECLS
