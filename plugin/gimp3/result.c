/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Makes the new layer.  It is finished before the image learns of it, so a
 * plug-in that is killed never leaves half a dream or an open undo group.
 */

#include "result.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "engine/error.h"
#include "plugin/core/parasite.h"

static GimpLayer    *make_layer (const DeepDreamSource *source,
                                 gboolean               is_source_alive);
static gchar        *make_name (const DeepDreamSource *source,
                                gboolean               is_source_alive);
static GimpImageType choose_type (const DeepDreamSource *source);
static void          fill (GimpDrawable        *drawable,
                           GeglBuffer          *pixels,
                           const GeglRectangle *part);
static void          copy_mask (GimpLayer *from, GimpLayer *to);
static void          attach_recipe (GimpLayer *layer, DreamRecipe *recipe);
static gboolean      insert_layer (const DeepDreamSource *source,
                                   gboolean               is_source_alive,
                                   GimpLayer             *layer);

GimpLayer *
deep_dream_result_insert (const DeepDreamSource *source,
                          DreamRecipe           *recipe,
                          GeglBuffer            *dream,
                          GError               **error)
{
  gboolean   is_source_alive;
  GimpLayer *layer;

  if (! gimp_image_is_valid (source->image))
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE,
                           _("The image was closed before the dream was "
                             "complete. Open it again and start over."));
      return NULL;
    }

  is_source_alive = gimp_item_is_valid (GIMP_ITEM (source->layer));

  layer = make_layer (source, is_source_alive);
  if (layer)
    {
      fill (GIMP_DRAWABLE (layer), dream, gegl_buffer_get_extent (dream));
      if (is_source_alive)
        copy_mask (source->layer, layer);
      attach_recipe (layer, recipe);

      if (insert_layer (source, is_source_alive, layer))
        return layer;

      gimp_item_delete (GIMP_ITEM (layer));
    }

  g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE,
               _("The dream cannot be added to the image: %s"),
                  gimp_pdb_get_last_error (gimp_get_pdb ()));
  return NULL;
}

static GimpLayer *
make_layer (const DeepDreamSource *source, gboolean is_source_alive)
{
  g_autofree gchar *name = make_name (source, is_source_alive);
  GimpLayer        *layer;

  layer = gimp_layer_new (source->image, name, source->area.width,
                          source->area.height, choose_type (source), 100.0,
                          gimp_image_get_default_new_layer_mode (
                            source->image));
  if (layer)
    gimp_layer_set_offsets (layer, source->offset_x + source->area.x,
                            source->offset_y + source->area.y);

  return layer;
}

static gchar *
make_name (const DeepDreamSource *source, gboolean is_source_alive)
{
  g_autofree gchar *name = NULL;

  if (! is_source_alive)
    return g_strdup (_("Dream"));

  name = gimp_item_get_name (GIMP_ITEM (source->layer));

  /* Translators: the name of a new layer; %s is the name of the layer that
   * was dreamed of.
   */
  return g_strdup_printf (_("Dream of %s"), name);
}

static GimpImageType
choose_type (const DeepDreamSource *source)
{
  gboolean has_alpha = source->has_alpha || source->selection;

  if (gimp_image_get_base_type (source->image) == GIMP_GRAY)
    return has_alpha ? GIMP_GRAYA_IMAGE : GIMP_GRAY_IMAGE;

  return has_alpha ? GIMP_RGBA_IMAGE : GIMP_RGB_IMAGE;
}

/* Copies @part of @pixels to @drawable's upper left corner. */
static void
fill (GimpDrawable *drawable, GeglBuffer *pixels, const GeglRectangle *part)
{
  g_autoptr (GeglBuffer) buffer = gimp_drawable_get_buffer (drawable);

  gegl_buffer_copy (pixels, part, GEGL_ABYSS_NONE, buffer,
                    GEGL_RECTANGLE (0, 0, 0, 0));
  gegl_buffer_flush (buffer);

  gimp_drawable_update (drawable, 0, 0, part->width, part->height);
}

/* The dream then shows through where the layer does, and people can go on
 * painting on the mask.
 */
static void
copy_mask (GimpLayer *from, GimpLayer *to)
{
  GimpLayerMask         *mask   = gimp_layer_get_mask (from);
  GimpLayerMask         *copy   = NULL;
  g_autoptr (GeglBuffer) pixels = NULL;
  gint                   from_x, from_y, to_x, to_y;

  if (mask)
    copy = gimp_layer_create_mask (to, GIMP_ADD_MASK_WHITE);
  if (! copy || ! gimp_layer_add_mask (to, copy))
    return;

  gimp_drawable_get_offsets (GIMP_DRAWABLE (from), &from_x, &from_y);
  gimp_drawable_get_offsets (GIMP_DRAWABLE (to), &to_x, &to_y);

  pixels = gimp_drawable_get_buffer (GIMP_DRAWABLE (mask));
  fill (GIMP_DRAWABLE (copy), pixels,
        GEGL_RECTANGLE (to_x - from_x, to_y - from_y,
                        gimp_drawable_get_width (GIMP_DRAWABLE (to)),
                        gimp_drawable_get_height (GIMP_DRAWABLE (to))));

  gimp_layer_set_apply_mask (to, gimp_layer_get_apply_mask (from));
  gimp_layer_set_edit_mask (to, FALSE);
}

static void
attach_recipe (GimpLayer *layer, DreamRecipe *recipe)
{
  g_autofree gchar *text     = dream_recipe_to_string (recipe);
  GimpParasite     *parasite = gimp_parasite_new (DEEP_DREAM_PARASITE,
                                                  GIMP_PARASITE_PERSISTENT,
                                                  strlen (text), text);

  gimp_item_attach_parasite (GIMP_ITEM (layer), parasite);
  gimp_parasite_free (parasite);
}

/* A source that somebody has deleted in the meantime has no place in the stack
 * of layers any more; the dream then goes to the top.
 */
static gboolean
insert_layer (const DeepDreamSource *source,
              gboolean               is_source_alive,
              GimpLayer             *layer)
{
  GimpLayer *parent   = NULL;
  gint       position = 0;
  gboolean   is_inserted;

  if (is_source_alive)
    {
      parent   = GIMP_LAYER (gimp_item_get_parent (GIMP_ITEM (source->layer)));
      position = gimp_image_get_item_position (source->image,
                                               GIMP_ITEM (source->layer));
    }

  gimp_image_undo_group_start (source->image);
  is_inserted = gimp_image_insert_layer (source->image, layer, parent,
                                         position);
  gimp_image_undo_group_end (source->image);

  return is_inserted;
}
