/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Winograd's convolution.  Some tiles at a time, so that everything stays in
 * the second-level cache: their inputs are transformed (points x blocks x
 * tiles); then, for each group of output blocks, one small matrix product a
 * point, and the results are transformed back.
 */

#include "vector.h"

#define MAX_POINTS DREAM_WINOGRAD_MAX_POINTS
#define MAX_PAIRS  DREAM_WINOGRAD_MAX_PAIRS

/* In two dimensions there are no more than 6 x 6 points. */
#define MAX_PATCH 36

typedef void (*TransformInputs) (const DreamWinograd *winograd,
                                 gint                 first_tile,
                                 gint                 n_tiles,
                                 guint8              *inputs);
typedef void (*TransformOutputs) (const DreamWinograd *winograd,
                                  gint                 block,
                                  gint                 first_tile,
                                  gint                 n_tiles,
                                  const gfloat        *products);

/* Multiplies some neighbouring tiles with the weights of one point. */
typedef void (*Tiles) (const DreamWinograd *winograd,
                       const guint8        *inputs,
                       const gfloat        *weights,
                       gfloat              *products);

/* --- Transforms ---------------------------------------------------------- */

/* One axis of the input, see #DreamWinogradForm.  `n_pairs` is a constant
 * wherever this is inlined, so that all of it happens in registers. */
INLINE void
transform_input (const DreamWinogradForm *form,
                 const gint               n_pairs,
                 const Vector            *in,
                 Vector                  *out)
{
  Vector first = in[2 * n_pairs];
  Vector last  = in[2 * n_pairs + 1];

#pragma GCC unroll 4
  for (gint t = 0; t < n_pairs; t++)
    {
      first += splat (form->whole[t]) * in[2 * t];
      last += splat (form->whole[t]) * in[2 * t + 1];
    }
  out[0]               = first;
  out[2 * n_pairs + 1] = last;

#pragma GCC unroll 4
  for (gint j = 0; j < n_pairs; j++)
    {
      Vector even = in[2 * n_pairs];
      Vector odd  = in[2 * n_pairs - 1];

#pragma GCC unroll 4
      for (gint t = 0; t < n_pairs - 1; t++)
        {
          even += splat (form->without[j][t]) * in[2 * t + 2];
          odd += splat (form->without[j][t]) * in[2 * t + 1];
        }
      odd *= splat (form->powers[j][1]);

      out[2 * j + 1] = even + odd;
      out[2 * j + 2] = even - odd;
    }
}

/* One axis of the results. */
INLINE void
transform_output (const DreamWinogradForm *form,
                  const gint               n_pairs,
                  const gint               n_outputs,
                  const Vector            *in,
                  Vector                  *out)
{
  Vector results[DREAM_WINOGRAD_MAX_OUTPUTS] = { { 0 } };

  results[0] = in[0];
  results[n_outputs - 1] += in[2 * n_pairs + 1];

#pragma GCC unroll 4
  for (gint j = 0; j < n_pairs; j++)
    {
      const Vector even = in[2 * j + 1] + in[2 * j + 2];
      const Vector odd  = in[2 * j + 1] - in[2 * j + 2];

      results[0] += even;
#pragma GCC unroll 4
      for (gint i = 1; i < n_outputs; i++)
        results[i] += splat (form->powers[j][i]) * (i % 2 ? odd : even);
    }

#pragma GCC unroll 4
  for (gint i = 0; i < n_outputs; i++)
    out[i] = results[i];
}

/* Where a tile reads: in the input, or, at its edges, in a copy with zeros
 * beyond them. */
typedef struct
{
  const guint8 *data;
  gsize         row;
} Patch;

INLINE Patch
find_patch (const DreamWinograd    *w,
            const DreamSourceBlock *source,
            gint                    y0,
            gint                    x0,
            const gint              rows,
            const gint              columns,
            guint8                 *copy)
{
  if (y0 >= 0 && x0 >= 0 && y0 + rows <= w->source_height &&
      x0 + columns <= w->source_width)
    return (Patch){ source->data + y0 * source->row + x0 * PIXEL_SIZE,
                    source->row };

  for (gint y = 0; y < rows; y++)
    for (gint x = 0; x < columns; x++)
      {
        const gint row    = y0 + y;
        const gint column = x0 + x;

        store (copy + (y * columns + x) * PIXEL_SIZE,
               row >= 0 && row < w->source_height && column >= 0 &&
                   column < w->source_width
                 ? load (source->data + row * source->row + column * PIXEL_SIZE)
                 : (Vector){ 0 });
      }

  return (Patch){ copy, columns * PIXEL_SIZE };
}

