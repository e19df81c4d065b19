/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A plan's activations and joins by value.
 */

#include "run-elementwise.h"

typedef struct
{
  void (*kernel) (const DreamElementwise *elementwise, gint block, gint row);
  const DreamElementwise *elementwise;
  const DreamView        *written;
} Task;

static DreamElementwise   describe (DreamPlan *plan, guint index);
static DreamElementwiseOp op_of (const DreamLayer *layer);
static void               run (DreamPlan *plan,
                               void (*kernel) (const DreamElementwise *, gint, gint),
                               const DreamElementwise *elementwise,
                               const DreamView        *written);
static void               run_item (gint item, gpointer data);

void
dream_run_elementwise (DreamPlan *plan, guint index)
{
  const DreamLayer *layer = &plan->compiled->layers[index].layer;
  DreamElementwise  e     = describe (plan, index);

  e.input = plan->slots[layer->inputs[0]].value;
  if (layer->n_inputs > 1)
    e.other = plan->slots[layer->inputs[1]].value;
  e.output = plan->slots[index].value;

  run (plan, plan->compiled->kernels->elementwise, &e, &e.output);
}

void
dream_run_elementwise_back (DreamPlan *plan, guint index)
{
  const DreamLayer *layer = &plan->compiled->layers[index].layer;
  DreamElementwise  e     = describe (plan, index);

  e.gradient = plan->slots[index].gradient;

  for (guint n = 0; n < layer->n_inputs; n++)
    {
      const guint input = layer->inputs[n];

      if (dream_elementwise_needs_values (layer))
        {
          e.input = plan->slots[input].value;
          if (layer->n_inputs > 1)
            e.other = plan->slots[layer->inputs[1 - n]].value;
        }
      e.is_second      = n == 1;
      e.input_gradient = dream_plan_input_gradient (plan, index, input);
      e.accumulate     = dream_plan_accumulates (plan, index, input) ||
                     dream_plan_read_before (layer, n);

      run (plan, plan->compiled->kernels->elementwise_gradient, &e,
           &e.input_gradient);
    }
}

gboolean
dream_elementwise_needs_values (const DreamLayer *layer)
{
  return layer->op == DREAM_OP_MULTIPLY || layer->op == DREAM_OP_MAXIMUM ||
         (layer->op == DREAM_OP_ACTIVATION && ! dream_layer_clips (layer));
}

static DreamElementwise
describe (DreamPlan *plan, guint index)
{
  const DreamLayer *layer = &plan->compiled->layers[index].layer;

  return (DreamElementwise){ .op      = op_of (layer),
                             .clip    = dream_layer_clips (layer),
                             .ceiling = layer->high,
                             .low     = layer->low,
                             .high    = layer->high,
                             .scale   = layer->scale,
                             .shift   = layer->shift,
                             .power   = layer->power,
                             .slopes  = plan->compiled->layers[index].slopes };
}

static DreamElementwiseOp
op_of (const DreamLayer *layer)
{
  static const DreamElementwiseOp activations[] = {
    [DREAM_ACTIVATION_NONE]         = DREAM_ELEMENTWISE_PASS,
    [DREAM_ACTIVATION_CLIP]         = DREAM_ELEMENTWISE_CLIP,
    [DREAM_ACTIVATION_LEAKY]        = DREAM_ELEMENTWISE_LEAKY,
    [DREAM_ACTIVATION_SIGMOID]      = DREAM_ELEMENTWISE_SIGMOID,
    [DREAM_ACTIVATION_TANH]         = DREAM_ELEMENTWISE_TANH,
    [DREAM_ACTIVATION_SWISH]        = DREAM_ELEMENTWISE_SWISH,
    [DREAM_ACTIVATION_HARD_SIGMOID] = DREAM_ELEMENTWISE_HARD_SIGMOID,
    [DREAM_ACTIVATION_HARD_SWISH]   = DREAM_ELEMENTWISE_HARD_SWISH,
    [DREAM_ACTIVATION_POWER]        = DREAM_ELEMENTWISE_POWER,
  };

  switch (layer->op)
    {
    case DREAM_OP_ADD:
      return DREAM_ELEMENTWISE_ADD;

    case DREAM_OP_MULTIPLY:
      return DREAM_ELEMENTWISE_MULTIPLY;

    case DREAM_OP_MAXIMUM:
      return DREAM_ELEMENTWISE_MAXIMUM;

    case DREAM_OP_WIDEN:
      return DREAM_ELEMENTWISE_WIDEN;

    default:
      return dream_layer_clips (layer) ? DREAM_ELEMENTWISE_PASS
                                       : activations[layer->activation];
    }
}

static void
run (DreamPlan *plan,
     void (*kernel) (const DreamElementwise *, gint, gint),
     const DreamElementwise *elementwise,
     const DreamView        *written)
{
  Task task = { kernel, elementwise, written };

  dream_threads_run (plan->threads, written->n_blocks * written->height,
                     run_item, &task);
}

static void
run_item (gint item, gpointer data)
{
  const Task *task   = data;
  const gint  height = task->written->height;

  task->kernel (task->elementwise, item / height, item % height);
}
