/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tiles: how large, where, and what goes in and out of them.
 */

#include <glib/gi18n-lib.h>

#include "error.h"
#include "gradient.h"
#include "objective.h"

#define ALIGNMENT 64

/* One axis of a tile: what it computes and what it keeps of that. */
typedef struct
{
  gint start;
  gint end;
  gint keep_start;
  gint keep_end;
} Span;

struct _DreamGradient
{
  DreamPacked  *packed;
  DreamThreads *threads;
  gint          width;
  gint          height;
  gint          core_w; /* pixels kept of a tile, multiples of the stride */
  gint          core_h;

  GPtrArray *plans;        /* one for each tile size */
  GArray    *plan_of_tile; /* guint */
  DreamPlan *bound;
  gpointer   memory;
  gfloat    *tile_gradient;
};

typedef struct
{
  DreamGradient      *self;
  const DreamPicture *picture;
  DreamPicture       *gradient;
  gint                shift_x;
  gint                shift_y;
  Span                x;
  Span                y;
  gfloat             *input;
  gsize               input_row;
  gdouble             share; /* of this tile in the whole work */
  DreamTick           tick;
  gpointer            user_data;
} Tile;

static gboolean choose_tiles (DreamGradient *self,
                              gsize          budget,
                              GError       **error);
static gint     smaller_core (gint core, gint size, gint stride);
static gboolean make_plans (DreamGradient *self, GError **error);
static gint     n_tiles_along (gint size, gint core);
static Span     span_of (DreamGradient *self, gint n, gint core, gint size);
static gboolean compute_tile (Tile *tile, DreamPlan *plan);
static void     fill_row (gint item, gpointer data);
static void     keep_row (gint item, gpointer data);
static gboolean tile_tick (gdouble work, gpointer data);
static gint     wrap (gint position, gint size);

DreamGradient *
dream_gradient_new (DreamPacked  *packed,
                    DreamThreads *threads,
                    gint          width,
                    gint          height,
                    gsize         budget,
                    GError      **error)
{
  g_autoptr (DreamGradient) self = g_new0 (DreamGradient, 1);

  self->packed  = packed;
  self->threads = threads;
  self->width   = width;
  self->height  = height;
  self->plans   = g_ptr_array_new_with_free_func (
      (GDestroyNotify) dream_plan_free);
  self->plan_of_tile = g_array_new (FALSE, FALSE, sizeof (guint));

  if (! choose_tiles (self, budget, error) || ! make_plans (self, error))
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
  g_free (self->tile_gradient);
  g_free (self);
}

gint
dream_gradient_n_tiles (DreamGradient *self)
{
  return self->plan_of_tile->len;
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
  const gint columns = n_tiles_along (self->width, self->core_w);
  gdouble    total   = 0;

  for (gint pass = 0; pass < 2; pass++)
    for (guint n = 0; n < self->plan_of_tile->len; n++)
      {
        const guint which = g_array_index (self->plan_of_tile, guint, n);
        Tile        tile  = { 0 };
        gdouble     area;

        tile.x = span_of (self, n % columns, self->core_w, self->width);
        tile.y = span_of (self, n / columns, self->core_h, self->height);
        area   = (gdouble) (tile.x.end - tile.x.start) *
               (tile.y.end - tile.y.start);

        if (pass == 0)
          {
            total += area;
            continue;
          }

        tile.self      = self;
        tile.picture   = picture;
        tile.gradient  = gradient;
        tile.shift_x   = shift_x;
        tile.shift_y   = shift_y;
        tile.share     = area / total;
        tile.tick      = tick;
        tile.user_data = user_data;
        if (! compute_tile (&tile, g_ptr_array_index (self->plans, which)))
          return FALSE;
      }

  return TRUE;
}

/* From the whole picture down, halving the longer side of what a tile keeps,
 * until the largest tile fits. */
static gboolean
choose_tiles (DreamGradient *self, gsize budget, GError **error)
{
  const DreamLayer *target = dream_network_get_layer (self->packed->network,
                                                      self->packed->target);
  const gint        halo   = 2 * (target->receptive_field - 1) + target->stride;

  self->core_w = self->width;
  self->core_h = self->height;

  for (;;)
    {
      g_autoptr (DreamPlan) plan   = NULL;
      const gint            width  = self->core_w == self->width
                                       ? self->width
                                       : MIN (self->width, self->core_w + halo);
      const gint            height = self->core_h == self->height
                                       ? self->height
                                       : MIN (self->height, self->core_h + halo);
      gint                  core_w;
      gint                  core_h;

      plan = dream_plan_new (self->packed, self->threads, self->width,
                             self->height, width, height, error);
      if (! plan)
        return FALSE;

      if (dream_plan_get_memory (plan) <= budget)
        return TRUE;

      core_w = smaller_core (self->core_w, self->width, target->stride);
      core_h = smaller_core (self->core_h, self->height, target->stride);
      if (core_w == self->core_w && core_h == self->core_h)
        return TRUE;

      if (core_h == self->core_h ||
          (core_w != self->core_w && self->core_w >= self->core_h))
        self->core_w = core_w;
      else
        self->core_h = core_h;
    }
}

