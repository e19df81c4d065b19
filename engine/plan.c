/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Running a plan: each layer's kernels, forward, and backward in the opposite
 * order.
 */

#include <string.h>

#include "plan-private.h"

typedef struct
{
  void (*kernel) (const DreamPooling *pooling, gint block, gint row);
  const DreamPooling *pooling;
  gint                height;
} PoolingTask;

typedef struct
{
  void (*kernel) (const DreamNormalisation *normalisation, gint row);
  const DreamNormalisation *normalisation;
} NormalisationTask;

/* One of copy, add and mask, see #DreamKernels. */
typedef struct
{
  void (*kernel) (const DreamView *target,
                  const DreamView *source,
                  gint             block,
                  gint             row);
  const DreamView *target;
  const DreamView *source;
} RowTask;

static void bind_view (DreamPlan *plan,
                       guint      index,
                       guint8    *memory,
                       gsize      at,
                       DreamView *view);
static void clear_border (DreamPlan *plan, guint root, const DreamView *view);
static void open_value (DreamPlan *plan, guint index);
static void open_gradient (DreamPlan *plan, guint index);
static void seed (DreamPlan    *plan,
                  guint         index,
                  DreamSeedFunc seeder,
                  gpointer      seeder_data);
static void mask (DreamPlan *plan, guint index);
static void forward (DreamPlan *plan, guint index);
static void backward (DreamPlan *plan, guint index, gfloat *input_gradient);
static void concat_copies (DreamPlan *plan, guint index, gboolean backward);
static DreamPooling pooling_of (DreamPlan *plan,
                                guint      index,
                                gboolean   backward);
static void         run_pooling (DreamPlan          *plan,
                                 const DreamPooling *pooling,
                                 void (*kernel) (const DreamPooling *, gint, gint),
                                 const DreamView *written);
static void         pooling_item (gint item, gpointer data);
static void         normalise (DreamPlan *plan, guint index, gboolean backward);
static void         normalisation_item (gint item, gpointer data);
static void         run_rows (
          DreamPlan *plan,
          void (*kernel) (const DreamView *, const DreamView *, gint, gint),
          const DreamView *target,
          const DreamView *source);
static void rows_item (gint item, gpointer data);

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
  const DreamKernels *kernels = plan->packed->kernels;

  for (guint i = 0; i <= plan->packed->target; i++)
    {
      DreamSlot       *slot = &plan->slots[i];
      const DreamSlot *root = &plan->slots[slot->root];

      if (! plan->packed->layers[i].needed)
        continue;

      bind_view (plan, i, memory, root->value_at, &slot->value);
      bind_view (plan, i, memory, root->gradient_at, &slot->gradient);
      slot->argmax = (guint8 *) memory + slot->argmax_at;

      if (! root->has_bits)
        continue;

      slot->value.bits_row   = (gsize) root->width * kernels->mask_size;
      slot->value.bits_block = root->height * slot->value.bits_row;
      slot->value.bits       = (guint8 *) memory + root->bits_at +
                         slot->root_block * slot->value.bits_block;
    }

  plan->scratch = (guint8 *) memory + plan->scratch_at;
}

gfloat *
dream_plan_get_input (DreamPlan *plan, gsize *row)
{
  const DreamView *input = &plan->slots[0].value;

  *row = input->row / sizeof (gfloat);

  return (gfloat *) (gpointer) input->data;
}

gboolean
dream_plan_forward (DreamPlan *plan, DreamTick tick, gpointer user_data)
{
  memset (plan->opened, 0, (plan->packed->target + 1) * sizeof (gboolean));
  open_value (plan, 0);

  for (guint i = 1; i <= plan->packed->target; i++)
    {
      if (! plan->packed->layers[i].needed)
        continue;

      open_value (plan, i);
      forward (plan, i);
      if (tick && ! tick (plan->slots[i].work, user_data))
        return FALSE;
    }

  return TRUE;
}

DreamView
dream_plan_get_value (DreamPlan *plan, guint target)
{
  return plan->slots[target].value;
}

