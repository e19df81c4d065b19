/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The octave loop of google/deepdream: from the smallest size to the largest.
 * It knows what to dream and how far it is, not what becomes of the result.
 */

#pragma once

#include "engine/compute/compiled.h"
#include "engine/objective/seeder.h"
#include "engine/progress.h"
#include "engine/recipe/effort.h"
#include "octaves.h"

G_BEGIN_DECLS

typedef struct _DreamOctaveLoop DreamOctaveLoop;

/**
 * DreamOctaveLoop:
 * @recipe: what to dream.
 * @effort: how many steps an octave has, and how large the first is.
 * @picture: H x W x 3, 0..1.
 * @mask: (nullable): where to dream, H x W; %NULL for everywhere.
 * @octaves: (element-type DreamOctave): largest first.
 * @compiled: the network up to its targets.
 * @seeder: says what is strengthened there.
 * @threads: compute.
 * @random: where the random numbers come from.
 * @budget: bytes for a tile.
 * @progress: is told of the work.
 * @work: of a pixel in one iteration, as a share of the whole dream's.
 * @largest: (nullable): the loop's own; %NULL at first.
 *
 * All of it must outlive the loop.
 */
struct _DreamOctaveLoop
{
  DreamRecipe        *recipe;
  DreamEffort         effort;
  const DreamPicture *picture;
  const gfloat       *mask;
  GArray             *octaves;
  DreamCompiled      *compiled;
  DreamSeeder        *seeder;
  DreamThreads       *threads;
  GRand              *random;
  gsize               budget;
  DreamProgress      *progress;
  gdouble             work;
  DreamPicture       *largest;
};

/**
 * dream_octave_loop_run:
 * @loop: what to dream, on what and with what.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable): if the largest octave has the picture's
 *   own size, the dream; otherwise what it adds to the picture, in the largest
 *   octave's size, to be scaled up.  %NULL with %DREAM_ERROR_NO_MEMORY,
 *   %DREAM_ERROR_TOO_SMALL or %DREAM_ERROR_CANCELLED.
 */
DreamPicture *dream_octave_loop_run (DreamOctaveLoop *loop, GError **error);

G_END_DECLS
