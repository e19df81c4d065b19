/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The gradient towards the picture.
 */

#include "vector.h"

/* What one pixel of the output's gradient gives through one tap. */
INLINE void
add_tap (const DreamView *g,
         const guint8    *from,
         const gfloat    *weights,
         gsize            channels,
         Vector           sum[3])
{
  for (gint b = 0; b < g->n_blocks; b++)
    {
      const Vector value = load (from + b * g->block);

#pragma GCC unroll 3
      for (gint c = 0; c < 3; c++)
        sum[c] += value *
                  *(const Vector *) (weights + c * channels + b * DREAM_BLOCK);
    }
}

INLINE void
compute_row (const DreamStem *stem, gint y, gfloat *out)
{
  const DreamView *g        = &stem->gradient;
  const gsize      channels = (gsize) g->n_blocks * DREAM_BLOCK;
  const gint       first_ky = (y + stem->pad_top) % stem->stride_h;
  const gint       first_gy = (y + stem->pad_top) / stem->stride_h;
  gint             kx0      = stem->pad_left % stem->stride_w;
  gint             gx0      = stem->pad_left / stem->stride_w;

  for (gint x = 0; x < stem->width; x++, out += 3)
    {
      Vector sum[3] = { { 0 }, { 0 }, { 0 } };

      /* The taps that reach a pixel, and the outputs that they belong to. */
      for (gint ky = first_ky, gy = first_gy; ky < stem->kernel_h && gy >= 0;
           ky += stem->stride_h, gy--)
        {
          if (gy >= g->height)
            continue;

          for (gint kx = kx0, gx = gx0; kx < stem->kernel_w && gx >= 0;
               kx += stem->stride_w, gx--)
            if (gx < g->width)
              add_tap (g, g->data + gy * g->row + gx * PIXEL_SIZE,
                       stem->weights +
                         ((gsize) ky * stem->kernel_w + kx) * 3 * channels,
                       channels, sum);
        }

      for (gint c = 0; c < 3; c++)
        out[c] = (stem->accumulate ? out[c] : 0) + sum_of_lanes (sum[c]);

      if (++kx0 == stem->stride_w)
        {
          kx0 = 0;
          gx0++;
        }
    }
}

void
KERNEL (stem_gradient) (const DreamStem *stem, gint first_row, gint n_rows)
{
  for (gint y = first_row; y < first_row + n_rows; y++)
    compute_row (stem, y, stem->picture + (gsize) y * stem->width * 3);
}
