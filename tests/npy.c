/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NumPy's array files, as far as the reference vectors need them.
 */

#include <stdio.h>
#include <string.h>

#include "npy.h"

#define MAGIC "\x93NUMPY\x01\x00"
#define START 10

/* NumPy likes values to begin at multiples of so many bytes. */
#define ALIGNMENT 64

static gboolean read_header (const gchar *header, Npy *npy);

Npy *
npy_read (const gchar *path, GError **error)
{
  g_autoptr (Npy)   npy      = g_new0 (Npy, 1);
  g_autofree gchar *contents = NULL;
  g_autofree gchar *header   = NULL;
  gsize             length;
  gsize             header_length;

  if (! g_file_get_contents (path, &contents, &length, error))
    return NULL;

  if (length > START && memcmp (contents, MAGIC, START - 2) == 0)
    {
      header_length = (guint8) contents[8] | (guint8) contents[9] << 8;
      header        = g_strndup (contents + START,
                                 MIN (header_length, length - START));
      if (read_header (header, npy) &&
          length == START + header_length + npy->n_values * sizeof (gfloat))
        {
          npy->values = g_memdup2 (contents + START + header_length,
                                   npy->n_values * sizeof (gfloat));
          return g_steal_pointer (&npy);
        }
    }

  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
               "\"%s\" is no array of three dimensions of float32.", path);
  return NULL;
}

void
npy_free (Npy *npy)
{
  if (! npy)
    return;

  g_free (npy->values);
  g_free (npy);
}

gboolean
npy_write (const gchar  *path,
           const gint   *size,
           const gfloat *values,
           GError      **error)
{
  g_autofree gchar   *shape = g_strdup_printf ("{'descr': '<f4', "
                                                 "'fortran_order': False, "
                                                 "'shape': (%d, %d, %d), }",
                                               size[0], size[1], size[2]);
  g_autoptr (GString) file  = g_string_new_len (MAGIC, START - 2);
  gsize               used  = START + strlen (shape) + 1;
  gsize header = used + (ALIGNMENT - used % ALIGNMENT) % ALIGNMENT - START;

  g_string_append_c (file, header & 0xff);
  g_string_append_c (file, header >> 8);
  g_string_append_printf (file, "%-*s\n", (gint) header - 1, shape);
  g_string_append_len (file, (const gchar *) values,
                       (gsize) size[0] * size[1] * size[2] * sizeof (gfloat));

  return g_file_set_contents (path, file->str, file->len, error);
}

static gboolean
read_header (const gchar *header, Npy *npy)
{
  const gchar *shape = strstr (header, "'shape': (");

  if (! shape || ! strstr (header, "'descr': '<f4'") ||
      ! strstr (header, "'fortran_order': False"))
    return FALSE;

  npy->n_dimensions = sscanf (shape, "'shape': (%d, %d, %d)", &npy->size[0],
                              &npy->size[1], &npy->size[2]);
  npy->n_values     = 1;
  for (gint i = 0; i < npy->n_dimensions; i++)
    {
      if (npy->size[i] < 1 || npy->size[i] > 1 << 20)
        return FALSE;
      npy->n_values *= npy->size[i];
    }

  return npy->n_dimensions == 3;
}
