/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of formats, and which of them a file has.
 */

#include <glib/gi18n-lib.h>

#include "engine/error.h"
#include "engine/readers/encoding/map-file.h"
#include "formats.h"
#include "read.h"

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
        dream_network_set_format (network, readers[i].format);

      return network;
    }

  if (g_bytes_get_size (file) == 0)
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK,
                           _ ("The network file is empty. Install the network "
                              "again."));
      return NULL;
    }

  formats = list_formats ();
  g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK,
               _ ("This is not a network file that can be read. Choose a file "
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
