/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A TensorFlow Lite file as tensors and operators.  The numbers of fields are
 * those of TensorFlow's lite/schema/schema.fbs.
 */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "../error.h"
#include "tflite-model.h"

enum
{
  MODEL_OPERATOR_CODES = 1,
  MODEL_SUBGRAPHS      = 2,
  MODEL_BUFFERS        = 4
};
enum
{
  GRAPH_TENSORS   = 0,
  GRAPH_INPUTS    = 1,
  GRAPH_OPERATORS = 3
};
enum
{
  TENSOR_SHAPE,
  TENSOR_TYPE,
  TENSOR_BUFFER,
  TENSOR_NAME,
  TENSOR_QUANTIZATION
};
enum
{
  QUANTIZATION_SCALE      = 2,
  QUANTIZATION_ZERO_POINT = 3
};
enum
{
  BUFFER_DATA = 0
};
enum
{
  OPERATOR_CODE = 0
};
enum
{
  CODE_SMALL = 0,
  CODE_LARGE = 3
};
enum
{
  TYPE_INT32 = 2,
  TYPE_UINT8 = 3
};

gboolean
dream_tflite_open (DreamTfliteModel *model, GBytes *bytes, GError **error)
{
  DreamFlatbuffer *file = &model->file;
  DreamFlatTable   root;
  DreamFlatTable   graph;
  DreamFlatVector  graphs;

  dream_flatbuffer_init (file, bytes);
  root   = dream_flatbuffer_root (file);
  graphs = dream_flatbuffer_vector (file, root, MODEL_SUBGRAPHS,
                                    sizeof (guint32));
  graph  = dream_flatbuffer_table_at (file, graphs, 0);

  model->codes     = dream_flatbuffer_vector (file, root, MODEL_OPERATOR_CODES,
                                              sizeof (guint32));
  model->buffers   = dream_flatbuffer_vector (file, root, MODEL_BUFFERS,
                                              sizeof (guint32));
  model->tensors   = dream_flatbuffer_vector (file, graph, GRAPH_TENSORS,
                                              sizeof (guint32));
  model->inputs    = dream_flatbuffer_vector (file, graph, GRAPH_INPUTS,
                                              sizeof (gint32));
  model->operators = dream_flatbuffer_vector (file, graph, GRAPH_OPERATORS,
                                              sizeof (guint32));

  return ! dream_tflite_is_damaged (model, error);
}

DreamFlatTable
dream_tflite_get_tensor (DreamTfliteModel *model, gint32 index)
{
  /* A negative index becomes one that no vector has. */
  return dream_flatbuffer_table_at (&model->file, model->tensors,
                                    (guint32) index);
}

gchar *
dream_tflite_get_name (DreamTfliteModel *model, gint32 index)
{
  g_autofree gchar *name = NULL;

  name = dream_flatbuffer_string (&model->file,
                                  dream_tflite_get_tensor (model, index),
                                  TENSOR_NAME);

  return g_utf8_make_valid (name, -1);
}

DreamFlatVector
dream_tflite_get_shape (DreamTfliteModel *model, gint32 index)
{
  return dream_flatbuffer_vector (&model->file,
                                  dream_tflite_get_tensor (model, index),
                                  TENSOR_SHAPE, sizeof (gint32));
}

/* Codes above 127 came later and have a field of their own; older files have
 * only the small one.
 */
gint
dream_tflite_get_code (DreamTfliteModel *model, DreamFlatTable node)
{
  DreamFlatbuffer *file  = &model->file;
  guint32          index = dream_flatbuffer_int (file, node, OPERATOR_CODE, 0);
  DreamFlatTable   code = dream_flatbuffer_table_at (file, model->codes, index);

  return MAX (dream_flatbuffer_byte (file, code, CODE_SMALL, 0),
              dream_flatbuffer_int (file, code, CODE_LARGE, 0));
}

