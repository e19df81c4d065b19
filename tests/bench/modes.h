/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the benchmark's program can do; each mode lives in a file of its name,
 * prints to standard output and returns %FALSE with an error if it cannot.
 */

#pragma once

#include "options.h"

G_BEGIN_DECLS

/* Iterations for whoever asks through standard input, see serve.h. */
gboolean bench_serve_gradient (const BenchOptions *options, GError **error);

/* Each layer's time and GFLOP/s, forward and backward. */
gboolean bench_profile (const BenchOptions *options, GError **error);

/* GFLOP/s of fused multiply-adds and nothing else. */
gboolean bench_peak (const BenchOptions *options, GError **error);

/* The sets and precisions that this processor has. */
gboolean bench_list (const BenchOptions *options, GError **error);

/* A network, and a gradient, for others to read; see dump.c. */
gboolean bench_dump (const BenchOptions *options, GError **error);
gboolean bench_gradient (const BenchOptions *options, GError **error);

/* "READ PACK PLAN": milliseconds until the first iteration begins: to read the
 * network's file, to pack its weights, and to lay it out for the picture and
 * allocate. */
gboolean bench_startup (const BenchOptions *options, GError **error);

/* "RETURN GAP": milliseconds, the worst of several dreams: from the verdict to
 * stop to dream_run()'s return, and between two calls of the observer; a click
 * waits for one of each at most. */
gboolean bench_stop (const BenchOptions *options, GError **error);

/* "BEFORE PICTURE PEAK": MiB; what the process had before the dream, one buffer
 * of the picture's size, and the most that it ever had. */
gboolean bench_memory (const BenchOptions *options, GError **error);

/* The picture as a PPM file. */
gboolean bench_photo (const BenchOptions *options, GError **error);

G_END_DECLS
