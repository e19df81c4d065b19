/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The reader of TensorFlow Lite files: maps the operators of an 8-bit
 * quantised classifier to layers.  The numbers of fields and operations are
 * those of TensorFlow's lite/schema/schema.fbs.
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "../error.h"
#include "readers.h"
#include "tflite-model.h"

#define IDENTIFIER    "TFL3"
#define IDENTIFIER_AT 4

enum
{
  OPERATOR_INPUTS       = 1,
  OPERATOR_OUTPUTS      = 2,
  OPERATOR_OPTIONS_TYPE = 3,
  OPERATOR_OPTIONS      = 4
};
enum
{
  CONV_PADDING,
  CONV_STRIDE_W,
  CONV_STRIDE_H,
  CONV_ACTIVATION,
  CONV_DILATION_W,
  CONV_DILATION_H
};
enum
{
  POOL_PADDING,
  POOL_STRIDE_W,
  POOL_STRIDE_H,
  POOL_WIDTH,
  POOL_HEIGHT,
  POOL_ACTIVATION
};
enum
{
  CONCAT_AXIS,
  CONCAT_ACTIVATION
};
enum
{
  PADDING_SAME,
  PADDING_VALID
};
enum
{
  ACTIVATION_NONE,
  ACTIVATION_RELU
};

typedef struct
{
  DreamTfliteModel model;
  GPtrArray       *layers;
  guint           *makers;      /* by tensor: 1 + the layer it is, or 0 */
  DreamTensor      range;       /* scale and zero point of the input */
  GError          *unsupported; /* why the first operator was left out */
} Reader;

typedef struct
{
  DreamFlatVector inputs;
  gint32          output;
  DreamFlatTable  options;
} Operator;

typedef struct
{
  gint    code;
  DreamOp op;
  gint    options_type;
  gboolean (*read) (Reader         *reader,
                    const Operator *node,
                    DreamLayer     *layer,
                    GError        **error);
} Operation;

typedef struct
{
  gint         code;
  const gchar *name;
} OperationName;

static gboolean         read_input (Reader *reader, GError **error);
static gboolean         takes_picture (Reader *reader, gint32 tensor);
static gboolean         read_operators (Reader *reader, GError **error);
static gboolean         read_or_leave (Reader        *reader,
                                       DreamFlatTable table,
                                       GError       **error);
static DreamLayer      *read_operator (Reader        *reader,
                                       DreamFlatTable table,
                                       gint32         output,
                                       GError       **error);
static const Operation *find_operation (gint code);
static gchar           *name_operation (gint code);
static DreamLayer      *new_layer (Reader          *reader,
                                   const Operation *operation,
                                   const Operator  *node,
                                   const gchar     *name,
                                   GError         **error);
static gboolean         read_convolution (Reader         *reader,
                                          const Operator *node,
                                          DreamLayer     *layer,
                                          GError        **error);
static gboolean         read_shape (Reader         *reader,
                                    const Operator *node,
                                    DreamLayer     *layer,
                                    GError        **error);
static gboolean         read_relu (Reader         *reader,
                                   const Operator *node,
                                   DreamLayer     *layer,
                                   GError        **error);
static gboolean         read_weights (Reader         *reader,
                                      const Operator *node,
                                      DreamLayer     *layer,
                                      GError        **error);
static gboolean         read_pool (Reader         *reader,
                                   const Operator *node,
                                   DreamLayer     *layer,
                                   GError        **error);
static gboolean         read_concat (Reader         *reader,
                                     const Operator *node,
                                     DreamLayer     *layer,
                                     GError        **error);
static gboolean         read_padding (gint32      padding,
                                      DreamLayer *layer,
                                      GError    **error);
static gboolean         has_no_activation (gint32      activation,
                                           DreamLayer *layer,
                                           GError    **error);
static void add_layer (Reader *reader, DreamLayer *layer, gint32 output);

gboolean
dream_is_tflite (GBytes *file)
{
  gsize         size;
  const guint8 *data = g_bytes_get_data (file, &size);

  return size >= IDENTIFIER_AT + strlen (IDENTIFIER) &&
         memcmp (data + IDENTIFIER_AT, IDENTIFIER, strlen (IDENTIFIER)) == 0;
}

