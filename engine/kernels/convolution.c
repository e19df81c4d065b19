/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Direct convolution: the sums of some neighbouring output pixels stay in
 * registers while weights and values stream by.
 */

#include "vector.h"

/* What the heart of it reads. */
typedef enum
{
  PICTURE, /* 32-bit floats, three channels */
  VALUES   /* blocks of values */
} Input;

/* Computes some neighbouring pixels of a group's one or two blocks. */
typedef void (*Pixels) (const DreamConvolution *convolution,
                        gint                    first_block,
                        gint                    y,
                        gint                    x);

/* The step between the source pixels of neighbouring output pixels, in pixels,
 * if it is known when this is compiled. */
#define ANY_STEP 0

/* The heart of it all.  `n_pixels`, `n_blocks`, `fixed_step` and `input` are
 * constants wherever this is inlined, so that the sums live in registers and
 * the source's addresses are displacements. */
INLINE void
compute_pixels (const DreamConvolution *c,
                gint                    first_block,
                gint                    y,
                gint                    x,
                const gint              n_pixels,
                const gint              n_blocks,
                const gsize             fixed_step,
                const Input             input)
{
  const DreamTargetBlock *targets = c->targets + first_block;
  const gsize   step       = fixed_step != ANY_STEP ? fixed_step * PIXEL_SIZE
                                                    : c->source_pixel * c->stride_w;
  const gsize   tap_column = c->dilation_w * c->source_pixel;
  const gsize   taps       = (gsize) c->kernel_h * c->kernel_w;
  const gint    in_a_row   = input == VALUES ? IN_A_ROW : 1;
  const gfloat *weights    = c->weights;
  Vector        sum[DREAM_PIXELS][DREAM_GROUP_BLOCKS];
  gsize         rows = 0;

  for (gint b = 0; b < c->n_sources; b++)
    rows += (c->sources[b].channels + in_a_row - 1) / in_a_row;
  weights += first_block * taps * rows * DREAM_BLOCK;

#pragma GCC unroll 16
  for (gint n = 0; n < n_blocks; n++)
    {
      const Vector  start = c->bias
                              ? *(const Vector *) (c->bias + (first_block + n) *
                                                              DREAM_BLOCK)
                              : (Vector){ 0 };
      const guint8 *old   = targets[n].data + y * targets[n].row +
                          x * c->target_pixel;

#pragma GCC unroll 16
      for (gint p = 0; p < n_pixels; p++)
        sum[p][n] = c->accumulate ? load (old + p * c->target_pixel) : start;
    }

  for (gint b = 0; b < c->n_sources; b++)
    {
      const DreamSourceBlock *block    = c->sources + b;
      const gint              channels = block->channels;
      const gsize             tap_row  = c->dilation_h * block->row;
      const guint8           *source   = block->data +
                             (gsize) y * c->stride_h * block->row + x * step;

      for (gint ky = 0; ky < c->kernel_h; ky++)
        for (gint kx = 0; kx < c->kernel_w; kx++)
          {
            const guint8 *tap = source + ky * tap_row + kx * tap_column;

            for (gint i = 0; i < channels; i += in_a_row)
              {
                if (input == VALUES)
                  multiply_row (sum, tap + i * DREAM_VALUE_SIZE, weights, step,
                                n_pixels, n_blocks);
                else
                  multiply (sum, tap + i * sizeof (gfloat), weights, step,
                            n_pixels, n_blocks);
                weights += n_blocks * DREAM_BLOCK;
              }
          }
    }

#pragma GCC unroll 16
  for (gint n = 0; n < n_blocks; n++)
    {
      guint8 *out  = targets[n].data + y * targets[n].row + x * c->target_pixel;
      guint8 *bits = targets[n].bits
                       ? targets[n].bits + y * targets[n].bits_row +
                           x * c->bits_pixel
                       : NULL;

#pragma GCC unroll 16
      for (gint p = 0; p < n_pixels; p++)
        finish (&targets[n], out + p * c->target_pixel,
                bits ? bits + p * c->bits_pixel : NULL, sum[p][n]);
    }
}

#define PIXELS(N_PIXELS, N_BLOCKS, STEP)                                     \
  static void pixels_##N_PIXELS##_##N_BLOCKS##_##STEP (                      \
    const DreamConvolution *c, gint first_block, gint y, gint x)             \
  {                                                                          \
    compute_pixels (c, first_block, y, x, N_PIXELS, N_BLOCKS, STEP, VALUES); \
  }

#define PICTURE_PIXELS(N_PIXELS, N_BLOCKS)                                \
  static void picture_##N_PIXELS##_##N_BLOCKS (const DreamConvolution *c, \
                                               gint first_block, gint y,  \
                                               gint x)                    \
  {                                                                       \
    compute_pixels (c, first_block, y, x, N_PIXELS, N_BLOCKS, ANY_STEP,   \
                    PICTURE);                                             \
  }

