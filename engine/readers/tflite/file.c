/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A TensorFlow Lite file as tensors and operators.  The numbers of fields are
 * those of TensorFlow's lite/schema/schema.fbs.
 */

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/readers/builder.h"
#include "file.h"

enum
{
  MODEL_OPERATOR_CODES = 1,
  MODEL_SUBGRAPHS      = 2,
  MODEL_BUFFERS        = 4,
  MODEL_METADATA       = 6
};
enum
{
  GRAPH_TENSORS   = 0,
  GRAPH_INPUTS    = 1,
  GRAPH_OPERATORS = 3
};
enum
{
  TENSOR_SHAPE        = 0,
  TENSOR_TYPE         = 1,
  TENSOR_BUFFER       = 2,
  TENSOR_NAME         = 3,
  TENSOR_QUANTIZATION = 4,
  TENSOR_SPARSITY     = 6
};
enum
{
  QUANTIZATION_SCALE      = 2,
  QUANTIZATION_ZERO_POINT = 3,
  QUANTIZATION_DIMENSION  = 6
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

/* A type of numbers: which values a zero point can have, and whether there
 * must be a scale. */
typedef struct
{
  gint        type;
  DreamCoding coding;
  gsize       size;
  gboolean    is_scaled;
  gint64      first;
  gint64      last;
} Type;

static const Type     *find_type (gint type);
static DreamFlatVector get_data (DreamTfliteModel *model, gint32 index);
static gboolean        read_scale (DreamTfliteModel *model,
                                   gint32            index,
                                   gint              channels,
                                   const gchar      *layer,
                                   DreamTensor      *tensor,
                                   GError          **error);
static gboolean        read_one_scale (DreamTfliteModel *model,
                                       DreamFlatVector   scales,
                                       DreamFlatVector   zeros,
                                       const Type       *type,
                                       DreamTensor      *tensor,
                                       GError          **error);
static gboolean        read_scales (DreamTfliteModel *model,
                                    DreamFlatVector   scales,
                                    DreamFlatVector   zeros,
                                    const gchar      *layer,
                                    DreamTensor      *tensor,
                                    GError          **error);

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

