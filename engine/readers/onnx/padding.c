/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How far apart the windows of ONNX's convolutions and pools lie, and what is
 * around the picture: theirs, or an operation's own.
 */

#include <glib/gi18n-lib.h>

#include "operations.h"

static gboolean read_pads (DreamOnnxGraph      *graph,
                           const DreamOnnxNode *node,
                           guint                rank,
                           guint                channels,
                           gint64              *before,
                           gint64              *after,
                           GError             **error);
static gboolean pads_with_zeros (DreamOnnxGraph      *graph,
                                 const DreamOnnxNode *node);
static gboolean read_padding (const DreamOnnxNode *node,
                              DreamLayer          *layer,
                              GError             **error);

gboolean
dream_onnx_pad (DreamOnnxGraph      *graph,
                const DreamOnnxNode *node,
                GError             **error)
{
  gint64          before[DREAM_ONNX_MAX_DIMS] = { 0 };
  gint64          after[DREAM_ONNX_MAX_DIMS]  = { 0 };
  gint64          sum                         = 0;
  DreamOnnxLayout layout;
  guint           rank;
  guint           channels;
  guint           rows;

  if (! dream_onnx_graph_get_layer (graph, node, 0, &layout, error))
    return FALSE;

  rank     = dream_onnx_layout_rank (layout);
  channels = dream_onnx_layout_channels (layout);
  rows     = layout == DREAM_ONNX_NHWC ? 1 : 2;
  if (! read_pads (graph, node, rank, channels, before, after, error))
    return FALSE;

  for (guint i = 0; i < rank; i++)
    sum += before[i] + after[i];
  if (sum == 0)
    return dream_onnx_graph_alias (graph, node, layout, error);

  if (rank != 4 || before[0] + after[0] + before[channels] != 0 ||
      ! pads_with_zeros (graph, node))
    return dream_onnx_node_unsupported (node,
                                        _ ("It pads with something else than "
                                           "rows and columns of zeros."),
                                        error);

  if (! dream_builder_add_padding (graph->builder, node->name, node->inputs[0],
                                   node->output, before[rows], before[rows + 1],
                                   after[rows], after[rows + 1],
                                   after[channels], error))
    return FALSE;

  dream_onnx_graph_set_layer (graph, node->output, layout);

  return TRUE;
}

gboolean
dream_onnx_read_window (const DreamOnnxNode *node,
                        DreamLayer          *layer,
                        GError             **error)
{
  gint strides[DREAM_ONNX_SIDES]   = { 1, 1 };
  gint dilations[DREAM_ONNX_SIDES] = { 1, 1 };

  if (! dream_onnx_read_sizes (node, "strides", 1, DREAM_MAX_STRIDE,
                               DREAM_ONNX_SIDES, strides, error) ||
      ! dream_onnx_read_sizes (node, "dilations", 1, DREAM_MAX_KERNEL,
                               DREAM_ONNX_SIDES, dilations, error))
    return FALSE;

  layer->stride_h   = strides[0];
  layer->stride_w   = strides[1];
  layer->dilation_h = dilations[0];
  layer->dilation_w = dilations[1];

  return read_padding (node, layer, error);
}

gboolean
dream_onnx_read_sizes (const DreamOnnxNode *node,
                       const gchar         *attribute,
                       gint                 least,
                       gint                 most,
                       guint                n_sizes,
                       gint                *sizes,
                       GError             **error)
{
  gsize         n_values;
  const gint64 *values = dream_onnx_node_get_ints (node, attribute, &n_values);

  if (! values)
    return TRUE;

  if (n_values != n_sizes)
    return dream_onnx_node_unsupported (node,
                                        _ ("Its window is not one of rows and "
                                           "columns."),
                                        error);

  for (guint i = 0; i < n_sizes; i++)
    {
      if (values[i] < least || values[i] > most)
        return dream_onnx_node_unsupported (node,
                                            _ ("Its kernel, stride or padding "
                                               "is out of range."),
                                            error);
      sizes[i] = values[i];
    }

  return TRUE;
}

