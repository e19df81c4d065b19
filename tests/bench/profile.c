/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where an iteration's time goes.  The picture is one tile.  Each layer's time
 * is the least of all iterations: what else runs on the machine can only add.
 */

#include <stdio.h>

#include "case.h"
#include "modes.h"
#include "serve.h"

#define ALIGNMENT 64 /* see dream_plan_bind() */

/* The times between ticks, in their order: the layers that are computed,
 * forward, then the same backward. */
typedef struct
{
  gdouble *best;
  guint    n_steps;
  guint    step;
  gdouble  last;
} Clock;

static DreamPlan *make_plan (const BenchCase    *self,
                             const BenchOptions *options,
                             gpointer           *memory,
                             GError            **error);
static void       iterate (const BenchCase *self,
                           DreamPlan       *plan,
                           gfloat          *input_gradient,
                           Clock           *clock);
static gboolean   note (gdouble work, gpointer data);
static void       print_layers (const BenchCase *self, const Clock *clock);
static void       print_line (const gchar *name,
                              const gchar *kind,
                              gdouble      flop,
                              gdouble      forward,
                              gdouble      backward);
static gdouble    flop_of (const BenchCase *self, guint index);
static gchar     *describe (const DreamCompiledLayer *compiled);

gboolean
bench_profile (const BenchOptions *options, GError **error)
{
  g_autoptr (BenchCase) self           = bench_case_new (options, error);
  g_autoptr (DreamPlan) plan           = NULL;
  g_autofree gfloat    *input_gradient = NULL;
  g_autofree gdouble   *best           = NULL;
  gpointer              memory         = NULL;
  Clock                 clock          = { 0 };

  if (! self || ! (plan = make_plan (self, options, &memory, error)))
    return FALSE;

  for (guint i = 1; i <= self->target; i++)
    clock.n_steps += self->compiled->layers[i].needed ? 2 : 0;
  clock.best = best = g_new (gdouble, clock.n_steps);
  for (guint i = 0; i < clock.n_steps; i++)
    best[i] = G_MAXDOUBLE;

  input_gradient = g_new (gfloat, dream_picture_n_values (self->picture));
  for (gint n = 0; n <= options->iterations; n++)
    iterate (self, plan, input_gradient, &clock);

  g_aligned_free (memory);
  print_layers (self, &clock);

  return TRUE;
}

static DreamPlan *
make_plan (const BenchCase    *self,
           const BenchOptions *options,
           gpointer           *memory,
           GError            **error)
{
  DreamPlan *plan = dream_plan_new (self->compiled, self->threads,
                                    options->width, options->height,
                                    options->width, options->height, error);

  if (! plan)
    return NULL;

  *memory = g_aligned_alloc (1, dream_plan_get_memory (plan), ALIGNMENT);
  dream_plan_bind (plan, *memory);

  return plan;
}

static void
iterate (const BenchCase *self,
         DreamPlan       *plan,
         gfloat          *input_gradient,
         Clock           *clock)
{
  gfloat *input;
  gsize   row;

  input = dream_plan_get_input (plan, &row);
  for (gint y = 0; y < self->picture->height; y++)
    for (gint i = 0; i < 3 * self->picture->width; i++)
      input[y * row + i] =
        2 * self->picture->pixels[(gsize) y * 3 * self->picture->width + i] - 1;

  clock->step = 0;
  clock->last = bench_seconds ();
  dream_plan_forward (plan, note, clock);

  clock->last = bench_seconds ();
  dream_plan_backward (plan, bench_case_seed, (gpointer) self, input_gradient,
                       note, clock);

  /* The engine and the graph disagree on how many layers there are. */
  g_assert_cmpuint (clock->step, ==, clock->n_steps);
}

static gboolean
note (gdouble work G_GNUC_UNUSED, gpointer data)
{
  Clock        *clock = data;
  const gdouble now   = bench_seconds ();

  g_assert_cmpuint (clock->step, <, clock->n_steps);
  clock->best[clock->step] = MIN (clock->best[clock->step], now - clock->last);
  clock->step++;
  clock->last = bench_seconds ();

  return TRUE;
}

static void
print_layers (const BenchCase *self, const Clock *clock)
{
  gdouble flop = 0, forward = 0, backward = 0;
  guint   step = 0;

  printf ("%-44s %-22s %6s  %8s %7s  %8s %7s\n", "layer", "", "GFLOP", "ms fwd",
          "GFLOP/s", "ms bwd", "GFLOP/s");

  for (guint i = 1; i <= self->target; i++)
    {
      const DreamCompiledLayer *compiled = &self->compiled->layers[i];
      g_autofree gchar         *kind     = describe (compiled);
      gdouble                   work     = 0;

      if (! compiled->needed)
        continue;

      /* A convolution that has been merged into another takes no time. */
      step++;
      if (compiled->leader != i)
        continue;

      for (guint n = 0; n < compiled->members->len; n++)
        work += flop_of (self, g_array_index (compiled->members, guint, n));

      print_line (compiled->layer.short_name, kind, work, clock->best[step - 1],
                  clock->best[clock->n_steps - step]);
      flop += work;
      forward += clock->best[step - 1];
      backward += clock->best[clock->n_steps - step];
    }

  print_line ("sum", "", flop, forward, backward);
}

/* As the engine has rearranged the layers, see fuse.h. */
static gdouble
flop_of (const BenchCase *self, guint index)
{
  const DreamLayer *layer = &self->compiled->layers[index].layer;

  return bench_flop (layer,
                     self->compiled->layers[layer->inputs[0]].layer.channels,
                     &self->shapes[index]);
}

static void
print_line (const gchar *name,
            const gchar *kind,
            gdouble      flop,
            gdouble      forward,
            gdouble      backward)
{
  printf ("%-44s %-22s %6.3f  %8.3f %7.1f  %8.3f %7.1f\n", name, kind,
          1e-9 * flop, 1e3 * forward, 1e-9 * flop / MAX (forward, 1e-9),
          1e3 * backward, 1e-9 * flop / MAX (backward, 1e-9));
}

static gchar *
describe (const DreamCompiledLayer *compiled)
{
  static const gchar *const kinds[] = {
    [DREAM_OP_INPUT] = "input",       [DREAM_OP_CONVOLUTION] = "conv",
    [DREAM_OP_MAX_POOL] = "max pool", [DREAM_OP_AVERAGE_POOL] = "mean pool",
    [DREAM_OP_LRN] = "lrn",           [DREAM_OP_CONCAT] = "concat",
  };
  const DreamLayer *layer = &compiled->layer;

  if (! compiled->members)
    return NULL;

  return g_strdup_printf ("%s%s %dx%d/%d %d%s", kinds[layer->op],
                          compiled->winograd ? " W" : "", layer->kernel_h,
                          layer->kernel_w, layer->stride_h, layer->channels,
                          compiled->members->len > 1 ? "+" : "");
}
