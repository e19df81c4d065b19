/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is done to each value on its own: sums and products of two layers, and
 * the activations that a convolution does not do itself.
 */

#include <math.h>

#include "vector.h"

/* Calls the C library for each channel: exponentials are rare here. */
#define EACH(value, expression)              \
  do                                         \
    {                                        \
      for (gint i = 0; i < DREAM_BLOCK; i++) \
        {                                    \
          const gfloat lane = (value)[i];    \
                                             \
          (value)[i] = (expression);         \
        }                                    \
    }                                        \
  while (0)

INLINE const guint8 *
line_of (const DreamView *view, gint block, gint row)
{
  return view->data + block * view->block + row * view->row;
}

INLINE Vector
sigmoid (Vector x)
{
  EACH (x, 1 / (1 + expf (-lane)));

  return x;
}

INLINE Vector
between (Vector value, gfloat low, gfloat high)
{
  value = choose (value > splat (low), value, splat (low));

  return choose (value < splat (high), value, splat (high));
}

/* 1 where low < value < high. */
INLINE Vector
lies_between (Vector value, gfloat low, gfloat high)
{
  return keep_if (splat (1), (value > splat (low)) & (value < splat (high)));
}

INLINE Vector
compute (const DreamElementwise *e, Vector x, Vector other, Vector slope)
{
  switch (e->op)
    {
    case DREAM_ELEMENTWISE_ADD:
      return x + other;

    case DREAM_ELEMENTWISE_MULTIPLY:
      return x * other;

    case DREAM_ELEMENTWISE_MAXIMUM:
      return choose (other > x, other, x);

    case DREAM_ELEMENTWISE_PASS:
      return x;

    case DREAM_ELEMENTWISE_CLIP:
      return between (x, e->low, e->high);

    case DREAM_ELEMENTWISE_LEAKY:
      return choose (x < (Vector){ 0 }, slope * x, x);

    case DREAM_ELEMENTWISE_SIGMOID:
      return sigmoid (x);

    case DREAM_ELEMENTWISE_TANH:
      EACH (x, tanhf (lane));
      return x;

    case DREAM_ELEMENTWISE_SWISH:
      return x * sigmoid (x);

    case DREAM_ELEMENTWISE_HARD_SIGMOID:
      return between (e->scale * x + e->shift, 0, 1);

    case DREAM_ELEMENTWISE_HARD_SWISH:
      return x * between (x / 6 + 0.5f, 0, 1);

    case DREAM_ELEMENTWISE_WIDEN:
      return keep_if (x, slope > (Vector){ 0 });

    case DREAM_ELEMENTWISE_POWER:
    default:
      x = e->scale * x + e->shift;
      if (e->power == 2)
        return x * x;
      EACH (x, powf (lane, e->power));
      return x;
    }
}

/* The derivative of the above with respect to x. */
INLINE Vector
derive (const DreamElementwise *e, Vector x, Vector other, Vector slope)
{
  Vector y;

  switch (e->op)
    {
    case DREAM_ELEMENTWISE_MULTIPLY:
      return other;

    case DREAM_ELEMENTWISE_MAXIMUM:
      return keep_if (splat (1), e->is_second ? x > other : x >= other);

    case DREAM_ELEMENTWISE_CLIP:
      return lies_between (x, e->low, e->high);

    case DREAM_ELEMENTWISE_LEAKY:
      return choose (x < (Vector){ 0 }, slope, splat (1));

    case DREAM_ELEMENTWISE_WIDEN:
      return slope;

    case DREAM_ELEMENTWISE_SIGMOID:
      y = sigmoid (x);
      return y * (1 - y);

    case DREAM_ELEMENTWISE_TANH:
      EACH (x, tanhf (lane));
      return 1 - x * x;

    case DREAM_ELEMENTWISE_SWISH:
      y = sigmoid (x);
      return y + x * y * (1 - y);

    case DREAM_ELEMENTWISE_HARD_SIGMOID:
      return e->scale * lies_between (e->scale * x + e->shift, 0, 1);

    case DREAM_ELEMENTWISE_HARD_SWISH:
      return between (x / 6 + 0.5f, 0, 1) +
             x / 6 * lies_between (x / 6 + 0.5f, 0, 1);

    case DREAM_ELEMENTWISE_POWER:
      x = e->scale * x + e->shift;
      if (e->power == 2)
        return 2 * e->scale * x;
      EACH (x, powf (lane, e->power - 1));
      return e->power * e->scale * x;

    case DREAM_ELEMENTWISE_ADD:
    case DREAM_ELEMENTWISE_PASS:
    default:
      return splat (1);
    }
}

INLINE Vector
slope_of (const DreamElementwise *e, gint block)
{
  return e->slopes
           ? *(const Vector *) (gconstpointer) (e->slopes + block * DREAM_BLOCK)
           : (Vector){ 0 };
}

void
KERNEL (elementwise) (const DreamElementwise *e, gint block, gint row)
{
  const DreamView *out = &e->output;

  /* Of what lies beyond the input nothing is kept. */
  const guint8 *input = line_of (&e->input, MIN (block, e->input.n_blocks - 1),
                                 row);
  const guint8 *other = e->other.data ? line_of (&e->other, block, row) : input;
  guint8       *target = out->data + block * out->block + row * out->row;
  guint8       *bits   = NULL;
  const Vector  slope  = slope_of (e, block);

  if (out->bits)
    bits = out->bits + block * out->bits_block + row * out->bits_row;

  for (gint x = 0; x < out->width; x++)
    {
      const gsize at = x * PIXEL_SIZE;
      Vector value   = compute (e, load (input + at), load (other + at), slope);

      if (e->clip)
        value = clip (value, e->ceiling,
                      bits ? bits + x * sizeof (Bits) : NULL);
      store (target + at, value);
    }
}

void
KERNEL (elementwise_gradient) (const DreamElementwise *e, gint block, gint row)
{
  const DreamView *to       = &e->input_gradient;
  const guint8    *gradient = line_of (&e->gradient, block, row);
  guint8          *target   = to->data + block * to->block + row * to->row;
  const guint8    *input    = gradient;
  const guint8    *other    = gradient;
  const guint8    *bits     = NULL;
  const Vector     slope    = slope_of (e, block);

  /* Where the derivative does not depend on values, there are none. */
  if (e->input.data)
    input = line_of (&e->input, block, row);
  if (e->other.data)
    other = line_of (&e->other, block, row);
  if (to->bits)
    bits = to->bits + block * to->bits_block + row * to->bits_row;

  for (gint x = 0; x < to->width; x++)
    {
      const gsize at    = x * PIXEL_SIZE;
      Vector      value = load (gradient + at) *
                     derive (e, load (input + at), load (other + at), slope);

      if (e->accumulate)
        value += load (target + at);
      if (bits)
        value = keep (value, load_bits (bits + x * sizeof (Bits)));
      store (target + at, value);
    }
}
