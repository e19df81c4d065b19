/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Turns and enlarges about the middle of a picture.
 */

#include "camera.h"

#include <math.h>

#include "engine/image/picture.h"

#define DEGREE       (G_PI / 180)
#define MAX_CHANNELS 4
#define N_TAPS       4

typedef struct
{
  const gfloat *values;
  gint          n_channels;
  gint          width;
  gint          height;
  gfloat       *moved;
  gdouble       across; /* what one pixel to the right is in the source */
  gdouble       along;
} Task;

static void move_row (gint y, gpointer data);
static void sample (const Task *task, gdouble x, gdouble y, gfloat *pixel);
static void find_taps (gdouble position,
                       gint    size,
                       gint    places[N_TAPS],
                       gfloat  weights[N_TAPS]);

DeepDreamPosition
deep_dream_camera_between (DeepDreamPosition from, DeepDreamPosition to)
{
  return (DeepDreamPosition){ to.scale / from.scale, to.angle - from.angle };
}

/* The corners of the frame, turned back, reach as far as this. */
gdouble
deep_dream_camera_get_cover (gdouble angle, gint width, gint height)
{
  const gdouble ratio = (gdouble) MAX (width, height) / MIN (width, height);

  return fabs (cos (angle * DEGREE)) + ratio * fabs (sin (angle * DEGREE));
}

void
deep_dream_camera_apply (DeepDreamPosition movement,
                         const gfloat     *values,
                         gint              n_channels,
                         gint              width,
                         gint              height,
                         gfloat           *moved,
                         DreamThreads     *threads)
{
  Task task = { values, n_channels, width, height, moved, 0, 0 };

  /* The inverse, as each new pixel asks where it comes from. */
  task.across = cos (movement.angle * DEGREE) / movement.scale;
  task.along  = sin (-movement.angle * DEGREE) / movement.scale;

  dream_threads_run (threads, height, move_row, &task);
}

static void
move_row (gint y, gpointer data)
{
  const Task   *task     = data;
  const gdouble middle_x = (task->width - 1) / 2.0;
  const gdouble middle_y = (task->height - 1) / 2.0;
  const gsize   at       = (gsize) y * task->width * task->n_channels;

  for (gint x = 0; x < task->width; x++)
    {
      const gdouble dx = x - middle_x;
      const gdouble dy = y - middle_y;

      sample (task, middle_x + task->across * dx - task->along * dy,
              middle_y + task->along * dx + task->across * dy,
              task->moved + at + (gsize) x * task->n_channels);
    }
}

static void
sample (const Task *task, gdouble x, gdouble y, gfloat *pixel)
{
  gint   columns[N_TAPS], rows[N_TAPS];
  gfloat across[N_TAPS], down[N_TAPS];
  gfloat sum[MAX_CHANNELS] = { 0 };

  find_taps (x, task->width, columns, across);
  find_taps (y, task->height, rows, down);

  for (gint i = 0; i < N_TAPS; i++)
    for (gint j = 0; j < N_TAPS; j++)
      {
        const gsize   place  = (gsize) rows[i] * task->width + columns[j];
        const gfloat *from   = task->values + place * task->n_channels;
        const gfloat  weight = down[i] * across[j];

        /* No part of a value that is not finite. */
        if (weight != 0)
          for (gint c = 0; c < task->n_channels; c++)
            sum[c] += weight * from[c];
      }

  for (gint c = 0; c < task->n_channels; c++)
    pixel[c] = sum[c];
}

static void
find_taps (gdouble position,
           gint    size,
           gint    places[N_TAPS],
           gfloat  weights[N_TAPS])
{
  const gdouble whole = floor (position);
  const gfloat  t     = (gfloat) (position - whole);

  for (gint i = 0; i < N_TAPS; i++)
    places[i] = dream_picture_continue ((gint) whole - 1 + i, size, FALSE);

  weights[0] = t * (-0.5f + t * (1.0f - 0.5f * t));
  weights[1] = 1.0f + t * t * (-2.5f + 1.5f * t);
  weights[2] = t * (0.5f + t * (2.0f - 1.5f * t));
  weights[3] = t * t * (-0.5f + 0.5f * t);
}
