/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Titles of channels in descriptions of networks: the group [Channels], whose
 * keys are LAYER/NUMBER.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * deep_dream_channel_titles_read:
 * @file: a network's description.
 * @error: return location for an error.
 *
 * Returns: (transfer full) (nullable) (element-type GArray): the titles as
 *   #DreamNames has them, empty if there are none; %NULL with a #GKeyFileError,
 *   the message having no full stop, for a key of another form.  A channel
 *   whose title is translated has two, the translation first.
 */
GHashTable *deep_dream_channel_titles_read (GKeyFile *file, GError **error);

G_END_DECLS
