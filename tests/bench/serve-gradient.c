/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The engine as a worker: the gradient of a whole picture, tile by tile, as a
 * dream computes it.
 */

#include "case.h"
#include "modes.h"
#include "serve.h"

typedef struct
{
  DreamGradient      *gradient;
  const DreamPicture *picture;
  DreamPicture       *result;
} Work;

static gboolean compute (gpointer data);

gboolean
bench_serve_gradient (const BenchOptions *options, GError **error)
{
  g_autoptr (BenchCase)     self     = bench_case_new (options, error);
  g_autoptr (DreamGradient) gradient = NULL;
  g_autoptr (DreamPicture)  result   = NULL;
  Work                      work;

  if (! self || ! (gradient = bench_case_gradient (self, options, error)) ||
      ! (result = dream_picture_new (options->width, options->height, error)))
    return FALSE;

  work.gradient = gradient;
  work.picture  = self->picture;
  work.result   = result;

  return bench_serve (2e-9 * bench_shapes_flop (self->shapes, self->target),
                      1e-6 * options->width * options->height, compute, &work);
}

static gboolean
compute (gpointer data)
{
  const Work *work = data;

  return dream_gradient_compute (work->gradient, work->picture, 0, 0,
                                 work->result, NULL, NULL);
}
