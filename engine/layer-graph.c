/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether layers make a sound graph, and what each sees of the picture.
 */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "error.h"
#include "layer-graph.h"
#include "layer-names.h"

#define PICTURE_CHANNELS 3

/* No network that draws anything sees further; it keeps sums from overflowing.
 */
#define MAX_FIELD (1 << 20)

/* What a layer is to the picture, along each axis.  An output has
 * floor ((n - minimum) / stride) + 1 values for n pixels: floors of floors
 * collapse, and SAME is VALID with a kernel of 1 as far as sizes go.
 */
typedef struct
{
  gint64 stride;
  gint64 field_h;
  gint64 field_w;
  gint64 minimum_h;
  gint64 minimum_w;
} Geometry;

static gboolean check_layer (GPtrArray *layers, guint index, GError **error);
static gboolean check_inputs (const DreamLayer *layer,
                              guint             index,
                              GError          **error);
static gboolean check_window (const DreamLayer *layer, GError **error);
static gboolean check_channels (GPtrArray        *layers,
                                const DreamLayer *layer,
                                GError          **error);
static gboolean check_tensors (GPtrArray        *layers,
                               const DreamLayer *layer,
                               GError          **error);
static gboolean tensor_holds (const DreamTensor *tensor, gsize n_values);
static gboolean derive_geometry (GPtrArray *layers, GError **error);
static gboolean join_inputs (const DreamLayer *layer,
                             const Geometry   *all,
                             Geometry         *joint,
                             GError          **error);
static void     look_through (const DreamLayer *layer, Geometry *geometry);
static gboolean bad_layer (const DreamLayer *layer,
                           const gchar      *reason,
                           GError          **error);
static gboolean has_window (DreamOp op);

gboolean
dream_layer_graph_check (GPtrArray *layers, GError **error)
{
  guint i;

  if (layers->len == 0 || layers->len > DREAM_MAX_LAYERS)
    {
      g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK,
                   _("The network has %u layers; only 1 to %d can be used. "
                     "Install the network again."),
                      layers->len, DREAM_MAX_LAYERS);
      return FALSE;
    }

  for (i = 0; i < layers->len; i++)
    {
      if (! check_layer (layers, i, error))
        return FALSE;
    }

  return derive_geometry (layers, error);
}

static gboolean
check_layer (GPtrArray *layers, guint index, GError **error)
{
  const DreamLayer *layer = g_ptr_array_index (layers, index);

  /* The name first: the other messages show it. */
  if (! dream_layer_names_check (layer->name, error) ||
      ! check_inputs (layer, index, error) || ! check_window (layer, error) ||
      ! check_channels (layers, layer, error))
    return FALSE;

  if (layer->op == DREAM_OP_CONVOLUTION)
    return check_tensors (layers, layer, error);

  if (layer->op == DREAM_OP_LRN &&
      (layer->lrn_size < 1 || layer->lrn_size > DREAM_MAX_CHANNELS ||
       ! (layer->lrn_alpha >= 0) || ! isfinite (layer->lrn_alpha) ||
       ! isfinite (layer->lrn_beta) || ! (layer->lrn_bias > 0) ||
       ! isfinite (layer->lrn_bias)))
    return bad_layer (layer, _("The numbers of its normalisation are out of "
                               "range."),
                                error);

  if (layer->relu)
    return bad_layer (layer, _("Only a convolution can have a ReLU."), error);

  return TRUE;
}

static gboolean
check_inputs (const DreamLayer *layer, guint index, GError **error)
{
  gboolean sound;
  guint    i;

  if ((layer->op == DREAM_OP_INPUT) != (index == 0))
    return bad_layer (layer, _("The picture must be the first layer, and no "
                               "other."),
                                error);

  if (layer->op == DREAM_OP_INPUT)
    sound = layer->n_inputs == 0;
  else if (layer->op == DREAM_OP_CONCAT)
    sound = layer->n_inputs > 0;
  else
    sound = layer->n_inputs == 1;

  for (i = 0; i < layer->n_inputs; i++)
    sound = sound && layer->inputs[i] < index;

  if (! sound)
    return bad_layer (layer, _("Its inputs do not come before it, or their "
                               "number is wrong."),
                                error);

  return TRUE;
}

static gboolean
check_window (const DreamLayer *layer, GError **error)
{
  if (! has_window (layer->op))
    return TRUE;

  if (layer->kernel_h < 1 || layer->kernel_h > DREAM_MAX_KERNEL ||
      layer->kernel_w < 1 || layer->kernel_w > DREAM_MAX_KERNEL)
    return bad_layer (layer, _("The size of its kernel is out of range."),
                                error);

  if (layer->stride_h < 1 || layer->stride_h > DREAM_MAX_STRIDE ||
      layer->stride_w != layer->stride_h)
    return bad_layer (layer, _("Its stride is out of range, or differs "
                               "between rows and columns."),
                                error);

  return TRUE;
}

