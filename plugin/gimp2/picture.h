/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures of the engine as GTK shows them.
 */

#pragma once

#include <gegl.h>
#include <gtk/gtk.h>

#include "engine/image/picture.h"

G_BEGIN_DECLS

/* The size of the largest picture that is shown, pixels. */
#define DEEP_DREAM_PICTURE_WIDTH  320
#define DEEP_DREAM_PICTURE_HEIGHT 240

/**
 * deep_dream_picture_to_pixbuf:
 * @picture: R'G'B'.
 * @part: (nullable): what of it to show; %NULL for all.
 * @space: (nullable): its colour space; %NULL for sRGB.
 * @is_gray: whether to show it without colours.
 *
 * Returns: (transfer full): the part in sRGB's 8 bits, scaled down to fit
 *   %DEEP_DREAM_PICTURE_WIDTH x %DEEP_DREAM_PICTURE_HEIGHT.
 */
GdkPixbuf *deep_dream_picture_to_pixbuf (const DreamPicture *picture,
                                         const GdkRectangle *part,
                                         const Babl         *space,
                                         gboolean            is_gray);

/**
 * deep_dream_picture_fit:
 * @width: (inout): a picture's width.
 * @height: (inout): its height.
 *
 * Scales both down to fit.
 */
void deep_dream_picture_fit (gint *width, gint *height);

G_END_DECLS
