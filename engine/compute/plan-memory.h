/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which parts of a plan lie where in its memory.
 */

#pragma once

#include "plan-state.h"

G_BEGIN_DECLS

/* Sets the …_at of the slots, and the plan's memory and scratch.  Returns
 * FALSE if sizes overflow. */
gboolean dream_plan_assign_memory (DreamPlan *plan);

G_END_DECLS
