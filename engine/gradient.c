/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tiles: how large, and what goes in and out of them.
 */

#include <math.h>

#include <glib/gi18n-lib.h>

#include "axis.h"
#include "error.h"
#include "gradient.h"
#include "places.h"

#define ALIGNMENT 64

/* Of an iteration's work; what dream_plan_forward() reports in all. */
#define FORWARD_SHARE 0.5

struct _DreamGradient
{
  DreamPacked  *packed;
  DreamThreads *threads;
  DreamAxis     x;
  DreamAxis     y;
  gboolean      is_exact;

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
typedef struct
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
} Pass;

typedef struct
{
  const Pass *pass;
  DreamPlan  *plan;
  DreamSpan   x;
  DreamSpan   y;
  gfloat     *input;
  gsize       input_row;
  gdouble     share; /* of this tile in what is reported */
} Tile;

/* Without a seeder. */
typedef struct
{
  const DreamKernels *kernels;
  const DreamSeeding *itself;
} Seeding;

static gboolean   run_pass (Pass *pass);
static gfloat    *new_ones (const DreamPacked *packed);
static void       set_axis (DreamGradient     *self,
                            DreamAxis         *axis,
                            gint               size,
                            const DreamTiling *tiling);
static gboolean   choose_tiles (DreamGradient *self,
                                gsize          budget,
                                GError       **error);
static gboolean   cut (DreamGradient *self);
static DreamPlan *plan_tile (DreamGradient *self,
                             gint           width,
                             gint           height,
                             GError       **error);
static gboolean   make_plans (DreamGradient *self, GError **error);
static gsize      memory_of (gsize plan_memory, gsize n_pixels);
static gboolean   allocate (DreamGradient *self, GError **error);
static gint       draw (DreamGradient   *self,
                        GRand           *random,
                        gint             jitter,
                        const DreamAxis *axis);
static void get_spans (DreamGradient *self, gint n, DreamSpan *x, DreamSpan *y);
static gdouble  get_area (DreamGradient *self, gint n);
static gboolean compute_tile (Tile *tile);
static void     measure (Tile *tile);
static gint     first_behind (gint pixels, gint stride);
static void     seed (guint            target,
                      const DreamView *activation,
                      const DreamView *gradient,
                      gboolean         accumulate,
                      gpointer         data);
static gfloat  *make_places (const Tile      *tile,
                             guint            target,
                             const DreamView *activation);
static void     seed_row (gint item, gpointer data);
static void     fill_row (gint item, gpointer data);
static void     keep_row (gint item, gpointer data);
static gboolean tile_tick (gdouble work, gpointer data);
static gint     wrap (gint position, gint size);

