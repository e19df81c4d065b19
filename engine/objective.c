/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The objective: strengthen whatever the layer finds.
 */

#include <string.h>

#include "objective.h"

typedef struct
{
  gint             block;
  const DreamView *activation;
  const DreamView *seed;
} Seeding;

static void seed_row (gint item, gpointer data);

void
dream_objective_seed (DreamThreads    *threads,
                      gint             block,
                      const DreamView *activation,
                      const DreamView *seed)
{
  Seeding seeding = { block, activation, seed };

  dream_threads_run (threads, activation->n_blocks * activation->height,
                     seed_row, &seeding);
}

static void
seed_row (gint item, gpointer data)
{
  const Seeding *seeding = data;
  const gint     b       = item / seeding->activation->height;
  const gint     y       = item % seeding->activation->height;

  memcpy (seeding->seed->data + b * seeding->seed->block +
            y * seeding->seed->row,
          seeding->activation->data + b * seeding->activation->block +
            y * seeding->activation->row,
          (gsize) seeding->activation->width * seeding->block *
            sizeof (gfloat));
}
