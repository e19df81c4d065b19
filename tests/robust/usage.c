/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads /proc.
 */

#include <string.h>

#include "usage.h"

#define MEMORY  "/proc/self/smaps_rollup"
#define KEY     "\nAnonymous:"
#define FILES   "/proc/self/fd"
#define THREADS "/proc/self/task"

static guint count_entries (const gchar *folder);

gboolean
usage_can_be_measured (void)
{
  return g_file_test (MEMORY, G_FILE_TEST_EXISTS) &&
         g_file_test (FILES, G_FILE_TEST_IS_DIR) &&
         g_file_test (THREADS, G_FILE_TEST_IS_DIR);
}

gsize
usage_of_memory (void)
{
  g_autofree gchar  *text  = NULL;
  g_autoptr (GError) error = NULL;
  const gchar       *found;

  g_file_get_contents (MEMORY, &text, NULL, &error);
  g_assert_no_error (error);
  found = strstr (text, KEY);
  g_assert_nonnull (found);

  return g_ascii_strtoull (found + strlen (KEY), NULL, 10) * 1024;
}

guint
usage_of_files (void)
{
  return count_entries (FILES);
}

guint
usage_of_threads (void)
{
  return count_entries (THREADS);
}

static guint
count_entries (const gchar *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir)   dir   = g_dir_open (folder, 0, &error);
  guint              n     = 0;

  g_assert_no_error (error);
  while (g_dir_read_name (dir))
    n++;

  return n;
}
