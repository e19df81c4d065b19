/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Local response normalisation in a plan.
 */

#pragma once

#include "plan-state.h"

G_BEGIN_DECLS

void dream_run_normalisation (DreamPlan *plan, guint index);
void dream_run_normalisation_back (DreamPlan *plan, guint index);

/* Always: the sum over the neighbours is computed again. */
gboolean dream_normalisation_needs_values (const DreamLayer *layer);

G_END_DECLS
