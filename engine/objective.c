/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The objective: strengthen whatever the layer, or some of its channels, find.
 */

#include "objective.h"

typedef struct
{
  const DreamKernels *kernels;
  const DreamView    *activation;
  const gfloat       *weights;
  const DreamView    *seed;
} Seeding;

static void seed_row (gint item, gpointer data);

void
dream_objective_seed (DreamThreads       *threads,
                      const DreamKernels *kernels,
                      const DreamView    *activation,
                      const gfloat       *weights,
                      const DreamView    *seed)
{
  Seeding seeding = { kernels, activation, weights, seed };

  dream_threads_run (threads, activation->n_blocks * activation->height,
                     seed_row, &seeding);
}

static void
seed_row (gint item, gpointer data)
{
  const Seeding *seeding = data;
  const gint     b       = item / seeding->activation->height;
  const gint     y       = item % seeding->activation->height;

  if (seeding->weights)
    seeding->kernels->weigh (seeding->seed, seeding->activation,
                             seeding->weights, b, y);
  else
    seeding->kernels->copy (seeding->seed, seeding->activation, b, y);
}
