/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Gram matrices: for each place, some channels of one block times those of some
 * other blocks, so that each value that is loaded takes part in several
 * products.
 */

#include <string.h>

#include "vector.h"

/* Channels times blocks; their sums stay in registers. */
#define CHANNELS 4
#define BLOCKS   (DREAM_PIXELS > 6 ? 6 : 3)

/* Rows are added up in these. */
typedef gdouble Totals[DREAM_BLOCK][BLOCKS * DREAM_BLOCK];

/* `n_blocks` is a constant wherever this is inlined. */
INLINE void
add_row (const DreamGram *g,
         const guint8    *row,
         gint             block,
         gint             first_channel,
         gint             first_other,
         const gint       n_blocks,
         Totals           totals)
{
  const gsize   stride   = g->activation.block;
  const gint    end      = g->end_column;
  const guint8 *channels = row + block * stride +
                           first_channel * DREAM_VALUE_SIZE;
  const guint8 *others                 = row + first_other * stride;
  Vector        sums[CHANNELS][BLOCKS] = { { { 0 } } };

  for (gint x = g->first_column; x < end; x++)
    {
      Vector values[BLOCKS];

#pragma GCC unroll 16
      for (gint n = 0; n < n_blocks; n++)
        values[n] = load (others + n * stride + x * PIXEL_SIZE);

#pragma GCC unroll 16
      for (gint c = 0; c < CHANNELS; c++)
        {
          const Vector channel = load_splat (channels + x * PIXEL_SIZE +
                                             c * DREAM_VALUE_SIZE);

#pragma GCC unroll 16
          for (gint n = 0; n < n_blocks; n++)
            sums[c][n] += channel * values[n];
        }
    }

  for (gint c = 0; c < CHANNELS; c++)
    for (gint n = 0; n < n_blocks; n++)
      for (gint i = 0; i < DREAM_BLOCK; i++)
        totals[first_channel + c][n * DREAM_BLOCK + i] += sums[c][n][i];
}

INLINE void
add_blocks (const DreamGram *g,
            gint             block,
            gint             first_other,
            const gint       n_blocks)
{
  const DreamView *in       = &g->activation;
  const gsize      length   = (gsize) in->n_blocks * DREAM_BLOCK;
  gdouble         *products = g->products + block * DREAM_BLOCK * length +
                      first_other * DREAM_BLOCK;
  Totals totals;

  memset (totals, 0, sizeof (totals));
  for (gint y = g->first_row; y < g->end_row; y++)
    for (gint c = 0; c < DREAM_BLOCK; c += CHANNELS)
      add_row (g, in->data + y * in->row, block, c, first_other, n_blocks,
               totals);

  for (gint c = 0; c < DREAM_BLOCK; c++)
    for (gint i = 0; i < n_blocks * DREAM_BLOCK; i++)
      products[c * length + i] += totals[c][i];
}

void
KERNEL (gram) (const DreamGram *g, gint block)
{
  const gint n_blocks = g->activation.n_blocks;
  gint       other    = 0;

  for (; other + BLOCKS <= n_blocks; other += BLOCKS)
    add_blocks (g, block, other, BLOCKS);
  for (; other < n_blocks; other++)
    add_blocks (g, block, other, 1);
}
