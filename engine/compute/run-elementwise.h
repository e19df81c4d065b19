/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A plan's activations and joins by value.
 */

#pragma once

#include "plan-state.h"

G_BEGIN_DECLS

void dream_run_elementwise (DreamPlan *plan, guint index);
void dream_run_elementwise_back (DreamPlan *plan, guint index);

/* Whether the layer's gradient depends on the values of its inputs. */
gboolean dream_elementwise_needs_values (const DreamLayer *layer);

G_END_DECLS