DreamNetwork *
dream_read_tflite (GBytes           *file,
                   const gchar      *path G_GNUC_UNUSED,
                   const DreamInput *input,
                   GError          **error)
{
  DreamNetwork *network = NULL;
  Reader        reader  = { 0 };

  if (! dream_tflite_open (&reader.model, file, error))
    return NULL;

  reader.makers = g_new0 (guint, reader.model.tensors.n);
  reader.layers = g_ptr_array_new_with_free_func (
    (GDestroyNotify) dream_layer_free);

  if (read_input (&reader, error) && read_operators (&reader, error))
    {
      const DreamInput guess = {
        .scale = { reader.range.scale, reader.range.scale, reader.range.scale },
        .mean  = { reader.range.zero_point, reader.range.zero_point,
                   reader.range.zero_point },
      };

      network = dream_network_new (g_steal_pointer (&reader.layers),
                                   input ? input : &guess, file, error);
    }

  g_clear_pointer (&reader.layers, g_ptr_array_unref);
  g_clear_error (&reader.unsupported);
  g_free (reader.makers);

  return network;
}

static gboolean
read_input (Reader *reader, GError **error)
{
  DreamTfliteModel *model = &reader->model;
  gint32 tensor = dream_flatbuffer_int_at (&model->file, model->inputs, 0);
  g_autofree gchar *name = dream_tflite_get_name (model, tensor);
  DreamLayer       *layer;

  if (dream_tflite_is_damaged (model, error))
    return FALSE;

  if (model->inputs.n != 1 || ! takes_picture (reader, tensor))
    return dream_tflite_unsupported (name,
                                     _("It does not take one picture of red, "
                                       "green and blue."),
                                        error);

  if (! dream_tflite_read_scale (model, tensor, DREAM_CODING_UINT8, name,
                                 &reader->range, error))
    return FALSE;

  layer           = dream_layer_new (DREAM_OP_INPUT, name, 0);
  layer->channels = 3;
  add_layer (reader, layer, tensor);

  return TRUE;
}

/* Batch x height x width x channels.  Height and width are those that the
 * network was trained at; any will do.
 */
static gboolean
takes_picture (Reader *reader, gint32 tensor)
{
  DreamFlatbuffer *file  = &reader->model.file;
  DreamFlatVector  shape = dream_tflite_get_shape (&reader->model, tensor);
  gint32           batch;

  if (shape.n != DREAM_TFLITE_DIMENSIONS)
    return FALSE;

  batch = dream_flatbuffer_int_at (file, shape, 0);

  return (batch == 1 || batch == -1) &&
         dream_flatbuffer_int_at (file, shape, 3) == 3;
}

static gboolean
read_operators (Reader *reader, GError **error)
{
  DreamTfliteModel *model = &reader->model;
  gsize             i;

  if (model->operators.n >= DREAM_MAX_LAYERS)
    return dream_tflite_damaged (error);

  for (i = 0; i < model->operators.n; i++)
    {
      DreamFlatTable table = dream_flatbuffer_table_at (&model->file,
                                                        model->operators, i);

      if (! read_or_leave (reader, table, error))
        return FALSE;
    }

  if (reader->layers->len > 1)
    return TRUE;

  if (! reader->unsupported)
    return dream_tflite_damaged (error);

  g_propagate_error (error, g_steal_pointer (&reader->unsupported));

  return FALSE;
}

/* Operators that the engine does not have, and those that depend on them, are
 * left out: mostly a classifier's head, which no dream needs.
 */
static gboolean
read_or_leave (Reader *reader, DreamFlatTable table, GError **error)
{
  DreamFlatbuffer   *file    = &reader->model.file;
  DreamFlatVector    outputs = dream_flatbuffer_vector (file, table,
                                                        OPERATOR_OUTPUTS,
                                                        sizeof (gint32));
  gint32             output  = dream_flatbuffer_int_at (file, outputs, 0);
  g_autoptr (GError) problem = NULL;
  DreamLayer        *layer   = read_operator (reader, table, output, &problem);

  if (layer)
    {
      add_layer (reader, layer, output);
      return TRUE;
    }

  if (! g_error_matches (problem, DREAM_ERROR, DREAM_ERROR_UNSUPPORTED_LAYER))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }

  if (! reader->unsupported)
    reader->unsupported = g_steal_pointer (&problem);

  return TRUE;
}

