/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Depthwise convolutions in a plan.
 */

#pragma once

#include "plan-state.h"

G_BEGIN_DECLS

void dream_run_depthwise (DreamPlan *plan, guint index);
void dream_run_depthwise_back (DreamPlan *plan, guint index);

G_END_DECLS
