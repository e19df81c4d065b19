/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a step does beside the dream: keep noise down, and pull back to the
 * picture that was dreamed on.
 */

#pragma once

#include "engine/image/picture.h"

G_BEGIN_DECLS

typedef struct _DreamRegularizers DreamRegularizers;

/**
 * DreamRegularizers:
 * @variation: the recipe's; 1 is as strong, where the dream is noise, as its
 *   own step is on average.
 * @pull: the recipe's; 1 is as strong as that where the picture differs from
 *   the original by a tenth of the full range.
 * @original: of the pictures' size.
 * @wrap: whether pictures continue periodically beyond their borders.
 */
struct _DreamRegularizers
{
  gdouble             variation;
  gdouble             pull;
  const DreamPicture *original;
  gboolean            wrap;
};

/**
 * dream_regularizers_add:
 * @picture: where the step begins.
 * @scale: of @gradient.
 * @step: what becomes of a direction of 1, as a part of the full range: mean
 *   |change| of the dream's own step.
 * @gradient: (inout): of @picture's size; becomes the direction of the step.
 *
 * direction = @scale gradient - variation T - pull P.
 *
 * T is the gradient of the smoothed total variation (Rudin, Osher and Fatemi
 * 1992) of what was dreamed, u = picture - original, so that the picture's own
 * detail is not lost: sum sqrt (dx^2 + dy^2 + epsilon^2) with the differences
 * of u to the next pixel to the right and below, in each channel; beyond the
 * border there are none.  epsilon = 8 variation @step keeps descent along T
 * from overshooting: differences that are much smaller are evened out as by a
 * blur; larger ones, which are edges, lose the same however large they are.
 *
 * P = u / 0.1.  At most, a step of it leads back to the original.
 */
void dream_regularizers_add (const DreamRegularizers *self,
                             const DreamPicture      *picture,
                             gdouble                  scale,
                             gdouble                  step,
                             DreamPicture            *gradient,
                             DreamThreads            *threads);

/**
 * dream_regularizers_get_variation:
 * @picture: of the original's size.
 * @epsilon: as above.
 *
 * Returns: the smoothed total variation whose gradient is T.
 */
gdouble dream_regularizers_get_variation (const DreamRegularizers *self,
                                          const DreamPicture      *picture,
                                          gdouble                  epsilon);

G_END_DECLS
