/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the values of an ONNX graph are.
 */

#include <glib/gi18n-lib.h>

#include "graph.h"

/* What small files may take, whatever their size. */
#define LEAST_BUDGET (1 << 24)

typedef struct
{
  guint    rank;
  guint    channels;
  gboolean is_flat;
  gboolean is_channels_last;
} Layout;

static const Layout layouts[DREAM_ONNX_N_LAYOUTS] = {
  [DREAM_ONNX_FLAT]     = { 2, 1, TRUE, FALSE },
  [DREAM_ONNX_NCHW]     = { 4, 1, FALSE, FALSE },
  [DREAM_ONNX_ROWS]     = { 3, 1, FALSE, FALSE },
  [DREAM_ONNX_FLAT_HWC] = { 2, 1, TRUE, TRUE },
  [DREAM_ONNX_NHWC]     = { 4, 3, FALSE, TRUE },
};

static gboolean may_become (DreamOnnxGraph *self,
                            const gchar    *value,
                            DreamOnnxLayout from,
                            DreamOnnxLayout to,
                            const gint64   *dims,
                            guint           n_dims);
static gboolean have_one_position (DreamOnnxGraph *self, const gchar *value);

void
dream_onnx_graph_init (DreamOnnxGraph *self, gsize file_size)
{
  *self = (DreamOnnxGraph){
    .builder = dream_builder_new (),
    .values  = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
    .batch   = 1,
    .budget  = LEAST_BUDGET + file_size
  };
}

void
dream_onnx_graph_clear (DreamOnnxGraph *self)
{
  dream_builder_free (self->builder);
  g_hash_table_unref (self->values);
  g_free (self->picture);
}

gboolean
dream_onnx_graph_take (DreamOnnxGraph *self, gsize n_bytes, GError **error)
{
  if (n_bytes > self->budget)
    return dream_builder_damaged (error);

  self->budget -= n_bytes;

  return TRUE;
}

const DreamOnnxValue *
dream_onnx_graph_get (DreamOnnxGraph *self, const gchar *value)
{
  const DreamOnnxValue *found = g_hash_table_lookup (self->values, value);

  if (found && found->kind == DREAM_ONNX_LAYER &&
      ! dream_builder_has (self->builder, value))
    return NULL;

  return found;
}

const DreamOnnxValue *
dream_onnx_graph_get_input (DreamOnnxGraph      *self,
                            const DreamOnnxNode *node,
                            guint                index)
{
  return dream_onnx_node_has_input (node, index)
           ? dream_onnx_graph_get (self, node->inputs[index])
           : NULL;
}

const DreamOnnxTensor *
dream_onnx_graph_get_constant (DreamOnnxGraph      *self,
                               const DreamOnnxNode *node,
                               guint                index)
{
  const DreamOnnxValue *value = dream_onnx_graph_get_input (self, node, index);

  return value && value->kind == DREAM_ONNX_CONSTANT ? &value->constant : NULL;
}

const DreamOnnxTensor *
dream_onnx_graph_get_floats (DreamOnnxGraph      *self,
                             const DreamOnnxNode *node,
                             guint                index)
{
  const DreamOnnxTensor *tensor = dream_onnx_graph_get_constant (self, node,
                                                                 index);

  return tensor && dream_onnx_tensor_is_float (tensor) ? tensor : NULL;
}

const DreamOnnxTensor *
dream_onnx_graph_get_ints (DreamOnnxGraph      *self,
                           const DreamOnnxNode *node,
                           guint                index)
{
  const DreamOnnxTensor *tensor = dream_onnx_graph_get_constant (self, node,
                                                                 index);

  return tensor && dream_onnx_tensor_is_int (tensor) &&
             tensor->n_values <= DREAM_ONNX_MAX_FOLDED
           ? tensor
           : NULL;
}

const DreamOnnxTensor *
dream_onnx_graph_get_weights (DreamOnnxGraph      *self,
                              const DreamOnnxNode *node,
                              guint                index,
                              GError             **error)
{
  const DreamOnnxTensor *weights = dream_onnx_graph_get_floats (self, node,
                                                                index);

  if (! weights)
    dream_onnx_node_unsupported (node,
                                 _ ("Its weights are no floating-point numbers "
                                    "of the file."),
                                 error);

  return weights;
}

const DreamLayer *
dream_onnx_graph_get_layer (DreamOnnxGraph      *self,
                            const DreamOnnxNode *node,
                            guint                index,
                            DreamOnnxLayout     *layout,
                            GError             **error)
{
  const DreamOnnxValue *value = dream_onnx_graph_get_input (self, node, index);

  if (! value || value->kind != DREAM_ONNX_LAYER)
    {
      dream_builder_refuse (node->name, DREAM_REASON_INPUT, error);
      return NULL;
    }

  *layout = value->layout;

  return dream_builder_get_layer (self->builder, node->inputs[index]);
}

const DreamLayer *
dream_onnx_graph_get_nchw (DreamOnnxGraph      *self,
                           const DreamOnnxNode *node,
                           GError             **error)
{
  DreamOnnxLayout   layout;
  const DreamLayer *layer = dream_onnx_graph_get_layer (self, node, 0, &layout,
                                                        error);

  if (layer && layout != DREAM_ONNX_NCHW)
    {
      dream_onnx_node_unsupported (node,
                                   _ ("Channels, rows and columns of what it "
                                      "reads are in another order."),
                                   error);
      return NULL;
    }

  return layer;
}

