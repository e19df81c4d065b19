/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A dialog in one of two states: people choose, or the plug-in works.
 */

#pragma once

#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>

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
 * deep_dream_window_new:
 * @procedure: the procedure.
 * @config: its arguments.
 * @title: of the window.
 *
 * Returns: (transfer full): the window, not yet shown.
 */
DeepDreamWindow *deep_dream_window_new (GimpProcedure       *procedure,
                                        GimpProcedureConfig *config,
                                        const gchar         *title);
void             deep_dream_window_free (DeepDreamWindow *self);

GimpProcedureDialog *deep_dream_window_get_dialog (DeepDreamWindow *self);

/**
 * deep_dream_window_add:
 * @content: (transfer floating): what the window shows.
 * @form: what people choose with, @content or a part of it: insensitive while
 *   the plug-in works.
 */
void deep_dream_window_add (DeepDreamWindow *self,
                            GtkWidget       *content,
                            GtkWidget       *form);

/**
 * deep_dream_window_show_message:
 * @text: (nullable): a warning above the form; %NULL for none.
 */
void deep_dream_window_show_message (DeepDreamWindow *self, const gchar *text);

/**
 * deep_dream_window_run:
 * @work: what OK does.
 * @user_data: for @work.
 *
 * Runs the dialog until @work has succeeded or people have closed it.  Work
 * that was cancelled leads back to the form.
 *
 * Returns: whether @work has succeeded.
 */
gboolean deep_dream_window_run (DeepDreamWindow    *self,
                                DeepDreamWindowWork work,
                                gpointer            user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeepDreamWindow, deep_dream_window_free)

G_END_DECLS
