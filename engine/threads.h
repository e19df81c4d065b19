/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A team of threads that share out the items of one task at a time.  A
 * convolution's task lasts a fraction of a millisecond, so the threads stay
 * and wait instead of being handed jobs one by one as GThreadPool does.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _DreamThreads DreamThreads;

/**
 * DreamTask:
 * @item: 0 <= @item < n_items.
 *
 * One item of a task, run with denormal numbers taken for zero.  Items run in
 * any order, on any thread, so no item may depend on another.
 */
typedef void (*DreamTask) (gint item, gpointer user_data);

/**
 * dream_threads_new:
 * @n_threads: how many threads compute, the caller's included; 0: one for each
 *   processor.
 *
 * Returns: (transfer full): the team.
 */
DreamThreads *dream_threads_new (guint n_threads);
void          dream_threads_free (DreamThreads *threads);
guint         dream_threads_count (DreamThreads *threads);

/**
 * dream_threads_run:
 * @n_items: how many items @task has.
 *
 * Runs @task for every item and returns when all are done.  Not to be called
 * by two threads at once, nor from within a task.
 */
void dream_threads_run (DreamThreads *threads,
                        gint          n_items,
                        DreamTask     task,
                        gpointer      user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DreamThreads, dream_threads_free)

G_END_DECLS
