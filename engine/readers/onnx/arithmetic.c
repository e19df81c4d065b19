/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ONNX's sums, products and the like: of layers, or of one layer and a
 * constant.
 */

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "channels.h"
#include "operations.h"

/* Each but the last needs a name of its own, of which the network and its
 * builder have copies. */
#define MAX_JOINED  32
#define NAME_COPIES 3

typedef enum
{
  ADD,
  SUBTRACT,
  MULTIPLY,
  DIVIDE,
  MAXIMUM,
  MINIMUM
} Operator;

typedef struct
{
  const gchar *op;
  Operator     operation;
} Operation;

/* y = scale x + shift, one value a channel each. */
typedef struct
{
  gfloat *scale;
  gfloat *shift;
} Affine;

static Operator find_operator (const DreamOnnxNode *node);
static gboolean with_constant (DreamOnnxGraph      *graph,
                               const DreamOnnxNode *node,
                               guint                operand,
                               GError             **error);
static gboolean change_channel (DreamOnnxGraph         *graph,
                                const DreamOnnxNode    *node,
                                guint                   operand,
                                const DreamOnnxTensor  *constant,
                                const DreamOnnxChannel *channel,
                                GError                **error);
static gboolean make_affine (Operator               operation,
                             gboolean               constant_first,
                             const DreamOnnxTensor *constant,
                             gint                   channels,
                             Affine                *affine);
static void     affine_clear (Affine *affine);
static gboolean limit (DreamOnnxGraph        *graph,
                       const DreamOnnxNode   *node,
                       guint                  operand,
                       const DreamOnnxTensor *constant,
                       GError               **error);
static gboolean subtract (DreamOnnxGraph      *graph,
                          const DreamOnnxNode *node,
                          DreamOnnxLayout      layout,
                          GError             **error);
static gboolean have_one_layout (DreamOnnxGraph      *graph,
                                 const DreamOnnxNode *node,
                                 DreamOnnxLayout     *layout,
                                 GError             **error);
static gboolean chain (DreamOnnxGraph      *graph,
                       const DreamOnnxNode *node,
                       DreamOp              op,
                       GError             **error);
static gchar   *number (const gchar *name, const gchar *separator, guint i);

gboolean
dream_onnx_arithmetic (DreamOnnxGraph      *graph,
                       const DreamOnnxNode *node,
                       GError             **error)
{
  if (node->n_inputs == 2)
    for (guint i = 0; i < 2; i++)
      if (dream_onnx_graph_get_constant (graph, node, 1 - i))
        return with_constant (graph, node, i, error);

  return dream_onnx_join (graph, node, error);
}

gboolean
dream_onnx_join (DreamOnnxGraph      *graph,
                 const DreamOnnxNode *node,
                 GError             **error)
{
  DreamOnnxLayout layout;
  gboolean        sound;

  if (! have_one_layout (graph, node, &layout, error))
    return FALSE;

  if (node->n_inputs == 1)
    return dream_onnx_graph_alias (graph, node, layout, error);

  switch (find_operator (node))
    {
    case ADD:
      sound = chain (graph, node, DREAM_OP_ADD, error);
      break;

    case MULTIPLY:
      sound = chain (graph, node, DREAM_OP_MULTIPLY, error);
      break;

    case MAXIMUM:
      sound = chain (graph, node, DREAM_OP_MAXIMUM, error);
      break;

    case SUBTRACT:
      sound = subtract (graph, node, layout, error);
      break;

    default:
      return dream_builder_unknown (node->name, node->op, error);
    }

  if (sound)
    dream_onnx_graph_set_layer (graph, node->output, layout);

  return sound;
}

static Operator
find_operator (const DreamOnnxNode *node)
{
  static const Operation operations[] = {
    { "Add", ADD },    { "Sum", ADD },     { "Sub", SUBTRACT },
    { "Div", DIVIDE }, { "Max", MAXIMUM }, { "Min", MINIMUM }
  };

  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    if (g_strcmp0 (operations[i].op, node->op) == 0)
      return operations[i].operation;

  return MULTIPLY;
}

