/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A small picture of what will be dreamed of, and, on demand, of the dream.
 */

#pragma once

#include <gtk/gtk.h>

#include "engine/image/picture.h"
#include "engine/recipe/recipe.h"
#include "source.h"
#include "thumbnail.h"

G_BEGIN_DECLS

typedef struct _DeepDreamPreview DeepDreamPreview;

/**
 * deep_dream_preview_new:
 * @recipe: what is to be dreamed.
 * @source: what is to be dreamed of.
 * @thumbnail: of the preset that @recipe is from; it is drawn with a preview,
 *   if it is not current.
 *
 * All stay as long as the preview; @recipe's values may change.
 *
 * Returns: (transfer full): the preview.
 */
DeepDreamPreview *deep_dream_preview_new (DreamRecipe           *recipe,
                                          const DeepDreamSource *source,
                                          DeepDreamThumbnail    *thumbnail);

/**
 * deep_dream_preview_free:
 *
 * Breaks off what is going on.  To be called before its widget is destroyed.
 */
void deep_dream_preview_free (DeepDreamPreview *self);

/**
 * deep_dream_preview_get_widget:
 *
 * Returns: (transfer none): the picture, the button that asks for the dream,
 *   and a line about it.
 */
GtkWidget *deep_dream_preview_get_widget (DeepDreamPreview *self);

/**
 * deep_dream_preview_set_dreaming:
 * @is_dreaming: whether the dream itself is going on, whose pictures
 *   deep_dream_preview_show() shows, or people choose.
 */
void deep_dream_preview_set_dreaming (DeepDreamPreview *self,
                                      gboolean          is_dreaming);

/**
 * deep_dream_preview_show:
 * @view: of the area that is dreamed, as #DeepDreamProgress has it.
 */
void deep_dream_preview_show (DeepDreamPreview *self, const DreamPicture *view);

G_END_DECLS
