/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The kernels for one instruction set.  The build compiles this file several
 * times, with
 *   DREAM_KERNELS  the symbol and DREAM_KERNELS_NAME the name of the set,
 *   DREAM_BLOCK    channels in a block: the floats of one vector,
 *   DREAM_PIXELS   how many output pixels a convolution computes at once, so
 *                  that DREAM_PIXELS x DREAM_GROUP_BLOCKS sums stay in
 *                  registers.
 */

#include <math.h>

#include "kernels.h"

typedef gfloat Vector
  __attribute__ ((vector_size (DREAM_BLOCK * 4), may_alias));
typedef gint32 Integers
  __attribute__ ((vector_size (DREAM_BLOCK * 4), may_alias));
typedef guint8 Bytes __attribute__ ((vector_size (DREAM_BLOCK), may_alias));

#define INLINE static inline __attribute__ ((always_inline))

/* Computes some neighbouring pixels of a group's one or two blocks. */
typedef void (*Pixels) (const DreamConvolution *convolution,
                        const gfloat           *source,
                        const gfloat           *weights,
                        gsize                   destination,
                        gint                    first_block);

INLINE Vector
splat (gfloat x)
{
  return x - (Vector){ 0 };
}

INLINE Vector
keep_if (Vector x, Integers condition)
{
  return (Vector) ((Integers) x & condition);
}

INLINE Vector
choose (Integers condition, Vector yes, Vector no)
{
  return (Vector) (((Integers) yes & condition) | ((Integers) no & ~condition));
}

/* The heart of it all.  `n_pixels`, `n_blocks` and `fixed_step` (floats between
 * the source pixels of neighbouring output pixels, 0: known at run time only)
 * are constants wherever this is inlined, so that the sums live in registers
 * and the source's addresses are displacements. */
INLINE void
compute_pixels (const DreamConvolution *c,
                const gfloat           *source,
                const gfloat           *weights,
                gsize                   destination,
                gint                    first_block,
                const gint              n_pixels,
                const gint              n_blocks,
                const gsize             fixed_step)
{
  const gsize step = fixed_step ? fixed_step : c->source_pixel * c->stride_w;
  Vector      sum[DREAM_PIXELS][DREAM_GROUP_BLOCKS];
  gfloat     *out = c->destination + destination;

#pragma GCC unroll 16
  for (gint n = 0; n < n_blocks; n++)
    {
      const Vector start = c->bias
                             ? *(const Vector *) (c->bias + (first_block + n) *
                                                              DREAM_BLOCK)
                             : (Vector){ 0 };

#pragma GCC unroll 16
      for (gint p = 0; p < n_pixels; p++)
        sum[p][n] = c->accumulate
                      ? *(const Vector *) (out + n * c->destination_block +
                                           p * c->destination_pixel)
                      : start;
    }

  for (gint b = 0; b < c->source_blocks; b++)
    {
      const gint channels = b == c->source_blocks - 1 ? c->source_last
                                                      : DREAM_BLOCK;

      for (gint ky = 0; ky < c->kernel_h; ky++)
        for (gint kx = 0; kx < c->kernel_w; kx++)
          {
            const gfloat *tap = source + b * c->source_block +
                                ky * c->source_row + kx * c->source_pixel;

            for (gint i = 0; i < channels; i++)
              {
                Vector w[DREAM_GROUP_BLOCKS];

#pragma GCC unroll 16
                for (gint n = 0; n < n_blocks; n++)
                  w[n] = *(const Vector *) (weights + n * DREAM_BLOCK);

#pragma GCC unroll 16
                for (gint p = 0; p < n_pixels; p++)
                  {
                    const Vector value = splat (tap[p * step + i]);

#pragma GCC unroll 16
                    for (gint n = 0; n < n_blocks; n++)
                      sum[p][n] += w[n] * value;
                  }

                weights += n_blocks * DREAM_BLOCK;
              }
          }
    }

#pragma GCC unroll 16
  for (gint n = 0; n < n_blocks; n++)
#pragma GCC unroll 16
    for (gint p = 0; p < n_pixels; p++)
      {
        const gsize at = n * c->destination_block + p * c->destination_pixel;
        Vector      result = sum[p][n];

        if (c->relu)
          result = keep_if (result, result > (Vector){ 0 });
        if (c->mask)
          result = keep_if (result, *(const Vector *) (c->mask + destination +
                                                       at) > (Vector){ 0 });

        *(Vector *) (out + at) = result;
      }
}

