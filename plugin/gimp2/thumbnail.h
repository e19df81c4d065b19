/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a preset looks like, and its comment.
 */

#pragma once

#include <gtk/gtk.h>

#include "plugin/core/catalog/presets.h"

G_BEGIN_DECLS

typedef struct _DeepDreamThumbnail DeepDreamThumbnail;

/**
 * deep_dream_thumbnail_new:
 *
 * Returns: (transfer full): a place for a thumbnail, empty.
 */
DeepDreamThumbnail *deep_dream_thumbnail_new (void);

void deep_dream_thumbnail_free (DeepDreamThumbnail *self);

/**
 * deep_dream_thumbnail_get_widget:
 *
 * Returns: (transfer none): the picture and the comment beside it.
 */
GtkWidget *deep_dream_thumbnail_get_widget (DeepDreamThumbnail *self);

/**
 * deep_dream_thumbnail_set:
 * @preset: (nullable): what to show, as long as it is shown; %NULL for nothing.
 */
void deep_dream_thumbnail_set (DeepDreamThumbnail    *self,
                               const DeepDreamPreset *preset);

/**
 * deep_dream_thumbnail_get:
 *
 * Returns: (transfer none) (nullable): what is shown.
 */
const DeepDreamPreset *deep_dream_thumbnail_get (DeepDreamThumbnail *self);

G_END_DECLS
