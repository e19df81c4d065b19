/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Local response normalisation across channels.  A pixel's channels are laid
 * in a line with zeros around, in which the sum over neighbours is a sum of
 * shifted vectors.
 */

#include <math.h>
#include <string.h>

#include "vector.h"

/* Blocks whose results are taken from one line.  The line holds so many more
 * before and after that their neighbours' neighbours are there too. */
#define LINE_BLOCKS 16
#define REACH       ((DREAM_MAX_LRN_WINDOW / 2 + DREAM_BLOCK - 1) / DREAM_BLOCK)
#define MARGIN      (2 * REACH)

typedef struct
{
  Vector blocks[MARGIN + LINE_BLOCKS + MARGIN];
} Line;

INLINE const guint8 *
pixel_of (const DreamView *view, gint block, gint row, gint x)
{
  return view->data + block * view->block + row * view->row + x * PIXEL_SIZE;
}

INLINE Vector
shifted (const Line *line, gint block, gint channels)
{
  Vector value;

  memcpy (&value, (const gfloat *) &line->blocks[MARGIN + block] + channels,
          sizeof (value));

  return value;
}

/* The sum over a window that reaches `before` and `after` channels. */
INLINE Vector
sum_around (const Line *line, gint block, gint before, gint after)
{
  Vector sum = { 0 };

  for (gint i = -before; i <= after; i++)
    sum += shifted (line, block, i);

  return sum;
}

INLINE Vector
power (Vector base, gfloat exponent)
{
  Vector result = { 0 };

  /* The published networks' exponents cost two square roots. */
  if (exponent == -0.75f || exponent == -0.5f)
    {
      Vector root = { 0 };

      for (gint i = 0; i < DREAM_BLOCK; i++)
        root[i] = sqrtf (base[i]);
      if (exponent == -0.5f)
        return 1.0f / root;

      for (gint i = 0; i < DREAM_BLOCK; i++)
        result[i] = sqrtf (root[i]);

      return 1.0f / (root * result);
    }

  for (gint i = 0; i < DREAM_BLOCK; i++)
    result[i] = powf (base[i], exponent);

  return result;
}

/* The squares of the channels around some blocks. */
INLINE void
lay_squares (const DreamView *in, gint first, gint row, gint x, Line *line)
{
  for (gint b = -MARGIN; b < LINE_BLOCKS + MARGIN; b++)
    {
      Vector value = { 0 };

      if (first + b >= 0 && first + b < in->n_blocks)
        value = load (pixel_of (in, first + b, row, x));
      line->blocks[MARGIN + b] = value * value;
    }
}

void
KERNEL (normalise) (const DreamNormalisation *n, gint row)
{
  const DreamView *in  = &n->input;
  const DreamView *out = &n->output;
  Line             squares;

  for (gint first = 0; first < in->n_blocks; first += LINE_BLOCKS)
    for (gint x = 0; x < in->width; x++)
      {
        lay_squares (in, first, row, x, &squares);

        for (gint b = first; b < MIN (first + LINE_BLOCKS, in->n_blocks); b++)
          {
            const Vector sum   = sum_around (&squares, b - first,
                                             (n->size - 1) / 2, n->size / 2);
            const Vector value = load (pixel_of (in, b, row, x)) *
                                 power (n->bias + n->alpha * sum, -n->beta);

            store (out->data + b * out->block + row * out->row + x * PIXEL_SIZE,
                   value);
            if (out->bits)
              store_bits (out->bits + b * out->bits_block +
                            row * out->bits_row + x * sizeof (Bits),
                          positive (value));
          }
      }
}

/* With s = bias + alpha sum x^2 and the output's gradient g, the input's is
 * g s^-beta - 2 alpha beta x sum (g x s^(-beta-1)) over the outputs whose
 * windows hold x. */
void
KERNEL (normalise_gradient) (const DreamNormalisation *n, gint row)
{
  const DreamView *in     = &n->input;
  const DreamView *target = &n->input_gradient;
  const gint       before = (n->size - 1) / 2;
  const gint       after  = n->size / 2;
  Line             squares;
  Line             direct; /* g s^-beta */
  Line             cross;  /* g x s^(-beta-1) */

  for (gint first = 0; first < in->n_blocks; first += LINE_BLOCKS)
    for (gint x = 0; x < in->width; x++)
      {
        const gint last = MIN (first + LINE_BLOCKS, in->n_blocks);

        lay_squares (in, first, row, x, &squares);

        for (gint b = first - REACH; b < last + REACH; b++)
          {
            const gint at = MARGIN + b - first;
            Vector     sum;

            direct.blocks[at] = cross.blocks[at] = (Vector){ 0 };
            if (b < 0 || b >= in->n_blocks)
              continue;

            sum = n->bias +
                  n->alpha * sum_around (&squares, b - first, before, after);
            direct.blocks[at] = load (
                                  pixel_of (&n->output_gradient, b, row, x)) *
                                power (sum, -n->beta);
            cross.blocks[at] = direct.blocks[at] *
                               load (pixel_of (in, b, row, x)) / sum;
          }

        for (gint b = first; b < last; b++)
          {
            guint8 *to = target->data + b * target->block + row * target->row +
                         x * PIXEL_SIZE;
            Vector value = direct.blocks[MARGIN + b - first] -
                           2 * n->alpha * n->beta *
                             load (pixel_of (in, b, row, x)) *
                             sum_around (&cross, b - first, after, before);

            if (n->accumulate)
              value += load (to);
            if (target->bits)
              value = keep (value,
                            load_bits (target->bits + b * target->bits_block +
                                       row * target->bits_row +
                                       x * sizeof (Bits)));
            store (to, value);
          }
      }
}
