/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ONNX's operations that give values other axes or join them, and change
 * nothing else.
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "operations.h"

typedef struct
{
  guint  n;
  gint64 dims[DREAM_ONNX_MAX_DIMS];
} Shape;

static gboolean get_shape (DreamOnnxGraph      *graph,
                           const DreamOnnxNode *node,
                           Shape               *shape,
                           GError             **error);
static gboolean set_shape (DreamOnnxGraph      *graph,
                           const DreamOnnxNode *node,
                           const Shape         *shape,
                           GError             **error);
static gboolean target_shape (const DreamOnnxTensor *target,
                              const Shape           *before,
                              Shape                 *after);
static gboolean product (const gint64 *dims, guint n, gint64 *result);
static gboolean read_axes (DreamOnnxGraph      *graph,
                           const DreamOnnxNode *node,
                           gint64              *axes,
                           guint               *n_axes);
static gboolean mark_axes (const gint64 *axes,
                           guint         n_axes,
                           guint         rank,
                           gboolean     *is_marked);
static gboolean give_channel_axis (DreamOnnxGraph         *graph,
                                   const DreamOnnxNode    *node,
                                   const DreamOnnxChannel *channel,
                                   GError                **error);
static gboolean read_permutation (const DreamOnnxNode *node,
                                  guint                rank,
                                  guint               *axes);
static gboolean transpose_matrix (DreamOnnxGraph        *graph,
                                  const DreamOnnxNode   *node,
                                  const DreamOnnxTensor *matrix,
                                  GError               **error);
static gboolean rearranges (const DreamOnnxNode *node, GError **error);

gboolean
dream_onnx_identity (DreamOnnxGraph      *graph,
                     const DreamOnnxNode *node,
                     GError             **error)
{
  const DreamOnnxTensor *constant = dream_onnx_graph_get_constant (graph, node,
                                                                   0);
  DreamOnnxLayout        layout;

  if (constant)
    {
      const DreamOnnxTensor copy = *constant;

      dream_onnx_graph_set_constant (graph, node, &copy);
      return TRUE;
    }

  return dream_onnx_graph_get_layer (graph, node, 0, &layout, error) &&
         dream_onnx_graph_alias (graph, node, layout, error);
}

gboolean
dream_onnx_flatten (DreamOnnxGraph      *graph,
                    const DreamOnnxNode *node,
                    GError             **error)
{
  gint64 axis  = dream_onnx_node_get_int (node, "axis", 1);
  Shape  after = { .n = 2 };
  Shape  before;

  if (! get_shape (graph, node, &before, error))
    return FALSE;

  if (axis < 0)
    axis += before.n;
  if (axis < 0 || axis > before.n ||
      ! product (before.dims, axis, &after.dims[0]) ||
      ! product (before.dims + axis, before.n - axis, &after.dims[1]))
    return rearranges (node, error);

  return set_shape (graph, node, &after, error);
}

gboolean
dream_onnx_reshape (DreamOnnxGraph      *graph,
                    const DreamOnnxNode *node,
                    GError             **error)
{
  const DreamOnnxTensor *target = dream_onnx_graph_get_ints (graph, node, 1);
  Shape                  before;
  Shape                  after;

  if (! get_shape (graph, node, &before, error))
    return FALSE;

  if (! target || dream_onnx_node_get_int (node, "allowzero", 0) != 0 ||
      ! target_shape (target, &before, &after))
    return rearranges (node, error);

  return set_shape (graph, node, &after, error);
}

gboolean
dream_onnx_squeeze (DreamOnnxGraph      *graph,
                    const DreamOnnxNode *node,
                    GError             **error)
{
  gboolean is_gone[DREAM_ONNX_MAX_DIMS];
  gint64   axes[DREAM_ONNX_MAX_DIMS];
  guint    n_axes;
  Shape    before;
  Shape    after = { 0 };

  if (! get_shape (graph, node, &before, error))
    return FALSE;

  if (! read_axes (graph, node, axes, &n_axes) ||
      ! mark_axes (axes, n_axes, before.n, is_gone))
    return rearranges (node, error);

  for (guint i = 0; i < before.n; i++)
    {
      if (n_axes == 0)
        is_gone[i] = before.dims[i] == 1;
      if (is_gone[i] && before.dims[i] != 1)
        return rearranges (node, error);
      if (! is_gone[i])
        after.dims[after.n++] = before.dims[i];
    }

  return set_shape (graph, node, &after, error);
}

gboolean
dream_onnx_unsqueeze (DreamOnnxGraph      *graph,
                      const DreamOnnxNode *node,
                      GError             **error)
{
  const DreamOnnxValue *value = dream_onnx_graph_get_input (graph, node, 0);
  gboolean              is_new[DREAM_ONNX_MAX_DIMS];
  gint64                axes[DREAM_ONNX_MAX_DIMS];
  guint                 n_axes;
  guint                 n_taken = 0;
  Shape                 before;
  Shape                 after;

  if (! read_axes (graph, node, axes, &n_axes))
    return rearranges (node, error);

  if (value && value->kind == DREAM_ONNX_CHANNEL)
    return n_axes == 1 && axes[0] == 1
             ? give_channel_axis (graph, node, &value->channel, error)
             : rearranges (node, error);

  if (! get_shape (graph, node, &before, error))
    return FALSE;

  after.n = before.n + n_axes;
  if (after.n > DREAM_ONNX_MAX_DIMS ||
      ! mark_axes (axes, n_axes, after.n, is_new))
    return rearranges (node, error);

  for (guint i = 0; i < after.n; i++)
    after.dims[i] = is_new[i] ? 1 : before.dims[n_taken++];

  return set_shape (graph, node, &after, error);
}

