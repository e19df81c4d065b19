/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The reader of Caffe's networks: which files belong to one, and what it
 * expects of a picture.
 */

#include <glib/gi18n-lib.h>
#include <string.h>

#include "caffe.h"
#include "descriptions.h"
#include "engine/error.h"
#include "engine/readers/encoding/protobuf-probe.h"
#include "engine/readers/encoding/protobuf-text.h"
#include "engine/readers/formats.h"
#include "graph.h"

typedef Caffe__TransformationParameter Transform;

static DreamCaffeNet *read_weights (GBytes       *file,
                                    DreamBuilder *builder,
                                    GError      **error);
static DreamCaffeNet *read_description (GBytes       *text,
                                        DreamBuilder *builder,
                                        GError      **error);
static DreamCaffeNet *find_description (const gchar         *path,
                                        const DreamCaffeNet *weights,
                                        DreamBuilder        *builder,
                                        GError             **error);
static gboolean fits (const DreamCaffeNet *net, const DreamCaffeNet *weights);
static DreamNetwork    *make_network (DreamBuilder        *builder,
                                      const DreamCaffeNet *weights,
                                      const DreamCaffeNet *description,
                                      const DreamInput    *input,
                                      GError             **error);
static gboolean         is_connected (const DreamCaffeNet *net);
static const Transform *find_transform (const DreamCaffeNet *net);
static DreamInput       get_input (const Transform *transform);

gboolean
dream_is_caffe (GBytes *file)
{
  static const DreamProtobufField fields[] = {
    { 1, DREAM_FIELD_TEXT, FALSE, FALSE },    /* name */
    { 2, DREAM_FIELD_MESSAGE, TRUE, TRUE },   /* layers */
    { 3, DREAM_FIELD_TEXT, TRUE, FALSE },     /* input */
    { 5, DREAM_FIELD_NUMBER, FALSE, FALSE },  /* force_backward */
    { 6, DREAM_FIELD_MESSAGE, FALSE, FALSE }, /* state */
    { 7, DREAM_FIELD_NUMBER, FALSE, FALSE },  /* debug_info */
    { 8, DREAM_FIELD_MESSAGE, TRUE, FALSE },  /* input_shape */
    { 100, DREAM_FIELD_MESSAGE, TRUE, TRUE }  /* layer */
  };

  return dream_caffe_is_description (file) ||
         dream_protobuf_looks_like (file, fields, G_N_ELEMENTS (fields));
}

DreamNetwork *
dream_read_caffe (GBytes           *file,
                  const gchar      *path,
                  const DreamInput *input,
                  GError          **error)
{
  g_autoptr (DreamBuilder)  builder     = dream_builder_new ();
  g_autoptr (DreamCaffeNet) weights     = read_weights (file, builder, error);
  g_autoptr (DreamCaffeNet) description = NULL;
  g_autoptr (GError)        problem     = NULL;

  if (! weights)
    return NULL;

  if (path)
    description = find_description (path, weights, builder, &problem);
  if (problem)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }

  return make_network (builder, weights, description, input, error);
}

DreamNetwork *
dream_caffe_read (GBytes           *weights,
                  GBytes           *description,
                  const DreamInput *input,
                  GError          **error)
{
  g_autoptr (DreamBuilder)  builder = dream_builder_new ();
  g_autoptr (DreamCaffeNet) net     = read_weights (weights, builder, error);
  g_autoptr (DreamCaffeNet) text    = NULL;

  if (! net)
    return NULL;

  if (description)
    {
      text = read_description (description, builder, error);
      if (! text)
        return NULL;
    }

  return make_network (builder, net, text, input, error);
}

static DreamCaffeNet *
read_weights (GBytes *file, DreamBuilder *builder, GError **error)
{
  if (dream_caffe_is_description (file))
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK,
                           _ ("This file describes a network, but holds no "
                              "weights. Choose the .caffemodel file that "
                              "belongs to it."));
      return NULL;
    }

  dream_builder_own (builder, g_bytes_ref (file),
                     (GDestroyNotify) g_bytes_unref);

  return dream_caffe_net_new (file, builder, error);
}

