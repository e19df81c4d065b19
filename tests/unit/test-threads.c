/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The team of threads: every item once, and no denormal numbers.
 */

#include "engine/threads.h"

#define N_ITEMS 1000

typedef struct
{
  gint            counts[N_ITEMS]; /* atomic */
  volatile gfloat small;           /* the smallest normal number */
  gint            n_denormals;     /* atomic */
} Work;

static void
work_on (gint item, gpointer data)
{
  Work *work = data;

  g_atomic_int_inc (&work->counts[item]);
  if (work->small * 0.5f != 0)
    g_atomic_int_inc (&work->n_denormals);
}

static void
test_every_item_once (void)
{
  for (guint n_threads = 1; n_threads <= 5; n_threads++)
    {
      g_autoptr (DreamThreads) threads = dream_threads_new (n_threads);
      Work                     work    = { { 0 }, 1, 0 };

      g_assert_cmpuint (dream_threads_count (threads), ==, n_threads);

      for (gint round = 1; round <= 50; round++)
        {
          dream_threads_run (threads, N_ITEMS, work_on, &work);
          for (gint i = 0; i < N_ITEMS; i++)
            g_assert_cmpint (work.counts[i], ==, round);
        }
    }
}

/* In the work they are zero, for the caller they stay as they were. */
static void
test_denormals (void)
{
  for (guint n_threads = 1; n_threads <= 3; n_threads++)
    {
      g_autoptr (DreamThreads) threads = dream_threads_new (n_threads);
      Work                     work    = { { 0 }, 1.17549435e-38f, 0 };

      g_assert_cmpfloat (work.small * 0.5f, >, 0);
      dream_threads_run (threads, N_ITEMS, work_on, &work);
      g_assert_cmpint (work.n_denormals, ==, 0);
      g_assert_cmpfloat (work.small * 0.5f, >, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/threads/every-item-once", test_every_item_once);
  g_test_add_func ("/threads/denormals", test_denormals);

  return g_test_run ();
}
