/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where the dream goes: a new layer above the source.
 */

#pragma once

#include "engine/recipe.h"
#include "source.h"

G_BEGIN_DECLS

/**
 * deep_dream_result_insert:
 * @source: what has been dreamed of.
 * @recipe: what has been dreamed; the layer keeps it, see
 *   plugin/core/parasite.h.
 * @dream: the dream of @source's area.
 * @error: return location for an error.
 *
 * Puts @dream into a new layer directly above the source layer, makes it the
 * active layer, and leaves one undo step.  Nothing else in the image changes.
 *
 * Returns: the new layer, or -1 with %DREAM_ERROR_BAD_PICTURE; the image is
 *   then as it was.
 */
gint32 deep_dream_result_insert (const DeepDreamSource *source,
                                 DreamRecipe           *recipe,
                                 GeglBuffer            *dream,
                                 GError               **error);

G_END_DECLS
