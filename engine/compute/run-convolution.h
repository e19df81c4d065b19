/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Convolutions in a plan, of whatever kind.
 */

#pragma once

#include "plan-state.h"

G_BEGIN_DECLS

void dream_run_convolution (DreamPlan *plan, guint index);
void dream_run_convolution_back (DreamPlan *plan, guint index);

G_END_DECLS
