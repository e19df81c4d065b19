/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the engine makes of a network file: its layers, their values for a
 * picture, and the gradients that they give.  See --help.
 */

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include "../passes.h"
#include "engine/readers/read.h"
#include "plugin/core/catalog/library.h"

typedef struct
{
  DreamNetwork       *network;
  DreamThreads       *threads;
  GPtrArray          *pictures; /* of DreamPicture */
  const DreamKernels *kernels;
  const gchar        *folder;
  gint                n_pictures;
  gboolean            gradient;
} Writer;

static DreamNetwork *read_network (const gchar *path,
                                   const gchar *order,
                                   const gchar *mean,
                                   const gchar *scale,
                                   GError     **error);
static DreamNetwork *read_installed (const gchar *name, GError **error);
static gboolean read_triple (const gchar *text, gfloat *values, GError **error);
static void     list (const DreamNetwork *network);
static gboolean write_all (Writer      *self,
                           const gchar *path,
                           gchar      **layers,
                           GError     **error);
static gboolean read_pictures (Writer *self, const gchar *path, GError **error);
static gboolean write_layer (const Writer *self,
                             const gchar  *name,
                             guint         number,
                             GError      **error);
static gboolean write_values (const Writer  *self,
                              DreamCompiled *compiled,
                              guint          number,
                              GError       **error);
static gboolean write_gradients (const Writer  *self,
                                 DreamCompiled *compiled,
                                 guint          number,
                                 GError       **error);
static gboolean write_array (const Writer *self,
                             guint         number,
                             const gchar  *ending,
                             const gint   *size,
                             const GArray *values,
                             GError      **error);
static gboolean bad_value (GError **error, const gchar *sentence);

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context   = NULL;
  g_autoptr (GError)         error     = NULL;
  g_autofree gchar          *order     = NULL;
  g_autofree gchar          *mean      = NULL;
  g_autofree gchar          *scale     = NULL;
  g_autofree gchar          *set       = NULL;
  Writer                     writer    = { .n_pictures = 1 };
  const GOptionEntry         entries[] = {
            { "order", 0, 0, G_OPTION_ARG_STRING, &order,
              "The network's channels: rgb or bgr", "ORDER" },
            { "mean", 0, 0, G_OPTION_ARG_STRING, &mean, "Their means, 0..255",
              "A,B,C" },
            { "scale", 0, 0, G_OPTION_ARG_STRING, &scale, "One factor, or three", "S" },
            { "gradient", 0, 0, G_OPTION_ARG_NONE, &writer.gradient,
              "Write gradients as well", NULL },
            { "pictures", 0, 0, G_OPTION_ARG_INT, &writer.n_pictures,
              "The file has so many pictures, one below the other", "NUMBER" },
            { "kernels", 0, 0, G_OPTION_ARG_STRING, &set,
              "An instruction set instead of the best", "SET" },
            G_OPTION_ENTRY_NULL
  };
  gboolean done;

  setlocale (LC_ALL, "");
  context = g_option_context_new ("NETWORK [PICTURE.npy FOLDER LAYER…]");
  g_option_context_set_summary (
    context, "Lists a network's layers: name, operation, channels, stride, "
             "receptive field and\nsmallest picture, separated by tabs.  With "
             "a picture (rows x columns x 3, 0..255)\nwrites FOLDER/N.npy for "
             "each LAYER, N = 0, 1, …: channels x rows x columns; and\n"
             "FOLDER/N-gradient.npy: of half the sum of squares, towards the "
             "picture.  Of several pictures the first axis has all, one "
             "after the other.\nNETWORK is a file or the name of an installed "
             "network.");
  g_option_context_add_main_entries (context, entries, NULL);

  done = g_option_context_parse (context, &argc, &argv, &error);
  if (done && (argc < 2 || argc == 3 || argc == 4))
    done = bad_value (&error, "See --help for what to name.");
  done = done &&
         (writer.network = read_network (argv[1], order, mean, scale, &error));

  if (done && argc == 2)
    {
      list (writer.network);
    }
  else if (done)
    {
      writer.kernels = dream_kernels_choose (set);
      writer.folder  = argv[3];
      done           = writer.kernels
                         ? write_all (&writer, argv[2], argv + 4, &error)
                         : bad_value (&error, "These kernels cannot run here.");
    }

  if (! done)
    fprintf (stderr, "%s\n", error->message);
  g_clear_pointer (&writer.network, dream_network_unref);

  return done ? EXIT_SUCCESS : EXIT_FAILURE;
}

static DreamNetwork *
read_network (const gchar *path,
              const gchar *order,
              const gchar *mean,
              const gchar *scale,
              GError     **error)
{
  DreamInput input = { { 1, 1, 1 }, { 0, 0, 0 }, FALSE };

  if (! g_file_test (path, G_FILE_TEST_EXISTS))
    return read_installed (path, error);

  if (! order && ! mean && ! scale)
    return dream_network_read (path, NULL, error);

  if ((mean && ! read_triple (mean, input.mean, error)) ||
      (scale && ! read_triple (scale, input.scale, error)))
    return NULL;
  input.bgr = g_strcmp0 (order, "bgr") == 0;

  return dream_network_read (path, &input, error);
}

