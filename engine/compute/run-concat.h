/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Concatenations in a plan.
 */

#pragma once

#include "plan-state.h"

G_BEGIN_DECLS

void dream_run_concat (DreamPlan *plan, guint index);
void dream_run_concat_back (DreamPlan *plan, guint index);

G_END_DECLS
