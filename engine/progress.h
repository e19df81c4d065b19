/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How far a dream is, and whether it is to go on.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _DreamPicture  DreamPicture; /* image/picture.h */
typedef struct _DreamProgress DreamProgress;

/**
 * DreamTick:
 * @work: work done since the last call, as a share of one forward and backward
 *   pass.
 *
 * Returns: %FALSE to break off.
 */
typedef gboolean (*DreamTick) (gdouble work, gpointer user_data);

/**
 * DreamVerdict:
 * @DREAM_CONTINUE: go on.
 * @DREAM_STOP: stop and return the picture as it is now.
 * @DREAM_CANCEL: stop and return nothing.
 */
typedef enum
{
  DREAM_CONTINUE,
  DREAM_STOP,
  DREAM_CANCEL
} DreamVerdict;

/**
 * DreamObserver:
 * @fraction: how much of the whole dream's work is done, 0..1, never falling.
 * @picture: (nullable): after each step, the picture so far, in the size of its
 *   octave, before its chroma is scaled; %NULL in between.  The dream's own, to
 *   be copied.
 * @user_data: as given to dream_run().
 *
 * Called on the thread that called dream_run(), many times in an iteration
 * (after each layer of the network in each tile, and between the passes over
 * the picture), so it must be quick: compare a clock or read an atomic, and
 * copy a picture now and then.  After
 * %DREAM_STOP it is still asked, since who stops may yet want to cancel; it
 * cannot go on again.  %DREAM_CANCEL is the last call.
 *
 * Returns: what to do now.
 */
typedef DreamVerdict (*DreamObserver) (gdouble             fraction,
                                       const DreamPicture *picture,
                                       gpointer            user_data);

/**
 * DreamProgress:
 * @observer: (nullable): is told, and says whether to go on.
 * @user_data: for @observer.
 * @seen: (nullable): what to show the observer.
 * @done: share of the whole dream's work.
 * @iteration: the share that one iteration at the octave is.
 * @verdict: the sternest so far.
 */
struct _DreamProgress
{
  DreamObserver       observer;
  gpointer            user_data;
  const DreamPicture *seen;
  gdouble             done;
  gdouble             iteration;
  DreamVerdict        verdict;
};

/**
 * dream_progress_tick:
 * @work: work done since the last call, as a share of one iteration.
 * @progress: a #DreamProgress.
 *
 * A #DreamTick.
 *
 * Returns: %FALSE to break off.
 */
gboolean dream_progress_tick (gdouble work, gpointer progress);

/**
 * dream_progress_show:
 * @picture: as it is after a step.
 *
 * Shows it to the observer who has not cancelled.
 */
void dream_progress_show (DreamProgress *self, const DreamPicture *picture);

/**
 * dream_progress_is_cancelled:
 *
 * Asks the observer once more, so that no pass over the picture delays the
 * answer by more than its own time; but not who has cancelled already.
 *
 * Returns: %TRUE with %DREAM_ERROR_CANCELLED if the dream is to be given up.
 */
gboolean dream_progress_is_cancelled (DreamProgress *self, GError **error);

G_END_DECLS