gboolean
dream_plan_backward (DreamPlan    *plan,
                     DreamSeedFunc seeder,
                     gpointer      seeder_data,
                     gfloat       *input_gradient,
                     DreamTick     tick,
                     gpointer      user_data)
{
  const guint target = plan->packed->target;

  memset (plan->opened, 0, (target + 1) * sizeof (gboolean));

  for (guint i = target; i > 0; i--)
    {
      if (! plan->packed->layers[i].needed)
        continue;

      if (plan->packed->layers[i].is_target)
        seed (plan, i, seeder, seeder_data);
      backward (plan, i, input_gradient);
      if (tick && ! tick (plan->slots[i].work, user_data))
        return FALSE;
    }

  return TRUE;
}

gfloat *
dream_plan_read_activation (DreamPlan *plan,
                            guint      target,
                            gint      *channels,
                            gint      *height,
                            gint      *width)
{
  const DreamKernels     *kernels = plan->packed->kernels;
  const DreamPackedLayer *place   = &plan->packed->layers[target];
  const DreamView        *value   = &plan->slots[target].value;
  const gsize             row     = (gsize) value->width * kernels->block;
  g_autofree gfloat      *line    = g_new (gfloat, row);
  gfloat                 *values;

  *channels = plan->packed->layers[target].layer.channels;
  *height   = value->height;
  *width    = value->width;

  values = g_new (gfloat, (gsize) *channels * *height * *width);
  for (gint c = 0; c < *channels; c++)
    for (gint y = 0; y < *height; y++)
      {
        gfloat *out = values + ((gsize) c * *height + y) * *width;

        kernels->read (line,
                       value->data +
                         place->lanes[c] / kernels->block * value->block +
                         y * value->row,
                       row);
        for (gint x = 0; x < *width; x++)
          out[x] = line[x * kernels->block + place->lanes[c] % kernels->block];
      }

  return values;
}

gboolean
dream_plan_accumulates (DreamPlan *plan, guint index, guint input)
{
  return plan->packed->layers[input].last_consumer != index;
}

gboolean
dream_plan_read_before (const DreamLayer *layer, guint nth_input)
{
  for (guint n = 0; n < nth_input; n++)
    if (layer->inputs[n] == layer->inputs[nth_input])
      return TRUE;

  return FALSE;
}

gboolean
dream_plan_needs_values (DreamPlan *plan, guint index)
{
  const DreamLayer *layer = &plan->packed->layers[index].layer;

  return layer->op == DREAM_OP_LRN || layer->op == DREAM_OP_MULTIPLY ||
         layer->op == DREAM_OP_MAXIMUM ||
         (layer->op == DREAM_OP_ACTIVATION && ! dream_layer_clips (layer));
}

DreamView
dream_plan_input_gradient (DreamPlan *plan, guint index, guint input)
{
  const DreamSlot *slot = &plan->slots[input];
  DreamView        view = slot->gradient;

  if (plan->packed->layers[input].first_consumer == index &&
      plan->slots[slot->root].masked)
    {
      view.bits       = slot->value.bits;
      view.bits_block = slot->value.bits_block;
      view.bits_row   = slot->value.bits_row;
    }

  return view;
}

static gsize
pixel_size (DreamPlan *plan, guint index)
{
  const DreamKernels *kernels = plan->packed->kernels;

  return index == 0 ? 3 * sizeof (gfloat)
                    : (gsize) kernels->block * kernels->value_size;
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
  const gsize      pixel = pixel_size (plan, index);

  view->row   = (root->left + (gsize) root->width + root->right) * pixel;
  view->block = (root->top + (gsize) root->height + root->bottom) * view->row;
  view->n_blocks = index == 0 ? 1 : plan->packed->layers[index].n_blocks;
  view->height   = slot->height;
  view->width    = slot->width;
  view->data     = memory + at + slot->root_block * view->block +
               root->top * view->row + root->left * pixel;
}

static void
clear_border (DreamPlan *plan, guint root, const DreamView *view)
{
  const DreamSlot *slot  = &plan->slots[root];
  const gsize      pixel = pixel_size (plan, root);

  if (slot->top + slot->left + slot->bottom + slot->right == 0)
    return;

  for (gint b = 0; b < view->n_blocks; b++)
    {
      guint8 *start = view->data + b * view->block - slot->top * view->row -
                      slot->left * pixel;

      memset (start, 0, slot->top * view->row);
      memset (start + (slot->top + view->height) * view->row, 0,
              slot->bottom * view->row);

      for (gint y = slot->top; y < slot->top + view->height; y++)
        {
          guint8 *row = start + y * view->row;

          memset (row, 0, slot->left * pixel);
          memset (row + (slot->left + view->width) * pixel, 0,
                  slot->right * pixel);
        }
    }
}

