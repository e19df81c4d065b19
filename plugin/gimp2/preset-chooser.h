/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The widget that chooses a preset.
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/recipe.h"

G_BEGIN_DECLS

/**
 * deep_dream_preset_chooser_new:
 * @recipe: what a preset changes.
 *
 * Returns: (transfer floating): a label and a combo box of the presets.  One
 *   that is chosen sets all parameters; as soon as any is changed afterwards,
 *   none is shown as chosen.
 */
GtkWidget *deep_dream_preset_chooser_new (DreamRecipe *recipe);

G_END_DECLS
