/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Caffe's layers that look at a neighbourhood: convolutions, inner products,
 * pools and local response normalisations.
 */

#include <glib/gi18n-lib.h>

#include "operations.h"

/* What a layer has learned. */
enum
{
  WEIGHTS,
  BIAS
};

static gint     to_int (guint32 number);
static gint     pick (size_t          n,
                      const uint32_t *given,
                      gboolean        is_column,
                      gboolean        has_own,
                      guint32         own,
                      guint32         usual);
static gboolean set_weights (DreamLayer            *convolution,
                             const DreamCaffeLayer *layer,
                             gboolean               has_bias,
                             GError               **error);
static gboolean fits (DreamBuilder          *builder,
                      const DreamCaffeLayer *layer,
                      const DreamTensor     *weights,
                      gint                   n_outputs,
                      GError               **error);
static void     set_pooling_window (DreamLayer                    *pool,
                                    const Caffe__PoolingParameter *parameter);
static gboolean normalize_within (DreamBuilder              *builder,
                                  const DreamCaffeLayer     *layer,
                                  const Caffe__LRNParameter *parameter,
                                  GError                   **error);
static gboolean add_mean (DreamBuilder *builder,
                          const gchar  *name,
                          const gchar  *value,
                          gint          size,
                          GError      **error);

gboolean
dream_caffe_read_convolution (DreamBuilder          *builder,
                              const DreamCaffeLayer *layer,
                              GError               **error)
{
  const Caffe__ConvolutionParameter *p = layer->parameter->convolution_param;
  g_autoptr (DreamLayer)             convolution = NULL;

  if (! p)
    return dream_builder_damaged (error);

  if (! dream_caffe_is_channels (p->axis) || p->n_kernel_size > 2)
    return dream_builder_unsupported (layer->name,
                                      _ ("Its kernel is not one of rows and "
                                         "columns."),
                                      error);

  convolution = dream_builder_start (builder, DREAM_OP_CONVOLUTION, layer->name,
                                     &layer->bottom, 1, error);
  if (! convolution || ! set_weights (convolution, layer, p->bias_term, error))
    return FALSE;

  convolution->channels = to_int (p->num_output);
  convolution->groups   = to_int (p->group);
  convolution->kernel_h = pick (p->n_kernel_size, p->kernel_size, FALSE,
                                p->has_kernel_h, p->kernel_h, 0);
  convolution->kernel_w = pick (p->n_kernel_size, p->kernel_size, TRUE,
                                p->has_kernel_w, p->kernel_w, 0);
  convolution->stride_h = pick (p->n_stride, p->stride, FALSE, p->has_stride_h,
                                p->stride_h, 1);
  convolution->stride_w = pick (p->n_stride, p->stride, TRUE, p->has_stride_w,
                                p->stride_w, 1);
  convolution->dilation_h = pick (p->n_dilation, p->dilation, FALSE, FALSE, 0,
                                  1);
  convolution->dilation_w = pick (p->n_dilation, p->dilation, TRUE, FALSE, 0,
                                  1);
  convolution->pad_top  = pick (p->n_pad, p->pad, FALSE, p->has_pad_h, p->pad_h,
                                0);
  convolution->pad_left = pick (p->n_pad, p->pad, TRUE, p->has_pad_w, p->pad_w,
                                0);
  convolution->pad_bottom = convolution->pad_top;
  convolution->pad_right  = convolution->pad_left;

  return dream_builder_add (builder, g_steal_pointer (&convolution), layer->top,
                            error);
}

