/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which of Caffe's layers count, and where the picture enters.
 */

#include <string.h>

#include "graph.h"

#define PICTURE_CHANNELS 3

/* Batch, channels, rows, columns. */
#define N_DIMENSIONS 4

typedef struct
{
  DreamBuilder        *builder;
  const DreamCaffeNet *weights;
  gboolean             has_picture;
} Reader;

static gboolean add_input (Reader                    *reader,
                           const Caffe__NetParameter *net,
                           GError                   **error);
static gboolean read_layer (Reader                      *reader,
                            const Caffe__LayerParameter *layer,
                            GError                     **error);
static gboolean add_source (Reader                      *reader,
                            const Caffe__LayerParameter *layer,
                            GError                     **error);
static gboolean add_picture (Reader        *reader,
                             const gchar   *value,
                             const gchar   *name,
                             gsize          n_dimensions,
                             const int64_t *dimensions,
                             GError       **error);
static gboolean is_for_training (const Caffe__LayerParameter *layer);
static gboolean read_or_leave (Reader                      *reader,
                               const Caffe__LayerParameter *layer,
                               GError                     **error);
static gboolean read_operation (Reader                      *reader,
                                const Caffe__LayerParameter *layer,
                                GError                     **error);

gboolean
dream_caffe_read_layers (DreamBuilder        *builder,
                         const DreamCaffeNet *net,
                         const DreamCaffeNet *weights,
                         GError             **error)
{
  const Caffe__NetParameter *parameter = net->parameter;
  Reader                     reader    = { builder, weights, FALSE };

  if (parameter->n_input > 0 && ! add_input (&reader, parameter, error))
    return FALSE;

  for (gsize i = 0; i < parameter->n_layer; i++)
    {
      if (! read_layer (&reader, parameter->layer[i], error))
        return FALSE;
    }

  return TRUE;
}

gboolean
dream_caffe_is_source (const Caffe__LayerParameter *layer)
{
  return layer->type && layer->n_top > 0 &&
         (strcmp (layer->type, "Input") == 0 ||
          g_str_has_suffix (layer->type, "Data") ||
          strcmp (layer->type, "DATA") == 0 ||
          g_str_has_suffix (layer->type, "_DATA"));
}

/* The sizes of the oldest form are four numbers an input. */
static gboolean
add_input (Reader *reader, const Caffe__NetParameter *net, GError **error)
{
  const gchar *value = net->input[0];

  if (net->n_input_shape > 0)
    return add_picture (reader, value, value, net->input_shape[0]->n_dim,
                        net->input_shape[0]->dim, error);

  return add_picture (reader, value, value,
                      MIN (net->n_input_dim, N_DIMENSIONS), net->input_dim,
                      error);
}

static gboolean
read_layer (Reader *reader, const Caffe__LayerParameter *layer, GError **error)
{
  /* A picture for training will do where there is no other. */
  if (dream_caffe_is_source (layer))
    return reader->has_picture || add_source (reader, layer, error);

  if (is_for_training (layer))
    return TRUE;

  /* Some files only say what reads the picture. */
  if (! reader->has_picture && layer->n_bottom > 0 &&
      ! add_picture (reader, layer->bottom[0], layer->bottom[0], 0, NULL,
                     error))
    return FALSE;

  return read_or_leave (reader, layer, error);
}

static gboolean
add_source (Reader *reader, const Caffe__LayerParameter *layer, GError **error)
{
  const Caffe__InputParameter          *input     = layer->input_param;
  const Caffe__TransformationParameter *transform = layer->transform_param;
  const gchar *name = layer->name ? layer->name : layer->top[0];

  if (input && input->n_shape > 0)
    return add_picture (reader, layer->top[0], name, input->shape[0]->n_dim,
                        input->shape[0]->dim, error);

  if (transform && transform->crop_size > 0)
    {
      const int64_t side                     = transform->crop_size;
      const int64_t dimensions[N_DIMENSIONS] = { 1, PICTURE_CHANNELS, side,
                                                 side };

      return add_picture (reader, layer->top[0], name, N_DIMENSIONS, dimensions,
                          error);
    }

  return add_picture (reader, layer->top[0], name, 0, NULL, error);
}