static DreamNetwork *
read_installed (const gchar *name, GError **error)
{
  g_autoptr (DeepDreamInstalled) installed = NULL;

  installed = deep_dream_library_find (name, error);

  return installed
           ? dream_network_read (installed->path, installed->input, error)
           : NULL;
}

static gboolean
read_triple (const gchar *text, gfloat *values, GError **error)
{
  g_auto (GStrv) parts   = g_strsplit (text, ",", -1);
  guint          n_parts = g_strv_length (parts);

  if (n_parts != 1 && n_parts != 3)
    return bad_value (error, "A mean or scale is one number or three.");

  for (gint c = 0; c < 3; c++)
    values[c] = g_ascii_strtod (parts[n_parts == 1 ? 0 : c], NULL);

  return TRUE;
}

static void
list (const DreamNetwork *network)
{
  static const gchar *const operations[] = {
    "input",      "convolution", "max-pool", "average-pool", "lrn",
    "activation", "add",         "multiply", "maximum",      "concat"
  };

  for (guint i = 0; i < dream_network_n_layers (network); i++)
    {
      const DreamLayer *layer = dream_network_get_layer (network, i);

      printf ("%s\t%s\t%d\t%d\t%d\t%d\n", layer->name, operations[layer->op],
              layer->channels, layer->stride, layer->receptive_field,
              layer->minimum_size);
    }
}

static gboolean
write_all (Writer *self, const gchar *path, gchar **layers, GError **error)
{
  gboolean done;

  self->threads  = dream_threads_new (0);
  self->pictures = g_ptr_array_new_with_free_func (
    (GDestroyNotify) dream_picture_free);

  done = read_pictures (self, path, error);
  for (guint i = 0; done && layers[i]; i++)
    {
      done = write_layer (self, layers[i], i, error);
      if (! done)
        g_prefix_error (error, "%s: ", layers[i]);
    }

  g_ptr_array_unref (self->pictures);
  dream_threads_free (self->threads);

  return done;
}

static gboolean
read_pictures (Writer *self, const gchar *path, GError **error)
{
  g_autoptr (Npy) image = npy_read (path, error);
  const gint      n     = self->n_pictures;

  if (! image)
    return FALSE;

  if (n < 1 || image->size[0] % n != 0)
    return bad_value (error, "The rows are not those of so many pictures.");

  for (gint i = 0; i < n; i++)
    {
      const gsize   n_values = image->n_values / n;
      const Npy     part     = { 3,
                                 { image->size[0] / n, image->size[1], image->size[2] },
                                 n_values,
                                 image->values + i * n_values };
      DreamPicture *picture  = passes_picture (&part, error);

      if (! picture)
        return FALSE;
      g_ptr_array_add (self->pictures, picture);
    }

  return TRUE;
}

static gboolean
write_layer (const Writer *self,
             const gchar  *name,
             guint         number,
             GError      **error)
{
  g_autoptr (DreamCompiled) compiled = NULL;
  guint                     target;

  return dream_network_find_layer (self->network, name, &target, error) &&
         (compiled = dream_compiled_new (self->network, &target, 1,
                                         self->kernels, self->threads,
                                         error)) &&
         write_values (self, compiled, number, error) &&
         (! self->gradient || write_gradients (self, compiled, number, error));
}

static gboolean
write_values (const Writer  *self,
              DreamCompiled *compiled,
              guint          number,
              GError       **error)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (gfloat));
  gint               size[3];

  for (guint i = 0; i < self->pictures->len; i++)
    {
      g_autofree gfloat *values = NULL;

      values = passes_forward (compiled, self->threads,
                               self->pictures->pdata[i], &size[0], &size[1],
                               &size[2], error);
      if (! values)
        return FALSE;
      g_array_append_vals (all, values, size[0] * size[1] * size[2]);
    }

  size[0] *= self->pictures->len;

  return write_array (self, number, "", size, all, error);
}

static gboolean
write_gradients (const Writer  *self,
                 DreamCompiled *compiled,
                 guint          number,
                 GError       **error)
{
  g_autoptr (GArray) all     = g_array_new (FALSE, FALSE, sizeof (gfloat));
  gint               size[3] = { 0, 0, 3 };

  for (guint i = 0; i < self->pictures->len; i++)
    {
      g_autoptr (DreamPicture) gradient = NULL;

      gradient = passes_gradient (compiled, self->threads,
                                  self->pictures->pdata[i], error);
      if (! gradient)
        return FALSE;
      size[0] += gradient->height;
      size[1] = gradient->width;
      g_array_append_vals (all, gradient->pixels,
                           gradient->height * gradient->width * size[2]);
    }

  return write_array (self, number, "-gradient", size, all, error);
}

static gboolean
write_array (const Writer *self,
             guint         number,
             const gchar  *ending,
             const gint   *size,
             const GArray *values,
             GError      **error)
{
  g_autofree gchar *path = g_strdup_printf ("%s/%u%s.npy", self->folder, number,
                                            ending);

  return npy_write (path, size, (const gfloat *) (gpointer) values->data,
                    error);
}

static gboolean
bad_value (GError **error, const gchar *sentence)
{
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       sentence);
  return FALSE;
}
