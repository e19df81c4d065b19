/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Makes sketches one after the other on a thread of its own, and keeps the
 * network between them, so that one appears soon after it is wanted.
 */

#pragma once

#include "engine/compute/resources.h"
#include "preview-job.h"

G_BEGIN_DECLS

typedef struct _DeepDreamPreviewer DeepDreamPreviewer;

/**
 * DeepDreamPreviewed:
 * @picture: (nullable): what is shown of the sketch by now; %NULL if there was
 *   an error.
 * @is_complete: whether the sketch is.
 * @is_faithful: see deep_dream_preview_job_adapt().
 * @error: (nullable): why there is no sketch.
 * @user_data: as given to the sketcher.
 *
 * Called on the main thread, from its default main context.
 */
typedef void (*DeepDreamPreviewed) (const DreamPicture *picture,
                                    gboolean            is_complete,
                                    gboolean            is_faithful,
                                    const GError       *error,
                                    gpointer            user_data);

/**
 * deep_dream_previewer_new:
 * @resources: (nullable): what to use of the machine.
 *
 * All functions are for the main thread.
 *
 * Returns: (transfer full): a sketcher that has nothing to do.
 */
DeepDreamPreviewer *deep_dream_previewer_new (const DreamResources *resources);

/**
 * deep_dream_previewer_free:
 *
 * Breaks off what is going on, and waits until that is over.  Nobody is called
 * any more.
 */
void deep_dream_previewer_free (DeepDreamPreviewer *self);

/**
 * deep_dream_previewer_start:
 * @sketch: (transfer full): what to sketch.
 * @func: called as the sketch grows, some ten times a second at most, and once
 *   when it is complete or has failed.
 * @user_data: for @func.
 *
 * Takes the place of the sketch that was started before, of which nothing is
 * heard any more.  One that was queued makes room.  The guide and the style are
 * read at once.
 */
void deep_dream_previewer_start (DeepDreamPreviewer  *self,
                                 DeepDreamPreviewJob *sketch,
                                 DeepDreamPreviewed   func,
                                 gpointer             user_data);

/**
 * deep_dream_previewer_stop:
 *
 * Breaks off the sketch that was started; nothing is heard of it any more.
 */
void deep_dream_previewer_stop (DeepDreamPreviewer *self);

/**
 * deep_dream_previewer_queue:
 * @sketch: (transfer full): what to sketch when there is nothing else to do.
 * @func: called once, when the sketch is complete or has failed.
 * @user_data: for @func.
 * @destroy: (nullable): called for @user_data after @func, or when the sketcher
 *   is freed before.
 */
void deep_dream_previewer_queue (DeepDreamPreviewer  *self,
                                 DeepDreamPreviewJob *sketch,
                                 DeepDreamPreviewed   func,
                                 gpointer             user_data,
                                 GDestroyNotify       destroy);

/**
 * deep_dream_previewer_set_paused:
 * @is_paused: whether the machine is needed for something else.  What was
 *   going on begins anew afterwards.
 */
void deep_dream_previewer_set_paused (DeepDreamPreviewer *self,
                                      gboolean            is_paused);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeepDreamPreviewer, deep_dream_previewer_free)

G_END_DECLS
