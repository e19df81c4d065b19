/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which vector is most like the values at a place: dot products of some
 * neighbouring places with some vectors at once, so that each value that is
 * loaded takes part in several, and a strip of places at a time, which stays in
 * the cache while all vectors go by.
 */

#include <math.h>

#include "vector.h"

/* Their sums stay in registers. */
#define PLACES  (DREAM_PIXELS > 6 ? 4 : DREAM_BLOCK > 4 ? 3 : 2)
#define VECTORS 4

/* Places in a strip. */
#define STRIP 32

/* The greatest dot product so far of each place of a strip, and whose it is. */
typedef struct
{
  gfloat products[STRIP];
  guint  vectors[STRIP];
} Best;

/* Beyond the last place, or vector, the last is looked at again. */
INLINE void
find_places (const guint8 *strip, gint x, gint n_places, const guint8 **places)
{
  for (gint p = 0; p < PLACES; p++)
    places[p] = strip + MIN (x + p, n_places - 1) * PIXEL_SIZE;
}

INLINE void
find_vectors (const DreamMatching *m, guint first, const gfloat **vectors)
{
  const gsize length = (gsize) m->activation.n_blocks * DREAM_BLOCK;

  for (guint v = 0; v < VECTORS; v++)
    vectors[v] = m->vectors + MIN (first + v, m->n_vectors - 1) * length;
}

/* Equal vectors have equal products wherever they stand, since all are summed
 * in the same order. */
INLINE void
multiply_all (const DreamView     *view,
              const guint8 *const *places,
              const gfloat *const *vectors,
              gfloat               products[PLACES][VECTORS])
{
  Vector sums[PLACES][VECTORS] = { { { 0 } } };

  for (gint b = 0; b < view->n_blocks; b++)
    {
      Vector values[PLACES];

#pragma GCC unroll 16
      for (gint p = 0; p < PLACES; p++)
        values[p] = load (places[p] + b * view->block);

#pragma GCC unroll 16
      for (gint v = 0; v < VECTORS; v++)
        {
          const Vector vector = *(
            const Vector *) (gconstpointer) (vectors[v] + b * DREAM_BLOCK);

#pragma GCC unroll 16
          for (gint p = 0; p < PLACES; p++)
            sums[p][v] += values[p] * vector;
        }
    }

  for (gint p = 0; p < PLACES; p++)
    for (gint v = 0; v < VECTORS; v++)
      products[p][v] = sum_of_lanes (sums[p][v]);
}

INLINE void
match_places (const DreamMatching *m,
              const guint8        *strip,
              gint                 n_places,
              guint                first,
              Best                *best)
{
  const gfloat *vectors[VECTORS];

  find_vectors (m, first, vectors);

  for (gint x = 0; x < n_places; x += PLACES)
    {
      const guint8 *places[PLACES];
      gfloat        products[PLACES][VECTORS];

      find_places (strip, x, n_places, places);
      multiply_all (&m->activation, places, vectors, products);

      for (gint p = 0; p < PLACES && x + p < n_places; p++)
        for (guint v = 0; v < VECTORS; v++)
          if (products[p][v] > best->products[x + p])
            {
              best->products[x + p] = products[p][v];
              best->vectors[x + p]  = first + v;
            }
    }
}

void
KERNEL (match) (const DreamMatching *m, gint row)
{
  const DreamView *in      = &m->activation;
  guint           *nearest = m->nearest + (gsize) row * in->width;

  for (gint start = 0; start < in->width; start += STRIP)
    {
      const guint8 *strip    = in->data + row * in->row + start * PIXEL_SIZE;
      const gint    n_places = MIN (STRIP, in->width - start);
      Best          best;

      for (gint x = 0; x < n_places; x++)
        {
          best.products[x] = -INFINITY;
          best.vectors[x]  = 0;
        }

      for (guint n = 0; n < m->n_vectors; n += VECTORS)
        match_places (m, strip, n_places, n, &best);

      for (gint x = 0; x < n_places; x++)
        nearest[start + x] = best.vectors[x];
    }
}
