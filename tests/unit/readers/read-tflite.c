/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads the files that tiny-tflite.h writes.
 */

#include <string.h>

#include "engine/error.h"
#include "engine/readers/formats.h"

#include "read-tflite.h"

DreamNetwork *
read_tflite_sound (const TinyNetwork *tiny)
{
  g_autoptr (GBytes) file    = tiny_network_write (tiny);
  g_autoptr (GError) error   = NULL;
  DreamNetwork      *network = dream_read_tflite (file, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (network);

  return network;
}

const DreamLayer *
read_tflite_find (DreamNetwork *network, const gchar *name)
{
  g_autoptr (GError) error = NULL;
  guint              index = 0;

  dream_network_find_layer (network, name, &index, &error);
  g_assert_no_error (error);

  return dream_network_get_layer (network, index);
}

gboolean
read_tflite_has (DreamNetwork *network, const gchar *name)
{
  guint index;

  return dream_network_find_layer (network, name, &index, NULL);
}

void
read_tflite_leaves_out (const TinyNetwork *tiny, const gchar *name)
{
  g_autoptr (GBytes)       file    = tiny_network_write (tiny);
  g_autoptr (GError)       error   = NULL;
  g_autoptr (DreamNetwork) network = dream_read_tflite (file, NULL, NULL,
                                                        &error);

  if (network)
    {
      g_assert_false (read_tflite_has (network, name));
      return;
    }

  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_UNSUPPORTED_LAYER);
  g_assert_nonnull (strstr (error->message, name));
}