/* One tile more along an axis; a tile that keeps less than a few strides would
 * compute little but its surroundings. */
static gint
smaller_core (gint core, gint size, gint stride)
{
  const gint n_tiles = n_tiles_along (size, core) + 1;
  const gint smaller = ((size + n_tiles - 1) / n_tiles + stride - 1) / stride *
                       stride;

  return smaller < core && smaller >= 4 * stride ? smaller : core;
}

static gboolean
make_plans (DreamGradient *self, GError **error)
{
  g_autoptr (GHashTable) sizes   = g_hash_table_new_full (g_int64_hash,
                                                          g_int64_equal, g_free,
                                                          NULL);
  const gint             columns = n_tiles_along (self->width, self->core_w);
  const gint             rows    = n_tiles_along (self->height, self->core_h);
  gsize                  memory  = 0;
  gsize                  pixels  = 0;

  for (gint n = 0; n < columns * rows; n++)
    {
      const Span   x = span_of (self, n % columns, self->core_w, self->width);
      const Span   y = span_of (self, n / columns, self->core_h, self->height);
      const gint   width  = x.end - x.start;
      const gint   height = y.end - y.start;
      const gint64 key    = ((gint64) height << 32) | width;
      gpointer     which;

      if (! g_hash_table_lookup_extended (sizes, &key, NULL, &which))
        {
          DreamPlan *plan = dream_plan_new (self->packed, self->threads,
                                            self->width, self->height, width,
                                            height, error);

          if (! plan)
            return FALSE;

          which = GUINT_TO_POINTER (self->plans->len);
          g_ptr_array_add (self->plans, plan);
          g_hash_table_insert (sizes, g_memdup2 (&key, sizeof (key)), which);
          memory = MAX (memory, dream_plan_get_memory (plan));
          pixels = MAX (pixels, (gsize) width * height);
        }

      g_array_append_vals (self->plan_of_tile,
                           &(guint){ GPOINTER_TO_UINT (which) }, 1);
    }

  self->memory        = g_try_malloc (memory + ALIGNMENT);
  self->tile_gradient = g_try_new (gfloat, pixels * 3);
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

static gint
n_tiles_along (gint size, gint core)
{
  return (size + core - 1) / core;
}

static Span
span_of (DreamGradient *self, gint n, gint core, gint size)
{
  const DreamLayer *target = dream_network_get_layer (self->packed->network,
                                                      self->packed->target);
  const gint        halo   = target->receptive_field - 1;
  Span              span;

  span.keep_start = n * core;
  span.keep_end   = MIN (span.keep_start + core, size);
  span.start      = MAX (span.keep_start - halo, 0) / target->stride *
               target->stride;
  span.end = MIN ((gint64) span.keep_end + halo, size);

  return span;
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
                        &seed);

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
  DreamNetwork       *network = tile->self->packed->network;
  const gfloat        scale   = 255.0f * dream_network_get_scale (network);
  const gfloat        offset  = dream_network_get_scale (network) *
                        dream_network_get_offset (network);
  const gint y = wrap (tile->y.start + item - tile->shift_y, picture->height);
  const gfloat *row  = picture->pixels + (gsize) y * picture->width * 3;
  gfloat       *out  = tile->input + item * tile->input_row;
  gint          from = wrap (tile->x.start - tile->shift_x, picture->width);

  for (gint x = tile->x.start; x < tile->x.end; x++)
    {
      for (gint c = 0; c < 3; c++)
        *out++ = scale * row[(gsize) from * 3 + c] - offset;

      if (++from == picture->width)
        from = 0;
    }
}

static void
keep_row (gint item, gpointer data)
{
  const Tile   *tile     = data;
  DreamPicture *gradient = tile->gradient;
  const gfloat  scale    = 255.0f *
                       dream_network_get_scale (tile->self->packed->network);
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
        row[(gsize) to * 3 + c] = scale * *from++;

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