/* Of tiles with `pairs_h` and `pairs_w` pairs of points. */
INLINE void
transform_tiles (const DreamWinograd *w,
                 gint                 first_tile,
                 gint                 n_tiles,
                 guint8              *inputs,
                 const gint           pairs_h,
                 const gint           pairs_w)
{
  const gint  rows    = pairs_h ? 2 * pairs_h + 2 : 1;
  const gint  columns = pairs_w ? 2 * pairs_w + 2 : 1;
  const gint  across = (w->width + w->form_w->outputs - 1) / w->form_w->outputs;
  const gsize point  = (gsize) w->n_sources * w->n_tiles * PIXEL_SIZE;

  for (gint b = 0; b < w->n_sources; b++)
    for (gint t = 0; t < n_tiles; t++)
      {
        const gint y0 = (first_tile + t) / across * w->form_h->outputs -
                        w->pad_top;
        const gint x0 = (first_tile + t) % across * w->form_w->outputs -
                        w->pad_left;
        guint8     *out = inputs + ((gsize) b * w->n_tiles + t) * PIXEL_SIZE;
        Vector      half[MAX_POINTS][MAX_POINTS]; /* column, row */
        Vector      copy[MAX_PATCH];
        const Patch patch = find_patch (w, w->sources + b, y0, x0, rows,
                                        columns, (guint8 *) copy);

#pragma GCC unroll 10
        for (gint x = 0; x < columns; x++)
          {
            Vector column[MAX_POINTS];

#pragma GCC unroll 10
            for (gint y = 0; y < rows; y++)
              column[y] = load (patch.data + y * patch.row + x * PIXEL_SIZE);

            if (pairs_h)
              transform_input (w->form_h, pairs_h, column, half[x]);
            else
              half[x][0] = column[0];
          }

#pragma GCC unroll 10
        for (gint y = 0; y < rows; y++)
          {
            Vector row[MAX_POINTS];
            Vector points[MAX_POINTS];

#pragma GCC unroll 10
            for (gint x = 0; x < columns; x++)
              row[x] = half[x][y];

            if (pairs_w)
              transform_input (w->form_w, pairs_w, row, points);
            else
              points[0] = row[0];

#pragma GCC unroll 10
            for (gint x = 0; x < columns; x++)
              store (out + (y * columns + x) * point, points[x]);
          }
      }
}

#define INPUTS(PAIRS_H, PAIRS_W)                                      \
  static void inputs_##PAIRS_H##_##PAIRS_W (const DreamWinograd *w,   \
                                            gint first, gint n_tiles, \
                                            guint8 *inputs)           \
  {                                                                   \
    transform_tiles (w, first, n_tiles, inputs, PAIRS_H, PAIRS_W);    \
  }

INPUTS (1, 1)
INPUTS (2, 2)
INPUTS (1, 0)
INPUTS (2, 0)
INPUTS (3, 0)
INPUTS (4, 0)
INPUTS (0, 1)
INPUTS (0, 2)
INPUTS (0, 3)
INPUTS (0, 4)

/* By pairs along columns and rows, see winograd-form.c. */
static const TransformInputs input_transforms[MAX_PAIRS + 1][MAX_PAIRS + 1] = {
  [1][1] = inputs_1_1, [2][2] = inputs_2_2, [1][0] = inputs_1_0,
  [2][0] = inputs_2_0, [3][0] = inputs_3_0, [4][0] = inputs_4_0,
  [0][1] = inputs_0_1, [0][2] = inputs_0_2, [0][3] = inputs_0_3,
  [0][4] = inputs_0_4,
};

