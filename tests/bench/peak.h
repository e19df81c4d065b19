/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The most arithmetic that a thread can do: independent fused multiply-adds on
 * vectors, no memory.  One source, compiled for each instruction set, under
 * the engine's names for them.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Runs @n_rounds and returns how many floating-point operations that took;
 * @sink gets a value, so that no compiler leaves the work out. */
typedef gdouble (*BenchPeakLoop) (gint64 n_rounds, gfloat *sink);

gdouble bench_peak_loop_baseline (gint64 n_rounds, gfloat *sink);
gdouble bench_peak_loop_avx2 (gint64 n_rounds, gfloat *sink);
gdouble bench_peak_loop_avx512 (gint64 n_rounds, gfloat *sink);

G_END_DECLS
