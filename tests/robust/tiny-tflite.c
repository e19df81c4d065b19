/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes small TensorFlow Lite files.  A flatbuffer's references point
 * forward, so each thing is written with empty slots first, and each slot is
 * pointed at the end of the file just before what it refers to goes there.
 */

#include <string.h>

#include "tiny-tflite.h"

#define SLOT         4
#define IDENTIFIER   "TFL3"
#define VERSION      3
#define DATA_MODULUS 251

enum
{
  CONV_OPTIONS    = 1,
  POOL_OPTIONS    = 5,
  CONCAT_OPTIONS  = 10,
  RESHAPE_OPTIONS = 17
};

/* Bits for the fields that a table has. */
enum
{
  FIELD_0 = 1,
  FIELD_1 = 2,
  FIELD_2 = 4,
  FIELD_3 = 8,
  FIELD_4 = 16,
  FIELD_6 = 64
};

static void  write_codes (GByteArray        *file,
                          guint              slot,
                          const TinyNetwork *network);
static void  write_graph (GByteArray        *file,
                          guint              slot,
                          const TinyNetwork *network);
static void  write_tensor (GByteArray       *file,
                           guint             slot,
                           const TinyTensor *tensor,
                           guint32           buffer);
static void  write_quantization (GByteArray       *file,
                                 guint             slot,
                                 const TinyTensor *tensor);
static void  write_operator (GByteArray         *file,
                             guint               slot,
                             const TinyOperator *node,
                             guint32             code);
static void  write_buffers (GByteArray        *file,
                            guint              slot,
                            const TinyNetwork *network);
static guint add_table (GByteArray *file,
                        guint       slot,
                        guint       n_fields,
                        guint       fields);
static guint add_vector (GByteArray *file,
                         guint       slot,
                         guint       n,
                         guint       element_size);
static void  add_ints (GByteArray   *file,
                       guint         slot,
                       const gint32 *values,
                       guint         n);
static guint field_slot (guint table, guint field);
static void  point (GByteArray *file, guint slot);
static void  set (GByteArray *file, guint slot, guint32 value);
static guint grow (GByteArray *file, guint n_bytes);
static void  align (GByteArray *file, guint header, guint alignment);

/* clang-format off */
TinyNetwork
tiny_network (void)
{
  return (TinyNetwork)
  {
    .n_tensors   = TINY_N_TENSORS,
    .n_operators = TINY_N_OPERATORS,
    .tensors     =
    {
      [TINY_INPUT]          = { "input",         { 1, 8, 8, 3 }, 4,
                                TINY_UINT8, 1, 1.0f / 128, 128, 0, NULL, 0 },
      [TINY_STEM_WEIGHTS]   = { "stem/weights",  { 4, 3, 3, 3 }, 4,
                                TINY_UINT8, 1, 0.01f, 120, 4 * 3 * 3 * 3,
                                NULL, 0 },
      [TINY_STEM_BIAS]      = { "stem/bias",     { 4 }, 1,
                                TINY_INT32, 1, 0.01f / 128, 0, 4 * 4, NULL, 0 },
      [TINY_STEM]           = { "tiny/stem/Relu", { 1, 4, 4, 4 }, 4,
                                TINY_UINT8, 1, 0.05f, 0, 0, NULL, 0 },
      [TINY_MAX_POOL]       = { "tiny/mixed/max", { 1, 4, 4, 4 }, 4,
                                TINY_UINT8, 1, 0.05f, 0, 0, NULL, 0 },
      [TINY_MEAN_POOL]      = { "tiny/mixed/mean", { 1, 4, 4, 4 }, 4,
                                TINY_UINT8, 1, 0.05f, 0, 0, NULL, 0 },
      [TINY_CONCAT]         = { "tiny/mixed/concat", { 1, 4, 4, 8 }, 4,
                                TINY_UINT8, 1, 0.05f, 0, 0, NULL, 0 },
      [TINY_LOGITS_WEIGHTS] = { "logits/weights", { 5, 1, 1, 8 }, 4,
                                TINY_UINT8, 1, 0.02f, 100, 5 * 8, NULL, 0 },
      [TINY_LOGITS_BIAS]    = { "logits/bias",   { 5 }, 1,
                                TINY_INT32, 1, 0.001f, 0, 4 * 5, NULL, 0 },
      [TINY_LOGITS]         = { "tiny/logits/BiasAdd", { 1, 4, 4, 5 }, 4,
                                TINY_UINT8, 1, 0.07f, 53, 0, NULL, 0 },
      [TINY_OUTPUT]         = { "output",        { 1, 80 }, 2,
                                TINY_UINT8, 1, 0.07f, 53, 0, NULL, 0 }
    },
    .operators =
    {
      [TINY_COMPUTE_STEM]      = { 3, { TINY_INPUT, TINY_STEM_WEIGHTS,
                                        TINY_STEM_BIAS }, 3, TINY_STEM,
                                   CONV_OPTIONS, { 0, 2, 2, 0, 1, 1 }, 6 },
      [TINY_COMPUTE_MAX_POOL]  = { 17, { TINY_STEM }, 1, TINY_MAX_POOL,
                                   POOL_OPTIONS, { 0, 1, 1, 3, 3, 0 }, 6 },
      [TINY_COMPUTE_MEAN_POOL] = { 1, { TINY_STEM }, 1, TINY_MEAN_POOL,
                                   POOL_OPTIONS, { 0, 1, 1, 3, 3, 0 }, 6 },
      [TINY_COMPUTE_CONCAT]    = { 2, { TINY_MAX_POOL, TINY_MEAN_POOL }, 2,
                                   TINY_CONCAT, CONCAT_OPTIONS, { 3, 0 }, 2 },
      [TINY_COMPUTE_LOGITS]    = { 3, { TINY_CONCAT, TINY_LOGITS_WEIGHTS,
                                        TINY_LOGITS_BIAS }, 3, TINY_LOGITS,
                                   CONV_OPTIONS, { 1, 1, 1, 0, 1, 1 }, 6 },
      [TINY_COMPUTE_OUTPUT]    = { 22, { TINY_LOGITS }, 1, TINY_OUTPUT,
                                   RESHAPE_OPTIONS, { 0 }, 0 }
    }
  };
}
/* clang-format on */

