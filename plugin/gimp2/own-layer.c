/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * GIMP merges what a plug-in makes of a layer through the selection.  A dream
 * has grown as the selection lets it and would fade twice, so the selection is
 * put aside meanwhile.
 */

#include "own-layer.h"

#include <glib/gi18n-lib.h>

static gboolean is_locked (gint32 layer);
static gboolean merge (const DeepDreamSource *source, GeglBuffer *dream);
static gint32   put_selection_aside (gint32 image);
static void     restore_selection (gint32 image, gint32 aside);
static gint32   save_selection (gint32 image);

const gchar *
deep_dream_own_layer_find_objection (const DeepDreamSource *source)
{
  const gint32 layer = source->drawable;

  if (! gimp_item_is_valid (layer))
    return _ ("The layer was deleted before the dream was complete.");

  if (gimp_item_is_group (layer))
    return _ (
      "A layer group has no pixels of its own to dream into. Select one "
      "of its layers, or let the dream become a new layer.");

  if (is_locked (layer))
    return _ ("The layer's pixels are locked. Unlock them, or let the dream "
              "become a new layer.");

  if (gimp_drawable_width (layer) != gegl_buffer_get_width (source->pixels) ||
      gimp_drawable_height (layer) != gegl_buffer_get_height (source->pixels))
    return _ ("The layer's size was changed before the dream was complete.");

  return NULL;
}

gboolean
deep_dream_own_layer_change (const DeepDreamSource *source, GeglBuffer *dream)
{
  const gint32 aside = put_selection_aside (source->image);
  gboolean     is_merged;

  is_merged = merge (source, dream);
  restore_selection (source->image, aside);

  return is_merged;
}

/* A group that is locked locks what is in it. */
static gboolean
is_locked (gint32 layer)
{
  for (gint32 item = layer; item != -1; item = gimp_item_get_parent (item))
    if (gimp_item_get_lock_content (item))
      return TRUE;

  return FALSE;
}

static gboolean
merge (const DeepDreamSource *source, GeglBuffer *dream)
{
  const gint32        layer  = source->drawable;
  g_autoptr (GObject) pixels = G_OBJECT (gimp_drawable_get_buffer (layer));
  g_autoptr (GObject) shadow = NULL;

  shadow = G_OBJECT (gimp_drawable_get_shadow_buffer (layer));
  if (! shadow)
    return FALSE;

  gegl_buffer_copy (GEGL_BUFFER (pixels), NULL, GEGL_ABYSS_NONE,
                    GEGL_BUFFER (shadow), NULL);
  gegl_buffer_copy (dream, NULL, GEGL_ABYSS_NONE, GEGL_BUFFER (shadow), NULL);
  gegl_buffer_flush (GEGL_BUFFER (shadow));
  g_clear_object (&shadow);

  return gimp_drawable_merge_shadow (layer, TRUE) &&
         gimp_drawable_update (layer, source->area.x, source->area.y,
                               source->area.width, source->area.height);
}

/* Returns a channel that holds the selection, or -1 if there is none. */
static gint32
put_selection_aside (gint32 image)
{
  gint32 aside = -1;

  if (! gimp_selection_is_empty (image))
    {
      aside = save_selection (image);
      gimp_selection_none (image);
    }

  return aside;
}

static void
restore_selection (gint32 image, gint32 aside)
{
  if (aside == -1)
    return;

  gimp_context_push ();
  gimp_context_set_feather (FALSE);
  gimp_image_select_item (image, GIMP_CHANNEL_OP_REPLACE, aside);
  gimp_context_pop ();

  gimp_image_remove_channel (image, aside);
}

/* Whatever is selected for painting stays so. */
static gint32
save_selection (gint32 image)
{
  const gint32 layer   = gimp_image_get_active_layer (image);
  const gint32 channel = gimp_image_get_active_channel (image);
  const gint32 aside   = gimp_selection_save (image);

  if (channel != -1)
    gimp_image_set_active_channel (image, channel);
  else if (layer != -1)
    gimp_image_set_active_layer (image, layer);

  return aside;
}