gboolean
dream_tflite_read_scale (DreamTfliteModel *model,
                         gint32            index,
                         DreamCoding       coding,
                         const gchar      *layer,
                         DreamTensor      *tensor,
                         GError          **error)
{
  const gboolean   is_bytes = coding == DREAM_CODING_UINT8;
  DreamFlatbuffer *file     = &model->file;
  DreamFlatTable   table    = dream_tflite_get_tensor (model, index);
  DreamFlatTable   range    = dream_flatbuffer_table (file, table,
                                                      TENSOR_QUANTIZATION);
  gint32           type   = dream_flatbuffer_byte (file, table, TENSOR_TYPE, 0);
  DreamFlatVector  scales = dream_flatbuffer_vector (file, range,
                                                     QUANTIZATION_SCALE,
                                                     sizeof (gfloat));
  DreamFlatVector  zeros  = dream_flatbuffer_vector (file, range,
                                                     QUANTIZATION_ZERO_POINT,
                                                     sizeof (gint64));
  gint64           zero;

  if (dream_tflite_is_damaged (model, error))
    return FALSE;

  if (type != (is_bytes ? TYPE_UINT8 : TYPE_INT32) || scales.n != 1 ||
      zeros.n != 1)
    return dream_tflite_unsupported (layer,
                                     _("Its numbers are not unsigned 8-bit "
                                       "integers with one scale, as the "
                                       "quantisation “uint8” makes them."),
                                        error);

  tensor->coding = coding;
  tensor->scale  = dream_flatbuffer_float_at (file, scales, 0);
  zero           = dream_flatbuffer_long_at (file, zeros, 0);

  /* Biases have their zero at 0, pixels and weights somewhere in a byte. */
  if (! isfinite (tensor->scale) || tensor->scale <= 0 || zero < 0 ||
      zero > (is_bytes ? G_MAXUINT8 : 0))
    return dream_tflite_damaged (error);

  tensor->zero_point = zero;

  return TRUE;
}

gboolean
dream_tflite_read_values (DreamTfliteModel *model,
                          gint32            index,
                          DreamCoding       coding,
                          const gchar      *layer,
                          DreamTensor      *tensor,
                          GError          **error)
{
  const gsize      value_size = coding == DREAM_CODING_UINT8 ? sizeof (guint8)
                                                             : sizeof (gint32);
  DreamFlatbuffer *file       = &model->file;
  DreamFlatTable   table      = dream_tflite_get_tensor (model, index);
  guint32          place = dream_flatbuffer_int (file, table, TENSOR_BUFFER, 0);
  DreamFlatTable   buffer = dream_flatbuffer_table_at (file, model->buffers,
                                                       place);
  DreamFlatVector data = dream_flatbuffer_vector (file, buffer, BUFFER_DATA, 1);

  if (! dream_tflite_read_scale (model, index, coding, layer, tensor, error))
    return FALSE;

  if (data.n == 0)
    return dream_tflite_unsupported (layer,
                                     _("Its weights are not in the file."),
                                        error);

  if (data.n % value_size != 0)
    return dream_tflite_damaged (error);

  tensor->data     = file->data + data.at;
  tensor->n_values = data.n / value_size;

  return TRUE;
}

gboolean
dream_tflite_is_damaged (DreamTfliteModel *model, GError **error)
{
  if (model->file.damaged)
    dream_tflite_damaged (error);

  return model->file.damaged;
}

gboolean
dream_tflite_damaged (GError **error)
{
  g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK,
                       _("The network file is damaged or cut short. Install "
                         "the network again."));
  return FALSE;
}

gboolean
dream_tflite_unsupported (const gchar *layer,
                          const gchar *reason,
                          GError     **error)
{
  /* Translators: a layer's name, then a sentence. */
  g_set_error (error, DREAM_ERROR, DREAM_ERROR_UNSUPPORTED_LAYER,
               _("The layer “%s” cannot be used: %s Choose another network."),
                  layer, reason);
  return FALSE;
}