TinyNetwork
tiny_float_network (void)
{
  TinyNetwork network = tiny_network ();

  network.n_tensors   = TINY_STEM + 1;
  network.n_operators = TINY_COMPUTE_STEM + 1;
  for (gint i = 0; i < TINY_MAX_TENSORS; i++)
    {
      network.tensors[i].type     = TINY_FLOAT32;
      network.tensors[i].n_scales = 0;
    }

  network.tensors[TINY_STEM_WEIGHTS].n_bytes = 4 * 3 * 3 * 3 * sizeof (gfloat);

  return network;
}

TinyNetwork
tiny_int8_network (void)
{
  TinyNetwork network = tiny_network ();

  network.n_tensors                             = TINY_STEM + 1;
  network.n_operators                           = TINY_COMPUTE_STEM + 1;
  network.tensors[TINY_INPUT].type              = TINY_INT8;
  network.tensors[TINY_INPUT].zero_point        = -1;
  network.tensors[TINY_STEM_WEIGHTS].type       = TINY_INT8;
  network.tensors[TINY_STEM_WEIGHTS].zero_point = 0;
  network.tensors[TINY_STEM_WEIGHTS].n_scales   = 4;
  network.tensors[TINY_STEM_BIAS].n_scales      = 4;
  network.tensors[TINY_STEM].type               = TINY_INT8;
  network.tensors[TINY_STEM].zero_point         = G_MININT8;

  return network;
}

gint32
tiny_network_add_constant (TinyNetwork *network,
                           gint32       type,
                           gint32       last,
                           const void  *data,
                           gsize        n_bytes)
{
  g_assert_cmpuint (network->n_tensors, <, TINY_MAX_TENSORS);

  network->tensors[network->n_tensors] = (TinyTensor){
    .name         = "constant",
    .shape        = { 1, 1, 1, last },
    .n_dimensions = 4,
    .type         = type,
    .n_bytes      = n_bytes,
    .data         = data,
  };

  return network->n_tensors++;
}

gint32
tiny_network_compute (TinyNetwork *network,
                      const gchar *name,
                      gint32       code,
                      gint32       input,
                      gint32       other)
{
  const gint32 output = network->n_tensors++;

  g_assert_cmpint (output, <, TINY_MAX_TENSORS);
  g_assert_cmpuint (network->n_operators, <, TINY_MAX_OPERATORS);

  network->tensors[output]                   = network->tensors[input];
  network->tensors[output].name              = name;
  network->operators[network->n_operators++] = (TinyOperator){
    .code     = code,
    .inputs   = { input, other },
    .n_inputs = other == -1 ? 1 : 2,
    .output   = output,
  };

  return output;
}

TinyOperator *
tiny_network_last (TinyNetwork *network)
{
  return &network->operators[network->n_operators - 1];
}

