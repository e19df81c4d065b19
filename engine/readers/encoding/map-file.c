/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files of a network, in memory.
 */

#include <glib/gi18n-lib.h>

#include "engine/error.h"
#include "map-file.h"

GBytes *
dream_map_file (const gchar *path, GError **error)
{
  g_autoptr (GMappedFile) file = NULL;

  /* A folder cannot be mapped, and a pipe would make us wait for ever. */
  if (g_file_test (path, G_FILE_TEST_EXISTS) &&
      ! g_file_test (path, G_FILE_TEST_IS_REGULAR))
    {
      g_autofree gchar *shown = g_filename_display_name (path);

      g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK,
                   _ ("%s: This is not a file. Choose the file that holds "
                      "the network."),
                   shown);
      return NULL;
    }

  file = g_mapped_file_new (path, FALSE, error);

  return file ? g_mapped_file_get_bytes (file) : NULL;
}
