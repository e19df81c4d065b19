/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How far what people type lies from a name.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * dream_edit_distance:
 *
 * Levenshtein's distance, in bytes, without regard to the case of ASCII.  What
 * is longer than 128 bytes is near nothing: that bounds the time that a hostile
 * file and a long misspelling can take.
 *
 * Returns: how many bytes must be put in, left out or replaced to make @b of
 *   @a, or %G_MAXUINT.
 */
guint dream_edit_distance (const gchar *a, const gchar *b);

G_END_DECLS
