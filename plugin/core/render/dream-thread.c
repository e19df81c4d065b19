/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One dream on a thread of its own, while the main thread stays alive.
 *
 * How far the dream is, what the user wants and whether it is over are three
 * atomic numbers; pictures of it pass through a DeepDreamProgressPicture.
 */

#include <glib/gi18n-lib.h>

#include "dream-thread.h"
#include "progress-picture.h"

/* How often the user is told, milliseconds. */
#define TICK 100

/* A fraction as an atomic integer. */
#define WHOLE 1000000

/* When the first estimate of the time left is worth showing: after this
 * fraction of the work or this time, whichever is first.
 */
#define SURE_FRACTION 0.03
#define SURE_SECONDS  1.0

/* How much a new estimate counts against the one counted down so far. */
#define NEW_WEIGHT 0.1

typedef struct
{
  DreamNetwork         *network;
  DreamRecipe          *recipe;
  const DreamPicture   *picture;
  const DreamMaterials *materials;
  const DreamResources *resources;
  DreamPicture         *dream;
  GError               *error;

  /* Shared by the two threads. */
  gint                      done;    /* of WHOLE */
  gint                      verdict; /* DreamVerdict */
  gint                      over;    /* gboolean */
  DeepDreamProgressPicture *view;

  /* The main thread's. */
  DeepDreamProgress progress;
  gpointer          user_data;
  gint64            start;
  gdouble           last_seconds;
  gdouble           seconds_left;
} Worker;

static gpointer     dream (gpointer data);
static DreamVerdict on_observed (gdouble             fraction,
                                 const DreamPicture *picture,
                                 gpointer            data);
static gboolean     on_tick (gpointer data);
static void         update_seconds_left (Worker *worker, gdouble fraction);

DreamPicture *
deep_dream_thread_run (DreamNetwork         *network,
                       DreamRecipe          *recipe,
                       const DreamPicture   *picture,
                       const DreamMaterials *materials,
                       const DreamResources *resources,
                       const GeglRectangle  *shown,
                       DeepDreamProgress     progress,
                       gpointer              user_data,
                       GError              **error)
{
  g_autoptr (DeepDreamProgressPicture) view =
    deep_dream_progress_picture_new (picture, shown, recipe);
  Worker             worker = { .network      = network,
                                .recipe       = recipe,
                                .picture      = picture,
                                .materials    = materials,
                                .resources    = resources,
                                .verdict      = DREAM_CONTINUE,
                                .view         = view,
                                .progress     = progress,
                                .user_data    = user_data,
                                .start        = g_get_monotonic_time (),
                                .seconds_left = -1.0 };
  g_autoptr (GError) reason = NULL;
  GThread           *thread;
  guint              tick;

  thread = g_thread_try_new ("dream", dream, &worker, &reason);
  if (! thread)
    {
      g_set_error (error, DREAM_ERROR, DREAM_ERROR_NO_MEMORY,
                   _ ("The dream could not be started: %s"), reason->message);
      return NULL;
    }

  tick = g_timeout_add (TICK, on_tick, &worker);

  while (! g_atomic_int_get (&worker.over))
    g_main_context_iteration (NULL, TRUE);

  g_source_remove (tick);
  g_thread_join (thread);

  if (worker.error)
    g_propagate_error (error, worker.error);

  return worker.dream;
}

/* The worker thread. */

static gpointer
dream (gpointer data)
{
  Worker *worker = data;

  worker->dream = dream_run (worker->network, worker->recipe, worker->picture,
                             worker->materials, worker->resources, on_observed,
                             worker, &worker->error);

  g_atomic_int_set (&worker->over, TRUE);
  g_main_context_wakeup (NULL);

  return NULL;
}

static DreamVerdict
on_observed (gdouble fraction, const DreamPicture *picture, gpointer data)
{
  Worker *worker = data;

  g_atomic_int_set (&worker->done, (gint) (fraction * WHOLE));
  if (picture)
    deep_dream_progress_picture_offer (worker->view, picture);

  return g_atomic_int_get (&worker->verdict);
}

/* The main thread. */

static gboolean
on_tick (gpointer data)
{
  Worker *worker   = data;
  gdouble fraction = (gdouble) g_atomic_int_get (&worker->done) / WHOLE;
  g_autoptr (DreamPicture) view = NULL;
  gint                     verdict;

  update_seconds_left (worker, fraction);

  if (! worker->progress)
    return G_SOURCE_CONTINUE;

  view    = deep_dream_progress_picture_take (worker->view);
  verdict = worker->progress (fraction, worker->seconds_left, view,
                              worker->user_data);

  /* Who wanted to stop may still want to cancel, but not to go on. */
  if (verdict > g_atomic_int_get (&worker->verdict))
    g_atomic_int_set (&worker->verdict, verdict);

  return G_SOURCE_CONTINUE;
}

/* Counts down with the clock and corrects slowly, so that the number does not
 * jump from tick to tick.
 */
static void
update_seconds_left (Worker *worker, gdouble fraction)
{
  gdouble seconds = (gdouble) (g_get_monotonic_time () - worker->start) /
                    G_USEC_PER_SEC;
  gdouble passed = seconds - worker->last_seconds;
  gdouble left;

  worker->last_seconds = seconds;

  if (fraction <= 0.0 || (fraction < SURE_FRACTION && seconds < SURE_SECONDS))
    return;

  left = seconds * (1.0 - fraction) / fraction;

  if (worker->seconds_left < 0.0)
    worker->seconds_left = left;
  else
    worker->seconds_left = MAX (0.0, (worker->seconds_left - passed) *
                                         (1.0 - NEW_WEIGHT) +
                                       left * NEW_WEIGHT);
}
