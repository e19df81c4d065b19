/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Presets: recipes that people choose by name.
 *
 * A preset is a file NAME.recipe in the folder deep-dream/presets of the user's
 * data directory or of one of the system's; the user's come first, and hide
 * others of the same name.  Beside [Recipe] it may have a group [Preset] with
 * Title and Comment, which may be translated, and Order, a number: the best
 * presets have the smallest and are listed first.  One with Hidden=true is
 * found by its name but not listed.  Any recipe that is saved there is a
 * preset.
 */

#pragma once

#include "engine/recipe/recipe.h"

G_BEGIN_DECLS

typedef struct _DeepDreamPreset DeepDreamPreset;

/**
 * DeepDreamPreset:
 * @name: the file's name without its ending.
 * @title: what people call it.
 * @comment: a sentence that says what it does, or empty.
 * @path: the file, for dream_recipe_load().
 * @order: its place in the list, %G_MAXINT if the file does not say.
 * @is_hidden: whether it is left out of the list.
 */
struct _DeepDreamPreset
{
  gchar   *name;
  gchar   *title;
  gchar   *comment;
  gchar   *path;
  gint     order;
  gboolean is_hidden;
};

/**
 * deep_dream_presets_list:
 *
 * Damaged ones are left out with a g_warning().
 *
 * Returns: (transfer full) (element-type DeepDreamPreset): the presets that are
 *   not hidden, by their order, then by title.
 */
GPtrArray *deep_dream_presets_list (void);

/**
 * deep_dream_presets_find:
 * @name: a preset's name.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable): the preset, or %NULL with
 *   %DREAM_ERROR_BAD_RECIPE: there is none of that name, and the message has
 *   the nearest; or its file is damaged.
 */
DeepDreamPreset *deep_dream_presets_find (const gchar *name, GError **error);

/**
 * deep_dream_presets_fill:
 * @name: a preset's name, or empty: nothing is done.
 * @recipe: the recipe to change.
 * @error: return location for an error.
 *
 * Sets the parameters that are at their default to what the preset says.
 * suggestion.h fills in what no preset was named for.
 *
 * Returns: %FALSE with an error of deep_dream_presets_find(); @recipe is then
 *   unchanged.
 */
gboolean deep_dream_presets_fill (const gchar *name,
                                  DreamRecipe *recipe,
                                  GError     **error);

void deep_dream_preset_free (DeepDreamPreset *preset);

/**
 * deep_dream_preset_read:
 * @preset: a preset.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable): its recipe, all that it does not say at
 *   its default, but the network, which is deep_dream_library_get_default()'s;
 *   or %NULL with an error of dream_recipe_load().
 */
DreamRecipe *deep_dream_preset_read (const DeepDreamPreset *preset,
                                     GError               **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeepDreamPreset, deep_dream_preset_free)

G_END_DECLS
