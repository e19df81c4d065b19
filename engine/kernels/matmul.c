/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A matrix times the values at each place: a strip of places at a time, of
 * which the sums stay in the cache, and of these as many as registers hold with
 * some rows of the matrix, which are copied together first: where they lie they
 * are far apart, in a large layer often such that they push each other out of
 * the cache.
 */

#include <string.h>

#include "vector.h"

/* Sums that stay in registers; what remains of a row is done in fewer. */
#define PLACES       (DREAM_PIXELS > 6 ? 16 : 8)
#define FEWER_PLACES 4

/* Places in a strip. */
#define STRIP (4 * PLACES)

/* Blocks of the source for which rows are copied together. */
#define BLOCKS 8

/* Of a block that the source's channels are multiplied with. */
typedef Vector Rows[BLOCKS * DREAM_BLOCK];

INLINE void
copy_rows (const DreamMixing *m,
           gint               block,
           gint               first,
           gint               n_blocks,
           Vector            *rows)
{
  const gsize   length = (gsize) m->activation.n_blocks * DREAM_BLOCK;
  const gfloat *matrix = m->matrix + first * DREAM_BLOCK * length +
                         block * DREAM_BLOCK;

  for (gint i = 0; i < n_blocks * DREAM_BLOCK; i++)
    rows[i] = *(const Vector *) (gconstpointer) (matrix + i * length);
}

/* The values of some neighbouring places as floats, of which each is broadcast
 * from memory. */
typedef struct
{
  const gfloat *values;
  gsize         block; /* floats between blocks */
} Source;

INLINE Source
find_source (const DreamView *in,
             const guint8    *data,
             gint             n_blocks G_GNUC_UNUSED,
             const gint       n_places G_GNUC_UNUSED,
             Vector          *copy G_GNUC_UNUSED)
{
#if DREAM_VALUE_SIZE == 4
  return (Source){ (const gfloat *) (gconstpointer) data,
                   in->block / sizeof (gfloat) };
#else
  for (gint b = 0; b < n_blocks; b++)
    for (gint p = 0; p < n_places; p++)
      copy[b * PLACES + p] = load (data + b * in->block + p * PIXEL_SIZE);

  return (Source){ (const gfloat *) copy, PLACES * DREAM_BLOCK };
#endif
}

/* `n_places` is a constant wherever this is inlined. */
INLINE void
multiply_block (const gfloat *values,
                const Vector *rows,
                const gint    n_places,
                Vector       *sums)
{
#pragma GCC unroll 16
  for (gint i = 0; i < DREAM_BLOCK; i++)
    {
      const Vector row = rows[i];

#pragma GCC unroll 16
      for (gint p = 0; p < n_places; p++)
        sums[p] += row * splat (values[p * DREAM_BLOCK + i]);
    }
}

INLINE void
multiply_places (const DreamView *in,
                 const guint8    *data,
                 const Vector    *rows,
                 gint             n_blocks,
                 const gint       n_places,
                 Vector          *totals)
{
  Vector       copy[DREAM_VALUE_SIZE == 4 ? 1 : BLOCKS * PLACES];
  const Source source = find_source (in, data, n_blocks, n_places, copy);
  Vector       sums[PLACES];

#pragma GCC unroll 16
  for (gint p = 0; p < n_places; p++)
    sums[p] = totals[p];

  for (gint b = 0; b < n_blocks; b++)
    multiply_block (source.values + b * source.block, rows + b * DREAM_BLOCK,
                    n_places, sums);

#pragma GCC unroll 16
  for (gint p = 0; p < n_places; p++)
    totals[p] = sums[p];
}

INLINE void
mix_strip (const DreamMixing *m,
           gint               block,
           gint               row,
           gint               start,
           gint               n_places,
           Vector            *totals)
{
  const DreamView *in = &m->activation;

  for (gint first = 0; first < in->n_blocks; first += BLOCKS)
    {
      const gint    n_blocks = MIN (BLOCKS, in->n_blocks - first);
      const guint8 *source   = in->data + first * in->block + row * in->row +
                             start * PIXEL_SIZE;
      Rows rows;
      gint x = 0;

      copy_rows (m, block, first, n_blocks, rows);

      for (; x + PLACES <= n_places; x += PLACES)
        multiply_places (in, source + x * PIXEL_SIZE, rows, n_blocks, PLACES,
                         totals + x);
      for (; x + FEWER_PLACES <= n_places; x += FEWER_PLACES)
        multiply_places (in, source + x * PIXEL_SIZE, rows, n_blocks,
                         FEWER_PLACES, totals + x);
      for (; x < n_places; x++)
        multiply_places (in, source + x * PIXEL_SIZE, rows, n_blocks, 1,
                         totals + x);
    }
}

INLINE void
finish_strip (const DreamMixing *m,
              gint               block,
              gint               row,
              gint               start,
              gint               n_places,
              const Vector      *totals)
{
  const DreamView *out = &m->seed;
  guint8          *to  = out->data + block * out->block + row * out->row +
               start * PIXEL_SIZE;
  const gsize   first  = (gsize) row * out->width + start;
  const gfloat *places = m->places;

  for (gint x = 0; x < n_places; x++)
    {
      Vector sum = totals[x];

      if (places)
        sum *= splat (places[first + x]);
      if (m->accumulate)
        sum += load (to + x * PIXEL_SIZE);
      store (to + x * PIXEL_SIZE, sum);
    }
}

void
KERNEL (mix) (const DreamMixing *m, gint block, gint row)
{
  const gint width = m->activation.width;

  for (gint start = 0; start < width; start += STRIP)
    {
      const gint n_places = MIN (STRIP, width - start);
      Vector     totals[STRIP];

      memset (totals, 0, sizeof (totals));
      mix_strip (m, block, row, start, n_places, totals);
      finish_strip (m, block, row, start, n_places, totals);
    }
}
