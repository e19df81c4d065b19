/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The presets as pictures.
 */

#pragma once

#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>

#include "plugin/core/preview/previewer.h"

G_BEGIN_DECLS

/**
 * deep_dream_gallery_new:
 * @config: what a preset changes.
 * @sketcher: draws the thumbnails that are not there yet; to be freed
 *   before the widget.
 *
 * Returns: (transfer floating): a field to search in, and the presets, each
 *   with a thumbnail and its title.  One that is chosen sets all parameters; as
 *   soon as any is changed afterwards, none is shown as chosen.
 */
GtkWidget *deep_dream_gallery_new (GimpProcedureConfig *config,
                                   DeepDreamPreviewer  *sketcher);

G_END_DECLS
