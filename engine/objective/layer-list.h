/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The layers of a recipe, as it says them:
 *
 *   Mixed_6c
 *   Mixed_5d, Mixed_6c:0.5
 *   Mixed_6b[12, 40-47]:2, dream Mixed_6c, style Mixed_5b:1/0.5/0
 *
 * A name, the channels in brackets, a weight for each octave behind a colon,
 * and before it all what the layer is for.
 */

#pragma once

#include "engine/network/network.h"

G_BEGIN_DECLS

typedef struct _DreamLayerItem DreamLayerItem;

typedef enum
{
  DREAM_ROLE_ANY, /* the recipe's other parameters say */
  DREAM_ROLE_DREAM,
  DREAM_ROLE_GUIDE,
  DREAM_ROLE_STYLE
} DreamRole;

/**
 * DreamLayerItem:
 * @role: what the layer is for.
 * @layer: its index.
 * @channels: (nullable): what stands in brackets.
 * @weights: (element-type gdouble): for each octave, the smallest first; the
 *   last holds for all that follow.  At least one.
 */
struct _DreamLayerItem
{
  DreamRole role;
  guint     layer;
  gchar    *channels;
  GArray   *weights;
};

/**
 * dream_layer_list_parse:
 * @text: as above.  A text that as a whole names a layer is that layer.
 * @network: whose layers they are.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (element-type DreamLayerItem) (nullable): at least
 *   one item, or %NULL with %DREAM_ERROR_NO_LAYER or %DREAM_ERROR_BAD_RECIPE.
 */
GPtrArray *dream_layer_list_parse (const gchar  *text,
                                   DreamNetwork *network,
                                   GError      **error);

G_END_DECLS
