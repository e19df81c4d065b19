/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ONNX graphs, field by field: onnx.proto.
 */

#include <string.h>

#include "engine/readers/encoding/protobuf-write.h"

#include "tiny-onnx.h"

/* The version of the format that PyTorch writes. */
#define IR_VERSION 7

#define LOCATION_EXTERNAL 1

/* Of an attribute. */
#define TYPE_TENSOR 4

enum
{
  MODEL_IR_VERSION = 1,
  MODEL_PRODUCER   = 2,
  MODEL_GRAPH      = 7,
  MODEL_OPSETS     = 8
};
enum
{
  GRAPH_NODE        = 1,
  GRAPH_NAME        = 2,
  GRAPH_INITIALIZER = 5,
  GRAPH_INPUT       = 11
};
enum
{
  NODE_INPUT     = 1,
  NODE_OUTPUT    = 2,
  NODE_NAME      = 3,
  NODE_OP        = 4,
  NODE_ATTRIBUTE = 5,
  NODE_DOMAIN    = 7
};
enum
{
  ATTRIBUTE_NAME   = 1,
  ATTRIBUTE_FLOAT  = 2,
  ATTRIBUTE_INT    = 3,
  ATTRIBUTE_STRING = 4,
  ATTRIBUTE_TENSOR = 5,
  ATTRIBUTE_FLOATS = 7,
  ATTRIBUTE_INTS   = 8,
  ATTRIBUTE_TYPE   = 20
};
enum
{
  TENSOR_DIMS     = 1,
  TENSOR_TYPE     = 2,
  TENSOR_NAME     = 8,
  TENSOR_EXTERNAL = 13,
  TENSOR_LOCATION = 14
};

static GByteArray *write_node (const gchar *name,
                               const gchar *op,
                               const gchar *inputs,
                               const gchar *attributes);
static void        add_entry (GByteArray *node, const gchar *entry);
static GByteArray *write_attribute (const gchar *name,
                                    gchar        kind,
                                    const gchar *value);
static void        add_value (GByteArray   *node,
                              gint          type,
                              const gchar  *shape,
                              guint         field,
                              const guint8 *data,
                              gsize         size);
static GByteArray *write_tensor (const gchar  *name,
                                 gint          type,
                                 const gchar  *shape,
                                 guint         field,
                                 const guint8 *data,
                                 gsize         size);
static void  add_message (GByteArray *message, guint field, GByteArray *child);
static void  add_text (GByteArray *message, guint field, const gchar *text);
static guint count (const gchar *shape);

void
tiny_onnx_add (GByteArray  *graph,
               const gchar *name,
               const gchar *op,
               const gchar *inputs,
               const gchar *attributes)
{
  add_message (graph, GRAPH_NODE, write_node (name, op, inputs, attributes));
}

