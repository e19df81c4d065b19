/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The procedure that makes animations: its arguments and what it answers.
 */

#include "animation.h"

#include <gegl.h>

#include <glib/gi18n-lib.h>

#include "animation-dialog.h"
#include "arguments.h"
#include "call.h"
#include "film.h"
#include "progress.h"

/* Where GIMP keeps what plays and optimizes animations. */
#define MENU "<Image>/Filters/Animation"

static GimpValueArray *run (GimpProcedure       *procedure,
                            GimpRunMode          mode,
                            GimpImage           *image,
                            GimpDrawable       **drawables,
                            GimpProcedureConfig *config,
                            gpointer             user_data);
static GimpImage      *make_film (GimpProcedure       *procedure,
                                  GimpRunMode          mode,
                                  GimpImage           *image,
                                  GimpDrawable       **drawables,
                                  GimpProcedureConfig *config,
                                  GError             **error);
static GimpImage      *make_with_progress (GimpImage           *image,
                                           GimpDrawable        *drawable,
                                           GimpProcedureConfig *config,
                                           GError             **error);
static DreamVerdict    on_progress (gdouble             fraction,
                                    gdouble             seconds_left,
                                    const DreamPicture *view,
                                    gpointer            user_data);

GimpProcedure *
deep_dream_animation_create (GimpPlugIn *plug_in)
{
  GimpProcedure *procedure;

  procedure = gimp_image_procedure_new (plug_in, DEEP_DREAM_ANIMATION_PROCEDURE,
                                        GIMP_PDB_PROC_TYPE_PLUGIN, run, NULL,
                                        NULL);

  gimp_procedure_set_menu_label (procedure, _ ("Deep Dream _Animation…"));
  gimp_procedure_add_menu_path (procedure, MENU);

  gimp_procedure_set_documentation (
    procedure, _ ("Let a neural network dream an animation of the layer"),
    _ ("Makes a new image whose layers are the frames of an animation: a "
       "zoom or a rotation in which what is dreamed moves along with the "
       "layer, a dream that grows stronger, or one that is completed octave "
       "by octave. It can be exported as GIF or WebP."),
    NULL);
  deep_dream_arguments_add_animation (procedure);
  gimp_procedure_add_image_return_value (procedure, "animation",
                                         _ ("Animation"), _ ("The new image"),
                                         FALSE, G_PARAM_READWRITE);

  return procedure;
}

static GimpValueArray *
run (GimpProcedure       *procedure,
     GimpRunMode          mode,
     GimpImage           *image,
     GimpDrawable       **drawables,
     GimpProcedureConfig *config,
     gpointer             user_data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  GimpValueArray    *values;
  GimpImage         *film;

  gegl_init (NULL, NULL);

  film = make_film (procedure, mode, image, drawables, config, &error);
  if (! film)
    {
      GimpPDBStatusType status = deep_dream_call_get_status (error);

      return gimp_procedure_new_return_values (procedure, status,
                                               g_steal_pointer (&error));
    }

  if (mode != GIMP_RUN_NONINTERACTIVE)
    gimp_display_new (film);

  values = gimp_procedure_new_return_values (procedure, GIMP_PDB_SUCCESS, NULL);
  GIMP_VALUES_SET_IMAGE (values, 1, film);
  return values;
}

static GimpImage *
make_film (GimpProcedure       *procedure,
           GimpRunMode          mode,
           GimpImage           *image,
           GimpDrawable       **drawables,
           GimpProcedureConfig *config,
           GError             **error)
{
  if (! deep_dream_call_check (image, drawables, error))
    return NULL;

  if (mode == GIMP_RUN_INTERACTIVE)
    return deep_dream_animation_dialog_run (procedure, image, drawables[0],
                                            config, error);

  if (! deep_dream_arguments_complete (config, mode, error))
    return NULL;

  return make_with_progress (image, drawables[0], config, error);
}

static GimpImage *
make_with_progress (GimpImage           *image,
                    GimpDrawable        *drawable,
                    GimpProcedureConfig *config,
                    GError             **error)
{
  GimpImage *film;

  gimp_progress_init (_ ("Deep Dream Animation"));
  film = deep_dream_film_run (image, drawable, config, on_progress, NULL,
                              error);
  gimp_progress_end ();

  return film;
}

static DreamVerdict
on_progress (gdouble             fraction,
             gdouble             seconds_left,
             const DreamPicture *view G_GNUC_UNUSED,
             gpointer            user_data G_GNUC_UNUSED)
{
  g_autofree gchar *text = deep_dream_progress_describe (seconds_left);

  gimp_progress_set_text (text);
  gimp_progress_update (fraction);

  return DREAM_CONTINUE;
}
