/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A dream that goes into the layer that was dreamed of.
 */

#pragma once

#include "source.h"

G_BEGIN_DECLS

/**
 * deep_dream_own_layer_find_objection:
 * @source: what is, or has been, dreamed of.
 *
 * Returns: (transfer none) (nullable): why its layer cannot take the dream, or
 *   %NULL.
 */
const gchar *deep_dream_own_layer_find_objection (
  const DeepDreamSource *source);

/**
 * deep_dream_own_layer_change:
 * @source: what has been dreamed of; there is no objection to it.
 * @dream: the dream of its area, which already is where the selection lets it.
 *
 * Replaces the area of the layer.  The selection stays exactly as it is, but
 * its undo steps call for an undo group around this.
 *
 * Returns: %FALSE with the reason in gimp_get_pdb_error().
 */
gboolean deep_dream_own_layer_change (const DeepDreamSource *source,
                                      GeglBuffer            *dream);

G_END_DECLS
