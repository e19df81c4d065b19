/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A Laplacian pyramid in place: a level keeps what its smaller neighbour does
 * not show.
 */

#include <math.h>
#include <string.h>

#include "pyramid.h"

/* Pixels from the kernel's middle to where it is 0. */
#define REACH 3

/* Where its middle may lie between pixels, it has so many at most. */
#define MAX_TAPS (2 * REACH)

/* The tutorial's: what is less is nothing. */
#define LEAST_RMS 1e-10

#define N DREAM_PICTURE_CHANNELS

/* Half of the kernel, from the middle. */
static const gdouble kernel[REACH + 2] = { 6, 4, 1, 0, 0 };

/* What a column or row is the weighted mean of. */
typedef struct
{
  gint   n;
  gint   at[MAX_TAPS];
  gfloat weights[MAX_TAPS];
} Taps;

struct _DreamPyramid
{
  GPtrArray    *levels; /* of DreamPicture: the smaller ones, largest first */
  gboolean      wrap;
  DreamThreads *threads;
};

typedef struct
{
  DreamPicture *large;
  DreamPicture *small;
  gboolean      wrap;
  Taps         *columns; /* of the picture that is written */
  gfloat        factor;
  gdouble      *sums; /* of each row's squares */
} Pass;

static DreamPicture *get_level (DreamPyramid *self,
                                DreamPicture *picture,
                                guint         level);
static void          halve (DreamPyramid *self,
                            DreamPicture *large,
                            DreamPicture *small);
static void          add_doubled (DreamPyramid *self,
                                  DreamPicture *large,
                                  DreamPicture *small,
                                  gfloat        factor);
static void          normalize (DreamPyramid *self, DreamPicture *level);
static Taps    get_taps_of_small (gint position, gint n_large, gboolean wrap);
static Taps    get_taps_of_large (gint position, gint n_large, gboolean wrap);
static void    add_tap (Taps *taps, gint at, gdouble distance);
static void    normalize_taps (Taps *taps);
static gdouble get_spacing (gint n_large, gboolean wrap);
static gfloat *blend_rows (const DreamPicture *picture, const Taps *rows);
static void    blend_columns (const Pass   *pass,
                              const gfloat *row,
                              gint          width,
                              gfloat       *out);
static void    halve_row (gint item, gpointer data);
static void    add_doubled_row (gint item, gpointer data);
static void    sum_row (gint item, gpointer data);
static void    scale_row (gint item, gpointer data);

DreamPyramid *
dream_pyramid_new (gint          width,
                   gint          height,
                   gint          n_levels,
                   gboolean      wrap,
                   DreamThreads *threads,
                   GError      **error)
{
  g_autoptr (DreamPyramid) self = g_new0 (DreamPyramid, 1);

  self->levels = g_ptr_array_new_with_free_func (
    (GDestroyNotify) dream_picture_free);
  self->wrap    = wrap;
  self->threads = threads;

  for (gint i = 0; i < n_levels && MIN (width, height) > 1; i++)
    {
      DreamPicture *level;

      width  = (width + 1) / 2;
      height = (height + 1) / 2;
      level  = dream_picture_new (width, height, error);
      if (! level)
        return NULL;

      g_ptr_array_add (self->levels, level);
    }

  return g_steal_pointer (&self);
}

void
dream_pyramid_free (DreamPyramid *self)
{
  if (! self)
    return;

  g_ptr_array_unref (self->levels);
  g_free (self);
}

gboolean
dream_pyramid_normalize (DreamPyramid *self,
                         DreamPicture *picture,
                         DreamTick     tick,
                         gpointer      user_data)
{
  const guint n = self->levels->len;

  for (guint i = 0; i < n; i++)
    {
      DreamPicture *large = get_level (self, picture, i);
      DreamPicture *small = get_level (self, picture, i + 1);

      halve (self, large, small);
      add_doubled (self, large, small, -1);
      normalize (self, large);
      if (! tick (0, user_data))
        return FALSE;
    }

  normalize (self, get_level (self, picture, n));
  for (guint i = n; i-- > 0;)
    add_doubled (self, get_level (self, picture, i),
                 get_level (self, picture, i + 1), 1);

  return tick (0, user_data);
}

static DreamPicture *
get_level (DreamPyramid *self, DreamPicture *picture, guint level)
{
  return level == 0 ? picture : g_ptr_array_index (self->levels, level - 1);
}

static void
halve (DreamPyramid *self, DreamPicture *large, DreamPicture *small)
{
  g_autofree Taps *columns = g_new (Taps, small->width);
  Pass             pass    = { .large   = large,
                               .small   = small,
                               .wrap    = self->wrap,
                               .columns = columns,
                               .factor  = 1 };

  for (gint x = 0; x < small->width; x++)
    columns[x] = get_taps_of_small (x, large->width, self->wrap);

  dream_threads_run (self->threads, small->height, halve_row, &pass);
}

static void
add_doubled (DreamPyramid *self,
             DreamPicture *large,
             DreamPicture *small,
             gfloat        factor)
{
  g_autofree Taps *columns = g_new (Taps, large->width);
  Pass             pass    = { .large   = large,
                               .small   = small,
                               .wrap    = self->wrap,
                               .columns = columns,
                               .factor  = factor };

  for (gint x = 0; x < large->width; x++)
    columns[x] = get_taps_of_large (x, large->width, self->wrap);

  dream_threads_run (self->threads, large->height, add_doubled_row, &pass);
}

