/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The procedure that makes animations: its arguments, and whom it asks.
 */

#include "animation.h"

#include <glib/gi18n-lib.h>

#include "animation-dialog.h"
#include "arguments.h"
#include "engine/error.h"
#include "engine/recipe/keyfile.h"
#include "film.h"
#include "parameters.h"
#include "plugin/core/catalog/suggestion.h"
#include "progress.h"
#include "source.h"

/* Where GIMP keeps what plays and optimizes animations. */
#define MENU "<Image>/Filters/Animation"

/* The groups of the keyfile with the last values. */
#define RECIPE_GROUP    "Recipe"
#define ANIMATION_GROUP "Animation"

static gboolean read_arguments (DreamRecipe        *recipe,
                                DeepDreamAnimation *animation,
                                gint                n_arguments,
                                const GimpParam    *arguments,
                                GError            **error);
static void     recall (DreamRecipe *recipe, DeepDreamAnimation *animation);
static void     remember (DreamRecipe *recipe, DeepDreamAnimation *animation);
static gint32   make_with_progress (gint32              image,
                                    gint32              drawable,
                                    DreamRecipe        *recipe,
                                    DeepDreamAnimation *animation,
                                    GError            **error);
static DreamVerdict on_progress (gdouble             fraction,
                                 gdouble             seconds_left,
                                 const DreamPicture *view,
                                 gpointer            user_data);

void
deep_dream_animation_install (void)
{
  const gchar *help = _ (
    "Makes a new image whose layers are the frames of an "
    "animation: a zoom or a rotation in which what is "
    "dreamed moves along with the layer, a dream that grows "
    "stronger, or one that is completed octave by octave. "
    "It can be exported as GIF or WebP.");
  gchar                  *image     = _ ("The new image");
  const GimpParamDef      returns[] = { { GIMP_PDB_IMAGE, (gchar *) "animation",
                                          image } };
  guint                   n_moving  = 0;
  guint                   n_recipe  = 0;
  g_autofree GParamSpec **moving    = NULL;
  g_autofree GParamSpec **recipe    = NULL;
  g_autoptr (GArray)      definitions = deep_dream_parameters_begin ();

  moving = deep_dream_animation_list_parameters (&n_moving);
  recipe = dream_recipe_list_parameters (&n_recipe);

  deep_dream_parameters_define (definitions, moving, n_moving);
  deep_dream_parameters_define (definitions, recipe, n_recipe);
  deep_dream_parameters_define_preset (definitions);

  /* GIMP itself translates what menus show. */
  gimp_install_procedure (DEEP_DREAM_ANIMATION_PROCEDURE,
                          N_ ("Let a neural network dream an animation of the "
                              "layer"),
                          help, DEEP_DREAM_AUTHORS, DEEP_DREAM_AUTHORS,
                          DEEP_DREAM_YEAR, N_ ("Deep Dream _Animation…"),
                          "RGB*, GRAY*", GIMP_PLUGIN, (gint) definitions->len,
                          G_N_ELEMENTS (returns),
                          (const GimpParamDef *) (gpointer) definitions->data,
                          returns);
  gimp_plugin_menu_register (DEEP_DREAM_ANIMATION_PROCEDURE, MENU);
}

gint32
deep_dream_animation_call (gint             n_arguments,
                           const GimpParam *arguments,
                           GError         **error)
{
  const GimpRunMode              mode      = arguments[0].data.d_int32;
  const gint32                   image     = arguments[1].data.d_image;
  const gint32                   drawable  = arguments[2].data.d_drawable;
  g_autoptr (DreamRecipe)        recipe    = dream_recipe_new ();
  g_autoptr (DeepDreamAnimation) animation = deep_dream_animation_new ();
  gint32                         film;

  if (mode != GIMP_RUN_NONINTERACTIVE)
    recall (recipe, animation);
  else if (! read_arguments (recipe, animation, n_arguments, arguments, error))
    return -1;

  if (! deep_dream_source_check (image, drawable, error))
    return -1;

  if (mode == GIMP_RUN_INTERACTIVE)
    film = deep_dream_animation_dialog_run (image, drawable, recipe, animation,
                                            error);
  else
    film = make_with_progress (image, drawable, recipe, animation, error);

  if (film == -1)
    return -1;

  if (mode == GIMP_RUN_INTERACTIVE)
    remember (recipe, animation);
  if (mode != GIMP_RUN_NONINTERACTIVE)
    gimp_display_new (film);

  return film;
}

/* In the order in which they are installed. */
static gboolean
read_arguments (DreamRecipe        *recipe,
                DeepDreamAnimation *animation,
                gint                n_arguments,
                const GimpParam    *arguments,
                GError            **error)
{
  guint                   n_moving = 0;
  guint                   n_recipe = 0;
  g_autofree GParamSpec **moving   = NULL;
  g_autofree GParamSpec **specs    = NULL;
  const GimpParam        *next     = arguments + DEEP_DREAM_N_FIRST_ARGUMENTS;

  moving = deep_dream_animation_list_parameters (&n_moving);
  specs  = dream_recipe_list_parameters (&n_recipe);

  if (! deep_dream_parameters_count (n_arguments,
                                     DEEP_DREAM_N_FIRST_ARGUMENTS +
                                       (gint) (n_moving + n_recipe) + 1,
                                     error) ||
      ! deep_dream_parameters_read (G_OBJECT (animation), moving, n_moving,
                                    next, error))
    return FALSE;

  next += n_moving;
  if (! deep_dream_parameters_read (G_OBJECT (recipe), specs, n_recipe, next,
                                    error))
    return FALSE;

  next += n_recipe;
  return deep_dream_arguments_complete (next->data.d_string, recipe, error);
}

static void
recall (DreamRecipe *recipe, DeepDreamAnimation *animation)
{
  g_autoptr (GKeyFile) values = NULL;

  values = deep_dream_parameters_recall (DEEP_DREAM_ANIMATION_PROCEDURE);
  deep_dream_parameters_set (G_OBJECT (recipe), values, RECIPE_GROUP);
  deep_dream_parameters_set (G_OBJECT (animation), values, ANIMATION_GROUP);
  deep_dream_suggestion_begin (recipe);
}

static void
remember (DreamRecipe *recipe, DeepDreamAnimation *animation)
{
  g_autoptr (GKeyFile) values = g_key_file_new ();

  dream_keyfile_write (G_OBJECT (recipe), values, RECIPE_GROUP);
  dream_keyfile_write (G_OBJECT (animation), values, ANIMATION_GROUP);
  deep_dream_parameters_remember (DEEP_DREAM_ANIMATION_PROCEDURE, values);
}

static gint32
make_with_progress (gint32              image,
                    gint32              drawable,
                    DreamRecipe        *recipe,
                    DeepDreamAnimation *animation,
                    GError            **error)
{
  gint32 film;

  gimp_progress_init (_ ("Deep Dream Animation"));
  film = deep_dream_film_run (image, drawable, recipe, animation, on_progress,
                              NULL, error);
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
