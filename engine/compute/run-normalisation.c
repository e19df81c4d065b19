/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Local response normalisation in a plan.
 */

#include "run-normalisation.h"

typedef struct
{
  void (*kernel) (const DreamNormalisation *normalisation, gint row);
  const DreamNormalisation *normalisation;
} Task;

static void normalise (DreamPlan *plan, guint index, gboolean backward);
static void run_item (gint item, gpointer data);

void
dream_run_normalisation (DreamPlan *plan, guint index)
{
  normalise (plan, index, FALSE);
}

void
dream_run_normalisation_back (DreamPlan *plan, guint index)
{
  normalise (plan, index, TRUE);
}

gboolean
dream_normalisation_needs_values (const DreamLayer *layer G_GNUC_UNUSED)
{
  return TRUE;
}

static void
normalise (DreamPlan *plan, guint index, gboolean backward)
{
  const DreamKernels *kernels = plan->compiled->kernels;
  const DreamLayer   *layer   = &plan->compiled->layers[index].layer;
  const DreamSlot    *slot    = &plan->slots[index];
  const guint         input   = layer->inputs[0];
  DreamNormalisation  n       = { 0 };
  Task task = { backward ? kernels->normalise_gradient : kernels->normalise,
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

  dream_threads_run (plan->threads, slot->height, run_item, &task);
}

static void
run_item (gint item, gpointer data)
{
  const Task *task = data;

  task->kernel (task->normalisation, item);
}