static void
normalize (DreamPyramid *self, DreamPicture *level)
{
  g_autofree gdouble *sums = g_new (gdouble, level->height);
  Pass                pass = { .large = level, .sums = sums };
  gdouble             sum  = 0;

  dream_threads_run (self->threads, level->height, sum_row, &pass);
  for (gint y = 0; y < level->height; y++)
    sum += sums[y];

  pass.factor = 1 /
                MAX (sqrt (sum / dream_picture_n_values (level)), LEAST_RMS);
  dream_threads_run (self->threads, level->height, scale_row, &pass);
}

static Taps
get_taps_of_small (gint position, gint n_large, gboolean wrap)
{
  const gdouble middle = position * get_spacing (n_large, wrap);
  Taps          taps   = { 0 };

  for (gint at = floor (middle) - REACH + 1; at < middle + REACH; at++)
    add_tap (&taps, dream_picture_continue (at, n_large, wrap), at - middle);
  normalize_taps (&taps);

  return taps;
}

/* Mirrored, even pixels remain even ones: those that the smaller level has. */
static Taps
get_taps_of_large (gint position, gint n_large, gboolean wrap)
{
  const gdouble spacing = get_spacing (n_large, wrap);
  Taps          taps    = { 0 };

  for (gint i = ceil ((position - REACH) / spacing);
       i * spacing < position + REACH; i++)
    add_tap (&taps,
             wrap ? dream_picture_continue (i, (n_large + 1) / 2, TRUE)
                  : dream_picture_continue (2 * i, n_large, FALSE) / 2,
             position - i * spacing);
  normalize_taps (&taps);

  return taps;
}

/* Straight lines between the kernel's values. */
static void
add_tap (Taps *taps, gint at, gdouble distance)
{
  const gdouble far    = fabs (distance);
  const gint    before = far;
  const gdouble part   = far - before;

  if (far >= REACH)
    return;

  taps->at[taps->n]        = at;
  taps->weights[taps->n++] = (1 - part) * kernel[before] +
                             part * kernel[before + 1];
}

static void
normalize_taps (Taps *taps)
{
  gfloat sum = 0;

  for (gint i = 0; i < taps->n; i++)
    sum += taps->weights[i];
  for (gint i = 0; i < taps->n; i++)
    taps->weights[i] /= sum;
}

/* Of the smaller level's pixels, in the larger one's. */
static gdouble
get_spacing (gint n_large, gboolean wrap)
{
  const gint n_small = (n_large + 1) / 2;

  return wrap ? (gdouble) n_large / n_small : 2;
}

static void
halve_row (gint item, gpointer data)
{
  const Pass *pass = data;
  const Taps  rows = get_taps_of_small (item, pass->large->height, pass->wrap);
  g_autofree gfloat *row = blend_rows (pass->large, &rows);
  gfloat            *out = dream_picture_get_row (pass->small, item);

  memset (out, 0, (gsize) pass->small->width * N * sizeof (gfloat));
  blend_columns (pass, row, pass->small->width, out);
}

static void
add_doubled_row (gint item, gpointer data)
{
  const Pass *pass = data;
  const Taps  rows = get_taps_of_large (item, pass->large->height, pass->wrap);
  g_autofree gfloat *row = blend_rows (pass->small, &rows);

  blend_columns (pass, row, pass->large->width,
                 dream_picture_get_row (pass->large, item));
}

/* Returns: (transfer full): a row of @picture's width. */
static gfloat *
blend_rows (const DreamPicture *picture, const Taps *rows)
{
  const gsize n   = (gsize) picture->width * N;
  gfloat     *row = g_new0 (gfloat, n);

  for (gint k = 0; k < rows->n; k++)
    {
      const gfloat  weight = rows->weights[k];
      const gfloat *from   = dream_picture_get_row (picture, rows->at[k]);

      for (gsize i = 0; i < n; i++)
        row[i] += weight * from[i];
    }

  return row;
}

/* Adds to @out. */
static void
blend_columns (const Pass *pass, const gfloat *row, gint width, gfloat *out)
{
  for (gint x = 0; x < width; x++, out += N)
    {
      const Taps *taps = &pass->columns[x];

      for (gint k = 0; k < taps->n; k++)
        {
          const gfloat  weight = pass->factor * taps->weights[k];
          const gfloat *from   = row + (gsize) taps->at[k] * N;

          for (gint c = 0; c < N; c++)
            out[c] += weight * from[c];
        }
    }
}

static void
sum_row (gint item, gpointer data)
{
  const Pass   *pass = data;
  const gint    n    = pass->large->width * N;
  const gfloat *row  = dream_picture_get_row (pass->large, item);
  gdouble       sum  = 0;

  for (gint i = 0; i < n; i++)
    sum += row[i] * row[i];

  pass->sums[item] = sum;
}

static void
scale_row (gint item, gpointer data)
{
  const Pass *pass = data;
  const gint  n    = pass->large->width * N;
  gfloat     *row  = dream_picture_get_row (pass->large, item);

  for (gint i = 0; i < n; i++)
    row[i] *= pass->factor;
}