void
dream_onnx_graph_set (DreamOnnxGraph       *self,
                      const gchar          *name,
                      const DreamOnnxValue *value)
{
  DreamOnnxValue *copy = g_memdup2 (value, sizeof *value);

  g_hash_table_replace (self->values, g_strdup (name), copy);
}

void
dream_onnx_graph_leave_out (DreamOnnxGraph *self,
                            const gchar    *name,
                            GError         *problem)
{
  g_hash_table_remove (self->values, name);
  dream_builder_leave_out (self->builder, name, problem);
}

void
dream_onnx_graph_set_constant (DreamOnnxGraph        *self,
                               const DreamOnnxNode   *node,
                               const DreamOnnxTensor *constant)
{
  const DreamOnnxValue value = { .kind     = DREAM_ONNX_CONSTANT,
                                 .constant = *constant };

  dream_onnx_graph_set (self, node->output, &value);
}

void
dream_onnx_graph_set_channel (DreamOnnxGraph         *self,
                              const DreamOnnxNode    *node,
                              const DreamOnnxChannel *channel)
{
  const DreamOnnxValue value = { .kind    = DREAM_ONNX_CHANNEL,
                                 .channel = *channel };

  dream_onnx_graph_set (self, node->output, &value);
}

void
dream_onnx_graph_set_layer (DreamOnnxGraph *self,
                            const gchar    *value,
                            DreamOnnxLayout layout)
{
  const DreamOnnxValue new_value = { .kind   = DREAM_ONNX_LAYER,
                                     .layout = layout };

  dream_onnx_graph_set (self, value, &new_value);
}

guint
dream_onnx_layout_rank (DreamOnnxLayout layout)
{
  return layouts[layout].rank;
}

guint
dream_onnx_layout_channels (DreamOnnxLayout layout)
{
  return layouts[layout].channels;
}

guint
dream_onnx_graph_get_dims (DreamOnnxGraph *self,
                           const gchar    *value,
                           DreamOnnxLayout layout,
                           gint64         *dims)
{
  const DreamLayer *layer    = dream_builder_get_layer (self->builder, value);
  const gint64      channels = layer->channels;
  gint              height;
  gint              width;
  gint64            positions;

  dream_builder_get_size (self->builder, value, &height, &width);
  positions = (gint64) height * width;

  dims[0] = self->batch;
  switch (layout)
    {
    case DREAM_ONNX_NCHW:
      dims[1] = channels;
      dims[2] = height;
      dims[3] = width;
      break;

    case DREAM_ONNX_NHWC:
      dims[1] = height;
      dims[2] = width;
      dims[3] = channels;
      break;

    case DREAM_ONNX_ROWS:
      dims[1] = channels;
      dims[2] = positions;
      break;

    default:
      dims[1] = channels * positions;
      break;
    }

  return layouts[layout].rank;
}

gboolean
dream_onnx_graph_reshape (DreamOnnxGraph      *self,
                          const DreamOnnxNode *node,
                          const gint64        *dims,
                          guint                n_dims,
                          GError             **error)
{
  DreamOnnxLayout from;

  if (! dream_onnx_graph_get_layer (self, node, 0, &from, error))
    return FALSE;

  for (guint to = 0; to < DREAM_ONNX_N_LAYOUTS; to++)
    if (may_become (self, node->inputs[0], from, to, dims, n_dims))
      return dream_onnx_graph_alias (self, node, to, error);

  return dream_onnx_node_unsupported (node,
                                      _ ("It rearranges rows, columns and "
                                         "channels."),
                                      error);
}

gboolean
dream_onnx_graph_alias (DreamOnnxGraph      *self,
                        const DreamOnnxNode *node,
                        DreamOnnxLayout      layout,
                        GError             **error)
{
  DreamOnnxLayout before;

  if (! dream_onnx_graph_get_layer (self, node, 0, &before, error))
    return FALSE;

  if (layouts[layout].is_flat)
    dream_builder_flatten (self->builder, node->inputs[0], node->output);
  else
    dream_builder_alias (self->builder, node->inputs[0], node->output);
  dream_onnx_graph_set_layer (self, node->output, layout);

  return TRUE;
}

gboolean
dream_onnx_normalise_axis (gint64 *axis, guint rank)
{
  if (*axis < 0)
    *axis += rank;

  return *axis >= 0 && *axis < rank;
}

/* The builder forgets how to undo the flattening of several positions. */
static gboolean
may_become (DreamOnnxGraph *self,
            const gchar    *value,
            DreamOnnxLayout from,
            DreamOnnxLayout to,
            const gint64   *dims,
            guint           n_dims)
{
  gint64 there[DREAM_ONNX_MAX_DIMS];

  if (dream_onnx_graph_get_dims (self, value, to, there) != n_dims)
    return FALSE;

  for (guint i = 0; i < n_dims; i++)
    if (there[i] != dims[i])
      return FALSE;

  if (have_one_position (self, value))
    return TRUE;

  return layouts[from].is_channels_last == layouts[to].is_channels_last &&
         (layouts[to].is_flat || ! layouts[from].is_flat);
}

static gboolean
have_one_position (DreamOnnxGraph *self, const gchar *value)
{
  gint height;
  gint width;

  dream_builder_get_size (self->builder, value, &height, &width);

  return height == 1 && width == 1;
}