/* Until version 11 they are an attribute, then an input, of all axes or, from
 * version 18 on, of some. */
static gboolean
read_pads (DreamOnnxGraph      *graph,
           const DreamOnnxNode *node,
           guint                rank,
           guint                channels,
           gint64              *before,
           gint64              *after,
           GError             **error)
{
  const DreamOnnxTensor *input = dream_onnx_graph_get_ints (graph, node, 1);
  const DreamOnnxTensor *axes  = dream_onnx_graph_get_ints (graph, node, 3);
  gsize                  n_pads;
  const gint64 *pads = dream_onnx_node_get_ints (node, "pads", &n_pads);
  gsize         n_axes;

  if (input)
    n_pads = input->n_values;
  n_axes = n_pads / 2;

  if ((! input && ! pads) || n_pads != 2 * n_axes || n_axes > rank ||
      n_axes != (axes ? axes->n_values : rank))
    return dream_onnx_node_unsupported (node,
                                        _ ("Its padding is out of range."),
                                        error);

  for (gsize i = 0; i < n_pads; i++)
    {
      gint64 axis = i % n_axes;
      gint64 pad  = input ? dream_onnx_tensor_get_int (input, i) : pads[i];

      if (axes)
        axis = dream_onnx_tensor_get_int (axes, axis);

      if (! dream_onnx_normalise_axis (&axis, rank) || pad < 0 ||
          pad > (axis == channels ? DREAM_MAX_CHANNELS : DREAM_MAX_KERNEL))
        return dream_onnx_node_unsupported (node,
                                            _ ("Its padding is out of range."),
                                            error);

      *(i < n_axes ? &before[axis] : &after[axis]) = pad;
    }

  return TRUE;
}

static gboolean
pads_with_zeros (DreamOnnxGraph *graph, const DreamOnnxNode *node)
{
  const DreamOnnxTensor *input = dream_onnx_graph_get_constant (graph, node, 2);
  gfloat                 value = dream_onnx_node_get_float (node, "value", 0);

  if (dream_onnx_node_has_input (node, 2) &&
      (! input || ! dream_onnx_tensor_get_scalar (input, &value)))
    return FALSE;

  return value == 0 &&
         g_strcmp0 (dream_onnx_node_get_string (node, "mode", "constant"),
                    "constant") == 0;
}

static gboolean
read_padding (const DreamOnnxNode *node, DreamLayer *layer, GError **error)
{
  const gchar *automatic = dream_onnx_node_get_string (node, "auto_pad",
                                                       "NOTSET");
  gint         pads[2 * DREAM_ONNX_SIDES] = { 0 };

  if (g_strcmp0 (automatic, "VALID") == 0)
    return TRUE;

  /* What is left over comes before the picture, if there is anything left. */
  if (g_strcmp0 (automatic, "SAME_LOWER") == 0 &&
      (layer->stride_h != 1 || layer->stride_w != 1 ||
       (layer->kernel_h - 1) * layer->dilation_h % 2 != 0 ||
       (layer->kernel_w - 1) * layer->dilation_w % 2 != 0))
    return dream_onnx_node_unsupported (node,
                                        _ ("Its padding cannot be of that "
                                           "kind."),
                                        error);

  if (g_strcmp0 (automatic, "SAME_UPPER") == 0 ||
      g_strcmp0 (automatic, "SAME_LOWER") == 0)
    {
      layer->padding = DREAM_PADDING_SAME;
      return TRUE;
    }

  if (! dream_onnx_read_sizes (node, "pads", 0, DREAM_MAX_KERNEL,
                               G_N_ELEMENTS (pads), pads, error))
    return FALSE;

  layer->pad_top    = pads[0];
  layer->pad_left   = pads[1];
  layer->pad_bottom = pads[2];
  layer->pad_right  = pads[3];

  return TRUE;
}
