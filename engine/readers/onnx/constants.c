/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ONNX's operations on constants: exporters write down how they compute the
 * shape that something is to have.
 */

#include <glib/gi18n-lib.h>

#include "operations.h"

/* A single value, a vector, or a matrix in rows. */
typedef struct
{
  gint64 values[DREAM_ONNX_MAX_FOLDED];
  guint  n;
  guint  n_dims;
  gint64 dims[2];
} Ints;

static gboolean get_ints (DreamOnnxGraph      *graph,
                          const DreamOnnxNode *node,
                          guint                index,
                          Ints                *ints);
static gboolean get_vector (DreamOnnxGraph      *graph,
                            const DreamOnnxNode *node,
                            guint                index,
                            Ints                *ints);
static gboolean set_ints (DreamOnnxGraph      *graph,
                          const DreamOnnxNode *node,
                          const Ints          *ints,
                          GError             **error);
static gboolean set_vector (DreamOnnxGraph      *graph,
                            const DreamOnnxNode *node,
                            Ints                *ints,
                            GError             **error);
static gboolean compute (const gchar *op, gint64 a, gint64 b, gint64 *result);
static gboolean get_slice (DreamOnnxGraph      *graph,
                           const DreamOnnxNode *node,
                           gint64               length,
                           gint64              *start,
                           gint64              *end,
                           gint64              *step);
static gboolean get_one (DreamOnnxGraph      *graph,
                         const DreamOnnxNode *node,
                         guint                index,
                         const gchar         *attribute,
                         gint64               absent,
                         gint64              *value);
static gboolean not_folded (const DreamOnnxNode *node, GError **error);

gboolean
dream_onnx_constant (DreamOnnxGraph      *graph,
                     const DreamOnnxNode *node,
                     GError             **error)
{
  gsize           n_ints;
  const gint64   *ints = dream_onnx_node_get_ints (node, "value_ints", &n_ints);
  gsize           n_floats;
  const gfloat   *floats = dream_onnx_node_get_floats (node, "value_floats",
                                                       &n_floats);
  DreamOnnxTensor tensor = { 0 };

  if (node->tensor)
    {
      if (! dream_onnx_tensor_read (&tensor, NULL, node->tensor,
                                    node->tensor_size, graph->builder, error))
        return FALSE;
    }
  else if (ints)
    tensor = dream_onnx_tensor_from_ints (ints, n_ints, 1, graph->builder);
  else if (floats)
    tensor = dream_onnx_tensor_from_floats (floats, n_floats, 1,
                                            graph->builder);
  else if (dream_onnx_node_has_attribute (node, "value_int"))
    {
      const gint64 value = dream_onnx_node_get_int (node, "value_int", 0);

      tensor = dream_onnx_tensor_from_ints (&value, 1, 0, graph->builder);
    }
  else if (dream_onnx_node_has_attribute (node, "value_float"))
    {
      const gfloat value = dream_onnx_node_get_float (node, "value_float", 0);

      tensor = dream_onnx_tensor_from_floats (&value, 1, 0, graph->builder);
    }
  else
    return not_folded (node, error);

  dream_onnx_graph_set_constant (graph, node, &tensor);

  return TRUE;
}

gboolean
dream_onnx_shape (DreamOnnxGraph      *graph,
                  const DreamOnnxNode *node,
                  GError             **error)
{
  const DreamOnnxTensor *constant = dream_onnx_graph_get_constant (graph, node,
                                                                   0);
  Ints                   shape    = { .n_dims = 1 };
  DreamOnnxLayout        layout;
  gint64                 start;
  gint64                 end;
  Ints                   part = { .n_dims = 1 };

  if (constant)
    {
      for (shape.n = 0; shape.n < constant->n_dims; shape.n++)
        shape.values[shape.n] = constant->dims[shape.n];
    }
  else
    {
      if (! dream_onnx_graph_get_layer (graph, node, 0, &layout, error))
        return FALSE;
      shape.n = dream_onnx_graph_get_dims (graph, node->inputs[0], layout,
                                           shape.values);
    }

  start = dream_onnx_node_get_int (node, "start", 0);
  end   = dream_onnx_node_get_int (node, "end", shape.n);
  if (start < 0)
    start += shape.n;
  if (end < 0)
    end += shape.n;
  start = CLAMP (start, 0, shape.n);
  end   = CLAMP (end, 0, shape.n);

  for (gint64 i = start; i < end; i++)
    part.values[part.n++] = shape.values[i];

  return set_vector (graph, node, &part, error);
}

