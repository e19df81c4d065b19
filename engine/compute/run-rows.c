/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows of views, shared out among the threads.
 */

#include "run-rows.h"

typedef struct
{
  void (*kernel) (const DreamView *target,
                  const DreamView *source,
                  gint             block,
                  gint             row);
  const DreamView *target;
  const DreamView *source;
} Task;

static void run_item (gint item, gpointer data);

void
dream_run_rows (
  DreamPlan *plan,
  void (*kernel) (const DreamView *, const DreamView *, gint, gint),
  const DreamView *target,
  const DreamView *source)
{
  Task task = { kernel, target, source };

  dream_threads_run (plan->threads, target->n_blocks * target->height, run_item,
                     &task);
}

static void
run_item (gint item, gpointer data)
{
  const Task *task = data;

  task->kernel (task->target, task->source, item / task->target->height,
                item % task->target->height);
}
