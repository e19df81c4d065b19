/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where to dream: where something is selected, on a mask, or around a point.
 */

#pragma once

#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>

G_BEGIN_DECLS

/**
 * deep_dream_where_new:
 * @dialog: the dialog that it is for; its widgets are used.
 * @config: the arguments; its mask and radius follow the widget.
 * @drawable: what is dreamed of.
 *
 * Returns: (transfer floating): a list to choose from, and what belongs to the
 *   choice: a list of masks, or a radius.
 */
GtkWidget *deep_dream_where_new (GimpProcedureDialog *dialog,
                                 GimpProcedureConfig *config,
                                 GimpDrawable        *drawable);

G_END_DECLS
