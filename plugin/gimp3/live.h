/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The live preview: what the dialog's values will make of the layer.
 */

#pragma once

#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>

#include "plugin/core/preview/previewer.h"

G_BEGIN_DECLS

typedef struct _DeepDreamLive DeepDreamLive;

/**
 * deep_dream_live_new:
 * @image: an image.
 * @drawable: what is dreamed of.
 * @config: what to dream and where; followed.
 * @sketcher: dreams; to be freed before the preview, which it calls.
 *
 * Dreams anew a moment after a value has changed, and shows what has come of it
 * as it grows.  Nothing in it blocks the dialog.
 *
 * Returns: (transfer full): the live preview.
 */
DeepDreamLive *deep_dream_live_new (GimpImage           *image,
                                    GimpDrawable        *drawable,
                                    GimpProcedureConfig *config,
                                    DeepDreamPreviewer  *sketcher);

/**
 * deep_dream_live_free:
 *
 * To be called before its widget is destroyed, and after its sketcher is freed.
 */
void deep_dream_live_free (DeepDreamLive *self);

/**
 * deep_dream_live_get_widget:
 *
 * Returns: (transfer none): the picture, what can be done with it, and a line
 *   about it.
 */
GtkWidget *deep_dream_live_get_widget (DeepDreamLive *self);

/**
 * deep_dream_live_set_dreaming:
 * @is_dreaming: whether the dream itself is going on, whose pictures
 *   deep_dream_live_show() shows; or people choose.
 */
void deep_dream_live_set_dreaming (DeepDreamLive *self, gboolean is_dreaming);

/**
 * deep_dream_live_show:
 * @view: of the area that is dreamed, as #DeepDreamProgress has it.
 */
void deep_dream_live_show (DeepDreamLive *self, const DreamPicture *view);

G_END_DECLS
