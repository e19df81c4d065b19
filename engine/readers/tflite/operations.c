/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of TensorFlow Lite's operations, and what they have in common.
 * The numbers are those of TensorFlow's lite/schema/schema.fbs.
 */

#include <math.h>
#include <string.h>

#include "operations.h"

/* An 8-bit output that was trained to end at 6 ends very near it. */
#define RELU6_END       6
#define RELU6_TOLERANCE 0.01

enum
{
  ACTIVATION_NONE,
  ACTIVATION_RELU,
  ACTIVATION_RELU_N1_TO_1,
  ACTIVATION_RELU6,
  ACTIVATION_TANH
};

static gboolean read_implied (DreamTfliteReader *reader,
                              DreamTfliteNode   *node,
                              GError           **error);

const DreamTfliteOperation *
dream_tflite_find_operation (gint code)
{
  static const DreamTfliteOperation operations[] = {
    { 0, "ADD", 11, dream_tflite_read_add },
    { 1, "AVERAGE_POOL_2D", 5, dream_tflite_read_average_pool },
    { 2, "CONCATENATION", 10, dream_tflite_read_concat },
    { 3, "CONV_2D", 1, dream_tflite_read_convolution },
    { 4, "DEPTHWISE_CONV_2D", 2, dream_tflite_read_depthwise },
    { 5, "DEPTH_TO_SPACE", 0, NULL },
    { 6, "DEQUANTIZE", 0, dream_tflite_read_dequantize },
    { 9, "FULLY_CONNECTED", 8, dream_tflite_read_dense },
    { 11, "L2_NORMALIZATION", 0, NULL },
    { 12, "L2_POOL_2D", 0, NULL },
    { 13, "LOCAL_RESPONSE_NORMALIZATION", 13, dream_tflite_read_lrn },
    { 14, "LOGISTIC", 0, dream_tflite_read_logistic },
    { 17, "MAX_POOL_2D", 5, dream_tflite_read_max_pool },
    { 18, "MUL", 21, dream_tflite_read_multiply },
    { 19, "RELU", 0, dream_tflite_read_relu },
    { 20, "RELU_N1_TO_1", 0, dream_tflite_read_relu_n1_to_1 },
    { 21, "RELU6", 0, dream_tflite_read_relu6 },
    { 22, "RESHAPE", 0, dream_tflite_read_reshape },
    { 23, "RESIZE_BILINEAR", 0, NULL },
    { 25, "SOFTMAX", 0, dream_tflite_read_softmax },
    { 26, "SPACE_TO_DEPTH", 0, NULL },
    { 28, "TANH", 0, dream_tflite_read_tanh },
    { 32, "CUSTOM", 0, NULL },
    { 34, "PAD", 0, dream_tflite_read_pad },
    { 37, "BATCH_TO_SPACE_ND", 0, NULL },
    { 38, "SPACE_TO_BATCH_ND", 0, NULL },
    { 39, "TRANSPOSE", 0, NULL },
    { 40, "MEAN", 0, dream_tflite_read_mean },
    { 41, "SUB", 28, dream_tflite_read_subtract },
    { 42, "DIV", 29, dream_tflite_read_divide },
    { 43, "SQUEEZE", 0, dream_tflite_read_squeeze },
    { 45, "STRIDED_SLICE", 0, NULL },
    { 47, "EXP", 0, NULL },
    { 49, "SPLIT", 0, NULL },
    { 50, "LOG_SOFTMAX", 0, NULL },
    { 53, "CAST", 0, NULL },
    { 54, "PRELU", 0, dream_tflite_read_prelu },
    { 55, "MAXIMUM", 0, dream_tflite_read_maximum },
    { 56, "ARG_MAX", 0, NULL },
    { 57, "MINIMUM", 0, NULL },
    { 60, "PADV2", 0, NULL },
    { 65, "SLICE", 0, NULL },
    { 67, "TRANSPOSE_CONV", 0, NULL },
    { 70, "EXPAND_DIMS", 0, NULL },
    { 74, "SUM", 0, NULL },
    { 76, "RSQRT", 0, NULL },
    { 77, "SHAPE", 0, NULL },
    { 78, "POW", 0, NULL },
    { 82, "REDUCE_MAX", 0, NULL },
    { 83, "PACK", 0, NULL },
    { 97, "RESIZE_NEAREST_NEIGHBOR", 0, NULL },
    { 98, "LEAKY_RELU", 75, dream_tflite_read_leaky_relu },
    { 99, "SQUARED_DIFFERENCE", 0, NULL },
    { 100, "MIRROR_PAD", 0, NULL },
    { 111, "ELU", 0, NULL },
    { 114, "QUANTIZE", 0, dream_tflite_read_quantize },
    { 117, "HARD_SWISH", 0, dream_tflite_read_hard_swish },
    { 126, "BATCH_MATMUL", 0, NULL },
    { 150, "GELU", 0, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    if (operations[i].code == code)
      return &operations[i];

  return NULL;
}

void
dream_tflite_key (gint32 tensor, gchar *key)
{
  g_snprintf (key, DREAM_TFLITE_KEY, "%d", tensor);
}

gint32
dream_tflite_get_input (DreamTfliteReader     *reader,
                        const DreamTfliteNode *node,
                        guint                  i)
{
  DreamTfliteModel *model = &reader->model;
  const gint32 tensor = dream_flatbuffer_int_at (&model->file, node->inputs, i);

  return dream_tflite_get_tensor (model, tensor) ? tensor : 0;
}

gint32
dream_tflite_get_constant (DreamTfliteReader     *reader,
                           const DreamTfliteNode *node,
                           guint                  i)
{
  const gint32 tensor = dream_tflite_get_input (reader, node, i);

  if (reader->model.file.damaged || reader->constants[tensor] == 0)
    return tensor;

  return reader->constants[tensor] - 1;
}

DreamLayer *
dream_tflite_start (DreamTfliteReader     *reader,
                    const DreamTfliteNode *node,
                    DreamOp                op,
                    guint                  n_inputs,
                    GError               **error)
{
  DreamFlatbuffer      *file   = &reader->model.file;
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);

  /* Operators may share a long list of inputs. */
  if (n_inputs > node->inputs.n ||
      (n_inputs > 1 &&
       ! dream_flatbuffer_may_copy (file, n_inputs * sizeof (gint32))))
    {
      dream_builder_damaged (error);
      return NULL;
    }

  for (guint i = 0; i < n_inputs; i++)
    g_ptr_array_add (values,
                     g_strdup_printf ("%d", dream_tflite_get_input (reader,
                                                                    node, i)));

  return dream_builder_start (reader->builder, op,
                              node->inner ? node->inner : node->name,
                              (const gchar *const *) values->pdata, n_inputs,
                              error);
}

gboolean
dream_tflite_read_activation (DreamTfliteReader *reader,
                              DreamTfliteNode   *node,
                              guint              field,
                              gboolean           is_computed,
                              gboolean           can_clip,
                              GError           **error)
{
  const gint32 named = dream_flatbuffer_byte (&reader->model.file,
                                              node->options, field, 0);

  node->activation = DREAM_ACTIVATION_CLIP;
  node->low        = 0;
  node->high       = INFINITY;

  switch (named)
    {
    case ACTIVATION_NONE:
      node->activation = DREAM_ACTIVATION_NONE;
      if (is_computed && ! read_implied (reader, node, error))
        return FALSE;
      break;

    case ACTIVATION_RELU:
      break;

    case ACTIVATION_RELU_N1_TO_1:
      node->low  = -1;
      node->high = 1;
      break;

    case ACTIVATION_RELU6:
      node->high = RELU6_END;
      break;

    case ACTIVATION_TANH:
      node->activation = DREAM_ACTIVATION_TANH;
      break;

    default:
      return dream_builder_refuse (node->name, DREAM_REASON_ACTIVATION, error);
    }

  if (node->activation != DREAM_ACTIVATION_NONE &&
      ! (can_clip && node->activation == DREAM_ACTIVATION_CLIP &&
         node->low == 0))
    node->inner = g_strconcat (node->name, "/linear", NULL);

  return TRUE;
}

gboolean
dream_tflite_finish (DreamTfliteReader     *reader,
                     const DreamTfliteNode *node,
                     DreamLayer            *layer,
                     GError               **error)
{
  if (! node->inner)
    {
      layer->activation = node->activation;
      layer->low        = node->low;
      layer->high       = node->high;
    }

  return dream_builder_add (reader->builder, layer, node->to, error) &&
         dream_tflite_activate (reader, node, error);
}

gboolean
dream_tflite_activate (DreamTfliteReader     *reader,
                       const DreamTfliteNode *node,
                       GError               **error)
{
  return ! node->inner ||
         dream_builder_add_activation (reader->builder, node->name, node->to,
                                       node->to, node->activation, node->low,
                                       node->high, error);
}

gboolean
dream_tflite_read_ints (DreamTfliteReader     *reader,
                        const DreamTfliteNode *node,
                        guint                  i,
                        gint32                *values,
                        guint                  n_most,
                        guint                 *n,
                        GError               **error)
{
  DreamTensor tensor;

  if (! dream_tflite_read_values (&reader->model,
                                  dream_tflite_get_constant (reader, node, i),
                                  DREAM_TFLITE_ALL, node->name, &tensor, error))
    return FALSE;

  if (tensor.coding != DREAM_CODING_INT32 || tensor.n_values > n_most)
    return dream_builder_damaged (error);

  *n = tensor.n_values;
  for (guint k = 0; k < *n; k++)
    {
      memcpy (&values[k], tensor.data + k * sizeof (gint32), sizeof (gint32));
      values[k] = GINT32_FROM_LE (values[k]);
    }

  return TRUE;
}

void
dream_tflite_set_input (DreamTfliteReader *reader, const DreamTensor *range)
{
  const gint first = range->coding == DREAM_CODING_INT8 ? G_MININT8 : 0;

  for (gint c = 0; c < 3; c++)
    {
      reader->input.scale[c] = range->scale;
      reader->input.mean[c]  = range->zero_point - first;
    }

  reader->is_guess = FALSE;
}

/* An 8-bit output whose smallest value is 0 was cut off there: the
 * quantisation has swallowed a ReLU; or a ReLU6, if it ends at 6.  Where a
 * ReLU's output ends says only how large values were in training. */
static gboolean
read_implied (DreamTfliteReader *reader, DreamTfliteNode *node, GError **error)
{
  DreamTensor range;
  gint        first;
  gdouble     end;

  if (! dream_tflite_read_range (&reader->model, node->output, node->name,
                                 &range, error))
    return FALSE;

  first = range.coding == DREAM_CODING_INT8 ? G_MININT8 : 0;
  if (range.coding == DREAM_CODING_FLOAT32 || range.zero_point != first)
    return TRUE;

  end              = (gdouble) range.scale * G_MAXUINT8;
  node->activation = DREAM_ACTIVATION_CLIP;
  if (fabs (end - RELU6_END) <= RELU6_TOLERANCE * RELU6_END)
    node->high = RELU6_END;

  return TRUE;
}
