/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What this process holds of the machine, as Linux tells it in /proc.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * usage_can_be_measured:
 *
 * Returns: whether this system tells all of what follows.
 */
gboolean usage_can_be_measured (void);

/**
 * usage_of_memory:
 *
 * Counted page by page: the quicker sum in /proc/self/statm may be wrong by
 * megabytes on a machine of many processors.
 *
 * Returns: resident bytes that belong to no file: heap and stacks.
 */
gsize usage_of_memory (void);

/**
 * usage_of_files:
 *
 * Returns: how many file descriptors are open.
 */
guint usage_of_files (void);

/**
 * usage_of_threads:
 *
 * A thread that was joined may be listed for a moment longer.
 *
 * Returns: how many threads there are.
 */
guint usage_of_threads (void);

G_END_DECLS
