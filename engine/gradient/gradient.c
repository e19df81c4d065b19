/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tiles: how large, and one after another.
 */

#include <glib/gi18n-lib.h>

#include "engine/error.h"
#include "gradient-private.h"

/* Of an iteration's work; what dream_plan_forward() reports in all. */
#define FORWARD_SHARE 0.5

static gboolean   run_pass (DreamPass *pass);
static gfloat    *new_ones (const DreamCompiled *compiled);
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
static gdouble get_area (DreamGradient *self, gint n);

DreamGradient *
dream_gradient_new (DreamCompiled     *compiled,
                    DreamThreads      *threads,
                    gint               width,
                    gint               height,
                    const DreamTiling *tiling,
                    GError           **error)
{
  g_autoptr (DreamGradient) self = g_new0 (DreamGradient, 1);

  self->compiled = compiled;
  self->threads  = threads;
  self->is_exact = tiling->halo >= 100;
  self->plans    = g_ptr_array_new_with_free_func (
       (GDestroyNotify) dream_plan_free);
  self->plan_of_tile = g_array_new (FALSE, FALSE, sizeof (guint));
  set_axis (self, &self->x, width, tiling);
  set_axis (self, &self->y, height, tiling);
  self->ones = new_ones (compiled);

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
  DreamPass pass = { .self      = self,
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
run_pass (DreamPass *pass)
{
  DreamGradient *self  = pass->self;
  gdouble        total = 0;

  for (guint n = 0; n < self->plan_of_tile->len; n++)
    total += get_area (self, n);

  for (guint n = 0; n < self->plan_of_tile->len; n++)
    {
      const guint which = g_array_index (self->plan_of_tile, guint, n);
      DreamTile   tile  = { .pass = pass };

      get_spans (self, n, &tile.x, &tile.y);
      tile.plan  = g_ptr_array_index (self->plans, which);
      tile.share = pass->share * get_area (self, n) / total;
      if (! dream_tile_compute (&tile))
        return FALSE;
    }

  if (self->seeder)
    dream_seeder_end_pass (self->seeder);

  return TRUE;
}

static gfloat *
new_ones (const DreamCompiled *compiled)
{
  gint    n_blocks = 0;
  gsize   n_lanes;
  gfloat *ones;

  for (guint i = 0; i <= compiled->target; i++)
    if (compiled->layers[i].is_target)
      n_blocks = MAX (n_blocks, compiled->layers[i].n_blocks);

  n_lanes = (gsize) n_blocks * compiled->kernels->block;
  ones = g_aligned_alloc (n_lanes, sizeof (gfloat), DREAM_GRADIENT_ALIGNMENT);
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
  const gint   grid = self->compiled->grid;
  const gint64 halo = self->compiled->receptive_field - 1;

  axis->size    = size;
  axis->core    = size;
  axis->grid    = grid;
  axis->minimum = self->compiled->minimum_size;
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
  return dream_plan_new (self->compiled, self->threads,
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
  return plan_memory + DREAM_GRADIENT_ALIGNMENT +
         n_pixels * DREAM_PICTURE_CHANNELS * sizeof (gfloat);
}

static gboolean
allocate (DreamGradient *self, GError **error)
{
  self->memory = g_try_malloc (self->memory_size + DREAM_GRADIENT_ALIGNMENT);
  self->tile_gradient = g_try_new (gfloat,
                                   self->n_pixels * DREAM_PICTURE_CHANNELS);
  if (! self->memory || ! self->tile_gradient)
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_NO_MEMORY,
                           _ ("There is not enough memory for the network to "
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
