/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * High passes of what was dreamed, and its cubic interpolation.
 */

#include <math.h>
#include <string.h>

#include "edges.h"
#include "gaussian.h"
#include "mask.h"

#define N DREAM_PICTURE_CHANNELS

/* Standard deviations, in pixels of the detail. */
#define EDGE_WIDTH  2.0
#define EDGE_REACH  1.2
#define SHARP_WIDTH 1.0

#define SHARPNESS 0.7

/* Where the step from flat to edge begins and ends, in parts of the measure. */
#define FLAT 0.4
#define EDGE 1.3

/* What is less is not seen. */
#define LEAST_MEASURE (0.5 / 255)

#define N_TAPS 4

struct _DreamEdges
{
  gint          width;
  gint          height;
  gboolean      wrap;
  DreamThreads *threads;
  gfloat       *values;
  DreamPicture *sharp;
  DreamPicture *high;
  DreamPicture *scratch;
};

/* What a column or row of the enlarged detail is the weighted mean of; between
 * the middle two it is at @between. */
typedef struct
{
  gint   at[N_TAPS];
  gfloat weights[N_TAPS];
  gfloat between;
} Taps;

typedef struct
{
  const DreamEdges   *edges;
  const DreamPicture *picture;
  const gfloat       *mask;
  DreamPicture       *dreamt;
  gfloat             *places;
  const Taps         *columns;
} Pass;

static gboolean blur (DreamEdges         *self,
                      const DreamPicture *detail,
                      gdouble             sigma,
                      DreamPicture       *blurred,
                      DreamTick           tick,
                      gpointer            user_data);
static void     find_steps (DreamEdges *self);
static Taps     get_taps (gint out, gint n_out, gint n_in, gboolean wrap);
static void     sharpen_row (gint item, gpointer data);
static gfloat  *blend_rows (const DreamPicture *picture, const Taps *rows);

DreamEdges *
dream_edges_new (gint          width,
                 gint          height,
                 gboolean      wrap,
                 DreamThreads *threads,
                 GError      **error)
{
  g_autoptr (DreamEdges) self = g_new0 (DreamEdges, 1);

  self->width   = width;
  self->height  = height;
  self->wrap    = wrap;
  self->threads = threads;

  self->values = dream_mask_new (width, height, error);
  self->sharp  = self->values ? dream_picture_new (width, height, error) : NULL;
  self->high   = self->sharp ? dream_picture_new (width, height, error) : NULL;
  self->scratch = self->high ? dream_picture_new (width, height, error) : NULL;

  return self->scratch ? g_steal_pointer (&self) : NULL;
}

void
dream_edges_free (DreamEdges *self)
{
  if (! self)
    return;

  g_free (self->values);
  dream_picture_free (self->sharp);
  dream_picture_free (self->high);
  dream_picture_free (self->scratch);
  g_free (self);
}

gboolean
dream_edges_find (DreamEdges         *self,
                  const DreamPicture *detail,
                  gdouble             amount,
                  DreamTick           tick,
                  gpointer            user_data)
{
  const gsize  n    = dream_picture_n_values (detail);
  const gfloat more = SHARPNESS * amount;

  if (! blur (self, detail, SHARP_WIDTH, self->sharp, tick, user_data))
    return FALSE;

  for (gsize i = 0; i < n; i++)
    self->sharp->pixels[i] = detail->pixels[i] +
                             more *
                               (detail->pixels[i] - self->sharp->pixels[i]);

  if (! blur (self, detail, EDGE_WIDTH, self->high, tick, user_data))
    return FALSE;

  for (gsize i = 0; i < n; i++)
    self->high->pixels[i] = fabsf (detail->pixels[i] - self->high->pixels[i]);

  if (! dream_gaussian_run (self->high, EDGE_REACH, self->wrap, self->scratch,
                            self->threads, tick, user_data))
    return FALSE;

  find_steps (self);

  return tick (0, user_data);
}

void
dream_edges_sharpen (const DreamEdges   *self,
                     const DreamPicture *picture,
                     const gfloat       *mask,
                     DreamPicture       *dreamt,
                     gfloat             *places)
{
  g_autofree Taps *columns = g_new (Taps, picture->width);
  Pass             pass    = { self, picture, mask, dreamt, places, columns };

  for (gint x = 0; x < picture->width; x++)
    columns[x] = get_taps (x, picture->width, self->width, self->wrap);

  dream_threads_run (self->threads, picture->height, sharpen_row, &pass);
}

