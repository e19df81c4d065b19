/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Normalised gradient ascent.
 */

#include <math.h>

#include "step.h"

#define FULL_RANGE 255

struct _DreamStep
{
  DreamRecipe  *recipe;
  DreamEffort   effort;
  const gfloat *mask;
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

static gdouble get_step (DreamStep *self, gint iteration);
static gdouble get_mean (DreamStep *self, const DreamPicture *gradient);
static void    sum_row (gint item, gpointer data);
static void    step_row (gint item, gpointer data);

DreamStep *
dream_step_new (DreamRecipe       *recipe,
                const DreamEffort *effort,
                const gfloat      *mask,
                DreamThreads      *threads)
{
  DreamStep *self = g_new0 (DreamStep, 1);

  self->recipe  = recipe;
  self->effort  = *effort;
  self->mask    = mask;
  self->threads = threads;

  return self;
}

void
dream_step_free (DreamStep *self)
{
  g_free (self);
}

void
dream_step_take (DreamStep          *self,
                 gint                iteration,
                 DreamPicture       *picture,
                 const DreamPicture *gradient,
                 DreamTick           tick,
                 gpointer            user_data)
{
  Pass          pass = { picture, gradient, self->mask, 0, NULL, NULL };
  const gdouble mean = get_mean (self, gradient);

  if (! tick (0, user_data) || ! (mean > 0))
    return;

  pass.factor = get_step (self, iteration) / FULL_RANGE / mean;
  dream_threads_run (self->threads, picture->height, step_row, &pass);
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
  Pass                pass   = { NULL, gradient, self->mask, 0, sums, weights };
  gdouble             sum    = 0;
  gdouble             weight = 0;

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
