/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a network has to see of a picture around the part that is dreamed.
 */

#include "context-margin.h"

void
deep_dream_context_margin_add (GeglRectangle       *rectangle,
                               gint                 margin,
                               const GeglRectangle *limits)
{
  gint left   = MIN (margin, rectangle->x - limits->x);
  gint top    = MIN (margin, rectangle->y - limits->y);
  gint right  = MIN (margin, limits->x + limits->width -
                               (rectangle->x + rectangle->width));
  gint bottom = MIN (margin, limits->y + limits->height -
                               (rectangle->y + rectangle->height));

  rectangle->x -= left;
  rectangle->y -= top;
  rectangle->width += left + right;
  rectangle->height += top + bottom;
}
