/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Normalised gradient ascent.
 */

#include <math.h>

#include "adam.h"
#include "engine/image/color.h"
#include "engine/image/gaussian.h"
#include "engine/image/pyramid.h"
#include "regularizers.h"
#include "step.h"

#define FULL_RANGE 255

struct _DreamStep
{
  DreamRecipe  *recipe;
  DreamEffort   effort;
  DreamPlace    place;
  DreamPyramid *laplacian; /* or NULL */
  DreamAdam    *adam;      /* or NULL */
  DreamThreads *threads;
};

/* One pass over the rows of a picture. */
typedef struct
{
  DreamPicture       *picture;
  const DreamPicture *gradient;
  const gfloat       *mask;
  gfloat              factor;  /* of the gradient */
  gdouble            *sums;    /* mask |gradient| of each row */
  gdouble            *weights; /* mask of each row */
} Pass;

static gboolean treat (DreamStep    *self,
                       gint          iteration,
                       DreamPicture *gradient,
                       DreamTick     tick,
                       gpointer      user_data);
static void     add_forces (DreamStep          *self,
                            const DreamPicture *picture,
                            gdouble             scale,
                            gdouble             step,
                            DreamPicture       *gradient);
static gdouble  get_step (DreamStep *self, gint iteration);
static gdouble  get_mean (DreamStep *self, const DreamPicture *gradient);
static void     sum_row (gint item, gpointer data);
static void     step_row (gint item, gpointer data);

DreamStep *
dream_step_new (DreamRecipe       *recipe,
                const DreamEffort *effort,
                const DreamPlace  *place,
                DreamThreads      *threads,
                GError           **error)
{
  g_autoptr (DreamStep) self = g_new0 (DreamStep, 1);

  self->recipe  = recipe;
  self->effort  = *effort;
  self->place   = *place;
  self->threads = threads;

  if (recipe->laplacian > 0)
    {
      self->laplacian = dream_pyramid_new (place->width, place->height,
                                           recipe->laplacian, recipe->tileable,
                                           threads, error);
      if (! self->laplacian)
        return NULL;
    }

  if (recipe->ascent == DREAM_ASCENT_ADAM)
    {
      self->adam = dream_adam_new (place->width, place->height, threads, error);
      if (! self->adam)
        return NULL;
    }

  return g_steal_pointer (&self);
}

void
dream_step_free (DreamStep *self)
{
  if (! self)
    return;

  dream_pyramid_free (self->laplacian);
  dream_adam_free (self->adam);
  g_free (self);
}

void
dream_step_take (DreamStep    *self,
                 gint          iteration,
                 DreamPicture *picture,
                 DreamPicture *gradient,
                 DreamTick     tick,
                 gpointer      user_data)
{
  const gdouble step = get_step (self, iteration) / FULL_RANGE;
  Pass          pass = { picture, gradient, self->place.mask, 0, NULL, NULL };
  gdouble       mean;

  if (! treat (self, iteration, gradient, tick, user_data))
    return;

  mean = get_mean (self, gradient);
  if (! tick (0, user_data) || ! (mean > 0))
    return;

  if (self->adam)
    {
      dream_adam_apply (self->adam, gradient, mean);
      mean = get_mean (self, gradient);
      if (! tick (0, user_data) || ! (mean > 0))
        return;
    }

  if (self->recipe->variation > 0 || self->recipe->pull > 0)
    {
      add_forces (self, picture, 1 / mean, step, gradient);
      mean = 1;
      if (! tick (0, user_data))
        return;
    }

  pass.factor = step / mean;
  dream_threads_run (self->threads, picture->height, step_row, &pass);
}

