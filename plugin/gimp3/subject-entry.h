/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A field for what is to appear, which knows the networks' words.
 */

#pragma once

#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>

G_BEGIN_DECLS

/**
 * deep_dream_subject_entry_new:
 * @config: the arguments; its subject and the widget follow each other.
 *
 * Returns: (transfer floating): an entry that completes the names that any
 *   installed network knows, each of several that commas divide.
 */
GtkWidget *deep_dream_subject_entry_new (GimpProcedureConfig *config);

G_END_DECLS