void
tiny_onnx_add_floats (GByteArray   *graph,
                      const gchar  *name,
                      const gchar  *shape,
                      const gfloat *values)
{
  const guint        n       = count (shape);
  g_autofree gfloat *pattern = g_new (gfloat, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    pattern[i] = (i % 251) / 64.f;

  tiny_onnx_add_tensor (graph, name, TINY_ONNX_FLOAT, shape, TINY_ONNX_RAW_DATA,
                        (const guint8 *) (values ? values : pattern),
                        n * sizeof (gfloat));
}

void
tiny_onnx_add_ints (GByteArray  *graph,
                    const gchar *name,
                    const gchar *shape,
                    const gchar *integers)
{
  GByteArray *tensor = write_tensor (name, TINY_ONNX_INT64, shape, 0, NULL, 0);
  g_auto (GStrv) all = g_strsplit (integers, ",", -1);

  for (guint i = 0; all[i]; i++)
    dream_wire_add_number (tensor, TINY_ONNX_INT64_DATA,
                           g_ascii_strtoll (all[i], NULL, 10));

  add_message (graph, GRAPH_INITIALIZER, tensor);
}

void
tiny_onnx_add_tensor (GByteArray   *graph,
                      const gchar  *name,
                      gint          type,
                      const gchar  *shape,
                      guint         field,
                      const guint8 *data,
                      gsize         size)
{
  add_message (graph, GRAPH_INITIALIZER,
               write_tensor (name, type, shape, field, data, size));
}

void
tiny_onnx_add_external (GByteArray  *graph,
                        const gchar *name,
                        const gchar *shape,
                        const gchar *location)
{
  GByteArray *tensor = write_tensor (name, TINY_ONNX_FLOAT, shape, 0, NULL, 0);
  GByteArray *entry  = g_byte_array_new ();

  add_text (entry, 1, "location");
  add_text (entry, 2, location);
  add_message (tensor, TENSOR_EXTERNAL, entry);
  dream_wire_add_number (tensor, TENSOR_LOCATION, LOCATION_EXTERNAL);

  add_message (graph, GRAPH_INITIALIZER, tensor);
}

void
tiny_onnx_add_constant (GByteArray   *graph,
                        const gchar  *name,
                        gint          type,
                        const gchar  *shape,
                        guint         field,
                        const guint8 *data,
                        gsize         size)
{
  GByteArray *node = write_node (name, "Constant", "", "");

  add_value (node, type, shape, field, data, size);
  add_message (graph, GRAPH_NODE, node);
}

void
tiny_onnx_add_input (GByteArray  *graph,
                     const gchar *name,
                     gint         type,
                     const gchar *shape)
{
  GByteArray    *info   = g_byte_array_new ();
  GByteArray    *value  = g_byte_array_new ();
  GByteArray    *tensor = g_byte_array_new ();
  GByteArray    *dims   = g_byte_array_new ();
  g_auto (GStrv) sizes  = g_strsplit (shape, ",", -1);

  for (guint i = 0; sizes[i]; i++)
    {
      GByteArray *dim = g_byte_array_new ();

      if (*sizes[i] == '?')
        add_text (dim, 2, "N");
      else
        dream_wire_add_number (dim, 1, g_ascii_strtoll (sizes[i], NULL, 10));
      add_message (dims, 1, dim);
    }

  dream_wire_add_number (tensor, 1, type);
  add_message (tensor, 2, dims);
  add_message (value, 1, tensor);
  add_text (info, 1, name);
  add_message (info, 2, value);

  add_message (graph, GRAPH_INPUT, info);
}

void
tiny_onnx_add_stem (GByteArray *graph)
{
  tiny_onnx_add_input (graph, "input", TINY_ONNX_FLOAT, "1,3,8,8");
  tiny_onnx_add_floats (graph, "w", "4,3,3,3", NULL);
  tiny_onnx_add_floats (graph, "b", "4", NULL);
  tiny_onnx_add (graph, "conv", "Conv", "input w b",
                 "kernel_shape=l3,3 pads=l1,1,1,1");
}

void
tiny_onnx_add_computed_pads (GByteArray *graph)
{
  const gint64 zero = 0;
  GByteArray  *node = write_node ("zeros", "ConstantOfShape", "four", "");

  tiny_onnx_add_ints (graph, "given", "4", "1,2,3,4");
  tiny_onnx_add_ints (graph, "four", "1", "4");
  add_value (node, TINY_ONNX_INT64, "1", TINY_ONNX_RAW_DATA,
             (const guint8 *) &zero, sizeof zero);
  add_message (graph, GRAPH_NODE, node);
  tiny_onnx_add (graph, "all_pads", "Concat", "given zeros", "axis=i0");
  tiny_onnx_add_ints (graph, "pairs", "2", "-1,2");
  tiny_onnx_add (graph, "matrix_of_pads", "Reshape", "all_pads pairs", "");
  tiny_onnx_add_ints (graph, "last", "1", "-1");
  tiny_onnx_add_ints (graph, "first", "1", "-9223372036854775807");
  tiny_onnx_add_ints (graph, "axis_0", "1", "0");
  tiny_onnx_add (graph, "reversed", "Slice",
                 "matrix_of_pads last first axis_0 last", "");
  tiny_onnx_add (graph, "columns", "Transpose", "reversed", "perm=l1,0");
  tiny_onnx_add (graph, "line", "Reshape", "columns last", "");
  tiny_onnx_add (graph, "pads", "Cast", "line", "to=i7");
}

GBytes *
tiny_onnx_finish (GByteArray *graph, guint version)
{
  GByteArray *model = g_byte_array_new ();
  GByteArray *opset = g_byte_array_new ();

  dream_wire_add_number (model, MODEL_IR_VERSION, IR_VERSION);
  add_text (model, MODEL_PRODUCER, "tiny");
  add_text (graph, GRAPH_NAME, "g");
  add_message (model, MODEL_GRAPH, graph);
  add_text (opset, 1, "");
  dream_wire_add_number (opset, 2, version);
  add_message (model, MODEL_OPSETS, opset);

  return g_byte_array_free_to_bytes (model);
}

static GByteArray *
write_node (const gchar *name,
            const gchar *op,
            const gchar *inputs,
            const gchar *attributes)
{
  GByteArray    *node        = g_byte_array_new ();
  g_auto (GStrv) all_inputs  = g_strsplit (inputs, " ", -1);
  g_auto (GStrv) all_entries = g_strsplit (attributes, " ", -1);

  for (guint i = 0; all_inputs[i]; i++)
    if (*all_inputs[i])
      add_text (node, NODE_INPUT,
                strcmp (all_inputs[i], "-") == 0 ? "" : all_inputs[i]);
  add_text (node, NODE_OUTPUT, name);
  if (! strstr (attributes, "@name="))
    add_text (node, NODE_NAME, name);
  add_text (node, NODE_OP, op);
  for (guint i = 0; all_entries[i]; i++)
    if (*all_entries[i])
      add_entry (node, all_entries[i]);

  return node;
}

static void
add_entry (GByteArray *node, const gchar *entry)
{
  g_auto (GStrv) parts = g_strsplit (entry, "=", 2);

  if (strcmp (parts[0], "@name") == 0)
    add_text (node, NODE_NAME, parts[1]);
  else if (strcmp (parts[0], "@domain") == 0)
    add_text (node, NODE_DOMAIN, parts[1]);
  else
    add_message (node, NODE_ATTRIBUTE,
                 write_attribute (parts[0], parts[1][0], parts[1] + 1));
}

static GByteArray *
write_attribute (const gchar *name, gchar kind, const gchar *value)
{
  GByteArray    *message = g_byte_array_new ();
  g_auto (GStrv) list    = g_strsplit (value, ",", -1);

  add_text (message, ATTRIBUTE_NAME, name);
  switch (kind)
    {
    case 'i':
      dream_wire_add_number (message, ATTRIBUTE_INT,
                             g_ascii_strtoll (value, NULL, 10));
      break;

    case 'f':
      dream_wire_add_float (message, ATTRIBUTE_FLOAT,
                            g_ascii_strtod (value, NULL));
      break;

    case 's':
      add_text (message, ATTRIBUTE_STRING, value);
      break;

    case 'n':
      for (guint i = 0; list[i]; i++)
        dream_wire_add_float (message, ATTRIBUTE_FLOATS,
                              g_ascii_strtod (list[i], NULL));
      break;

    default:
      for (guint i = 0; list[i]; i++)
        dream_wire_add_number (message, ATTRIBUTE_INTS,
                               g_ascii_strtoll (list[i], NULL, 10));
      break;
    }

  return message;
}

/* Adds the attribute "value". */
static void
add_value (GByteArray   *node,
           gint          type,
           const gchar  *shape,
           guint         field,
           const guint8 *data,
           gsize         size)
{
  GByteArray *attribute = g_byte_array_new ();

  add_text (attribute, ATTRIBUTE_NAME, "value");
  add_message (attribute, ATTRIBUTE_TENSOR,
               write_tensor ("", type, shape, field, data, size));
  dream_wire_add_number (attribute, ATTRIBUTE_TYPE, TYPE_TENSOR);
  add_message (node, NODE_ATTRIBUTE, attribute);
}

static GByteArray *
write_tensor (const gchar  *name,
              gint          type,
              const gchar  *shape,
              guint         field,
              const guint8 *data,
              gsize         size)
{
  GByteArray    *tensor = g_byte_array_new ();
  g_auto (GStrv) sizes  = g_strsplit (shape, ",", -1);

  for (guint i = 0; sizes[i]; i++)
    dream_wire_add_number (tensor, TENSOR_DIMS,
                           g_ascii_strtoll (sizes[i], NULL, 10));
  dream_wire_add_number (tensor, TENSOR_TYPE, type);
  add_text (tensor, TENSOR_NAME, name);
  if (field > 0)
    dream_wire_add_bytes (tensor, field, data, size);

  return tensor;
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
