/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a term of the objective adds to the gradient of its layer, to each value
 * on its own.
 */

#include "vector.h"

INLINE Vector
channels_of (const gfloat *values, gint block)
{
  return values
           ? *(const Vector *) (gconstpointer) (values + block * DREAM_BLOCK)
           : (Vector){ 0 };
}

void
KERNEL (seed) (const DreamSeeding *s, gint block, gint row)
{
  const DreamView *in        = &s->activation;
  const DreamView *out       = &s->seed;
  const guint8    *from      = in->data + block * in->block + row * in->row;
  guint8          *to        = out->data + block * out->block + row * out->row;
  const gsize      first     = (gsize) row * in->width;
  const gsize      length    = (gsize) in->n_blocks * DREAM_BLOCK;
  const gfloat    *vectors   = s->vectors;
  const guint     *nearest   = s->nearest;
  const gfloat    *places    = s->places;
  const Vector     weight    = channels_of (s->weights, block);
  const Vector     constant  = channels_of (s->constants, block);
  const Vector     threshold = splat (s->threshold);
  const gboolean   weighs    = s->weights != NULL;
  const gboolean   adds      = s->accumulate;
  const gint       width     = in->width;

  for (gint x = 0; x < width; x++)
    {
      Vector sum = constant;

      if (weighs)
        {
          const Vector value = load (from + x * PIXEL_SIZE);

          sum += keep_if (weight * value, value > threshold);
        }
      if (vectors)
        sum += channels_of (vectors + nearest[first + x] * length, block);
      if (places)
        sum *= splat (places[first + x]);
      if (adds)
        sum += load (to + x * PIXEL_SIZE);

      store (to + x * PIXEL_SIZE, sum);
    }
}
