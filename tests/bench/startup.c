/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How long a user waits before the first iteration begins.
 */

#include <stdio.h>

#include "case.h"
#include "modes.h"
#include "serve.h"

gboolean
bench_startup (const BenchOptions *options, GError **error)
{
  g_autoptr (BenchCase)     self     = bench_case_new (options, error);
  const gdouble             start    = bench_seconds ();
  g_autoptr (DreamGradient) gradient = NULL;

  if (! self || ! (gradient = bench_case_gradient (self, options, error)))
    return FALSE;

  printf ("%.1f %.1f %.1f\n", 1e3 * self->read_seconds,
          1e3 * self->pack_seconds, 1e3 * (bench_seconds () - start));

  return TRUE;
}
