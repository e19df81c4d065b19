/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * GLib's locks anew, and its idle calls, for programs that ThreadSanitizer is
 * in.
 *
 * GLib makes its locks of atomic numbers and system calls, and as GLib itself
 * is not compiled with the sanitizer, what they order looks unordered.  The
 * linker (see meson.build) leads the program's own calls, not those of other
 * libraries, to these, which are made of locks that the sanitizer knows.
 */

#include <pthread.h>

#include <glib.h>

/* What is called when idle. */
typedef struct
{
  GSourceFunc    func;
  gpointer       data;
  GDestroyNotify destroy;
} Call;

void            __wrap_g_mutex_init (GMutex *mutex);
void            __wrap_g_mutex_clear (GMutex *mutex);
void            __wrap_g_mutex_lock (GMutex *mutex);
void            __wrap_g_mutex_unlock (GMutex *mutex);
void            __wrap_g_cond_init (GCond *cond);
void            __wrap_g_cond_clear (GCond *cond);
void            __wrap_g_cond_wait (GCond *cond, GMutex *mutex);
void            __wrap_g_cond_signal (GCond *cond);
void            __wrap_g_cond_broadcast (GCond *cond);
guint           __wrap_g_idle_add_full (gint           priority,
                                        GSourceFunc    func,
                                        gpointer       data,
                                        GDestroyNotify destroy);
guint           __real_g_idle_add_full (gint           priority,
                                        GSourceFunc    func,
                                        gpointer       data,
                                        GDestroyNotify destroy);
static gboolean on_idle (gpointer data);
static void     free_call (gpointer data);
static void     check (gint failure);

static pthread_mutex_t idle = PTHREAD_MUTEX_INITIALIZER;

void
__wrap_g_mutex_init (GMutex *mutex)
{
  mutex->p = g_new (pthread_mutex_t, 1);
  check (pthread_mutex_init (mutex->p, NULL));
}

void
__wrap_g_mutex_clear (GMutex *mutex)
{
  check (pthread_mutex_destroy (mutex->p));
  g_free (mutex->p);
}

void
__wrap_g_mutex_lock (GMutex *mutex)
{
  check (pthread_mutex_lock (mutex->p));
}

void
__wrap_g_mutex_unlock (GMutex *mutex)
{
  check (pthread_mutex_unlock (mutex->p));
}

void
__wrap_g_cond_init (GCond *cond)
{
  cond->p = g_new (pthread_cond_t, 1);
  check (pthread_cond_init (cond->p, NULL));
}

void
__wrap_g_cond_clear (GCond *cond)
{
  check (pthread_cond_destroy (cond->p));
  g_free (cond->p);
}

void
__wrap_g_cond_wait (GCond *cond, GMutex *mutex)
{
  check (pthread_cond_wait (cond->p, mutex->p));
}

void
__wrap_g_cond_signal (GCond *cond)
{
  check (pthread_cond_signal (cond->p));
}

void
__wrap_g_cond_broadcast (GCond *cond)
{
  check (pthread_cond_broadcast (cond->p));
}

/* What was done before the call comes before it, whichever thread does it; and
 * so does what GLib itself did for it.
 */
guint
__wrap_g_idle_add_full (gint           priority,
                        GSourceFunc    func,
                        gpointer       data,
                        GDestroyNotify destroy)
{
  Call *call = g_new0 (Call, 1);
  guint id;

  call->func    = func;
  call->data    = data;
  call->destroy = destroy;

  check (pthread_mutex_lock (&idle));
  id = __real_g_idle_add_full (priority, on_idle, call, free_call);
  check (pthread_mutex_unlock (&idle));

  return id;
}

static gboolean
on_idle (gpointer data)
{
  const Call *call = data;

  check (pthread_mutex_lock (&idle));
  check (pthread_mutex_unlock (&idle));

  return call->func (call->data);
}

static void
free_call (gpointer data)
{
  Call *call = data;

  if (call->destroy)
    call->destroy (call->data);
  g_free (call);
}

static void
check (gint failure)
{
  g_assert_cmpint (failure, ==, 0);
}
