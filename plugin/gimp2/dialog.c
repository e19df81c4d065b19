/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The form of a recipe in a window; OK is deep_dream_job_dream().
 */

#include "dialog.h"

#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>

#include <glib/gi18n-lib.h>

#include "engine/error.h"
#include "form.h"
#include "job.h"
#include "window.h"

#define ROLE "gimp-deep-dream"

typedef struct
{
  DreamRecipe           *recipe;
  DeepDreamPlacement    *placement;
  const DeepDreamSource *source;
  GeglBuffer            *dream;
} Job;

static gboolean dream (DeepDreamProgress progress,
                       gpointer          progress_data,
                       gpointer          user_data,
                       GError          **error);
static void     reset (gpointer user_data);

GeglBuffer *
deep_dream_dialog_dream (DreamRecipe           *recipe,
                         DeepDreamPlacement    *placement,
                         const DeepDreamSource *source,
                         GError               **error)
{
  g_autoptr (DeepDreamWindow) window = NULL;
  Job                         job    = { recipe, placement, source, NULL };

  gimp_ui_init ("deep-dream", FALSE);

  window = deep_dream_window_new (_("Deep Dream"), ROLE,
                                     deep_dream_form_new (recipe));
  deep_dream_window_greet (window, recipe->network);

  if (! deep_dream_window_run (window, dream, reset, &job))
    g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_CANCELLED,
                         _("Deep Dream was cancelled."));

  return job.dream;
}

static gboolean
dream (DeepDreamProgress progress,
       gpointer          progress_data,
       gpointer          user_data,
       GError          **error)
{
  Job *job = user_data;

  job->dream = deep_dream_job_dream (job->recipe, job->placement, job->source,
                                     progress, progress_data, error);

  return job->dream != NULL;
}

static void
reset (gpointer user_data)
{
  Job                    *job      = user_data;
  g_autoptr (DreamRecipe) defaults = dream_recipe_new ();

  deep_dream_form_set (job->recipe, defaults);
}
