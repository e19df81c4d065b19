/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Clouds and hills by formula.
 */

#include <math.h>

#include "sample-picture.h"

#define N_OCTAVES 5

/* The largest clouds, in parts of the picture's shorter side. */
#define N_CELLS 2.5

/* Multipliers of a hash of two coordinates; any large odd numbers will do. */
#define HASH_X    0x9e3779b1u
#define HASH_Y    0x85ebca77u
#define HASH_SEED 0xc2b2ae3du

/* A row of hills: its colours in shade and in light, where its ridge is, in
 * parts of the picture's height, how much the ridge goes up and down, and how
 * large, in parts of the shorter side, hills and trees are. */
typedef struct
{
  gfloat  shade[DREAM_PICTURE_CHANNELS];
  gfloat  light[DREAM_PICTURE_CHANNELS];
  gdouble ridge;
  gdouble relief;
  gdouble hill;
  gdouble tree;
} Hills;

static const gfloat zenith[]  = { 0.20f, 0.38f, 0.72f };
static const gfloat horizon[] = { 0.58f, 0.70f, 0.86f };
static const gfloat cloud[]   = { 0.96f, 0.94f, 0.91f };

/* The farther ones first. */
static const Hills hills[] = {
  { { 0.25f, 0.34f, 0.40f }, { 0.37f, 0.46f, 0.48f }, 0.74, 0.16, 0.30, 0.030 },
  { { 0.08f, 0.15f, 0.07f }, { 0.27f, 0.37f, 0.16f }, 0.82, 0.10, 0.45, 0.045 },
};

static void    draw_sky (gfloat *pixel, gdouble noise, gdouble level);
static void    draw_hills (gfloat      *pixel,
                           const Hills *row,
                           gdouble      x,
                           gdouble      y,
                           guint32      seed);
static gdouble get_ridge (const Hills *row, gdouble x, guint32 seed);
static gdouble get_noise (gdouble x, gdouble y, guint32 seed);
static gdouble get_octave (gdouble x, gdouble y, guint32 seed);
static gdouble get_random (gint x, gint y, guint32 seed);
static gdouble smooth (gdouble t);
static gdouble mix (gdouble a, gdouble b, gdouble t);

DreamPicture *
deep_dream_sample_picture_new (gint width, gint height, GError **error)
{
  DreamPicture *picture = dream_picture_new (width, height, error);
  const gdouble shorter = MIN (width, height);
  gfloat       *pixel;

  if (! picture)
    return NULL;

  pixel = picture->pixels;
  for (gint i = 0; i < height; i++)
    for (gint j = 0; j < width; j++, pixel += DREAM_PICTURE_CHANNELS)
      {
        const gdouble x     = j / shorter;
        const gdouble y     = i / shorter;
        const gdouble level = (gdouble) i / height;

        draw_sky (pixel, get_noise (x * N_CELLS, y * N_CELLS, 0), level);
        for (guint row = 0; row < G_N_ELEMENTS (hills); row++)
          if (level > get_ridge (&hills[row], x, row + 1))
            draw_hills (pixel, &hills[row], x, y, row + 1);
      }

  return picture;
}

/* @level: from 0, above, to 1. */
static void
draw_sky (gfloat *pixel, gdouble noise, gdouble level)
{
  const gdouble density = smooth (CLAMP ((noise - 0.36) / 0.3, 0.0, 1.0));

  for (gint c = 0; c < DREAM_PICTURE_CHANNELS; c++)
    pixel[c] = (gfloat) mix (mix (zenith[c], horizon[c], level), cloud[c],
                             density);
}

static void
draw_hills (gfloat *pixel, const Hills *row, gdouble x, gdouble y, guint32 seed)
{
  const gdouble noise = smooth (get_noise (x / row->tree, y / row->tree, seed));

  for (gint c = 0; c < DREAM_PICTURE_CHANNELS; c++)
    pixel[c] = (gfloat) mix (row->shade[c], row->light[c], noise);
}

/* In parts of the picture's height. */
static gdouble
get_ridge (const Hills *row, gdouble x, guint32 seed)
{
  return row->ridge + row->relief * (get_noise (x / row->hill, 0, seed) - 0.5);
}

/* 0..1 */
static gdouble
get_noise (gdouble x, gdouble y, guint32 seed)
{
  gdouble sum      = 0.0;
  gdouble weights  = 0.0;
  gdouble strength = 1.0;

  for (guint octave = 0; octave < N_OCTAVES; octave++)
    {
      sum += strength * get_octave (x, y, seed * N_OCTAVES + octave);
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
