/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether layers make a sound graph, and what each sees of the picture.
 */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/error.h"
#include "names.h"
#include "shapes.h"

#define PICTURE_CHANNELS 3

/* No network that draws anything sees further; it keeps sums from overflowing.
 */
#define MAX_FIELD (1 << 20)

static gboolean check_inputs (GPtrArray        *layers,
                              const DreamLayer *layer,
                              GError          **error);
static guint    number_of_inputs (DreamOp op);
static gboolean check_window (const DreamLayer *layer, GError **error);
static gboolean check_padding (const DreamLayer *layer, GError **error);
static gboolean check_channels (GPtrArray        *layers,
                                const DreamLayer *layer,
                                GError          **error);
static gboolean check_numbers (GPtrArray        *layers,
                               const DreamLayer *layer,
                               GError          **error);
static gboolean check_tensors (GPtrArray        *layers,
                               const DreamLayer *layer,
                               GError          **error);
static gboolean check_activation (const DreamLayer *layer, GError **error);
static gboolean tensor_holds (const DreamTensor *tensor, gsize n_values);
static gboolean derive (GPtrArray *layers, DreamLayer *layer, GError **error);
static gboolean join_inputs (GPtrArray  *layers,
                             DreamLayer *layer,
                             GError    **error);
static gint64   first_output (const DreamLayer *layer, gboolean vertical);
static gint     reach (const DreamLayer *layer, gboolean vertical);
static gboolean bad_layer (const DreamLayer *layer,
                           const gchar      *reason,
                           GError          **error);
static gboolean has_window (DreamOp op);

gboolean
dream_shapes_derive (GPtrArray *layers, DreamLayer *layer, GError **error)
{
  /* The name first: the other messages show it. */
  return dream_layer_names_check (layer->name, error) &&
         check_inputs (layers, layer, error) && check_window (layer, error) &&
         check_channels (layers, layer, error) &&
         check_numbers (layers, layer, error) && derive (layers, layer, error);
}

gint
dream_layer_output_size (const DreamLayer *layer,
                         gint              size,
                         gboolean          vertical,
                         gint             *before)
{
  const gint stride = vertical ? layer->stride_h : layer->stride_w;
  const gint pad    = vertical ? layer->pad_top : layer->pad_left;
  gint       n_out;

  if (! has_window (layer->op))
    {
      if (before)
        *before = 0;
      return size;
    }

  if (layer->padding == DREAM_PADDING_SAME)
    {
      n_out = (size + stride - 1) / stride;
      if (before)
        *before = MAX ((n_out - 1) * stride + reach (layer, vertical) - size,
                       0) /
                  2;
      return n_out;
    }

  if (before)
    *before = pad;

  return size < first_output (layer, vertical)
           ? 0
           : (size - first_output (layer, vertical)) / stride + 1;
}

static gboolean
check_inputs (GPtrArray *layers, const DreamLayer *layer, GError **error)
{
  gboolean sound;

  if ((layer->op == DREAM_OP_INPUT) != (layers->len == 0))
    return bad_layer (layer,
                      _ ("The picture must be the first layer, and no "
                         "other."),
                      error);

  if (layer->op == DREAM_OP_CONCAT)
    sound = layer->n_inputs > 0;
  else
    sound = layer->n_inputs == number_of_inputs (layer->op);

  for (guint i = 0; i < layer->n_inputs; i++)
    sound = sound && layer->inputs[i] < layers->len;

  if (! sound)
    return bad_layer (layer,
                      _ ("Its inputs do not come before it, or their "
                         "number is wrong."),
                      error);

  return TRUE;
}

static guint
number_of_inputs (DreamOp op)
{
  switch (op)
    {
    case DREAM_OP_INPUT:
      return 0;

    case DREAM_OP_ADD:
    case DREAM_OP_MULTIPLY:
    case DREAM_OP_MAXIMUM:
      return 2;

    default:
      return 1;
    }
}

static gboolean
check_window (const DreamLayer *layer, GError **error)
{
  if (! has_window (layer->op))
    return TRUE;

  if (layer->kernel_h < 1 || layer->kernel_h > DREAM_MAX_KERNEL ||
      layer->kernel_w < 1 || layer->kernel_w > DREAM_MAX_KERNEL ||
      layer->dilation_h < 1 || layer->dilation_h > DREAM_MAX_KERNEL ||
      layer->dilation_w < 1 || layer->dilation_w > DREAM_MAX_KERNEL ||
      (layer->op != DREAM_OP_CONVOLUTION &&
       (layer->dilation_h != 1 || layer->dilation_w != 1)))
    return bad_layer (layer, _ ("The size of its kernel is out of range."),
                      error);

  if (layer->stride_h < 1 || layer->stride_h > DREAM_MAX_STRIDE ||
      layer->stride_w != layer->stride_h)
    return bad_layer (layer,
                      _ ("Its stride is out of range, or differs "
                         "between rows and columns."),
                      error);

  return check_padding (layer, error);
}

