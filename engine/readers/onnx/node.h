/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One operation of an ONNX file.
 */

#pragma once

#include "engine/readers/builder.h"

G_BEGIN_DECLS

typedef struct _DreamOnnxNode DreamOnnxNode;

/**
 * DreamOnnxNode:
 * @name: what the layer is called: the file's name for the operation, or for
 *   its value if the operation has none.
 * @op: the operation, with its domain if that is not ONNX's own.
 * @inputs: (array length=n_inputs): names of values; empty: left out.
 * @output: its first value; empty: nothing.
 * @tensor: (nullable): the TensorProto of the attribute "value".
 */
struct _DreamOnnxNode
{
  gchar        *name;
  gchar        *op;
  guint         n_inputs;
  gchar       **inputs;
  const gchar  *output;
  const guint8 *tensor;
  gsize         tensor_size;

  gpointer   proto;      /* holds the strings */
  GPtrArray *attributes; /* protobuf-c's AttributeProto */
};

/**
 * dream_onnx_node_new:
 * @data: a NodeProto; it must outlive the node.
 *
 * Returns: (transfer full) (nullable): %NULL with %DREAM_ERROR_BAD_NETWORK.
 */
DreamOnnxNode *dream_onnx_node_new (const guint8 *data,
                                    gsize         size,
                                    GError      **error);
void           dream_onnx_node_free (DreamOnnxNode *self);

/* All return @absent if there is no such attribute. */
gint64       dream_onnx_node_get_int (const DreamOnnxNode *self,
                                      const gchar         *attribute,
                                      gint64               absent);
gfloat       dream_onnx_node_get_float (const DreamOnnxNode *self,
                                        const gchar         *attribute,
                                        gfloat               absent);
const gchar *dream_onnx_node_get_string (const DreamOnnxNode *self,
                                         const gchar         *attribute,
                                         const gchar         *absent);

/* Both return: (transfer none) (nullable) (array length=n_values): %NULL if
 *   there is no such attribute. */
const gint64 *dream_onnx_node_get_ints (const DreamOnnxNode *self,
                                        const gchar         *attribute,
                                        gsize               *n_values);
const gfloat *dream_onnx_node_get_floats (const DreamOnnxNode *self,
                                          const gchar         *attribute,
                                          gsize               *n_values);

gboolean dream_onnx_node_has_input (const DreamOnnxNode *self, guint index);
gboolean dream_onnx_node_has_attribute (const DreamOnnxNode *self,
                                        const gchar         *attribute);

/* Sets %DREAM_ERROR_UNSUPPORTED_LAYER and returns %FALSE. */
gboolean dream_onnx_node_unsupported (const DreamOnnxNode *self,
                                      const gchar         *reason,
                                      GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DreamOnnxNode, dream_onnx_node_free)

G_END_DECLS
