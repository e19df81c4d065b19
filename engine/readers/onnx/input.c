/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How an ONNX graph takes its picture, and what it does to it before the first
 * layer: all of that becomes what the network expects of a picture.
 */

#include <math.h>

#include "engine/readers/guess-range.h"
#include "input.h"
#include "onnx.pb-c.h"
#include "operations.h"

#define N_CHANNELS 3
#define N_AXES     4

/* No network is trained on larger pictures, or on more at once. */
#define MAX_SIDE  (1 << 14)
#define MAX_BATCH (1 << 14)

#define BYTE_MAX 255

/* Around what a picture of 0..1, and no other, is made to lie around 0. */
#define LEAST_GREY 0.2f
#define MOST_GREY  1.5f
/* Less makes 0..255 small, more makes 0..1 large. */
#define SMALL_SCALE 0.05f
#define LARGE_SCALE 50

typedef DreamOnnx__TypeProto TypeProto;

static gboolean read_dims (const TypeProto *type, gint64 *dims);
static gboolean find_layout (const gint64    *dims,
                             gint             channels,
                             DreamOnnxLayout *layout);
static gboolean is_grey (DreamOnnxGraph *graph);
static gboolean flip (DreamOnnxGraph      *graph,
                      const DreamOnnxNode *node,
                      const gchar         *from,
                      GError             **error);
static gboolean guess_range (DreamOnnxGraph *graph, DreamInput *input);
static void     set_range (DreamInput *input, gfloat scale, gfloat mean);
static void     exchange (gfloat *values);

gboolean
dream_onnx_read_picture (DreamOnnxGraph *graph,
                         const gchar    *name,
                         gconstpointer   type,
                         gint            channels,
                         GError        **error)
{
  g_autofree gchar *shown = g_utf8_make_valid (name, -1);
  gint64            dims[N_AXES];
  DreamOnnxLayout   layout;
  guint             rows;

  if (! read_dims (type, dims) || ! find_layout (dims, channels, &layout))
    return TRUE;

  rows = layout == DREAM_ONNX_NCHW ? 2 : 1;
  if (graph->picture || dims[rows] > MAX_SIDE || dims[rows + 1] > MAX_SIDE ||
      dims[0] > MAX_BATCH)
    return dream_builder_refuse (shown, DREAM_REASON_PICTURE, error);

  if (! dream_builder_add_picture (graph->builder, name, shown, dims[rows],
                                   dims[rows + 1], channels, error))
    return FALSE;

  graph->picture          = g_strdup (name);
  graph->picture_layout   = layout;
  graph->picture_is_bytes = ((const TypeProto *) type)
                              ->tensor_type->elem_type == DREAM_ONNX_UINT8;
  graph->batch = MAX (dims[0], 1);
  dream_onnx_graph_set_layer (graph, name, layout);

  return TRUE;
}

DreamInput
dream_onnx_get_input (DreamOnnxGraph *graph, const DreamInput *given)
{
  DreamInput input = {
    .scale = { 1 / (BYTE_MAX * 0.229f), 1 / (BYTE_MAX * 0.224f),
               1 / (BYTE_MAX * 0.225f) },
    .mean  = { BYTE_MAX * 0.485f, BYTE_MAX * 0.456f, BYTE_MAX * 0.406f }
  };

  if (given)
    input = *given;
  else if (graph->picture_is_bytes)
    set_range (&input, 1, 0);
  else if (! guess_range (graph, &input) &&
           (graph->picture_layout == DREAM_ONNX_NHWC || is_grey (graph)))
    {
      set_range (&input, 2.0f / BYTE_MAX, BYTE_MAX / 2.0f);
      dream_guess_range (graph->builder, &input);
    }

  if (graph->is_flipped)
    {
      input.bgr = ! input.bgr;
      exchange (input.scale);
      exchange (input.mean);
    }

  return input;
}

/* One channel of the picture, or all three in another order. */
gboolean
dream_onnx_gather (DreamOnnxGraph      *graph,
                   const DreamOnnxNode *node,
                   GError             **error)
{
  const DreamOnnxTensor *indices = dream_onnx_graph_get_ints (graph, node, 1);
  gint64                 axis    = dream_onnx_node_get_int (node, "axis", 0);
  DreamOnnxLayout        layout;
  const DreamLayer *layer = dream_onnx_graph_get_layer (graph, node, 0, &layout,
                                                        error);
  DreamOnnxChannel  channel = { .scale = 1 };
  gint64            index;

  if (! layer)
    return FALSE;

  if (layer->op != DREAM_OP_INPUT || is_grey (graph) || ! indices ||
      indices->n_dims > 1 ||
      ! dream_onnx_normalise_axis (&axis, dream_onnx_layout_rank (layout)) ||
      axis != dream_onnx_layout_channels (layout))
    return dream_builder_unknown (node->name, node->op, error);

  if (indices->n_values == N_CHANNELS)
    {
      for (gint i = 0; i < N_CHANNELS; i++)
        if (dream_onnx_tensor_get_int (indices, i) != N_CHANNELS - 1 - i)
          return dream_builder_unknown (node->name, node->op, error);

      if (! flip (graph, node, node->inputs[0], error))
        return FALSE;

      dream_onnx_graph_set_layer (graph, node->output, layout);
      return TRUE;
    }

  if (indices->n_values != 1 || layout != DREAM_ONNX_NCHW)
    return dream_builder_unknown (node->name, node->op, error);

  index = dream_onnx_tensor_get_int (indices, 0);
  if (! dream_onnx_normalise_axis (&index, N_CHANNELS))
    return dream_builder_damaged (error);

  channel.index    = index;
  channel.has_axis = indices->n_dims == 1;
  dream_onnx_graph_set_channel (graph, node, &channel);

  g_free (graph->picture);
  graph->picture = g_strdup (node->inputs[0]);

  return TRUE;
}

