/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Makes the new layer.  It is finished before the image learns of it, so a
 * plug-in that is killed never leaves half a dream or an open undo group.
 */

#include "result.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "engine/error.h"
#include "plugin/core/naming.h"
#include "plugin/core/parasite.h"

static gint32 make_layer (const DeepDreamSource *source, DreamRecipe *recipe);
static gchar *make_name (const DeepDreamSource *source, DreamRecipe *recipe);
static GimpImageType choose_type (const DeepDreamSource *source);
static void          fill (gint32               drawable,
                           GeglBuffer          *pixels,
                           const GeglRectangle *part);
static void          copy_mask (gint32 from, gint32 to);
static void          attach_origin (gint32                 layer,
                                    DreamRecipe           *recipe,
                                    const DeepDreamSource *source);
static void attach_text (gint32 layer, const gchar *name, const gchar *text);
static gboolean insert_layer (const DeepDreamSource *source, gint32 layer);

gint32
deep_dream_result_insert (const DeepDreamSource *source,
                          DreamRecipe           *recipe,
                          GeglBuffer            *dream,
                          GError               **error)
{
  gint32 layer;

  if (! gimp_image_is_valid (source->image))
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE,
                           _("The image was closed before the dream was "
                             "complete. Open it again and start over."));
      return -1;
    }

  layer = make_layer (source, recipe);
  if (layer != -1)
    {
      fill (layer, dream, gegl_buffer_get_extent (dream));
      if (gimp_item_is_valid (source->drawable))
        copy_mask (source->drawable, layer);
      attach_origin (layer, recipe, source);

      if (insert_layer (source, layer))
        return layer;

      gimp_item_delete (layer);
    }

  g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE,
               _("The dream cannot be added to the image: %s"),
                  gimp_get_pdb_error ());
  return -1;
}

static gint32
make_layer (const DeepDreamSource *source, DreamRecipe *recipe)
{
  g_autofree gchar *name = make_name (source, recipe);
  gint32            layer;

  layer = gimp_layer_new (source->image, name, source->area.width,
                          source->area.height, choose_type (source), 100.0,
                          gimp_image_get_default_new_layer_mode (
                            source->image));
  if (layer != -1)
    gimp_layer_set_offsets (layer, source->offset_x + source->area.x,
                            source->offset_y + source->area.y);
  return layer;
}

static gchar *
make_name (const DeepDreamSource *source, DreamRecipe *recipe)
{
  g_autofree gchar *name = NULL;

  if (gimp_item_is_valid (source->drawable))
    name = gimp_item_get_name (source->drawable);

  return deep_dream_name_layer (recipe, name);
}

static GimpImageType
choose_type (const DeepDreamSource *source)
{
  gboolean has_alpha = source->has_alpha || source->selection;

  if (gimp_image_base_type (source->image) == GIMP_GRAY)
    return has_alpha ? GIMP_GRAYA_IMAGE : GIMP_GRAY_IMAGE;

  return has_alpha ? GIMP_RGBA_IMAGE : GIMP_RGB_IMAGE;
}

/* Copies @part of @pixels to @drawable's upper left corner. */
static void
fill (gint32 drawable, GeglBuffer *pixels, const GeglRectangle *part)
{
  g_autoptr (GObject) buffer = G_OBJECT (gimp_drawable_get_buffer (drawable));

  gegl_buffer_copy (pixels, part, GEGL_ABYSS_NONE, GEGL_BUFFER (buffer),
                    GEGL_RECTANGLE (0, 0, 0, 0));
  gegl_buffer_flush (GEGL_BUFFER (buffer));

  gimp_drawable_update (drawable, 0, 0, part->width, part->height);
}

/* The dream then shows through where the layer does, and people can go on
 * painting on the mask.
 */
static void
copy_mask (gint32 from, gint32 to)
{
  gint32              mask   = gimp_layer_get_mask (from);
  gint32              copy   = -1;
  g_autoptr (GObject) pixels = NULL;
  gint                from_x, from_y, to_x, to_y;

  if (mask != -1)
    copy = gimp_layer_create_mask (to, GIMP_ADD_MASK_WHITE);
  if (copy == -1 || ! gimp_layer_add_mask (to, copy))
    return;

  gimp_drawable_offsets (from, &from_x, &from_y);
  gimp_drawable_offsets (to, &to_x, &to_y);

  pixels = G_OBJECT (gimp_drawable_get_buffer (mask));
  fill (copy, GEGL_BUFFER (pixels),
        GEGL_RECTANGLE (to_x - from_x, to_y - from_y, gimp_drawable_width (to),
                        gimp_drawable_height (to)));

  gimp_layer_set_apply_mask (to, gimp_layer_get_apply_mask (from));
  gimp_layer_set_edit_mask (to, FALSE);
}

/* So that the dream can be looked up and repeated. */
static void
attach_origin (gint32 layer, DreamRecipe *recipe, const DeepDreamSource *source)
{
  g_autofree gchar *text   = dream_recipe_to_string (recipe);
  g_autofree gchar *tattoo = g_strdup_printf ("%d", source->tattoo);

  attach_text (layer, DEEP_DREAM_PARASITE, text);
  attach_text (layer, DEEP_DREAM_SOURCE_PARASITE, tattoo);
}

static void
attach_text (gint32 layer, const gchar *name, const gchar *text)
{
  GimpParasite *parasite;

  parasite = gimp_parasite_new (name, GIMP_PARASITE_PERSISTENT, strlen (text),
                                text);
  gimp_item_attach_parasite (layer, parasite);
  gimp_parasite_free (parasite);
}

/* A source that somebody has deleted in the meantime has no place in the stack
 * of layers any more; the dream then goes to the top.
 */
static gboolean
insert_layer (const DeepDreamSource *source, gint32 layer)
{
  gint32   parent   = -1;
  gint     position = 0;
  gboolean is_inserted;

  if (gimp_item_is_valid (source->drawable))
    {
      parent   = gimp_item_get_parent (source->drawable);
      position = gimp_image_get_item_position (source->image, source->drawable);
    }

  gimp_image_undo_group_start (source->image);
  is_inserted = gimp_image_insert_layer (source->image, layer, parent,
                                         position);
  gimp_image_undo_group_end (source->image);

  return is_inserted;
}
