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
static void  write_buffer (GByteArray *file,
                           guint       slot,
                           const void *data,
                           gsize       n_bytes);
static void  write_metadata (GByteArray        *file,
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
static void  add_string (GByteArray *file, guint slot, const gchar *string);
static guint field_slot (guint table, guint field);
static void  point (GByteArray *file, guint slot);
static void  set (GByteArray *file, guint slot, guint32 value);
static guint grow (GByteArray *file, guint n_bytes);
static void  align (GByteArray *file, guint header, guint alignment);

/* Model: version, operator codes, subgraphs, description (left out), buffers,
 * numbers of metadata's buffers (left out), metadata.
 */
GBytes *
tiny_network_write (const TinyNetwork *network)
{
  GByteArray *file = g_byte_array_new ();
  guint       root = grow (file, SLOT);
  guint       model;

  g_byte_array_append (file, (const guint8 *) IDENTIFIER, strlen (IDENTIFIER));

  model = add_table (file, root, 7,
                     FIELD_0 | FIELD_1 | FIELD_2 | FIELD_4 | FIELD_6);
  set (file, field_slot (model, 0), VERSION);
  write_codes (file, field_slot (model, 1), network);
  write_graph (file, field_slot (model, 2), network);
  write_buffers (file, field_slot (model, 4), network);
  write_metadata (file, field_slot (model, 6), network);

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
    add_string (file, field_slot (table, 3), tensor->name);

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

/* Buffer 0 is that of tensors without data; then come the tensors' and the
 * metadata's. */
static void
write_buffers (GByteArray *file, guint slot, const TinyNetwork *network)
{
  const guint n       = network->n_tensors + 2;
  guint       buffers = add_vector (file, slot, n, SLOT);

  for (guint i = 0; i < n; i++)
    {
      const gboolean is_metadata = i == n - 1;
      const gboolean is_tensor   = i > 0 && ! is_metadata;
      const void    *data        = is_metadata ? network->metadata
                                   : is_tensor ? network->tensors[i - 1].data
                                               : NULL;
      const gsize    n_bytes     = is_metadata ? network->n_metadata
                                   : is_tensor ? network->tensors[i - 1].n_bytes
                                               : 0;

      write_buffer (file, buffers + i * SLOT, data, n_bytes);
    }
}

static void
write_buffer (GByteArray *file, guint slot, const void *data, gsize n_bytes)
{
  guint table = add_table (file, slot, 1, n_bytes ? FIELD_0 : 0);
  guint bytes;

  if (n_bytes == 0)
    return;

  bytes = add_vector (file, field_slot (table, 0), n_bytes, 1);
  if (data)
    memcpy (file->data + bytes, data, n_bytes);
  else
    for (gsize k = 0; k < n_bytes; k++)
      file->data[bytes + k] = k % DATA_MODULUS;
}

/* A vector of one Metadata: name, buffer. */
static void
write_metadata (GByteArray *file, guint slot, const TinyNetwork *network)
{
  guint items = add_vector (file, slot, 1, SLOT);
  guint entry = add_table (file, items, 2, FIELD_0 | FIELD_1);

  add_string (file, field_slot (entry, 0), "TFLITE_METADATA");
  set (file, field_slot (entry, 1), network->n_tensors + 1);
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

/* A string ends in a zero that does not count. */
static void
add_string (GByteArray *file, guint slot, const gchar *string)
{
  guint length = strlen (string);
  guint text   = add_vector (file, slot, length, 1);

  memcpy (file->data + text, string, length);
  grow (file, 1);
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
