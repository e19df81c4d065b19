/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * "castle:-0.5": what a recipe's lists are made of.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * dream_weighted_name_split:
 * @text: a name, perhaps with a number behind its last colon; spaces around
 *   both do not matter.
 * @weight: (inout): the number, in the C locale; unchanged if there is none.
 *
 * Returns: (transfer full): the name; all of @text if what follows its last
 *   colon is no number.
 */
gchar *dream_weighted_name_split (const gchar *text, gdouble *weight);

/**
 * dream_weighted_name_parse:
 * @text: a number in the C locale, spaces around it not mattering.
 * @weight: (out): the number.
 *
 * Returns: %FALSE if @text is anything else, or a number beyond a million,
 *   which no weight is.
 */
gboolean dream_weighted_name_parse (const gchar *text, gdouble *weight);

G_END_DECLS
