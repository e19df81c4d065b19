/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures: allocation and the resampling between octaves.
 */

#include <string.h>

#include <glib/gi18n-lib.h>

#include "engine/error.h"
#include "picture.h"

typedef struct
{
  gint   first;
  gint   second;
  gfloat weight; /* of the second */
} Blend;

typedef struct
{
  const DreamPicture *picture;
  DreamPicture       *scaled;
  const Blend        *columns;
  gboolean            wrap;
} Resampling;

typedef struct
{
  DreamPicture       *picture;
  const DreamPicture *other;
  gfloat              factor;
} Pass;

static void  resample_row (gint item, gpointer data);
static void  add_row (gint item, gpointer data);
static void  clamp_row (gint item, gpointer data);
static Blend blend_at (gint out, gint n_out, gint n_in, gboolean wrap);

DreamPicture *
dream_picture_new (gint width, gint height, GError **error)
{
  DreamPicture *picture;
  gfloat       *pixels;
  gsize         n_values;

  if (width < 1 || height < 1)
    {
      g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE,
                   _ ("A picture of %d × %d pixels has nothing to dream on."),
                   width, height);
      return NULL;
    }

  if (! g_size_checked_mul (&n_values, width, height) ||
      ! g_size_checked_mul (&n_values, n_values, DREAM_PICTURE_CHANNELS) ||
      ! (pixels = g_try_malloc0_n (n_values, sizeof (gfloat))))
    {
      g_set_error (error, DREAM_ERROR, DREAM_ERROR_NO_MEMORY,
                   _ ("There is not enough memory for a picture of %d × %d "
                      "pixels. Scale it down or dream a selection of it."),
                   width, height);
      return NULL;
    }

  picture         = g_new (DreamPicture, 1);
  picture->width  = width;
  picture->height = height;
  picture->pixels = pixels;

  return picture;
}

void
dream_picture_free (DreamPicture *picture)
{
  if (! picture)
    return;

  g_free (picture->pixels);
  g_free (picture);
}

DreamPicture *
dream_picture_resample (const DreamPicture *picture,
                        gint                width,
                        gint                height,
                        gboolean            wrap,
                        DreamThreads       *threads,
                        GError            **error)
{
  DreamPicture     *scaled     = dream_picture_new (width, height, error);
  g_autofree Blend *columns    = NULL;
  Resampling        resampling = { picture, scaled, NULL, wrap };

  if (! scaled)
    return NULL;

  columns = g_new (Blend, width);
  for (gint x = 0; x < width; x++)
    columns[x] = blend_at (x, width, picture->width, wrap);
  resampling.columns = columns;

  if (threads)
    dream_threads_run (threads, height, resample_row, &resampling);
  else
    for (gint y = 0; y < height; y++)
      resample_row (y, &resampling);

  return scaled;
}

void
dream_picture_add (DreamPicture       *picture,
                   const DreamPicture *other,
                   gfloat              factor,
                   DreamThreads       *threads)
{
  Pass pass = { picture, other, factor };

  dream_threads_run (threads, picture->height, add_row, &pass);
}

void
dream_picture_clamp (DreamPicture *picture, DreamThreads *threads)
{
  dream_threads_run (threads, picture->height, clamp_row, picture);
}

DreamPicture *
dream_picture_copy (const DreamPicture *picture, GError **error)
{
  DreamPicture *copy = dream_picture_new (picture->width, picture->height,
                                          error);

  if (copy)
    memcpy (copy->pixels, picture->pixels,
            dream_picture_n_values (picture) * sizeof (gfloat));

  return copy;
}

/* The step between two pixels of an enlarged picture is greatest where both lie
 * between the same two of the smaller one.  Where a picture wraps, it is to be
 * as great as on average, lest the border shows. */
#define WRAP_PHASE 0.15

gdouble
dream_picture_get_position (gint out, gint n_out, gint n_in, gboolean wrap)
{
  if (wrap && n_in < n_out)
    return (out + WRAP_PHASE) * n_in / n_out;
  if (wrap && n_in > n_out)
    return out * (gdouble) n_in / n_out + n_in - WRAP_PHASE;

  return n_out > 1 ? out * (n_in - 1.0) / (n_out - 1.0) : 0;
}

gint
dream_picture_continue (gint position, gint size, gboolean wrap)
{
  const gint period = wrap ? size : MAX (2 * (size - 1), 1);

  position %= period;
  if (position < 0)
    position += period;

  return position < size ? position : period - position;
}

gfloat *
dream_picture_get_row (const DreamPicture *picture, gint y)
{
  return picture->pixels + (gsize) y * picture->width * DREAM_PICTURE_CHANNELS;
}

gsize
dream_picture_n_values (const DreamPicture *picture)
{
  return (gsize) picture->width * picture->height * DREAM_PICTURE_CHANNELS;
}

static void
resample_row (gint item, gpointer data)
{
  const Resampling   *resampling = data;
  const DreamPicture *picture    = resampling->picture;
  const DreamPicture *scaled     = resampling->scaled;
  const gsize         row   = (gsize) picture->width * DREAM_PICTURE_CHANNELS;
  const Blend         line  = blend_at (item, scaled->height, picture->height,
                                        resampling->wrap);
  const gfloat       *above = picture->pixels + line.first * row;
  const gfloat       *below = picture->pixels + line.second * row;
  gfloat             *out   = scaled->pixels +
                (gsize) item * scaled->width * DREAM_PICTURE_CHANNELS;

  for (gint x = 0; x < scaled->width; x++)
    {
      const Blend *column = &resampling->columns[x];
      const gsize  left   = (gsize) column->first * DREAM_PICTURE_CHANNELS;
      const gsize  right  = (gsize) column->second * DREAM_PICTURE_CHANNELS;
      const gfloat w      = column->weight;

      for (gint c = 0; c < DREAM_PICTURE_CHANNELS; c++)
        {
          gfloat top    = (1 - w) * above[left + c] + w * above[right + c];
          gfloat bottom = (1 - w) * below[left + c] + w * below[right + c];

          *out++ = (1 - line.weight) * top + line.weight * bottom;
        }
    }
}

static Blend
blend_at (gint out, gint n_out, gint n_in, gboolean wrap)
{
  const gdouble at = dream_picture_get_position (out, n_out, n_in, wrap);
  Blend         blend;

  blend.first  = (gint) at;
  blend.weight = at - blend.first;
  blend.second = blend.first + 1;

  if (wrap)
    {
      blend.first %= n_in;
      blend.second %= n_in;
    }
  else
    {
      blend.first  = MIN (blend.first, n_in - 1);
      blend.second = MIN (blend.second, n_in - 1);
    }

  return blend;
}

static void
add_row (gint item, gpointer data)
{
  const Pass   *pass  = data;
  const gsize   n     = (gsize) pass->picture->width * DREAM_PICTURE_CHANNELS;
  const gfloat *other = dream_picture_get_row (pass->other, item);
  gfloat       *row   = dream_picture_get_row (pass->picture, item);

  for (gsize i = 0; i < n; i++)
    row[i] += pass->factor * other[i];
}

static void
clamp_row (gint item, gpointer data)
{
  DreamPicture *picture = data;
  const gsize   n       = (gsize) picture->width * DREAM_PICTURE_CHANNELS;
  gfloat       *row     = dream_picture_get_row (picture, item);

  for (gsize i = 0; i < n; i++)
    row[i] = CLAMP (row[i], 0, 1);
}
