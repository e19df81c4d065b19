/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 *   make-corpus FORMAT FOLDER
 *
 * Writes small files of a format for a fuzzer to start from, so that none need
 * be stored.
 */

#include <stdlib.h>

#include "corpus.h"

static gboolean write_file (const gchar *format,
                            const gchar *folder,
                            guint        index,
                            GError     **error);

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  guint              i;

  if (argc != 3 || corpus_n_files (argv[1]) == 0)
    {
      g_printerr ("Usage: make-corpus FORMAT FOLDER\n");
      return EXIT_FAILURE;
    }

  if (g_mkdir_with_parents (argv[2], 0755) != 0)
    {
      g_printerr ("The folder %s cannot be made.\n", argv[2]);
      return EXIT_FAILURE;
    }

  for (i = 0; i < corpus_n_files (argv[1]); i++)
    {
      if (! write_file (argv[1], argv[2], i, &error))
        {
          g_printerr ("%s\n", error->message);
          return EXIT_FAILURE;
        }
    }

  return EXIT_SUCCESS;
}

static gboolean
write_file (const gchar *format,
            const gchar *folder,
            guint        index,
            GError     **error)
{
  g_autoptr (GBytes) file = corpus_make (format, index);
  g_autofree gchar  *name = g_strdup_printf ("tiny-%u.%s", index, format);
  g_autofree gchar  *path = g_build_filename (folder, name, NULL);
  gsize              size;
  const gchar       *data = g_bytes_get_data (file, &size);

  return g_file_set_contents (path, data, size, error);
}
