/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The nodes of a TensorFlow graph, and what operations ask of them.
 */

#include <math.h>
#include <string.h>

#include "engine/error.h"
#include "operations.h"

/* Weights and helpers are nodes too. */
#define MAX_NODES (4 * DREAM_MAX_LAYERS)
/* The names of nodes, in bytes: longer ones are not a layer's. */
#define MAX_NAME 4096
/* How many values may be computed, whatever the file's size: networks without
 * weights, as tests have, are small. */
#define MIN_FLOATS (1 << 20)
#define MAX_OUTPUT 65535

static const gchar *keep_text (DreamTfGraph *self,
                               const gchar  *text,
                               gsize         size,
                               GError      **error);
static gsize split_output (const gchar *input, gsize size, guint *output);

void
dream_tf_attribute_add_integer (DreamTfAttribute *attribute, gint64 integer)
{
  if (attribute->n_integers < DREAM_TF_MAX_LIST)
    attribute->integers[attribute->n_integers] = integer;
  attribute->n_integers++;
}

/* What is read is ASCII; messages must be UTF-8. */
void
dream_tf_attribute_add_text (DreamTfAttribute *attribute,
                             const gchar      *text,
                             gsize             size)
{
  if (attribute->n_texts < DREAM_TF_MAX_TEXTS)
    {
      gchar *kept = attribute->texts[attribute->n_texts];

      size = MIN (size, DREAM_TF_MAX_TEXT - 1);
      for (gsize i = 0; i < size; i++)
        kept[i] = g_ascii_isprint (text[i]) ? text[i] : '?';
      kept[size] = '\0';
    }

  attribute->n_texts++;
}

DreamTfGraph *
dream_tf_graph_new (const DreamTfSource *source,
                    gpointer             file,
                    gsize                size,
                    DreamBuilder        *builder)
{
  DreamTfGraph *self = g_new0 (DreamTfGraph, 1);

  self->source    = source;
  self->file      = file;
  self->builder   = builder;
  self->texts     = g_string_chunk_new (MAX_NAME);
  self->nodes     = g_array_new (FALSE, FALSE, sizeof (DreamTfNode));
  self->inputs    = g_array_new (FALSE, FALSE, sizeof (DreamTfInput));
  self->by_name   = g_tree_new ((GCompareFunc) strcmp);
  self->constants = g_ptr_array_new_with_free_func (g_free);
  self->n_floats  = MAX (size, MIN_FLOATS);

  return self;
}

void
dream_tf_graph_free (DreamTfGraph *self)
{
  if (! self)
    return;

  g_ptr_array_unref (self->constants);
  g_tree_unref (self->by_name);
  g_array_unref (self->inputs);
  g_array_unref (self->nodes);
  g_string_chunk_free (self->texts);
  g_free (self);
}

gboolean
dream_tf_graph_add (DreamTfGraph *self,
                    const gchar  *name,
                    gsize         name_size,
                    const gchar  *op,
                    gsize         op_size,
                    gconstpointer data,
                    GError      **error)
{
  DreamTfNode node = { .first_input = self->inputs->len, .data = data };

  if (self->nodes->len >= MAX_NODES)
    return dream_builder_damaged (error);

  node.name = keep_text (self, name, name_size, error);
  node.op   = node.name ? keep_text (self, op, op_size, error) : NULL;
  if (! node.op)
    return FALSE;

  g_array_append_val (self->nodes, node);

  if (g_tree_lookup (self->by_name, node.name))
    return dream_builder_damaged (error);

  g_tree_insert (self->by_name, (gpointer) node.name,
                 GUINT_TO_POINTER (self->nodes->len));

  return TRUE;
}

gboolean
dream_tf_graph_add_input (DreamTfGraph *self,
                          const gchar  *input,
                          gsize         size,
                          GError      **error)
{
  DreamTfInput added = { 0 };

  if (size > 0 && *input == '^')
    return TRUE;

  size       = split_output (input, size, &added.output);
  added.name = keep_text (self, input, size, error);
  if (! added.name)
    return FALSE;

  g_array_append_val (self->inputs, added);
  dream_tf_get_node (self, self->nodes->len - 1)->n_inputs++;

  return TRUE;
}