/* @dimensions: none if the file does not say. */
static gboolean
add_picture (Reader        *reader,
             const gchar   *value,
             const gchar   *name,
             gsize          n_dimensions,
             const int64_t *dimensions,
             GError       **error)
{
  g_autofree gchar *shown    = g_utf8_make_valid (name, -1);
  gint              height   = 0;
  gint              width    = 0;
  gint              channels = PICTURE_CHANNELS;

  if (n_dimensions > 0)
    {
      if (n_dimensions != N_DIMENSIONS ||
          (dimensions[1] != 1 && dimensions[1] != PICTURE_CHANNELS))
        return dream_builder_refuse (shown, DREAM_REASON_PICTURE, error);

      channels = dimensions[1];
      height   = CLAMP (dimensions[2], 0, DREAM_MAX_TRAINED_SIZE);
      width    = CLAMP (dimensions[3], 0, DREAM_MAX_TRAINED_SIZE);
    }

  reader->has_picture = TRUE;

  return dream_builder_add_picture (reader->builder, value, shown, height,
                                    width, channels, error);
}

/* Losses and what measures a network's success need labels. */
static gboolean
is_for_training (const Caffe__LayerParameter *layer)
{
  static const gchar *const types[]     = { "Accuracy",    "ACCURACY",
                                            "Silence",     "SILENCE",
                                            "HDF5Output",  "HDF5_OUTPUT",
                                            "SOFTMAX_LOSS" };
  gboolean                  is_included = layer->n_include == 0;

  for (gsize i = 0; i < layer->n_include; i++)
    is_included = is_included || ! layer->include[i]->has_phase ||
                  layer->include[i]->phase == CAFFE__PHASE__TEST;

  for (gsize i = 0; i < layer->n_exclude; i++)
    is_included = is_included && layer->exclude[i]->has_phase &&
                  layer->exclude[i]->phase != CAFFE__PHASE__TEST;

  if (! is_included || ! layer->type)
    return ! is_included;

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (strcmp (layer->type, types[i]) == 0)
      return TRUE;

  return g_str_has_suffix (layer->type, "Loss") ||
         g_str_has_suffix (layer->type, "_LOSS");
}

static gboolean
read_or_leave (Reader                      *reader,
               const Caffe__LayerParameter *layer,
               GError                     **error)
{
  g_autoptr (GError) problem = NULL;

  if (read_operation (reader, layer, &problem))
    return TRUE;

  if (! dream_builder_can_leave_out (&problem, error))
    return FALSE;

  for (gsize i = 0; i < layer->n_top; i++)
    dream_builder_leave_out (reader->builder, layer->top[i],
                             g_error_copy (problem));

  return TRUE;
}

static gboolean
read_operation (Reader                      *reader,
                const Caffe__LayerParameter *layer,
                GError                     **error)
{
  static const DreamCaffeBlobs none = { 0 };
  const gchar                 *type = layer->type ? layer->type : "";
  DreamCaffeRead               read = dream_caffe_find_operation (type);
  DreamCaffeLayer given = { layer, layer->name ? layer->name : "", NULL, NULL,
                            &none };
  const DreamCaffeBlobs *blobs = g_hash_table_lookup (reader->weights->blobs,
                                                      given.name);

  if (! read)
    return dream_builder_unknown (given.name, type, error);

  if (layer->n_bottom == 0 || layer->n_top == 0)
    return dream_builder_damaged (error);

  given.bottom = layer->bottom[0];
  given.top    = layer->top[0];
  if (blobs)
    given.blobs = blobs;

  return read (reader->builder, &given, error);
}
