/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A dialog in one of two states: people choose, or the plug-in works.
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/recipe/recipe.h"
#include "plugin/core/render/render.h"

G_BEGIN_DECLS

typedef struct _DeepDreamWindow DeepDreamWindow;

/**
 * DeepDreamWindowWork:
 * @progress: to be told of progress and asked whether to go on.
 * @progress_data: for @progress.
 * @user_data: as given to deep_dream_window_run().
 * @error: return location for an error.
 *
 * Returns: %FALSE with an error, which people then see, but for
 *   %DREAM_ERROR_CANCELLED.
 */
typedef gboolean (*DeepDreamWindowWork) (DeepDreamProgress progress,
                                         gpointer          progress_data,
                                         gpointer          user_data,
                                         GError          **error);

/**
 * DeepDreamWindowReset:
 * @user_data: as given to deep_dream_window_run().
 *
 * Sets all that people can choose to its default.
 */
typedef void (*DeepDreamWindowReset) (gpointer user_data);

/**
 * deep_dream_window_new:
 * @title: of the window.
 * @role: of the window, for window managers.
 * @form: (transfer floating): what people choose with.
 *
 * Returns: (transfer full): the window, not yet shown.
 */
DeepDreamWindow *deep_dream_window_new (const gchar *title,
                                        const gchar *role,
                                        GtkWidget   *form);
void             deep_dream_window_free (DeepDreamWindow *self);

/**
 * deep_dream_window_add_side:
 * @side: (transfer floating): a vertical box.
 *
 * Puts @side left of the form.  It stays alive while the plug-in works, and
 * what is wrong is said at its bottom instead of above the form.
 */
void deep_dream_window_add_side (DeepDreamWindow *self, GtkWidget *side);

/**
 * deep_dream_window_greet:
 * @recipe: what is to be dreamed; followed as long as the window is there.
 *
 * Says at once what would otherwise be an error after OK: that the network is
 * not there to dream with; or which other network would draw the subject
 * better.
 */
void deep_dream_window_greet (DeepDreamWindow *self, DreamRecipe *recipe);

/**
 * deep_dream_window_run:
 * @work: what OK does.
 * @reset: what Reset does.
 * @user_data: for both.
 *
 * Runs the dialog until @work has succeeded or people have closed it.  Work
 * that was cancelled leads back to the form: most people who cancel have seen
 * that they want something else.
 *
 * Returns: whether @work has succeeded.
 */
gboolean deep_dream_window_run (DeepDreamWindow     *self,
                                DeepDreamWindowWork  work,
                                DeepDreamWindowReset reset,
                                gpointer             user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeepDreamWindow, deep_dream_window_free)

G_END_DECLS
