/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How long a dream goes on after it has been asked to stop.
 */

#include <stdio.h>

#include "case.h"
#include "modes.h"
#include "serve.h"

typedef struct
{
  gdouble stop_at; /* share of the dream's work */
  gdouble asked;   /* when the verdict was given, 0 before */
  gdouble last;    /* when the observer was called before */
  gdouble gap;     /* the longest between two calls */
} Stop;

static DreamVerdict observe (gdouble             fraction,
                             const DreamPicture *picture,
                             gpointer            data);

gboolean
bench_stop (const BenchOptions *options, GError **error)
{
  g_autoptr (DreamNetwork) network = bench_network_read (options, error);
  g_autoptr (DreamPicture) picture = NULL;
  Stop                     stop    = { 0 };
  gdouble                  worst   = 0;

  if (! network ||
      ! (picture = bench_picture_new (options->width, options->height, error)))
    return FALSE;

  for (gint n = 0; n < options->iterations; n++)
    {
      g_autoptr (DreamPicture) dream = NULL;

      stop.stop_at = (n + 0.5) / options->iterations;
      stop.asked   = 0;
      stop.last    = 0;
      dream = bench_dream (network, options, picture, 1, observe, &stop, error);
      if (! dream)
        return FALSE;

      worst = MAX (worst, bench_seconds () - stop.asked);
    }

  printf ("%.0f %.0f\n", 1e3 * worst, 1e3 * stop.gap);

  return TRUE;
}

static DreamVerdict
observe (gdouble             fraction,
         const DreamPicture *picture G_GNUC_UNUSED,
         gpointer            data)
{
  Stop         *stop = data;
  const gdouble now  = bench_seconds ();

  if (stop->last > 0 && stop->asked == 0)
    stop->gap = MAX (stop->gap, now - stop->last);
  stop->last = now;

  if (fraction < stop->stop_at)
    return DREAM_CONTINUE;

  if (stop->asked == 0)
    stop->asked = now;

  return DREAM_STOP;
}
