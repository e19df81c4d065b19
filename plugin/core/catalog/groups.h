/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words for several classes: models/groups.ini, installed as
 * deep-dream/models/groups.ini in a data directory, whose group [Groups] has a
 * line for each: "bike, bicycle=mountain bike;tricycle".
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * deep_dream_groups_read:
 *
 * The user's file comes before the system's: its words hide theirs.  A damaged
 * file is left out with a g_warning().
 *
 * Returns: (transfer full) (element-type GPtrArray): the words as
 *   dream_subjects_parse() takes them; empty if there is no file.
 */
GHashTable *deep_dream_groups_read (void);

G_END_DECLS
