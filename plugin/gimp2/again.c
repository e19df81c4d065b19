/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads back what result.c has written on the layer.
 */

#include "again.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "engine/error.h"
#include "mode.h"
#include "parameters.h"
#include "plugin/gimp/parasite.h"
#include "region.h"

static gchar *read_text (gint32 item, const gchar *name);
static gint32 find_original (gint32 image, gint32 old);
static gint32 find_by_tattoo (gint32 image, gint32 old);
static gint32 find_below (gint32 image, gint32 old);
static void   read_placement (gint32 old, DeepDreamPlacement *placement);

void
deep_dream_again_install (const gchar *name)
{
  const gchar *help = _ ("Takes the recipe that a layer made by Deep Dream "
                         "carries, and dreams with it of the layer that the "
                         "dream was made of, as that is now. The new dream "
                         "becomes a layer above the old one.");
  gchar *run_mode = _ ("The run mode { RUN-INTERACTIVE (0), RUN-NONINTERACTIVE "
                       "(1), RUN-WITH-LAST-VALS (2) }");
  gchar *image    = _ ("The image");
  gchar *old      = _ ("A layer that Deep Dream has made");
  gchar *dream    = _ ("The layer with the dream");

  const GimpParamDef arguments[] = {
    { GIMP_PDB_INT32, (gchar *) "run-mode", run_mode },
    { GIMP_PDB_IMAGE, (gchar *) "image", image },
    { GIMP_PDB_DRAWABLE, (gchar *) "drawable", old }
  };
  const GimpParamDef returns[] = { { GIMP_PDB_LAYER, (gchar *) "dream",
                                     dream } };

  /* GIMP itself translates what menus show. */
  gimp_install_procedure (name, N_ ("Dream the dream of this layer once more"),
                          help, DEEP_DREAM_AUTHORS, DEEP_DREAM_AUTHORS,
                          DEEP_DREAM_YEAR, N_ ("Deep Dream A_gain"),
                          "RGB*, GRAY*", GIMP_PLUGIN, G_N_ELEMENTS (arguments),
                          G_N_ELEMENTS (returns), arguments, returns);
}

gboolean
deep_dream_again_read_recipe (gint32 drawable, DreamRecipe *recipe)
{
  g_autofree gchar *text = read_text (drawable, DEEP_DREAM_PARASITE);

  return text &&
         dream_recipe_load_from_data (recipe, text, strlen (text), NULL);
}

DeepDreamSource *
deep_dream_again_prepare (gint32              image,
                          gint32              old,
                          DreamRecipe        *recipe,
                          DeepDreamPlacement *placement,
                          GError            **error)
{
  const gboolean         is_selected = ! gimp_selection_is_empty (image);
  g_autoptr (GeglBuffer) region      = NULL;
  DeepDreamSource       *source;
  gint32                 original;

  if (! gimp_item_is_layer (old) ||
      ! deep_dream_again_read_recipe (old, recipe))
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE,
                           _ (
                             "This layer is no dream. Select a layer that Deep "
                             "Dream has made, or choose Deep Dream… to dream "
                             "of this one."));
      return NULL;
    }

  original = find_original (image, old);
  if (original == -1)
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE,
                           _ ("The layer that this dream was made of is gone, "
                              "and there is none below. Move the dream above "
                              "the layer to dream of and try again."));
      return NULL;
    }

  read_placement (old, placement);
  if (! is_selected)
    region = deep_dream_region_of_layer (old, original);

  source = deep_dream_source_new (image, original, region, error);
  if (source && ! is_selected && gimp_layer_get_mask (old) != -1)
    source->mask_of = old;

  return source;
}

/* NULL if there is none. */
static gchar *
read_text (gint32 item, const gchar *name)
{
  GimpParasite *parasite = gimp_item_get_parasite (item, name);
  gchar        *text     = NULL;

  if (! parasite)
    return NULL;

  text = g_strndup (gimp_parasite_data (parasite),
                    (gsize) gimp_parasite_data_size (parasite));
  gimp_parasite_free (parasite);

  return text;
}

/* -1 if there is none. */
static gint32
find_original (gint32 image, gint32 old)
{
  const gint32 original = find_by_tattoo (image, old);

  return original != -1 ? original : find_below (image, old);
}

static gint32
find_by_tattoo (gint32 image, gint32 old)
{
  g_autofree gchar *text   = read_text (old, DEEP_DREAM_SOURCE_PARASITE);
  gint64            tattoo = 0;

  if (! text ||
      ! g_ascii_string_to_signed (text, 10, 1, G_MAXINT, &tattoo, NULL))
    return -1;

  return gimp_image_get_layer_by_tattoo (image, (gint) tattoo);
}

/* In the same group. */
static gint32
find_below (gint32 image, gint32 old)
{
  const gint32     parent   = gimp_item_get_parent (old);
  gint             place    = gimp_image_get_item_position (image, old);
  gint             n_layers = 0;
  g_autofree gint *layers   = NULL;

  layers = parent != -1 ? gimp_item_get_children (parent, &n_layers)
                        : gimp_image_get_layers (image, &n_layers);

  return place + 1 < n_layers ? layers[place + 1] : -1;
}

static void
read_placement (gint32 old, DeepDreamPlacement *placement)
{
  g_object_set (placement, "mode",
                deep_dream_mode_get_name (gimp_layer_get_mode (old)), "opacity",
                gimp_layer_get_opacity (old), NULL);
}
