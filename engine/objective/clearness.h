/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How clearly each place of a layer shows a subject.  Knows the layer's values
 * and a direction in its channels, not where that comes from.
 *
 * With a the values at a place, v the direction, d = v . a, and c = d / |v| |a|
 * the cosine between them, the clearness is
 *
 *   d max (c, f)     f = 0.02
 *
 * The dot product alone grows with whatever has some share in the direction:
 * fur for a dog, and for a cat.  The cosine asks that there be little else, so
 * that a whole animal is worth more than its fur.  (Lucid's objectives have
 * such a product of dot and cosine: Carter and others 2019, "Activation
 * Atlas".) Below f the slope is that of a dot product: otherwise nothing would
 * begin where nothing resembles the subject.
 */

#pragma once

#include "engine/kernels/kernels.h"
#include "engine/threads.h"

G_BEGIN_DECLS

typedef struct _DreamClearness DreamClearness;

/**
 * DreamClearness:
 * @nearest: (nullable): at each place, height x width, which of several
 *   directions v is: the one whose dot product is greatest; %NULL: the only
 *   one.
 * @along: the gradient of the clearness towards a is @along v + @back a, at
 *   each place.
 * @back: see @along.
 * @squares: the gradient's squared length, likewise.
 */
struct _DreamClearness
{
  guint  *nearest;
  gfloat *along;
  gfloat *back;
  gfloat *squares;
};

/**
 * dream_clearness_new:
 * @activation: the layer's values.
 * @directions: v, a value for each lane, see similarity.h; several one after
 *   another, aligned to 64 bytes.
 * @n_directions: how many, at least 1.
 * @channels: 1 for each lane that has a channel, 0 for the others.
 *
 * Returns: (transfer full): what there is at each place.
 */
DreamClearness *dream_clearness_new (DreamThreads       *threads,
                                     const DreamKernels *kernels,
                                     const DreamView    *activation,
                                     const gfloat       *directions,
                                     guint               n_directions,
                                     const gfloat       *channels);
void            dream_clearness_free (DreamClearness *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DreamClearness, dream_clearness_free)

G_END_DECLS
