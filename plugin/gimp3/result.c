/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Makes the new layer, or fills the old one.  All is finished before the image
 * learns of it, so a plug-in that is killed never leaves half a dream or an
 * open undo group.
 */

#include "result.h"

#include <glib/gi18n-lib.h>

#include "engine/error.h"
#include "memory.h"
#include "mode.h"
#include "plugin/core/catalog/layer-name.h"

typedef struct
{
  const DeepDreamSource *source;
  DreamRecipe           *recipe;
  DeepDreamPlacement    *placement;
  GimpLayer             *above;
  GeglBuffer            *dream;
  gboolean               is_source_alive;
} Result;

static GimpLayer   *insert (const Result *result, GError **error);
static GimpLayer   *fill_source (const Result *result, GError **error);
static void         fill_shadow (GimpDrawable *drawable, GeglBuffer *dream);
static GimpChannel *put_selection_aside (GimpImage *image);
static void       take_selection_back (GimpImage *image, GimpChannel *channel);
static GimpLayer *make_layer (const Result *result);
static gchar     *make_name (const Result *result);
static GimpImageType choose_type (const Result *result);
static void          fill (GimpDrawable        *drawable,
                           GeglBuffer          *pixels,
                           const GeglRectangle *part);
static void          add_mask (const Result *result, GimpLayer *layer);
static void          copy_mask (GimpLayer     *from_layer,
                                GimpLayerMask *from,
                                GimpLayer     *to_layer,
                                GimpLayerMask *to);
static void multiply_mask (const DeepDreamSource *source, GimpLayerMask *mask);
static gboolean insert_layer (const Result *result, GimpLayer *layer);

GimpLayer *
deep_dream_result_place (const DeepDreamSource *source,
                         DreamRecipe           *recipe,
                         DeepDreamPlacement    *placement,
                         GimpLayer             *above,
                         GeglBuffer            *dream,
                         GError               **error)
{
  const Result result = { source,
                          recipe,
                          placement,
                          above,
                          dream,
                          gimp_image_is_valid (source->image) &&
                            gimp_item_is_valid (GIMP_ITEM (source->layer)) };

  if (! gimp_image_is_valid (source->image))
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE,
                           _ ("The image was closed before the dream was "
                              "complete. Open it again and start over."));
      return NULL;
    }

  if (placement->output == DEEP_DREAM_OUTPUT_LAYER)
    return fill_source (&result, error);

  return insert (&result, error);
}

static GimpLayer *
insert (const Result *result, GError **error)
{
  GimpLayer *layer = make_layer (result);

  if (layer)
    {
      fill (GIMP_DRAWABLE (layer), result->dream,
            gegl_buffer_get_extent (result->dream));
      add_mask (result, layer);
      deep_dream_memory_attach (layer, result->recipe,
                                result->is_source_alive ? result->source->layer
                                                        : NULL);

      if (insert_layer (result, layer))
        return layer;

      gimp_item_delete (GIMP_ITEM (layer));
    }

  g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE,
               _ ("The dream cannot be added to the image: %s"),
               gimp_pdb_get_last_error (gimp_get_pdb ()));
  return NULL;
}

/* The dream has faded where the selection does, so GIMP is not to let it fade
 * once more: nothing is selected while it is put there.
 */
static GimpLayer *
fill_source (const Result *result, GError **error)
{
  GimpImage    *image    = result->source->image;
  GimpLayer    *layer    = result->source->layer;
  GimpDrawable *drawable = GIMP_DRAWABLE (layer);
  GimpChannel  *selection;
  gboolean      is_done;

  if (! result->is_source_alive)
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE,
                           _ ("The layer was deleted before the dream was "
                              "complete."));
      return NULL;
    }

  fill_shadow (drawable, result->dream);

  gimp_image_undo_group_start (image);
  selection = put_selection_aside (image);
  is_done   = gimp_drawable_merge_shadow (drawable, TRUE);
  take_selection_back (image, selection);
  if (is_done)
    deep_dream_memory_attach (layer, result->recipe, layer);
  gimp_image_undo_group_end (image);

  gimp_drawable_update (drawable, 0, 0, gimp_drawable_get_width (drawable),
                        gimp_drawable_get_height (drawable));
  if (is_done)
    return layer;

  g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE,
               _ ("The dream cannot be put into the layer: %s"),
               gimp_pdb_get_last_error (gimp_get_pdb ()));
  return NULL;
}

static void
fill_shadow (GimpDrawable *drawable, GeglBuffer *dream)
{
  g_autoptr (GeglBuffer) pixels = gimp_drawable_get_buffer (drawable);
  g_autoptr (GeglBuffer) shadow = gimp_drawable_get_shadow_buffer (drawable);

  gegl_buffer_copy (pixels, NULL, GEGL_ABYSS_NONE, shadow, NULL);
  gegl_buffer_copy (dream, NULL, GEGL_ABYSS_NONE, shadow,
                    gegl_buffer_get_extent (dream));
  gegl_buffer_flush (shadow);
}

/* Returns NULL if nothing is selected. */
static GimpChannel *
put_selection_aside (GimpImage *image)
{
  GimpChannel *channel;

  if (gimp_selection_is_empty (image))
    return NULL;

  channel = gimp_selection_save (image);
  gimp_selection_none (image);

  return channel;
}

static void
take_selection_back (GimpImage *image, GimpChannel *channel)
{
  if (! channel)
    return;

  gimp_image_select_item (image, GIMP_CHANNEL_OP_REPLACE, GIMP_ITEM (channel));
  gimp_image_remove_channel (image, channel);
}

