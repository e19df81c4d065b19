/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Depthwise convolutions in a plan.
 */

#include "run-depthwise.h"

typedef struct
{
  void (*kernel) (const DreamDepthwise *depthwise, gint block, gint row);
  const DreamDepthwise *depthwise;
  const DreamView      *written;
} Task;

static void run (DreamPlan *plan, guint index, gboolean backward);
static void run_item (gint item, gpointer data);

void
dream_run_depthwise (DreamPlan *plan, guint index)
{
  run (plan, index, FALSE);
}

void
dream_run_depthwise_back (DreamPlan *plan, guint index)
{
  run (plan, index, TRUE);
}

static void
run (DreamPlan *plan, guint index, gboolean backward)
{
  const DreamKernels       *kernels = plan->compiled->kernels;
  const DreamCompiledLayer *place   = &plan->compiled->layers[index];
  const DreamLayer         *layer   = &place->layer;
  const DreamSlot          *slot    = &plan->slots[index];
  const guint               input   = layer->inputs[0];
  DreamDepthwise            d       = { 0 };
  Task task = { backward ? kernels->depthwise_gradient : kernels->depthwise, &d,
                &d.output };

  d.input      = backward ? dream_plan_input_gradient (plan, index, input)
                          : plan->slots[input].value;
  d.output     = backward ? slot->gradient : slot->value;
  d.weights    = place->forward;
  d.bias       = place->bias;
  d.kernel_h   = layer->kernel_h;
  d.kernel_w   = layer->kernel_w;
  d.stride_h   = layer->stride_h;
  d.stride_w   = layer->stride_w;
  d.dilation_h = layer->dilation_h;
  d.dilation_w = layer->dilation_w;
  d.pad_top    = slot->pad_top;
  d.pad_left   = slot->pad_left;
  d.clip       = dream_layer_clips (layer);
  d.ceiling    = layer->high;
  if (backward)
    {
      task.written = &d.input;
      d.accumulate = dream_plan_accumulates (plan, index, input);
    }

  dream_threads_run (plan->threads,
                     task.written->n_blocks * task.written->height, run_item,
                     &task);
}

static void
run_item (gint item, gpointer data)
{
  const Task *task   = data;
  const gint  height = task->written->height;

  task->kernel (task->depthwise, item / height, item % height);
}
