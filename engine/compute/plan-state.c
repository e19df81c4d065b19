/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What operations ask of a plan's layout.
 */

#include "plan-state.h"

gint
dream_phase (gint  position,
             gint  pad,
             gint  kernel,
             gint  stride,
             gint  dilation,
             gint *taps,
             gint *index)
{
  *index = (position + pad) % stride;
  *taps  = *index < kernel ? (kernel - *index + stride - 1) / stride : 0;

  return (position + pad - *index) / stride - (*taps - 1) * dilation;
}

gboolean
dream_plan_accumulates (DreamPlan *plan, guint index, guint input)
{
  return plan->compiled->layers[input].last_consumer != index;
}

gboolean
dream_plan_read_before (const DreamLayer *layer, guint nth_input)
{
  for (guint n = 0; n < nth_input; n++)
    if (layer->inputs[n] == layer->inputs[nth_input])
      return TRUE;

  return FALSE;
}

DreamView
dream_plan_input_gradient (DreamPlan *plan, guint index, guint input)
{
  const DreamSlot *slot = &plan->slots[input];
  DreamView        view = slot->gradient;

  if (plan->compiled->layers[input].first_consumer == index &&
      plan->slots[slot->root].masked)
    {
      view.bits       = slot->value.bits;
      view.bits_block = slot->value.bits_block;
      view.bits_row   = slot->value.bits_row;
    }

  return view;
}
