/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pools in a plan.
 */

#include "run-pooling.h"

typedef struct
{
  void (*kernel) (const DreamPooling *pooling, gint block, gint row);
  const DreamPooling *pooling;
  gint                height;
} Task;

static DreamPooling describe (DreamPlan *plan, guint index, gboolean backward);
static void         run (DreamPlan          *plan,
                         const DreamPooling *pooling,
                         void (*kernel) (const DreamPooling *, gint, gint),
                         const DreamView *written);
static void         run_item (gint item, gpointer data);

void
dream_run_max_pool (DreamPlan *plan, guint index)
{
  DreamPooling pooling = describe (plan, index, FALSE);

  run (plan, &pooling, plan->compiled->kernels->max_pool, &pooling.output);
}

void
dream_run_max_pool_back (DreamPlan *plan, guint index)
{
  DreamPooling pooling = describe (plan, index, TRUE);

  run (plan, &pooling, plan->compiled->kernels->max_pool_gradient,
       &pooling.input);
}

void
dream_run_average_pool (DreamPlan *plan, guint index)
{
  DreamPooling pooling = describe (plan, index, FALSE);

  run (plan, &pooling, plan->compiled->kernels->average_pool, &pooling.output);
}

void
dream_run_average_pool_back (DreamPlan *plan, guint index)
{
  DreamPooling pooling = describe (plan, index, TRUE);

  run (plan, &pooling, plan->compiled->kernels->average_pool_gradient,
       &pooling.input);
}

static DreamPooling
describe (DreamPlan *plan, guint index, gboolean backward)
{
  const DreamLayer *layer   = &plan->compiled->layers[index].layer;
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
run (DreamPlan          *plan,
     const DreamPooling *pooling,
     void (*kernel) (const DreamPooling *, gint, gint),
     const DreamView *written)
{
  Task task = { kernel, pooling, written->height };

  dream_threads_run (plan->threads, written->n_blocks * written->height,
                     run_item, &task);
}

static void
run_item (gint item, gpointer data)
{
  const Task *task = data;

  task->kernel (task->pooling, item / task->height, item % task->height);
}
