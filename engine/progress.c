/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asking the observer.
 */

#include <glib/gi18n-lib.h>

#include "error.h"
#include "progress.h"

gboolean
dream_progress_tick (gdouble work, gpointer progress)
{
  DreamProgress *self = progress;
  DreamVerdict   verdict;

  self->done += work * self->iteration;
  if (self->observer)
    {
      verdict       = self->observer (MIN (self->done, 1), self->seen,
                                      self->user_data);
      self->verdict = MAX (self->verdict, verdict);
    }

  return self->verdict == DREAM_CONTINUE;
}

void
dream_progress_show (DreamProgress *self, const DreamPicture *picture)
{
  if (self->verdict == DREAM_CANCEL)
    return;

  self->seen = picture;
  dream_progress_tick (0, self);
  self->seen = NULL;
}

gboolean
dream_progress_is_cancelled (DreamProgress *self, GError **error)
{
  if (self->verdict != DREAM_CANCEL)
    dream_progress_tick (0, self);
  if (self->verdict != DREAM_CANCEL)
    return FALSE;

  g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_CANCELLED,
                       _ ("The dream was cancelled."));

  return TRUE;
}
