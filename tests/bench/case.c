/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From a command line to something that can be timed.
 */

#include <math.h>

#include "case.h"
#include "engine/readers/read.h"
#include "googlenet.h"
#include "serve.h"

/* Everybody computes the same gradient, whatever it costs. */
#define EXACT_HALO 100

typedef struct
{
  const DreamKernels *kernels;
  const DreamView    *activation;
  const DreamView    *gradient;
} Seeding;

static void           seed_row (gint item, gpointer data);
static DreamCompiled *pack (const BenchCase    *self,
                            const BenchOptions *options,
                            GError            **error);

DreamNetwork *
bench_network_read (const BenchOptions *options, GError **error)
{
  return g_str_equal (options->network, "googlenet")
           ? bench_googlenet_new (error)
           : dream_network_read (options->network, NULL, error);
}

DreamPicture *
bench_picture_new (gint width, gint height, GError **error)
{
  DreamPicture *picture = dream_picture_new (width, height, error);

  for (gint y = 0; picture && y < height; y++)
    for (gint x = 0; x < width; x++)
      for (gint c = 0; c < 3; c++)
        {
          gdouble value = 0.5;

          for (gdouble wave = 256; wave > 3; wave /= 2.7)
            value += 0.1 * sin (x / wave + 2 * sin (y / wave + c));
          picture->pixels[((gsize) y * width + x) * 3 + c] = value;
        }

  return picture;
}

BenchCase *
bench_case_new (const BenchOptions *options, GError **error)
{
  g_autoptr (BenchCase) self  = g_new0 (BenchCase, 1);
  gdouble               start = bench_seconds ();

  self->threads = dream_threads_new (options->threads);
  self->network = bench_network_read (options, error);

  self->read_seconds = bench_seconds () - start;
  start              = bench_seconds ();

  if (! self->network ||
      ! dream_network_find_layer (self->network, options->layer, &self->target,
                                  error) ||
      ! (self->compiled = pack (self, options, error)))
    return NULL;

  self->pack_seconds = bench_seconds () - start;

  if (! (self->picture = bench_picture_new (options->width, options->height,
                                            error)))
    return NULL;

  self->shapes = bench_shapes_new (self->network, self->target, options->width,
                                   options->height);

  return g_steal_pointer (&self);
}

void
bench_case_free (BenchCase *self)
{
  if (! self)
    return;

  g_free (self->shapes);
  g_clear_pointer (&self->picture, dream_picture_free);
  g_clear_pointer (&self->compiled, dream_compiled_free);
  g_clear_pointer (&self->network, dream_network_unref);
  g_clear_pointer (&self->threads, dream_threads_free);
  g_free (self);
}

DreamGradient *
bench_case_gradient (const BenchCase    *self,
                     const BenchOptions *options,
                     GError            **error)
{
  const DreamTiling tiling = { options->budget, EXACT_HALO, FALSE };

  return dream_gradient_new (self->compiled, self->threads, options->width,
                             options->height, &tiling, error);
}

void
bench_case_seed (guint            target,
                 const DreamView *activation,
                 const DreamView *gradient,
                 gboolean         accumulate,
                 gpointer         data)
{
  const BenchCase *self    = data;
  const Seeding    seeding = { self->compiled->kernels, activation, gradient };

  /* The only target is the last layer. */
  g_assert (target == self->target && ! accumulate);
  dream_threads_run (self->threads, activation->n_blocks * activation->height,
                     seed_row, (gpointer) &seeding);
}

DreamPicture *
bench_dream (DreamNetwork       *network,
             const BenchOptions *options,
             const DreamPicture *picture,
             gint                iterations,
             DreamObserver       observer,
             gpointer            user_data,
             GError            **error)
{
  g_autoptr (DreamRecipe) recipe    = dream_recipe_new ();
  const DreamResources    resources = { options->threads, options->budget,
                                        options->set };

  g_object_set (recipe, "layer", options->layer, "octaves", 1, "iterations",
                iterations, "precision",
                options->fast ? DREAM_PRECISION_FAST : DREAM_PRECISION_FULL,
                NULL);

  return dream_run (network, recipe, picture, NULL, &resources, observer,
                    user_data, error);
}

static void
seed_row (gint item, gpointer data)
{
  const Seeding *seeding = data;
  const gint     height  = seeding->activation->height;

  seeding->kernels->copy (seeding->gradient, seeding->activation, item / height,
                          item % height);
}

static DreamCompiled *
pack (const BenchCase *self, const BenchOptions *options, GError **error)
{
  const DreamKernels *kernels = options->fast
                                  ? dream_kernels_get_fast ()
                                  : dream_kernels_choose (options->set);

  if (! kernels)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "This processor has no %s.",
                   options->fast ? "fast precision" : options->set);
      return NULL;
    }

  return dream_compiled_new (self->network, &self->target, 1, kernels,
                             self->threads, error);
}
