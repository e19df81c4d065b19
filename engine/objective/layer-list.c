/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lists of layers.
 */

#include <string.h>

#include <glib/gi18n-lib.h>

#include "engine/error.h"
#include "layer-list.h"
#include "weighted-name.h"

static GPtrArray      *split_items (const gchar *text);
static DreamLayerItem *parse_item (const gchar  *text,
                                   DreamNetwork *network,
                                   GError      **error);
static DreamRole       take_role (gchar *text);
static gboolean        take_weights (gchar *text, GArray *weights);
static gchar          *take_channels (gchar *text);
static DreamLayerItem *item_new (void);
static void            item_free (gpointer data);

GPtrArray *
dream_layer_list_parse (const gchar  *text,
                        DreamNetwork *network,
                        GError      **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (item_free);
  g_autoptr (GPtrArray) parts = NULL;
  guint                 whole;

  /* Names in some files have commas or colons in them. */
  if (dream_network_find_layer (network, text, &whole, NULL))
    {
      DreamLayerItem *item = item_new ();

      item->layer = whole;
      g_array_append_vals (item->weights, &(gdouble){ 1 }, 1);
      g_ptr_array_add (items, item);

      return g_steal_pointer (&items);
    }

  parts = split_items (text);
  for (guint i = 0; i < parts->len; i++)
    {
      DreamLayerItem *item = parse_item (parts->pdata[i], network, error);

      if (! item)
        return NULL;

      g_ptr_array_add (items, item);
    }

  return g_steal_pointer (&items);
}

/* At the commas that do not stand in brackets. */
static GPtrArray *
split_items (const gchar *text)
{
  GPtrArray   *items = g_ptr_array_new_with_free_func (g_free);
  const gchar *start = text;
  gint         depth = 0;

  for (const gchar *c = text;; c++)
    {
      depth += (*c == '[') - (*c == ']');

      if (*c != '\0' && (*c != ',' || depth > 0))
        continue;

      g_ptr_array_add (items, g_strstrip (g_strndup (start, c - start)));
      if (*c == '\0')
        return items;
      start = c + 1;
    }
}

/* What follows the name is cut off from behind. */
static DreamLayerItem *
parse_item (const gchar *text, DreamNetwork *network, GError **error)
{
  g_autofree gchar *rest = g_strdup (text);
  DreamLayerItem   *item = item_new ();

  item->role = take_role (rest);

  if (! take_weights (rest, item->weights))
    {
      g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE,
                   _ (
                     "“%s” does not end in weights. Write a number behind the "
                     "colon, or one for each octave with strokes between, such "
                     "as 1/0.5/0."),
                   text);
      item_free (item);
      return NULL;
    }

  item->channels = take_channels (rest);

  if (! dream_network_find_layer (network, rest, &item->layer, error))
    {
      item_free (item);
      return NULL;
    }

  return item;
}

static DreamRole
take_role (gchar *text)
{
  static const struct
  {
    const gchar *word;
    DreamRole    role;
  } roles[] = { { "dream ", DREAM_ROLE_DREAM },
                { "guide ", DREAM_ROLE_GUIDE },
                { "style ", DREAM_ROLE_STYLE } };

  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    if (g_str_has_prefix (text, roles[i].word))
      {
        memmove (text, text + strlen (roles[i].word),
                 strlen (text) - strlen (roles[i].word) + 1);
        g_strchug (text);
        return roles[i].role;
      }

  return DREAM_ROLE_ANY;
}

/* A colon within brackets is a channel's. */
static gboolean
take_weights (gchar *text, GArray *weights)
{
  gchar         *colon = strrchr (text, ':');
  g_auto (GStrv) parts = NULL;

  if (! colon || strchr (colon, ']'))
    {
      g_array_append_vals (weights, &(gdouble){ 1 }, 1);
      return TRUE;
    }

  *colon = '\0';
  g_strchomp (text);

  parts = g_strsplit (colon + 1, "/", -1);
  for (gint i = 0; parts[i]; i++)
    {
      gdouble weight;

      if (! dream_weighted_name_parse (parts[i], &weight))
        return FALSE;

      g_array_append_val (weights, weight);
    }

  return weights->len > 0;
}

static gchar *
take_channels (gchar *text)
{
  gchar *open   = strchr (text, '[');
  gsize  length = strlen (text);
  gchar *channels;

  if (! open || text[length - 1] != ']')
    return NULL;

  channels = g_strndup (open + 1, text + length - 1 - (open + 1));
  *open    = '\0';
  g_strchomp (text);

  return channels;
}

static DreamLayerItem *
item_new (void)
{
  DreamLayerItem *item = g_new0 (DreamLayerItem, 1);

  item->weights = g_array_new (FALSE, FALSE, sizeof (gdouble));

  return item;
}

static void
item_free (gpointer data)
{
  DreamLayerItem *item = data;

  g_free (item->channels);
  g_array_unref (item->weights);
  g_free (item);
}
