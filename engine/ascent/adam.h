/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Adam (Kingma and Ba 2015, "Adam: A Method for Stochastic Optimization"): each
 * value of a picture finds its own pace.
 */

#pragma once

#include "engine/image/picture.h"

G_BEGIN_DECLS

typedef struct _DreamAdam DreamAdam;

/**
 * dream_adam_new:
 * @width: of the gradients.
 * @height: of the gradients.
 * @threads: compute; must outlive it.
 * @error: return location for an error.
 *
 * Takes two pictures' memory.
 *
 * Returns: (transfer full) (nullable): Adam before its first step, or %NULL
 *   with %DREAM_ERROR_NO_MEMORY.
 */
DreamAdam *dream_adam_new (gint          width,
                           gint          height,
                           DreamThreads *threads,
                           GError      **error);
void       dream_adam_free (DreamAdam *self);

/**
 * dream_adam_apply:
 * @gradient: (inout): of this step; becomes the direction to go.
 * @mean: its mean magnitude, more than 0.
 *
 * With g = @gradient / @mean at step t = 1, 2, ...:
 *
 *   m = beta1 m + (1 - beta1) g           beta1 = 0.9
 *   v = beta2 v + (1 - beta2) g^2         beta2 = 0.999
 *   direction = m / (1 - beta1^t) / (sqrt (v / (1 - beta2^t)) + epsilon)
 *
 * epsilon is 0.1: what has never had more than a small part of the mean
 * gradient is not to become as strong as the rest.
 */
void dream_adam_apply (DreamAdam *self, DreamPicture *gradient, gdouble mean);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DreamAdam, dream_adam_free)

G_END_DECLS
