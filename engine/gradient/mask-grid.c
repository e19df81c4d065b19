/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Means of a mask.
 */

#include "mask-grid.h"

static void add_row (gfloat                  *places,
                     const gfloat            *mask,
                     const DreamMaskGridAxis *x,
                     gint                     stride);
static gint count (const DreamMaskGridAxis *axis, gint place, gint stride);
static gint wrap (gint position, gint size);

gfloat *
dream_mask_grid_new (const gfloat            *mask,
                     const DreamMaskGridAxis *x,
                     const DreamMaskGridAxis *y,
                     gint                     stride)
{
  gfloat *places = g_new0 (gfloat, (gsize) y->n_places * x->n_places);

  for (gint row = 0; row < y->n_places; row++)
    {
      gfloat    *line = places + (gsize) row * x->n_places;
      const gint n    = count (y, row, stride);

      for (gint i = 0; i < n; i++)
        add_row (line,
                 mask +
                   (gsize) wrap (y->start + row * stride + i, y->mask_size) *
                     x->mask_size,
                 x, stride);

      for (gint i = 0; i < x->n_places; i++)
        line[i] /= n * count (x, i, stride);
    }

  return places;
}

static void
add_row (gfloat                  *places,
         const gfloat            *mask,
         const DreamMaskGridAxis *x,
         gint                     stride)
{
  gint at = wrap (x->start, x->mask_size);

  for (gint i = 0; i < x->n_places; i++)
    for (gint n = count (x, i, stride); n > 0; n--)
      {
        places[i] += mask[at];
        if (++at == x->mask_size)
          at = 0;
      }
}

/* A layer without padding may lack places, but none lies beyond the pixels. */
static gint
count (const DreamMaskGridAxis *axis, gint place, gint stride)
{
  return CLAMP (axis->n_pixels - place * stride, 1, stride);
}

static gint
wrap (gint position, gint size)
{
  position %= size;

  return position < 0 ? position + size : position;
}