gboolean
dream_onnx_cast (DreamOnnxGraph      *graph,
                 const DreamOnnxNode *node,
                 GError             **error)
{
  const gint64   to       = dream_onnx_node_get_int (node, "to", 0);
  const gboolean to_float = to == DREAM_ONNX_FLOAT ||
                            to == DREAM_ONNX_FLOAT16 || to == DREAM_ONNX_DOUBLE;
  const gboolean to_int = to == DREAM_ONNX_INT32 || to == DREAM_ONNX_INT64;
  const DreamOnnxTensor *constant = dream_onnx_graph_get_constant (graph, node,
                                                                   0);
  gboolean               is_same;

  if (constant)
    is_same = (to_float && dream_onnx_tensor_is_float (constant)) ||
              (to_int && dream_onnx_tensor_is_int (constant));
  else
    is_same = to_float;

  if (! is_same)
    return not_folded (node, error);

  return dream_onnx_identity (graph, node, error);
}

gboolean
dream_onnx_fold_arithmetic (DreamOnnxGraph      *graph,
                            const DreamOnnxNode *node,
                            GError             **error)
{
  Ints a;
  Ints b;
  Ints result;

  if (! get_vector (graph, node, 0, &a) || ! get_vector (graph, node, 1, &b) ||
      (a.n != b.n && a.n != 1 && b.n != 1))
    return not_folded (node, error);

  result        = a;
  result.n      = MIN (a.n, b.n) == 0 ? 0 : MAX (a.n, b.n);
  result.n_dims = MAX (a.n_dims, b.n_dims);
  for (guint i = 0; i < result.n; i++)
    if (! compute (node->op, a.values[a.n == 1 ? 0 : i],
                   b.values[b.n == 1 ? 0 : i], &result.values[i]))
      return not_folded (node, error);

  result.dims[0] = result.n;

  return set_ints (graph, node, &result, error);
}

gboolean
dream_onnx_fold_concat (DreamOnnxGraph      *graph,
                        const DreamOnnxNode *node,
                        GError             **error)
{
  Ints all = { .n = 0 };
  Ints part;

  for (guint i = 0; i < node->n_inputs; i++)
    {
      if (! get_vector (graph, node, i, &part) || part.n_dims != 1 ||
          all.n + part.n > DREAM_ONNX_MAX_FOLDED)
        return not_folded (node, error);

      for (guint k = 0; k < part.n; k++)
        all.values[all.n++] = part.values[k];
    }

  return set_vector (graph, node, &all, error);
}

/* A vector of one value, repeated. */
gboolean
dream_onnx_fold_constant_of_shape (DreamOnnxGraph      *graph,
                                   const DreamOnnxNode *node,
                                   GError             **error)
{
  DreamOnnxTensor value = { 0 };
  Ints            shape;
  Ints            all = { .n = 0 };

  if (node->tensor &&
      ! dream_onnx_tensor_read (&value, NULL, node->tensor, node->tensor_size,
                                graph->builder, error))
    return FALSE;

  if (! dream_onnx_tensor_is_int (&value) || value.n_values != 1 ||
      ! get_vector (graph, node, 0, &shape) || shape.n != 1 ||
      shape.values[0] < 0 || shape.values[0] > DREAM_ONNX_MAX_FOLDED)
    return not_folded (node, error);

  while (all.n < shape.values[0])
    all.values[all.n++] = dream_onnx_tensor_get_int (&value, 0);

  return set_vector (graph, node, &all, error);
}

