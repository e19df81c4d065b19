/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What people see of a dream while it grows: small pictures, handed from the
 * thread that dreams to the one that shows them.
 */

#pragma once

#include <gegl.h>

#include "engine/image/picture.h"
#include "engine/recipe/recipe.h"

G_BEGIN_DECLS

typedef struct _DeepDreamProgressPicture DeepDreamProgressPicture;

/**
 * deep_dream_progress_picture_new:
 * @original: what is dreamed on, kept by the caller as long as the view.
 * @part: (nullable): the part of @original to show, inside it; %NULL for all.
 * @recipe: what is dreamed.
 *
 * Returns: (transfer full): a view, without a picture yet.
 */
DeepDreamProgressPicture *deep_dream_progress_picture_new (
  const DreamPicture  *original,
  const GeglRectangle *part,
  DreamRecipe         *recipe);

void deep_dream_progress_picture_free (DeepDreamProgressPicture *self);

/**
 * deep_dream_progress_picture_offer:
 * @picture: the dream so far, of any size, as a #DreamObserver sees it.
 *
 * Keeps a copy of the part to show, scaled down to at most 640 pixels on its
 * longer side, in the colours that the dream will have in the end.  Does
 * nothing while the one before has not been taken.  For one thread, that of the
 * dream.
 */
void deep_dream_progress_picture_offer (DeepDreamProgressPicture *self,
                                        const DreamPicture       *picture);

/**
 * deep_dream_progress_picture_take:
 *
 * For any thread.
 *
 * Returns: (transfer full) (nullable): the picture that was offered since this
 *   was called before, if any.
 */
DreamPicture *deep_dream_progress_picture_take (DeepDreamProgressPicture *self);

/**
 * deep_dream_progress_picture_crop:
 * @picture: a picture.
 * @part: in the pixels of @whole.
 * @whole: what @picture shows all of, in another size.
 *
 * Returns: (transfer full) (nullable): @part of @picture, or %NULL if there is
 *   no memory for it.
 */
DreamPicture *deep_dream_progress_picture_crop (const DreamPicture  *picture,
                                                const GeglRectangle *part,
                                                const DreamPicture  *whole);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeepDreamProgressPicture,
                               deep_dream_progress_picture_free)

G_END_DECLS