DreamGradient *
dream_gradient_new (DreamPacked       *packed,
                    DreamThreads      *threads,
                    gint               width,
                    gint               height,
                    const DreamTiling *tiling,
                    GError           **error)
{
  g_autoptr (DreamGradient) self = g_new0 (DreamGradient, 1);

  self->packed   = packed;
  self->threads  = threads;
  self->is_exact = tiling->halo >= 100;
  self->plans    = g_ptr_array_new_with_free_func (
       (GDestroyNotify) dream_plan_free);
  self->plan_of_tile = g_array_new (FALSE, FALSE, sizeof (guint));
  set_axis (self, &self->x, width, tiling);
  set_axis (self, &self->y, height, tiling);
  self->ones = new_ones (packed);

  if (! choose_tiles (self, tiling->budget, error) || ! allocate (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
dream_gradient_free (DreamGradient *self)
{
  if (! self)
    return;

  g_ptr_array_unref (self->plans);
  g_array_unref (self->plan_of_tile);
  g_free (self->memory);
  g_aligned_free (self->ones);
  g_free (self->tile_gradient);
  g_free (self);
}

void
dream_gradient_aim (DreamGradient *self, DreamSeeder *seeder)
{
  self->seeder = seeder;
}

void
dream_gradient_set_mask (DreamGradient *self, const gfloat *mask)
{
  self->mask = mask;
}

gint
dream_gradient_n_tiles (DreamGradient *self)
{
  return self->plan_of_tile->len;
}

gsize
dream_gradient_get_memory (DreamGradient *self)
{
  return memory_of (self->memory_size, self->n_pixels);
}

void
dream_gradient_draw_shift (DreamGradient *self,
                           GRand         *random,
                           gint           jitter,
                           gint          *shift_x,
                           gint          *shift_y)
{
  *shift_x = draw (self, random, jitter, &self->x);
  *shift_y = draw (self, random, jitter, &self->y);
}

gboolean
dream_gradient_compute (DreamGradient      *self,
                        const DreamPicture *picture,
                        gint                shift_x,
                        gint                shift_y,
                        DreamPicture       *gradient,
                        DreamTick           tick,
                        gpointer            user_data)
{
  Pass pass = { .self      = self,
                .picture   = picture,
                .gradient  = gradient,
                .shift_x   = self->x.margin + shift_x,
                .shift_y   = self->y.margin + shift_y,
                .share     = 1,
                .tick      = tick,
                .user_data = user_data };

  if (self->seeder && dream_seeder_must_measure (self->seeder))
    {
      pass.only_measures = TRUE;
      pass.share         = 1 / (1 + FORWARD_SHARE);
      if (! run_pass (&pass))
        return FALSE;
      pass.only_measures = FALSE;
    }

  return run_pass (&pass);
}

static gboolean
run_pass (Pass *pass)
{
  DreamGradient *self  = pass->self;
  gdouble        total = 0;

  for (guint n = 0; n < self->plan_of_tile->len; n++)
    total += get_area (self, n);

  for (guint n = 0; n < self->plan_of_tile->len; n++)
    {
      const guint which = g_array_index (self->plan_of_tile, guint, n);
      Tile        tile  = { .pass = pass };

      get_spans (self, n, &tile.x, &tile.y);
      tile.plan  = g_ptr_array_index (self->plans, which);
      tile.share = pass->share * get_area (self, n) / total;
      if (! compute_tile (&tile))
        return FALSE;
    }

  if (self->seeder)
    dream_seeder_end_pass (self->seeder);

  return TRUE;
}

static gfloat *
new_ones (const DreamPacked *packed)
{
  gint    n_blocks = 0;
  gsize   n_lanes;
  gfloat *ones;

  for (guint i = 0; i <= packed->target; i++)
    if (packed->layers[i].is_target)
      n_blocks = MAX (n_blocks, packed->layers[i].n_blocks);

  n_lanes = (gsize) n_blocks * packed->kernels->block;
  ones    = g_aligned_alloc (n_lanes, sizeof (gfloat), ALIGNMENT);
  for (gsize i = 0; i < n_lanes; i++)
    ones[i] = 1;

  return ones;
}

/* A picture that wraps has all that any of its pixels can see around it: what
 * is near the canvas' own border, where its padding is seen, is not kept. */
static void
set_axis (DreamGradient     *self,
          DreamAxis         *axis,
          gint               size,
          const DreamTiling *tiling)
{
  const gint   grid = self->packed->grid;
  const gint64 halo = self->packed->receptive_field - 1;

  axis->size    = size;
  axis->core    = size;
  axis->grid    = grid;
  axis->minimum = self->packed->minimum_size;
  axis->margin  = tiling->wrap ? dream_axis_round_up (halo, grid) : 0;
  axis->halo    = dream_axis_round_up ((halo * tiling->halo + 99) / 100, grid);
}

/* From the whole picture down until all tiles fit.  The largest is tried first,
 * because it alone is quicker to lay out than all sizes. */
static gboolean
choose_tiles (DreamGradient *self, gsize budget, GError **error)
{
  for (;;)
    {
      const gint            width  = dream_axis_get_largest (&self->x);
      const gint            height = dream_axis_get_largest (&self->y);
      g_autoptr (DreamPlan) plan   = plan_tile (self, width, height, error);

      if (! plan)
        return FALSE;

      if (memory_of (dream_plan_get_memory (plan), (gsize) width * height) >
            budget &&
          cut (self))
        continue;

      if (! make_plans (self, error))
        return FALSE;

      if (dream_gradient_get_memory (self) <= budget || ! cut (self))
        return TRUE;
    }
}

/* The longer side of what a tile sees, where that helps. */
static gboolean
cut (DreamGradient *self)
{
  const gboolean wide = dream_axis_get_largest (&self->x) >=
                        dream_axis_get_largest (&self->y);

  return dream_axis_cut (wide ? &self->x : &self->y) ||
         dream_axis_cut (wide ? &self->y : &self->x);
}

static DreamPlan *
plan_tile (DreamGradient *self, gint width, gint height, GError **error)
{
  return dream_plan_new (self->packed, self->threads,
                         dream_axis_get_canvas (&self->x),
                         dream_axis_get_canvas (&self->y), width, height,
                         error);
}

static gboolean
make_plans (DreamGradient *self, GError **error)
{
  g_autoptr (GHashTable) sizes   = g_hash_table_new_full (g_int64_hash,
                                                          g_int64_equal, g_free,
                                                          NULL);
  const gint             n_tiles = dream_axis_n_tiles (&self->x) *
                       dream_axis_n_tiles (&self->y);

  g_ptr_array_set_size (self->plans, 0);
  g_array_set_size (self->plan_of_tile, 0);
  self->memory_size = 0;
  self->n_pixels    = 0;

  for (gint n = 0; n < n_tiles; n++)
    {
      DreamSpan x;
      DreamSpan y;
      gint64    key;
      gpointer  which;

      get_spans (self, n, &x, &y);
      key = ((gint64) (y.end - y.start) << 32) | (x.end - x.start);

      if (! g_hash_table_lookup_extended (sizes, &key, NULL, &which))
        {
          DreamPlan *plan = plan_tile (self, x.end - x.start, y.end - y.start,
                                       error);

          if (! plan)
            return FALSE;

          which = GUINT_TO_POINTER (self->plans->len);
          g_ptr_array_add (self->plans, plan);
          g_hash_table_insert (sizes, g_memdup2 (&key, sizeof (key)), which);
          self->memory_size = MAX (self->memory_size,
                                   dream_plan_get_memory (plan));
          self->n_pixels    = MAX (self->n_pixels,
                                   (gsize) (x.end - x.start) * (y.end - y.start));
        }

      g_array_append_vals (self->plan_of_tile,
                           &(guint){ GPOINTER_TO_UINT (which) }, 1);
    }

  return TRUE;
}

static gsize
memory_of (gsize plan_memory, gsize n_pixels)
{
  return plan_memory + ALIGNMENT +
         n_pixels * DREAM_PICTURE_CHANNELS * sizeof (gfloat);
}

static gboolean
allocate (DreamGradient *self, GError **error)
{
  self->memory        = g_try_malloc (self->memory_size + ALIGNMENT);
  self->tile_gradient = g_try_new (gfloat,
                                   self->n_pixels * DREAM_PICTURE_CHANNELS);
  if (! self->memory || ! self->tile_gradient)
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_NO_MEMORY,
                           _("There is not enough memory for the network to "
                             "look at this picture. Close other programs, or "
                             "dream a selection or a lower layer."));
      return FALSE;
    }

  return TRUE;
}

/* A picture that wraps has no place where it ought to be cut: if its size is no
 * multiple of the target's stride, the grid of the target's values breaks there
 * as it does at joins. */
static gint
draw (DreamGradient *self, GRand *random, gint jitter, const DreamAxis *axis)
{
  const gboolean has_joins = dream_axis_n_tiles (axis) > 1 && ! self->is_exact;
  gint           shift     = g_rand_int_range (random, -jitter, jitter + 1);

  if (has_joins || axis->margin > 0)
    shift += g_rand_int_range (random, 0, axis->size / axis->grid + 1) *
             axis->grid;

  return shift;
}

static void
get_spans (DreamGradient *self, gint n, DreamSpan *x, DreamSpan *y)
{
  const gint columns = dream_axis_n_tiles (&self->x);

  *x = dream_axis_get_span (&self->x, n % columns);
  *y = dream_axis_get_span (&self->y, n / columns);
}

static gdouble
get_area (DreamGradient *self, gint n)
{
  DreamSpan x;
  DreamSpan y;

  get_spans (self, n, &x, &y);

  return (gdouble) (x.end - x.start) * (y.end - y.start);
}

static gboolean
compute_tile (Tile *tile)
{
  DreamGradient *self = tile->pass->self;

  if (self->bound != tile->plan)
    {
      guintptr aligned = ((guintptr) self->memory + ALIGNMENT - 1) / ALIGNMENT *
                         ALIGNMENT;

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
measure (Tile *tile)
{
  DreamGradient *self = tile->pass->self;

  for (guint i = 1; self->seeder && i <= self->packed->target; i++)
    {
      const DreamLayer *layer = dream_network_get_layer (self->packed->network,
                                                         i);
      DreamView         value;
      DreamWindow       window;

      if (! self->packed->layers[i].is_target)
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
  const Tile        *tile    = data;
  DreamGradient     *self    = tile->pass->self;
  g_autofree gfloat *places  = make_places (tile, target, activation);
  const DreamSeeding itself  = { .activation = *activation,
                                 .seed       = *gradient,
                                 .weights    = self->ones,
                                 .threshold  = -INFINITY,
                                 .places     = places,
                                 .accumulate = accumulate };
  const Seeding      seeding = { self->packed->kernels, &itself };

  if (self->seeder)
    dream_seeder_seed (self->seeder, target, activation, gradient, accumulate,
                       places);
  else
    dream_threads_run (self->threads, activation->n_blocks * activation->height,
                       seed_row, (gpointer) &seeding);
}

/* The mask where the target's values are, or NULL without a mask. */
static gfloat *
make_places (const Tile *tile, guint target, const DreamView *activation)
{
  const Pass           *pass    = tile->pass;
  const DreamNetwork   *network = pass->self->packed->network;
  const DreamPlacesAxis x       = { pass->picture->width,
                                    tile->x.start - pass->shift_x,
                                    tile->x.end - tile->x.start, activation->width };
  const DreamPlacesAxis y       = { pass->picture->height,
                                    tile->y.start - pass->shift_y,
                                    tile->y.end - tile->y.start, activation->height };

  if (! pass->self->mask)
    return NULL;

  return dream_places_new (pass->self->mask, &x, &y,
                           dream_network_get_layer (network, target)->stride);
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
  const Tile         *tile    = data;
  const DreamPicture *picture = tile->pass->picture;
  const DreamInput   *input   = dream_network_get_input (
        tile->pass->self->packed->network);
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
  const Tile       *tile     = data;
  DreamPicture     *gradient = tile->pass->gradient;
  const DreamInput *input    = dream_network_get_input (
       tile->pass->self->packed->network);
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
  const Tile *tile = data;

  return ! tile->pass->tick ||
         tile->pass->tick (work * tile->share, tile->pass->user_data);
}

static gint
wrap (gint position, gint size)
{
  position %= size;

  return position < 0 ? position + size : position;
}
