/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An offer of the network that would draw the subject better.
 */

#pragma once

#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>

G_BEGIN_DECLS

/**
 * deep_dream_better_network_new:
 * @config: the arguments; their subject and network are followed.
 *
 * Returns: (transfer floating): what people see below the subject if a network
 *   that is not installed would draw it better: which one, how large it is, and
 *   a button that installs it and has it dream the subject.  Nothing if there
 *   is none.
 */
GtkWidget *deep_dream_better_network_new (GimpProcedureConfig *config);

G_END_DECLS
