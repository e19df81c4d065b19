/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The network as an object: made from layers, or read from a file by a reader
 * for its kind.
 */

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "error.h"
#include "layer-graph.h"
#include "layer-names.h"
#include "network.h"
#include "readers/readers.h"

struct _DreamNetwork
{
  GPtrArray *layers;
  gfloat     scale;
  gfloat     offset;
  GBytes    *memory;
};

typedef struct
{
  gboolean (*probe) (GBytes *file);
  DreamNetwork *(*read) (GBytes *file, GError **error);
} Reader;

static GBytes       *map_file (const gchar *path, GError **error);
static DreamNetwork *read_bytes (GBytes *file, GError **error);
static void          network_clear (gpointer data);

DreamNetwork *
dream_network_read (const gchar *path, GError **error)
{
  g_autoptr (GBytes) file = map_file (path, error);
  DreamNetwork      *network;

  if (! file)
    return NULL;

  network = read_bytes (file, error);
  if (! network)
    {
      g_autofree gchar *shown = g_filename_display_name (path);

      g_prefix_error (error, "%s: ", shown);
    }

  return network;
}

DreamNetwork *
dream_network_new (GPtrArray *layers,
                   gfloat     scale,
                   gfloat     offset,
                   GBytes    *memory,
                   GError   **error)
{
  g_autoptr (DreamNetwork) network = g_atomic_rc_box_new0 (DreamNetwork);

  g_ptr_array_set_free_func (layers, (GDestroyNotify) dream_layer_free);

  network->layers = layers;
  network->scale  = scale;
  network->offset = offset;
  network->memory = memory ? g_bytes_ref (memory) : NULL;

  if (! isfinite (scale) || scale == 0 || ! isfinite (offset))
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK,
                           _("The range of the network's input makes no "
                             "sense. Install the network again."));
      return NULL;
    }

  if (! dream_layer_graph_check (layers, error) ||
      ! dream_layer_names_shorten (layers, error))
    return NULL;

  return g_steal_pointer (&network);
}

DreamLayer *
dream_layer_new (DreamOp op, const gchar *name, guint n_inputs)
{
  DreamLayer *layer = g_new0 (DreamLayer, 1);

  layer->name          = g_strdup (name);
  layer->op            = op;
  layer->n_inputs      = n_inputs;
  layer->inputs        = g_new0 (guint, n_inputs);
  layer->kernel_h      = 1;
  layer->kernel_w      = 1;
  layer->stride_h      = 1;
  layer->stride_w      = 1;
  layer->weights.scale = 1;
  layer->bias.scale    = 1;

  return layer;
}

void
dream_layer_free (DreamLayer *layer)
{
  if (! layer)
    return;

  g_free (layer->name);
  g_free (layer->inputs);
  g_free (layer);
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

gfloat
dream_network_get_scale (const DreamNetwork *network)
{
  return network->scale;
}

gfloat
dream_network_get_offset (const DreamNetwork *network)
{
  return network->offset;
}

void
dream_tensor_decode (const DreamTensor *tensor, gfloat *values)
{
  const gint64 zero = tensor->zero_point;
  gsize        i;

  if (tensor->coding == DREAM_CODING_UINT8)
    {
      for (i = 0; i < tensor->n_values; i++)
        values[i] = (gfloat) (tensor->data[i] - zero) * tensor->scale;
      return;
    }

  for (i = 0; i < tensor->n_values; i++)
    {
      guint32 bits;

      /* The file aligns nothing for us. */
      memcpy (&bits, tensor->data + 4 * i, sizeof bits);
      bits = GUINT32_FROM_LE (bits);

      if (tensor->coding == DREAM_CODING_INT32)
        values[i] = (gfloat) ((gint32) bits - zero) * tensor->scale;
      else
        memcpy (values + i, &bits, sizeof bits);
    }
}

static GBytes *
map_file (const gchar *path, GError **error)
{
  g_autoptr (GMappedFile) file = NULL;

  /* A folder cannot be mapped, and a pipe would make us wait for ever. */
  if (g_file_test (path, G_FILE_TEST_EXISTS) &&
      ! g_file_test (path, G_FILE_TEST_IS_REGULAR))
    {
      g_autofree gchar *shown = g_filename_display_name (path);

      g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK,
                   _("%s: This is not a file. Choose the file that holds "
                     "the network."),
                      shown);
      return NULL;
    }

  file = g_mapped_file_new (path, FALSE, error);

  return file ? g_mapped_file_get_bytes (file) : NULL;
}

static DreamNetwork *
read_bytes (GBytes *file, GError **error)
{
  static const Reader readers[] = { { dream_is_tflite, dream_read_tflite } };
  guint               i;

  for (i = 0; i < G_N_ELEMENTS (readers); i++)
    {
      if (readers[i].probe (file))
        return readers[i].read (file, error);
    }

  if (g_bytes_get_size (file) == 0)
    g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK,
                         _("The network file is empty. Install the network "
                           "again."));
  else
    g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK,
                         _("This is not a network file that can be read. "
                           "Choose a TensorFlow Lite file."));

  return NULL;
}

static void
network_clear (gpointer data)
{
  DreamNetwork *network = data;

  g_ptr_array_unref (network->layers);
  g_clear_pointer (&network->memory, g_bytes_unref);
}
