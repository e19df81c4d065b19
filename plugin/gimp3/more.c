/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * "More of this".
 */

#include "more.h"

typedef struct
{
  DeepDreamMoreFunc func;
  gpointer          user_data;
} Caller;

static void look (GTask        *task,
                  gpointer      source,
                  gpointer      sketch,
                  GCancellable *cancellable);
static void on_looked (GObject *source, GAsyncResult *result, gpointer data);

void
deep_dream_more_start (DeepDreamPreviewJob *sketch,
                       GCancellable        *cancellable,
                       DeepDreamMoreFunc    func,
                       gpointer             user_data)
{
  Caller           *caller = g_new (Caller, 1);
  g_autoptr (GTask) task   = g_task_new (NULL, cancellable, on_looked, caller);

  caller->func      = func;
  caller->user_data = user_data;
  g_task_set_task_data (task, sketch,
                        (GDestroyNotify) deep_dream_preview_job_free);
  g_task_run_in_thread (task, look);
}

static void
look (GTask        *task,
      gpointer      source G_GNUC_UNUSED,
      gpointer      sketch,
      GCancellable *cancellable G_GNUC_UNUSED)
{
  GError                 *error = NULL;
  DeepDreamChannelFinder *sight = deep_dream_channel_finder_new (sketch, NULL,
                                                                 &error);

  if (sight)
    g_task_return_pointer (task, sight,
                           (GDestroyNotify) deep_dream_channel_finder_free);
  else
    g_task_return_error (task, error);
}

static void
on_looked (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  g_autofree Caller                 *caller = data;
  g_autoptr (GError)                 error  = NULL;
  g_autoptr (DeepDreamChannelFinder) sight  = NULL;

  sight = g_task_propagate_pointer (G_TASK (result), &error);
  if (! g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    caller->func (sight, error, caller->user_data);
}
