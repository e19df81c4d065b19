/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Adam's two moments of each value.
 */

#include <math.h>

#include "adam.h"

#define BETA_1  0.9
#define BETA_2  0.999
#define EPSILON 0.1

struct _DreamAdam
{
  DreamPicture *mean;
  DreamPicture *square;
  DreamThreads *threads;
  gint          n_steps;
};

typedef struct
{
  DreamAdam    *adam;
  DreamPicture *gradient;
  gfloat        scale; /* of the gradient */
  gfloat        unbias_mean;
  gfloat        unbias_square;
} Pass;

static void apply_row (gint item, gpointer data);

DreamAdam *
dream_adam_new (gint width, gint height, DreamThreads *threads, GError **error)
{
  g_autoptr (DreamAdam) self = g_new0 (DreamAdam, 1);

  self->threads = threads;
  self->mean    = dream_picture_new (width, height, error);
  self->square  = self->mean ? dream_picture_new (width, height, error) : NULL;

  return self->square ? g_steal_pointer (&self) : NULL;
}

void
dream_adam_free (DreamAdam *self)
{
  if (! self)
    return;

  dream_picture_free (self->mean);
  dream_picture_free (self->square);
  g_free (self);
}

void
dream_adam_apply (DreamAdam *self, DreamPicture *gradient, gdouble mean)
{
  Pass pass = { .adam = self, .gradient = gradient, .scale = 1 / mean };

  self->n_steps++;
  pass.unbias_mean   = 1 / (1 - pow (BETA_1, self->n_steps));
  pass.unbias_square = 1 / (1 - pow (BETA_2, self->n_steps));

  dream_threads_run (self->threads, gradient->height, apply_row, &pass);
}

static void
apply_row (gint item, gpointer data)
{
  const Pass *pass   = data;
  const gint  n      = pass->gradient->width * DREAM_PICTURE_CHANNELS;
  gfloat     *row    = dream_picture_get_row (pass->gradient, item);
  gfloat     *mean   = dream_picture_get_row (pass->adam->mean, item);
  gfloat     *square = dream_picture_get_row (pass->adam->square, item);

  for (gint i = 0; i < n; i++)
    {
      const gfloat g = row[i] * pass->scale;

      mean[i]   = (gfloat) BETA_1 * mean[i] + (gfloat) (1 - BETA_1) * g;
      square[i] = (gfloat) BETA_2 * square[i] + (gfloat) (1 - BETA_2) * g * g;
      row[i]    = mean[i] * pass->unbias_mean /
               (sqrtf (square[i] * pass->unbias_square) + (gfloat) EPSILON);
    }
}