gboolean
dream_onnx_fold_gather (DreamOnnxGraph      *graph,
                        const DreamOnnxNode *node,
                        GError             **error)
{
  Ints data;
  Ints indices;

  if (! get_vector (graph, node, 0, &data) || data.n_dims != 1 ||
      ! get_vector (graph, node, 1, &indices))
    return not_folded (node, error);

  for (guint i = 0; i < indices.n; i++)
    {
      gint64 index = indices.values[i];

      if (! dream_onnx_normalise_axis (&index, data.n))
        return not_folded (node, error);
      indices.values[i] = data.values[index];
    }

  return set_ints (graph, node, &indices, error);
}

/* Of a vector, or rows of a matrix. */
gboolean
dream_onnx_fold_slice (DreamOnnxGraph      *graph,
                       const DreamOnnxNode *node,
                       GError             **error)
{
  Ints   data;
  Ints   part;
  gint64 width;
  gint64 start;
  gint64 end;
  gint64 step;

  if (! get_ints (graph, node, 0, &data) || data.n_dims == 0 ||
      ! get_slice (graph, node, data.dims[0], &start, &end, &step))
    return not_folded (node, error);

  part         = data;
  part.n       = 0;
  part.dims[0] = 0;
  width        = data.n_dims == 2 ? data.dims[1] : 1;
  for (gint64 i = start; step > 0 ? i < end : i > end; i += step)
    {
      for (gint64 k = 0; k < width; k++)
        part.values[part.n++] = data.values[i * width + k];
      part.dims[0]++;
    }

  return set_ints (graph, node, &part, error);
}

gboolean
dream_onnx_fold_transpose (DreamOnnxGraph      *graph,
                           const DreamOnnxNode *node,
                           GError             **error)
{
  gsize         n_axes;
  const gint64 *axes = dream_onnx_node_get_ints (node, "perm", &n_axes);
  Ints          data;
  Ints          result;

  if (! get_ints (graph, node, 0, &data) || data.n_dims != 2 ||
      (axes && (n_axes != 2 || axes[0] != 1 || axes[1] != 0)))
    return dream_onnx_transpose (graph, node, error);

  result         = data;
  result.dims[0] = data.dims[1];
  result.dims[1] = data.dims[0];
  for (guint i = 0; i < data.n; i++)
    result.values[i % data.dims[1] * data.dims[0] + i / data.dims[1]] =
      data.values[i];

  return set_ints (graph, node, &result, error);
}

static gboolean
get_ints (DreamOnnxGraph      *graph,
          const DreamOnnxNode *node,
          guint                index,
          Ints                *ints)
{
  const DreamOnnxTensor *tensor = dream_onnx_graph_get_ints (graph, node,
                                                             index);

  if (! tensor || tensor->n_dims > G_N_ELEMENTS (ints->dims) ||
      tensor->is_transposed)
    return FALSE;

  ints->n      = tensor->n_values;
  ints->n_dims = tensor->n_dims;
  for (guint i = 0; i < G_N_ELEMENTS (ints->dims); i++)
    {
      ints->dims[i] = tensor->dims[i];

      /* Of a matrix without columns there can be any number of rows. */
      if (ints->dims[i] > DREAM_ONNX_MAX_FOLDED)
        return FALSE;
    }
  for (guint i = 0; i < ints->n; i++)
    ints->values[i] = dream_onnx_tensor_get_int (tensor, i);

  return TRUE;
}

/* Or a single value. */
static gboolean
get_vector (DreamOnnxGraph      *graph,
            const DreamOnnxNode *node,
            guint                index,
            Ints                *ints)
{
  return get_ints (graph, node, index, ints) && ints->n_dims <= 1;
}

