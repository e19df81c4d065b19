/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Total variation, and the way back.
 */

#include <math.h>

#include "regularizers.h"

#define N DREAM_PICTURE_CHANNELS

/* The difference at which a pull of 1 is as strong as the dream's step. */
#define PULL_UNIT 0.1

/* The largest eigenvalue of sum (dx^2 + dy^2) / 2's Hessian. */
#define MAX_CURVATURE 8

typedef struct
{
  const DreamRegularizers *forces;
  const DreamPicture      *picture;
  DreamPicture            *gradient;
  gfloat                   scale;
  gfloat                   variation;
  gfloat                   epsilon;
  gfloat                   pull; /* of the difference */
} Pass;

/* Of what was dreamed: a row, and those above and below, NULL beyond the
 * border. */
typedef struct
{
  gfloat  *above;
  gfloat  *here;
  gfloat  *below;
  gint     width;
  gboolean wrap;
  gfloat   epsilon;
} Window;

static void    add_row (gint item, gpointer data);
static Window  open_window (const DreamRegularizers *self,
                            const DreamPicture      *picture,
                            gint                     y,
                            gfloat                   epsilon);
static void    close_window (Window *window);
static gfloat *get_row (const DreamRegularizers *self,
                        const DreamPicture      *picture,
                        gint                     y);
static gint    get_column (const Window *window, gint x);
static gfloat  get_differences (const Window *window,
                                const gfloat *row,
                                const gfloat *next,
                                gint          x,
                                gint          c,
                                gfloat       *dx,
                                gfloat       *dy);
static gfloat  get_gradient (const Window *window, gint x, gint c);

void
dream_regularizers_add (const DreamRegularizers *self,
                        const DreamPicture      *picture,
                        gdouble                  scale,
                        gdouble                  step,
                        DreamPicture            *gradient,
                        DreamThreads            *threads)
{
  Pass pass = { .forces    = self,
                .picture   = picture,
                .gradient  = gradient,
                .scale     = scale,
                .variation = self->variation,
                .epsilon   = MAX_CURVATURE * self->variation * step,
                .pull      = MIN (self->pull / PULL_UNIT, 1 / step) };

  dream_threads_run (threads, picture->height, add_row, &pass);
}

gdouble
dream_regularizers_get_variation (const DreamRegularizers *self,
                                  const DreamPicture      *picture,
                                  gdouble                  epsilon)
{
  gdouble sum = 0;

  for (gint y = 0; y < picture->height; y++)
    {
      Window window = open_window (self, picture, y, epsilon);

      for (gint i = 0; i < picture->width * N; i++)
        {
          gfloat dx;
          gfloat dy;

          sum += get_differences (&window, window.here, window.below, i / N,
                                  i % N, &dx, &dy);
        }

      close_window (&window);
    }

  return sum;
}

static void
add_row (gint item, gpointer data)
{
  const Pass *pass   = data;
  const gint  n      = pass->picture->width * N;
  Window      window = open_window (pass->forces, pass->picture, item,
                                    pass->epsilon);
  gfloat     *row    = dream_picture_get_row (pass->gradient, item);

  for (gint i = 0; i < n; i++)
    row[i] = row[i] * pass->scale - pass->pull * window.here[i];

  if (pass->variation > 0)
    for (gint i = 0; i < n; i++)
      row[i] -= pass->variation * get_gradient (&window, i / N, i % N);

  close_window (&window);
}

static Window
open_window (const DreamRegularizers *self,
             const DreamPicture      *picture,
             gint                     y,
             gfloat                   epsilon)
{
  Window window = { .width   = picture->width,
                    .wrap    = self->wrap,
                    .epsilon = epsilon };

  window.above = get_row (self, picture, y - 1);
  window.here  = get_row (self, picture, y);
  window.below = get_row (self, picture, y + 1);

  return window;
}

static void
close_window (Window *window)
{
  g_free (window->above);
  g_free (window->here);
  g_free (window->below);
}

static gfloat *
get_row (const DreamRegularizers *self, const DreamPicture *picture, gint y)
{
  const gint    n = picture->width * N;
  const gfloat *dreamt;
  const gfloat *original;
  gfloat       *row;

  if (! self->wrap && (y < 0 || y >= picture->height))
    return NULL;

  y        = dream_picture_continue (y, picture->height, TRUE);
  dreamt   = dream_picture_get_row (picture, y);
  original = dream_picture_get_row (self->original, y);

  row = g_new (gfloat, n);
  for (gint i = 0; i < n; i++)
    row[i] = dreamt[i] - original[i];

  return row;
}

/* Returns: -1 beyond the border. */
static gint
get_column (const Window *window, gint x)
{
  if (x >= 0 && x < window->width)
    return x;

  return window->wrap ? dream_picture_continue (x, window->width, TRUE) : -1;
}

/* Returns: sqrt (dx^2 + dy^2 + epsilon^2). */
static gfloat
get_differences (const Window *window,
                 const gfloat *row,
                 const gfloat *next,
                 gint          x,
                 gint          c,
                 gfloat       *dx,
                 gfloat       *dy)
{
  const gint right = get_column (window, x + 1);
  const gint i     = x * N + c;

  *dx = right >= 0 ? row[right * N + c] - row[i] : 0;
  *dy = next ? next[i] - row[i] : 0;

  return sqrtf (*dx * *dx + *dy * *dy + window->epsilon * window->epsilon);
}

/* A pixel's value counts in its own differences and in those of its neighbours
 * at the left and above. */
static gfloat
get_gradient (const Window *window, gint x, gint c)
{
  const gint left = get_column (window, x - 1);
  gfloat     sum;
  gfloat     norm;
  gfloat     dx;
  gfloat     dy;

  norm = get_differences (window, window->here, window->below, x, c, &dx, &dy);
  sum  = -(dx + dy) / norm;

  if (left >= 0)
    {
      norm = get_differences (window, window->here, window->below, left, c, &dx,
                              &dy);
      sum += dx / norm;
    }

  if (window->above)
    {
      norm = get_differences (window, window->above, window->here, x, c, &dx,
                              &dy);
      sum += dy / norm;
    }

  return sum;
}
