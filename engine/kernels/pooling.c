/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pooling.  The gradients go row by row of the input: each output whose window
 * reaches the row adds to the columns of its window.
 */

#include <math.h>
#include <string.h>

#include "vector.h"

/* The part of a window that lies within the input. */
INLINE void
clip_window (gint start, gint kernel, gint size, gint *from, gint *to)
{
  *from = MAX (0, -start);
  *to   = MIN (kernel, size - start);
}

/* How many of a window's positions count. */
INLINE gint
count_window (gint     start,
              gint     kernel,
              gint     size,
              gint     pad_after,
              gboolean count_padding)
{
  gint from, to;

  clip_window (start, kernel, size, &from, &to);

  return count_padding ? MIN (kernel, size + pad_after - start) : to - from;
}

/* The outputs whose windows hold an input position. */
INLINE void
windows_over (gint  position,
              gint  kernel,
              gint  stride,
              gint  pad,
              gint  n_outputs,
              gint *from,
              gint *to)
{
  const gint lowest = position + pad - kernel + 1;

  *from = lowest <= 0 ? 0 : (lowest + stride - 1) / stride;
  *to   = MIN ((position + pad) / stride, n_outputs - 1);
}

INLINE void
store_output (const DreamPooling *pooling,
              gint                block,
              gint                row,
              gint                x,
              Vector              value)
{
  const DreamView *out = &pooling->output;

  if (pooling->relu)
    value = keep_if (value, value > (Vector){ 0 });

  store (out->data + block * out->block + row * out->row + x * PIXEL_SIZE,
         value);
  if (out->bits)
    store_bits (out->bits + block * out->bits_block + row * out->bits_row +
                  x * sizeof (Bits),
                positive (value));
}

void
KERNEL (max_pool) (const DreamPooling *pooling, gint block, gint row)
{
  const DreamView *in     = &pooling->input;
  const DreamView *out    = &pooling->output;
  const guint8    *source = in->data + block * in->block;
  guint8 *argmax = pooling->argmax + ((gsize) block * out->height + row) *
                                       out->width * DREAM_BLOCK;
  const gint y0 = row * pooling->stride_h - pooling->pad_top;
  gint       ky0, ky1;

  clip_window (y0, pooling->kernel_h, in->height, &ky0, &ky1);

  for (gint x = 0; x < out->width; x++)
    {
      const gint x0      = x * pooling->stride_w - pooling->pad_left;
      Vector     highest = splat (-INFINITY);
      Integers   where   = { 0 };
      gint       kx0, kx1;

      clip_window (x0, pooling->kernel_w, in->width, &kx0, &kx1);

      for (gint ky = ky0; ky < ky1; ky++)
        for (gint kx = kx0; kx < kx1; kx++)
          {
            const Vector   value = load (source + (y0 + ky) * in->row +
                                         (x0 + kx) * PIXEL_SIZE);
            const Integers above = value > highest;
            const Integers here  = (Integers){ 0 } +
                                  (ky * pooling->kernel_w + kx);

            highest = choose (above, value, highest);
            where   = (Integers) choose (above, (Vector) here, (Vector) where);
          }

      store_output (pooling, block, row, x, highest);
      *(Bytes *) (argmax +
                  (gsize) x * DREAM_BLOCK) = __builtin_convertvector(where,
                                                                     Bytes);
    }
}

void
KERNEL (average_pool) (const DreamPooling *pooling, gint block, gint row)
{
  const DreamView *in     = &pooling->input;
  const DreamView *out    = &pooling->output;
  const guint8    *source = in->data + block * in->block;
  const gint       y0     = row * pooling->stride_h - pooling->pad_top;
  const gint       rows   = count_window (y0, pooling->kernel_h, in->height,
                                          pooling->pad_bottom, pooling->count_padding);
  gint             ky0, ky1;

  clip_window (y0, pooling->kernel_h, in->height, &ky0, &ky1);

  for (gint x = 0; x < out->width; x++)
    {
      const gint x0      = x * pooling->stride_w - pooling->pad_left;
      const gint columns = count_window (x0, pooling->kernel_w, in->width,
                                         pooling->pad_right,
                                         pooling->count_padding);
      Vector     sum     = { 0 };
      gint       kx0, kx1;

      clip_window (x0, pooling->kernel_w, in->width, &kx0, &kx1);

      for (gint ky = ky0; ky < ky1; ky++)
        for (gint kx = kx0; kx < kx1; kx++)
          sum += load (source + (y0 + ky) * in->row + (x0 + kx) * PIXEL_SIZE);

      store_output (pooling, block, row, x, sum * (1.0f / (rows * columns)));
    }
}

