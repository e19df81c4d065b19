/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The recipe's parameters as widgets.
 */

#pragma once

#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>

G_BEGIN_DECLS

/**
 * deep_dream_form_new:
 * @dialog: the dialog that the form is for; its widgets are used.
 * @config: the arguments that @dialog edits.
 *
 * Makes a chooser of presets, and a row for each of the recipe's parameters, the
 * advanced ones on a page of their own.
 *
 * Returns: (transfer floating): the form.
 */
GtkWidget *deep_dream_form_new (GimpProcedureDialog *dialog,
                                GimpProcedureConfig *config);

G_END_DECLS