static gboolean
set_ints (DreamOnnxGraph      *graph,
          const DreamOnnxNode *node,
          const Ints          *ints,
          GError             **error)
{
  DreamOnnxTensor tensor;

  if (! dream_onnx_graph_take (graph, ints->n * sizeof (gint64), error))
    return FALSE;

  tensor = dream_onnx_tensor_from_ints (ints->values, ints->n, ints->n_dims,
                                        graph->builder);
  for (guint i = 0; i < ints->n_dims; i++)
    tensor.dims[i] = ints->dims[i];
  dream_onnx_graph_set_constant (graph, node, &tensor);

  return TRUE;
}

static gboolean
set_vector (DreamOnnxGraph      *graph,
            const DreamOnnxNode *node,
            Ints                *ints,
            GError             **error)
{
  ints->n_dims  = 1;
  ints->dims[0] = ints->n;

  return set_ints (graph, node, ints, error);
}

/* Sizes are far from where this would wrap around. */
static gboolean
compute (const gchar *op, gint64 a, gint64 b, gint64 *result)
{
  const gint64 most = G_MAXINT32;

  if (a < -most || a > most || b < -most || b > most)
    return FALSE;

  if (g_strcmp0 (op, "Add") == 0)
    *result = a + b;
  else if (g_strcmp0 (op, "Sub") == 0)
    *result = a - b;
  else if (g_strcmp0 (op, "Mul") == 0)
    *result = a * b;
  else if (g_strcmp0 (op, "Div") == 0 && b != 0)
    *result = a / b;
  else
    return FALSE;

  return TRUE;
}

/* Until version 10 all is in attributes, then in inputs.
 *
 * @length: along the axis.
 * @start: (out): the first, if there is one.
 * @end: (out): where to end.
 * @step: (out): how far it is to the next. */
static gboolean
get_slice (DreamOnnxGraph      *graph,
           const DreamOnnxNode *node,
           gint64               length,
           gint64              *start,
           gint64              *end,
           gint64              *step)
{
  gint64 axis;

  if (! get_one (graph, node, 1, "starts", 0, start) ||
      ! get_one (graph, node, 2, "ends", length, end) ||
      ! get_one (graph, node, 3, "axes", 0, &axis) ||
      ! get_one (graph, node, 4, "steps", 1, step) || axis != 0 || *step == 0 ||
      *step < -DREAM_ONNX_MAX_FOLDED || *step > DREAM_ONNX_MAX_FOLDED)
    return FALSE;

  *start += *start < 0 ? length : 0;
  *end += *end < 0 ? length : 0;
  if (*step > 0)
    {
      *start = CLAMP (*start, 0, length);
      *end   = CLAMP (*end, 0, length);
    }
  else
    {
      *start = CLAMP (*start, -1, length - 1);
      *end   = CLAMP (*end, -1, length - 1);
    }

  return TRUE;
}

/* Returns: whether the input or attribute is one integer, or absent. */
static gboolean
get_one (DreamOnnxGraph      *graph,
         const DreamOnnxNode *node,
         guint                index,
         const gchar         *attribute,
         gint64               absent,
         gint64              *value)
{
  gsize         n_given;
  const gint64 *given = dream_onnx_node_get_ints (node, attribute, &n_given);
  Ints          input;

  *value = absent;
  if (given)
    {
      *value = given[0];
      return n_given == 1;
    }

  if (! dream_onnx_node_has_input (node, index))
    return TRUE;

  if (! get_vector (graph, node, index, &input) || input.n != 1)
    return FALSE;

  *value = input.values[0];

  return TRUE;
}

/* Returns: %FALSE, for the callers to return. */
static gboolean
not_folded (const DreamOnnxNode *node, GError **error)
{
  return dream_onnx_node_unsupported (node,
                                      _ ("It computes with constants in a way "
                                         "that is not supported."),
                                      error);
}
