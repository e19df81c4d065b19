/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes small .caffemodel files: protocol buffers, whose fields are a number,
 * a type and a value each.
 */

#include <string.h>

#include "tiny-caffe.h"

enum
{
  VARINT  = 0,
  FIXED64 = 1,
  BYTES   = 2,
  FIXED32 = 5
};

/* Fields of a network, of layers in both forms, and of what they learned. */
enum
{
  NET_NAME      = 1,
  NET_V1_LAYER  = 2,
  NET_INPUT     = 3,
  NET_INPUT_DIM = 4,
  NET_LAYER     = 100
};
enum
{
  NAME   = 1,
  TYPE   = 2,
  BOTTOM = 3,
  TOP    = 4,
  BLOBS  = 7
};
enum
{
  V1_BOTTOM = 2,
  V1_TOP    = 3,
  V1_NAME   = 4,
  V1_TYPE   = 5,
  V1_BLOBS  = 6
};
enum
{
  BLOB_NUM     = 1,
  BLOB_FLOATS  = 5,
  BLOB_SHAPE   = 7,
  BLOB_DOUBLES = 8
};

static void add_layer (GByteArray           *net,
                       const TinyCaffe      *network,
                       const TinyCaffeLayer *layer);
static void add_structure (GByteArray           *message,
                           const TinyCaffe      *network,
                           const TinyCaffeLayer *layer);
static void add_blob (GByteArray *message, const TinyCaffe *network, gsize n);
static void add_message (GByteArray *net, guint field, GByteArray *message);
static void add_text (GByteArray *message, guint field, const gchar *text);
static void add_number (GByteArray *message, guint field, guint64 value);
static void add_varint (GByteArray *message, guint64 value);

/* clang-format off */
TinyCaffe
tiny_caffe (void)
{
  return (TinyCaffe)
  {
    .layers =
    {
      { "conv1", "Convolution", 4, "data", "conv1", 106, 10,
        { { 1, 4 }, { 3, 1 }, { 4, 3 }, { 6, 2 } }, { 4 * 3 * 9, 4 } },
      { "relu1", "ReLU", 18, "conv1", "conv1", 0, 0, { { 0 } }, { 0 } },
      { "pool1", "Pooling", 17, "conv1", "pool1", 121, 19,
        { { 1, 0 }, { 2, 3 }, { 3, 2 } }, { 0 } },
      { "norm1", "LRN", 15, "pool1", "norm1", 118, 18,
        { { 1, 3 } }, { 0 } },
      { "norm1b", "LRN", 15, "pool1", "norm1b", 118, 18,
        { { 1, 3 }, { 4, 1 } }, { 0 } },
      { "conv2", "Convolution", 4, "norm1", "conv2", 106, 10,
        { { 1, 4 }, { 2, 0 }, { 5, 2 }, { 9, 0 }, { 10, 1 }, { 11, 1 },
          { 12, 3 } }, { 4 * 2 * 3 } },
      { "sum", "Eltwise", 25, "conv2 pool1 norm1b", "sum", 110, 24,
        { { 1, 1 } }, { 0 } },
      { "mean", "Pooling", 17, "sum", "mean", 121, 19,
        { { 1, 1 }, { 2, 3 }, { 3, 1 }, { 4, 1 } }, { 0 } },
      { "tanh", "TanH", 23, "sum", "tanh", 0, 0, { { 0 } }, { 0 } },
      { "join", "Concat", 3, "mean tanh", "join", 104, 9, { { 1, 1 } }, { 0 } },
      { "drop", "Dropout", 6, "join", "join", 0, 0, { { 0 } }, { 0 } },
      { "fc", "InnerProduct", 14, "join", "fc", 117, 17, { { 1, 2 } },
        { 2 * 8 * 4 * 4, 2 } },
      { "prob", "Softmax", 20, "fc", "prob", 0, 0, { { 0 } }, { 0 } }
    },
    .has_structure = TRUE
  };
}
/* clang-format on */

