/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A process that dreams for ever, as a host that stays open does, does not
 * grow: not in memory, files, or threads.  Not for programs with a sanitizer
 * in them, whose own bookkeeping grows.
 */

#include "job.h"
#include "usage.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#define SEED      20150618
#define N_WARM_UP 100
#define N_JOBS    1200
/* What 200 bytes a job would be. */
#define MAX_GROWTH (240 * 1024)
#define MAX_WAIT   (5 * G_USEC_PER_SEC)

static void  test_jobs (void);
static void  run_jobs (GRand *random, guint n_jobs);
static gsize measure_memory (void);
static void  wait_for_threads (guint n_threads);

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#ifdef __GLIBC__
  /* Which arena serves which thread is chance, and the fragments in one that
   * is first used late look like growth. */
  mallopt (M_ARENA_MAX, 1);
#endif

  g_test_add_func ("/growth/jobs", test_jobs);

  return g_test_run ();
}

static void
test_jobs (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);
  gsize             before, after;
  guint             n_files, n_threads;

  if (! usage_can_be_measured ())
    {
      g_test_skip ("This system does not say what a process uses.");
      return;
    }

  n_threads = usage_of_threads ();
  run_jobs (random, N_WARM_UP);
  n_files = usage_of_files ();
  before  = measure_memory ();

  run_jobs (random, N_JOBS);
  after = measure_memory ();
  g_test_message ("%d jobs: from %" G_GSIZE_FORMAT " to %" G_GSIZE_FORMAT
                  " bytes",
                  N_JOBS, before, after);
  g_assert_cmpuint (after, <=, before + MAX_GROWTH);
  g_assert_cmpuint (usage_of_files (), ==, n_files);
  wait_for_threads (n_threads);
}

static void
run_jobs (GRand *random, guint n_jobs)
{
  for (guint i = 0; i < n_jobs; i++)
    job_run (g_rand_int_range (random, 0, job_n_kinds ()), random);
}

/* The C library keeps some of what is free. */
static gsize
measure_memory (void)
{
#ifdef __GLIBC__
  malloc_trim (0);
#endif

  return usage_of_memory ();
}

static void
wait_for_threads (guint n_threads)
{
  const gint64 end = g_get_monotonic_time () + MAX_WAIT;

  while (usage_of_threads () > n_threads && g_get_monotonic_time () < end)
    g_usleep (G_USEC_PER_SEC / 100);

  g_assert_cmpuint (usage_of_threads (), ==, n_threads);
}