/* `high` x `wide` outputs a tile. */
INLINE void
finish_tiles (const DreamWinograd *w,
              gint                 block,
              gint                 first_tile,
              gint                 n_tiles,
              const gfloat        *products,
              const gint           pairs_h,
              const gint           pairs_w,
              const gint           high,
              const gint           wide)
{
  const DreamTargetBlock *target  = w->targets + block;
  const gint              rows    = pairs_h ? 2 * pairs_h + 2 : 1;
  const gint              columns = pairs_w ? 2 * pairs_w + 2 : 1;
  const gint              across  = (w->width + wide - 1) / wide;
  const gsize             point   = (gsize) DREAM_GROUP_BLOCKS * w->n_tiles;
  const Vector            bias    = w->bias
                                      ? *(const Vector *) (w->bias + block * DREAM_BLOCK)
                                      : (Vector){ 0 };

  for (gint t = 0; t < n_tiles; t++)
    {
      const gint    y0   = (first_tile + t) / across * high;
      const gint    x0   = (first_tile + t) % across * wide;
      const gint    n_y  = MIN (high, w->height - y0);
      const gint    n_x  = MIN (wide, w->width - x0);
      guint8       *out  = target->data + y0 * target->row + x0 * PIXEL_SIZE;
      guint8       *bits = target->bits ? target->bits + y0 * target->bits_row +
                                      x0 * sizeof (Bits)
                                        : NULL;
      const Vector *in   = (const Vector *) products + t;
      Vector half[MAX_POINTS][DREAM_WINOGRAD_MAX_OUTPUTS]; /* column, row */
      Vector results[DREAM_WINOGRAD_MAX_OUTPUTS][DREAM_WINOGRAD_MAX_OUTPUTS];

#pragma GCC unroll 10
      for (gint x = 0; x < columns; x++)
        {
          Vector column[MAX_POINTS];

#pragma GCC unroll 10
          for (gint y = 0; y < rows; y++)
            column[y] = in[(y * columns + x) * point];

          if (pairs_h)
            transform_output (w->form_h, pairs_h, high, column, half[x]);
          else
            half[x][0] = column[0];
        }

#pragma GCC unroll 4
      for (gint y = 0; y < high; y++)
        {
          Vector row[MAX_POINTS];

#pragma GCC unroll 10
          for (gint x = 0; x < columns; x++)
            row[x] = half[x][y];

          if (pairs_w)
            transform_output (w->form_w, pairs_w, wide, row, results[y]);
          else
            results[y][0] = row[0];
        }

      for (gint y = 0; y < n_y; y++)
        for (gint x = 0; x < n_x; x++)
          {
            guint8      *to    = out + y * target->row + x * PIXEL_SIZE;
            const Vector start = w->accumulate ? load (to) : bias;

            finish (target, to,
                    bits ? bits + y * target->bits_row + x * sizeof (Bits)
                         : NULL,
                    start + results[y][x]);
          }
    }
}

#define OUTPUTS(PAIRS_H, PAIRS_W, HIGH, WIDE)                                 \
  static void outputs_##PAIRS_H##_##PAIRS_W##_##HIGH##_##WIDE (               \
    const DreamWinograd *w, gint block, gint first, gint n_tiles,             \
    const gfloat *products)                                                   \
  {                                                                           \
    finish_tiles (w, block, first, n_tiles, products, PAIRS_H, PAIRS_W, HIGH, \
                  WIDE);                                                      \
  }

OUTPUTS (1, 1, 2, 2)
OUTPUTS (2, 2, 4, 4)
OUTPUTS (2, 2, 2, 2)
OUTPUTS (1, 0, 2, 1)
OUTPUTS (2, 0, 4, 1)
OUTPUTS (2, 0, 2, 1)
OUTPUTS (3, 0, 2, 1)
OUTPUTS (4, 0, 4, 1)
OUTPUTS (0, 1, 1, 2)
OUTPUTS (0, 2, 1, 4)
OUTPUTS (0, 2, 1, 2)
OUTPUTS (0, 3, 1, 2)
OUTPUTS (0, 4, 1, 4)

/* Likewise, and by whether tiles have more than two outputs along an axis. */
static const TransformOutputs
  output_transforms[MAX_PAIRS + 1][MAX_PAIRS + 1][2] = {
    [1][1][0] = outputs_1_1_2_2, [2][2][1] = outputs_2_2_4_4,
    [2][2][0] = outputs_2_2_2_2, [1][0][0] = outputs_1_0_2_1,
    [2][0][1] = outputs_2_0_4_1, [2][0][0] = outputs_2_0_2_1,
    [3][0][0] = outputs_3_0_2_1, [4][0][1] = outputs_4_0_4_1,
    [0][1][0] = outputs_0_1_1_2, [0][2][1] = outputs_0_2_1_4,
    [0][2][0] = outputs_0_2_1_2, [0][3][0] = outputs_0_3_1_2,
    [0][4][1] = outputs_0_4_1_4,
  };

/* --- Products ------------------------------------------------------------ */

/* `n_tiles` and `n_blocks` are constants wherever this is inlined. */
INLINE void
multiply_tiles (const DreamWinograd *w,
                const guint8        *inputs,
                const gfloat        *weights,
                gfloat              *products,
                const gint           n_tiles,
                const gint           n_blocks)
{
  Vector sum[DREAM_PIXELS][DREAM_GROUP_BLOCKS] = { { { 0 } } };

  for (gint b = 0; b < w->n_sources; b++)
    {
      const guint8 *tiles = inputs + (gsize) b * w->n_tiles * PIXEL_SIZE;

      for (gint i = 0; i < w->sources[b].channels; i += IN_A_ROW)
        {
          multiply_row (sum, tiles + i * DREAM_VALUE_SIZE, weights, PIXEL_SIZE,
                        n_tiles, n_blocks);
          weights += n_blocks * DREAM_BLOCK;
        }
    }

#pragma GCC unroll 16
  for (gint n = 0; n < n_blocks; n++)
#pragma GCC unroll 16
    for (gint t = 0; t < n_tiles; t++)
      ((Vector *) products)[(gsize) n * w->n_tiles + t] = sum[t][n];
}