/* Returns: FALSE if @tick broke off. */
static gboolean
treat (DreamStep    *self,
       gint          iteration,
       DreamPicture *gradient,
       DreamTick     tick,
       gpointer      user_data)
{
  DreamRecipe  *recipe = self->recipe;
  const gdouble sigma  = dream_gaussian_get_sigma (recipe->smoothing, iteration,
                                                   self->effort.iterations);

  if (recipe->smoothing > 0 &&
      ! dream_gaussian_run (gradient, sigma, recipe->tileable,
                            self->place.scratch, self->threads, tick,
                            user_data))
    return FALSE;

  if (self->laplacian &&
      ! dream_pyramid_normalize (self->laplacian, gradient, tick, user_data))
    return FALSE;

  if (recipe->decorrelate)
    {
      dream_color_decorrelate (gradient, self->threads);
      if (! tick (0, user_data))
        return FALSE;
    }

  if (recipe->color == DREAM_COLOR_LUMA)
    {
      dream_color_make_gray (gradient, self->threads);
      if (! tick (0, user_data))
        return FALSE;
    }

  return TRUE;
}

static void
add_forces (DreamStep          *self,
            const DreamPicture *picture,
            gdouble             scale,
            gdouble             step,
            DreamPicture       *gradient)
{
  const DreamRegularizers forces = { self->recipe->variation,
                                     self->recipe->pull, self->place.original,
                                     self->recipe->tileable };

  dream_regularizers_add (&forces, picture, scale, step, gradient,
                          self->threads);

  /* They act on each channel. */
  if (self->recipe->color == DREAM_COLOR_LUMA)
    dream_color_make_gray (gradient, self->threads);
}

static gdouble
get_step (DreamStep *self, gint iteration)
{
  const gint    last = MAX (self->effort.iterations - 1, 1);
  const gdouble fall = self->recipe->final_step / 100;

  return self->effort.step * pow (fall, (gdouble) iteration / last);
}

/* Of |gradient|. */
static gdouble
get_mean (DreamStep *self, const DreamPicture *gradient)
{
  g_autofree gdouble *sums    = g_new (gdouble, gradient->height);
  g_autofree gdouble *weights = g_new (gdouble, gradient->height);
  Pass    pass   = { NULL, gradient, self->place.mask, 0, sums, weights };
  gdouble sum    = 0;
  gdouble weight = 0;

  dream_threads_run (self->threads, gradient->height, sum_row, &pass);

  /* In this order, whatever thread summed which row. */
  for (gint y = 0; y < gradient->height; y++)
    {
      sum += sums[y];
      weight += weights[y];
    }

  return weight > 0 ? sum / (weight * DREAM_PICTURE_CHANNELS) : 0;
}

static void
sum_row (gint item, gpointer data)
{
  const Pass   *pass   = data;
  const gint    width  = pass->gradient->width;
  const gfloat *row    = dream_picture_get_row (pass->gradient, item);
  const gfloat *mask   = pass->mask ? pass->mask + (gsize) item * width : NULL;
  gdouble       sum    = 0;
  gdouble       weight = 0;

  for (gint x = 0; mask && x < width; x++)
    {
      for (gint c = 0; c < DREAM_PICTURE_CHANNELS; c++)
        sum += mask[x] * fabsf (*row++);
      weight += mask[x];
    }

  for (gint i = 0; ! mask && i < width * DREAM_PICTURE_CHANNELS; i++)
    sum += fabsf (row[i]);

  pass->sums[item]    = sum;
  pass->weights[item] = mask ? weight : width;
}

static void
step_row (gint item, gpointer data)
{
  const Pass   *pass     = data;
  const gint    width    = pass->picture->width;
  const gfloat *gradient = dream_picture_get_row (pass->gradient, item);
  const gfloat *mask = pass->mask ? pass->mask + (gsize) item * width : NULL;
  gfloat       *row  = dream_picture_get_row (pass->picture, item);

  for (gint x = 0; x < width; x++)
    {
      const gfloat factor = mask ? mask[x] * pass->factor : pass->factor;

      for (gint c = 0; c < DREAM_PICTURE_CHANNELS; c++)
        {
          const gfloat value = *row + factor * *gradient++;

          *row++ = CLAMP (value, 0, 1);
        }
    }
}