/* Flattens what it reads, whether the file says so or not. */
gboolean
dream_caffe_read_inner_product (DreamBuilder          *builder,
                                const DreamCaffeLayer *layer,
                                GError               **error)
{
  const Caffe__InnerProductParameter *p = layer->parameter->inner_product_param;
  const DreamTensor *blob = dream_caffe_get_blob (layer, WEIGHTS, error);
  const DreamTensor *bias = NULL;
  g_autofree gchar  *flat = NULL;
  DreamTensor        weights;

  if (! blob)
    return FALSE;

  if (! p)
    return dream_builder_damaged (error);

  if (! dream_caffe_is_channels (p->axis))
    return dream_builder_unsupported (layer->name,
                                      _ ("It joins axes other than all of a "
                                         "picture's."),
                                      error);

  if (p->bias_term)
    {
      bias = dream_caffe_get_blob (layer, BIAS, error);
      if (! bias)
        return FALSE;
    }

  if (! fits (builder, layer, blob, to_int (p->num_output), error))
    return FALSE;

  weights       = *blob;
  weights.order = p->transpose ? DREAM_ORDER_IHWO : DREAM_ORDER_OIHW;
  flat          = g_strconcat (layer->name, "/flat", NULL);
  dream_builder_flatten (builder, layer->bottom, flat);

  return dream_builder_add_dense (builder, layer->name, flat, layer->top,
                                  &weights, bias, to_int (p->num_output),
                                  error);
}

/* The last window may reach beyond the padding (Caffe rounds up), and a mean
 * counts the padding's zeros.
 */
gboolean
dream_caffe_read_pooling (DreamBuilder          *builder,
                          const DreamCaffeLayer *layer,
                          GError               **error)
{
  const Caffe__PoolingParameter *p = layer->parameter->pooling_param;
  DreamOp                        op;
  DreamLayer                    *pool;

  if (! p)
    return dream_builder_damaged (error);

  if (p->pool != CAFFE__POOLING_PARAMETER__POOL_METHOD__MAX &&
      p->pool != CAFFE__POOLING_PARAMETER__POOL_METHOD__AVE)
    return dream_builder_unsupported (layer->name,
                                      _ ("It takes neither maximum nor mean."),
                                      error);

  op = p->pool == CAFFE__POOLING_PARAMETER__POOL_METHOD__MAX
         ? DREAM_OP_MAX_POOL
         : DREAM_OP_AVERAGE_POOL;
  if (p->global_pooling)
    return dream_builder_add_global_pool (builder, layer->name, layer->bottom,
                                          layer->top, op, error);

  pool = dream_builder_start (builder, op, layer->name, &layer->bottom, 1,
                              error);
  if (! pool)
    return FALSE;

  set_pooling_window (pool, p);
  pool->round_up = p->round_mode != CAFFE__POOLING_PARAMETER__ROUND_MODE__FLOOR;
  pool->count_padding = op == DREAM_OP_AVERAGE_POOL;

  return dream_builder_add (builder, pool, layer->top, error);
}

/* y = x (k + alpha / size sum x^2)^-beta */
gboolean
dream_caffe_read_lrn (DreamBuilder          *builder,
                      const DreamCaffeLayer *layer,
                      GError               **error)
{
  static const Caffe__LRNParameter usual = CAFFE__LRNPARAMETER__INIT;
  const Caffe__LRNParameter       *p     = layer->parameter->lrn_param;
  DreamLayer                      *lrn;

  if (! p)
    p = &usual;

  if (p->local_size % 2 == 0 || p->local_size > DREAM_MAX_CHANNELS)
    return dream_builder_damaged (error);

  if (p->norm_region == CAFFE__LRNPARAMETER__NORM_REGION__WITHIN_CHANNEL)
    return normalize_within (builder, layer, p, error);

  lrn = dream_builder_start (builder, DREAM_OP_LRN, layer->name, &layer->bottom,
                             1, error);
  if (! lrn)
    return FALSE;

  lrn->lrn_size  = p->local_size;
  lrn->lrn_alpha = p->alpha / p->local_size;
  lrn->lrn_beta  = p->beta;
  lrn->lrn_bias  = p->k;

  return dream_builder_add (builder, lrn, layer->top, error);
}

static gint
to_int (guint32 number)
{
  return MIN (number, G_MAXINT);
}

/* What is given for rows or columns alone goes before what is given for both,
 * in one value or two.
 */
static gint
pick (size_t          n,
      const uint32_t *given,
      gboolean        is_column,
      gboolean        has_own,
      guint32         own,
      guint32         usual)
{
  if (has_own)
    return to_int (own);

  return n > 0 ? to_int (given[is_column && n > 1]) : to_int (usual);
}

