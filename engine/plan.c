/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Running a plan: each layer's kernels, forward, and backward in the opposite
 * order.
 */

#include <string.h>

#include "plan-private.h"

/* Items a thread gets of a task: enough to even out, few enough to be cheap. */
#define ITEMS_PER_THREAD 8

typedef struct
{
  const DreamKernels     *kernels;
  const DreamConvolution *convolution;
  gint                    n_parts; /* parts of the rows */
} ConvolutionTask;

typedef struct
{
  const DreamKernels *kernels;
  const DreamStem    *stem;
} StemTask;

typedef struct
{
  void (*kernel) (const DreamPooling *pooling, gint block, gint row);
  const DreamPooling *pooling;
  gint                height;
} PoolingTask;

typedef void (*RowFunc) (gfloat *target, const gfloat *source, gsize n_values);

typedef struct
{
  RowFunc          func;
  const DreamView *target;
  const DreamView *source;
  gsize            n_values; /* in a row */
} RowTask;

static void bind_view (DreamPlan *plan,
                       guint      index,
                       guint8    *memory,
                       gsize      at,
                       DreamView *view);
static void clear_border (DreamPlan *plan, guint root, const DreamView *view);
static void forward (DreamPlan *plan, guint index);
static void convolve_forward (DreamPlan *plan, guint index);
static void concat_copies (DreamPlan *plan, guint index, gboolean backward);
static gboolean read_before (const DreamLayer *layer, guint nth_input);
static void     backward (DreamPlan *plan, guint index, gfloat *input_gradient);
static void     convolve_backward (DreamPlan *plan, guint index);
static void     stem_backward (DreamPlan *plan,
                               guint      index,
                               gfloat    *input_gradient);
static DreamPooling  pooling_of (DreamPlan *plan,
                                 guint      index,
                                 gboolean   backward);
static gboolean      accumulates (DreamPlan *plan, guint index, guint input);
static const gfloat *mask_for (DreamPlan *plan, guint index, guint input);
static void          run_convolution (DreamPlan              *plan,
                                      const DreamConvolution *convolution);
static void          convolution_item (gint item, gpointer data);
static void          stem_item (gint item, gpointer data);
static void          run_pooling (DreamPlan          *plan,
                                  const DreamPooling *pooling,
                                  void (*kernel) (const DreamPooling *, gint, gint),
                                  const DreamView *written);
static void          pooling_item (gint item, gpointer data);
static void          run_rows (DreamPlan       *plan,
                               const DreamView *target,
                               const DreamView *source,
                               RowFunc          func);
static void          rows_item (gint item, gpointer data);
static void row_copy (gfloat *target, const gfloat *source, gsize n_values);
static void row_add (gfloat *target, const gfloat *source, gsize n_values);
static void row_mask (gfloat *target, const gfloat *source, gsize n_values);

DreamPlan *
dream_plan_new (DreamPacked  *packed,
                DreamThreads *threads,
                gint          picture_width,
                gint          picture_height,
                gint          width,
                gint          height,
                GError      **error)
{
  g_autoptr (DreamPlan) plan = g_new0 (DreamPlan, 1);

  plan->packed  = packed;
  plan->threads = threads;
  plan->slots   = g_new0 (DreamSlot, packed->target + 1);
  plan->opened  = g_new0 (gboolean, packed->target + 1);

  if (! dream_plan_layout (plan, picture_width, picture_height, width, height,
                           error))
    return NULL;

  return g_steal_pointer (&plan);
}

void
dream_plan_free (DreamPlan *plan)
{
  if (! plan)
    return;

  g_free (plan->slots);
  g_free (plan->opened);
  g_free (plan);
}

gsize
dream_plan_get_memory (DreamPlan *plan)
{
  return plan->memory;
}

void
dream_plan_bind (DreamPlan *plan, gpointer memory)
{
  for (guint i = 0; i <= plan->packed->target; i++)
    {
      DreamSlot *slot = &plan->slots[i];

      if (! plan->packed->layers[i].needed)
        continue;

      bind_view (plan, i, memory, plan->slots[slot->root].value_at,
                 &slot->value);
      bind_view (plan, i, memory, plan->slots[slot->root].gradient_at,
                 &slot->gradient);
      slot->argmax = (guint8 *) memory + slot->argmax_at;

      if (slot->root == i)
        clear_border (plan, i, &slot->value);
    }
}