/* Before the first of a root's layers writes: what lay there before is gone. */
static void
open_value (DreamPlan *plan, guint index)
{
  const guint root = plan->slots[index].root;

  if (plan->opened[root])
    return;

  plan->opened[root] = TRUE;
  clear_border (plan, root, &plan->slots[root].value);
}

/* Likewise; the picture's gradient is the caller's. */
static void
open_gradient (DreamPlan *plan, guint index)
{
  const guint root = plan->slots[index].root;

  if (root == 0 || plan->opened[root])
    return;

  plan->opened[root] = TRUE;
  clear_border (plan, root, &plan->slots[root].gradient);
}

/* What lies above has been masked if anything masks this root; the seed has
 * not. */
static void
seed (DreamPlan *plan, guint index, DreamSeedFunc seeder, gpointer seeder_data)
{
  const DreamSlot *slot       = &plan->slots[index];
  const gboolean   accumulate = plan->packed->layers[index].last_consumer != 0;

  open_gradient (plan, index);
  seeder (index, &slot->value, &slot->gradient, accumulate, seeder_data);

  if (plan->slots[slot->root].masked)
    mask (plan, index);
}

static void
mask (DreamPlan *plan, guint index)
{
  const DreamSlot *slot   = &plan->slots[index];
  DreamView        masked = slot->gradient;

  masked.bits       = slot->value.bits;
  masked.bits_block = slot->value.bits_block;
  masked.bits_row   = slot->value.bits_row;
  run_rows (plan, plan->packed->kernels->mask, &masked, NULL);
}

static void
forward (DreamPlan *plan, guint index)
{
  const DreamKernels *kernels = plan->packed->kernels;
  DreamPooling        pooling;

  switch (plan->packed->layers[index].layer.op)
    {
    case DREAM_OP_CONVOLUTION:
      dream_plan_convolve (plan, index);
      break;

    case DREAM_OP_MAX_POOL:
      pooling = pooling_of (plan, index, FALSE);
      run_pooling (plan, &pooling, kernels->max_pool, &pooling.output);
      break;

    case DREAM_OP_AVERAGE_POOL:
      pooling = pooling_of (plan, index, FALSE);
      run_pooling (plan, &pooling, kernels->average_pool, &pooling.output);
      break;

    case DREAM_OP_LRN:
      normalise (plan, index, FALSE);
      break;

    case DREAM_OP_CONCAT:
      concat_copies (plan, index, FALSE);
      break;

    case DREAM_OP_ACTIVATION:
    case DREAM_OP_ADD:
    case DREAM_OP_MULTIPLY:
    case DREAM_OP_MAXIMUM:
    case DREAM_OP_WIDEN:
      dream_plan_elementwise (plan, index);
      break;

    case DREAM_OP_INPUT:
      break;
    }
}

static void
backward (DreamPlan *plan, guint index, gfloat *input_gradient)
{
  const DreamKernels *kernels = plan->packed->kernels;
  const DreamLayer   *layer   = &plan->packed->layers[index].layer;
  const DreamSlot    *slot    = &plan->slots[index];
  DreamPooling        pooling;

  if (dream_layer_clips (layer) && ! plan->slots[slot->root].masked)
    mask (plan, index);

  /* What has been merged into another is computed in that one's turn. */
  if (plan->packed->layers[index].leader != index)
    return;

  for (guint n = 0; n < layer->n_inputs; n++)
    open_gradient (plan, layer->inputs[n]);

  switch (layer->op)
    {
    case DREAM_OP_CONVOLUTION:
      dream_plan_convolve_back (plan, index, input_gradient);
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

    case DREAM_OP_LRN:
      normalise (plan, index, TRUE);
      break;

    case DREAM_OP_CONCAT:
      concat_copies (plan, index, TRUE);
      break;

    case DREAM_OP_ACTIVATION:
    case DREAM_OP_ADD:
    case DREAM_OP_MULTIPLY:
    case DREAM_OP_MAXIMUM:
    case DREAM_OP_WIDEN:
      dream_plan_elementwise_back (plan, index);
      break;

    case DREAM_OP_INPUT:
      break;
    }
}

