/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A dream as a layer that is not yet part of the image.
 */

#pragma once

#include "plugin/core/pixels/placement.h"
#include "source.h"

G_BEGIN_DECLS

/**
 * deep_dream_new_layer_make:
 * @source: what has been dreamed of.
 * @placement: the layer's mode, which there must be, and opacity.
 * @name: its name.
 * @dream: the dream of @source's area.
 *
 * Returns: the layer, or -1 with the reason in gimp_get_pdb_error().
 */
gint32 deep_dream_new_layer_make (const DeepDreamSource *source,
                                  DeepDreamPlacement    *placement,
                                  const gchar           *name,
                                  GeglBuffer            *dream);

/**
 * deep_dream_new_layer_copy_mask:
 * @layer: the new layer.
 * @from: one in the image.
 *
 * Gives @layer a copy of @from's mask, where it lies in the image, if @from has
 * one.  The dream then shows through where @from does, and people can go on
 * painting on the mask.
 */
void deep_dream_new_layer_copy_mask (gint32 layer, gint32 from);

/**
 * deep_dream_new_layer_add_selection:
 * @layer: the new layer.
 * @source: what has been dreamed of, with a selection.
 *
 * Gives @layer a mask that shows it where @source's selection is, and is there
 * no more opaque than the mask that @source has.
 */
void deep_dream_new_layer_add_selection (gint32                 layer,
                                         const DeepDreamSource *source);

G_END_DECLS
