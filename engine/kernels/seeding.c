/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Temporary.
 */
#include <math.h>
#include "vector.h"

void
KERNEL (seed) (const DreamSeeding *s, gint block, gint row)
{
  for (gint x = 0; x < s->activation.width; x++)
    {
      guint8 *to = s->seed.data + block * s->seed.block + row * s->seed.row + x * PIXEL_SIZE;
      Vector a = load (s->activation.data + block * s->activation.block + row * s->activation.row + x * PIXEL_SIZE);
      Vector v = splat (0);
      const gsize p = (gsize) row * s->activation.width + x;
      if (s->weights)
        v += keep_if (*(const Vector *) (s->weights + block * DREAM_BLOCK) * a, a > splat (s->threshold));
      if (s->constants)
        v += *(const Vector *) (s->constants + block * DREAM_BLOCK);
      if (s->vectors)
        v += *(const Vector *) (s->vectors + ((gsize) s->nearest[p] * s->activation.n_blocks + block) * DREAM_BLOCK);
      if (s->places)
        v *= splat (s->places[p]);
      if (s->accumulate)
        v += load (to);
      store (to, v);
    }
}
void
KERNEL (sum) (const DreamSums *s, gint b)
{
  for (gint y = s->first_row; y < s->end_row; y++)
    {
      Vector va = splat (0), sq = splat (0);
      for (gint x = s->first_column; x < s->end_column; x++)
        {
          Vector a = load (s->activation.data + b * s->activation.block + y * s->activation.row + x * PIXEL_SIZE);
          va += a;
          sq += keep_if (a * a, a > splat (s->threshold));
        }
      for (gint i = 0; i < DREAM_BLOCK; i++)
        {
          s->values[b * DREAM_BLOCK + i] += va[i];
          s->squares[b * DREAM_BLOCK + i] += sq[i];
        }
    }
}
void
KERNEL (match) (const DreamMatching *m, gint y)
{
  for (gint x = 0; x < m->activation.width; x++)
    {
      gfloat best = -INFINITY;
      for (guint n = 0; n < m->n_vectors; n++)
        {
          Vector s = splat (0);
          gfloat d;
          for (gint b = 0; b < m->activation.n_blocks; b++)
            s += load (m->activation.data + b * m->activation.block + y * m->activation.row + x * PIXEL_SIZE) *
                 *(const Vector *) (m->vectors + ((gsize) n * m->activation.n_blocks + b) * DREAM_BLOCK);
          d = sum_of_lanes (s);
          if (d > best)
            {
              best = d;
              m->nearest[(gsize) y * m->activation.width + x] = n;
            }
        }
    }
}
void
KERNEL (gram) (const DreamGram *g, gint b)
{
  const gint n = g->activation.n_blocks;
  for (gint y = g->first_row; y < g->end_row; y++)
    for (gint c = 0; c < n; c++)
      {
        Vector s[DREAM_BLOCK] = { 0 };
        for (gint x = g->first_column; x < g->end_column; x++)
          {
            Vector a = load (g->activation.data + b * g->activation.block + y * g->activation.row + x * PIXEL_SIZE);
            Vector o = load (g->activation.data + c * g->activation.block + y * g->activation.row + x * PIXEL_SIZE);
            for (gint i = 0; i < DREAM_BLOCK; i++)
              s[i] += splat (a[i]) * o;
          }
        for (gint i = 0; i < DREAM_BLOCK; i++)
          for (gint j = 0; j < DREAM_BLOCK; j++)
            g->products[((gsize) b * DREAM_BLOCK + i) * n * DREAM_BLOCK + c * DREAM_BLOCK + j] += s[i][j];
      }
}
void
KERNEL (mix) (const DreamMixing *m, gint b, gint y)
{
  const gint n = m->activation.n_blocks;
  for (gint x = 0; x < m->activation.width; x++)
    {
      guint8 *to = m->seed.data + b * m->seed.block + y * m->seed.row + x * PIXEL_SIZE;
      Vector s = splat (0);
      for (gint c = 0; c < n; c++)
        {
          Vector a = load (m->activation.data + c * m->activation.block + y * m->activation.row + x * PIXEL_SIZE);
          for (gint i = 0; i < DREAM_BLOCK; i++)
            s += splat (a[i]) * *(const Vector *) (m->matrix + (((gsize) c * DREAM_BLOCK + i) * n + b) * DREAM_BLOCK);
        }
      if (m->places)
        s *= splat (m->places[(gsize) y * m->activation.width + x]);
      if (m->accumulate)
        s += load (to);
      store (to, s);
    }
}
