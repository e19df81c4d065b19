/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Caffe's pools.
 */

#include <glib/gi18n-lib.h>

#include "operations.h"

static void set_pooling_window (DreamLayer                    *pool,
                                const Caffe__PoolingParameter *parameter);

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

static void
set_pooling_window (DreamLayer *pool, const Caffe__PoolingParameter *p)
{
  pool->kernel_h   = dream_caffe_to_int (p->has_kernel_h ? p->kernel_h
                                                         : p->kernel_size);
  pool->kernel_w   = dream_caffe_to_int (p->has_kernel_w ? p->kernel_w
                                                         : p->kernel_size);
  pool->stride_h   = dream_caffe_to_int (p->has_stride_h ? p->stride_h
                                                         : p->stride);
  pool->stride_w   = dream_caffe_to_int (p->has_stride_w ? p->stride_w
                                                         : p->stride);
  pool->pad_top    = dream_caffe_to_int (p->has_pad_h ? p->pad_h : p->pad);
  pool->pad_left   = dream_caffe_to_int (p->has_pad_w ? p->pad_w : p->pad);
  pool->pad_bottom = pool->pad_top;
  pool->pad_right  = pool->pad_left;
}
