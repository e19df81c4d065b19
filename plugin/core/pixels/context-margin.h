/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a network has to see of a picture around the part that is dreamed.
 */

#pragma once

#include <gegl.h>

G_BEGIN_DECLS

/**
 * deep_dream_context_margin_add:
 * @rectangle: (inout): a part of @limits.
 * @margin: how far to extend it to all sides, pixels.
 * @limits: beyond this it is not extended.
 */
void deep_dream_context_margin_add (GeglRectangle       *rectangle,
                                    gint                 margin,
                                    const GeglRectangle *limits);

G_END_DECLS
