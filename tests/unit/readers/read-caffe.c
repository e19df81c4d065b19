/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading tiny networks of Caffe's.
 */

#include <string.h>

#include "engine/error.h"
#include "engine/readers/caffe/caffe.h"

#include "read-caffe.h"

DreamNetwork *
read_text (const gchar *text)
{
  const TinyCaffe weights = tiny_caffe ();

  return read_with (&weights, text);
}

DreamNetwork *
read_with (const TinyCaffe *weights, const gchar *text)
{
  g_autoptr (GError) error   = NULL;
  DreamNetwork      *network = read_files (weights, text, &error);

  g_assert_no_error (error);

  return network;
}

DreamNetwork *
read_files (const TinyCaffe *weights, const gchar *text, GError **error)
{
  TinyCaffe          network     = *weights;
  g_autoptr (GBytes) description = NULL;
  g_autoptr (GBytes) file        = NULL;

  if (text)
    {
      network.has_structure = FALSE;
      description           = g_bytes_new (text, strlen (text));
    }
  file = tiny_caffe_write (&network);

  return dream_caffe_read (file, description, NULL, error);
}

const DreamLayer *
find_layer (DreamNetwork *network, const gchar *name)
{
  g_autoptr (GError) error = NULL;
  guint              index = 0;

  dream_network_find_layer (network, name, &index, &error);
  g_assert_no_error (error);

  return dream_network_get_layer (network, index);
}

gboolean
has_layer (DreamNetwork *network, const gchar *name)
{
  guint index;

  return dream_network_find_layer (network, name, &index, NULL);
}

void
assert_values (const DreamTensor *tensor, gsize n, gfloat first, gfloat second)
{
  g_autofree gfloat *values = g_new (gfloat, n);

  g_assert_cmpuint (tensor->n_values, ==, n);
  dream_tensor_decode (tensor, values);
  g_assert_cmpfloat_with_epsilon (values[0], first, 1e-6f);
  g_assert_cmpfloat_with_epsilon (values[1], second, 1e-6f);
}

void
assert_fails (const TinyCaffe *weights,
              const gchar     *text,
              gint             code,
              const gchar     *mention)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (read_files (weights, text, &error));
  g_assert_error (error, DREAM_ERROR, code);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, mention));
}
