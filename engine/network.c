/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The network as an object: made from layers, or read from a file by a reader
 * for its kind.
 */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "error.h"
#include "layer-graph.h"
#include "layer-names.h"
#include "network.h"
#include "readers/map-file.h"
#include "readers/readers.h"

struct _DreamNetwork
{
  GPtrArray   *layers;
  DreamInput   input;
  GBytes      *memory;
  const gchar *format;
};

typedef struct
{
  const gchar *format; /* what people call it, and the usual ending */
  gboolean (*probe) (GBytes *file);
  DreamReadFunc read;
} Reader;

static DreamNetwork *read_bytes (GBytes           *file,
                                 const gchar      *path,
                                 const DreamInput *input,
                                 GError          **error);
static gchar        *list_formats (void);
static gboolean      check_input (const DreamInput *input, GError **error);
static gboolean      check_layers (GPtrArray *layers, GError **error);
static void          network_clear (gpointer data);

/* Asked in this order. */
static const Reader readers[] = {
  { "TensorFlow Lite (.tflite)", dream_is_tflite, dream_read_tflite },
  { "TensorFlow.js (model.json)", dream_is_tfjs, dream_read_tfjs },
  { "TensorFlow (.pb)", dream_is_graphdef, dream_read_graphdef },
  { "Caffe (.caffemodel)", dream_is_caffe, dream_read_caffe },
  { "ONNX (.onnx)", dream_is_onnx, dream_read_onnx },
};

DreamNetwork *
dream_network_read (const gchar *path, const DreamInput *input, GError **error)
{
  g_autoptr (GBytes) file = dream_map_file (path, error);
  DreamNetwork      *network;

  if (! file)
    return NULL;

  network = read_bytes (file, path, input, error);
  if (! network)
    {
      g_autofree gchar *shown = g_filename_display_name (path);

      g_prefix_error (error, "%s: ", shown);
    }

  return network;
}

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
  layer->dilation_h    = 1;
  layer->dilation_w    = 1;
  layer->groups        = 1;
  layer->high          = INFINITY;
  layer->scale         = 1;
  layer->power         = 1;
  layer->slopes.scale  = 1;
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
dream_input_from_pixel (const DreamInput *input,
                        const gfloat     *rgb,
                        gfloat           *values)
{
  for (gint c = 0; c < 3; c++)
    values[c] = input->scale[c] *
                (255 * rgb[input->bgr ? 2 - c : c] - input->mean[c]);
}

static DreamNetwork *
read_bytes (GBytes           *file,
            const gchar      *path,
            const DreamInput *input,
            GError          **error)
{
  g_autofree gchar *formats = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (readers); i++)
    {
      DreamNetwork *network;

      if (! readers[i].probe (file))
        continue;

      network = readers[i].read (file, path, input, error);
      if (network)
        network->format = readers[i].format;

      return network;
    }

  if (g_bytes_get_size (file) == 0)
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK,
                           _("The network file is empty. Install the network "
                             "again."));
      return NULL;
    }

  formats = list_formats ();
  g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK,
               _("This is not a network file that can be read. Choose a file "
                 "of one of these formats: %s."),
                  formats);
  return NULL;
}

static gchar *
list_formats (void)
{
  GString *list = g_string_new (readers[0].format);

  for (gsize i = 1; i < G_N_ELEMENTS (readers); i++)
    g_string_append_printf (list, ", %s", readers[i].format);

  return g_string_free (list, FALSE);
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
                         _("The range of the network's input makes no sense. "
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
                   _("The network has %u layers; only 1 to %d can be used. "
                     "Install the network again."),
                      layers->len, DREAM_MAX_LAYERS);
      return FALSE;
    }

  for (guint i = 0; i < layers->len; i++)
    {
      DreamLayer *layer = g_ptr_array_index (layers, i);

      if (! dream_layer_graph_derive (checked, layer, error))
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
