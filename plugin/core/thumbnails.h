/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Small pictures of what presets do, kept in the user's cache.
 */

#pragma once

#include "presets.h"
#include "render.h"

G_BEGIN_DECLS

/**
 * deep_dream_thumbnails_get_path:
 * @folder: (nullable): where thumbnails lie; %NULL for deep-dream/thumbnails of
 *   the user's cache directory.
 * @preset: a preset.
 *
 * Returns: (transfer full): the path of its thumbnail, which need not exist.
 */
gchar *deep_dream_thumbnails_get_path (const gchar           *folder,
                                       const DeepDreamPreset *preset);

/**
 * deep_dream_thumbnails_is_current:
 * @folder: (nullable): likewise.
 * @preset: a preset.
 *
 * Returns: whether there is a thumbnail that is newer than the preset and the
 *   network's description.
 */
gboolean deep_dream_thumbnails_is_current (const gchar           *folder,
                                           const DeepDreamPreset *preset);

/**
 * deep_dream_thumbnails_make:
 * @folder: (nullable): likewise; it is made if it is not there.
 * @preset: a preset.
 * @resources: (nullable): what to use of the machine.
 * @progress: (nullable): see #DeepDreamProgress.
 * @user_data: for @progress.
 * @error: return location for an error.
 *
 * Dreams of clouds as @preset says, at twice the size of the thumbnail, which is
 * a PNG file of 192 x 144 pixels and appears when it is complete.  A dream that is stopped is not kept.
 *
 * Returns: %FALSE with an error of deep_dream_render(), or a #GFileError.
 */
gboolean deep_dream_thumbnails_make (const gchar           *folder,
                                     const DeepDreamPreset *preset,
                                     const DreamResources  *resources,
                                     DeepDreamProgress      progress,
                                     gpointer               user_data,
                                     GError               **error);

G_END_DECLS
