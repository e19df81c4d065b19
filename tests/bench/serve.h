/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The protocol between the script, which takes turns, and those who compute.
 *
 * When all is ready, having run one iteration to touch all memory, the worker
 * prints a line
 *
 *   ready GFLOP MEGAPIXEL
 *
 * of one iteration, then answers each line "COUNT" with
 *
 *   SECONDS MIB
 *
 * the time of so many iterations and the most memory that the process has had,
 * until its standard input ends.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Computes once; %FALSE ends the service. */
typedef gboolean (*BenchIteration) (gpointer user_data);

/**
 * bench_serve:
 * @gflop: of one iteration.
 * @megapixel: of its picture.
 * @iteration: what to time.
 * @user_data: for @iteration.
 *
 * Returns: whether all iterations did.
 */
gboolean bench_serve (gdouble        gflop,
                      gdouble        megapixel,
                      BenchIteration iteration,
                      gpointer       user_data);

/**
 * bench_seconds:
 *
 * Returns: a clock that never goes back.
 */
gdouble bench_seconds (void);

/**
 * bench_peak_mib:
 *
 * Returns: the most memory in MiB that the process has had resident.
 */
gdouble bench_peak_mib (void);

G_END_DECLS
