/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Denormal numbers: sums of gradients that fade towards zero would take a
 * hundred times as long to compute, and nobody would see the difference.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * dream_denormals_flush:
 *
 * From here on denormal numbers are zero on this thread.
 *
 * Returns: what dream_denormals_restore() takes.
 */
guint64 dream_denormals_flush (void);

/**
 * dream_denormals_restore:
 * @state: what dream_denormals_flush() returned on this thread.
 */
void dream_denormals_restore (guint64 state);

G_END_DECLS