gboolean
dream_onnx_transpose (DreamOnnxGraph      *graph,
                      const DreamOnnxNode *node,
                      GError             **error)
{
  static const guint     to_nhwc[] = { 0, 2, 3, 1 };
  static const guint     to_nchw[] = { 0, 3, 1, 2 };
  const DreamOnnxTensor *constant  = dream_onnx_graph_get_constant (graph, node,
                                                                    0);
  guint                  axes[DREAM_ONNX_MAX_DIMS];
  Shape                  before;
  Shape                  after;
  DreamOnnxLayout        layout;
  guint                  least = 0;

  if (constant)
    return transpose_matrix (graph, node, constant, error);

  if (! dream_onnx_graph_get_layer (graph, node, 0, &layout, error) ||
      ! get_shape (graph, node, &before, error))
    return FALSE;

  if (! read_permutation (node, before.n, axes) || axes[0] != 0)
    return rearranges (node, error);

  if (layout == DREAM_ONNX_NCHW && memcmp (axes, to_nhwc, sizeof to_nhwc) == 0)
    return dream_onnx_graph_alias (graph, node, DREAM_ONNX_NHWC, error);

  if (layout == DREAM_ONNX_NHWC && memcmp (axes, to_nchw, sizeof to_nchw) == 0)
    return dream_onnx_graph_alias (graph, node, DREAM_ONNX_NCHW, error);

  /* Where only axes of single values move, all values stay in their order. */
  after.n = before.n;
  for (guint i = 0; i < before.n; i++)
    {
      after.dims[i] = before.dims[axes[i]];
      if (after.dims[i] == 1)
        continue;
      if (axes[i] < least)
        return rearranges (node, error);
      least = axes[i];
    }

  return set_shape (graph, node, &after, error);
}

gboolean
dream_onnx_concat (DreamOnnxGraph      *graph,
                   const DreamOnnxNode *node,
                   GError             **error)
{
  gint64          axis = dream_onnx_node_get_int (node, "axis", 1);
  DreamOnnxLayout layout;
  DreamOnnxLayout other;

  if (! dream_onnx_graph_get_layer (graph, node, 0, &layout, error))
    return FALSE;

  for (guint i = 1; i < node->n_inputs; i++)
    {
      if (! dream_onnx_graph_get_layer (graph, node, i, &other, error))
        return FALSE;

      if (other != layout)
        return dream_builder_refuse (node->name, DREAM_REASON_SIZES, error);
    }

  if (! dream_onnx_normalise_axis (&axis, dream_onnx_layout_rank (layout)) ||
      axis != dream_onnx_layout_channels (layout))
    return dream_onnx_node_unsupported (node,
                                        _ ("It does not concatenate along the "
                                           "channels."),
                                        error);

  if (! dream_builder_add_concat (graph->builder, node->name,
                                  (const gchar *const *) node->inputs,
                                  node->n_inputs, node->output, error))
    return FALSE;

  dream_onnx_graph_set_layer (graph, node->output, layout);

  return TRUE;
}

/* Of a layer's value or of a constant. */
static gboolean
get_shape (DreamOnnxGraph      *graph,
           const DreamOnnxNode *node,
           Shape               *shape,
           GError             **error)
{
  const DreamOnnxTensor *constant = dream_onnx_graph_get_constant (graph, node,
                                                                   0);
  DreamOnnxLayout        layout;

  if (constant)
    {
      shape->n = constant->n_dims;
      memcpy (shape->dims, constant->dims, sizeof shape->dims);
      return TRUE;
    }

  if (! dream_onnx_graph_get_layer (graph, node, 0, &layout, error))
    return FALSE;

  shape->n = dream_onnx_graph_get_dims (graph, node->inputs[0], layout,
                                        shape->dims);

  return TRUE;
}

static gboolean
set_shape (DreamOnnxGraph      *graph,
           const DreamOnnxNode *node,
           const Shape         *shape,
           GError             **error)
{
  const DreamOnnxTensor *constant = dream_onnx_graph_get_constant (graph, node,
                                                                   0);
  DreamOnnxTensor        copy;
  gint64                 n_values;

  if (! constant)
    return dream_onnx_graph_reshape (graph, node, shape->dims, shape->n, error);

  if (constant->is_transposed || ! product (shape->dims, shape->n, &n_values) ||
      (guint64) n_values != constant->n_values)
    return rearranges (node, error);

  copy        = *constant;
  copy.n_dims = shape->n;
  memcpy (copy.dims, shape->dims, sizeof copy.dims);
  dream_onnx_graph_set_constant (graph, node, &copy);

  return TRUE;
}

