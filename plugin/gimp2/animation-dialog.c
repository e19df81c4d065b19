/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A short form: of the recipe, people choose a preset and its strength.
 */

#include "animation-dialog.h"

#include <libgimp/gimp.h>
#include <libgimp/gimpui.h>

#include <glib/gi18n-lib.h>

#include "film.h"
#include "form.h"
#include "preset-chooser.h"
#include "rows.h"
#include "window.h"

#define ROLE    "gimp-deep-dream-animation"
#define SPACING 6

/* The parameter of a recipe that is in the form. */
#define STRENGTH "strength"

typedef struct
{
  gint32              image;
  gint32              drawable;
  DreamRecipe        *recipe;
  DeepDreamAnimation *animation;
  gint32              film;
} Job;

static GtkWidget *build_form (DreamRecipe        *recipe,
                              DeepDreamAnimation *animation);
static gboolean   shoot (DeepDreamProgress progress,
                         gpointer          progress_data,
                         gpointer          user_data,
                         GError          **error);
static void       reset (gpointer user_data);

gint32
deep_dream_animation_dialog_run (gint32              image,
                                 gint32              drawable,
                                 DreamRecipe        *recipe,
                                 DeepDreamAnimation *animation,
                                 GError            **error)
{
  g_autoptr (DeepDreamWindow) window = NULL;
  Job                         job = { image, drawable, recipe, animation, -1 };

  gimp_ui_init ("deep-dream", FALSE);

  window = deep_dream_window_new (_ ("Deep Dream Animation"), ROLE,
                                  build_form (recipe, animation));
  deep_dream_window_greet (window, recipe);

  if (! deep_dream_window_run (window, shoot, reset, &job))
    g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_CANCELLED,
                         _ ("Deep Dream was cancelled."));

  return job.film;
}

static GtkWidget *
build_form (DreamRecipe *recipe, DeepDreamAnimation *animation)
{
  GtkWidget    *form    = gtk_vbox_new (FALSE, SPACING);
  GtkWidget    *presets = deep_dream_preset_chooser_new (recipe, NULL, NULL);
  GObjectClass *klass   = G_OBJECT_GET_CLASS (recipe);
  guint         n_parameters         = 0;
  g_autofree GParamSpec **parameters = NULL;
  GtkWidget              *table;

  parameters = deep_dream_animation_list_parameters (&n_parameters);

  gtk_box_pack_start (GTK_BOX (form), presets, FALSE, FALSE, 0);
  gtk_widget_show (presets);

  table = deep_dream_rows_new_table ();
  gtk_box_pack_start (GTK_BOX (form), table, FALSE, FALSE, 0);

  deep_dream_rows_add (GTK_TABLE (table), 0, G_OBJECT (recipe),
                       g_object_class_find_property (klass, STRENGTH));
  for (guint i = 0; i < n_parameters; i++)
    deep_dream_rows_add (GTK_TABLE (table), 1 + (gint) i, G_OBJECT (animation),
                         parameters[i]);

  return form;
}

static gboolean
shoot (DeepDreamProgress progress,
       gpointer          progress_data,
       gpointer          user_data,
       GError          **error)
{
  Job *job = user_data;

  job->film = deep_dream_film_run (job->image, job->drawable, job->recipe,
                                   job->animation, progress, progress_data,
                                   error);

  return job->film != -1;
}

static void
reset (gpointer user_data)
{
  Job                           *job       = user_data;
  g_autoptr (DreamRecipe)        recipe    = dream_recipe_new ();
  g_autoptr (DeepDreamAnimation) animation = deep_dream_animation_new ();

  deep_dream_form_set (G_OBJECT (job->recipe), G_OBJECT (recipe));
  g_object_set (job->animation, "frames", animation->n_frames, "movement",
                animation->movement, "amount", animation->amount, "delay",
                animation->delay, NULL);
}