gfloat *
dream_plan_get_input (DreamPlan *plan, gsize *row)
{
  *row = plan->slots[0].value.row;

  return plan->slots[0].value.data;
}

gboolean
dream_plan_forward (DreamPlan *plan, DreamTick tick, gpointer user_data)
{
  for (guint i = 1; i <= plan->packed->target; i++)
    {
      if (! plan->packed->layers[i].needed)
        continue;

      forward (plan, i);
      if (tick && ! tick (plan->slots[i].work, user_data))
        return FALSE;
    }

  return TRUE;
}

void
dream_plan_get_target (DreamPlan *plan,
                       DreamView *activation,
                       DreamView *gradient)
{
  *activation = plan->slots[plan->packed->target].value;
  *gradient   = plan->slots[plan->packed->target].gradient;
}

gboolean
dream_plan_backward (DreamPlan *plan,
                     gfloat    *input_gradient,
                     DreamTick  tick,
                     gpointer   user_data)
{
  const guint target = plan->packed->target;

  memset (plan->opened, 0, (target + 1) * sizeof (gboolean));
  plan->opened[target] = TRUE;
  clear_border (plan, target, &plan->slots[target].gradient);

  for (guint i = target; i > 0; i--)
    {
      if (! plan->packed->layers[i].needed)
        continue;

      backward (plan, i, input_gradient);
      if (tick && ! tick (plan->slots[i].work, user_data))
        return FALSE;
    }

  return TRUE;
}

gfloat *
dream_plan_read_activation (DreamPlan *plan,
                            gint      *channels,
                            gint      *height,
                            gint      *width)
{
  const guint             target = plan->packed->target;
  const DreamPackedLayer *place  = &plan->packed->layers[target];
  const DreamView        *value  = &plan->slots[target].value;
  const gint              block  = plan->packed->kernels->block;
  gfloat                 *values;
  gfloat                 *out;

  *channels = dream_network_get_layer (plan->packed->network, target)->channels;
  *height   = value->height;
  *width    = value->width;

  out = values = g_new (gfloat, (gsize) *channels * *height * *width);
  for (gint c = 0; c < *channels; c++)
    {
      const gfloat *plane = value->data +
                            place->lanes[c] / block * value->block +
                            place->lanes[c] % block;

      for (gint y = 0; y < *height; y++)
        for (gint x = 0; x < *width; x++)
          *out++ = plane[y * value->row + (gsize) x * block];
    }

  return values;
}

static void
bind_view (DreamPlan *plan,
           guint      index,
           guint8    *memory,
           gsize      at,
           DreamView *view)
{
  const DreamSlot *slot  = &plan->slots[index];
  const DreamSlot *root  = &plan->slots[slot->root];
  const gsize      pixel = index == 0 ? 3 : plan->packed->kernels->block;

  view->row   = (root->left + (gsize) root->width + root->right) * pixel;
  view->block = (root->top + (gsize) root->height + root->bottom) * view->row;
  view->n_blocks = index == 0 ? 1 : plan->packed->layers[index].n_blocks;
  view->height   = slot->height;
  view->width    = slot->width;
  view->data     = (gfloat *) (gpointer) (memory + at) +
               slot->root_block * view->block + root->top * view->row +
               root->left * pixel;
}

static void
clear_border (DreamPlan *plan, guint root, const DreamView *view)
{
  const DreamSlot *slot  = &plan->slots[root];
  const gsize      pixel = root == 0 ? 3 : plan->packed->kernels->block;

  if (slot->top + slot->left + slot->bottom + slot->right == 0)
    return;

  for (gint b = 0; b < view->n_blocks; b++)
    {
      gfloat *start = view->data + b * view->block - slot->top * view->row -
                      slot->left * pixel;

      memset (start, 0, slot->top * view->row * sizeof (gfloat));
      memset (start + (slot->top + view->height) * view->row, 0,
              slot->bottom * view->row * sizeof (gfloat));

      for (gint y = slot->top; y < slot->top + view->height; y++)
        {
          gfloat *row = start + y * view->row;

          memset (row, 0, slot->left * pixel * sizeof (gfloat));
          memset (row + (slot->left + view->width) * pixel, 0,
                  slot->right * pixel * sizeof (gfloat));
        }
    }
}

