/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an animation is: its kinds, where its camera goes, what its frames are
 * called.
 */

#include "animation.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "animate.h"
#include "loaded.h"

#define TURN 360.0

/* How far from a whole turn a turn may be, in degrees. */
#define SAME_ANGLE 1e-3

typedef struct
{
  const gchar *word;
  const gchar *title;
} Kind;

/* In the order of DeepDreamAnimationKind. */
static const Kind kinds[DEEP_DREAM_ANIMATION_N_KINDS] = {
  /* Translators: what changes in an animation, frame by frame. */
  { "zoom", N_ ("Zoom") },
  { "rotation", N_ ("Rotation") },
  { "strength", N_ ("Growing strength") },
  { "octaves", N_ ("Octave by octave") },
};

static gboolean check_number (const gchar *title,
                              gdouble      number,
                              gdouble      minimum,
                              gdouble      maximum,
                              GError     **error);
static gdouble  get_angle (const DeepDreamAnimation *animation, gint index);

const gchar *
deep_dream_animation_get_word (DeepDreamAnimationKind kind)
{
  return kinds[kind].word;
}

const gchar *
deep_dream_animation_get_title (DeepDreamAnimationKind kind)
{
  return _(kinds[kind].title);
}

gboolean
deep_dream_animation_check (DeepDreamAnimation *animation,
                            const gchar        *word,
                            GError            **error)
{
  gint kind = 0;

  while (kind < DEEP_DREAM_ANIMATION_N_KINDS &&
         g_strcmp0 (kinds[kind].word, word) != 0)
    kind++;

  if (kind == DEEP_DREAM_ANIMATION_N_KINDS)
    {
      g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE,
                   _("\"%s\" is no movement of an animation; there are "
                     "\"zoom\", \"rotation\", \"strength\" and \"octaves\"."),
                      word ? word : "");
      return FALSE;
    }

  animation->kind = kind;

  return check_number (_("Frames"), animation->n_frames,
                          DEEP_DREAM_ANIMATION_MIN_FRAMES,
                          DEEP_DREAM_ANIMATION_MAX_FRAMES, error) &&
                       check_number (_("Amount"), animation->amount,
                                        -DEEP_DREAM_ANIMATION_MAX_AMOUNT,
                                        DEEP_DREAM_ANIMATION_MAX_AMOUNT,
                                        error) &&
                                     check_number (_("Delay"), animation->delay,
                                       DEEP_DREAM_ANIMATION_MIN_DELAY,
                                       DEEP_DREAM_ANIMATION_MAX_DELAY, error);
}

gchar *
deep_dream_animation_name_frame (const DeepDreamAnimation *animation,
                                 gint                      index,
                                 gboolean                  has_alpha)
{
  /* Translators: the name of a layer that is a frame of an animation; what
   * GIMP reads of it is added, and not to be translated.
   */
  g_autofree gchar *name = g_strdup_printf (_("Frame %d"), index + 1);

  return g_strdup_printf ("%s (%dms)%s", name, animation->delay,
                          has_alpha ? " (replace)" : "");
}

/* Of a zoom out, the last frame shows all of the picture. */
DeepDreamPosition
deep_dream_animation_get_position (const DeepDreamAnimation *animation,
                                   gint                      index,
                                   gint                      width,
                                   gint                      height)
{
  const gdouble     amount   = animation->amount;
  DeepDreamPosition position = { 1.0, 0.0 };

  if (animation->kind == DEEP_DREAM_ANIMATION_ZOOM)
    {
      const gint n = amount < 0 ? animation->n_frames - 1 - index : index;

      position.scale = pow (1.0 + fabs (amount) / 100.0, n);
    }
  else if (animation->kind == DEEP_DREAM_ANIMATION_ROTATION)
    {
      position.angle = get_angle (animation, index);

      /* The same for all frames, as the picture is not to breathe. */
      for (gint i = 0; i < animation->n_frames; i++)
        {
          const gdouble angle = get_angle (animation, i);

          position.scale = MAX (position.scale,
                                deep_dream_movement_get_cover (angle, width,
                                                               height));
        }
    }

  return position;
}

gboolean
deep_dream_animation_run (const DeepDreamAnimation *animation,
                          DreamRecipe              *recipe,
                          GeglBuffer               *source,
                          const DreamResources     *resources,
                          DeepDreamAnimationFrame   on_frame,
                          DeepDreamProgress         progress,
                          gpointer                  user_data,
                          GError                  **error)
{
  g_autoptr (DeepDreamLoaded) loaded   = NULL;
  g_autoptr (DreamRecipe)     complete = NULL;

  loaded = deep_dream_loaded_new (recipe->network, error);
  if (! loaded || ! deep_dream_loaded_name (loaded, recipe, error))
    return FALSE;

  complete = deep_dream_loaded_complete (loaded, recipe);

  return deep_dream_animate (animation, loaded->network, &loaded->names,
                             complete, source, resources, on_frame, progress,
                             user_data, error);
}

static gboolean
check_number (const gchar *title,
              gdouble      number,
              gdouble      minimum,
              gdouble      maximum,
              GError     **error)
{
  if (number >= minimum && number <= maximum)
    return TRUE;

  /* Translators: the name of an argument, and three numbers. */
  g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE,
               _("%s must be from %g to %g and not %g."), title, minimum,
                  maximum, number);
  return FALSE;
}

/* To and fro as a pendulum swings, which is gentle where it turns back. */
static gdouble
get_angle (const DeepDreamAnimation *animation, gint index)
{
  const gdouble whole = animation->amount * animation->n_frames;

  if (fabs (remainder (whole, TURN)) < SAME_ANGLE)
    return animation->amount * index;

  return whole / (2 * G_PI) * sin (2 * G_PI * index / animation->n_frames);
}
