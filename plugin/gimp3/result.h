/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where the dream goes: a new layer above the source, or the source itself.
 */

#pragma once

#include "engine/recipe/recipe.h"
#include "source.h"

G_BEGIN_DECLS

/**
 * deep_dream_result_place:
 * @source: what has been dreamed of.
 * @recipe: what has been dreamed; the layer keeps it, see memory.h.
 * @placement: where the dream goes.
 * @above: (nullable): the layer above which to put a new layer; %NULL for
 *   @source's.
 * @dream: the dream of @source's area.
 * @error: return location for an error.
 *
 * Puts @dream into a new layer, with a copy of the source layer's mask, times
 * the selection if that is to be a mask, and selects it; or into the source
 * layer's own pixels.  Either way it leaves one undo step, and nothing else in
 * the image changes.
 *
 * Returns: (transfer none) (nullable): the layer with the dream, or %NULL with
 *   %DREAM_ERROR_BAD_PICTURE; the image is then as it was.
 */
GimpLayer *deep_dream_result_place (const DeepDreamSource *source,
                                    DreamRecipe           *recipe,
                                    DeepDreamPlacement    *placement,
                                    GimpLayer             *above,
                                    GeglBuffer            *dream,
                                    GError               **error);

G_END_DECLS
