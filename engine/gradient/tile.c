/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A tile: the picture in, the seed, the gradient out.
 */

#include <math.h>

#include "gradient-private.h"
#include "mask-grid.h"

/* Without a seeder. */
typedef struct
{
  const DreamKernels *kernels;
  const DreamSeeding *itself;
} Seeding;

static void     measure (DreamTile *tile);
static gint     first_behind (gint pixels, gint stride);
static void     seed (guint            target,
                      const DreamView *activation,
                      const DreamView *gradient,
                      gboolean         accumulate,
                      gpointer         data);
static gfloat  *make_places (const DreamTile *tile,
                             guint            target,
                             const DreamView *activation);
static void     seed_row (gint item, gpointer data);
static void     fill_row (gint item, gpointer data);
static void     keep_row (gint item, gpointer data);
static gboolean tile_tick (gdouble work, gpointer data);
static gint     wrap (gint position, gint size);

gboolean
dream_tile_compute (DreamTile *tile)
{
  DreamGradient *self = tile->pass->self;

  if (self->bound != tile->plan)
    {
      guintptr aligned = ((guintptr) self->memory + DREAM_GRADIENT_ALIGNMENT -
                          1) /
                         DREAM_GRADIENT_ALIGNMENT * DREAM_GRADIENT_ALIGNMENT;

      dream_plan_bind (tile->plan, (gpointer) aligned);
      self->bound = tile->plan;
    }

  tile->input = dream_plan_get_input (tile->plan, &tile->input_row);
  dream_threads_run (self->threads, tile->y.end - tile->y.start, fill_row,
                     tile);

  if (! dream_plan_forward (tile->plan, tile_tick, tile))
    return FALSE;

  measure (tile);
  if (tile->pass->only_measures)
    return TRUE;

  if (! dream_plan_backward (tile->plan, seed, tile, self->tile_gradient,
                             tile_tick, tile))
    return FALSE;

  dream_threads_run (self->threads, tile->y.keep_end - tile->y.keep_start,
                     keep_row, tile);

  return TRUE;
}

/* A value belongs to the tile that keeps the pixel at which it lies. */
static void
measure (DreamTile *tile)
{
  DreamGradient *self = tile->pass->self;

  for (guint i = 1; self->seeder && i <= self->compiled->target; i++)
    {
      const DreamLayer
                 *layer = dream_network_get_layer (self->compiled->network, i);
      DreamView   value;
      DreamWindow window;

      if (! self->compiled->layers[i].is_target)
        continue;

      value               = dream_plan_get_value (tile->plan, i);
      window.first_row    = first_behind (tile->y.keep_start - tile->y.start,
                                          layer->stride);
      window.end_row      = first_behind (tile->y.keep_end - tile->y.start,
                                          layer->stride);
      window.first_column = first_behind (tile->x.keep_start - tile->x.start,
                                          layer->stride);
      window.end_column   = first_behind (tile->x.keep_end - tile->x.start,
                                          layer->stride);
      window.end_row      = MIN (window.end_row, value.height);
      window.end_column   = MIN (window.end_column, value.width);

      dream_seeder_measure (self->seeder, i, &value, &window);
    }
}

static gint
first_behind (gint pixels, gint stride)
{
  return (pixels + stride - 1) / stride;
}

static void
seed (guint            target,
      const DreamView *activation,
      const DreamView *gradient,
      gboolean         accumulate,
      gpointer         data)
{
  const DreamTile   *tile    = data;
  DreamGradient     *self    = tile->pass->self;
  g_autofree gfloat *places  = make_places (tile, target, activation);
  const DreamSeeding itself  = { .activation = *activation,
                                 .seed       = *gradient,
                                 .weights    = self->ones,
                                 .threshold  = -INFINITY,
                                 .places     = places,
                                 .accumulate = accumulate };
  const Seeding      seeding = { self->compiled->kernels, &itself };

  if (self->seeder)
    dream_seeder_seed (self->seeder, target, activation, gradient, accumulate,
                       places);
  else
    dream_threads_run (self->threads, activation->n_blocks * activation->height,
                       seed_row, (gpointer) &seeding);
}

/* The mask where the target's values are, or NULL without a mask. */
static gfloat *
make_places (const DreamTile *tile, guint target, const DreamView *activation)
{
  const DreamPass        *pass    = tile->pass;
  const DreamNetwork     *network = pass->self->compiled->network;
  const DreamMaskGridAxis x       = { pass->picture->width,
                                      tile->x.start - pass->shift_x,
                                      tile->x.end - tile->x.start,
                                      activation->width };
  const DreamMaskGridAxis y       = { pass->picture->height,
                                      tile->y.start - pass->shift_y,
                                      tile->y.end - tile->y.start,
                                      activation->height };

  if (! pass->self->mask)
    return NULL;

  return dream_mask_grid_new (pass->self->mask, &x, &y,
                              dream_network_get_layer (network, target)
                                ->stride);
}

static void
seed_row (gint item, gpointer data)
{
  const Seeding *seeding = data;
  const gint     height  = seeding->itself->activation.height;

  seeding->kernels->seed (seeding->itself, item / height, item % height);
}

static void
fill_row (gint item, gpointer data)
{
  const DreamTile    *tile    = data;
  const DreamPicture *picture = tile->pass->picture;
  const DreamInput   *input   = dream_network_get_input (
        tile->pass->self->compiled->network);
  const gint    y   = wrap (tile->y.start + item - tile->pass->shift_y,
                            picture->height);
  const gfloat *row = picture->pixels + (gsize) y * picture->width * 3;
  gfloat       *out = tile->input + item * tile->input_row;
  gint from = wrap (tile->x.start - tile->pass->shift_x, picture->width);

  for (gint x = tile->x.start; x < tile->x.end; x++)
    {
      dream_input_from_pixel (input, row + (gsize) from * 3, out);
      out += 3;

      if (++from == picture->width)
        from = 0;
    }
}

static void
keep_row (gint item, gpointer data)
{
  const DreamTile  *tile     = data;
  DreamPicture     *gradient = tile->pass->gradient;
  const DreamInput *input    = dream_network_get_input (
       tile->pass->self->compiled->network);
  const gint    width = tile->x.end - tile->x.start;
  const gint    y     = tile->y.keep_start + item;
  const gfloat *from  = tile->pass->self->tile_gradient +
                       ((gsize) (y - tile->y.start) * width +
                        tile->x.keep_start - tile->x.start) *
                         3;
  gfloat *row = gradient->pixels +
                (gsize) wrap (y - tile->pass->shift_y, gradient->height) *
                  gradient->width * 3;
  gint to = wrap (tile->x.keep_start - tile->pass->shift_x, gradient->width);

  for (gint x = tile->x.keep_start; x < tile->x.keep_end; x++)
    {
      for (gint c = 0; c < 3; c++)
        row[(gsize) to * 3 + (input->bgr ? 2 - c : c)] = 255.0f *
                                                         input->scale[c] *
                                                         *from++;

      if (++to == gradient->width)
        to = 0;
    }
}

static gboolean
tile_tick (gdouble work, gpointer data)
{
  const DreamTile *tile = data;

  return ! tile->pass->tick ||
         tile->pass->tick (work * tile->share, tile->pass->user_data);
}

static gint
wrap (gint position, gint size)
{
  position %= size;

  return position < 0 ? position + size : position;
}