/* 0 means as many values as before along that axis, -1 as many as are left. */
static gboolean
target_shape (const DreamOnnxTensor *target, const Shape *before, Shape *after)
{
  gint64 all;
  gint64 others;
  gint   rest = -1;

  if (target->n_dims > 1 || target->n_values > DREAM_ONNX_MAX_DIMS)
    return FALSE;

  after->n = target->n_values;
  for (guint i = 0; i < after->n; i++)
    {
      gint64 n = dream_onnx_tensor_get_int (target, i);

      if (n == 0 && i < before->n)
        n = before->dims[i];

      if (n < 0 && rest < 0)
        {
          rest = i;
          n    = 1;
        }

      if (n < 1)
        return FALSE;
      after->dims[i] = n;
    }

  if (rest < 0)
    return TRUE;

  if (! product (before->dims, before->n, &all) ||
      ! product (after->dims, after->n, &others) || all % others != 0)
    return FALSE;

  after->dims[rest] = all / others;

  return TRUE;
}

/* Returns: %FALSE if it is too large for anything. */
static gboolean
product (const gint64 *dims, guint n, gint64 *result)
{
  *result = 1;
  for (guint i = 0; i < n; i++)
    {
      if (dims[i] < 0 || (dims[i] > 0 && *result > G_MAXINT64 / dims[i]))
        return FALSE;
      *result *= dims[i];
    }

  return TRUE;
}

/* Until version 13 they are an attribute, then an input.
 *
 * @n_axes: (out): 0 if none are given. */
static gboolean
read_axes (DreamOnnxGraph      *graph,
           const DreamOnnxNode *node,
           gint64              *axes,
           guint               *n_axes)
{
  const DreamOnnxTensor *input = dream_onnx_graph_get_ints (graph, node, 1);
  gsize                  n;
  const gint64          *given = dream_onnx_node_get_ints (node, "axes", &n);

  if (input)
    n = input->n_values;
  else if (dream_onnx_node_has_input (node, 1))
    return FALSE;

  if (n > DREAM_ONNX_MAX_DIMS)
    return FALSE;

  *n_axes = n;
  for (guint i = 0; i < n; i++)
    axes[i] = input ? dream_onnx_tensor_get_int (input, i) : given[i];

  return TRUE;
}

/* @is_marked: (out caller-allocates): whether an axis is one of @axes. */
static gboolean
mark_axes (const gint64 *axes, guint n_axes, guint rank, gboolean *is_marked)
{
  for (guint i = 0; i < rank; i++)
    is_marked[i] = FALSE;

  for (guint i = 0; i < n_axes; i++)
    {
      gint64 axis = axes[i];

      if (! dream_onnx_normalise_axis (&axis, rank) || is_marked[axis])
        return FALSE;
      is_marked[axis] = TRUE;
    }

  return TRUE;
}

static gboolean
give_channel_axis (DreamOnnxGraph         *graph,
                   const DreamOnnxNode    *node,
                   const DreamOnnxChannel *channel,
                   GError                **error)
{
  DreamOnnxChannel copy = *channel;

  if (copy.has_axis)
    return rearranges (node, error);

  copy.has_axis = TRUE;
  dream_onnx_graph_set_channel (graph, node, &copy);

  return TRUE;
}

/* Without an attribute the axes are reversed. */
static gboolean
read_permutation (const DreamOnnxNode *node, guint rank, guint *axes)
{
  gboolean      is_taken[DREAM_ONNX_MAX_DIMS] = { FALSE };
  gsize         n;
  const gint64 *given = dream_onnx_node_get_ints (node, "perm", &n);

  if (given && n != rank)
    return FALSE;

  for (guint i = 0; i < rank; i++)
    {
      gint64 axis = given ? given[i] : rank - 1 - i;

      if (! dream_onnx_normalise_axis (&axis, rank) || is_taken[axis])
        return FALSE;
      is_taken[axis] = TRUE;
      axes[i]        = axis;
    }

  return TRUE;
}

static gboolean
transpose_matrix (DreamOnnxGraph        *graph,
                  const DreamOnnxNode   *node,
                  const DreamOnnxTensor *matrix,
                  GError               **error)
{
  DreamOnnxTensor copy = *matrix;
  guint           axes[DREAM_ONNX_MAX_DIMS];

  if (copy.n_dims != 2 || ! read_permutation (node, 2, axes))
    return rearranges (node, error);

  if (axes[0] == 1)
    {
      copy.dims[0]       = matrix->dims[1];
      copy.dims[1]       = matrix->dims[0];
      copy.is_transposed = ! matrix->is_transposed;
    }
  dream_onnx_graph_set_constant (graph, node, &copy);

  return TRUE;
}

/* Returns: %FALSE, for the callers to return. */
static gboolean
rearranges (const DreamOnnxNode *node, GError **error)
{
  return dream_onnx_node_unsupported (node,
                                      _ ("It rearranges rows, columns and "
                                         "channels."),
                                      error);
}
