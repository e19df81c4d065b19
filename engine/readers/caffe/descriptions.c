/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What descriptions of networks are called, and how they begin.
 */

#include <string.h>

#include "descriptions.h"

#define SUFFIX ".prototxt"

GStrv
dream_caffe_list_descriptions (const gchar *path)
{
  g_autofree gchar *folder   = g_path_get_dirname (path);
  g_autofree gchar *stem     = g_path_get_basename (path);
  gchar            *dot      = strrchr (stem, '.');
  gchar            *names[6] = { NULL };
  guint             n        = 0;

  if (dot)
    *dot = '\0';

  names[n++] = g_strconcat (stem, SUFFIX, NULL);
  names[n++] = g_strconcat (stem, "_deploy" SUFFIX, NULL);
  names[n++] = g_strconcat ("deploy_", stem, SUFFIX, NULL);
  if (g_str_has_suffix (stem, "_deploy"))
    names[n++] = g_strdup_printf ("%.*s" SUFFIX,
                                  (gint) (strlen (stem) - strlen ("_deploy")),
                                  stem);
  names[n++] = g_strdup ("deploy" SUFFIX);

  for (guint i = 0; i < n; i++)
    {
      gchar *name = names[i];

      names[i] = g_build_filename (folder, name, NULL);
      g_free (name);
    }

  return g_memdup2 (names, sizeof names);
}

/* Behind blanks and comments there is a field of a network's. */
gboolean
dream_caffe_is_description (GBytes *file)
{
  static const gchar *const names[] = {
    "name",        "layer",          "layers", "input",     "input_dim",
    "input_shape", "force_backward", "state",  "debug_info"
  };
  gsize        size;
  const gchar *text = g_bytes_get_data (file, &size);
  gsize        at   = 0;
  gsize        start;

  while (at < size && (g_ascii_isspace (text[at]) || text[at] == '#'))
    {
      if (text[at] == '#')
        while (at < size && text[at] != '\n')
          at++;
      else
        at++;
    }

  start = at;
  while (at < size && (g_ascii_isalpha (text[at]) || text[at] == '_'))
    at++;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const gsize length = strlen (names[i]);

      if (at - start != length || memcmp (text + start, names[i], length) != 0)
        continue;

      while (at < size && g_ascii_isspace (text[at]))
        at++;

      return at < size && (text[at] == ':' || text[at] == '{');
    }

  return FALSE;
}
