/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Weights for models of TensorFlow.js that have no files beside them.
 */

#include <string.h>

#include "engine/readers/tfjs/tfjs.h"

#include "zeros.h"

#define MAX_SHARD (1 << 20)

static GBytes *load_zeros (const gchar *name,
                           gsize        n_missing,
                           gpointer     user_data,
                           GError     **error);

DreamNetwork *
read_tfjs_of_zeros (GBytes           *file,
                    const gchar      *path G_GNUC_UNUSED,
                    const DreamInput *input,
                    GError          **error)
{
  return dream_read_tfjs_from (file, load_zeros, NULL, input, error);
}

/* A name of one letter is that of a file with but a half. */
static GBytes *
load_zeros (const gchar *name,
            gsize        n_missing,
            gpointer     user_data G_GNUC_UNUSED,
            GError     **error G_GNUC_UNUSED)
{
  gsize size = strlen (name) == 1 ? n_missing / 2 + 1 : n_missing;

  size = MIN (size, MAX_SHARD);

  return g_bytes_new_take (g_malloc0 (size), size);
}
