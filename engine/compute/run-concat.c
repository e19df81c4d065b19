/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Concatenations in a plan: most of their inputs lie in them from the start.
 */

#include "run-concat.h"
#include "run-rows.h"

static void copy_parts (DreamPlan *plan, guint index, gboolean backward);

void
dream_run_concat (DreamPlan *plan, guint index)
{
  copy_parts (plan, index, FALSE);
}

void
dream_run_concat_back (DreamPlan *plan, guint index)
{
  copy_parts (plan, index, TRUE);
}

/* What did not write straight into the concatenation, see compiled.c. */
static void
copy_parts (DreamPlan *plan, guint index, gboolean backward)
{
  const DreamKernels *kernels = plan->compiled->kernels;
  const DreamLayer   *layer   = &plan->compiled->layers[index].layer;
  DreamView           part    = backward ? plan->slots[index].gradient
                                         : plan->slots[index].value;

  for (guint n = 0; n < layer->n_inputs; n++)
    {
      const guint      input = layer->inputs[n];
      const DreamSlot *slot  = &plan->slots[input];

      part.n_blocks = plan->compiled->layers[input].n_blocks;

      if (plan->compiled->layers[input].parent != index)
        {
          if (! backward)
            dream_run_rows (plan, kernels->copy, &part, &slot->value);
          else if (dream_plan_accumulates (plan, index, input) ||
                   dream_plan_read_before (layer, n))
            dream_run_rows (plan, kernels->add, &slot->gradient, &part);
          else
            dream_run_rows (plan, kernels->copy, &slot->gradient, &part);
        }

      part.data += part.n_blocks * part.block;
      if (part.bits)
        part.bits += part.n_blocks * part.bits_block;
    }
}