static DreamLayer *
read_operator (Reader        *reader,
               DreamFlatTable table,
               gint32         output,
               GError       **error)
{
  DreamTfliteModel      *model     = &reader->model;
  g_autofree gchar      *name      = dream_tflite_get_name (model, output);
  gint                   code      = dream_tflite_get_code (model, table);
  const Operation       *operation = find_operation (code);
  Operator               node      = { { 0, 0 }, output, 0 };
  g_autoptr (DreamLayer) layer     = NULL;

  if (dream_tflite_is_damaged (model, error))
    return NULL;

  if (! operation)
    {
      g_autofree gchar *missing = name_operation (code);

      g_set_error (error, DREAM_ERROR, DREAM_ERROR_UNSUPPORTED_LAYER,
                   _("The layer “%s” needs the operation %s, which is not "
                     "supported. Choose another network."),
                      name, missing);
      return NULL;
    }

  if (dream_flatbuffer_byte (&model->file, table, OPERATOR_OPTIONS_TYPE, 0) !=
      operation->options_type)
    {
      dream_tflite_damaged (error);
      return NULL;
    }

  node.inputs  = dream_flatbuffer_vector (&model->file, table, OPERATOR_INPUTS,
                                          sizeof (gint32));
  node.options = dream_flatbuffer_table (&model->file, table, OPERATOR_OPTIONS);

  layer = new_layer (reader, operation, &node, name, error);
  if (! layer || ! operation->read (reader, &node, layer, error) ||
      dream_tflite_is_damaged (model, error))
    return NULL;

  return g_steal_pointer (&layer);
}

static const Operation *
find_operation (gint code)
{
  static const Operation operations[] = {
    { 1, DREAM_OP_AVERAGE_POOL, 5, read_pool },
    { 2, DREAM_OP_CONCAT, 10, read_concat },
    { 3, DREAM_OP_CONVOLUTION, 1, read_convolution },
    { 17, DREAM_OP_MAX_POOL, 5, read_pool }
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      if (operations[i].code == code)
        return &operations[i];
    }

  return NULL;
}

/* Returns: (transfer full): what an operation that is not supported is called;
 *   those that image networks are likely to have, by name.
 */
static gchar *
name_operation (gint code)
{
  static const OperationName names[] = { { 0, "ADD" },
                                         { 4, "DEPTHWISE_CONV_2D" },
                                         { 6, "DEQUANTIZE" },
                                         { 9, "FULLY_CONNECTED" },
                                         { 11, "L2_NORMALIZATION" },
                                         { 13, "LOCAL_RESPONSE_NORMALIZATION" },
                                         { 14, "LOGISTIC" },
                                         { 18, "MUL" },
                                         { 19, "RELU" },
                                         { 21, "RELU6" },
                                         { 22, "RESHAPE" },
                                         { 23, "RESIZE_BILINEAR" },
                                         { 25, "SOFTMAX" },
                                         { 32, "CUSTOM" },
                                         { 34, "PAD" },
                                         { 40, "MEAN" },
                                         { 41, "SUB" },
                                         { 43, "SQUEEZE" },
                                         { 53, "CAST" },
                                         { 54, "PRELU" },
                                         { 67, "TRANSPOSE_CONV" },
                                         { 114, "QUANTIZE" },
                                         { 117, "HARD_SWISH" } };
  guint                      i;

  for (i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (names[i].code == code)
        return g_strdup (names[i].name);
    }

  return g_strdup_printf ("%d", code);
}

/* Only a concatenation takes all its inputs from layers; a convolution's
 * others are its weights.
 */
