/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Frames that each go on from the one before.
 *
 * What is carried from frame to frame is the difference that the dream makes to
 * the picture, never the frame itself, which would grow softer with each move.
 */

#include <math.h>

#include "animate-carry.h"
#include "engine/recipe/effort.h"

/* What a camera that moves leaves of the difference from frame to frame, and
 * how much of the recipe's whole effort is spent on each frame to make up for
 * that. Measured with the presets so that the dream is as strong in the last
 * frame as in the first.
 */
#define FADE        0.9
#define MOVED_SHARE 0.15

/* The part of a loop's frames in which it is led back to its beginning. */
#define CLOSING 0.4

/* A recipe's strength that changes nothing. */
#define AS_IT_IS 50

static gdouble       get_share (const DeepDreamFrameMaker *self, gint index);
static gdouble       count_work (const DeepDreamFrameMaker *self, gint index);
static DreamRecipe  *make_recipe (const DeepDreamFrameMaker *self, gint index);
static DreamPicture *move_on (DeepDreamFrameMaker *self,
                              gint                 index,
                              const DreamPicture  *last,
                              const DreamPicture  *first,
                              GError             **error);
static DreamPicture *move (DeepDreamFrameMaker *self,
                           const DreamPicture  *difference,
                           gint                 from,
                           gint                 to,
                           GError             **error);

gboolean
deep_dream_animate_carry (DeepDreamFrameMaker *self, GError **error)
{
  g_autoptr (DreamPicture) last  = NULL;
  g_autoptr (DreamPicture) first = NULL;
  gdouble                  total = 0;

  for (gint i = 0; i < self->animation->n_frames; i++)
    total += count_work (self, i);

  for (gint i = 0; i < self->animation->n_frames && ! self->is_stopped; i++)
    {
      g_autoptr (DreamRecipe)  recipe = make_recipe (self, i);
      g_autoptr (GeglBuffer)   frame  = NULL;
      g_autoptr (DreamPicture) before = deep_dream_frame_maker_show (self, i,
                                                                     &frame,
                                                                     error);
      g_autoptr (DreamPicture) begun  = NULL;
      g_autoptr (DreamPicture) after  = NULL;

      if (! before)
        return FALSE;

      begun = last ? move_on (self, i, last, first, error)
                   : dream_picture_new (self->width, self->height, error);
      if (! begun)
        return FALSE;

      dream_picture_add (begun, before, 1, self->threads);
      dream_picture_clamp (begun, self->threads);

      after = deep_dream_frame_maker_dream (self, recipe, begun,
                                            count_work (self, i) / total,
                                            error);
      if (! after ||
          ! deep_dream_frame_maker_deliver (self, frame, before, after, error))
        return FALSE;

      dream_picture_add (after, before, -1, self->threads);
      g_clear_pointer (&last, dream_picture_free);
      last = g_steal_pointer (&after);

      if (i == 0 && self->animation->movement == DEEP_DREAM_MOVEMENT_ROTATION)
        {
          first = dream_picture_copy (last, error);
          if (! first)
            return FALSE;
        }
    }

  return TRUE;
}

/* How much of the recipe's effort a frame takes. */
static gdouble
get_share (const DeepDreamFrameMaker *self, gint index)
{
  if (self->animation->movement == DEEP_DREAM_MOVEMENT_STRENGTH)
    return index == 0 ? 0 : 1.0 / (self->animation->n_frames - 1);

  return index == 0 ? 1 : MOVED_SHARE;
}

/* In iterations; a frame that is not dreamed on takes a little too. */
static gdouble
count_work (const DeepDreamFrameMaker *self, gint index)
{
  g_autoptr (DreamRecipe) recipe = make_recipe (self, index);

  return recipe->strength > 0 ? recipe->iterations : 1;
}

/* Whole iterations, and such steps that it is the share after all.  Another
 * seed for each frame, as the places that jitter favours would otherwise stand
 * still while the picture moves.
 */
static DreamRecipe *
make_recipe (const DeepDreamFrameMaker *self, gint index)
{
  const DreamEffort effort     = dream_recipe_get_effort (self->recipe);
  const gdouble     iterations = effort.iterations * get_share (self, index);
  DreamRecipe      *recipe     = dream_recipe_copy (self->recipe);

  recipe->iterations = MAX ((gint) rint (iterations), 1);
  recipe->step       = effort.step * iterations / recipe->iterations;
  recipe->strength   = recipe->step > 0 ? AS_IT_IS : 0;
  recipe->seed = (gint) (((guint) recipe->seed + (guint) index) & G_MAXINT);

  return recipe;
}

/* The difference that a frame begins with: the one before's, and, near the end
 * of a loop, the first one's too, as it will be there when the loop begins
 * anew.
 */
static DreamPicture *
move_on (DeepDreamFrameMaker *self,
         gint                 index,
         const DreamPicture  *last,
         const DreamPicture  *first,
         GError             **error)
{
  const gint               n_frames = self->animation->n_frames;
  const gdouble            n_last   = MAX (CLOSING * n_frames, 1);
  const gdouble            closing  = (index - n_frames + n_last) / n_last;
  g_autoptr (DreamPicture) begun    = NULL;

  if (self->animation->movement == DEEP_DREAM_MOVEMENT_STRENGTH)
    return dream_picture_copy (last, error);

  begun = move (self, last, index - 1, index, error);
  if (! begun)
    return NULL;

  if (first && closing > 0)
    {
      g_autoptr (DreamPicture) end = move (self, first, 0, index, error);

      if (! end)
        return NULL;

      /* begun += closing (end - begun) */
      dream_picture_add (end, begun, -1, self->threads);
      dream_picture_add (begun, end, (gfloat) closing, self->threads);
    }

  dream_picture_add (begun, begun, (gfloat) FADE - 1, self->threads);
  return g_steal_pointer (&begun);
}

static DreamPicture *
move (DeepDreamFrameMaker *self,
      const DreamPicture  *difference,
      gint                 from,
      gint                 to,
      GError             **error)
{
  DreamPicture *moved = dream_picture_new (self->width, self->height, error);
  DeepDreamPosition old, new;

  if (! moved)
    return NULL;

  old = deep_dream_animation_get_position (self->animation, from, self->width,
                                           self->height);
  new = deep_dream_animation_get_position (self->animation, to, self->width,
                                           self->height);
  deep_dream_camera_apply (deep_dream_camera_between (old, new),
                           difference->pixels, DREAM_PICTURE_CHANNELS,
                           self->width, self->height, moved->pixels,
                           self->threads);

  return moved;
}
