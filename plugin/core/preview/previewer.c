/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sketches on a thread of their own.
 *
 * The queue, whose first is the most urgent, and which job is going on are
 * guarded by a lock.  What a job is made of belongs to the sketcher's thread
 * while it is going on; what comes of it is sent to the main thread.
 */

#include "previewer.h"

#include "engine/dream.h"
#include "engine/error.h"
#include "plugin/core/catalog/loaded-network.h"
#include "plugin/core/pixels/guide.h"
#include "plugin/core/render/progress-picture.h"

/* The least time between two looks at a growing sketch. */
#define PAUSE (G_USEC_PER_SEC / 10)

typedef struct
{
  gint                 n_references;
  DeepDreamPreviewer  *sketcher; /* NULL for one that is not wanted any more;
                                   * the main thread's */
  DeepDreamPreviewJob *sketch;
  DreamPicture        *guide;
  DreamPicture        *style;
  GError              *problem; /* found before it began */
  gboolean             is_urgent;
  gboolean             is_dropped; /* guarded by the lock */
  gboolean             is_faithful;
  DeepDreamPreviewed   func;
  gpointer             user_data;
  GDestroyNotify       destroy;
  gint                 is_broken_off; /* atomic */

  DeepDreamProgressPicture *view;
  gint64                    looked; /* when the last view was sent */
} Job;

typedef struct
{
  Job          *job;
  DreamPicture *picture;
  GError       *error;
  gboolean      is_complete;
  gboolean      is_faithful;
} Message;

struct _DeepDreamPreviewer
{
  DreamResources resources;
  GThread       *thread;

  /* The main thread's. */
  Job        *urgent;   /* the last that was started, until it is complete */
  GHashTable *pictures; /* guides and styles by their paths */
  GPtrArray  *jobs;     /* all that may still be heard of */

  GMutex   mutex;
  GCond    cond;
  GQueue   queue; /* of Job */
  Job     *going_on;
  gboolean is_paused;
  gboolean is_over;

  /* The sketcher's thread's. */
  DeepDreamLoadedNetwork *loaded;
};

static Job          *make_job (DeepDreamPreviewer  *self,
                               DeepDreamPreviewJob *sketch,
                               gboolean             is_urgent,
                               DeepDreamPreviewed   func,
                               gpointer             user_data);
static DreamPicture *find_picture (DeepDreamPreviewer *self,
                                   const gchar        *path,
                                   GError            **error);
static void          drop_urgent (DeepDreamPreviewer *self);
static void          forget (DeepDreamPreviewer *self, Job *job);
static void          drop_user_data (Job *job);
static void          unref_job (Job *job);
static void          break_off (DeepDreamPreviewer *self);

static gpointer      work (gpointer data);
static Job          *wait_for_job (DeepDreamPreviewer *self);
static void          finish_job (DeepDreamPreviewer *self,
                                 Job                *job,
                                 gboolean            is_broken_off);
static DreamPicture *sketch (DeepDreamPreviewer *self,
                             Job                *job,
                             GError            **error);
static gboolean      load (DeepDreamPreviewer *self,
                           DreamRecipe        *recipe,
                           GError            **error);
static DreamRecipe  *adapt (DeepDreamPreviewer *self, Job *job, GError **error);
static DreamVerdict  on_observed (gdouble             fraction,
                                  const DreamPicture *picture,
                                  gpointer            data);
static void          send (Job          *job,
                           DreamPicture *picture,
                           GError       *error,
                           gboolean      is_complete);
static gboolean      on_message (gpointer data);
static void          free_message (gpointer data);

DeepDreamPreviewer *
deep_dream_previewer_new (const DreamResources *resources)
{
  DeepDreamPreviewer *self = g_new0 (DeepDreamPreviewer, 1);

  if (resources)
    self->resources = *resources;
  self->pictures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                          (GDestroyNotify) dream_picture_free);
  self->jobs     = g_ptr_array_new_with_free_func ((GDestroyNotify) unref_job);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  g_queue_init (&self->queue);
  self->thread = g_thread_new ("sketcher", work, self);

  return self;
}