static void
forward (DreamPlan *plan, guint index)
{
  const DreamKernels *kernels = plan->packed->kernels;
  DreamPooling        pooling;

  switch (dream_network_get_layer (plan->packed->network, index)->op)
    {
    case DREAM_OP_CONVOLUTION:
      convolve_forward (plan, index);
      break;

    case DREAM_OP_MAX_POOL:
      pooling = pooling_of (plan, index, FALSE);
      run_pooling (plan, &pooling, kernels->max_pool, &pooling.output);
      break;

    case DREAM_OP_AVERAGE_POOL:
      pooling = pooling_of (plan, index, FALSE);
      run_pooling (plan, &pooling, kernels->average_pool, &pooling.output);
      break;

    case DREAM_OP_CONCAT:
      concat_copies (plan, index, FALSE);
      break;

    case DREAM_OP_INPUT:
      break;
    }
}

static void
convolve_forward (DreamPlan *plan, guint index)
{
  const DreamLayer *layer      = dream_network_get_layer (plan->packed->network,
                                                          index);
  const guint       input      = layer->inputs[0];
  const DreamPackedLayer *from = &plan->packed->layers[input];
  const DreamPackedLayer *to   = &plan->packed->layers[index];
  const DreamSlot        *slot = &plan->slots[index];
  const DreamView        *x    = &plan->slots[input].value;
  const gint              block = plan->packed->kernels->block;
  const gsize             pixel = input == 0 ? 3 : block;
  DreamConvolution        c     = { 0 };

  c.source        = x->data - slot->pad_top * x->row - slot->pad_left * pixel;
  c.source_block  = x->block;
  c.source_row    = x->row;
  c.source_pixel  = pixel;
  c.source_blocks = from->n_blocks;
  c.source_last   = from->last;
  c.kernel_h      = layer->kernel_h;
  c.kernel_w      = layer->kernel_w;
  c.stride_h      = layer->stride_h;
  c.stride_w      = layer->stride_w;
  c.weights       = to->forward;
  c.destination   = slot->value.data;
  c.destination_block  = slot->value.block;
  c.destination_row    = slot->value.row;
  c.destination_pixel  = block;
  c.destination_blocks = to->n_blocks;
  c.height             = slot->height;
  c.width              = slot->width;
  c.bias               = to->bias;
  c.relu               = layer->relu;

  run_convolution (plan, &c);
}

/* What did not write straight into the concatenation, see packed.c. */
static void
concat_copies (DreamPlan *plan, guint index, gboolean backward)
{
  const DreamLayer *layer = dream_network_get_layer (plan->packed->network,
                                                     index);
  DreamView         part  = backward ? plan->slots[index].gradient
                                     : plan->slots[index].value;

  for (guint n = 0; n < layer->n_inputs; n++)
    {
      const guint      input = layer->inputs[n];
      const DreamSlot *slot  = &plan->slots[input];

      part.n_blocks = plan->packed->layers[input].n_blocks;

      if (plan->packed->layers[input].parent != index)
        {
          if (! backward)
            run_rows (plan, &part, &slot->value, row_copy);
          else if (accumulates (plan, index, input) || read_before (layer, n))
            run_rows (plan, &slot->gradient, &part, row_add);
          else
            run_rows (plan, &slot->gradient, &part, row_copy);
        }

      part.data += part.n_blocks * part.block;
    }
}

/* Whether a concatenation holds the same layer at an earlier place too. */
static gboolean
read_before (const DreamLayer *layer, guint nth_input)
{
  for (guint n = 0; n < nth_input; n++)
    if (layer->inputs[n] == layer->inputs[nth_input])
      return TRUE;

  return FALSE;
}