static GimpLayer *
make_layer (const Result *result)
{
  const DeepDreamSource *source = result->source;
  g_autofree gchar      *name   = make_name (result);
  GimpLayerMode          mode   = GIMP_LAYER_MODE_NORMAL;
  GimpLayer             *layer;

  deep_dream_mode_parse (result->placement->mode, &mode, NULL);
  layer = gimp_layer_new (source->image, name, source->area.width,
                          source->area.height, choose_type (result),
                          result->placement->opacity, mode);
  if (layer)
    gimp_layer_set_offsets (layer, source->offset_x + source->area.x,
                            source->offset_y + source->area.y);

  return layer;
}

static gchar *
make_name (const Result *result)
{
  g_autofree gchar *name = NULL;

  if (result->is_source_alive)
    name = gimp_item_get_name (GIMP_ITEM (result->source->layer));

  return deep_dream_name_layer (result->recipe, name);
}

static GimpImageType
choose_type (const Result *result)
{
  const DeepDreamSource *source    = result->source;
  gboolean               has_alpha = source->has_alpha ||
                       deep_dream_source_is_masked (source, result->placement);

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

/* The source's own mask, so that the dream shows through where the layer does;
 * and the selection, if it is to be a mask.  People can go on painting on it.
 */
static void
add_mask (const Result *result, GimpLayer *layer)
{
  const DeepDreamSource *source = result->source;
  GimpLayerMask         *from   = NULL;
  GimpLayerMask         *mask;
  gboolean               is_selection;

  is_selection = source->selection &&
                 ! deep_dream_source_is_masked (source, result->placement);
  if (result->is_source_alive)
    from = gimp_layer_get_mask (source->layer);
  if (! from && ! is_selection)
    return;

  mask = gimp_layer_create_mask (layer, GIMP_ADD_MASK_WHITE);
  if (! mask || ! gimp_layer_add_mask (layer, mask))
    return;

  if (from)
    {
      copy_mask (source->layer, from, layer, mask);
      gimp_layer_set_apply_mask (layer,
                                 gimp_layer_get_apply_mask (source->layer));
    }
  if (is_selection)
    {
      multiply_mask (source, mask);
      gimp_layer_set_apply_mask (layer, TRUE);
    }
  gimp_layer_set_edit_mask (layer, FALSE);
}

static void
copy_mask (GimpLayer     *from_layer,
           GimpLayerMask *from,
           GimpLayer     *to_layer,
           GimpLayerMask *to)
{
  g_autoptr (GeglBuffer) pixels = NULL;
  gint                   from_x, from_y, to_x, to_y;

  gimp_drawable_get_offsets (GIMP_DRAWABLE (from_layer), &from_x, &from_y);
  gimp_drawable_get_offsets (GIMP_DRAWABLE (to_layer), &to_x, &to_y);

  pixels = gimp_drawable_get_buffer (GIMP_DRAWABLE (from));
  fill (GIMP_DRAWABLE (to), pixels,
        GEGL_RECTANGLE (to_x - from_x, to_y - from_y,
                        gimp_drawable_get_width (GIMP_DRAWABLE (to_layer)),
                        gimp_drawable_get_height (GIMP_DRAWABLE (to_layer))));
}

/* Row by row by the selection, in the mask's own encoding as it is in the
 * selection's.
 */
static void
multiply_mask (const DeepDreamSource *source, GimpLayerMask *mask)
{
  g_autoptr (GeglBuffer) buffer = gimp_drawable_get_buffer (
    GIMP_DRAWABLE (mask));
  const gint         width     = gegl_buffer_get_width (buffer);
  const gint         x         = source->area.x + source->offset_x;
  const gint         y         = source->area.y + source->offset_y;
  const Babl        *format    = babl_format ("Y float");
  g_autofree gfloat *values    = g_new (gfloat, width);
  g_autofree gfloat *selection = g_new (gfloat, width);

  for (gint row = 0; row < gegl_buffer_get_height (buffer); row++)
    {
      const GeglRectangle *place = GEGL_RECTANGLE (0, row, width, 1);

      gegl_buffer_get (buffer, place, 1.0, format, values, GEGL_AUTO_ROWSTRIDE,
                       GEGL_ABYSS_NONE);
      gegl_buffer_get (source->selection, GEGL_RECTANGLE (x, y + row, width, 1),
                       1.0, format, selection, GEGL_AUTO_ROWSTRIDE,
                       GEGL_ABYSS_NONE);
      for (gint i = 0; i < width; i++)
        values[i] *= selection[i];
      gegl_buffer_set (buffer, place, 0, format, values, GEGL_AUTO_ROWSTRIDE);
    }

  gegl_buffer_flush (buffer);
  gimp_drawable_update (GIMP_DRAWABLE (mask), 0, 0, width,
                        gegl_buffer_get_height (buffer));
}

/* A source that somebody has deleted in the meantime has no place in the stack
 * of layers any more; the dream then goes to the top.
 */
static gboolean
insert_layer (const Result *result, GimpLayer *layer)
{
  GimpImage *image    = result->source->image;
  GimpLayer *parent   = NULL;
  GimpLayer *below    = NULL;
  gint       position = 0;
  gboolean   is_inserted;

  if (result->above && gimp_item_is_valid (GIMP_ITEM (result->above)))
    below = result->above;
  else if (result->is_source_alive)
    below = result->source->layer;

  if (below)
    {
      parent   = GIMP_LAYER (gimp_item_get_parent (GIMP_ITEM (below)));
      position = gimp_image_get_item_position (image, GIMP_ITEM (below));
    }

  gimp_image_undo_group_start (image);
  is_inserted = gimp_image_insert_layer (image, layer, parent, position);
  gimp_image_undo_group_end (image);

  return is_inserted;
}
