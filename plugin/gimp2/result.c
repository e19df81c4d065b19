/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Decides where the dream goes, and writes down with it where it is from.
 */

#include "result.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "engine/error.h"
#include "mode.h"
#include "new-layer.h"
#include "own-layer.h"
#include "plugin/core/catalog/layer-name.h"
#include "plugin/gimp/parasite.h"

static gboolean has_place (const DeepDreamSource *source,
                           DeepDreamPlacement    *placement,
                           GError               **error);
static gint32   put_new_layer (const DeepDreamSource *source,
                               DreamRecipe           *recipe,
                               DeepDreamPlacement    *placement,
                               gint32                 old,
                               GeglBuffer            *dream);
static gchar   *make_name (const DeepDreamSource *source, DreamRecipe *recipe);
static void     attach_origin (gint32                 layer,
                               DreamRecipe           *recipe,
                               const DeepDreamSource *source);
static void attach_text (gint32 layer, const gchar *name, const gchar *text);
static gboolean insert (gint32 image, gint32 layer, gint32 below);
static gint32   put_own_layer (const DeepDreamSource *source,
                               DreamRecipe           *recipe,
                               GeglBuffer            *dream);

gboolean
deep_dream_result_check (const DeepDreamSource *source,
                         DeepDreamPlacement    *placement,
                         GError               **error)
{
  GimpLayerMode mode;
  const gchar  *objection;

  if (placement->output == DEEP_DREAM_OUTPUT_NEW_LAYER)
    return deep_dream_mode_find (placement->mode, &mode, error);

  objection = deep_dream_own_layer_find_objection (source);
  if (! objection)
    return TRUE;

  g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE, objection);
  return FALSE;
}

gint32
deep_dream_result_put (const DeepDreamSource *source,
                       DreamRecipe           *recipe,
                       DeepDreamPlacement    *placement,
                       gint32                 old,
                       GeglBuffer            *dream,
                       GError               **error)
{
  gint32 layer;

  /* The image may have changed while people waited. */
  if (! has_place (source, placement, error))
    return -1;

  layer = placement->output == DEEP_DREAM_OUTPUT_LAYER
            ? put_own_layer (source, recipe, dream)
            : put_new_layer (source, recipe, placement, old, dream);

  if (layer == -1)
    g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE,
                 _ ("The dream cannot be added to the image: %s"),
                 gimp_get_pdb_error ());
  return layer;
}

static gboolean
has_place (const DeepDreamSource *source,
           DeepDreamPlacement    *placement,
           GError               **error)
{
  if (gimp_image_is_valid (source->image))
    return deep_dream_result_check (source, placement, error);

  g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE,
                       _ ("The image was closed before the dream was complete. "
                          "Open it again and start over."));
  return FALSE;
}

/* The layer is finished before the image learns of it, so a plug-in that is
 * killed never leaves half a dream or an open undo group.
 */
static gint32
put_new_layer (const DeepDreamSource *source,
               DreamRecipe           *recipe,
               DeepDreamPlacement    *placement,
               gint32                 old,
               GeglBuffer            *dream)
{
  g_autofree gchar *name  = make_name (source, recipe);
  const gint32      below = gimp_item_is_valid (old) ? old : source->drawable;
  gint32            layer;

  layer = deep_dream_new_layer_make (source, placement, name, dream);
  if (layer == -1)
    return -1;

  if (deep_dream_source_gets_layer_mask (source, placement))
    deep_dream_new_layer_add_selection (layer, source);
  else if (gimp_item_is_valid (source->mask_of))
    deep_dream_new_layer_copy_mask (layer, source->mask_of);

  attach_origin (layer, recipe, source);

  if (insert (source->image, layer, below))
    return layer;

  gimp_item_delete (layer);
  return -1;
}

static gchar *
make_name (const DeepDreamSource *source, DreamRecipe *recipe)
{
  g_autofree gchar *name = NULL;

  if (gimp_item_is_valid (source->drawable))
    name = gimp_item_get_name (source->drawable);

  return deep_dream_name_layer (recipe, name);
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

/* One that cannot be undone would make all that was done before it stay
 * done. */
static void
attach_text (gint32 layer, const gchar *name, const gchar *text)
{
  GimpParasite *parasite;

  parasite = gimp_parasite_new (name,
                                GIMP_PARASITE_PERSISTENT |
                                  GIMP_PARASITE_UNDOABLE,
                                strlen (text), text);
  gimp_item_attach_parasite (layer, parasite);
  gimp_parasite_free (parasite);
}

/* A source that somebody has deleted in the meantime has no place in the stack
 * of layers any more; the dream then goes to the top.
 */
static gboolean
insert (gint32 image, gint32 layer, gint32 below)
{
  gint32   parent   = -1;
  gint     position = 0;
  gboolean is_inserted;

  if (gimp_item_is_valid (below))
    {
      parent   = gimp_item_get_parent (below);
      position = gimp_image_get_item_position (image, below);
    }

  gimp_image_undo_group_start (image);
  is_inserted = gimp_image_insert_layer (image, layer, parent, position);
  gimp_image_undo_group_end (image);

  return is_inserted;
}

static gint32
put_own_layer (const DeepDreamSource *source,
               DreamRecipe           *recipe,
               GeglBuffer            *dream)
{
  gboolean is_put;

  gimp_image_undo_group_start (source->image);
  is_put = deep_dream_own_layer_change (source, dream);
  if (is_put)
    attach_origin (source->drawable, recipe, source);
  gimp_image_undo_group_end (source->image);

  return is_put ? source->drawable : -1;
}
