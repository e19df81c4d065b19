/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads and writes NumPy's .npy files of little-endian float32 in C order, the
 * form of the reference vectors.
 */

#pragma once

#include <glib.h>

typedef struct
{
  gint    n_dimensions;
  gint    size[3];
  gsize   n_values;
  gfloat *values;
} Npy;

/**
 * npy_read:
 *
 * Returns: (transfer full) (nullable): an array of three dimensions, or %NULL
 *   with an error of %G_FILE_ERROR.
 */
Npy *npy_read (const gchar *path, GError **error);
void npy_free (Npy *npy);

/**
 * npy_write:
 * @size: three dimensions.
 * @values: as many values as they say.
 *
 * Returns: %FALSE with an error of %G_FILE_ERROR.
 */
gboolean npy_write (const gchar  *path,
                    const gint   *size,
                    const gfloat *values,
                    GError      **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Npy, npy_free)
