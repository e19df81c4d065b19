/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The widgets that choose a network and one of its layers.
 */

#pragma once

#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>

#include "plugin/core/preview/previewer.h"

G_BEGIN_DECLS

/**
 * deep_dream_chooser_new_network:
 * @config: the arguments; it and the widget follow each other.
 *
 * Returns: (transfer floating): a combo box of the installed networks, and a
 *   button to install others.
 */
GtkWidget *deep_dream_chooser_new_network (GimpProcedureConfig *config);

/**
 * deep_dream_chooser_new_layer:
 * @config: the arguments; it and the widget follow each other.
 * @sketcher: draws the layers' thumbnails; to be freed before the widget.
 *
 * Returns: (transfer floating): a combo box of the layers worth offering, by
 *   their titles and what they draw, with an entry for any other layer's name.
 *   It follows the network.
 */
GtkWidget *deep_dream_chooser_new_layer (GimpProcedureConfig *config,
                                         DeepDreamPreviewer  *sketcher);

G_END_DECLS