/* @operand: the input that is no constant. */
static gboolean
with_constant (DreamOnnxGraph      *graph,
               const DreamOnnxNode *node,
               guint                operand,
               GError             **error)
{
  const Operator         operation = find_operator (node);
  const DreamOnnxTensor *constant  = dream_onnx_graph_get_floats (graph, node,
                                                                  1 - operand);
  const DreamOnnxValue  *value     = dream_onnx_graph_get_input (graph, node,
                                                                 operand);
  DreamOnnxLayout        layout;
  const DreamLayer      *layer;
  Affine                 affine;
  gboolean               sound;

  if (constant && value && value->kind == DREAM_ONNX_CHANNEL)
    return change_channel (graph, node, operand, constant, &value->channel,
                           error);

  layer = dream_onnx_graph_get_layer (graph, node, operand, &layout, error);
  if (! layer)
    return FALSE;

  if (! constant ||
      ! dream_onnx_is_per_channel (constant, layout, layer->channels))
    return dream_onnx_node_unsupported (node,
                                        _ ("Its constant is not one number for "
                                           "each channel."),
                                        error);

  if (operation == MAXIMUM || operation == MINIMUM)
    return limit (graph, node, operand, constant, error);

  if (! dream_onnx_graph_take (graph, 2 * sizeof (gfloat) * layer->channels,
                               error))
    return FALSE;

  if (! make_affine (operation, operand == 1, constant, layer->channels,
                     &affine))
    return dream_builder_unknown (node->name, node->op, error);

  sound = dream_builder_add_affine (graph->builder, node->name,
                                    node->inputs[operand], node->output,
                                    affine.scale, affine.shift, error);
  affine_clear (&affine);
  if (sound)
    dream_onnx_graph_set_layer (graph, node->output, layout);

  return sound;
}

static gboolean
change_channel (DreamOnnxGraph         *graph,
                const DreamOnnxNode    *node,
                guint                   operand,
                const DreamOnnxTensor  *constant,
                const DreamOnnxChannel *channel,
                GError                **error)
{
  DreamOnnxChannel changed = *channel;
  Affine           affine;

  if (constant->n_values != 1 ||
      ! make_affine (find_operator (node), operand == 1, constant, 1, &affine))
    return dream_builder_unknown (node->name, node->op, error);

  if (affine.scale)
    {
      changed.scale *= affine.scale[0];
      changed.shift *= affine.scale[0];
    }
  if (affine.shift)
    changed.shift += affine.shift[0];
  affine_clear (&affine);

  dream_onnx_graph_set_channel (graph, node, &changed);

  return TRUE;
}

/* Returns: whether it is one; then @affine must be cleared. */
static gboolean
make_affine (Operator               operation,
             gboolean               constant_first,
             const DreamOnnxTensor *constant,
             gint                   channels,
             Affine                *affine)
{
  gfloat *values;

  *affine = (Affine){ 0 };
  if (operation == MAXIMUM || operation == MINIMUM ||
      (operation == DIVIDE && constant_first))
    return FALSE;

  values = dream_onnx_spread (constant, channels);
  if (operation == ADD || operation == SUBTRACT)
    affine->shift = values;
  else
    affine->scale = values;

  if (operation == SUBTRACT && constant_first)
    affine->scale = g_new (gfloat, channels);

  for (gint c = 0; c < channels; c++)
    {
      if (operation == SUBTRACT && constant_first)
        affine->scale[c] = -1;
      else if (operation == SUBTRACT)
        values[c] = -values[c];
      else if (operation == DIVIDE)
        values[c] = 1 / values[c];
    }

  return TRUE;
}

static void
affine_clear (Affine *affine)
{
  g_free (affine->scale);
  g_free (affine->shift);
}

