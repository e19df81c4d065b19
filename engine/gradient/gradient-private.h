/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the parts of a gradient share: gradient.c (tiles: how large, and in
 * which order) and tile.c (what goes in and out of one).
 */

#pragma once

#include "gradient.h"
#include "tiling.h"

G_BEGIN_DECLS

#define DREAM_GRADIENT_ALIGNMENT 64

typedef struct _DreamPass DreamPass;
typedef struct _DreamTile DreamTile;

struct _DreamGradient
{
  DreamCompiled *compiled;
  DreamThreads  *threads;
  DreamAxis      x;
  DreamAxis      y;
  gboolean       is_exact;

  GPtrArray *plans;        /* one for each tile size */
  GArray    *plan_of_tile; /* guint */
  DreamPlan *bound;
  gsize      memory_size;
  gsize      n_pixels; /* of the largest tile */
  gpointer   memory;
  gfloat    *tile_gradient;

  gfloat       *ones;   /* for each lane of any target */
  DreamSeeder  *seeder; /* or NULL */
  const gfloat *mask;   /* or NULL */
};

/* All tiles once. */
struct _DreamPass
{
  DreamGradient      *self;
  const DreamPicture *picture;
  DreamPicture       *gradient;
  gint                shift_x; /* from the picture to the canvas */
  gint                shift_y;
  gboolean            only_measures;
  gdouble             share; /* of a whole pass in what is reported */
  DreamTick           tick;
  gpointer            user_data;
};

struct _DreamTile
{
  const DreamPass *pass;
  DreamPlan       *plan;
  DreamSpan        x;
  DreamSpan        y;
  gfloat          *input;
  gsize            input_row;
  gdouble          share; /* of this tile in what is reported */
};

/**
 * dream_tile_compute:
 * @tile: all but its input set.
 *
 * Looks at a tile and, unless the pass only measures, writes the gradient of
 * what it keeps.
 *
 * Returns: %FALSE if the pass' tick broke off.
 */
gboolean dream_tile_compute (DreamTile *tile);

G_END_DECLS
