/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The worker's side of the protocol.
 */

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "serve.h"

gboolean
bench_serve (gdouble        gflop,
             gdouble        megapixel,
             BenchIteration iteration,
             gpointer       user_data)
{
  gchar line[64];

  if (! iteration (user_data))
    return FALSE;

  printf ("ready %.6f %.6f\n", gflop, megapixel);
  fflush (stdout);

  while (fgets (line, sizeof (line), stdin))
    {
      const gint    count = atoi (line);
      const gdouble start = bench_seconds ();

      for (gint n = 0; n < count; n++)
        if (! iteration (user_data))
          return FALSE;

      printf ("%.6f %.1f\n", bench_seconds () - start, bench_peak_mib ());
      fflush (stdout);
    }

  return TRUE;
}

gdouble
bench_seconds (void)
{
  return g_get_monotonic_time () / (gdouble) G_USEC_PER_SEC;
}

gdouble
bench_peak_mib (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);

  return usage.ru_maxrss / 1024.0;
}
