/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The widget that chooses a preset.
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/recipe/recipe.h"
#include "plugin/core/catalog/presets.h"

G_BEGIN_DECLS

/**
 * DeepDreamPresetChosen:
 * @preset: (nullable): what is chosen now, as long as the chooser; %NULL for
 *   none.
 * @user_data: as given to the chooser.
 */
typedef void (*DeepDreamPresetChosen) (const DeepDreamPreset *preset,
                                       gpointer               user_data);

/**
 * deep_dream_preset_chooser_new:
 * @recipe: what a preset changes.
 * @func: (nullable): called when another preset, or none, is chosen.
 * @user_data: for @func.
 *
 * Returns: (transfer floating): a label and a combo box of the presets.  One
 *   that is chosen sets all parameters; as soon as any is changed afterwards,
 *   none is shown as chosen.
 */
GtkWidget *deep_dream_preset_chooser_new (DreamRecipe          *recipe,
                                          DeepDreamPresetChosen func,
                                          gpointer              user_data);

G_END_DECLS
