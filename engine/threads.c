/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The team of computing threads.
 */

#include "threads.h"

#include "denormals.h"

struct _DreamThreads
{
  GThread **helpers;
  guint     n_helpers;

  GMutex   mutex;
  GCond    start;
  GCond    finished;
  guint    round; /* counts the tasks, so that a helper knows a new one */
  guint    busy;  /* helpers that have not finished this round */
  gboolean quit;

  DreamTask task;
  gpointer  user_data;
  gint      n_items;
  gint      next; /* atomic */
};

static gpointer help (gpointer data);
static void     take_items (DreamThreads *threads);

DreamThreads *
dream_threads_new (guint n_threads)
{
  DreamThreads *threads = g_new0 (DreamThreads, 1);

  if (n_threads == 0)
    n_threads = g_get_num_processors ();

  g_mutex_init (&threads->mutex);
  g_cond_init (&threads->start);
  g_cond_init (&threads->finished);

  threads->helpers = g_new0 (GThread *, n_threads);
  for (guint i = 1; i < n_threads; i++)
    {
      GThread *helper = g_thread_try_new ("dream", help, threads, NULL);

      /* Fewer threads are slower, not wrong. */
      if (! helper)
        break;

      threads->helpers[threads->n_helpers++] = helper;
    }

  return threads;
}

void
dream_threads_free (DreamThreads *threads)
{
  if (! threads)
    return;

  g_mutex_lock (&threads->mutex);
  threads->quit = TRUE;
  g_cond_broadcast (&threads->start);
  g_mutex_unlock (&threads->mutex);

  for (guint i = 0; i < threads->n_helpers; i++)
    g_thread_join (threads->helpers[i]);

  g_mutex_clear (&threads->mutex);
  g_cond_clear (&threads->start);
  g_cond_clear (&threads->finished);
  g_free (threads->helpers);
  g_free (threads);
}

guint
dream_threads_count (DreamThreads *threads)
{
  return threads->n_helpers + 1;
}

void
dream_threads_run (DreamThreads *threads,
                   gint          n_items,
                   DreamTask     task,
                   gpointer      user_data)
{
  const guint64 state = dream_denormals_flush ();

  if (threads->n_helpers == 0 || n_items < 2)
    {
      for (gint item = 0; item < n_items; item++)
        task (item, user_data);
      dream_denormals_restore (state);
      return;
    }

  g_mutex_lock (&threads->mutex);
  threads->task      = task;
  threads->user_data = user_data;
  threads->n_items   = n_items;
  threads->busy      = threads->n_helpers;
  g_atomic_int_set (&threads->next, 0);
  threads->round++;
  g_cond_broadcast (&threads->start);
  g_mutex_unlock (&threads->mutex);

  take_items (threads);

  g_mutex_lock (&threads->mutex);
  while (threads->busy > 0)
    g_cond_wait (&threads->finished, &threads->mutex);
  g_mutex_unlock (&threads->mutex);

  dream_denormals_restore (state);
}

static gpointer
help (gpointer data)
{
  DreamThreads *threads = data;
  guint         seen    = 0;

  dream_denormals_flush ();

  g_mutex_lock (&threads->mutex);
  for (;;)
    {
      while (threads->round == seen && ! threads->quit)
        g_cond_wait (&threads->start, &threads->mutex);

      if (threads->quit)
        break;

      seen = threads->round;
      g_mutex_unlock (&threads->mutex);
      take_items (threads);
      g_mutex_lock (&threads->mutex);

      if (--threads->busy == 0)
        g_cond_signal (&threads->finished);
    }
  g_mutex_unlock (&threads->mutex);

  return NULL;
}

static void
take_items (DreamThreads *threads)
{
  gint item;

  while ((item = g_atomic_int_add (&threads->next, 1)) < threads->n_items)
    threads->task (item, threads->user_data);
}