/* The larger or smaller one of each value and one number. */
static gboolean
limit (DreamOnnxGraph        *graph,
       const DreamOnnxNode   *node,
       guint                  operand,
       const DreamOnnxTensor *constant,
       GError               **error)
{
  const gboolean  is_lower = find_operator (node) == MAXIMUM;
  DreamOnnxLayout layout;
  gfloat          value;

  if (! dream_onnx_tensor_get_scalar (constant, &value) || ! isfinite (value))
    return dream_builder_unknown (node->name, node->op, error);

  if (! dream_onnx_graph_get_layer (graph, node, operand, &layout, error) ||
      ! dream_builder_add_activation (graph->builder, node->name,
                                      node->inputs[operand], node->output,
                                      DREAM_ACTIVATION_CLIP,
                                      is_lower ? value : -INFINITY,
                                      is_lower ? INFINITY : value, error))
    return FALSE;

  dream_onnx_graph_set_layer (graph, node->output, layout);

  return TRUE;
}

/* The second one's negative, added. */
static gboolean
subtract (DreamOnnxGraph      *graph,
          const DreamOnnxNode *node,
          DreamOnnxLayout      layout,
          GError             **error)
{
  const DreamLayer *layer = dream_onnx_graph_get_layer (graph, node, 1, &layout,
                                                        error);
  g_autofree gchar *name  = g_strdup_printf ("%s/1", node->name);
  g_autofree gchar *negative = g_strdup_printf ("%s\n1", node->output);
  g_autofree gfloat *scale   = NULL;

  if (! layer ||
      ! dream_onnx_graph_take (graph, 2 * sizeof (gfloat) * layer->channels,
                               error))
    return FALSE;

  scale = g_new (gfloat, layer->channels);
  for (gint c = 0; c < layer->channels; c++)
    scale[c] = -1;

  return dream_builder_add_affine (graph->builder, name, node->inputs[1],
                                   negative, scale, NULL, error) &&
         dream_builder_add_join (graph->builder, DREAM_OP_ADD, node->name,
                                 node->inputs[0], negative, node->output,
                                 error);
}

static gboolean
have_one_layout (DreamOnnxGraph      *graph,
                 const DreamOnnxNode *node,
                 DreamOnnxLayout     *layout,
                 GError             **error)
{
  DreamOnnxLayout other;

  if (node->n_inputs > MAX_JOINED)
    return dream_onnx_node_unsupported (node, _ ("It has too many inputs."),
                                        error);

  if (! dream_onnx_graph_get_layer (graph, node, 0, layout, error))
    return FALSE;

  for (guint i = 1; i < node->n_inputs; i++)
    {
      if (! dream_onnx_graph_get_layer (graph, node, i, &other, error))
        return FALSE;

      if (other != *layout)
        return dream_builder_refuse (node->name, DREAM_REASON_SIZES, error);
    }

  return TRUE;
}

/* The last one of the layers, each of two, has the operation's own name. */
static gboolean
chain (DreamOnnxGraph      *graph,
       const DreamOnnxNode *node,
       DreamOp              op,
       GError             **error)
{
  g_autofree gchar *value = g_strdup (node->inputs[0]);

  if (! dream_onnx_graph_take (graph,
                               NAME_COPIES * node->n_inputs *
                                 (strlen (node->name) + strlen (node->output)),
                               error))
    return FALSE;

  for (guint i = 1; i < node->n_inputs; i++)
    {
      const gboolean    is_last = i == node->n_inputs - 1;
      g_autofree gchar *name    = number (node->name, "/", is_last ? 0 : i);
      gchar            *next    = number (node->output, "\n", is_last ? 0 : i);
      const gboolean sound = dream_builder_add_join (graph->builder, op, name,
                                                     value, node->inputs[i],
                                                     next, error);

      g_free (value);
      value = next;
      if (! sound)
        return FALSE;
    }

  return TRUE;
}

/* Returns: (transfer full): the name itself for 0. */
static gchar *
number (const gchar *name, const gchar *separator, guint i)
{
  return i == 0 ? g_strdup (name)
                : g_strdup_printf ("%s%s%u", name, separator, i);
}
