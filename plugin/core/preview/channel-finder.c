/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a network sees at a place of a picture.
 */

#include "channel-finder.h"

#include <glib/gi18n-lib.h>

#include "engine/error.h"
#include "engine/inspect.h"
#include "plugin/core/catalog/loaded-network.h"

/* Enough to be more than one texture, few enough to be of one kind. */
#define N_CHANNELS 3

static const gchar *find_layer (const DeepDreamLoadedNetwork *loaded,
                                DreamRecipe                  *recipe,
                                guint                        *layer,
                                GError                      **error);
static gboolean     has_light (const DeepDreamPreviewJob *sketch);
static gchar       *list_channels (const GArray *answers);

DeepDreamChannelFinder *
deep_dream_channel_finder_new (const DeepDreamPreviewJob *sketch,
                               const DreamResources      *resources,
                               GError                   **error)
{
  g_autoptr (DeepDreamLoadedNetwork) loaded  = NULL;
  g_autoptr (GPtrArray)              answers = NULL;
  DeepDreamChannelFinder            *self;
  const gchar                       *name;
  guint                              layer;

  if (! has_light (sketch))
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE,
                           _ ("There is nowhere to look. Choose a point of the "
                              "layer."));
      return NULL;
    }

  loaded = deep_dream_loaded_network_new (sketch->recipe->network, error);
  name   = loaded ? find_layer (loaded, sketch->recipe, &layer, error) : NULL;
  if (! name)
    return NULL;

  answers = dream_inspect_channels (loaded->network, &layer, 1, sketch->picture,
                                    sketch->mask, resources, error);
  if (! answers)
    return NULL;

  self           = g_new0 (DeepDreamChannelFinder, 1);
  self->layer    = g_strdup (name);
  self->channels = list_channels (answers->pdata[0]);

  return self;
}

void
deep_dream_channel_finder_free (DeepDreamChannelFinder *self)
{
  g_free (self->layer);
  g_free (self->channels);
  g_free (self);
}

/* What the recipe calls a layer may be a list of them with weights.  Returns
 * the name that leads to @layer.
 */
static const gchar *
find_layer (const DeepDreamLoadedNetwork *loaded,
            DreamRecipe                  *recipe,
            guint                        *layer,
            GError                      **error)
{
  const gchar *name = recipe->layer;

  if (*name && dream_network_find_layer (loaded->network, name, layer, NULL))
    return name;

  name = loaded->installed->default_layer;

  return dream_network_find_layer (loaded->network, name, layer, error) ? name
                                                                        : NULL;
}

static gboolean
has_light (const DeepDreamPreviewJob *sketch)
{
  const gsize n = (gsize) sketch->picture->width * sketch->picture->height;

  for (gsize i = 0; sketch->mask && i < n; i++)
    if (sketch->mask[i] > 0)
      return TRUE;

  return FALSE;
}

static gchar *
list_channels (const GArray *answers)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < MIN (N_CHANNELS, answers->len); i++)
    g_string_append_printf (list, "%s%d", i == 0 ? "" : ", ",
                            g_array_index (answers, DreamAnswer, i).channel);

  return g_string_free (list, FALSE);
}