  model->metadata = dream_flatbuffer_vector (file, root, MODEL_METADATA,
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

  return g_utf8_make_valid (name, strcspn (name, ";"));
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

DreamFlatVector
dream_tflite_get_buffer (DreamTfliteModel *model, guint32 index)
{
  DreamFlatbuffer *file   = &model->file;
  DreamFlatTable   buffer = dream_flatbuffer_table_at (file, model->buffers,
                                                       index);

  return dream_flatbuffer_vector (file, buffer, BUFFER_DATA, 1);
}

gboolean
dream_tflite_has_values (DreamTfliteModel *model, gint32 index)
{
  return get_data (model, index).n > 0;
}

gboolean
dream_tflite_read_range (DreamTfliteModel *model,
                         gint32            index,
                         const gchar      *layer,
                         DreamTensor      *range,
                         GError          **error)
{
  if (! read_scale (model, index, DREAM_TFLITE_ALL, layer, range, error))
    return FALSE;

  if (range->coding != DREAM_CODING_FLOAT32 &&
      range->coding != DREAM_CODING_UINT8 && range->coding != DREAM_CODING_INT8)
    return dream_builder_unsupported (layer,
                                      _ ("It computes neither floating-point "
                                         "numbers nor 8-bit integers."),
                                      error);

  return TRUE;
}

gboolean
dream_tflite_read_values (DreamTfliteModel *model,
                          gint32            index,
                          gint              channels,
                          const gchar      *layer,
                          DreamTensor      *tensor,
                          GError          **error)
{
  DreamFlatbuffer *file  = &model->file;
  DreamFlatTable   table = dream_tflite_get_tensor (model, index);
  DreamFlatVector  data  = get_data (model, index);
  gsize            size;

  if (! read_scale (model, index, channels, layer, tensor, error))
    return FALSE;

  if (data.n == 0)
    return dream_builder_unsupported (layer,
                                      _ ("Its weights are not in the file."),
                                      error);

  if (dream_flatbuffer_table (file, table, TENSOR_SPARSITY))
    return dream_builder_unsupported (layer,
                                      _ ("Of its weights, the file holds only "
                                         "those that are not zero."),
                                      error);

  size = find_type (dream_flatbuffer_byte (file, table, TENSOR_TYPE, 0))->size;
  if (data.n % size != 0)
    return dream_builder_damaged (error);

  tensor->data     = file->data + data.at;
  tensor->n_values = data.n / size;

  return TRUE;
}

gfloat
dream_tflite_get_scale (const DreamTensor *tensor, gsize channel)
{
  guint32 bits;
  gfloat  scale;

  if (! tensor->scales)
    return tensor->scale;

  memcpy (&bits, tensor->scales + channel * sizeof bits, sizeof bits);
  bits = GUINT32_FROM_LE (bits);
  memcpy (&scale, &bits, sizeof scale);

  return scale;
}

gboolean
dream_tflite_is_damaged (DreamTfliteModel *model, GError **error)
{
  if (model->file.damaged)
    dream_builder_damaged (error);

  return model->file.damaged;
}

static const Type *
find_type (gint type)
{
  static const Type types[] = {
    { 0, DREAM_CODING_FLOAT32, sizeof (gfloat), FALSE, 0, 0 },
    { 1, DREAM_CODING_FLOAT16, sizeof (guint16), FALSE, 0, 0 },
    { 2, DREAM_CODING_INT32, sizeof (gint32), FALSE, 0, 0 },
    { 3, DREAM_CODING_UINT8, sizeof (guint8), TRUE, 0, G_MAXUINT8 },
    { 9, DREAM_CODING_INT8, sizeof (gint8), TRUE, G_MININT8, G_MAXINT8 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (types[i].type == type)
      return &types[i];

  return NULL;
}

static DreamFlatVector
get_data (DreamTfliteModel *model, gint32 index)
{
  const DreamFlatTable table = dream_tflite_get_tensor (model, index);

  return dream_tflite_get_buffer (model,
                                  dream_flatbuffer_int (&model->file, table,
                                                        TENSOR_BUFFER, 0));
}

static gboolean
read_scale (DreamTfliteModel *model,
            gint32            index,
            gint              channels,
            const gchar      *layer,
            DreamTensor      *tensor,
            GError          **error)
{
  DreamFlatbuffer *file   = &model->file;
  DreamFlatTable   table  = dream_tflite_get_tensor (model, index);
  DreamFlatTable   range  = dream_flatbuffer_table (file, table,
                                                    TENSOR_QUANTIZATION);
  DreamFlatVector  shape  = dream_tflite_get_shape (model, index);
  DreamFlatVector  scales = dream_flatbuffer_vector (file, range,
                                                     QUANTIZATION_SCALE,
                                                     sizeof (gfloat));
  DreamFlatVector  zeros  = dream_flatbuffer_vector (file, range,
                                                     QUANTIZATION_ZERO_POINT,
                                                     sizeof (gint64));
  const gint  along = dream_flatbuffer_int (file, range, QUANTIZATION_DIMENSION,
                                            0);
  const Type *type;

  type = find_type (dream_flatbuffer_byte (file, table, TENSOR_TYPE, 0));
  if (dream_tflite_is_damaged (model, error))
    return FALSE;

  if (! type || (type->is_scaled && scales.n == 0))
    return dream_builder_unsupported (layer,
                                      _ ("Its numbers are neither floating-"
                                         "point ones nor 8-bit integers with "
                                         "a scale."),
                                      error);

  *tensor = (DreamTensor){ .coding = type->coding, .scale = 1 };
  if (type->coding == DREAM_CODING_FLOAT32 ||
      type->coding == DREAM_CODING_FLOAT16 || scales.n == 0)
    return TRUE;

  if (scales.n == 1)
    return read_one_scale (model, scales, zeros, type, tensor, error);

  if (channels == DREAM_TFLITE_ALL || channels != along)
    return dream_builder_unsupported (layer,
                                      _ ("Its numbers have several scales "
                                         "where only one is supported."),
                                      error);

  if ((guint) channels >= shape.n ||
      (gsize) dream_flatbuffer_int_at (file, shape, channels) != scales.n)
    return dream_builder_damaged (error);

  return read_scales (model, scales, zeros, layer, tensor, error);
}

static gboolean
read_one_scale (DreamTfliteModel *model,
                DreamFlatVector   scales,
                DreamFlatVector   zeros,
                const Type       *type,
                DreamTensor      *tensor,
                GError          **error)
{
  const gfloat scale = dream_flatbuffer_float_at (&model->file, scales, 0);
  const gint64 zero  = zeros.n
                         ? dream_flatbuffer_long_at (&model->file, zeros, 0)
                         : 0;

  if (! isfinite (scale) || scale <= 0 || zero < type->first ||
      zero > type->last)
    return dream_builder_damaged (error);

  tensor->scale      = scale;
  tensor->zero_point = zero;

  return TRUE;
}

/* A dead channel may have the scale 0.  Tables may share their scales, so
 * looking through them counts as copying. */
static gboolean
read_scales (DreamTfliteModel *model,
             DreamFlatVector   scales,
             DreamFlatVector   zeros,
             const gchar      *layer,
             DreamTensor      *tensor,
             GError          **error)
{
  DreamFlatbuffer *file = &model->file;

  if (! dream_flatbuffer_may_copy (file, scales.n * sizeof (gfloat)))
    return dream_builder_damaged (error);

  tensor->scales = file->data + scales.at;

  for (gsize i = 0; i < scales.n; i++)
    {
      const gfloat scale = dream_flatbuffer_float_at (file, scales, i);

      if (! isfinite (scale) || scale < 0)
        return dream_builder_damaged (error);

      if (i < zeros.n && dream_flatbuffer_long_at (file, zeros, i) != 0)
        return dream_builder_unsupported (layer,
                                          _ ("Its channels have zero points "
                                             "of their own."),
                                          error);
    }

  return TRUE;
}
