/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Clouds by formula.
 */

#include <math.h>

#include "clouds.h"

#define N_OCTAVES 5

/* The largest clouds, in parts of the picture's shorter side. */
#define N_CELLS 2.5

/* Multipliers of a hash of two coordinates; any large odd numbers will do. */
#define HASH_X    0x9e3779b1u
#define HASH_Y    0x85ebca77u
#define HASH_SEED 0xc2b2ae3du

static const gfloat sky[]   = { 0.36f, 0.52f, 0.74f };
static const gfloat cloud[] = { 0.93f, 0.91f, 0.88f };

static gdouble get_noise (gdouble x, gdouble y);
static gdouble get_octave (gdouble x, gdouble y, guint32 seed);
static gdouble get_random (gint x, gint y, guint32 seed);
static gdouble smooth (gdouble t);
static gdouble mix (gdouble a, gdouble b, gdouble t);

DreamPicture *
deep_dream_clouds_new (gint width, gint height, GError **error)
{
  DreamPicture *picture = dream_picture_new (width, height, error);
  const gdouble cell    = MIN (width, height) / N_CELLS;
  gfloat       *pixel;

  if (! picture)
    return NULL;

  pixel = picture->pixels;
  for (gint y = 0; y < height; y++)
    for (gint x = 0; x < width; x++)
      {
        gdouble noise = smooth (get_noise (x / cell, y / cell));

        for (gint c = 0; c < DREAM_PICTURE_CHANNELS; c++)
          *pixel++ = (gfloat) mix (sky[c], cloud[c], noise);
      }

  return picture;
}

/* 0..1 */
static gdouble
get_noise (gdouble x, gdouble y)
{
  gdouble sum      = 0.0;
  gdouble weights  = 0.0;
  gdouble strength = 1.0;

  for (guint octave = 0; octave < N_OCTAVES; octave++)
    {
      sum += strength * get_octave (x, y, octave);
      weights += strength;
      strength /= 2.0;
      x *= 2.0;
      y *= 2.0;
    }

  return sum / weights;
}

static gdouble
get_octave (gdouble x, gdouble y, guint32 seed)
{
  const gint    left  = (gint) floor (x);
  const gint    top   = (gint) floor (y);
  const gdouble right = smooth (x - left);
  const gdouble below = smooth (y - top);

  return mix (mix (get_random (left, top, seed),
                   get_random (left + 1, top, seed), right),
              mix (get_random (left, top + 1, seed),
                   get_random (left + 1, top + 1, seed), right),
              below);
}

/* 0..1, the same for the same numbers on every machine.  The finalizer is that
 * of MurmurHash3.
 */
static gdouble
get_random (gint x, gint y, guint32 seed)
{
  guint32 hash = (guint32) x * HASH_X + (guint32) y * HASH_Y +
                 (seed + 1) * HASH_SEED;

  hash ^= hash >> 16;
  hash *= 0x85ebca6bu;
  hash ^= hash >> 13;
  hash *= 0xc2b2ae35u;
  hash ^= hash >> 16;

  return (gdouble) hash / G_MAXUINT32;
}

static gdouble
smooth (gdouble t)
{
  return t * t * (3.0 - 2.0 * t);
}

static gdouble
mix (gdouble a, gdouble b, gdouble t)
{
  return a + (b - a) * t;
}
