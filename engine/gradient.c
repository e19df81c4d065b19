/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tiles: how large, and what goes in and out of them.
 */

#include <glib/gi18n-lib.h>

#include "axis.h"
#include "error.h"
#include "gradient.h"
#include "objective.h"

#define ALIGNMENT 64

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
  gfloat    *weights; /* of the target, by place; NULL: all 1 */
};

typedef struct
{
  DreamGradient      *self;
  const DreamPicture *picture;
  DreamPicture       *gradient;
  gint                shift_x; /* from the picture to the canvas */
  gint                shift_y;
  DreamSpan           x;
  DreamSpan           y;
  gfloat             *input;
  gsize               input_row;
  gdouble             share; /* of this tile in the whole work */
  DreamTick           tick;
  gpointer            user_data;
} Tile;

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
static gboolean compute_tile (Tile *tile, DreamPlan *plan);
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
  g_aligned_free (self->weights);
  g_free (self->tile_gradient);
  g_free (self);
}

void
dream_gradient_weigh (DreamGradient *self, const gfloat *weights)
{
  const DreamPacked      *packed = self->packed;
  const DreamPackedLayer *target = &packed->layers[packed->target];

  g_clear_pointer (&self->weights, g_aligned_free);
  if (! weights)
    return;

  self->weights = g_aligned_alloc0 ((gsize) target->n_blocks *
                                      packed->kernels->block,
                                    sizeof (gfloat), ALIGNMENT);
  for (gint c = 0; c < target->layer.channels; c++)
    self->weights[target->lanes[c]] = weights[c];
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
  gdouble total = 0;

  for (gint pass = 0; pass < 2; pass++)
    for (guint n = 0; n < self->plan_of_tile->len; n++)
      {
        const guint which = g_array_index (self->plan_of_tile, guint, n);
        Tile        tile  = { 0 };
        gdouble     area;

        get_spans (self, n, &tile.x, &tile.y);
        area = (gdouble) (tile.x.end - tile.x.start) *
               (tile.y.end - tile.y.start);

        if (pass == 0)
          {
            total += area;
            continue;
          }

        tile.self      = self;
        tile.picture   = picture;
        tile.gradient  = gradient;
        tile.shift_x   = self->x.margin + shift_x;
        tile.shift_y   = self->y.margin + shift_y;
        tile.share     = area / total;
        tile.tick      = tick;
        tile.user_data = user_data;
        if (! compute_tile (&tile, g_ptr_array_index (self->plans, which)))
          return FALSE;
      }

  return TRUE;
}

/* A picture that wraps has all that any of its pixels can see around it: what
 * is near the canvas' own border, where its padding is seen, is not kept. */
static void
set_axis (DreamGradient     *self,
          DreamAxis         *axis,
          gint               size,
          const DreamTiling *tiling)
{
  const DreamLayer *target = dream_network_get_layer (self->packed->network,
                                                      self->packed->target);
  const gint        grid   = self->packed->grid;
  const gint64      halo   = target->receptive_field - 1;

  axis->size    = size;
  axis->core    = size;
  axis->grid    = grid;
  axis->minimum = target->minimum_size;
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

static gboolean
compute_tile (Tile *tile, DreamPlan *plan)
{
  DreamGradient *self = tile->self;
  DreamView      activation;
  DreamView      seed;

  if (self->bound != plan)
    {
      guintptr aligned = ((guintptr) self->memory + ALIGNMENT - 1) / ALIGNMENT *
                         ALIGNMENT;

      dream_plan_bind (plan, (gpointer) aligned);
      self->bound = plan;
    }

  tile->input = dream_plan_get_input (plan, &tile->input_row);
  dream_threads_run (self->threads, tile->y.end - tile->y.start, fill_row,
                     tile);

  if (! dream_plan_forward (plan, tile_tick, tile))
    return FALSE;

  dream_plan_get_target (plan, &activation, &seed);
  dream_objective_seed (self->threads, self->packed->kernels, &activation,
                        self->weights, &seed);

  if (! dream_plan_backward (plan, self->tile_gradient, tile_tick, tile))
    return FALSE;

  dream_threads_run (self->threads, tile->y.keep_end - tile->y.keep_start,
                     keep_row, tile);

  return TRUE;
}

static void
fill_row (gint item, gpointer data)
{
  const Tile         *tile    = data;
  const DreamPicture *picture = tile->picture;
  const DreamInput   *input   = dream_network_get_input (
        tile->self->packed->network);
  const gint y = wrap (tile->y.start + item - tile->shift_y, picture->height);
  const gfloat *row  = picture->pixels + (gsize) y * picture->width * 3;
  gfloat       *out  = tile->input + item * tile->input_row;
  gint          from = wrap (tile->x.start - tile->shift_x, picture->width);

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
  DreamPicture     *gradient = tile->gradient;
  const DreamInput *input    = dream_network_get_input (
       tile->self->packed->network);
  const gint    width = tile->x.end - tile->x.start;
  const gint    y     = tile->y.keep_start + item;
  const gfloat *from  = tile->self->tile_gradient +
                       ((gsize) (y - tile->y.start) * width +
                        tile->x.keep_start - tile->x.start) *
                         3;
  gfloat *row = gradient->pixels +
                (gsize) wrap (y - tile->shift_y, gradient->height) *
                  gradient->width * 3;
  gint to = wrap (tile->x.keep_start - tile->shift_x, gradient->width);

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

  return ! tile->tick || tile->tick (work * tile->share, tile->user_data);
}

static gint
wrap (gint position, gint size)
{
  position %= size;

  return position < 0 ? position + size : position;
}