/* A pool's window must hold something of the picture, unless zeros count. */
static gboolean
check_padding (const DreamLayer *layer, GError **error)
{
  const gboolean zeros_count = layer->op == DREAM_OP_CONVOLUTION ||
                               layer->count_padding;
  const gint most_h = zeros_count ? DREAM_MAX_KERNEL : layer->kernel_h - 1;
  const gint most_w = zeros_count ? DREAM_MAX_KERNEL : layer->kernel_w - 1;

  if (layer->pad_top < 0 || layer->pad_top > most_h || layer->pad_bottom < 0 ||
      layer->pad_bottom > most_h || layer->pad_left < 0 ||
      layer->pad_left > most_w || layer->pad_right < 0 ||
      layer->pad_right > most_w)
    return bad_layer (layer, _ ("Its padding is out of range."), error);

  if ((layer->round_up && layer->op == DREAM_OP_CONVOLUTION) ||
      (layer->count_padding && layer->op != DREAM_OP_AVERAGE_POOL) ||
      (layer->padding == DREAM_PADDING_SAME &&
       (layer->round_up || layer->count_padding)))
    return bad_layer (layer, _ ("Its padding cannot be of that kind."), error);

  return TRUE;
}

static gboolean
check_channels (GPtrArray *layers, const DreamLayer *layer, GError **error)
{
  gint64   expected = 0;
  gboolean equal    = TRUE;

  for (guint i = 0; i < layer->n_inputs; i++)
    {
      const DreamLayer *input = g_ptr_array_index (layers, layer->inputs[i]);

      if (layer->op == DREAM_OP_CONCAT)
        expected += input->channels;
      else
        {
          equal    = equal && (i == 0 || input->channels == expected);
          expected = input->channels;
        }
    }

  if (layer->op == DREAM_OP_INPUT)
    expected = PICTURE_CHANNELS;
  else if (layer->op == DREAM_OP_CONVOLUTION)
    expected = layer->channels;
  else if (layer->op == DREAM_OP_WIDEN)
    expected = MAX (expected, layer->channels);

  if (! equal || layer->channels < 1 || layer->channels > DREAM_MAX_CHANNELS ||
      layer->channels != expected)
    return bad_layer (layer,
                      _ ("The number of its channels is out of range, "
                         "or does not match its inputs."),
                      error);

  return TRUE;
}

static gboolean
check_numbers (GPtrArray *layers, const DreamLayer *layer, GError **error)
{
  if (layer->op == DREAM_OP_CONVOLUTION &&
      ! check_tensors (layers, layer, error))
    return FALSE;

  if (layer->op == DREAM_OP_LRN &&
      (layer->lrn_size < 1 || layer->lrn_size > DREAM_MAX_CHANNELS ||
       ! (layer->lrn_alpha >= 0) || ! isfinite (layer->lrn_alpha) ||
       ! isfinite (layer->lrn_beta) || ! (layer->lrn_bias > 0) ||
       ! isfinite (layer->lrn_bias)))
    return bad_layer (layer,
                      _ ("The numbers of its normalisation are out of "
                         "range."),
                      error);

  return check_activation (layer, error);
}

static gboolean
check_tensors (GPtrArray *layers, const DreamLayer *layer, GError **error)
{
  const DreamLayer *input = g_ptr_array_index (layers, layer->inputs[0]);
  gsize             n     = layer->channels;

  if (layer->groups < 1 || layer->channels % layer->groups != 0 ||
      input->channels % layer->groups != 0)
    return bad_layer (layer, _ ("Its channels do not divide into its groups."),
                      error);

  if (! g_size_checked_mul (&n, n, layer->kernel_h) ||
      ! g_size_checked_mul (&n, n, layer->kernel_w) ||
      ! g_size_checked_mul (&n, n, input->channels / layer->groups) ||
      ! tensor_holds (&layer->weights, n))
    return bad_layer (layer, _ ("Its weights do not match its size."), error);

  if (layer->bias.data && ! tensor_holds (&layer->bias, layer->channels))
    return bad_layer (layer, _ ("Its bias does not match its size."), error);

  return TRUE;
}

