/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Convolutions in a plan by Winograd's algorithm: how the tiles are shared out.
 */

#pragma once

#include "plan-state.h"

G_BEGIN_DECLS

/* @layer: whose kernel it is.
 * @winograd: (inout): everything but the forms and the number of tiles. */
void dream_run_winograd (DreamPlan        *plan,
                         const DreamLayer *layer,
                         gboolean          backward,
                         DreamWinograd    *winograd);

/* How much scratch memory a thread needs for any layer of the plan, bytes. */
gsize dream_winograd_scratch_size (DreamPlan *plan);

G_END_DECLS
