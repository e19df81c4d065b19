/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How much memory a dream takes.  Only the first dream of a process tells.
 */

#include <stdio.h>

#include "case.h"
#include "modes.h"
#include "serve.h"

gboolean
bench_memory (const BenchOptions *options, GError **error)
{
  g_autoptr (DreamNetwork) network = bench_network_read (options, error);
  g_autoptr (DreamPicture) picture = NULL;
  g_autoptr (DreamPicture) dream   = NULL;
  gdouble                  before;

  if (! network ||
      ! (picture = bench_picture_new (options->width, options->height, error)))
    return FALSE;

  before = bench_peak_mib ();
  dream  = bench_dream (network, options, picture, options->iterations, NULL,
                        NULL, error);
  if (! dream)
    return FALSE;

  printf ("%.0f %.0f %.0f\n", before,
          dream_picture_n_values (picture) * sizeof (gfloat) / 1048576.0,
          bench_peak_mib ());

  return TRUE;
}
