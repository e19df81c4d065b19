/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A TensorFlow Lite file as vectors of tensors and operators, and what a
 * tensor holds.  Called by tflite.c alone; knows flatbuffer.h and DreamTensor.
 */

#pragma once

#include "../network.h"
#include "flatbuffer.h"

G_BEGIN_DECLS

#define DREAM_TFLITE_DIMENSIONS 4

/**
 * DreamTfliteModel:
 * @file: the flatbuffer, which must outlive what is read from it.
 * @codes: tables, what the operators are.
 * @buffers: tables, the tensors' values.
 * @tensors: tables, of the first graph.
 * @inputs: indices of the tensors that the first graph takes.
 * @operators: tables, in the order in which they are computed.
 */
typedef struct
{
  DreamFlatbuffer file;
  DreamFlatVector codes;
  DreamFlatVector buffers;
  DreamFlatVector tensors;
  DreamFlatVector inputs;
  DreamFlatVector operators;
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
 * Returns: (transfer full): the tensor's name, made valid UTF-8.
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
 * dream_tflite_read_scale:
 * @index: a tensor.
 * @coding: what its values must be, %DREAM_CODING_UINT8 or
 *   %DREAM_CODING_INT32.
 * @layer: the name of the layer that it belongs to, for messages.
 * @tensor: (out caller-allocates): gets the coding, scale and zero point.
 * @error: return location for an error.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_NETWORK, or
 *   %DREAM_ERROR_UNSUPPORTED_LAYER for numbers of another kind.
 */
gboolean dream_tflite_read_scale (DreamTfliteModel *model,
                                  gint32            index,
                                  DreamCoding       coding,
                                  const gchar      *layer,
                                  DreamTensor      *tensor,
                                  GError          **error);

/**
 * dream_tflite_read_values:
 *
 * As dream_tflite_read_scale(), for a tensor of constants, whose values stay
 * where they are in the file.
 */
gboolean dream_tflite_read_values (DreamTfliteModel *model,
                                   gint32            index,
                                   DreamCoding       coding,
                                   const gchar      *layer,
                                   DreamTensor      *tensor,
                                   GError          **error);

/**
 * dream_tflite_is_damaged:
 * @error: return location for an error.
 *
 * Returns: whether anything has pointed outside the file so far; sets @error
 *   if so.
 */
gboolean dream_tflite_is_damaged (DreamTfliteModel *model, GError **error);

/* Both set @error, if it is not %NULL, and return %FALSE, for the callers to
 * return.  @reason: a sentence.
 */
gboolean dream_tflite_damaged (GError **error);
gboolean dream_tflite_unsupported (const gchar *layer,
                                   const gchar *reason,
                                   GError     **error);

G_END_DECLS
