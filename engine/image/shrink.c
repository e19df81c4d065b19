/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Box filter of any real width, first down the columns, then along the rows.
 */

#include <math.h>

#include "picture.h"
#include "shrink.h"

typedef struct
{
  const gfloat *values;
  gfloat       *reduced;
  gint          n_channels;
  gint          width;
  gint          height;
  gint          new_width;
  gint          new_height;
  gboolean      wrap;
} Reduction;

/* Of pixels first..last, of which those at the ends count in part.  Where a
 * picture wraps, they may lie beyond its borders. */
typedef struct
{
  gint    first;
  gint    last;
  gdouble low;
  gdouble high;
} Box;

static void    reduce_row (gint item, gpointer data);
static Box     get_box (gint out, gint n_out, gint n_in, gboolean wrap);
static gdouble get_share (const Box *box, gint pixel);

void
dream_shrink (const gfloat *values,
              gint          n_channels,
              gint          width,
              gint          height,
              gfloat       *reduced,
              gint          new_width,
              gint          new_height,
              gboolean      wrap,
              DreamThreads *threads)
{
  Reduction reduction = { values, reduced,   n_channels, width,
                          height, new_width, new_height, wrap };

  dream_threads_run (threads, new_height, reduce_row, &reduction);
}

static void
reduce_row (gint item, gpointer data)
{
  const Reduction *self = data;
  const gsize      n    = (gsize) self->width * self->n_channels;
  const Box rows = get_box (item, self->new_height, self->height, self->wrap);
  g_autofree gdouble *sums  = g_new0 (gdouble, n);
  gdouble             share = 0;
  gfloat             *out   = self->reduced +
                (gsize) item * self->new_width * self->n_channels;

  for (gint y = rows.first; y <= rows.last; y++)
    {
      const gdouble weight = get_share (&rows, y);
      const gsize   at     = dream_picture_continue (y, self->height, TRUE);
      const gfloat *row    = self->values + at * n;

      share += weight;
      for (gsize i = 0; i < n; i++)
        sums[i] += weight * row[i];
    }

  for (gsize i = 0; i < n; i++)
    sums[i] /= share;

  for (gint x = 0; x < self->new_width; x++)
    {
      const Box columns = get_box (x, self->new_width, self->width, self->wrap);

      for (gint c = 0; c < self->n_channels; c++)
        {
          gdouble sum = 0;

          share = 0;
          for (gint i = columns.first; i <= columns.last; i++)
            {
              const gdouble weight = get_share (&columns, i);
              const gsize   at = dream_picture_continue (i, self->width, TRUE);

              share += weight;
              sum += weight * sums[at * self->n_channels + c];
            }
          *out++ = sum / share;
        }
    }
}

static Box
get_box (gint out, gint n_out, gint n_in, gboolean wrap)
{
  const gdouble half   = 0.5 * n_in / n_out;
  gdouble       center = dream_picture_get_position (out, n_out, n_in, wrap);
  Box           box;

  /* One pixel for all covers all; it has no corners to lie on. */
  if (n_out == 1)
    center = (n_in - 1) / 2.0;

  box.low   = center - half;
  box.high  = center + half;
  box.first = floor (box.low + 0.5);
  box.last  = ceil (box.high - 0.5);

  if (! wrap)
    {
      box.first = MAX (box.first, 0);
      box.last  = MIN (box.last, n_in - 1);
    }

  return box;
}

static gdouble
get_share (const Box *box, gint pixel)
{
  const gdouble low  = MAX (box->low, pixel - 0.5);
  const gdouble high = MIN (box->high, pixel + 0.5);

  return MAX (high - low, 0);
}
