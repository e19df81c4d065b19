/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads what may be a network and uses it.
 */

#include "engine/error.h"

#include "probe.h"

/* Looking each layer up takes a time in proportion to all. */
#define MAX_LOOKUPS 16
#define MAX_VALUES  (1 << 12)

static void use_network (const DreamNetwork *network);
static void use_weights (const DreamLayer *layer);
static void use_tensor (const DreamTensor *tensor);

gboolean
probe (DreamReadFunc read, const guint8 *data, gsize size)
{
  g_autoptr (GBytes)       file    = g_bytes_new_static (data, size);
  g_autoptr (GError)       error   = NULL;
  g_autoptr (DreamNetwork) network = read (file, NULL, NULL, &error);

  if (! network)
    {
      g_assert_nonnull (error);
      g_assert_true (error->domain == DREAM_ERROR);
      g_assert_true (error->code == DREAM_ERROR_BAD_NETWORK ||
                     error->code == DREAM_ERROR_UNSUPPORTED_LAYER);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return FALSE;
    }

  g_assert_no_error (error);
  use_network (network);

  return TRUE;
}

static void
use_network (const DreamNetwork *network)
{
  guint n = dream_network_n_layers (network);
  guint i;

  g_assert_cmpuint (n, >, 1);
  g_assert_cmpuint (n, <=, DREAM_MAX_LAYERS);

  for (i = 0; i < MIN (n, MAX_LOOKUPS); i++)
    {
      const DreamLayer *layer = dream_network_get_layer (network, i);
      guint             index = G_MAXUINT;

      g_assert_cmpint (layer->stride, >=, 1);
      g_assert_cmpint (layer->minimum_size, >=, 1);
      g_assert_cmpint (layer->minimum_size, <=, layer->receptive_field);
      g_assert_cmpint (layer->channels, <=, DREAM_MAX_CHANNELS);

      g_assert_true (
        dream_network_find_layer (network, layer->short_name, &index, NULL));
      g_assert_cmpuint (index, ==, i);

      use_weights (layer);
      use_tensor (&layer->bias);
    }
}

static void
use_weights (const DreamLayer *layer)
{
  g_autofree gfloat *values = NULL;

  if (layer->op != DREAM_OP_CONVOLUTION || layer->weights.n_values > MAX_VALUES)
    return;

  values = g_new (gfloat, layer->weights.n_values);
  dream_layer_decode_weights (layer, values);
}

static void
use_tensor (const DreamTensor *tensor)
{
  g_autofree gfloat *values = NULL;

  if (! tensor->data || tensor->n_values > MAX_VALUES)
    return;

  values = g_new (gfloat, tensor->n_values);
  dream_tensor_decode (tensor, values);
}