TinyCaffeLayer *
tiny_caffe_find (TinyCaffe *network, const gchar *name)
{
  for (guint i = 0; network->layers[i].name; i++)
    if (strcmp (network->layers[i].name, name) == 0)
      return &network->layers[i];

  g_assert_not_reached ();
}

GBytes *
tiny_caffe_write (const TinyCaffe *network)
{
  GByteArray *net = g_byte_array_new ();

  add_text (net, NET_NAME, "tiny");
  if (network->has_structure)
    {
      static const guint64 sizes[] = { 1, 3, 16, 16 };

      add_text (net, NET_INPUT, "data");
      for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
        add_number (net, NET_INPUT_DIM, sizes[i]);
    }

  for (guint i = 0; network->layers[i].name; i++)
    add_layer (net, network, &network->layers[i]);

  return g_byte_array_free_to_bytes (net);
}

gfloat
tiny_caffe_value (gsize index)
{
  return (gfloat) (index % 251) / 128 - 1;
}

const gchar *
tiny_caffe_describe (void)
{
  return "name: 'tiny' # with comments\n"
         "input: \"data\"\n"
         "input_shape { dim: 1 dim: 3 dim: 16, dim: 16 }\n"
         "layer { name: 'conv1' type: 'Convolution' bottom: 'data' top: "
         "'conv1'\n"
         "  param { lr_mult: 1 decay_mult: 1 }\n"
         "  convolution_param { num_output: 4 kernel_size: 3 stride: 2 pad: 1\n"
         "    weight_filler { type: 'xavier' std: 3e-2 } } }\n"
         "layer { name: 'relu1' type: 'ReLU' bottom: 'conv1' top: 'conv1' }\n"
         "layer: < name: 'pool1' type: \"Poo\" 'ling' bottom: 'conv1' top: "
         "'pool1'\n"
         "  pooling_param { pool: MAX kernel_size: 3; stride: 2 } >\n"
         "layer { name: 'norm1' type: 'LRN' bottom: 'pool1' top: 'norm1'\n"
         "  lrn_param { local_size: 3 alpha: 1.0f beta: .75 } }\n"
         "layer { name: 'norm1b' type: 'LRN' bottom: 'pool1' top: 'norm1b'\n"
         "  lrn_param { local_size: 3 norm_region: WITHIN_CHANNEL } }\n"
         "layer { name: 'conv2' type: 'Convolution' bottom: 'norm1' top: "
         "'conv2'\n"
         "  convolution_param { num_output: 4 bias_term: false group: 2\n"
         "    kernel_h: 1 kernel_w: 3 pad_h: 0 pad_w: 1 } }\n"
         "layer { name: 'sum' type: 'Eltwise' top: 'sum'\n"
         "  bottom: ['conv2', 'pool1', 'norm1b'] }\n"
         "layer { name: 'mean' type: 'Pooling' bottom: 'sum' top: 'mean'\n"
         "  pooling_param { pool: AVE kernel_size: 3 pad: 1 } }\n"
         "layer { name: 'tanh' type: 'TanH' bottom: 'sum' top: 'tanh' }\n"
         "layer { name: 'join' type: 'Concat' bottom: 'mean' bottom: 'tanh'\n"
         "  top: 'join' }\n"
         "layer { name: 'drop' type: 'Dropout' bottom: 'join' top: 'join'\n"
         "  dropout_param { dropout_ratio: 0.4 } include { phase: TEST } }\n"
         "layer { name: 'fc' type: 'InnerProduct' bottom: 'join' top: 'fc'\n"
         "  inner_product_param { num_output: 2 } }\n"
         "layer { name: 'prob' type: 'Softmax' bottom: 'fc' top: 'prob' }\n"
         "layer { name: 'loss' type: 'SoftmaxWithLoss' bottom: 'fc' bottom: "
         "'label'\n"
         "  top: 'loss' include { phase: TRAIN } }\n";
}