/* What did not write straight into the concatenation, see packed.c. */
static void
concat_copies (DreamPlan *plan, guint index, gboolean backward)
{
  const DreamKernels *kernels = plan->packed->kernels;
  const DreamLayer   *layer   = &plan->packed->layers[index].layer;
  DreamView           part    = backward ? plan->slots[index].gradient
                                         : plan->slots[index].value;

  for (guint n = 0; n < layer->n_inputs; n++)
    {
      const guint      input = layer->inputs[n];
      const DreamSlot *slot  = &plan->slots[input];

      part.n_blocks = plan->packed->layers[input].n_blocks;

      if (plan->packed->layers[input].parent != index)
        {
          if (! backward)
            run_rows (plan, kernels->copy, &part, &slot->value);
          else if (dream_plan_accumulates (plan, index, input) ||
                   dream_plan_read_before (layer, n))
            run_rows (plan, kernels->add, &slot->gradient, &part);
          else
            run_rows (plan, kernels->copy, &slot->gradient, &part);
        }

      part.data += part.n_blocks * part.block;
      if (part.bits)
        part.bits += part.n_blocks * part.bits_block;
    }
}

static DreamPooling
pooling_of (DreamPlan *plan, guint index, gboolean backward)
{
  const DreamLayer *layer   = &plan->packed->layers[index].layer;
  const guint       input   = layer->inputs[0];
  const DreamSlot  *slot    = &plan->slots[index];
  DreamPooling      pooling = { 0 };

  pooling.input      = backward ? dream_plan_input_gradient (plan, index, input)
                                : plan->slots[input].value;
  pooling.output     = backward ? slot->gradient : slot->value;
  pooling.argmax     = slot->argmax;
  pooling.kernel_h   = layer->kernel_h;
  pooling.kernel_w   = layer->kernel_w;
  pooling.stride_h   = layer->stride_h;
  pooling.stride_w   = layer->stride_w;
  pooling.pad_top    = slot->pad_top;
  pooling.pad_left   = slot->pad_left;
  pooling.pad_bottom = layer->pad_bottom;
  pooling.pad_right  = layer->pad_right;
  pooling.count_padding = layer->count_padding;
  pooling.relu          = dream_layer_clips (layer);
  pooling.accumulate = backward && dream_plan_accumulates (plan, index, input);

  return pooling;
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
normalise (DreamPlan *plan, guint index, gboolean backward)
{
  const DreamKernels *kernels = plan->packed->kernels;
  const DreamLayer   *layer   = &plan->packed->layers[index].layer;
  const DreamSlot    *slot    = &plan->slots[index];
  const guint         input   = layer->inputs[0];
  DreamNormalisation  n       = { 0 };
  NormalisationTask   task    = { backward ? kernels->normalise_gradient
                                           : kernels->normalise,
                             &n };

  n.input  = plan->slots[input].value;
  n.output = slot->value;
  n.size   = layer->lrn_size;
  n.alpha  = layer->lrn_alpha;
  n.beta   = layer->lrn_beta;
  n.bias   = layer->lrn_bias;
  if (backward)
    {
      n.output_gradient = slot->gradient;
      n.input_gradient  = dream_plan_input_gradient (plan, index, input);
      n.accumulate      = dream_plan_accumulates (plan, index, input);
    }

  dream_threads_run (plan->threads, slot->height, normalisation_item, &task);
}

static void
normalisation_item (gint item, gpointer data)
{
  const NormalisationTask *task = data;

  task->kernel (task->normalisation, item);
}

static void
run_rows (DreamPlan *plan,
          void (*kernel) (const DreamView *, const DreamView *, gint, gint),
          const DreamView *target,
          const DreamView *source)
{
  RowTask task = { kernel, target, source };

  dream_threads_run (plan->threads, target->n_blocks * target->height,
                     rows_item, &task);
}

static void
rows_item (gint item, gpointer data)
{
  const RowTask *task = data;

  task->kernel (task->target, task->source, item / task->target->height,
                item % task->target->height);
}
