/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How one axis of a picture is cut into tiles.
 */

#include "tiling.h"

/* A tile keeps at least a quarter of its halo: a smaller one would
 * take hardly less memory and many times as long. */
#define HALO_PER_CORE 4

gint
dream_axis_get_canvas (const DreamAxis *axis)
{
  return axis->size + 2 * axis->margin;
}

gint
dream_axis_n_tiles (const DreamAxis *axis)
{
  return axis->size / axis->core + (axis->size % axis->core != 0);
}

DreamSpan
dream_axis_get_span (const DreamAxis *axis, gint n)
{
  const gint   canvas = dream_axis_get_canvas (axis);
  const gint64 first  = (gint64) n * axis->core;
  DreamSpan    span;

  span.keep_start = axis->margin + first;
  span.keep_end   = axis->margin + MIN (first + axis->core, axis->size);

  if (dream_axis_n_tiles (axis) == 1)
    {
      span.start = 0;
      span.end   = canvas;
      return span;
    }

  span.start = MAX (span.keep_start - axis->halo, 0);
  span.end   = MIN ((gint64) span.keep_end + axis->halo, canvas);

  /* What is left for the last tile can be less than a layer needs. */
  if (span.end - span.start < axis->minimum)
    span.start = MAX (span.end - axis->minimum, 0) / axis->grid * axis->grid;

  return span;
}

gint
dream_axis_get_largest (const DreamAxis *axis)
{
  const gint n_tiles = dream_axis_n_tiles (axis);
  gint       largest = 0;

  for (gint n = 0; n < n_tiles; n++)
    {
      const DreamSpan span = dream_axis_get_span (axis, n);

      largest = MAX (largest, span.end - span.start);
    }

  return largest;
}

/* Near the halo's size a cut may gain nothing, since both parts still see all
 * of the picture, and a further one even lose. */
gboolean
dream_axis_cut (DreamAxis *axis)
{
  const gint smallest = dream_axis_round_up (MAX (axis->minimum,
                                                  axis->halo / HALO_PER_CORE),
                                             axis->grid);
  const gint largest  = dream_axis_get_largest (axis);
  DreamAxis  finer    = *axis;

  for (gint n = dream_axis_n_tiles (axis) + 1; n <= axis->size / smallest + 1;
       n++)
    {
      finer.core = dream_axis_round_up (((gint64) axis->size + n - 1) / n,
                                        axis->grid);

      if (finer.core < smallest)
        return FALSE;

      if (finer.core < axis->core && dream_axis_get_largest (&finer) < largest)
        {
          *axis = finer;
          return TRUE;
        }
    }

  return FALSE;
}

gint
dream_axis_round_up (gint64 pixels, gint grid)
{
  return MIN ((pixels + grid - 1) / grid, G_MAXINT / grid) * grid;
}
