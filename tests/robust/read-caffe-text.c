/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Taking the two files of a network of Caffe's from one.
 */

#include <string.h>

#include "engine/readers/caffe/caffe.h"

#include "read-caffe-text.h"

DreamNetwork *
read_caffe_text (GBytes           *file,
                 const gchar      *path G_GNUC_UNUSED,
                 const DreamInput *input,
                 GError          **error)
{
  gsize              size;
  const gchar       *data        = g_bytes_get_data (file, &size);
  const gsize        text        = size > 0 ? strnlen (data, size) : 0;
  const gsize        start       = MIN (text + 1, size);
  g_autoptr (GBytes) description = g_bytes_new_from_bytes (file, 0, text);
  g_autoptr (GBytes) weights     = g_bytes_new_from_bytes (file, start,
                                                           size - start);

  return dream_caffe_read (weights, description, input, error);
}
