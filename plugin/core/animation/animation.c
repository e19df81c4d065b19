/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an animation is: its parameters, where its camera goes, what its frames
 * are called.
 */

#include "animation.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#define TURN 360.0

/* How far from a whole turn a turn may be, in degrees. */
#define SAME_ANGLE 1e-3

enum
{
  PROPERTY_FRAMES = 1,
  PROPERTY_MOVEMENT,
  PROPERTY_AMOUNT,
  PROPERTY_DELAY,
  N_PROPERTIES
};

static void    deep_dream_animation_get_property (GObject    *object,
                                                  guint       id,
                                                  GValue     *value,
                                                  GParamSpec *pspec);
static void    deep_dream_animation_set_property (GObject      *object,
                                                  guint         id,
                                                  const GValue *value,
                                                  GParamSpec   *pspec);
static gdouble get_angle (DeepDreamAnimation *animation, gint index);

G_DEFINE_FINAL_TYPE (DeepDreamAnimation, deep_dream_animation, G_TYPE_OBJECT)

GType
deep_dream_movement_get_type (void)
{
  static const GEnumValue choices[] = {
    /* Translators: what changes in an animation, frame by frame. */
    { DEEP_DREAM_MOVEMENT_ZOOM, N_ ("Zoom"), "zoom" },
    { DEEP_DREAM_MOVEMENT_ROTATION, N_ ("Rotation"), "rotation" },
    { DEEP_DREAM_MOVEMENT_STRENGTH, N_ ("Growing strength"), "strength" },
    { DEEP_DREAM_MOVEMENT_OCTAVES, N_ ("Octave by octave"), "octaves" },
    { 0, NULL, NULL }
  };
  static gsize type = 0;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type,
                       g_enum_register_static ("DeepDreamMovement", choices));
  return type;
}

DeepDreamAnimation *
deep_dream_animation_new (void)
{
  return g_object_new (DEEP_DREAM_TYPE_ANIMATION, NULL);
}

GParamSpec **
deep_dream_animation_list_parameters (guint *n_parameters)
{
  GObjectClass *klass      = g_type_class_ref (DEEP_DREAM_TYPE_ANIMATION);
  GParamSpec  **parameters = g_object_class_list_properties (klass,
                                                             n_parameters);

  g_type_class_unref (klass);

  return parameters;
}

gchar *
deep_dream_animation_name_frame (DeepDreamAnimation *animation,
                                 gint                index,
                                 gboolean            has_alpha)
{
  /* Translators: the name of a layer that is a frame of an animation; what
   * GIMP reads of it is added, and not to be translated.
   */
  g_autofree gchar *name = g_strdup_printf (_ ("Frame %d"), index + 1);

  return g_strdup_printf ("%s (%dms)%s", name, animation->delay,
                          has_alpha ? " (replace)" : "");
}

/* Of a zoom out, the last frame shows all of the picture. */
DeepDreamPosition
deep_dream_animation_get_position (DeepDreamAnimation *animation,
                                   gint                index,
                                   gint                width,
                                   gint                height)
{
  const gdouble     amount   = animation->amount;
  DeepDreamPosition position = { 1.0, 0.0 };

  if (animation->movement == DEEP_DREAM_MOVEMENT_ZOOM)
    {
      const gint n = amount < 0 ? animation->n_frames - 1 - index : index;

      position.scale = pow (1.0 + fabs (amount) / 100.0, n);
    }
  else if (animation->movement == DEEP_DREAM_MOVEMENT_ROTATION)
    {
      position.angle = get_angle (animation, index);

      /* The same for all frames, as the picture is not to breathe. */
      for (gint i = 0; i < animation->n_frames; i++)
        {
          const gdouble angle = get_angle (animation, i);

          position.scale = MAX (position.scale,
                                deep_dream_camera_get_cover (angle, width,
                                                             height));
        }
    }

  return position;
}

static void
deep_dream_animation_class_init (DeepDreamAnimationClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT |
                            G_PARAM_STATIC_NAME;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = deep_dream_animation_get_property;
  object_class->set_property = deep_dream_animation_set_property;

  g_object_class_install_property (
    object_class, PROPERTY_FRAMES,
    g_param_spec_int ("frames", _ ("_Frames"),
                      _ ("How many frames are made, each a layer"), 2, 500, 24,
                      flags));
  g_object_class_install_property (
    object_class, PROPERTY_MOVEMENT,
    g_param_spec_enum (
      "movement", _ ("_Movement"),
      _ ("What changes from frame to frame: how near the "
         "camera is, how it is turned, how strong the dream is, "
         "or up to which octave it is complete"),
      deep_dream_movement_get_type (), DEEP_DREAM_MOVEMENT_ZOOM, flags));
  g_object_class_install_property (
    object_class, PROPERTY_AMOUNT,
    g_param_spec_double ("amount", _ ("_Amount"),
                         _ (
                           "How much it changes from frame to frame: percent "
                           "of a zoom, or degrees of a rotation, which goes "
                           "round if all frames together make whole turns, and "
                           "otherwise to and fro"),
                         -45, 45, 2, flags));
  g_object_class_install_property (
    object_class, PROPERTY_DELAY,
    g_param_spec_int ("delay", _ ("_Delay"),
                      _ ("For how long each frame is shown, in milliseconds"),
                      10, 10000, 80, flags));
}

static void
deep_dream_animation_init (DeepDreamAnimation *self G_GNUC_UNUSED)
{
}

static void
deep_dream_animation_get_property (GObject    *object,
                                   guint       id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  DeepDreamAnimation *self = DEEP_DREAM_ANIMATION (object);

  switch (id)
    {
    case PROPERTY_FRAMES:
      g_value_set_int (value, self->n_frames);
      break;
    case PROPERTY_MOVEMENT:
      g_value_set_enum (value, self->movement);
      break;
    case PROPERTY_AMOUNT:
      g_value_set_double (value, self->amount);
      break;
    case PROPERTY_DELAY:
      g_value_set_int (value, self->delay);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
deep_dream_animation_set_property (GObject      *object,
                                   guint         id,
                                   const GValue *value,
                                   GParamSpec   *pspec)
{
  DeepDreamAnimation *self = DEEP_DREAM_ANIMATION (object);

  switch (id)
    {
    case PROPERTY_FRAMES:
      self->n_frames = g_value_get_int (value);
      break;
    case PROPERTY_MOVEMENT:
      self->movement = g_value_get_enum (value);
      break;
    case PROPERTY_AMOUNT:
      self->amount = g_value_get_double (value);
      break;
    case PROPERTY_DELAY:
      self->delay = g_value_get_int (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* To and fro as a pendulum swings, which is gentle where it turns back. */
static gdouble
get_angle (DeepDreamAnimation *animation, gint index)
{
  const gdouble whole = animation->amount * animation->n_frames;

  if (fabs (remainder (whole, TURN)) < SAME_ANGLE)
    return animation->amount * index;

  return whole / (2 * G_PI) * sin (2 * G_PI * index / animation->n_frames);
}
