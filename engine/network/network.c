/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The network as an object, made from layers.
 */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/error.h"
#include "names.h"
#include "network.h"
#include "shapes.h"

struct _DreamNetwork
{
  GPtrArray   *layers;
  DreamInput   input;
  GBytes      *memory;
  const gchar *format;
};

static gboolean check_input (const DreamInput *input, GError **error);
static gboolean check_layers (GPtrArray *layers, GError **error);
static void     network_clear (gpointer data);

DreamNetwork *
dream_network_new (GPtrArray        *layers,
                   const DreamInput *input,
                   GBytes           *memory,
                   GError          **error)
{
  g_autoptr (DreamNetwork) network = g_atomic_rc_box_new0 (DreamNetwork);

  g_ptr_array_set_free_func (layers, (GDestroyNotify) dream_layer_free);

  network->layers = layers;
  network->input  = *input;
  network->memory = memory ? g_bytes_ref (memory) : NULL;

  if (! check_input (input, error) || ! check_layers (layers, error) ||
      ! dream_layer_names_shorten (layers, error))
    return NULL;

  return g_steal_pointer (&network);
}

DreamNetwork *
dream_network_ref (DreamNetwork *network)
{
  return g_atomic_rc_box_acquire (network);
}

void
dream_network_unref (DreamNetwork *network)
{
  g_atomic_rc_box_release_full (network, network_clear);
}

guint
dream_network_n_layers (const DreamNetwork *network)
{
  return network->layers->len;
}

const DreamLayer *
dream_network_get_layer (const DreamNetwork *network, guint index)
{
  g_return_val_if_fail (index < network->layers->len, NULL);

  return g_ptr_array_index (network->layers, index);
}

gboolean
dream_network_find_layer (const DreamNetwork *network,
                          const gchar        *name,
                          guint              *index,
                          GError            **error)
{
  return dream_layer_names_find (network->layers, name, index, error);
}

const DreamInput *
dream_network_get_input (const DreamNetwork *network)
{
  return &network->input;
}

const gchar *
dream_network_get_format (const DreamNetwork *network)
{
  return network->format;
}

void
dream_network_set_format (DreamNetwork *network, const gchar *format)
{
  network->format = format;
}

void
dream_input_from_pixel (const DreamInput *input,
                        const gfloat     *rgb,
                        gfloat           *values)
{
  for (gint c = 0; c < 3; c++)
    values[c] = input->scale[c] *
                (255 * rgb[input->bgr ? 2 - c : c] - input->mean[c]);
}

static gboolean
check_input (const DreamInput *input, GError **error)
{
  gboolean sound = TRUE;

  for (gint c = 0; c < 3; c++)
    sound = sound && isfinite (input->scale[c]) && input->scale[c] != 0 &&
            isfinite (input->mean[c]);

  if (! sound)
    g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK,
                         _ ("The range of the network's input makes no sense. "
                            "Install the network again."));

  return sound;
}

/* Each layer against those before it. */
static gboolean
check_layers (GPtrArray *layers, GError **error)
{
  g_autoptr (GPtrArray) checked = g_ptr_array_sized_new (layers->len);

  if (layers->len == 0 || layers->len > DREAM_MAX_LAYERS)
    {
      g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK,
                   _ ("The network has %u layers; only 1 to %d can be used. "
                      "Install the network again."),
                   layers->len, DREAM_MAX_LAYERS);
      return FALSE;
    }

  for (guint i = 0; i < layers->len; i++)
    {
      DreamLayer *layer = g_ptr_array_index (layers, i);

      if (! dream_shapes_derive (checked, layer, error))
        return FALSE;
      g_ptr_array_add (checked, layer);
    }

  return TRUE;
}

static void
network_clear (gpointer data)
{
  DreamNetwork *network = data;

  g_ptr_array_unref (network->layers);
  g_clear_pointer (&network->memory, g_bytes_unref);
}
