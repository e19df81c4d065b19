/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where networks and presets lie: in folders of deep-dream in the user's data
 * directory and in the system's ($XDG_DATA_HOME, $XDG_DATA_DIRS).
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * deep_dream_data_list_folders:
 * @folder: "networks" or "presets".
 *
 * Returns: (transfer full) (element-type utf8): the paths of all folders of
 *   that name, the user's first; they need not exist.
 */
GPtrArray *deep_dream_data_list_folders (const gchar *folder);

/**
 * deep_dream_data_list_names:
 * @folder: likewise.
 * @ending: how files end, such as ".network".
 *
 * Returns: (transfer full) (element-type utf8): the names, without @ending, of
 *   all such files in these folders, sorted, each once.
 */
GPtrArray *deep_dream_data_list_names (const gchar *folder,
                                       const gchar *ending);

/**
 * deep_dream_data_is_file_name:
 * @name: (nullable): what somebody has typed or a file says.
 *
 * Returns: whether @name stays in the folder that it is looked up in.
 */
gboolean deep_dream_data_is_file_name (const gchar *name);

G_END_DECLS
