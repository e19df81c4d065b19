/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Separable Gaussians, a row of the result at a time: down the columns into a
 * row, and along it.
 */

#include <math.h>
#include <string.h>

#include "gaussian.h"

#define N_BLURS 3

/* In standard deviations. */
#define CUT_OFF 3

/* Multiplications between two questions to the observer: a fraction of a second
 * on any machine. */
#define BAND_WORK 3e8

typedef struct
{
  gint    radius;
  gfloat *weights; /* of -radius..radius; their sum is 1 */
} Blur;

typedef struct
{
  const DreamPicture *picture;
  DreamPicture       *smooth;
  gboolean            wrap;
  gint                first;  /* row of this band */
  gint                margin; /* the largest radius */
  Blur                blurs[N_BLURS];
} Smoothing;

static const gdouble widths[N_BLURS] = { 0.5, 1, 2 };

static void make_blur (Blur *blur, gdouble sigma);
static void smooth_row (gint item, gpointer data);
static void blur_columns (const Smoothing *self,
                          const Blur      *blur,
                          gint             y,
                          gfloat          *padded);
static void pad (const Smoothing *self, gint margin, gfloat *padded);

gboolean
dream_gaussian_run (DreamPicture *picture,
                    gdouble       sigma,
                    gboolean      wrap,
                    DreamPicture *scratch,
                    DreamThreads *threads,
                    DreamTick     tick,
                    gpointer      user_data)
{
  Smoothing self = { .picture = picture, .smooth = scratch, .wrap = wrap };
  gdouble   work = 0; /* of a row */
  gint      n_rows;
  gfloat   *pixels = scratch->pixels;
  gboolean  whole  = TRUE;

  for (gint i = 0; i < N_BLURS; i++)
    {
      make_blur (&self.blurs[i], widths[i] * sigma);
      self.margin = MAX (self.margin, self.blurs[i].radius);
      work += 2.0 * (2 * self.blurs[i].radius + 1) * picture->width *
              DREAM_PICTURE_CHANNELS;
    }

  n_rows = CLAMP (BAND_WORK / work, 1, picture->height);
  while (whole && self.first < picture->height)
    {
      dream_threads_run (threads, MIN (n_rows, picture->height - self.first),
                         smooth_row, &self);
      self.first += n_rows;
      whole = tick (0, user_data);
    }

  for (gint i = 0; i < N_BLURS; i++)
    g_free (self.blurs[i].weights);

  scratch->pixels = picture->pixels;
  picture->pixels = pixels;

  return whole;
}

gdouble
dream_gaussian_get_sigma (gdouble smoothing, gint iteration, gint n_iterations)
{
  return smoothing * (iteration + 1) / n_iterations + 0.5;
}

static void
make_blur (Blur *blur, gdouble sigma)
{
  gdouble sum = 0;

  blur->radius  = ceil (CUT_OFF * sigma);
  blur->weights = g_new (gfloat, 2 * blur->radius + 1);

  for (gint i = -blur->radius; i <= blur->radius; i++)
    sum += exp (-i * i / (2 * sigma * sigma));
  for (gint i = -blur->radius; i <= blur->radius; i++)
    blur->weights[i + blur->radius] = exp (-i * i / (2 * sigma * sigma)) / sum;
}

static void
smooth_row (gint item, gpointer data)
{
  const Smoothing   *self   = data;
  const gint         y      = self->first + item;
  const gint         n      = self->picture->width * DREAM_PICTURE_CHANNELS;
  gfloat            *row    = dream_picture_get_row (self->smooth, y);
  g_autofree gfloat *padded = g_new (gfloat, n + 2 * self->margin *
                                                   DREAM_PICTURE_CHANNELS);

  memset (row, 0, n * sizeof (gfloat));
  for (gint b = 0; b < N_BLURS; b++)
    {
      const Blur *blur = &self->blurs[b];

      blur_columns (self, blur, y, padded);
      pad (self, blur->radius, padded);
      for (gint k = 0; k <= 2 * blur->radius; k++)
        {
          const gfloat  weight = blur->weights[k] / N_BLURS;
          const gfloat *from   = padded + k * DREAM_PICTURE_CHANNELS;

          for (gint i = 0; i < n; i++)
            row[i] += weight * from[i];
        }
    }
}

/* Into @padded behind a margin of the blur's radius. */
static void
blur_columns (const Smoothing *self, const Blur *blur, gint y, gfloat *padded)
{
  const gint n  = self->picture->width * DREAM_PICTURE_CHANNELS;
  gfloat    *to = padded + blur->radius * DREAM_PICTURE_CHANNELS;

  memset (to, 0, n * sizeof (gfloat));
  for (gint k = -blur->radius; k <= blur->radius; k++)
    {
      const gint    at   = dream_picture_continue (y + k, self->picture->height,
                                                   self->wrap);
      const gfloat *from = dream_picture_get_row (self->picture, at);
      const gfloat  weight = blur->weights[k + blur->radius];

      for (gint i = 0; i < n; i++)
        to[i] += weight * from[i];
    }
}

static void
pad (const Smoothing *self, gint margin, gfloat *padded)
{
  const gint width = self->picture->width;

  for (gint i = 0; i < 2 * margin; i++)
    {
      const gint x  = i < margin ? i - margin : width + i - margin;
      const gint at = dream_picture_continue (x, width, self->wrap);

      memcpy (padded + (x + margin) * DREAM_PICTURE_CHANNELS,
              padded + (at + margin) * DREAM_PICTURE_CHANNELS,
              DREAM_PICTURE_CHANNELS * sizeof (gfloat));
    }
}
