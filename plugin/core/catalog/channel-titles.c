/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Titles of channels in descriptions of networks.
 */

#include <string.h>

#include <glib/gi18n-lib.h>

#include "channel-titles.h"
#include "engine/network/network.h"
#include "engine/objective/channel-list.h"

#define GROUP "Channels"

static void add_title (GHashTable  *layers,
                       const gchar *layer,
                       gint         channel,
                       gchar       *title);
static void clear_title (gpointer title);

GHashTable *
deep_dream_channel_titles_read (GKeyFile *file, GError **error)
{
  g_auto (GStrv)         keys   = g_key_file_get_keys (file, GROUP, NULL, NULL);
  g_autoptr (GHashTable) layers = NULL;

  layers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                  (GDestroyNotify) g_array_unref);

  for (gint i = 0; keys && keys[i]; i++)
    {
      gchar  *slash = strrchr (keys[i], '/');
      guint64 channel;
      gchar  *title;
      gchar  *original;

      /* A translation, "LAYER/NUMBER[language]". */
      if (strchr (keys[i], '['))
        continue;

      if (! slash ||
          ! g_ascii_string_to_unsigned (slash + 1, 10, 0,
                                        DREAM_MAX_CHANNELS - 1, &channel, NULL))
        {
          g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE,
                       _ ("\"%s\" is not a layer and the number of a channel"),
                       keys[i]);
          return NULL;
        }

      title = g_key_file_get_locale_string (file, GROUP, keys[i], NULL, error);
      if (! title)
        return NULL;

      /* Recipes are exchanged between people who speak different languages, so
       * the title that is not translated is known as well.
       */
      original = g_key_file_get_string (file, GROUP, keys[i], NULL);

      *slash = '\0';
      add_title (layers, keys[i], (gint) channel, title);
      if (g_strcmp0 (original, title) != 0)
        add_title (layers, keys[i], (gint) channel, original);
      else
        g_free (original);
    }

  return g_steal_pointer (&layers);
}

/* @title: (transfer full). */
static void
add_title (GHashTable *layers, const gchar *layer, gint channel, gchar *title)
{
  DreamChannelTitle item   = { channel, title };
  GArray           *titles = g_hash_table_lookup (layers, layer);

  if (! titles)
    {
      titles = g_array_new (FALSE, FALSE, sizeof (DreamChannelTitle));
      g_array_set_clear_func (titles, clear_title);
      g_hash_table_insert (layers, g_strdup (layer), titles);
    }

  g_array_append_val (titles, item);
}

static void
clear_title (gpointer title)
{
  g_free ((gchar *) ((DreamChannelTitle *) title)->title);
}
