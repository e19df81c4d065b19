/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Small dreams of every fate: finished, stopped and cancelled at a random
 * point, and failed for each of the reasons that a user meets.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint job_n_kinds (void);

/**
 * job_name:
 * @kind: less than job_n_kinds().
 *
 * Returns: (transfer none): what becomes of these dreams.
 */
const gchar *job_name (guint kind);

/**
 * job_run:
 * @kind: less than job_n_kinds().
 * @random: decides when a dream is broken off, and what is wrong with what.
 *
 * Sets up a dream, runs it, checks what became of it, and gives everything
 * back.  A few milliseconds.
 */
void job_run (guint kind, GRand *random);

G_END_DECLS
