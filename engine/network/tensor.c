/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Real numbers from the codings in which files store them.
 */

#include <math.h>
#include <string.h>

#include "tensor.h"

static gfloat double_at (const guint8 *data);
static gint32 int_at (const guint8 *data);
static guint  half_at (const guint8 *data);
static gfloat from_half (guint half);

/* Reads all values with an expression of `at`, the place of one. */
#define DECODE(size, expression)                                               \
  for (gsize i = 0; i < tensor->n_values; i++)                                 \
    {                                                                          \
      const guint8 *at = tensor->data + i * (size);                            \
                                                                               \
      values[i] = ((gfloat) (expression) -tensor->zero_point) * tensor->scale; \
    }                                                                          \
  break

void
dream_tensor_decode (const DreamTensor *tensor, gfloat *values)
{
  switch (tensor->coding)
    {
    case DREAM_CODING_FLOAT32:
      DECODE (4, dream_tensor_float_at (at));

    case DREAM_CODING_FLOAT64:
      DECODE (8, double_at (at));

    case DREAM_CODING_FLOAT16:
      DECODE (2, from_half (half_at (at)));

    case DREAM_CODING_UINT8:
      DECODE (1, *at);

    case DREAM_CODING_INT8:
      DECODE (1, (gint8) *at);

    case DREAM_CODING_UINT16:
      DECODE (2, half_at (at));

    case DREAM_CODING_INT32:
      DECODE (4, int_at (at));
    }
}

/* The file aligns nothing for us. */
gfloat
dream_tensor_float_at (const guint8 *data)
{
  guint32 bits;
  gfloat  value;

  memcpy (&bits, data, sizeof bits);
  bits = GUINT32_FROM_LE (bits);
  memcpy (&value, &bits, sizeof value);

  return value;
}

static gfloat
double_at (const guint8 *data)
{
  guint64 bits;
  gdouble value;

  memcpy (&bits, data, sizeof bits);
  bits = GUINT64_FROM_LE (bits);
  memcpy (&value, &bits, sizeof value);

  return value;
}

static gint32
int_at (const guint8 *data)
{
  guint32 bits;

  memcpy (&bits, data, sizeof bits);

  return GUINT32_FROM_LE (bits);
}

static guint
half_at (const guint8 *data)
{
  guint16 bits;

  memcpy (&bits, data, sizeof bits);

  return GUINT16_FROM_LE (bits);
}

/* IEEE 754 binary16: 1 sign, 5 exponent, 10 fraction bits. */
static gfloat
from_half (guint half)
{
  const guint exponent = half >> 10 & 31;
  const guint fraction = half & 1023;
  gfloat      value;

  if (exponent == 0)
    value = ldexpf (fraction, -24);
  else if (exponent == 31)
    value = fraction ? NAN : INFINITY;
  else
    value = ldexpf (fraction + 1024, (gint) exponent - 25);

  return half & 0x8000 ? -value : value;
}