static gboolean
check_channels (GPtrArray *layers, const DreamLayer *layer, GError **error)
{
  gint64 expected = 0;
  guint  i;

  for (i = 0; i < layer->n_inputs; i++)
    {
      const DreamLayer *input = g_ptr_array_index (layers, layer->inputs[i]);

      expected += input->channels;
    }

  if (layer->op == DREAM_OP_INPUT)
    expected = PICTURE_CHANNELS;
  else if (layer->op == DREAM_OP_CONVOLUTION)
    expected = layer->channels;

  if (layer->channels < 1 || layer->channels > DREAM_MAX_CHANNELS ||
      layer->channels != expected)
    return bad_layer (layer, _("The number of its channels is out of range, "
                               "or does not match its inputs."),
                                error);

  return TRUE;
}

static gboolean
check_tensors (GPtrArray *layers, const DreamLayer *layer, GError **error)
{
  const DreamLayer *input = g_ptr_array_index (layers, layer->inputs[0]);
  gsize             n     = layer->channels;

  if (! g_size_checked_mul (&n, n, layer->kernel_h) ||
      ! g_size_checked_mul (&n, n, layer->kernel_w) ||
      ! g_size_checked_mul (&n, n, input->channels) ||
      ! tensor_holds (&layer->weights, n))
    return bad_layer (layer, _("Its weights do not match its size."), error);

  if (layer->bias.data && ! tensor_holds (&layer->bias, layer->channels))
    return bad_layer (layer, _("Its bias does not match its size."), error);

  return TRUE;
}

static gboolean
tensor_holds (const DreamTensor *tensor, gsize n_values)
{
  return tensor->data && tensor->n_values == n_values &&
         isfinite (tensor->scale);
}

static gboolean
derive_geometry (GPtrArray *layers, GError **error)
{
  g_autofree Geometry *all = g_new0 (Geometry, layers->len);
  guint                i;

  for (i = 0; i < layers->len; i++)
    {
      DreamLayer *layer    = g_ptr_array_index (layers, i);
      Geometry   *geometry = &all[i];

      if (! join_inputs (layer, all, geometry, error))
        return FALSE;

      if (has_window (layer->op))
        look_through (layer, geometry);

      layer->receptive_field = MAX (geometry->field_h, geometry->field_w);
      layer->stride          = geometry->stride;
      layer->minimum_size    = MAX (geometry->minimum_h, geometry->minimum_w);

      /* No minimum exceeds its field, so checking the two will do. */
      if (MAX (geometry->field_h, geometry->field_w) > MAX_FIELD ||
          geometry->stride > MAX_FIELD)
        return bad_layer (layer, _("It sees more of a picture than pictures "
                                   "have."),
                                    error);
    }

  return TRUE;
}

/* The inputs of a concatenation lie on one grid, whatever the picture's size,
 * if and only if their strides and minimums are the same.
 */
static gboolean
join_inputs (const DreamLayer *layer,
             const Geometry   *all,
             Geometry         *joint,
             GError          **error)
{
  guint i;

  if (layer->n_inputs == 0)
    {
      *joint = (Geometry){ 1, 1, 1, 1, 1 };
      return TRUE;
    }

  *joint = all[layer->inputs[0]];

  for (i = 1; i < layer->n_inputs; i++)
    {
      const Geometry *input = &all[layer->inputs[i]];

      if (input->stride != joint->stride ||
          input->minimum_h != joint->minimum_h ||
          input->minimum_w != joint->minimum_w)
        return bad_layer (layer, _("The sizes of its inputs differ."), error);

      joint->field_h = MAX (joint->field_h, input->field_h);
      joint->field_w = MAX (joint->field_w, input->field_w);
    }

  return TRUE;
}

static void
look_through (const DreamLayer *layer, Geometry *geometry)
{
  const gint64 more_h = (layer->kernel_h - 1) * geometry->stride;
  const gint64 more_w = (layer->kernel_w - 1) * geometry->stride;

  geometry->field_h += more_h;
  geometry->field_w += more_w;

  if (layer->padding == DREAM_PADDING_VALID)
    {
      geometry->minimum_h += more_h;
      geometry->minimum_w += more_w;
    }

  geometry->stride *= layer->stride_h;
}

/* Returns: %FALSE, for the callers to return. */
static gboolean
bad_layer (const DreamLayer *layer, const gchar *reason, GError **error)
{
  /* Translators: a layer's name, then a sentence. */
  g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK,
               _("The layer “%s” of the network makes no sense: %s Install "
                 "the network again."),
                  layer->name, reason);

  return FALSE;
}

static gboolean
has_window (DreamOp op)
{
  return op == DREAM_OP_CONVOLUTION || op == DREAM_OP_MAX_POOL ||
         op == DREAM_OP_AVERAGE_POOL;
}
