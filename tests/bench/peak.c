/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The peak of all threads together.
 */

#include <stdio.h>

#include "engine/kernels/kernels.h"
#include "engine/threads.h"
#include "modes.h"
#include "peak.h"
#include "serve.h"

/* Many short measures, some milliseconds each: the best of them has had the
 * processors for itself even on a busy machine. */
#define N_ROUNDS   1000000
#define N_MEASURES 150

typedef struct
{
  const gchar  *set;
  BenchPeakLoop loop;
} Peak;

typedef struct
{
  BenchPeakLoop loop;
  gdouble      *flop; /* of each item */
} Task;

static const Peak *choose (const gchar *set, GError **error);
static void        run_loop (gint item, gpointer data);

gboolean
bench_peak (const BenchOptions *options, GError **error)
{
  const Peak              *peak    = choose (options->set, error);
  g_autoptr (DreamThreads) threads = dream_threads_new (options->threads);
  const gint               n_items = dream_threads_count (threads);
  g_autofree gdouble      *flop    = g_new0 (gdouble, n_items);
  gdouble                  best    = 0;

  if (! peak)
    return FALSE;

  for (gint n = 0; n < N_MEASURES; n++)
    {
      Task          task  = { peak->loop, flop };
      const gdouble start = bench_seconds ();
      gdouble       sum   = 0;

      dream_threads_run (threads, n_items, run_loop, &task);
      for (gint i = 0; i < n_items; i++)
        sum += flop[i];
      best = MAX (best, 1e-9 * sum / (bench_seconds () - start));
    }

  printf ("%.1f\n", best);

  return TRUE;
}

static const Peak *
choose (const gchar *set, GError **error)
{
  static const Peak peaks[] = {
    { "baseline", bench_peak_loop_baseline },
#ifdef BENCH_X86
    { "avx2", bench_peak_loop_avx2 },
    { "avx512", bench_peak_loop_avx512 },
#endif
  };
  const DreamKernels *kernels = dream_kernels_choose (set);

  for (guint i = 0; kernels && i < G_N_ELEMENTS (peaks); i++)
    if (g_str_equal (peaks[i].set, kernels->name))
      return &peaks[i];

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               "There is no loop for %s here.", set ? set : "the best set");

  return NULL;
}

static void
run_loop (gint item, gpointer data)
{
  const Task *task = data;
  gfloat      sink = 0;

  task->flop[item] = task->loop (N_ROUNDS, &sink);
}
