/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Depthwise convolution.  Both passes gather: a value of the input's gradient
 * comes from those outputs whose taps reach it.
 */

#include <string.h>

#include "vector.h"

/* Neighbouring pixels that are summed together, so that sums do not wait for
 * each other. */
#define TOGETHER 4

/* The taps that lie within the input: of a row, or a column, of the kernel. */
typedef struct
{
  gint from;
  gint to;
} Taps;

INLINE Taps
taps_within (gint start, gint kernel, gint dilation, gint size)
{
  Taps taps;

  taps.from = start < 0 ? (-start + dilation - 1) / dilation : 0;
  taps.to   = size > start
                ? MIN (kernel, (size - start + dilation - 1) / dilation)
                : 0;

  return taps;
}

INLINE const Vector *
weights_of (const DreamDepthwise *d, gint block)
{
  return (const Vector *) (gconstpointer) (d->weights +
                                           (gsize) block * d->kernel_h *
                                             d->kernel_w * DREAM_BLOCK);
}

/* `n` and the step between the pixels are constants where this is inlined. */
INLINE void
sum_pixels (const DreamDepthwise *d,
            const Vector         *weights,
            const guint8         *source,
            Taps                  rows,
            Taps                  columns,
            const gint            n,
            Vector               *sums)
{
  const gsize row  = d->input.row * d->dilation_h;
  const gsize step = d->stride_w * PIXEL_SIZE;

  for (gint ky = rows.from; ky < rows.to; ky++)
    for (gint kx = columns.from; kx < columns.to; kx++)
      {
        const Vector  weight = weights[ky * d->kernel_w + kx];
        const guint8 *tap = source + ky * row + kx * d->dilation_w * PIXEL_SIZE;

        for (gint p = 0; p < n; p++)
          sums[p] += weight * load (tap + p * step);
      }
}

INLINE void
finish_pixel (const DreamDepthwise *d, gint block, gint row, gint x, Vector sum)
{
  const DreamView *out  = &d->output;
  guint8          *bits = NULL;

  if (d->clip)
    {
      if (out->bits)
        bits = out->bits + block * out->bits_block + row * out->bits_row +
               x * sizeof (Bits);
      sum = clip (sum, d->ceiling, bits);
    }

  store (out->data + block * out->block + row * out->row + x * PIXEL_SIZE, sum);
}

void
KERNEL (depthwise) (const DreamDepthwise *d, gint block, gint row)
{
  const DreamView *in      = &d->input;
  const Vector    *weights = weights_of (d, block);
  const Vector     bias    = *(const Vector *) (gconstpointer) (d->bias +
                                                         block * DREAM_BLOCK);
  const gint       y0      = row * d->stride_h - d->pad_top;
  const gint       reach   = (d->kernel_w - 1) * d->dilation_w + 1;
  const Taps    rows = taps_within (y0, d->kernel_h, d->dilation_h, in->height);
  const guint8 *line = in->data + block * in->block + y0 * (gssize) in->row;

  for (gint x = 0; x < d->output.width;)
    {
      const gint    x0     = x * d->stride_w - d->pad_left;
      const gint    last   = x0 + (TOGETHER - 1) * d->stride_w;
      const guint8 *source = line + x0 * (gssize) PIXEL_SIZE;
      Vector        sums[TOGETHER];

      for (gint p = 0; p < TOGETHER; p++)
        sums[p] = bias;

      if (x0 >= 0 && last + reach <= in->width &&
          x + TOGETHER <= d->output.width)
        {
          const Taps all = { 0, d->kernel_w };

          sum_pixels (d, weights, source, rows, all, TOGETHER, sums);
          for (gint p = 0; p < TOGETHER; p++)
            finish_pixel (d, block, row, x + p, sums[p]);
          x += TOGETHER;
        }
      else
        {
          sum_pixels (d, weights, source, rows,
                      taps_within (x0, d->kernel_w, d->dilation_w, in->width),
                      1, sums);
          finish_pixel (d, block, row, x, sums[0]);
          x++;
        }
    }
}

/* The first tap of a row, or a column, that reaches a position (counted from
 * the padding's beginning); the others follow at the stride. */
INLINE gint
first_tap (gint position, gint stride)
{
  return position % stride;
}

void
KERNEL (depthwise_gradient) (const DreamDepthwise *d, gint block, gint row)
{
  const DreamView *in      = &d->input;
  const DreamView *out     = &d->output;
  const Vector    *weights = weights_of (d, block);
  const guint8    *plane   = out->data + block * out->block;
  const gint       y       = row + d->pad_top;
  guint8          *target  = in->data + block * in->block + row * in->row;

  for (gint column = 0; column < in->width; column++, target += PIXEL_SIZE)
    {
      const gint x   = column + d->pad_left;
      Vector     sum = { 0 };

      for (gint ky = first_tap (y, d->stride_h); ky < d->kernel_h;
           ky += d->stride_h)
        {
          const gint oy = (y - ky * d->dilation_h) / d->stride_h;

          if (y < ky * d->dilation_h || oy >= out->height)
            continue;

          for (gint kx = first_tap (x, d->stride_w); kx < d->kernel_w;
               kx += d->stride_w)
            {
              const gint ox = (x - kx * d->dilation_w) / d->stride_w;

              if (x >= kx * d->dilation_w && ox < out->width)
                sum += weights[ky * d->kernel_w + kx] *
                       load (plane + oy * out->row + ox * PIXEL_SIZE);
            }
        }

      if (d->accumulate)
        sum += load (target);
      if (in->bits)
        sum = keep (sum,
                    load_bits (in->bits + block * in->bits_block +
                               row * in->bits_row + column * sizeof (Bits)));
      store (target, sum);
    }
}
