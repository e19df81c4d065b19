/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One case of the benchmark: a network, packed up to its target, and a
 * picture.  All calls into the engine that ask for something new (precision,
 * budget, seed) are made here, once.
 */

#pragma once

#include "engine/compute/plan.h"
#include "engine/dream.h"
#include "engine/gradient/gradient.h"
#include "options.h"
#include "shapes.h"

G_BEGIN_DECLS

typedef struct _BenchCase BenchCase;

/**
 * BenchCase:
 * @read_seconds: how long it took to read the network.
 * @pack_seconds: to pack it.
 * @picture: the same pixels every time.
 * @shapes: of the layers, see shapes.h.
 */
struct _BenchCase
{
  DreamNetwork  *network;
  guint          target;
  DreamThreads  *threads;
  DreamCompiled *compiled;
  gdouble        read_seconds;
  gdouble        pack_seconds;
  DreamPicture  *picture;
  BenchShape    *shapes;
};

/**
 * bench_network_read:
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable): the network that @options names.
 */
DreamNetwork *bench_network_read (const BenchOptions *options, GError **error);

/**
 * bench_picture_new:
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable): a picture with structure at all sizes,
 *   drawn by a formula.
 */
DreamPicture *bench_picture_new (gint width, gint height, GError **error);

BenchCase *bench_case_new (const BenchOptions *options, GError **error);
void       bench_case_free (BenchCase *self);

/**
 * bench_case_gradient:
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable): what computes the gradient of
 *   @self's picture.
 */
DreamGradient *bench_case_gradient (const BenchCase    *self,
                                    const BenchOptions *options,
                                    GError            **error);

/**
 * bench_case_seed:
 * @data: a #BenchCase.
 *
 * Begins the backward pass: a #DreamSeedFunc.
 */
void bench_case_seed (guint            target,
                      const DreamView *activation,
                      const DreamView *gradient,
                      gboolean         accumulate,
                      gpointer         data);

/**
 * bench_dream:
 * @iterations: of the only octave.
 * @observer: (nullable): see dream_run().
 * @user_data: for @observer.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable): the dream.
 */
DreamPicture *bench_dream (DreamNetwork       *network,
                           const BenchOptions *options,
                           const DreamPicture *picture,
                           gint                iterations,
                           DreamObserver       observer,
                           gpointer            user_data,
                           GError            **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BenchCase, bench_case_free)

G_END_DECLS
