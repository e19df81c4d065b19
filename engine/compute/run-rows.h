/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Kernels that bring the rows of one view into another.
 */

#pragma once

#include "plan-state.h"

G_BEGIN_DECLS

/* @kernel: copy, add or mask, see #DreamKernels.
 * @source: (nullable): for mask. */
void dream_run_rows (DreamPlan *plan,
                     void (*kernel) (const DreamView *target,
                                     const DreamView *source,
                                     gint             block,
                                     gint             row),
                     const DreamView *target,
                     const DreamView *source);

G_END_DECLS
