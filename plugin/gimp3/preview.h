/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A widget that shows a picture before and after a dream.
 */

#pragma once

#include <gegl.h>
#include <gtk/gtk.h>

#include "engine/image/picture.h"

G_BEGIN_DECLS

#define DEEP_DREAM_TYPE_PREVIEW (deep_dream_preview_get_type ())
G_DECLARE_FINAL_TYPE (DeepDreamPreview,
                      deep_dream_preview,
                      DEEP_DREAM,
                      PREVIEW,
                      GtkDrawingArea)

/**
 * deep_dream_preview_new:
 *
 * The widget shows what came of the dream; what was before, as long as the
 * mouse or the space bar is pressed on it.  It is at least 360 pixels wide.
 *
 * Signals:
 *   picked (gdouble x, gdouble y)   clicked at, in shares of the picture, 0..1
 *   opened (gdouble x, gdouble y)   clicked at twice, or Return at the middle
 *   panned (gdouble x, gdouble y)   pulled along, or moved by the arrows, by
 *                                   shares of the picture
 *
 * Returns: (transfer floating): a #DeepDreamPreview without a picture.
 */
GtkWidget *deep_dream_preview_new (void);

/**
 * deep_dream_preview_set_before:
 * @picture: what is dreamed of.
 * @alpha: (nullable): how opaque its pixels are, 0..1, of its size; %NULL for
 *   wholly.
 * @space: the babl space of its R'G'B'.
 * @is_gray: whether all that is seen in the image is gray.
 *
 * What was dreamed before stays to be seen until there is something new.
 */
void deep_dream_preview_set_before (DeepDreamPreview   *self,
                                    const DreamPicture *picture,
                                    const gfloat       *alpha,
                                    const Babl         *space,
                                    gboolean            is_gray);

/**
 * deep_dream_preview_set_after:
 * @picture: (nullable): what has come of it, of any size; %NULL shows what was
 *   before.
 */
void deep_dream_preview_set_after (DeepDreamPreview   *self,
                                   const DreamPicture *picture);

/**
 * deep_dream_preview_set_point:
 * @x: of a point to mark, in shares of the picture's width.
 * @y: likewise, of its height.
 * @radius: of the circle around it, in shares of the width; 0 for no mark.
 */
void deep_dream_preview_set_point (DeepDreamPreview *self,
                                   gdouble           x,
                                   gdouble           y,
                                   gdouble           radius);

/**
 * deep_dream_preview_set_pannable:
 * @is_pannable: whether the picture is a part of a larger one: the mouse pulls
 *   it along, and each of its pixels is one of the screen's.
 */
void deep_dream_preview_set_pannable (DeepDreamPreview *self,
                                      gboolean          is_pannable);

G_END_DECLS
