/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * TensorFlow graphs, field by field: core/framework/{graph,node_def,attr_value,
 * tensor,tensor_shape,types}.proto.
 */

#include <string.h>

#include "engine/readers/encoding/protobuf-write.h"

#include "tiny-graphdef.h"

enum
{
  DT_FLOAT = 1,
  DT_INT32 = 3
};

static GByteArray *write_shape (const gchar *shape);
static void        add_attribute (GByteArray *node, const gchar *attribute);
static GByteArray *write_value (const gchar *value);
static void  add_list (GByteArray *message, const gchar *values, gchar kind);
static void  add_message (GByteArray *message, guint field, GByteArray *child);
static void  add_text (GByteArray *message, guint field, const gchar *text);
static void  add_varint (GByteArray *message, guint64 value);
static guint count (const gchar *shape);

void
tiny_graph_add (GByteArray  *graph,
                const gchar *name,
                const gchar *op,
                const gchar *inputs,
                const gchar *attributes)
{
  GByteArray    *node        = g_byte_array_new ();
  g_auto (GStrv) all_inputs  = g_strsplit (inputs, " ", -1);
  g_auto (GStrv) all_entries = g_strsplit (attributes, " ", -1);

  add_text (node, 1, name);
  add_text (node, 2, op);
  for (guint i = 0; all_inputs[i]; i++)
    if (*all_inputs[i])
      add_text (node, 3, all_inputs[i]);
  for (guint i = 0; all_entries[i]; i++)
    if (*all_entries[i])
      add_attribute (node, all_entries[i]);

  add_message (graph, 1, node);
}

void
tiny_graph_add_floats (GByteArray   *graph,
                       const gchar  *name,
                       const gchar  *shape,
                       const gfloat *values)
{
  const guint        n       = count (shape);
  g_autofree gfloat *pattern = g_new (gfloat, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    pattern[i] = (i % 251) / 64.f;

  tiny_graph_add_tensor (graph, name, DT_FLOAT, shape, 4,
                         (const guint8 *) (values ? values : pattern),
                         n * sizeof (gfloat));
}

void
tiny_graph_add_integers (GByteArray  *graph,
                         const gchar *name,
                         const gchar *shape,
                         const gchar *integers)
{
  g_autoptr (GByteArray) compiled = g_byte_array_new ();
  g_auto (GStrv)         all      = g_strsplit (integers, ",", -1);

  for (guint i = 0; all[i]; i++)
    add_varint (compiled, g_ascii_strtoll (all[i], NULL, 10));

  tiny_graph_add_tensor (graph, name, DT_INT32, shape, 7, compiled->data,
                         compiled->len);
}

void
tiny_graph_add_tensor (GByteArray   *graph,
                       const gchar  *name,
                       gint          type,
                       const gchar  *shape,
                       guint         field,
                       const guint8 *data,
                       gsize         size)
{
  GByteArray *node   = g_byte_array_new ();
  GByteArray *entry  = g_byte_array_new ();
  GByteArray *value  = g_byte_array_new ();
  GByteArray *tensor = g_byte_array_new ();

  dream_wire_add_number (tensor, 1, type);
  add_message (tensor, 2, write_shape (shape));
  dream_wire_add_bytes (tensor, field, data, size);
  add_message (value, 8, tensor);
  add_text (entry, 1, "value");
  add_message (entry, 2, value);

  add_text (node, 1, name);
  add_text (node, 2, "Const");
  add_message (node, 5, entry);
  add_message (graph, 1, node);
}

void
tiny_graph_add_picture (GByteArray *graph, guint size)
{
  g_autofree gchar *shape = g_strdup_printf ("shape=h-1,%u,%u,3", size, size);

  tiny_graph_add (graph, "input", "Placeholder", "", size > 0 ? shape : "");
}

void
tiny_graph_add_stem (GByteArray *graph)
{
  tiny_graph_add_floats (graph, "w", "3,3,3,4", NULL);
  tiny_graph_add (graph, "conv", "Conv2D", "input w",
                  "strides=l1,1,1,1 padding=sSAME");
}

static GByteArray *
write_shape (const gchar *shape)
{
  GByteArray    *message = g_byte_array_new ();
  g_auto (GStrv) sizes   = g_strsplit (shape, ",", -1);

  for (guint i = 0; sizes[i]; i++)
    {
      GByteArray *dimension = g_byte_array_new ();

      dream_wire_add_number (dimension, 1,
                             g_ascii_strtoll (sizes[i], NULL, 10));
      add_message (message, 2, dimension);
    }

  return message;
}

static void
add_attribute (GByteArray *node, const gchar *attribute)
{
  g_auto (GStrv) parts = g_strsplit (attribute, "=", 2);
  GByteArray    *entry = g_byte_array_new ();

  add_text (entry, 1, parts[0]);
  add_message (entry, 2, write_value (parts[1]));
  add_message (node, 5, entry);
}

static GByteArray *
write_value (const gchar *value)
{
  GByteArray  *message = g_byte_array_new ();
  const gchar *rest    = value + 1;

  switch (*value)
    {
    case 's':
      add_text (message, 2, rest);
      break;

    case 'i':
      dream_wire_add_number (message, 3, g_ascii_strtoll (rest, NULL, 10));
      break;

    case 'f':
      dream_wire_add_float (message, 4, g_ascii_strtod (rest, NULL));
      break;

    case 'b':
      dream_wire_add_number (message, 5, *rest == '1');
      break;

    case 'h':
      add_message (message, 7, write_shape (rest));
      break;

    default:
      add_list (message, rest, *value);
      break;
    }

  return message;
}

static void
add_list (GByteArray *message, const gchar *values, gchar kind)
{
  GByteArray            *list     = g_byte_array_new ();
  g_autoptr (GByteArray) compiled = g_byte_array_new ();
  g_auto (GStrv)         all      = g_strsplit (values, ",", -1);

  for (guint i = 0; all[i]; i++)
    {
      if (kind == 't')
        add_text (list, 2, all[i]);
      else
        add_varint (compiled, g_ascii_strtoll (all[i], NULL, 10));
    }

  if (kind != 't')
    dream_wire_add_bytes (list, 3, compiled->data, compiled->len);

  add_message (message, 1, list);
}

/* Takes @child. */
static void
add_message (GByteArray *message, guint field, GByteArray *child)
{
  dream_wire_add_bytes (message, field, child->data, child->len);
  g_byte_array_unref (child);
}

static void
add_text (GByteArray *message, guint field, const gchar *text)
{
  dream_wire_add_bytes (message, field, (const guint8 *) text, strlen (text));
}

/* One of several numbers that are packed. */
static void
add_varint (GByteArray *message, guint64 value)
{
  guint8 byte;

  do
    {
      byte = (value & 0x7f) | (value >= 0x80 ? 0x80 : 0);
      g_byte_array_append (message, &byte, 1);
      value >>= 7;
    }
  while (value > 0);
}

/* How many values a tensor has. */
static guint
count (const gchar *shape)
{
  g_auto (GStrv) sizes = g_strsplit (shape, ",", -1);
  guint          n     = 1;

  for (guint i = 0; sizes[i]; i++)
    n *= g_ascii_strtoull (sizes[i], NULL, 10);

  return n;
}
