/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sums of a layer's values and of their squares.
 */

#include "vector.h"

INLINE void
add_to (gdouble *totals, Vector sum)
{
  for (gint i = 0; i < DREAM_BLOCK; i++)
    totals[i] += sum[i];
}

void
KERNEL (sum) (const DreamSums *s, gint block)
{
  const DreamView *in        = &s->activation;
  const guint8    *source    = in->data + block * in->block;
  const Vector     threshold = splat (s->threshold);

  for (gint y = s->first_row; y < s->end_row; y++)
    {
      Vector values  = { 0 };
      Vector squares = { 0 };

      for (gint x = s->first_column; x < s->end_column; x++)
        {
          const Vector value = load (source + y * in->row + x * PIXEL_SIZE);

          values += value;
          squares += keep_if (value * value, value > threshold);
        }

      add_to (s->values + block * DREAM_BLOCK, values);
      add_to (s->squares + block * DREAM_BLOCK, squares);
    }
}