#define PIXELS_OF_ALL_KINDS(N) \
  PIXELS (N, 1, 0)             \
  PIXELS (N, 1, 1)             \
  PIXELS (N, 1, 2)             \
  PIXELS (N, 2, 0)             \
  PIXELS (N, 2, 1)             \
  PIXELS (N, 2, 2)             \
  PICTURE_PIXELS (N, 1)        \
  PICTURE_PIXELS (N, 2)

#define ROW(N)                                                  \
  {                                                             \
    { pixels_##N##_1_0, pixels_##N##_1_1, pixels_##N##_1_2 },   \
      { pixels_##N##_2_0, pixels_##N##_2_1, pixels_##N##_2_2 }, \
  }

#define PICTURE_ROW(N)               \
  {                                  \
    picture_##N##_1, picture_##N##_2 \
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

/* By pixels - 1, blocks - 1 and step in pixels. */
static const Pixels pixels_table[DREAM_PIXELS][DREAM_GROUP_BLOCKS][3] = {
  ROW (1), ROW (2), ROW (3), ROW (4),  ROW (5),  ROW (6),
#if DREAM_PIXELS > 6
  ROW (7), ROW (8), ROW (9), ROW (10), ROW (11), ROW (12), ROW (13), ROW (14),
#endif
};

static const Pixels picture_table[DREAM_PIXELS][DREAM_GROUP_BLOCKS] = {
  PICTURE_ROW (1),  PICTURE_ROW (2),  PICTURE_ROW (3),  PICTURE_ROW (4),
  PICTURE_ROW (5),  PICTURE_ROW (6),
#if DREAM_PIXELS > 6
  PICTURE_ROW (7),  PICTURE_ROW (8),  PICTURE_ROW (9),  PICTURE_ROW (10),
  PICTURE_ROW (11), PICTURE_ROW (12), PICTURE_ROW (13), PICTURE_ROW (14),
#endif
};

/* A 1 x 1 convolution between buffers without border sees one long row. */
static gboolean
is_one_row (const DreamConvolution *c, gint first_block, gint n_blocks)
{
  if (c->kernel_h != 1 || c->kernel_w != 1 || c->stride_h != 1 ||
      c->stride_w != 1 || c->source_pixel != PIXEL_SIZE ||
      c->target_pixel != PIXEL_SIZE)
    return FALSE;

  for (gint b = 0; b < c->n_sources; b++)
    if (c->sources[b].row != c->width * PIXEL_SIZE)
      return FALSE;

  for (gint b = first_block; b < first_block + n_blocks; b++)
    if (c->targets[b].row != c->width * PIXEL_SIZE ||
        (c->targets[b].bits &&
         c->targets[b].bits_row != c->width * sizeof (Bits)))
      return FALSE;

  return TRUE;
}

void
KERNEL (convolve) (const DreamConvolution *c,
                   gint                    group,
                   gint                    first_row,
                   gint                    n_rows)
{
  const gint  first_block = group * DREAM_GROUP_BLOCKS;
  const gint  n_blocks   = MIN (DREAM_GROUP_BLOCKS, c->n_targets - first_block);
  const gsize step       = c->source_pixel * c->stride_w;
  const gint  kind       = step == PIXEL_SIZE       ? 1
                           : step == 2 * PIXEL_SIZE ? 2
                                                    : ANY_STEP;
  const gboolean one_row = is_one_row (c, first_block, n_blocks);
  const gint     width   = one_row ? n_rows * c->width : c->width;
  const gint     start   = one_row ? first_row * c->width : 0;
  const gint     top     = one_row ? 0 : first_row;
  const gint     bottom  = one_row ? 1 : first_row + n_rows;

  /* Chunks of nearly the same size: a short rest would wait for its sums. */
  const gint n_chunks = (width + DREAM_PIXELS - 1) / DREAM_PIXELS;

  for (gint y = top; y < bottom; y++)
    for (gint i = 0, x = 0; i < n_chunks; i++)
      {
        const gint n = (width - x + n_chunks - i - 1) / (n_chunks - i);

        pixels_table[n - 1][n_blocks - 1][kind](c, first_block, y, start + x);
        x += n;
      }
}

void
KERNEL (convolve_picture) (const DreamConvolution *c,
                           gint                    group,
                           gint                    first_row,
                           gint                    n_rows)
{
  const gint first_block = group * DREAM_GROUP_BLOCKS;
  const gint n_blocks    = MIN (DREAM_GROUP_BLOCKS, c->n_targets - first_block);

  for (gint y = first_row; y < first_row + n_rows; y++)
    for (gint x = 0; x < c->width; x += DREAM_PIXELS)
      picture_table[MIN (DREAM_PIXELS, c->width - x) - 1]
                   [n_blocks - 1](c, first_block, y, x);
}