static gboolean
set_weights (DreamLayer            *convolution,
             const DreamCaffeLayer *layer,
             gboolean               has_bias,
             GError               **error)
{
  const DreamTensor *weights = dream_caffe_get_blob (layer, WEIGHTS, error);
  const DreamTensor *bias    = NULL;

  if (weights && has_bias)
    bias = dream_caffe_get_blob (layer, BIAS, error);
  if (! weights || (has_bias && ! bias))
    return FALSE;

  convolution->weights = *weights;
  if (bias)
    convolution->bias = *bias;

  return TRUE;
}

/* The size of the pictures that a network was trained on may not be the usual
 * one; if the file does not say, an inner product cannot be used.
 */
static gboolean
fits (DreamBuilder          *builder,
      const DreamCaffeLayer *layer,
      const DreamTensor     *weights,
      gint                   n_outputs,
      GError               **error)
{
  const DreamLayer *input = dream_builder_get_layer (builder, layer->bottom);
  gint              height;
  gint              width;
  gsize             n;

  if (! input)
    return TRUE;

  dream_builder_get_size (builder, layer->bottom, &height, &width);
  n = n_outputs;
  if (g_size_checked_mul (&n, n, input->channels) &&
      g_size_checked_mul (&n, n, height) && g_size_checked_mul (&n, n, width) &&
      n == weights->n_values)
    return TRUE;

  return dream_builder_unsupported (layer->name,
                                    _ ("It was made for pictures of another "
                                       "size than the file says, or than is "
                                       "usual."),
                                    error);
}

static void
set_pooling_window (DreamLayer *pool, const Caffe__PoolingParameter *p)
{
  pool->kernel_h   = to_int (p->has_kernel_h ? p->kernel_h : p->kernel_size);
  pool->kernel_w   = to_int (p->has_kernel_w ? p->kernel_w : p->kernel_size);
  pool->stride_h   = to_int (p->has_stride_h ? p->stride_h : p->stride);
  pool->stride_w   = to_int (p->has_stride_w ? p->stride_w : p->stride);
  pool->pad_top    = to_int (p->has_pad_h ? p->pad_h : p->pad);
  pool->pad_left   = to_int (p->has_pad_w ? p->pad_w : p->pad);
  pool->pad_bottom = pool->pad_top;
  pool->pad_right  = pool->pad_left;
}

/* y = x (1 + alpha mean x^2)^-beta, the mean over a square of each channel. */
static gboolean
normalize_within (DreamBuilder              *builder,
                  const DreamCaffeLayer     *layer,
                  const Caffe__LRNParameter *p,
                  GError                   **error)
{
  g_autofree gchar *square = g_strconcat (layer->name, "/square", NULL);
  g_autofree gchar *mean   = g_strconcat (layer->name, "/mean", NULL);
  g_autofree gchar *power  = g_strconcat (layer->name, "/power", NULL);

  return dream_builder_add_scaled (builder, square, layer->bottom, square,
                                   DREAM_ACTIVATION_POWER, 1, 0, 2, error) &&
         add_mean (builder, mean, square, p->local_size, error) &&
         dream_builder_add_scaled (builder, power, mean, power,
                                   DREAM_ACTIVATION_POWER, p->alpha, 1,
                                   -p->beta, error) &&
         dream_caffe_join (builder, DREAM_OP_MULTIPLY, layer->name,
                           layer->bottom, power, layer->top, error);
}

static gboolean
add_mean (DreamBuilder *builder,
          const gchar  *name,
          const gchar  *value,
          gint          size,
          GError      **error)
{
  DreamLayer *pool = dream_builder_start (builder, DREAM_OP_AVERAGE_POOL, name,
                                          &value, 1, error);

  if (! pool)
    return FALSE;

  pool->kernel_h      = size;
  pool->kernel_w      = size;
  pool->pad_top       = size / 2;
  pool->pad_left      = size / 2;
  pool->pad_bottom    = size / 2;
  pool->pad_right     = size / 2;
  pool->count_padding = TRUE;

  return dream_builder_add (builder, pool, name, error);
}