static void
backward (DreamPlan *plan, guint index, gfloat *input_gradient)
{
  const DreamKernels *kernels = plan->packed->kernels;
  const DreamLayer   *layer   = dream_network_get_layer (plan->packed->network,
                                                         index);
  const DreamSlot    *slot    = &plan->slots[index];
  DreamPooling        pooling;

  if (layer->relu && ! plan->slots[slot->root].masked)
    run_rows (plan, &slot->gradient, &slot->value, row_mask);

  for (guint n = 0; n < layer->n_inputs; n++)
    {
      const guint root = plan->slots[layer->inputs[n]].root;

      if (root == 0 || plan->opened[root])
        continue;

      plan->opened[root] = TRUE;
      clear_border (plan, root, &plan->slots[root].gradient);
    }

  switch (layer->op)
    {
    case DREAM_OP_CONVOLUTION:
      if (layer->inputs[0] == 0)
        stem_backward (plan, index, input_gradient);
      else
        convolve_backward (plan, index);
      break;

    case DREAM_OP_MAX_POOL:
      pooling = pooling_of (plan, index, TRUE);
      run_pooling (plan, &pooling, kernels->max_pool_gradient, &pooling.input);
      break;

    case DREAM_OP_AVERAGE_POOL:
      pooling = pooling_of (plan, index, TRUE);
      run_pooling (plan, &pooling, kernels->average_pool_gradient,
                   &pooling.input);
      break;

    case DREAM_OP_CONCAT:
      concat_copies (plan, index, TRUE);
      break;

    case DREAM_OP_INPUT:
      break;
    }
}

static void
convolve_backward (DreamPlan *plan, guint index)
{
  const DreamLayer *layer      = dream_network_get_layer (plan->packed->network,
                                                          index);
  const guint       input      = layer->inputs[0];
  const DreamPackedLayer *from = &plan->packed->layers[index];
  const DreamPackedLayer *to   = &plan->packed->layers[input];
  const DreamSlot        *slot = &plan->slots[index];
  const DreamView        *g    = &slot->gradient;
  const DreamView        *x    = &plan->slots[input].gradient;
  const gint              block = plan->packed->kernels->block;
  const gfloat           *mask  = mask_for (plan, index, input);

  for (gint y = 0; y < MIN (layer->stride_h, x->height); y++)
    for (gint left = 0; left < MIN (layer->stride_w, x->width); left++)
      {
        DreamConvolution c = { 0 };
        gint             phase_h, phase_w;
        gint             row = dream_phase (y, slot->pad_top, layer->kernel_h,
                                            layer->stride_h, &c.kernel_h, &phase_h);
        gint        column = dream_phase (left, slot->pad_left, layer->kernel_w,
                                          layer->stride_w, &c.kernel_w, &phase_w);
        const gsize start  = y * x->row + (gsize) left * block;

        /* A phase that no tap reaches gets zeros (and its mask). */
        if (c.kernel_h == 0 || c.kernel_w == 0)
          row = column = c.kernel_h = c.kernel_w = 0;

        c.source = g->data + row * (gssize) g->row + column * (gssize) block;
        c.source_block  = g->block;
        c.source_row    = g->row;
        c.source_pixel  = block;
        c.source_blocks = from->n_blocks;
        c.source_last   = from->last;
        c.stride_h      = 1;
        c.stride_w      = 1;
        c.weights       = from->backward[phase_h * layer->stride_w + phase_w];
        c.destination   = x->data + start;
        c.destination_block  = x->block;
        c.destination_row    = x->row * layer->stride_h;
        c.destination_pixel  = (gsize) block * layer->stride_w;
        c.destination_blocks = to->n_blocks;
        c.height = (x->height - y + layer->stride_h - 1) / layer->stride_h;
        c.width  = (x->width - left + layer->stride_w - 1) / layer->stride_w;
        c.mask   = mask ? mask + start : NULL;
        c.accumulate = accumulates (plan, index, input);

        run_convolution (plan, &c);
      }
}

static void
stem_backward (DreamPlan *plan, guint index, gfloat *input_gradient)
{
  const DreamLayer *layer = dream_network_get_layer (plan->packed->network,
                                                     index);
  const DreamSlot  *slot  = &plan->slots[index];
  DreamStem         stem  = { 0 };
  StemTask          task  = { plan->packed->kernels, &stem };

  stem.gradient   = slot->gradient;
  stem.weights    = plan->packed->layers[index].backward[0];
  stem.kernel_h   = layer->kernel_h;
  stem.kernel_w   = layer->kernel_w;
  stem.stride_h   = layer->stride_h;
  stem.stride_w   = layer->stride_w;
  stem.pad_top    = slot->pad_top;
  stem.pad_left   = slot->pad_left;
  stem.picture    = input_gradient;
  stem.height     = plan->slots[0].height;
  stem.width      = plan->slots[0].width;
  stem.accumulate = accumulates (plan, index, 0);

  dream_threads_run (plan->threads, stem.height, stem_item, &task);
}

