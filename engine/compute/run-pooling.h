/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pools in a plan.
 */

#pragma once

#include "plan-state.h"

G_BEGIN_DECLS

void dream_run_max_pool (DreamPlan *plan, guint index);
void dream_run_max_pool_back (DreamPlan *plan, guint index);
void dream_run_average_pool (DreamPlan *plan, guint index);
void dream_run_average_pool_back (DreamPlan *plan, guint index);

G_END_DECLS
