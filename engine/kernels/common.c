/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is neither convolution nor pooling, and the table of the set's kernels.
 */

#include <string.h>

#include "vector.h"

static void
copy (const DreamView *target, const DreamView *source, gint block, gint row)
{
  const guint8 *from = source->data + block * source->block + row * source->row;

  memcpy (target->data + block * target->block + row * target->row, from,
          target->width * PIXEL_SIZE);

  if (target->bits)
    for (gint x = 0; x < target->width; x++)
      store_bits (target->bits + block * target->bits_block +
                    row * target->bits_row + x * sizeof (Bits),
                  positive (load (from + x * PIXEL_SIZE)));
}

static void
add (const DreamView *target, const DreamView *source, gint block, gint row)
{
  guint8       *to   = target->data + block * target->block + row * target->row;
  const guint8 *from = source->data + block * source->block + row * source->row;

  for (gint x = 0; x < target->width; x++)
    store (to + x * PIXEL_SIZE,
           load (to + x * PIXEL_SIZE) + load (from + x * PIXEL_SIZE));
}

static void
mask (const DreamView *target,
      const DreamView *source G_GNUC_UNUSED,
      gint             block,
      gint             row)
{
  guint8       *to   = target->data + block * target->block + row * target->row;
  const guint8 *bits = target->bits + block * target->bits_block +
                       row * target->bits_row;

  for (gint x = 0; x < target->width; x++)
    store (to + x * PIXEL_SIZE, keep (load (to + x * PIXEL_SIZE),
                                      load_bits (bits + x * sizeof (Bits))));
}

static void
read_values (gfloat *values, const guint8 *source, gsize n_values)
{
  for (gsize i = 0; i < n_values; i++)
    {
#if DREAM_VALUE_SIZE == 4
      memcpy (values + i, source + i * sizeof (gfloat), sizeof (gfloat));
#else
      guint16 half;
      guint32 bits;

      memcpy (&half, source + i * sizeof (half), sizeof (half));
      bits = (guint32) half << 16;
      memcpy (values + i, &bits, sizeof (bits));
#endif
    }
}

extern const DreamKernels KERNEL (kernels);

const DreamKernels KERNEL (kernels) = {
  .name                  = DREAM_SET_NAME,
  .block                 = DREAM_BLOCK,
  .value_size            = DREAM_VALUE_SIZE,
  .mask_size             = sizeof (Bits),
  .pixels                = DREAM_PIXELS,
  .convolve              = KERNEL (convolve),
  .convolve_picture      = KERNEL (convolve_picture),
  .winograd              = KERNEL (winograd),
  .stem_gradient         = KERNEL (stem_gradient),
  .max_pool              = KERNEL (max_pool),
  .max_pool_gradient     = KERNEL (max_pool_gradient),
  .average_pool          = KERNEL (average_pool),
  .average_pool_gradient = KERNEL (average_pool_gradient),
  .depthwise             = KERNEL (depthwise),
  .depthwise_gradient    = KERNEL (depthwise_gradient),
  .elementwise           = KERNEL (elementwise),
  .elementwise_gradient  = KERNEL (elementwise_gradient),
  .normalise             = KERNEL (normalise),
  .normalise_gradient    = KERNEL (normalise_gradient),
  .copy                  = copy,
  .add                   = add,
  .mask                  = mask,
  .seed                  = KERNEL (seed),
  .sum                   = KERNEL (sum),
  .match                 = KERNEL (match),
  .gram                  = KERNEL (gram),
  .mix                   = KERNEL (mix),
  .read                  = read_values,
};