#define PIXELS(N_PIXELS, N_BLOCKS, STEP)                                    \
  static void pixels_##N_PIXELS##_##N_BLOCKS##_##STEP (                     \
    const DreamConvolution *c, const gfloat *source, const gfloat *weights, \
    gsize destination, gint first_block)                                    \
  {                                                                         \
    compute_pixels (c, source, weights, destination, first_block, N_PIXELS, \
                    N_BLOCKS, STEP *DREAM_BLOCK);                           \
  }

#define PIXELS_OF_ALL_KINDS(N) \
  PIXELS (N, 1, 0)             \
  PIXELS (N, 1, 1)             \
  PIXELS (N, 1, 2) PIXELS (N, 2, 0) PIXELS (N, 2, 1) PIXELS (N, 2, 2)

#define ROW(N)                                                \
  {                                                           \
    { pixels_##N##_1_0, pixels_##N##_1_1, pixels_##N##_1_2 }, \
    {                                                         \
      pixels_##N##_2_0, pixels_##N##_2_1, pixels_##N##_2_2    \
    }                                                         \
  }

PIXELS_OF_ALL_KINDS (1)
PIXELS_OF_ALL_KINDS (2)
PIXELS_OF_ALL_KINDS (3)
PIXELS_OF_ALL_KINDS (4)
PIXELS_OF_ALL_KINDS (5)
PIXELS_OF_ALL_KINDS (6)
#if DREAM_PIXELS > 6
PIXELS_OF_ALL_KINDS (7)
PIXELS_OF_ALL_KINDS (8)
PIXELS_OF_ALL_KINDS (9)
PIXELS_OF_ALL_KINDS (10)
PIXELS_OF_ALL_KINDS (11)
PIXELS_OF_ALL_KINDS (12)
PIXELS_OF_ALL_KINDS (13)
PIXELS_OF_ALL_KINDS (14)
#endif

/* By pixels - 1, blocks - 1 and step in pixels (0: any). */
static const Pixels pixels_table[DREAM_PIXELS][DREAM_GROUP_BLOCKS][3] = {
  ROW (1), ROW (2), ROW (3), ROW (4),  ROW (5),  ROW (6),
#if DREAM_PIXELS > 6
  ROW (7), ROW (8), ROW (9), ROW (10), ROW (11), ROW (12), ROW (13), ROW (14),
#endif
};

static void
convolve (const DreamConvolution *c, gint group, gint first_row, gint n_rows)
{
  const gint  first_block = group * DREAM_GROUP_BLOCKS;
  const gint  n_blocks    = MIN (DREAM_GROUP_BLOCKS,
                                 c->destination_blocks - first_block);
  const gsize step        = c->source_pixel * c->stride_w;
  const gint  kind = step == DREAM_BLOCK ? 1 : step == 2 * DREAM_BLOCK ? 2 : 0;
  const gsize taps = (gsize) c->kernel_h * c->kernel_w *
                     ((c->source_blocks - 1) * DREAM_BLOCK + c->source_last);
  const gfloat *weights = c->weights + first_block * taps * DREAM_BLOCK;
  gint          width   = c->width;
  gint          n_chunks;

  /* A 1 x 1 convolution between buffers without border sees one long row. */
  if (c->kernel_h == 1 && c->kernel_w == 1 && c->stride_h == 1 && kind == 1 &&
      c->destination_pixel == DREAM_BLOCK &&
      c->source_row == (gsize) width * DREAM_BLOCK &&
      c->destination_row == (gsize) width * DREAM_BLOCK)
    {
      const gsize start = (gsize) first_row * width;
      const gint  total = n_rows * width;

      n_chunks = (total + DREAM_PIXELS - 1) / DREAM_PIXELS;
      for (gint i = 0, x = 0; i < n_chunks; i++)
        {
          const gint  n  = (total - x + n_chunks - i - 1) / (n_chunks - i);
          const gsize at = (start + x) * DREAM_BLOCK;

          pixels_table[n - 1][n_blocks - 1][kind](c, c->source + at, weights,
                                                  first_block *
                                                      c->destination_block +
                                                    at,
                                                  first_block);
          x += n;
        }
      return;
    }

  /* Chunks of nearly the same size: a short rest would wait for its sums. */
  n_chunks = (width + DREAM_PIXELS - 1) / DREAM_PIXELS;
  for (gint y = first_row; y < first_row + n_rows; y++)
    for (gint i = 0, x = 0; i < n_chunks; i++)
      {
        const gint n = (width - x + n_chunks - i - 1) / (n_chunks - i);

        pixels_table[n - 1][n_blocks - 1][kind](
          c, c->source + (gsize) y * c->stride_h * c->source_row + x * step,
          weights,
          first_block * c->destination_block + y * c->destination_row +
            x * c->destination_pixel,
          first_block);
        x += n;
      }
}

static void
stem_gradient (const DreamStem *stem, gint first_row, gint n_rows)
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
                const gfloat *from;

                if (x + stem->pad_left < kx || gx >= g->width)
                  continue;

                from = g->data + gy * g->row + (gsize) gx * DREAM_BLOCK;

                for (gint b = 0; b < g->n_blocks; b++)
                  {
                    const Vector v = *(const Vector *) (from + b * g->block);

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

/* The part of a window that lies within the input. */
INLINE void
clip_window (gint start, gint kernel, gint size, gint *from, gint *to)
{
  *from = MAX (0, -start);
  *to   = MIN (kernel, size - start);
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

static void
max_pool (const DreamPooling *pooling, gint block, gint row)
{
  const DreamView *in     = &pooling->input;
  const DreamView *out    = &pooling->output;
  const gfloat    *source = in->data + block * in->block;
  gfloat          *target = out->data + block * out->block + row * out->row;
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
            const Vector value = *(
              const Vector *) (source + (y0 + ky) * in->row +
                               (gsize) (x0 + kx) * DREAM_BLOCK);
            const Integers above = value > highest;
            const Integers here  = (Integers){ 0 } +
                                  (ky * pooling->kernel_w + kx);

            highest = choose (above, value, highest);
            where   = (Integers) choose (above, (Vector) here, (Vector) where);
          }

      *(Vector *) (target + (gsize) x * DREAM_BLOCK) = highest;
      *(Bytes *) (argmax +
                  (gsize) x * DREAM_BLOCK) = __builtin_convertvector(where,
                                                                     Bytes);
    }
}

INLINE void
store_gradient (const DreamPooling *pooling, gsize at, Vector sum)
{
  Vector *target = (Vector *) (pooling->input.data + at);

  if (pooling->accumulate)
    sum += *target;
  if (pooling->mask)
    sum = keep_if (sum, *(const Vector *) (pooling->mask + at) > (Vector){ 0 });

  *target = sum;
}

static void
max_pool_gradient (const DreamPooling *pooling, gint block, gint row)
{
  const DreamView *in     = &pooling->input;
  const DreamView *out    = &pooling->output;
  const gfloat    *source = out->data + block * out->block;
  const guint8    *argmax = pooling->argmax +
                         (gsize) block * out->height * out->width * DREAM_BLOCK;
  gint oy0, oy1;

  windows_over (row, pooling->kernel_h, pooling->stride_h, pooling->pad_top,
                out->height, &oy0, &oy1);

  for (gint x = 0; x < in->width; x++)
    {
      Vector sum = { 0 };
      gint   ox0, ox1;

      windows_over (x, pooling->kernel_w, pooling->stride_w, pooling->pad_left,
                    out->width, &ox0, &ox1);

      for (gint oy = oy0; oy <= oy1; oy++)
        for (gint ox = ox0; ox <= ox1; ox++)
          {
            const gint     ky = row + pooling->pad_top - oy * pooling->stride_h;
            const gint     kx = x + pooling->pad_left - ox * pooling->stride_w;
            const Integers from = __builtin_convertvector(
              *(const Bytes *) (argmax +
                                ((gsize) oy * out->width + ox) * DREAM_BLOCK),
              Integers);

            sum += keep_if (*(const Vector *) (source + oy * out->row +
                                               (gsize) ox * DREAM_BLOCK),
                            from == ky * pooling->kernel_w + kx);
          }

      store_gradient (pooling,
                      block * in->block + row * in->row +
                        (gsize) x * DREAM_BLOCK,
                      sum);
    }
}

static void
average_pool (const DreamPooling *pooling, gint block, gint row)
{
  const DreamView *in     = &pooling->input;
  const DreamView *out    = &pooling->output;
  const gfloat    *source = in->data + block * in->block;
  gfloat          *target = out->data + block * out->block + row * out->row;
  const gint       y0     = row * pooling->stride_h - pooling->pad_top;
  gint             ky0, ky1;

  clip_window (y0, pooling->kernel_h, in->height, &ky0, &ky1);

  for (gint x = 0; x < out->width; x++)
    {
      const gint x0  = x * pooling->stride_w - pooling->pad_left;
      Vector     sum = { 0 };
      gint       kx0, kx1;

      clip_window (x0, pooling->kernel_w, in->width, &kx0, &kx1);

      for (gint ky = ky0; ky < ky1; ky++)
        for (gint kx = kx0; kx < kx1; kx++)
          sum += *(const Vector *) (source + (y0 + ky) * in->row +
                                    (gsize) (x0 + kx) * DREAM_BLOCK);

      *(Vector *) (target +
                   (gsize) x *
                     DREAM_BLOCK) = sum * (1.0f / ((ky1 - ky0) * (kx1 - kx0)));
    }
}

static void
average_pool_gradient (const DreamPooling *pooling, gint block, gint row)
{
  const DreamView *in     = &pooling->input;
  const DreamView *out    = &pooling->output;
  const gfloat    *source = out->data + block * out->block;
  gint             oy0, oy1;

  windows_over (row, pooling->kernel_h, pooling->stride_h, pooling->pad_top,
                out->height, &oy0, &oy1);

  for (gint x = 0; x < in->width; x++)
    {
      Vector sum = { 0 };
      gint   ox0, ox1;

      windows_over (x, pooling->kernel_w, pooling->stride_w, pooling->pad_left,
                    out->width, &ox0, &ox1);

      for (gint oy = oy0; oy <= oy1; oy++)
        {
          gint ky0, ky1;

          clip_window (oy * pooling->stride_h - pooling->pad_top,
                       pooling->kernel_h, in->height, &ky0, &ky1);

          for (gint ox = ox0; ox <= ox1; ox++)
            {
              gint kx0, kx1;

              clip_window (ox * pooling->stride_w - pooling->pad_left,
                           pooling->kernel_w, in->width, &kx0, &kx1);

              sum += *(const Vector *) (source + oy * out->row +
                                        (gsize) ox * DREAM_BLOCK) *
                     (1.0f / ((ky1 - ky0) * (kx1 - kx0)));
            }
        }

      store_gradient (pooling,
                      block * in->block + row * in->row +
                        (gsize) x * DREAM_BLOCK,
                      sum);
    }
}

extern const DreamKernels DREAM_KERNELS;

const DreamKernels DREAM_KERNELS = {
  .name                  = DREAM_KERNELS_NAME,
  .block                 = DREAM_BLOCK,
  .convolve              = convolve,
  .stem_gradient         = stem_gradient,
  .max_pool              = max_pool,
  .max_pool_gradient     = max_pool_gradient,
  .average_pool          = average_pool,
  .average_pool_gradient = average_pool_gradient,
};