/* --- Gradients ----------------------------------------------------------- */

INLINE guint8 *
begin_row (const DreamPooling *pooling, gint block, gint row)
{
  const DreamView *in   = &pooling->input;
  guint8          *data = in->data + block * in->block + row * in->row;

  if (! pooling->accumulate)
    memset (data, 0, in->width * PIXEL_SIZE);

  return data;
}

INLINE void
add (guint8 *to, Vector value)
{
  store (to, load (to) + value);
}

INLINE void
end_row (const DreamPooling *pooling, gint block, gint row, guint8 *data)
{
  const DreamView *in = &pooling->input;
  const guint8    *bits;

  if (! in->bits)
    return;

  bits = in->bits + block * in->bits_block + row * in->bits_row;
  for (gint x = 0; x < in->width; x++)
    store (data + x * PIXEL_SIZE, keep (load (data + x * PIXEL_SIZE),
                                        load_bits (bits + x * sizeof (Bits))));
}

void
KERNEL (max_pool_gradient) (const DreamPooling *pooling, gint block, gint row)
{
  const DreamView *in     = &pooling->input;
  const DreamView *out    = &pooling->output;
  guint8          *target = begin_row (pooling, block, row);
  gint             oy0, oy1;

  windows_over (row, pooling->kernel_h, pooling->stride_h, pooling->pad_top,
                out->height, &oy0, &oy1);

  for (gint oy = oy0; oy <= oy1; oy++)
    {
      const gint    ky     = row + pooling->pad_top - oy * pooling->stride_h;
      const guint8 *argmax = pooling->argmax +
                             ((gsize) block * out->height + oy) * out->width *
                               DREAM_BLOCK;
      const guint8 *source = out->data + block * out->block + oy * out->row;

      for (gint ox = 0; ox < out->width; ox++)
        {
          const Vector   gradient = load (source + ox * PIXEL_SIZE);
          const Integers from     = __builtin_convertvector(
            *(const Bytes *) (argmax + (gsize) ox * DREAM_BLOCK), Integers);
          const gint x0 = ox * pooling->stride_w - pooling->pad_left;
          gint       kx0, kx1;

          clip_window (x0, pooling->kernel_w, in->width, &kx0, &kx1);
          for (gint kx = kx0; kx < kx1; kx++)
            add (target + (x0 + kx) * PIXEL_SIZE,
                 keep_if (gradient, from == ky * pooling->kernel_w + kx));
        }
    }

  end_row (pooling, block, row, target);
}

void
KERNEL (average_pool_gradient) (const DreamPooling *pooling,
                                gint                block,
                                gint                row)
{
  const DreamView *in     = &pooling->input;
  const DreamView *out    = &pooling->output;
  guint8          *target = begin_row (pooling, block, row);
  gint             oy0, oy1;

  windows_over (row, pooling->kernel_h, pooling->stride_h, pooling->pad_top,
                out->height, &oy0, &oy1);

  for (gint oy = oy0; oy <= oy1; oy++)
    {
      const guint8 *source = out->data + block * out->block + oy * out->row;
      const gint rows = count_window (oy * pooling->stride_h - pooling->pad_top,
                                      pooling->kernel_h, in->height,
                                      pooling->pad_bottom,
                                      pooling->count_padding);

      for (gint ox = 0; ox < out->width; ox++)
        {
          const gint x0      = ox * pooling->stride_w - pooling->pad_left;
          const gint columns = count_window (x0, pooling->kernel_w, in->width,
                                             pooling->pad_right,
                                             pooling->count_padding);
          Vector     share;
          gint       kx0, kx1;

          clip_window (x0, pooling->kernel_w, in->width, &kx0, &kx1);
          share = load (source + ox * PIXEL_SIZE) * (1.0f / (rows * columns));

          for (gint kx = kx0; kx < kx1; kx++)
            add (target + (x0 + kx) * PIXEL_SIZE, share);
        }
    }

  end_row (pooling, block, row, target);
}
