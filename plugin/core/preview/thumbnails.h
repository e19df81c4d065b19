/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Small pictures of what presets and layers do, kept in the user's cache.
 */

#pragma once

#include "plugin/core/catalog/presets.h"
#include "plugin/core/render/render.h"
#include "preview-job.h"

G_BEGIN_DECLS

/* The size of a thumbnail, pixels. */
#define DEEP_DREAM_THUMBNAIL_WIDTH  192
#define DEEP_DREAM_THUMBNAIL_HEIGHT 144

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
 * deep_dream_thumbnails_get_layer_path:
 * @network: an installed network's name.
 * @layer: the name of one of its layers.
 *
 * Returns: (transfer full): the path of the thumbnail of what the layer draws,
 *   in the user's cache directory, which need not exist.
 */
gchar *deep_dream_thumbnails_get_layer_path (const gchar *network,
                                             const gchar *layer);

/**
 * deep_dream_thumbnails_is_current:
 * @folder: (nullable): likewise.
 * @preset: a preset.
 *
 * Returns: whether there is a thumbnail that is newer than the preset and the
 *   network's file.
 */
gboolean deep_dream_thumbnails_is_current (const gchar           *folder,
                                           const DeepDreamPreset *preset);

/**
 * deep_dream_thumbnails_is_newer:
 * @path: of a thumbnail.
 * @network: the name of the network that has drawn it.
 *
 * Returns: whether it is there, and newer than the network's file.
 */
gboolean deep_dream_thumbnails_is_newer (const gchar *path,
                                         const gchar *network);

/**
 * deep_dream_thumbnails_make:
 * @folder: (nullable): likewise; it is made if it is not there.
 * @preset: a preset.
 * @resources: (nullable): what to use of the machine.
 * @progress: (nullable): see #DeepDreamProgress.
 * @user_data: for @progress.
 * @error: return location for an error.
 *
 * Dreams of the sample picture as @preset says, at twice the size of the
 * thumbnail, which is
 * a PNG file and appears when it is complete.  A dream that is stopped is not
 * kept.
 *
 * Returns: %FALSE with an error of deep_dream_render(), or a #GFileError.
 */
gboolean deep_dream_thumbnails_make (const gchar           *folder,
                                     const DeepDreamPreset *preset,
                                     const DreamResources  *resources,
                                     DeepDreamProgress      progress,
                                     gpointer               user_data,
                                     GError               **error);

/**
 * deep_dream_thumbnails_sketch:
 * @recipe: what to dream.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable): the same dream, for a sketcher; or %NULL
 *   with %DREAM_ERROR_NO_MEMORY.
 */
DeepDreamPreviewJob *deep_dream_thumbnails_sketch (DreamRecipe *recipe,
                                                   GError     **error);

/**
 * deep_dream_thumbnails_sketch_layer:
 * @network: an installed network's name.
 * @layer: the name of one of its layers.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable): likewise, a sketch of what the layer
 *   draws by itself.
 */
DeepDreamPreviewJob *deep_dream_thumbnails_sketch_layer (const gchar *network,
                                                         const gchar *layer,
                                                         GError     **error);

/**
 * deep_dream_thumbnails_save:
 * @path: where the thumbnail belongs.
 * @picture: what was sketched.
 * @error: return location for an error.
 *
 * Returns: %FALSE with a #GFileError.
 */
gboolean deep_dream_thumbnails_save (const gchar        *path,
                                     const DreamPicture *picture,
                                     GError            **error);

G_END_DECLS