void
deep_dream_previewer_free (DeepDreamPreviewer *self)
{
  g_mutex_lock (&self->mutex);
  self->is_over = TRUE;
  break_off (self);
  g_mutex_unlock (&self->mutex);

  g_thread_join (self->thread);

  while (self->jobs->len > 0)
    {
      drop_user_data (self->jobs->pdata[0]);
      forget (self, self->jobs->pdata[0]);
    }
  g_ptr_array_unref (self->jobs);
  g_hash_table_unref (self->pictures);
  g_queue_clear_full (&self->queue, (GDestroyNotify) unref_job);
  g_clear_pointer (&self->loaded, deep_dream_loaded_network_free);
  g_cond_clear (&self->cond);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
deep_dream_previewer_start (DeepDreamPreviewer  *self,
                            DeepDreamPreviewJob *sketch,
                            DeepDreamPreviewed   func,
                            gpointer             user_data)
{
  Job *job = make_job (self, sketch, TRUE, func, user_data);

  drop_urgent (self);
  self->urgent = job;

  g_mutex_lock (&self->mutex);
  g_queue_push_head (&self->queue, job);
  break_off (self);
  g_mutex_unlock (&self->mutex);
}

void
deep_dream_previewer_stop (DeepDreamPreviewer *self)
{
  drop_urgent (self);
}

void
deep_dream_previewer_queue (DeepDreamPreviewer  *self,
                            DeepDreamPreviewJob *sketch,
                            DeepDreamPreviewed   func,
                            gpointer             user_data,
                            GDestroyNotify       destroy)
{
  Job *job = make_job (self, sketch, FALSE, func, user_data);

  job->destroy = destroy;

  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->queue, job);
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

void
deep_dream_previewer_set_paused (DeepDreamPreviewer *self, gboolean is_paused)
{
  g_mutex_lock (&self->mutex);
  self->is_paused = is_paused;
  if (is_paused)
    break_off (self);
  else
    g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

/* With one reference for the queue; another is the sketcher's own. */
static Job *
make_job (DeepDreamPreviewer  *self,
          DeepDreamPreviewJob *sketch,
          gboolean             is_urgent,
          DeepDreamPreviewed   func,
          gpointer             user_data)
{
  Job *job = g_new0 (Job, 1);

  job->n_references = 2;
  job->sketcher     = self;
  job->sketch       = sketch;
  job->is_urgent    = is_urgent;
  job->func         = func;
  job->user_data    = user_data;
  job->guide        = find_picture (self, sketch->recipe->guide, &job->problem);
  if (! job->problem)
    job->style = find_picture (self, sketch->recipe->style, &job->problem);
  g_ptr_array_add (self->jobs, job);

  return job;
}

static DreamPicture *
find_picture (DeepDreamPreviewer *self, const gchar *path, GError **error)
{
  DreamPicture *picture;

  if (! *path)
    return NULL;

  picture = g_hash_table_lookup (self->pictures, path);
  if (! picture)
    {
      picture = deep_dream_guide_read (path, error);
      if (! picture)
        return NULL;
      g_hash_table_insert (self->pictures, g_strdup (path), picture);
    }

  return picture;
}

static void
drop_urgent (DeepDreamPreviewer *self)
{
  Job *job = self->urgent;

  if (! job)
    return;

  g_mutex_lock (&self->mutex);
  job->is_dropped = TRUE;
  if (g_queue_remove (&self->queue, job))
    unref_job (job);
  else if (self->going_on == job)
    break_off (self);
  g_mutex_unlock (&self->mutex);

  forget (self, job);
}

/* Nobody is to hear of it any more. */
static void
forget (DeepDreamPreviewer *self, Job *job)
{
  job->sketcher = NULL;
  if (self->urgent == job)
    self->urgent = NULL;
  g_ptr_array_remove (self->jobs, job);
}

static void
drop_user_data (Job *job)
{
  if (job->destroy)
    job->destroy (job->user_data);
  job->destroy = NULL;
}

static void
unref_job (Job *job)
{
  if (! g_atomic_int_dec_and_test (&job->n_references))
    return;

  g_clear_pointer (&job->view, deep_dream_progress_picture_free);
  deep_dream_preview_job_free (job->sketch);
  g_clear_error (&job->problem);
  g_free (job);
}

/* With the lock.  What is not wanted or has to wait stops soon. */
static void
break_off (DeepDreamPreviewer *self)
{
  if (self->going_on)
    g_atomic_int_set (&self->going_on->is_broken_off, TRUE);
  g_cond_signal (&self->cond);
}

/* The sketcher's thread. */

static gpointer
work (gpointer data)
{
  DeepDreamPreviewer *self = data;
  Job                *job;

  while ((job = wait_for_job (self)))
    {
      g_autoptr (DreamPicture) picture = NULL;
      g_autoptr (GError)       error   = NULL;
      gboolean                 is_broken_off;

      picture = sketch (self, job, &error);
      g_clear_pointer (&job->view, deep_dream_progress_picture_free);

      is_broken_off = g_error_matches (error, DREAM_ERROR,
                                       DREAM_ERROR_CANCELLED);
      if (! is_broken_off)
        send (job, g_steal_pointer (&picture), g_steal_pointer (&error), TRUE);

      finish_job (self, job, is_broken_off);
    }

  return NULL;
}

/* Returns NULL when the sketcher is over. */
static Job *
wait_for_job (DeepDreamPreviewer *self)
{
  Job *job = NULL;

  g_mutex_lock (&self->mutex);
  while (! self->is_over &&
         (self->is_paused || g_queue_is_empty (&self->queue)))
    g_cond_wait (&self->cond, &self->mutex);

  if (! self->is_over)
    {
      job = g_queue_pop_head (&self->queue);
      g_atomic_int_set (&job->is_broken_off, FALSE);
      self->going_on = job;
    }
  g_mutex_unlock (&self->mutex);

  return job;
}

/* One that has been broken off comes again, after the one that it made room
 * for, unless nobody wants it any more.
 */
static void
finish_job (DeepDreamPreviewer *self, Job *job, gboolean is_broken_off)
{
  const Job *next;
  gboolean   comes_again;

  g_mutex_lock (&self->mutex);
  next        = g_queue_peek_head (&self->queue);
  comes_again = is_broken_off && ! self->is_over && ! job->is_dropped;
  if (comes_again && next && next->is_urgent)
    g_queue_push_nth (&self->queue, job, 1);
  else if (comes_again)
    g_queue_push_head (&self->queue, job);
  self->going_on = NULL;
  g_mutex_unlock (&self->mutex);

  if (! comes_again)
    unref_job (job);
}

static DreamPicture *
sketch (DeepDreamPreviewer *self, Job *job, GError **error)
{
  DeepDreamPreviewJob    *sketch    = job->sketch;
  DreamMaterials          materials = { .guide = job->guide,
                                        .style = job->style,
                                        .mask  = sketch->mask };
  g_autoptr (DreamRecipe) adapted   = NULL;
  DreamPicture           *dreamt;
  DreamPicture           *shown;

  if (job->problem)
    {
      if (error)
        *error = g_error_copy (job->problem);
      return NULL;
    }

  if (! load (self, sketch->recipe, error))
    return NULL;

  materials.names = self->loaded->names;
  adapted         = adapt (self, job, error);
  if (! adapted)
    return NULL;

  job->view = deep_dream_progress_picture_new (sketch->picture, &sketch->shown,
                                               adapted);
  dreamt    = dream_run (self->loaded->network, adapted, sketch->picture,
                         &materials, &self->resources, on_observed, job, error);
  if (! dreamt)
    return NULL;

  shown = deep_dream_progress_picture_crop (dreamt, &sketch->shown, dreamt);
  dream_picture_free (dreamt);

  return shown;
}

static gboolean
load (DeepDreamPreviewer *self, DreamRecipe *recipe, GError **error)
{
  if (self->loaded &&
      ! g_str_equal (self->loaded->installed->name, recipe->network))
    g_clear_pointer (&self->loaded, deep_dream_loaded_network_free);

  if (! self->loaded)
    self->loaded = deep_dream_loaded_network_new (recipe->network, error);

  return self->loaded &&
         deep_dream_loaded_network_name (self->loaded, recipe, error);
}

static DreamRecipe *
adapt (DeepDreamPreviewer *self, Job *job, GError **error)
{
  g_autoptr (DreamRecipe)    complete  = NULL;
  g_autoptr (DreamObjective) objective = NULL;

  complete  = deep_dream_loaded_network_complete (self->loaded,
                                                  job->sketch->recipe);
  objective = dream_objective_new (self->loaded->network, complete,
                                   &self->loaded->names, error);
  if (! objective)
    return NULL;

  g_set_object (&job->sketch->recipe, complete);

  return deep_dream_preview_job_adapt (job->sketch, objective,
                                       &job->is_faithful, error);
}

static DreamVerdict
on_observed (gdouble             fraction G_GNUC_UNUSED,
             const DreamPicture *picture,
             gpointer            data)
{
  Job   *job = data;
  gint64 now = g_get_monotonic_time ();

  if (g_atomic_int_get (&job->is_broken_off))
    return DREAM_CANCEL;

  if (job->is_urgent && picture && now - job->looked >= PAUSE)
    {
      DreamPicture *seen;

      deep_dream_progress_picture_offer (job->view, picture);
      seen = deep_dream_progress_picture_take (job->view);
      if (seen)
        send (job, seen, NULL, FALSE);
      job->looked = now;
    }

  return DREAM_CONTINUE;
}

/* Takes @picture and @error. */
static void
send (Job *job, DreamPicture *picture, GError *error, gboolean is_complete)
{
  Message *message = g_new0 (Message, 1);

  g_atomic_int_inc (&job->n_references);
  message->job         = job;
  message->picture     = picture;
  message->error       = error;
  message->is_complete = is_complete;
  message->is_faithful = job->is_faithful;

  g_idle_add_full (G_PRIORITY_DEFAULT, on_message, message, free_message);
}

/* The main thread. */

static gboolean
on_message (gpointer data)
{
  Message *message = data;
  Job     *job     = message->job;

  if (! job->sketcher)
    return G_SOURCE_REMOVE;

  if (message->is_complete)
    forget (job->sketcher, job);

  job->func (message->picture, message->is_complete, message->is_faithful,
             message->error, job->user_data);
  if (message->is_complete)
    drop_user_data (job);

  return G_SOURCE_REMOVE;
}

static void
free_message (gpointer data)
{
  Message *message = data;

  dream_picture_free (message->picture);
  g_clear_error (&message->error);
  unref_job (message->job);
  g_free (message);
}