gfloat *
dream_tf_graph_floats (DreamTfGraph *self,
                       DreamTensor  *tensor,
                       gsize         n_values,
                       GError      **error)
{
  gfloat *values;

  if (! dream_tf_take_floats (self, n_values, error))
    return NULL;

  /* No memory is no error. */
  values = dream_builder_floats (self->builder, tensor, MAX (n_values, 1));
  tensor->n_values = n_values;

  return values;
}

DreamTfNode *
dream_tf_get_node (DreamTfGraph *self, guint index)
{
  return &g_array_index (self->nodes, DreamTfNode, index);
}

const DreamTfInput *
dream_tf_get_input (DreamTfGraph *self, const DreamTfNode *node, guint i)
{
  return &g_array_index (self->inputs, DreamTfInput, node->first_input + i);
}

const DreamTfConstant *
dream_tf_get_constant (DreamTfGraph *self, const DreamTfNode *node, guint i)
{
  const DreamTfInput *input = dream_tf_get_input (self, node, i);

  return input->output == 0 ? dream_tf_get_node (self, input->node)->constant
                            : NULL;
}

const gchar *
dream_tf_get_value (DreamTfGraph      *self,
                    const DreamTfNode *node,
                    guint              i,
                    GError           **error)
{
  const DreamTfInput *input = dream_tf_get_input (self, node, i);

  if (input->output == 0 && dream_builder_has (self->builder, input->name))
    return input->name;

  dream_builder_refuse (node->name, DREAM_REASON_INPUT, error);
  return NULL;
}

gboolean
dream_tf_get_attribute (DreamTfGraph      *self,
                        const DreamTfNode *node,
                        const gchar       *name,
                        DreamTfAttribute  *attribute)
{
  memset (attribute, 0, sizeof *attribute);

  return self->source->get_attribute (self->file, node->data, name, attribute);
}

gdouble
dream_tf_get_number (DreamTfGraph      *self,
                     const DreamTfNode *node,
                     const gchar       *name,
                     gdouble            fallback)
{
  DreamTfAttribute attribute;

  return dream_tf_get_attribute (self, node, name, &attribute)
           ? attribute.number
           : fallback;
}

gint64
dream_tf_get_integer (DreamTfGraph      *self,
                      const DreamTfNode *node,
                      const gchar       *name,
                      gint64             fallback)
{
  DreamTfAttribute attribute;

  return dream_tf_get_attribute (self, node, name, &attribute)
           ? attribute.integers[0]
           : fallback;
}

const DreamTfConstant *
dream_tf_keep_constant (DreamTfGraph *self, const DreamTfConstant *constant)
{
  DreamTfConstant *copy = g_new (DreamTfConstant, 1);

  *copy = *constant;
  g_ptr_array_add (self->constants, copy);

  return copy;
}

gboolean
dream_tf_get_integers (const DreamTfConstant *constant,
                       gint64                *integers,
                       guint                  max,
                       guint                 *n)
{
  g_autofree gfloat *values = NULL;

  if (! constant || constant->tensor.n_values > max)
    return FALSE;

  *n     = constant->tensor.n_values;
  values = g_new (gfloat, max);
  dream_tensor_decode (&constant->tensor, values);
  for (guint i = 0; i < *n; i++)
    {
      /* Larger ones are sizes of nothing; floats hold these exactly. */
      if (! (fabsf (values[i]) < 1 << 24))
        return FALSE;
      integers[i] = values[i];
    }

  return TRUE;
}

gboolean
dream_tf_take_floats (DreamTfGraph *self, gsize n_values, GError **error)
{
  if (n_values > self->n_floats)
    return dream_builder_damaged (error);

  self->n_floats -= n_values;

  return TRUE;
}

static const gchar *
keep_text (DreamTfGraph *self, const gchar *text, gsize size, GError **error)
{
  if (size == 0 || size > MAX_NAME || ! g_utf8_validate (text, size, NULL))
    {
      dream_builder_damaged (error);
      return NULL;
    }

  return g_string_chunk_insert_len (self->texts, text, size);
}

/* Returns: how long the name is before ":OUTPUT". */
static gsize
split_output (const gchar *input, gsize size, guint *output)
{
  gsize at = size;

  *output = 0;
  while (at > 0 && g_ascii_isdigit (input[at - 1]))
    at--;

  if (at == size || at < 2 || input[at - 1] != ':')
    return size;

  for (gsize i = at; i < size; i++)
    *output = MIN (*output * 10 + g_ascii_digit_value (input[i]), MAX_OUTPUT);

  return at - 1;
}
