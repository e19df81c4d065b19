/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Turn, look, turn back.
 */

#include "engine/image/mask.h"
#include "transform.h"
#include "transformed-gradient.h"

struct _DreamTransformedGradient
{
  DreamGradient *gradient;
  DreamRecipe   *recipe;
  const gfloat  *mask;
  gfloat        *turned_mask; /* or NULL */
  DreamPicture  *scratch;
  DreamThreads  *threads;
};

static gboolean compute_turned (DreamTransformedGradient *self,
                                const DreamTransform     *turn,
                                const DreamPicture       *picture,
                                gint                      shift_x,
                                gint                      shift_y,
                                DreamPicture             *gradient,
                                DreamTick                 tick,
                                gpointer                  user_data);

DreamTransformedGradient *
dream_transformed_gradient_new (DreamGradient *gradient,
                                DreamRecipe   *recipe,
                                const gfloat  *mask,
                                DreamPicture  *scratch,
                                DreamThreads  *threads,
                                GError       **error)
{
  g_autoptr (DreamTransformedGradient) self = g_new0 (DreamTransformedGradient,
                                                      1);

  self->gradient = gradient;
  self->recipe   = recipe;
  self->mask     = mask;
  self->scratch  = scratch;
  self->threads  = threads;

  if (mask && dream_transform_is_wanted (recipe))
    {
      self->turned_mask = dream_mask_new (scratch->width, scratch->height,
                                          error);
      if (! self->turned_mask)
        return NULL;
    }

  return g_steal_pointer (&self);
}

void
dream_transformed_gradient_free (DreamTransformedGradient *self)
{
  if (! self)
    return;

  g_free (self->turned_mask);
  g_free (self);
}

gboolean
dream_transformed_gradient_compute (DreamTransformedGradient *self,
                                    GRand                    *random,
                                    const DreamPicture       *picture,
                                    DreamPicture             *gradient,
                                    DreamTick                 tick,
                                    gpointer                  user_data)
{
  DreamTransform turn;
  gint           shift_x;
  gint           shift_y;

  dream_gradient_draw_shift (self->gradient, random, self->recipe->jitter,
                             &shift_x, &shift_y);
  if (dream_transform_draw (&turn, self->recipe, random, picture->width,
                            picture->height))
    return compute_turned (self, &turn, picture, shift_x, shift_y, gradient,
                           tick, user_data);

  dream_gradient_set_mask (self->gradient, self->mask);

  return dream_gradient_compute (self->gradient, picture, shift_x, shift_y,
                                 gradient, tick, user_data);
}

static gboolean
compute_turned (DreamTransformedGradient *self,
                const DreamTransform     *turn,
                const DreamPicture       *picture,
                gint                      shift_x,
                gint                      shift_y,
                DreamPicture             *gradient,
                DreamTick                 tick,
                gpointer                  user_data)
{
  gfloat *back = self->scratch->pixels;

  dream_transform_forth (turn, picture->pixels, DREAM_PICTURE_CHANNELS, back,
                         self->threads);
  if (self->mask)
    dream_transform_forth (turn, self->mask, 1, self->turned_mask,
                           self->threads);

  dream_gradient_set_mask (self->gradient, self->turned_mask);
  if (! dream_gradient_compute (self->gradient, self->scratch, shift_x, shift_y,
                                gradient, tick, user_data))
    return FALSE;

  /* The turned picture is not needed any more. */
  dream_transform_back (turn, gradient, self->scratch, self->threads);
  self->scratch->pixels = gradient->pixels;
  gradient->pixels      = back;

  return tick (0, user_data);
}