static void
add_layer (GByteArray           *net,
           const TinyCaffe      *network,
           const TinyCaffeLayer *layer)
{
  GByteArray *message = g_byte_array_new ();

  if (network->is_v1)
    add_number (message, V1_TYPE, layer->v1_type);
  else
    add_text (message, TYPE, layer->type);
  add_text (message, network->is_v1 ? V1_NAME : NAME, layer->name);

  if (network->has_structure)
    add_structure (message, network, layer);

  for (guint i = 0; layer->blobs[i]; i++)
    add_blob (message, network, layer->blobs[i]);

  add_message (net, network->is_v1 ? NET_V1_LAYER : NET_LAYER, message);
}

static void
add_structure (GByteArray           *message,
               const TinyCaffe      *network,
               const TinyCaffeLayer *layer)
{
  g_auto (GStrv) bottoms   = g_strsplit (layer->bottoms, " ", -1);
  GByteArray    *parameter = g_byte_array_new ();

  for (guint i = 0; bottoms[i]; i++)
    add_text (message, network->is_v1 ? V1_BOTTOM : BOTTOM, bottoms[i]);
  add_text (message, network->is_v1 ? V1_TOP : TOP, layer->top);

  for (guint i = 0; i < TINY_CAFFE_MAX_FIELDS && layer->fields[i].number; i++)
    add_number (parameter, layer->fields[i].number, layer->fields[i].value);

  if (layer->parameter)
    add_message (message,
                 network->is_v1 ? layer->v1_parameter : layer->parameter,
                 parameter);
  else
    g_byte_array_unref (parameter);
}

static void
add_blob (GByteArray *message, const TinyCaffe *network, gsize n)
{
  const gboolean has_doubles = network->weights == TINY_CAFFE_DOUBLES;
  GByteArray    *blob        = g_byte_array_new ();
  GByteArray    *shape       = g_byte_array_new ();
  GByteArray    *values      = g_byte_array_new ();

  for (gsize i = 0; i < n; i++)
    {
      const gfloat  value = tiny_caffe_value (i);
      const gdouble wide  = value;

      if (network->weights == TINY_CAFFE_SINGLY)
        add_varint (values, BLOB_FLOATS << 3 | FIXED32);
      if (has_doubles)
        g_byte_array_append (values, (const guint8 *) &wide, sizeof wide);
      else
        g_byte_array_append (values, (const guint8 *) &value, sizeof value);
    }

  if (network->is_v1)
    add_number (blob, BLOB_NUM, n);
  else
    add_number (shape, 1, n);
  add_message (blob, BLOB_SHAPE, shape);

  if (network->weights == TINY_CAFFE_SINGLY)
    {
      g_byte_array_append (blob, values->data, values->len);
      g_byte_array_unref (values);
    }
  else
    add_message (blob, has_doubles ? BLOB_DOUBLES : BLOB_FLOATS, values);

  add_message (message, network->is_v1 ? V1_BLOBS : BLOBS, blob);
}

/* Takes @message. */
static void
add_message (GByteArray *net, guint field, GByteArray *message)
{
  add_varint (net, field << 3 | BYTES);
  add_varint (net, message->len);
  g_byte_array_append (net, message->data, message->len);
  g_byte_array_unref (message);
}

static void
add_text (GByteArray *message, guint field, const gchar *text)
{
  add_varint (message, field << 3 | BYTES);
  add_varint (message, strlen (text));
  g_byte_array_append (message, (const guint8 *) text, strlen (text));
}

static void
add_number (GByteArray *message, guint field, guint64 value)
{
  add_varint (message, field << 3 | VARINT);
  add_varint (message, value);
}

static void
add_varint (GByteArray *message, guint64 value)
{
  do
    {
      const guint8 byte = (value & 0x7f) | (value > 0x7f ? 0x80 : 0);

      g_byte_array_append (message, &byte, 1);
      value >>= 7;
    }
  while (value > 0);
}
