/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The gradient towards the picture.
 */

#include "vector.h"

void
KERNEL (stem_gradient) (const DreamStem *stem, gint first_row, gint n_rows)
{
  const DreamView *g        = &stem->gradient;
  const gsize      channels = (gsize) g->n_blocks * DREAM_BLOCK;
  gfloat          *out = stem->picture + (gsize) first_row * stem->width * 3;

  for (gint y = first_row; y < first_row + n_rows; y++)
    for (gint x = 0; x < stem->width; x++, out += 3)
      {
        Vector sum[3] = { { 0 }, { 0 }, { 0 } };

        for (gint ky = (y + stem->pad_top) % stem->stride_h;
             ky < stem->kernel_h; ky += stem->stride_h)
          {
            const gint gy = (y + stem->pad_top - ky) / stem->stride_h;

            if (y + stem->pad_top < ky || gy >= g->height)
              continue;

            for (gint kx = (x + stem->pad_left) % stem->stride_w;
                 kx < stem->kernel_w; kx += stem->stride_w)
              {
                const gint    gx = (x + stem->pad_left - kx) / stem->stride_w;
                const gfloat *w  = stem->weights +
                                  ((gsize) ky * stem->kernel_w + kx) * 3 *
                                    channels;
                const guint8 *from;

                if (x + stem->pad_left < kx || gx >= g->width)
                  continue;

                from = g->data + gy * g->row + gx * PIXEL_SIZE;

                for (gint b = 0; b < g->n_blocks; b++)
                  {
                    const Vector v = load (from + b * g->block);

#pragma GCC unroll 3
                    for (gint c = 0; c < 3; c++)
                      sum[c] += v * *(const Vector *) (w + c * channels +
                                                       b * DREAM_BLOCK);
                  }
              }
          }

        for (gint c = 0; c < 3; c++)
          {
            gfloat total = stem->accumulate ? out[c] : 0;

            for (gint i = 0; i < DREAM_BLOCK; i++)
              total += sum[c][i];

            out[c] = total;
          }
      }
}
