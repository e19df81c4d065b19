/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Colours of gradients and of what was dreamed, pixel by pixel.
 */

#include <math.h>

#include "color.h"
#include "engine/luma.h"

#define N DREAM_PICTURE_CHANNELS

typedef gfloat Matrix[N][N];

typedef struct
{
  const DreamPicture *picture; /* or NULL, for 0 everywhere */
  DreamPicture       *changed;
  Matrix              matrix; /* what becomes of the difference */
} Change;

static const gdouble luma[N] = { DREAM_LUMA_RED, DREAM_LUMA_GREEN,
                                 DREAM_LUMA_BLUE };

/* lucid's color_correlation_svd_sqrt. */
static const gdouble correlation_root[N][N] = { { 0.26, 0.09, 0.02 },
                                                { 0.27, 0.00, -0.05 },
                                                { 0.27, -0.09, 0.03 } };

static void run (Change *change, DreamThreads *threads);
static void change_row (gint item, gpointer data);

void
dream_color_decorrelate (DreamPicture *gradient, DreamThreads *threads)
{
  Change  change  = { NULL, gradient, { { 0 } } };
  gdouble longest = 0; /* column of C, its square */

  for (gint k = 0; k < N; k++)
    {
      gdouble square = 0;

      for (gint c = 0; c < N; c++)
        square += correlation_root[c][k] * correlation_root[c][k];
      longest = MAX (longest, square);
    }

  for (gint to = 0; to < N; to++)
    for (gint from = 0; from < N; from++)
      {
        gdouble sum = 0;

        for (gint k = 0; k < N; k++)
          sum += correlation_root[to][k] * correlation_root[from][k];
        change.matrix[to][from] = sum / longest;
      }

  run (&change, threads);
}

void
dream_color_make_gray (DreamPicture *gradient, DreamThreads *threads)
{
  Change change = { NULL, gradient, { { 0 } } };

  for (gint to = 0; to < N; to++)
    for (gint from = 0; from < N; from++)
      change.matrix[to][from] = 1.0 / N;

  run (&change, threads);
}

void
dream_color_scale_chroma (const DreamPicture *picture,
                          gdouble             factor,
                          DreamPicture       *dreamt,
                          DreamThreads       *threads)
{
  Change change = { picture, dreamt, { { 0 } } };

  if (factor == 1)
    return;

  for (gint to = 0; to < N; to++)
    for (gint from = 0; from < N; from++)
      change.matrix[to][from] = (1 - factor) * luma[from] +
                                (to == from ? factor : 0);

  run (&change, threads);
}

static void
run (Change *change, DreamThreads *threads)
{
  dream_threads_run (threads, change->changed->height, change_row, change);
}

static void
change_row (gint item, gpointer data)
{
  const Change *self = data;
  const gint    n    = self->changed->width * N;
  gfloat       *row  = dream_picture_get_row (self->changed, item);
  const gfloat *base = self->picture
                         ? dream_picture_get_row (self->picture, item)
                         : NULL;

  for (gint i = 0; i < n; i += N)
    {
      gfloat difference[N];

      for (gint c = 0; c < N; c++)
        difference[c] = row[i + c] - (base ? base[i + c] : 0);

      for (gint to = 0; to < N; to++)
        row[i + to] = (base ? base[i + to] : 0) +
                      self->matrix[to][0] * difference[0] +
                      self->matrix[to][1] * difference[1] +
                      self->matrix[to][2] * difference[2];
    }
}