static gboolean
check_activation (const DreamLayer *layer, GError **error)
{
  gboolean sound;

  switch (layer->activation)
    {
    case DREAM_ACTIVATION_NONE:
      sound = layer->op != DREAM_OP_ACTIVATION;
      break;

    case DREAM_ACTIVATION_CLIP:
      sound = layer->op == DREAM_OP_ACTIVATION
                ? layer->low < layer->high
                : layer->low == 0 && layer->high > 0 &&
                    (layer->op == DREAM_OP_CONVOLUTION ||
                     layer->op == DREAM_OP_ADD);
      break;

    case DREAM_ACTIVATION_LEAKY:
      sound = layer->op == DREAM_OP_ACTIVATION &&
              (tensor_holds (&layer->slopes, 1) ||
               tensor_holds (&layer->slopes, layer->channels));
      break;

    default:
      sound = layer->op == DREAM_OP_ACTIVATION && isfinite (layer->scale) &&
              isfinite (layer->shift) && isfinite (layer->power);
      break;
    }

  return sound || bad_layer (layer,
                             _ ("Its activation is not one that such a "
                                "layer can have."),
                             error);
}

static gboolean
tensor_holds (const DreamTensor *tensor, gsize n_values)
{
  return tensor->data && tensor->n_values == n_values &&
         isfinite (tensor->scale) && isfinite (tensor->zero_point);
}

static gboolean
derive (GPtrArray *layers, DreamLayer *layer, GError **error)
{
  gint64 field_h, field_w, offset_h, offset_w, stride;

  if (! join_inputs (layers, layer, error))
    return FALSE;

  field_h  = layer->field_h;
  field_w  = layer->field_w;
  offset_h = layer->offset_h;
  offset_w = layer->offset_w;
  stride   = layer->stride;

  if (has_window (layer->op))
    {
      field_h += (reach (layer, TRUE) - 1) * stride;
      field_w += (reach (layer, FALSE) - 1) * stride;
      offset_h += (first_output (layer, TRUE) - 1) * stride;
      offset_w += (first_output (layer, FALSE) - 1) * stride;
      stride *= layer->stride_h;
    }

  /* No offset exceeds its field, and padding is bounded. */
  if (MAX (field_h, field_w) > MAX_FIELD || stride > MAX_FIELD ||
      MIN (offset_h, offset_w) < -MAX_FIELD)
    return bad_layer (layer,
                      _ ("It sees more of a picture than pictures have."),
                      error);

  layer->field_h         = field_h;
  layer->field_w         = field_w;
  layer->offset_h        = offset_h;
  layer->offset_w        = offset_w;
  layer->stride          = stride;
  layer->receptive_field = MAX (field_h, field_w);
  layer->minimum_size    = MAX (layer->minimum_size, MAX (offset_h, offset_w));

  return TRUE;
}

/* What is joined lies on one grid, whatever the picture's size, if and only if
 * strides and offsets are the same. */
static gboolean
join_inputs (GPtrArray *layers, DreamLayer *layer, GError **error)
{
  layer->field_h = layer->field_w = 1;
  layer->offset_h = layer->offset_w = 1;
  layer->stride = layer->minimum_size = 1;

  for (guint i = 0; i < layer->n_inputs; i++)
    {
      const DreamLayer *input = g_ptr_array_index (layers, layer->inputs[i]);

      if (i > 0 && (input->stride != layer->stride ||
                    input->offset_h != layer->offset_h ||
                    input->offset_w != layer->offset_w))
        return bad_layer (layer, _ ("The sizes of its inputs differ."), error);

      layer->stride       = input->stride;
      layer->offset_h     = input->offset_h;
      layer->offset_w     = input->offset_w;
      layer->field_h      = MAX (layer->field_h, input->field_h);
      layer->field_w      = MAX (layer->field_w, input->field_w);
      layer->minimum_size = MAX (layer->minimum_size, input->minimum_size);
    }

  return TRUE;
}

/* How long an input must be for the first output: floors of floors collapse,
 * and SAME is a kernel of 1 as far as sizes go.  Rounding up lets a window
 * begin up to a stride minus 1 earlier, but not beyond the input. */
static gint64
first_output (const DreamLayer *layer, gboolean vertical)
{
  const gint before = vertical ? layer->pad_top : layer->pad_left;
  const gint after  = vertical ? layer->pad_bottom : layer->pad_right;
  gint       length = reach (layer, vertical) - before - after;

  if (layer->padding == DREAM_PADDING_SAME)
    return 1;

  if (layer->round_up)
    length = MAX (length - layer->stride_h + 1, 1 - before);

  return length;
}

/* Rows (or columns) from the first tap to the last. */
static gint
reach (const DreamLayer *layer, gboolean vertical)
{
  return vertical ? (layer->kernel_h - 1) * layer->dilation_h + 1
                  : (layer->kernel_w - 1) * layer->dilation_w + 1;
}

/* Returns: %FALSE, for the callers to return. */
static gboolean
bad_layer (const DreamLayer *layer, const gchar *reason, GError **error)
{
  /* Translators: a layer's name, then a sentence. */
  g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK,
               _ ("The layer “%s” of the network makes no sense: %s Install "
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