static DreamLayer *
new_layer (Reader          *reader,
           const Operation *operation,
           const Operator  *node,
           const gchar     *name,
           GError         **error)
{
  DreamTfliteModel      *model    = &reader->model;
  gboolean               is_many  = operation->op == DREAM_OP_CONCAT;
  gsize                  n_inputs = is_many ? node->inputs.n : 1;
  g_autoptr (DreamLayer) layer    = NULL;
  guint                  i;

  if (! dream_flatbuffer_may_copy (&model->file, n_inputs * sizeof (guint)))
    {
      dream_tflite_damaged (error);
      return NULL;
    }

  layer = dream_layer_new (operation->op, name, n_inputs);

  for (i = 0; i < n_inputs; i++)
    {
      gint32 tensor = dream_flatbuffer_int_at (&model->file, node->inputs, i);

      if (! dream_tflite_get_tensor (model, tensor))
        {
          dream_tflite_damaged (error);
          return NULL;
        }

      if (reader->makers[tensor] == 0)
        {
          dream_tflite_unsupported (name, _("It depends on something that is "
                                            "not supported."),
                                             error);
          return NULL;
        }

      layer->inputs[i] = reader->makers[tensor] - 1;
    }

  return g_steal_pointer (&layer);
}

static gboolean
read_convolution (Reader         *reader,
                  const Operator *node,
                  DreamLayer     *layer,
                  GError        **error)
{
  DreamFlatbuffer *file    = &reader->model.file;
  DreamFlatTable   options = node->options;

  if (dream_flatbuffer_int (file, options, CONV_DILATION_W, 1) != 1 ||
      dream_flatbuffer_int (file, options, CONV_DILATION_H, 1) != 1)
    return dream_tflite_unsupported (layer->name, _("It is dilated."), error);

  layer->stride_w = dream_flatbuffer_int (file, options, CONV_STRIDE_W, 0);
  layer->stride_h = dream_flatbuffer_int (file, options, CONV_STRIDE_H, 0);

  return read_padding (dream_flatbuffer_byte (file, options, CONV_PADDING, 0),
                       layer, error) &&
         read_shape (reader, node, layer, error) &&
         read_relu (reader, node, layer, error) &&
         read_weights (reader, node, layer, error);
}

/* Weights are output channels x height x width x input channels. */
static gboolean
read_shape (Reader         *reader,
            const Operator *node,
            DreamLayer     *layer,
            GError        **error)
{
  DreamTfliteModel *model = &reader->model;
  const DreamLayer *input = g_ptr_array_index (reader->layers,
                                               layer->inputs[0]);
  gint32 tensor = dream_flatbuffer_int_at (&model->file, node->inputs, 1);
  DreamFlatVector vector = dream_tflite_get_shape (model, tensor);
  gint32          shape[DREAM_TFLITE_DIMENSIONS];
  guint           i;

  if (vector.n != DREAM_TFLITE_DIMENSIONS)
    return dream_tflite_damaged (error);

  for (i = 0; i < DREAM_TFLITE_DIMENSIONS; i++)
    {
      shape[i] = dream_flatbuffer_int_at (&model->file, vector, i);
      if (shape[i] < 1 || shape[i] > DREAM_MAX_CHANNELS)
        return dream_tflite_damaged (error);
    }

  layer->channels = shape[0];
  layer->kernel_h = shape[1];
  layer->kernel_w = shape[2];

  if (shape[3] == input->channels)
    return TRUE;

  if (input->channels % shape[3] == 0)
    return dream_tflite_unsupported (layer->name,
                                     _("Its channels are in groups."), error);

  return dream_tflite_damaged (error);
}

/* An output whose smallest value is 0 was cut off there: the quantisation has
 * swallowed a ReLU.
 */
static gboolean
read_relu (Reader         *reader,
           const Operator *node,
           DreamLayer     *layer,
           GError        **error)
{
  DreamTensor range = { 0 };
  gint32 activation = dream_flatbuffer_byte (&reader->model.file, node->options,
                                             CONV_ACTIVATION, 0);

  if (activation != ACTIVATION_NONE && activation != ACTIVATION_RELU)
    return dream_tflite_unsupported (layer->name,
                                     _("Its activation is not a plain ReLU."),
                                        error);

  if (! dream_tflite_read_scale (&reader->model, node->output,
                                 DREAM_CODING_UINT8, layer->name, &range,
                                 error))
    return FALSE;

  if (activation == ACTIVATION_RELU || range.zero_point == 0)
    layer->activation = DREAM_ACTIVATION_CLIP;

  return TRUE;
}