gint32
tiny_bits (gfloat value)
{
  gint32 bits;

  memcpy (&bits, &value, sizeof bits);

  return bits;
}

/* Model: version, operator codes, subgraphs, description (left out), buffers.
 */
GBytes *
tiny_network_write (const TinyNetwork *network)
{
  GByteArray *file = g_byte_array_new ();
  guint       root = grow (file, SLOT);
  guint       model;

  g_byte_array_append (file, (const guint8 *) IDENTIFIER, strlen (IDENTIFIER));

  model = add_table (file, root, 5, FIELD_0 | FIELD_1 | FIELD_2 | FIELD_4);
  set (file, field_slot (model, 0), VERSION);
  write_codes (file, field_slot (model, 1), network);
  write_graph (file, field_slot (model, 2), network);
  write_buffers (file, field_slot (model, 4), network);

  return g_byte_array_free_to_bytes (file);
}

/* OperatorCode, one for each operator: small code, custom code (left out),
 * version, code.
 */
static void
write_codes (GByteArray *file, guint slot, const TinyNetwork *network)
{
  guint codes = add_vector (file, slot, network->n_operators, SLOT);
  guint i;

  for (i = 0; i < network->n_operators; i++)
    {
      gint32 number = network->operators[i].code;
      guint  code   = add_table (file, codes + i * SLOT, 4,
                                 FIELD_0 | FIELD_2 | FIELD_3);

      set (file, field_slot (code, 0), MIN (number, G_MAXINT8));
      set (file, field_slot (code, 2), 1);
      set (file, field_slot (code, 3), number);
    }
}

/* A vector of one SubGraph: tensors, inputs, outputs, operators. */
static void
write_graph (GByteArray *file, guint slot, const TinyNetwork *network)
{
  const gint32 input  = TINY_INPUT;
  const gint32 output = network->n_tensors - 1;
  guint        graphs = add_vector (file, slot, 1, SLOT);
  guint        graph  = add_table (file, graphs, 4,
                                   FIELD_0 | FIELD_1 | FIELD_2 | FIELD_3);
  guint        items;
  guint        i;

  items = add_vector (file, field_slot (graph, 0), network->n_tensors, SLOT);
  for (i = 0; i < network->n_tensors; i++)
    write_tensor (file, items + i * SLOT, &network->tensors[i],
                  network->tensors[i].n_bytes ? i + 1 : 0);

  add_ints (file, field_slot (graph, 1), &input, 1);
  add_ints (file, field_slot (graph, 2), &output, 1);

  items = add_vector (file, field_slot (graph, 3), network->n_operators, SLOT);
  for (i = 0; i < network->n_operators; i++)
    write_operator (file, items + i * SLOT, &network->operators[i], i);
}

/* Tensor: shape, type, buffer, name, quantization. */
static void
write_tensor (GByteArray       *file,
              guint             slot,
              const TinyTensor *tensor,
              guint32           buffer)
{
  guint table = add_table (file, slot, 5,
                           FIELD_0 | FIELD_1 | FIELD_2 | FIELD_4 |
                             (tensor->name ? FIELD_3 : 0));

  add_ints (file, field_slot (table, 0), tensor->shape, tensor->n_dimensions);
  set (file, field_slot (table, 1), tensor->type);
  set (file, field_slot (table, 2), buffer);

  if (tensor->name)
    {
      guint length = strlen (tensor->name);
      guint text   = add_vector (file, field_slot (table, 3), length, 1);

      memcpy (file->data + text, tensor->name, length);
      /* A string ends in a zero that does not count. */
      grow (file, 1);
    }

  write_quantization (file, field_slot (table, 4), tensor);
}

/* QuantizationParameters: min, max (left out), scale, zero point, details (left
 * out), dimension. */
static void
write_quantization (GByteArray *file, guint slot, const TinyTensor *tensor)
{
  const guint64 zero  = tensor->zero_point;
  guint         table = add_table (file, slot, 7, FIELD_2 | FIELD_3 | FIELD_6);
  guint         items;
  guint32       bits;
  guint         i;

  set (file, field_slot (table, 6), tensor->dimension);
  memcpy (&bits, &tensor->scale, sizeof bits);
  items = add_vector (file, field_slot (table, 2), tensor->n_scales,
                      sizeof (gfloat));
  for (i = 0; i < tensor->n_scales; i++)
    set (file, items + i * sizeof (gfloat), bits);

  items = add_vector (file, field_slot (table, 3), tensor->n_scales,
                      sizeof (gint64));
  for (i = 0; i < tensor->n_scales; i++)
    {
      set (file, items + i * sizeof (gint64), zero & G_MAXUINT32);
      set (file, items + i * sizeof (gint64) + SLOT, zero >> 32);
    }
}