#define TILES(N_TILES, N_BLOCKS)                                           \
  static void tiles_##N_TILES##_##N_BLOCKS (const DreamWinograd *w,        \
                                            const guint8        *inputs,   \
                                            const gfloat        *weights,  \
                                            gfloat              *products) \
  {                                                                        \
    multiply_tiles (w, inputs, weights, products, N_TILES, N_BLOCKS);      \
  }

#define TILES_OF_ALL_KINDS(N) TILES (N, 1) TILES (N, 2)

#define ROW(N)                   \
  {                              \
    tiles_##N##_1, tiles_##N##_2 \
  }

TILES_OF_ALL_KINDS (1)
TILES_OF_ALL_KINDS (2)
TILES_OF_ALL_KINDS (3)
TILES_OF_ALL_KINDS (4)
TILES_OF_ALL_KINDS (5)
TILES_OF_ALL_KINDS (6)
#if DREAM_PIXELS > 6
TILES_OF_ALL_KINDS (7)
TILES_OF_ALL_KINDS (8)
TILES_OF_ALL_KINDS (9)
TILES_OF_ALL_KINDS (10)
TILES_OF_ALL_KINDS (11)
TILES_OF_ALL_KINDS (12)
TILES_OF_ALL_KINDS (13)
TILES_OF_ALL_KINDS (14)
#endif

/* By tiles - 1 and blocks - 1. */
static const Tiles tiles_table[DREAM_PIXELS][DREAM_GROUP_BLOCKS] = {
  ROW (1), ROW (2), ROW (3), ROW (4),  ROW (5),  ROW (6),
#if DREAM_PIXELS > 6
  ROW (7), ROW (8), ROW (9), ROW (10), ROW (11), ROW (12), ROW (13), ROW (14),
#endif
};

static void
multiply_group (const DreamWinograd *w,
                gint                 n_blocks,
                const gfloat        *weights,
                gsize                n_rows,
                gint                 n_tiles,
                const guint8        *inputs,
                gfloat              *products)
{
  const gint points   = w->form_h->points * w->form_w->points;
  const gint n_chunks = (n_tiles + DREAM_PIXELS - 1) / DREAM_PIXELS;

  for (gint p = 0; p < points; p++)
    {
      for (gint i = 0, t = 0; i < n_chunks; i++)
        {
          const gint n = (n_tiles - t + n_chunks - i - 1) / (n_chunks - i);

          tiles_table[n - 1][n_blocks - 1](w, inputs + t * PIXEL_SIZE, weights,
                                           products + t * DREAM_BLOCK);
          t += n;
        }

      inputs += (gsize) w->n_sources * w->n_tiles * PIXEL_SIZE;
      products += (gsize) DREAM_GROUP_BLOCKS * w->n_tiles * DREAM_BLOCK;
      weights += n_rows * n_blocks * DREAM_BLOCK;
    }
}

/* --- All of it ----------------------------------------------------------- */

void
KERNEL (winograd) (const DreamWinograd *w,
                   gint                 first_tile,
                   gint                 n_tiles,
                   gfloat              *scratch)
{
  const gint     pairs_h = w->form_h->n_pairs;
  const gint     pairs_w = w->form_w->n_pairs;
  const gboolean large   = MAX (w->form_h->outputs, w->form_w->outputs) > 2;
  const gsize    points  = (gsize) w->form_h->points * w->form_w->points;
  guint8        *inputs  = (guint8 *) scratch;
  const gfloat  *weights = w->weights;
  gsize          n_rows  = 0;
  gfloat        *products;

  products = (gfloat *) (gpointer) (inputs + points * w->n_sources *
                                               w->n_tiles * PIXEL_SIZE);

  for (gint b = 0; b < w->n_sources; b++)
    n_rows += (w->sources[b].channels + IN_A_ROW - 1) / IN_A_ROW;

  input_transforms[pairs_h][pairs_w](w, first_tile, n_tiles, inputs);

  for (gint first = 0; first < w->n_targets; first += DREAM_GROUP_BLOCKS)
    {
      const gint n_blocks = MIN (DREAM_GROUP_BLOCKS, w->n_targets - first);

      multiply_group (w, n_blocks, weights, n_rows, n_tiles, inputs, products);
      for (gint n = 0; n < n_blocks; n++)
        output_transforms[pairs_h][pairs_w][large](w, first + n, first_tile,
                                                   n_tiles,
                                                   products + (gsize) n *
                                                                w->n_tiles *
                                                                DREAM_BLOCK);

      weights += points * n_rows * n_blocks * DREAM_BLOCK;
    }
}
