/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a program of the benchmark is told on its command line.
 */

#pragma once

#include <stdio.h>

#include <glib.h>

G_BEGIN_DECLS

typedef struct _BenchOptions BenchOptions;

/**
 * BenchOptions:
 * @network: "googlenet" for the network of googlenet.h, else a network file.
 * @layer: the target, as dream_network_find_layer() takes it.
 * @width: pixels of the picture.
 * @height: likewise.
 * @threads: how many compute; 0: one for each processor.
 * @set: (nullable): an instruction set, %NULL for the best.
 * @fast: reduced precision.
 * @budget: bytes that the network may take, see gradient.h.
 * @iterations: how many, where a mode runs a given number.
 * @output: (nullable): a file to write.
 */
struct _BenchOptions
{
  gchar   *network;
  gchar   *layer;
  gint     width;
  gint     height;
  gint     threads;
  gchar   *set;
  gboolean fast;
  gsize    budget;
  gint     iterations;
  gchar   *output;
};

/**
 * bench_options_parse:
 * @summary: for --help.
 * @argc: (inout): of main(); what is left is the program's name and its
 *   arguments.
 * @argv: (inout): likewise.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable): the options, or %NULL with a
 *   #GOptionError.
 */
BenchOptions *bench_options_parse (const gchar *summary,
                                   gint        *argc,
                                   gchar     ***argv,
                                   GError     **error);
void          bench_options_free (BenchOptions *options);

/**
 * bench_open_output:
 * @error: return location for an error.
 *
 * Returns: (nullable): the output file for writing; close it with fclose().
 */
FILE *bench_open_output (const BenchOptions *options, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BenchOptions, bench_options_free)

G_END_DECLS