/* The three channels, each with its own scale and shift, together again. */
gboolean
dream_onnx_concat_channels (DreamOnnxGraph      *graph,
                            const DreamOnnxNode *node,
                            GError             **error)
{
  gint64      axis        = dream_onnx_node_get_int (node, "axis", 1);
  const guint last        = N_CHANNELS - 1;
  gboolean    is_straight = TRUE;
  gboolean    is_flipped  = TRUE;
  gfloat      scale[N_CHANNELS];
  gfloat      shift[N_CHANNELS];

  for (guint i = 0; i < N_CHANNELS; i++)
    {
      const DreamOnnxValue *value = dream_onnx_graph_get_input (graph, node, i);

      if (! value || value->kind != DREAM_ONNX_CHANNEL ||
          ! value->channel.has_axis)
        return dream_builder_unknown (node->name, node->op, error);

      scale[i]    = value->channel.scale;
      shift[i]    = value->channel.shift;
      is_straight = is_straight && value->channel.index == i;
      is_flipped  = is_flipped && value->channel.index == last - i;
    }

  if (node->n_inputs != N_CHANNELS || ! (is_straight || is_flipped) ||
      ! dream_onnx_normalise_axis (&axis, N_AXES) || axis != 1)
    return dream_builder_unknown (node->name, node->op, error);

  if (is_flipped ? ! flip (graph, node, graph->picture, error) ||
                     ! dream_builder_add_affine (graph->builder, node->name,
                                                 node->output, node->output,
                                                 scale, shift, error)
                 : ! dream_builder_add_affine (graph->builder, node->name,
                                               graph->picture, node->output,
                                               scale, shift, error))
    return FALSE;

  dream_onnx_graph_set_layer (graph, node->output, DREAM_ONNX_NCHW);

  return TRUE;
}

/* @dims: (out caller-allocates): 0 for what the file leaves open. */
static gboolean
read_dims (const TypeProto *type, gint64 *dims)
{
  const DreamOnnx__TensorShapeProto *shape;

  if (! type || ! type->tensor_type || ! type->tensor_type->shape)
    return FALSE;

  shape = type->tensor_type->shape;
  if (shape->n_dim != N_AXES)
    return FALSE;

  for (guint i = 0; i < N_AXES; i++)
    dims[i] = MAX (shape->dim[i]->dim_value, 0);

  return TRUE;
}

/* Something that has one value for each channel is no grey picture. */
static gboolean
find_layout (const gint64 *dims, gint channels, DreamOnnxLayout *layout)
{
  const gboolean is_open = channels == N_CHANNELS;
  const gboolean is_nchw = dims[1] == channels ||
                           (is_open && dims[1] == 0 && dims[3] != channels &&
                            dims[3] != 1);
  const gboolean is_nhwc = dims[3] == channels ||
                           (is_open && dims[3] == 0 && dims[1] != 1);

  *layout = is_nchw ? DREAM_ONNX_NCHW : DREAM_ONNX_NHWC;

  return (is_nchw || is_nhwc) &&
         (is_open || (dims[2] != 1 && dims[is_nchw ? 3 : 1] != 1));
}

static gboolean
is_grey (DreamOnnxGraph *graph)
{
  const DreamLayer *picture = dream_builder_get_nth (graph->builder, 0);

  return picture && picture->channels == 1;
}

/* Exchanges red and blue of the picture as it is in the file. */
static gboolean
flip (DreamOnnxGraph      *graph,
      const DreamOnnxNode *node,
      const gchar         *from,
      GError             **error)
{
  gfloat scale[N_CHANNELS];
  gfloat shift[N_CHANNELS];

  dream_builder_get_changes (graph->builder, scale, shift);
  for (gint c = 0; c < N_CHANNELS; c++)
    if (scale[c] != 1 || shift[c] != 0)
      return dream_builder_unknown (node->name, node->op, error);

  /* Nothing may read it as it was before. */
  if (! dream_builder_add_affine (graph->builder, node->name, from,
                                  node->output, NULL, NULL, error))
    return FALSE;

  graph->is_flipped = ! graph->is_flipped;

  return TRUE;
}

/* Returns: whether the graph's own changes tell. */
static gboolean
guess_range (DreamOnnxGraph *graph, DreamInput *input)
{
  gfloat scale[N_CHANNELS];
  gfloat shift[N_CHANNELS];
  gfloat grey    = 0;
  gfloat largest = 0;

  dream_builder_get_changes (graph->builder, scale, shift);
  for (gint c = 0; c < N_CHANNELS; c++)
    {
      grey -= shift[c] / scale[c] / N_CHANNELS;
      largest = MAX (largest, fabsf (scale[c]));
    }

  if (grey > MOST_GREY || largest < SMALL_SCALE)
    set_range (input, 1, 0);
  else if (grey > LEAST_GREY || largest > LARGE_SCALE)
    set_range (input, 1.0f / BYTE_MAX, 0);
  else
    return FALSE;

  return TRUE;
}

static void
set_range (DreamInput *input, gfloat scale, gfloat mean)
{
  for (gint c = 0; c < N_CHANNELS; c++)
    {
      input->scale[c] = scale;
      input->mean[c]  = mean;
    }
}

static void
exchange (gfloat *values)
{
  const gfloat first = values[0];

  values[0] = values[2];
  values[2] = first;
}
