/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Dot product times cosine, and the gradient of that.
 */

#include <math.h>

#include "clearness.h"
#include "similarity.h"

/* The least cosine that counts, f. */
#define LEAST_COSINE 0.02

static void find_gradient (DreamClearness *self,
                           gsize           place,
                           gdouble         dot,
                           gdouble         direction_squared,
                           gdouble         values_squared);

DreamClearness *
dream_clearness_new (DreamThreads       *threads,
                     const DreamKernels *kernels,
                     const DreamView    *activation,
                     const gfloat       *directions,
                     guint               n_directions,
                     const gfloat       *channels)
{
  const gsize         n_lanes = (gsize) activation->n_blocks * kernels->block;
  const gsize         n       = (gsize) activation->height * activation->width;
  g_autofree gdouble *squares = g_new0 (gdouble, n_directions);
  DreamClearness     *self    = g_new0 (DreamClearness, 1);

  for (gsize i = 0; i < n_directions * n_lanes; i++)
    squares[i / n_lanes] += (gdouble) directions[i] * directions[i];

  if (n_directions > 1)
    self->nearest = dream_similarity_match (threads, kernels, activation,
                                            directions, n_directions);
  self->along = dream_similarity_new (threads, kernels, activation, directions,
                                      self->nearest);
  self->back  = dream_similarity_new_squares (threads, kernels, activation,
                                              channels);
  self->squares = g_new (gfloat, n);

  for (gsize i = 0; i < n; i++)
    find_gradient (self, i, self->along[i],
                   squares[self->nearest ? self->nearest[i] : 0],
                   self->back[i]);

  return self;
}

void
dream_clearness_free (DreamClearness *self)
{
  if (! self)
    return;

  g_free (self->nearest);
  g_free (self->along);
  g_free (self->back);
  g_free (self->squares);
  g_free (self);
}

static void
find_gradient (DreamClearness *self,
               gsize           place,
               gdouble         dot,
               gdouble         direction_squared,
               gdouble         values_squared)
{
  const gdouble lengths = sqrt (direction_squared * values_squared);
  const gdouble cosine  = lengths > 0 ? dot / lengths : 0;

  if (cosine > LEAST_COSINE)
    {
      self->along[place]   = 2 * cosine;
      self->back[place]    = -cosine * dot / values_squared;
      self->squares[place] = direction_squared * cosine * cosine *
                             (4 - 3 * cosine * cosine);
    }
  else
    {
      self->along[place]   = LEAST_COSINE;
      self->back[place]    = 0;
      self->squares[place] = direction_squared * LEAST_COSINE * LEAST_COSINE;
    }
}
