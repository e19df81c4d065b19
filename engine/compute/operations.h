/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a plan does for each of the network's operations.
 */

#pragma once

#include "plan-state.h"

G_BEGIN_DECLS

typedef struct _DreamOperation DreamOperation;

/**
 * DreamOperation:
 * @forward: computes the values of the layer @index from those of its inputs.
 * @backward: computes the gradients of its inputs from its own.
 * @needs_values: (nullable): whether @backward reads the values of the layer's
 *   inputs, or its own; %NULL if it never does.
 */
struct _DreamOperation
{
  void (*forward) (DreamPlan *plan, guint index);
  void (*backward) (DreamPlan *plan, guint index);
  gboolean (*needs_values) (const DreamLayer *layer);
};

/* Returns: what @op stands for; any but the picture. */
const DreamOperation *dream_operation_get (DreamOp op);

/* Whether the gradient of a layer depends on the values of its inputs. */
gboolean dream_operation_needs_values (const DreamLayer *layer);

G_END_DECLS
