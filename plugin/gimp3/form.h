/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The recipe's parameters, and what becomes of the dream, as widgets.
 */

#pragma once

#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>

#include "plugin/core/preview/previewer.h"

G_BEGIN_DECLS

/**
 * deep_dream_form_new:
 * @dialog: the dialog that the form is for; its widgets are used.
 * @config: the arguments that @dialog edits.
 * @drawable: what is dreamed of.
 * @sketcher: draws the thumbnails of layers; to be freed before the form.
 *
 * Makes the few controls that matter, and below them, hidden at first, what
 * becomes of the dream, and all others.
 *
 * Returns: (transfer floating): the form.
 */
GtkWidget *deep_dream_form_new (GimpProcedureDialog *dialog,
                                GimpProcedureConfig *config,
                                GimpDrawable        *drawable,
                                DeepDreamPreviewer  *sketcher);

G_END_DECLS
