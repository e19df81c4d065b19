/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A TensorFlow Lite file as vectors of tensors and operators, and what a
 * tensor holds.  Called by the other files tflite*.c; knows flatbuffer.h,
 * builder.h and DreamTensor.
 */

#pragma once

#include "engine/network/network.h"
#include "engine/readers/encoding/flatbuffer.h"

G_BEGIN_DECLS

/* Batch x height x width x channels. */
#define DREAM_TFLITE_DIMENSIONS 4

/* For dream_tflite_read_values(): one scale for all values. */
#define DREAM_TFLITE_ALL (-1)

/**
 * DreamTfliteModel:
 * @file: the flatbuffer, which must outlive what is read from it.
 * @codes: tables, what the operators are.
 * @buffers: tables, the tensors' values.
 * @tensors: tables, of the first graph.
 * @inputs: indices of the tensors that the first graph takes.
 * @operators: tables, in the order in which they are computed.
 * @metadata: tables, names and numbers of buffers.
 */
typedef struct
{
  DreamFlatbuffer file;
  DreamFlatVector codes;
  DreamFlatVector buffers;
  DreamFlatVector tensors;
  DreamFlatVector inputs;
  DreamFlatVector operators;
  DreamFlatVector metadata;
} DreamTfliteModel;

/**
 * dream_tflite_open:
 * @model: (out caller-allocates): where to open it.
 * @bytes: the file.
 * @error: return location for an error.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_NETWORK.
 */
gboolean dream_tflite_open (DreamTfliteModel *model,
                            GBytes           *bytes,
                            GError          **error);

/**
 * dream_tflite_get_tensor:
 *
 * Returns: the tensor's table; 0, and the file counts as damaged, if there is
 *   no tensor @index.
 */
DreamFlatTable dream_tflite_get_tensor (DreamTfliteModel *model, gint32 index);

/**
 * dream_tflite_get_name:
 *
 * Newer converters join the names of all that became one operator, last one
 * first, with semicolons; the first one counts.
 *
 * Returns: (transfer full): the tensor's name, made valid UTF-8; empty if it
 *   has none.
 */
gchar *dream_tflite_get_name (DreamTfliteModel *model, gint32 index);

/**
 * dream_tflite_get_shape:
 *
 * Returns: the tensor's sides, gint32.
 */
DreamFlatVector dream_tflite_get_shape (DreamTfliteModel *model, gint32 index);

/**
 * dream_tflite_get_code:
 * @node: an operator's table.
 *
 * Returns: the operation's number in the schema's enum BuiltinOperator.
 */
gint dream_tflite_get_code (DreamTfliteModel *model, DreamFlatTable node);

/**
 * dream_tflite_get_buffer:
 *
 * Returns: the bytes of a buffer; if there is none, the file counts as damaged.
 */
DreamFlatVector dream_tflite_get_buffer (DreamTfliteModel *model,
                                         guint32           index);

/**
 * dream_tflite_has_values:
 *
 * Returns: whether the file holds the tensor's values: it is a constant.
 */
gboolean dream_tflite_has_values (DreamTfliteModel *model, gint32 index);

/**
 * dream_tflite_read_range:
 * @index: a tensor.
 * @layer: the name of the layer that it belongs to, for messages.
 * @range: (out caller-allocates): gets the coding, %DREAM_CODING_FLOAT32,
 *   %DREAM_CODING_UINT8 or %DREAM_CODING_INT8, the scale and the zero point.
 * @error: return location for an error.
 *
 * What a computed tensor can hold.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_NETWORK, or
 *   %DREAM_ERROR_UNSUPPORTED_LAYER for numbers of another kind.
 */
gboolean dream_tflite_read_range (DreamTfliteModel *model,
                                  gint32            index,
                                  const gchar      *layer,
                                  DreamTensor      *range,
                                  GError          **error);

/**
 * dream_tflite_read_values:
 * @index: a constant.
 * @channels: the side of its shape along which each channel may have a scale
 *   of its own, or %DREAM_TFLITE_ALL.
 * @layer: the name of the layer that it belongs to, for messages.
 * @tensor: (out caller-allocates): the values, which stay where they are in
 *   the file: floats of 32 or 16 bits, bytes with or without sign, or integers
 *   of 32 bits, which need not have a scale (it is 1 then).
 * @error: return location for an error.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_NETWORK, or
 *   %DREAM_ERROR_UNSUPPORTED_LAYER for numbers of another kind.
 */
gboolean dream_tflite_read_values (DreamTfliteModel *model,
                                   gint32            index,
                                   gint              channels,
                                   const gchar      *layer,
                                   DreamTensor      *tensor,
                                   GError          **error);

/**
 * dream_tflite_get_scale:
 * @tensor: a tensor from dream_tflite_read_values().
 * @channel: less than the number of its channels.
 *
 * Returns: the scale of its channel.
 */
gfloat dream_tflite_get_scale (const DreamTensor *tensor, gsize channel);

/**
 * dream_tflite_is_damaged:
 * @error: return location for an error.
 *
 * Returns: whether anything has pointed outside the file so far; sets @error
 *   if so.
 */
gboolean dream_tflite_is_damaged (DreamTfliteModel *model, GError **error);

G_END_DECLS
