/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A progress bar on the terminal.  Knows nothing of dreams.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * cli_bar_is_possible:
 *
 * Returns: whether standard error is a terminal.
 */
gboolean cli_bar_is_possible (void);

/**
 * cli_bar_show:
 * @fraction: how much is done, 0..1.
 * @seconds_left: an estimate, or negative while there is none.
 *
 * Draws the bar over the one before.
 */
void cli_bar_show (gdouble fraction, gdouble seconds_left);

/**
 * cli_bar_clear:
 *
 * Leaves an empty line for what is printed next.
 */
void cli_bar_clear (void);

G_END_DECLS
