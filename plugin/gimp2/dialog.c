/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The form of a recipe and a placement in a window, beside a preview; OK is
 * deep_dream_job_dream().
 */

#include "dialog.h"

#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>

#include <glib/gi18n-lib.h>

#include "engine/error.h"
#include "form.h"
#include "job.h"
#include "plugin/core/catalog/suggestion.h"
#include "preset-chooser.h"
#include "preview.h"
#include "window.h"

#define ROLE    "gimp-deep-dream"
#define SPACING 12

typedef struct
{
  DreamRecipe           *recipe;
  DeepDreamPlacement    *placement;
  const DeepDreamSource *source;
  DeepDreamThumbnail    *thumbnail;
  DeepDreamPreview      *preview;
  DeepDreamProgress      progress;
  gpointer               progress_data;
  GeglBuffer            *dream;
} Job;

static GtkWidget *build_form (Job *job);
static GtkWidget *build_side (Job *job);
static void       on_preset (const DeepDreamPreset *preset, gpointer user_data);
static gboolean   dream (DeepDreamProgress progress,
                         gpointer          progress_data,
                         gpointer          user_data,
                         GError          **error);
static DreamVerdict on_progress (gdouble             fraction,
                                 gdouble             seconds_left,
                                 const DreamPicture *view,
                                 gpointer            user_data);
static void         reset (gpointer user_data);

GeglBuffer *
deep_dream_dialog_dream (DreamRecipe           *recipe,
                         DeepDreamPlacement    *placement,
                         const DeepDreamSource *source,
                         GError               **error)
{
  Job job = { .recipe = recipe, .placement = placement, .source = source };
  DeepDreamWindow *window = NULL;

  gimp_ui_init ("deep-dream", FALSE);

  job.thumbnail = deep_dream_thumbnail_new ();
  job.preview   = deep_dream_preview_new (recipe, source, job.thumbnail);
  window = deep_dream_window_new (_ ("Deep Dream"), ROLE, build_form (&job));
  deep_dream_window_add_side (window, build_side (&job));
  deep_dream_window_greet (window, recipe);

  if (! deep_dream_window_run (window, dream, reset, &job))
    g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_CANCELLED,
                         _ ("Deep Dream was cancelled."));

  deep_dream_preview_free (job.preview);
  deep_dream_window_free (window);
  deep_dream_thumbnail_free (job.thumbnail);

  return job.dream;
}

static GtkWidget *
build_form (Job *job)
{
  GtkWidget *box     = gtk_vbox_new (FALSE, SPACING);
  GtkWidget *presets = deep_dream_preset_chooser_new (job->recipe, on_preset,
                                                      job);
  GtkWidget *form    = deep_dream_form_new (job->recipe, job->placement);

  gtk_box_pack_start (GTK_BOX (box), presets, FALSE, FALSE, 0);
  gtk_widget_show (presets);
  gtk_box_pack_start (GTK_BOX (box), form, TRUE, TRUE, 0);
  gtk_widget_show (form);

  return box;
}

static GtkWidget *
build_side (Job *job)
{
  GtkWidget *box       = gtk_vbox_new (FALSE, SPACING);
  GtkWidget *preview   = deep_dream_preview_get_widget (job->preview);
  GtkWidget *thumbnail = deep_dream_thumbnail_get_widget (job->thumbnail);

  gtk_box_pack_start (GTK_BOX (box), preview, FALSE, FALSE, 0);
  gtk_widget_show (preview);
  gtk_box_pack_start (GTK_BOX (box), thumbnail, FALSE, FALSE, 0);
  gtk_widget_show (thumbnail);

  return box;
}

static void
on_preset (const DeepDreamPreset *preset, gpointer user_data)
{
  Job *job = user_data;

  deep_dream_thumbnail_set (job->thumbnail, preset);
}

static gboolean
dream (DeepDreamProgress progress,
       gpointer          progress_data,
       gpointer          user_data,
       GError          **error)
{
  Job *job = user_data;

  job->progress      = progress;
  job->progress_data = progress_data;

  deep_dream_preview_set_dreaming (job->preview, TRUE);
  job->dream = deep_dream_job_dream (job->recipe, job->placement, job->source,
                                     on_progress, job, error);
  deep_dream_preview_set_dreaming (job->preview, FALSE);

  return job->dream != NULL;
}

static DreamVerdict
on_progress (gdouble             fraction,
             gdouble             seconds_left,
             const DreamPicture *view,
             gpointer            user_data)
{
  Job *job = user_data;

  if (view)
    deep_dream_preview_show (job->preview, view);

  return job->progress (fraction, seconds_left, view, job->progress_data);
}

static void
reset (gpointer user_data)
{
  Job                           *job       = user_data;
  g_autoptr (DreamRecipe)        recipe    = dream_recipe_new ();
  g_autoptr (DeepDreamPlacement) placement = deep_dream_placement_new ();

  deep_dream_suggestion_begin (recipe);
  deep_dream_form_set (G_OBJECT (job->recipe), G_OBJECT (recipe));
  deep_dream_form_set (G_OBJECT (job->placement), G_OBJECT (placement));
}