static DreamCaffeNet *
read_description (GBytes *text, DreamBuilder *builder, GError **error)
{
  g_autoptr (GBytes) message = NULL;
  gsize              size;
  const gchar       *data = g_bytes_get_data (text, &size);

  message = dream_protobuf_from_text (data, size,
                                      &caffe__net_parameter__descriptor, error);

  return message ? dream_caffe_net_new (message, builder, error) : NULL;
}

/* A folder may hold several networks, but only one file called
 * deploy.prototxt.
 */
static DreamCaffeNet *
find_description (const gchar         *path,
                  const DreamCaffeNet *weights,
                  DreamBuilder        *builder,
                  GError             **error)
{
  g_auto (GStrv) paths = dream_caffe_list_descriptions (path);

  for (guint i = 0; paths[i]; i++)
    {
      g_autoptr (GMappedFile)   file  = NULL;
      g_autoptr (GBytes)        text  = NULL;
      g_autoptr (DreamCaffeNet) found = NULL;

      if (! g_file_test (paths[i], G_FILE_TEST_IS_REGULAR))
        continue;

      file = g_mapped_file_new (paths[i], FALSE, error);
      if (! file)
        return NULL;

      text  = g_mapped_file_get_bytes (file);
      found = read_description (text, builder, error);
      if (! found)
        {
          g_autofree gchar *shown = g_filename_display_basename (paths[i]);

          g_prefix_error (error, "%s: ", shown);
          return NULL;
        }

      if (fits (found, weights))
        return g_steal_pointer (&found);
    }

  return NULL;
}

/* Whether there are weights for most of what needs some; a head that was
 * trained anew often has another name.
 */
static gboolean
fits (const DreamCaffeNet *net, const DreamCaffeNet *weights)
{
  static const gchar *const types[] = { "Convolution", "CONVOLUTION",
                                        "InnerProduct", "INNER_PRODUCT", NULL };
  guint                     n_known = 0;
  guint                     n       = 0;

  for (gsize i = 0; i < net->parameter->n_layer; i++)
    {
      const Caffe__LayerParameter *layer = net->parameter->layer[i];

      if (! layer->type || ! layer->name ||
          ! g_strv_contains (types, layer->type))
        continue;

      n++;
      n_known += g_hash_table_contains (weights->blobs, layer->name);
    }

  return n_known > n / 2;
}

static DreamNetwork *
make_network (DreamBuilder        *builder,
              const DreamCaffeNet *weights,
              const DreamCaffeNet *description,
              const DreamInput    *input,
              GError             **error)
{
  const DreamCaffeNet *net       = description ? description : weights;
  const Transform     *transform = find_transform (weights);
  DreamInput           expected;

  if (! is_connected (net))
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK,
                           _ ("This file holds weights, but does not say how "
                              "the layers are connected. Put the .prototxt "
                              "file of the same name beside it."));
      return NULL;
    }

  if (! transform)
    transform = find_transform (net);
  expected = input ? *input : get_input (transform);

  if (! dream_caffe_read_layers (builder, net, weights, error))
    return NULL;

  return dream_builder_finish (builder, &expected, error);
}

static gboolean
is_connected (const DreamCaffeNet *net)
{
  for (gsize i = 0; i < net->parameter->n_layer; i++)
    if (net->parameter->layer[i]->n_bottom > 0)
      return TRUE;

  return FALSE;
}

/* How pictures were prepared in training, if @net says so. */
static const Transform *
find_transform (const DreamCaffeNet *net)
{
  for (gsize i = 0; i < net->parameter->n_layer; i++)
    {
      const Caffe__LayerParameter *layer = net->parameter->layer[i];

      if (dream_caffe_is_source (layer) && layer->transform_param)
        return layer->transform_param;
    }

  return NULL;
}

/* Without @transform the mean of ImageNet. */
static DreamInput
get_input (const Transform *transform)
{
  DreamInput input = { { 1, 1, 1 }, { 104, 117, 123 }, TRUE };

  for (guint c = 0; transform && c < 3; c++)
    {
      const gsize n_means = transform->n_mean_value;

      input.scale[c] = transform->scale;

      if (n_means == 1 || n_means == 3)
        input.mean[c] = transform->mean_value[n_means == 1 ? 0 : c];
      else if (transform->scale != 1 && ! transform->mean_file)
        input.mean[c] = 0;
    }

  return input;
}