/* A bias is optional: there may be no third input, or its index is -1. */
static gboolean
read_weights (Reader         *reader,
              const Operator *node,
              DreamLayer     *layer,
              GError        **error)
{
  DreamTfliteModel *model = &reader->model;
  gint32 weights = dream_flatbuffer_int_at (&model->file, node->inputs, 1);
  gint32 bias    = -1;

  if (node->inputs.n > 2)
    bias = dream_flatbuffer_int_at (&model->file, node->inputs, 2);

  return dream_tflite_read_values (model, weights, DREAM_CODING_UINT8,
                                   layer->name, &layer->weights, error) &&
         (bias == -1 ||
          dream_tflite_read_values (model, bias, DREAM_CODING_INT32,
                                    layer->name, &layer->bias, error));
}

static gboolean
read_pool (Reader         *reader,
           const Operator *node,
           DreamLayer     *layer,
           GError        **error)
{
  DreamFlatbuffer  *file    = &reader->model.file;
  DreamFlatTable    options = node->options;
  const DreamLayer *input   = g_ptr_array_index (reader->layers,
                                                 layer->inputs[0]);

  layer->channels = input->channels;
  layer->kernel_w = dream_flatbuffer_int (file, options, POOL_WIDTH, 0);
  layer->kernel_h = dream_flatbuffer_int (file, options, POOL_HEIGHT, 0);
  layer->stride_w = dream_flatbuffer_int (file, options, POOL_STRIDE_W, 0);
  layer->stride_h = dream_flatbuffer_int (file, options, POOL_STRIDE_H, 0);

  return has_no_activation (dream_flatbuffer_byte (file, options,
                                                   POOL_ACTIVATION, 0),
                            layer, error) &&
         read_padding (dream_flatbuffer_byte (file, options, POOL_PADDING, 0),
                       layer, error);
}

static gboolean
read_concat (Reader         *reader,
             const Operator *node,
             DreamLayer     *layer,
             GError        **error)
{
  DreamFlatbuffer *file = &reader->model.file;
  gint32 axis     = dream_flatbuffer_int (file, node->options, CONCAT_AXIS, 0);
  gint64 channels = 0;
  guint  i;

  if (axis != -1 && axis != DREAM_TFLITE_DIMENSIONS - 1)
    return dream_tflite_unsupported (layer->name,
                                     _("It joins something else than "
                                       "channels."),
                                        error);

  for (i = 0; i < layer->n_inputs; i++)
    {
      const DreamLayer *input = g_ptr_array_index (reader->layers,
                                                   layer->inputs[i]);

      channels += input->channels;
    }

  if (channels > DREAM_MAX_CHANNELS)
    return dream_tflite_damaged (error);

  layer->channels = channels;

  return has_no_activation (dream_flatbuffer_byte (file, node->options,
                                                   CONCAT_ACTIVATION, 0),
                            layer, error);
}

static gboolean
read_padding (gint32 padding, DreamLayer *layer, GError **error)
{
  if (padding != PADDING_SAME && padding != PADDING_VALID)
    return dream_tflite_damaged (error);

  if (layer->stride_h != layer->stride_w)
    return dream_tflite_unsupported (layer->name,
                                     _("Its strides along rows and columns "
                                       "differ."),
                                        error);

  layer->padding = padding == PADDING_SAME ? DREAM_PADDING_SAME
                                           : DREAM_PADDING_EXPLICIT;
  return TRUE;
}

static gboolean
has_no_activation (gint32 activation, DreamLayer *layer, GError **error)
{
  return activation == ACTIVATION_NONE ||
         dream_tflite_unsupported (layer->name,
                                   _("It has an activation, which only a "
                                     "convolution can have."),
                                      error);
}

/* Takes @layer.  Should another operator make the same tensor, the names would
 * be the same too, which dream_network_new() refuses.
 */
static void
add_layer (Reader *reader, DreamLayer *layer, gint32 output)
{
  g_ptr_array_add (reader->layers, layer);
  reader->makers[output] = reader->layers->len;
}