static DreamPooling
pooling_of (DreamPlan *plan, guint index, gboolean backward)
{
  const DreamLayer *layer   = dream_network_get_layer (plan->packed->network,
                                                       index);
  const guint       input   = layer->inputs[0];
  const DreamSlot  *slot    = &plan->slots[index];
  const DreamSlot  *source  = &plan->slots[input];
  DreamPooling      pooling = { 0 };

  pooling.input    = backward ? source->gradient : source->value;
  pooling.output   = backward ? slot->gradient : slot->value;
  pooling.argmax   = slot->argmax;
  pooling.kernel_h = layer->kernel_h;
  pooling.kernel_w = layer->kernel_w;
  pooling.stride_h = layer->stride_h;
  pooling.stride_w = layer->stride_w;
  pooling.pad_top  = slot->pad_top;
  pooling.pad_left = slot->pad_left;

  if (backward)
    {
      pooling.mask       = mask_for (plan, index, input);
      pooling.accumulate = accumulates (plan, index, input);
    }

  return pooling;
}

/* The backward pass meets the consumers of a layer from the last to the
 * first. */
static gboolean
accumulates (DreamPlan *plan, guint index, guint input)
{
  return plan->packed->layers[input].last_consumer != index;
}

static const gfloat *
mask_for (DreamPlan *plan, guint index, guint input)
{
  if (plan->packed->layers[input].first_consumer != index ||
      ! plan->slots[plan->slots[input].root].masked)
    return NULL;

  return plan->slots[input].value.data;
}

static void
run_convolution (DreamPlan *plan, const DreamConvolution *convolution)
{
  const gint n_groups = (convolution->destination_blocks + DREAM_GROUP_BLOCKS -
                         1) /
                        DREAM_GROUP_BLOCKS;
  const gint n_items   = dream_threads_count (plan->threads) * ITEMS_PER_THREAD;
  ConvolutionTask task = { plan->packed->kernels, convolution, 1 };

  task.n_parts = CLAMP (n_items / n_groups, 1, convolution->height);

  dream_threads_run (plan->threads, n_groups * task.n_parts, convolution_item,
                     &task);
}

static void
convolution_item (gint item, gpointer data)
{
  const ConvolutionTask *task  = data;
  const gint             group = item / task->n_parts;
  const gint             part  = item % task->n_parts;
  const gint64           rows  = task->convolution->height;
  const gint             first = rows * part / task->n_parts;
  const gint             last  = rows * (part + 1) / task->n_parts;

  task->kernels->convolve (task->convolution, group, first, last - first);
}

static void
stem_item (gint item, gpointer data)
{
  const StemTask *task = data;

  task->kernels->stem_gradient (task->stem, item, 1);
}

static void
run_pooling (DreamPlan          *plan,
             const DreamPooling *pooling,
             void (*kernel) (const DreamPooling *, gint, gint),
             const DreamView *written)
{
  PoolingTask task = { kernel, pooling, written->height };

  dream_threads_run (plan->threads, written->n_blocks * written->height,
                     pooling_item, &task);
}

static void
pooling_item (gint item, gpointer data)
{
  const PoolingTask *task = data;

  task->kernel (task->pooling, item / task->height, item % task->height);
}

static void
run_rows (DreamPlan       *plan,
          const DreamView *target,
          const DreamView *source,
          RowFunc          func)
{
  RowTask task = { func, target, source,
                   (gsize) target->width * plan->packed->kernels->block };

  dream_threads_run (plan->threads, target->n_blocks * target->height,
                     rows_item, &task);
}

static void
rows_item (gint item, gpointer data)
{
  const RowTask *task = data;
  const gint     b    = item / task->target->height;
  const gint     y    = item % task->target->height;

  task->func (task->target->data + b * task->target->block +
                y * task->target->row,
              task->source->data + b * task->source->block +
                y * task->source->row,
              task->n_values);
}

static void
row_copy (gfloat *target, const gfloat *source, gsize n_values)
{
  memcpy (target, source, n_values * sizeof (gfloat));
}

static void
row_add (gfloat *target, const gfloat *source, gsize n_values)
{
  for (gsize i = 0; i < n_values; i++)
    target[i] += source[i];
}

static void
row_mask (gfloat *target, const gfloat *source, gsize n_values)
{
  for (gsize i = 0; i < n_values; i++)
    if (! (source[i] > 0))
      target[i] = 0;
}