/* Operator: code, inputs, outputs, type of options, options.  In the options,
 * what the schema has as a byte has a slot of its own here, whose first byte
 * is the low one.
 */
static void
write_operator (GByteArray         *file,
                guint               slot,
                const TinyOperator *node,
                guint32             code)
{
  guint table = add_table (file, slot, 5,
                           FIELD_0 | FIELD_1 | FIELD_2 | FIELD_3 | FIELD_4);
  guint options;
  guint i;

  set (file, field_slot (table, 0), code);
  add_ints (file, field_slot (table, 1), node->inputs, node->n_inputs);
  add_ints (file, field_slot (table, 2), &node->output, 1);
  set (file, field_slot (table, 3), node->options_type);

  options = add_table (file, field_slot (table, 4), node->n_options,
                       (1u << node->n_options) - 1);
  for (i = 0; i < node->n_options; i++)
    set (file, field_slot (options, i), node->options[i]);
}

/* Buffer 0 is that of tensors without data; the others are the tensors'. */
static void
write_buffers (GByteArray *file, guint slot, const TinyNetwork *network)
{
  guint buffers = add_vector (file, slot, network->n_tensors + 1, SLOT);
  guint i;

  for (i = 0; i <= network->n_tensors; i++)
    {
      gsize n_bytes = i > 0 ? network->tensors[i - 1].n_bytes : 0;
      guint table   = add_table (file, buffers + i * SLOT, 1,
                               n_bytes ? FIELD_0 : 0);
      guint data;
      gsize k;

      if (n_bytes == 0)
        continue;

      data = add_vector (file, field_slot (table, 0), n_bytes, 1);
      if (network->tensors[i - 1].data)
        memcpy (file->data + data, network->tensors[i - 1].data, n_bytes);
      else
        for (k = 0; k < n_bytes; k++)
          file->data[data + k] = k % DATA_MODULUS;
    }
}

/* Adds a vtable and its table of slots and points @slot at the table, whose
 * own first slot says how far back the vtable is.
 *
 * Returns: the table's place.
 */
static guint
add_table (GByteArray *file, guint slot, guint n_fields, guint fields)
{
  const guint16 sizes[] = { GUINT16_TO_LE (4 + 2 * n_fields),
                            GUINT16_TO_LE ((1 + n_fields) * SLOT) };
  guint         vtable;
  guint         table;
  guint         i;

  align (file, 0, SLOT);
  vtable = file->len;
  g_byte_array_append (file, (const guint8 *) sizes, sizeof sizes);
  for (i = 0; i < n_fields; i++)
    {
      guint16 place = GUINT16_TO_LE ((fields >> i & 1) * (1 + i) * SLOT);

      g_byte_array_append (file, (const guint8 *) &place, sizeof place);
    }

  align (file, 0, SLOT);
  point (file, slot);
  table = grow (file, (1 + n_fields) * SLOT);
  set (file, table, table - vtable);

  return table;
}

/* Returns: the place of the first element. */
static guint
add_vector (GByteArray *file, guint slot, guint n, guint element_size)
{
  guint count;

  align (file, SLOT, MAX (element_size, SLOT));
  point (file, slot);
  count = grow (file, SLOT + n * element_size);
  set (file, count, n);

  return count + SLOT;
}

static void
add_ints (GByteArray *file, guint slot, const gint32 *values, guint n)
{
  guint items = add_vector (file, slot, n, sizeof (gint32));
  guint i;

  for (i = 0; i < n; i++)
    set (file, items + i * SLOT, values[i]);
}

static guint
field_slot (guint table, guint field)
{
  return table + (1 + field) * SLOT;
}

static void
point (GByteArray *file, guint slot)
{
  set (file, slot, file->len - slot);
}

static void
set (GByteArray *file, guint slot, guint32 value)
{
  value = GUINT32_TO_LE (value);
  memcpy (file->data + slot, &value, sizeof value);
}

/* Returns: the place of @n_bytes new zeros. */
static guint
grow (GByteArray *file, guint n_bytes)
{
  guint at = file->len;

  g_byte_array_set_size (file, at + n_bytes);
  memset (file->data + at, 0, n_bytes);

  return at;
}

/* Adds zeros until what follows a header of @header bytes is aligned. */
static void
align (GByteArray *file, guint header, guint alignment)
{
  while ((file->len + header) % alignment != 0)
    grow (file, 1);
}
