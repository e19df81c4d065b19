/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Thumbnails on the screen.
 */

#pragma once

#include <gtk/gtk.h>

#include "plugin/core/preview/previewer.h"

G_BEGIN_DECLS

/**
 * DeepDreamThumbnailFunc:
 * @path: a thumbnail's file, which is there now.
 * @user_data: as given to deep_dream_thumbnail_request().
 */
typedef void (*DeepDreamThumbnailFunc) (const gchar *path, gpointer user_data);

/**
 * deep_dream_thumbnail_load:
 * @path: a thumbnail's file.
 * @width: how wide it is to be shown, in the units of widgets.
 * @scale: how many pixels one of these has.
 *
 * Returns: (transfer full) (nullable): the picture, or %NULL if there is none.
 */
cairo_surface_t *deep_dream_thumbnail_load (const gchar *path,
                                            gint         width,
                                            gint         scale);

/**
 * deep_dream_thumbnail_request:
 * @sketcher: who is to draw it.
 * @sketch: (transfer full): what to draw.
 * @path: where to keep it.
 * @func: called when it is there; not if it cannot be drawn.
 * @user_data: for @func.
 * @destroy: (nullable): called for @user_data afterwards, in any case.
 *
 * It is drawn when the sketcher has nothing more urgent to do.
 */
void deep_dream_thumbnail_request (DeepDreamPreviewer    *sketcher,
                                   DeepDreamPreviewJob   *sketch,
                                   const gchar           *path,
                                   DeepDreamThumbnailFunc func,
                                   gpointer               user_data,
                                   GDestroyNotify         destroy);

G_END_DECLS
