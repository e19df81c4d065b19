/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Geometry of a plan: sizes, borders and shared buffers.
 */

#pragma once

#include "plan-state.h"

G_BEGIN_DECLS

/* Sets all of the slots, and the plan's memory and scratch.  Returns FALSE with
 * %DREAM_ERROR_TOO_SMALL or %DREAM_ERROR_NO_MEMORY. */
gboolean dream_plan_layout (DreamPlan *plan,
                            gint       picture_width,
                            gint       picture_height,
                            gint       width,
                            gint       height,
                            GError   **error);

G_END_DECLS