static gboolean
blur (DreamEdges         *self,
      const DreamPicture *detail,
      gdouble             sigma,
      DreamPicture       *blurred,
      DreamTick           tick,
      gpointer            user_data)
{
  memcpy (blurred->pixels, detail->pixels,
          dream_picture_n_values (detail) * sizeof (gfloat));

  return dream_gaussian_run (blurred, sigma, self->wrap, self->scratch,
                             self->threads, tick, user_data);
}

/* From the high pass. */
static void
find_steps (DreamEdges *self)
{
  const gsize   n       = (gsize) self->width * self->height;
  const gfloat *high    = self->high->pixels;
  gdouble       sum     = 0;
  gdouble       squares = 0;
  gdouble       measure;

  for (gsize i = 0; i < n; i++, high += N)
    {
      self->values[i] = (high[0] + high[1] + high[2]) / N;
      sum += self->values[i];
      squares += (gdouble) self->values[i] * self->values[i];
    }

  measure = MAX (sum > 0 ? squares / sum : 0, LEAST_MEASURE);
  for (gsize i = 0; i < n; i++)
    {
      const gfloat at = (self->values[i] / measure - FLAT) / (EDGE - FLAT);
      const gfloat t  = CLAMP (at, 0, 1);

      self->values[i] = t * t * (3 - 2 * t);
    }
}

static Taps
get_taps (gint out, gint n_out, gint n_in, gboolean wrap)
{
  const gdouble at   = dream_picture_get_position (out, n_out, n_in, wrap);
  const gint    left = (gint) at;
  const gdouble t    = at - left;
  Taps          taps = { .between = t };

  /* Keys 1981, "Cubic Convolution Interpolation for Digital Image Processing",
   * with a = -1/2. */
  taps.weights[0] = ((2 - t) * t - 1) * t / 2;
  taps.weights[1] = ((3 * t - 5) * t * t + 2) / 2;
  taps.weights[2] = ((4 - 3 * t) * t + 1) * t / 2;
  taps.weights[3] = (t - 1) * t * t / 2;

  for (gint i = 0; i < N_TAPS; i++)
    taps.at[i] = dream_picture_continue (left - 1 + i, n_in, wrap);

  return taps;
}

static void
sharpen_row (gint item, gpointer data)
{
  const Pass       *pass  = data;
  const DreamEdges *edges = pass->edges;
  const gint        width = pass->picture->width;
  const Taps        rows = get_taps (item, pass->picture->height, edges->height,
                                     edges->wrap);
  const gfloat     *above   = edges->values + (gsize) rows.at[1] * edges->width;
  const gfloat     *below   = edges->values + (gsize) rows.at[2] * edges->width;
  const gfloat     *picture = dream_picture_get_row (pass->picture, item);
  gfloat           *row     = dream_picture_get_row (pass->dreamt, item);
  const gsize       first   = (gsize) item * width;
  g_autofree gfloat *detail = blend_rows (edges->sharp, &rows);

  for (gint x = 0; x < width; x++)
    {
      const Taps  *taps  = &pass->columns[x];
      const gint   left  = taps->at[1];
      const gint   right = taps->at[2];
      const gfloat top   = above[left] +
                         taps->between * (above[right] - above[left]);
      const gfloat bottom = below[left] +
                            taps->between * (below[right] - below[left]);
      const gfloat edge  = top + rows.between * (bottom - top);
      const gfloat place = pass->mask ? edge * pass->mask[first + x] : edge;

      pass->places[first + x] = place;
      for (gint c = 0; place > 0 && c < N; c++)
        {
          gfloat sharp = picture[x * N + c];

          for (gint k = 0; k < N_TAPS; k++)
            sharp += taps->weights[k] * detail[taps->at[k] * N + c];

          row[x * N + c] += place * (sharp - row[x * N + c]);
        }
    }
}

/* Returns: (transfer full): the row between @picture's. */
static gfloat *
blend_rows (const DreamPicture *picture, const Taps *rows)
{
  const gsize n   = (gsize) picture->width * N;
  gfloat     *row = g_new0 (gfloat, n);

  for (gint k = 0; k < N_TAPS; k++)
    {
      const gfloat *from = dream_picture_get_row (picture, rows->at[k]);

      for (gsize i = 0; i < n; i++)
        row[i] += rows->weights[k] * from[i];
    }

  return row;
}
