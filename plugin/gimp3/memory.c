/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a dreamed layer remembers.
 */

#include "memory.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "engine/error.h"
#include "plugin/gimp/parasite.h"

static void   attach (GimpLayer *layer, const gchar *name, const gchar *text);
static gchar *read_text (GimpItem *item, const gchar *name);
static GimpLayer *find_below (GimpLayer *layer);

void
deep_dream_memory_attach (GimpLayer   *layer,
                          DreamRecipe *recipe,
                          GimpLayer   *original)
{
  g_autofree gchar *text = dream_recipe_to_string (recipe);

  attach (layer, DEEP_DREAM_PARASITE, text);
  if (original)
    {
      g_autofree gchar *tattoo = g_strdup_printf ("%u",
                                                  gimp_item_get_tattoo (
                                                    GIMP_ITEM (original)));

      attach (layer, DEEP_DREAM_SOURCE_PARASITE, tattoo);
    }
}

DreamRecipe *
deep_dream_memory_read (GimpItem *item, GError **error)
{
  g_autofree gchar       *text   = read_text (item, DEEP_DREAM_PARASITE);
  g_autoptr (DreamRecipe) recipe = dream_recipe_new ();

  if (! text)
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE,
                           _ (
                             "This layer is no dream. Select a layer that Deep "
                             "Dream has made, or choose Deep Dream… to dream "
                             "of this one."));
      return NULL;
    }

  if (! dream_recipe_load_from_data (recipe, text, strlen (text), error))
    return NULL;

  return g_steal_pointer (&recipe);
}

GimpLayer *
deep_dream_memory_find_original (GimpLayer *layer, GError **error)
{
  GimpImage        *image    = gimp_item_get_image (GIMP_ITEM (layer));
  g_autofree gchar *tattoo   = read_text (GIMP_ITEM (layer),
                                          DEEP_DREAM_SOURCE_PARASITE);
  guint64           number   = 0;
  GimpLayer        *original = NULL;

  if (tattoo &&
      g_ascii_string_to_unsigned (tattoo, 10, 1, G_MAXUINT, &number, NULL))
    original = gimp_image_get_layer_by_tattoo (image, (guint) number);
  if (! original)
    original = find_below (layer);

  if (! original)
    g_set_error_literal (
      error, DREAM_ERROR, DREAM_ERROR_BAD_PICTURE,
      _ ("The layer that this dream was made of is gone, and "
         "there is none below. Move the dream above the layer "
         "to dream of and try again."));

  return original;
}

static void
attach (GimpLayer *layer, const gchar *name, const gchar *text)
{
  GimpParasite *parasite = gimp_parasite_new (name,
                                              GIMP_PARASITE_PERSISTENT |
                                                GIMP_PARASITE_UNDOABLE,
                                              strlen (text), text);

  gimp_item_attach_parasite (GIMP_ITEM (layer), parasite);
  gimp_parasite_free (parasite);
}

static gchar *
read_text (GimpItem *item, const gchar *name)
{
  GimpParasite *parasite = gimp_item_get_parasite (item, name);
  guint32       length   = 0;
  const gchar  *data;
  gchar        *text;

  if (! parasite)
    return NULL;

  data = gimp_parasite_get_data (parasite, &length);
  text = g_strndup (data, length);
  gimp_parasite_free (parasite);

  return text;
}

static GimpLayer *
find_below (GimpLayer *layer)
{
  GimpItem              *item     = GIMP_ITEM (layer);
  GimpItem              *parent   = gimp_item_get_parent (item);
  GimpImage             *image    = gimp_item_get_image (item);
  gint                   position = gimp_image_get_item_position (image, item);
  g_autofree GimpLayer **layers   = NULL;
  g_autofree GimpItem  **children = NULL;
  gpointer              *items;

  if (parent)
    children = gimp_item_get_children (parent);
  else
    layers = gimp_image_get_layers (image);

  items = parent ? (gpointer *) children : (gpointer *) layers;

  return items[position + 1];
}
