/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The gradient towards the picture: sums over the channels of whole vectors,
 * which are added up across their lanes in the end.
 */

#include "vector.h"

/* Neighbours of one phase of the stride, which share their taps. */
#define PIXELS 4

/* Computes `n` pixels from `x` on, a stride apart.  The last tap that reaches
 * the first of them is `kx` of the output column `gx`; `n` is a constant
 * wherever this is inlined. */
INLINE void
compute_pixels (const DreamStem *stem,
                gint             y,
                gint             x,
                gint             first_kx,
                gint             first_gx,
                const gint       n)
{
  const DreamView *g        = &stem->gradient;
  const gsize      channels = (gsize) g->n_blocks * DREAM_BLOCK;
  const gint       first_ky = (y + stem->pad_top) % stem->stride_h;
  gfloat          *out      = stem->picture + ((gsize) y * stem->width + x) * 3;
  gint             gy       = (y + stem->pad_top) / stem->stride_h;
  Vector           sum[PIXELS][3] = { { { 0 } } };

  for (gint ky = first_ky; ky < stem->kernel_h && gy >= 0;
       ky += stem->stride_h, gy--)
    {
      if (gy >= g->height)
        continue;

      for (gint kx = first_kx, gx = first_gx; kx < stem->kernel_w && gx >= 0;
           kx += stem->stride_w, gx--)
        {
          const guint8 *from    = g->data + gy * g->row + gx * PIXEL_SIZE;
          const gfloat *weights = stem->weights +
                                  ((gsize) ky * stem->kernel_w + kx) * 3 *
                                    channels;

          if (gx >= g->width)
            continue;

          for (gint b = 0; b < g->n_blocks; b++)
            {
              const Vector *w    = (const Vector *) (weights + b * DREAM_BLOCK);
              const gsize   step = channels / DREAM_BLOCK;

#pragma GCC unroll 4
              for (gint p = 0; p < n; p++)
                {
                  const Vector value = load (from + b * g->block +
                                             p * PIXEL_SIZE);

#pragma GCC unroll 3
                  for (gint c = 0; c < 3; c++)
                    sum[p][c] += value * w[c * step];
                }
            }
        }
    }

#pragma GCC unroll 4
  for (gint p = 0; p < n; p++, out += 3 * stem->stride_w)
    for (gint c = 0; c < 3; c++)
      out[c] = (stem->accumulate ? out[c] : 0) + sum_of_lanes (sum[p][c]);
}

void
KERNEL (stem_gradient) (const DreamStem *stem, gint first_row, gint n_rows)
{
  const gint stride = stem->stride_w;

  for (gint y = first_row; y < first_row + n_rows; y++)
    for (gint phase = 0; phase < MIN (stride, stem->width); phase++)
      {
        const gint kx = (phase + stem->pad_left) % stride;
        gint       gx = (phase + stem->pad_left) / stride;

        for (gint x = phase; x < stem->width;)
          {
            const gint lowest = gx - (stem->kernel_w - 1 - kx) / stride;

            /* All taps of all of them must lie within the output. */
            if (lowest >= 0 && gx + PIXELS <= stem->gradient.width &&
                x + (PIXELS - 1) * stride < stem->width)
              {
                compute_pixels (stem, y, x, kx, gx, PIXELS);
                x += PIXELS * stride;
                gx += PIXELS;
              }
            else
              {
                compute_pixels (stem, y, x, kx, gx, 1);
                x += stride;
                gx++;
              }
          }
      }
}
