/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Caffe's layers that join values, give them another shape or leave them as
 * they are.
 */

#include <glib/gi18n-lib.h>

#include "operations.h"

gboolean
dream_caffe_read_concat (DreamBuilder          *builder,
                         const DreamCaffeLayer *layer,
                         GError               **error)
{
  const Caffe__LayerParameter  *parameter = layer->parameter;
  const Caffe__ConcatParameter *concat    = parameter->concat_param;

  if (concat && (! dream_caffe_is_channels (concat->axis) ||
                 concat->concat_dim != DREAM_CAFFE_CHANNELS))
    return dream_builder_refuse (layer->name, DREAM_REASON_AXIS, error);

  return dream_builder_add_concat (builder, layer->name,
                                   (const gchar *const *) parameter->bottom,
                                   parameter->n_bottom, layer->top, error);
}

gboolean
dream_caffe_read_flatten (DreamBuilder          *builder,
                          const DreamCaffeLayer *layer,
                          GError               **error)
{
  const Caffe__FlattenParameter *flatten = layer->parameter->flatten_param;

  if (flatten && (! dream_caffe_is_channels (flatten->axis) ||
                  (flatten->end_axis != -1 &&
                   flatten->end_axis != DREAM_CAFFE_N_DIMENSIONS - 1)))
    return dream_builder_unsupported (layer->name,
                                      _ ("It joins axes other than all of a "
                                         "picture's."),
                                      error);

  dream_builder_flatten (builder, layer->bottom, layer->top);

  return TRUE;
}

/* Only as long as nothing changes, or all becomes channels: a batch, then all
 * that there is, then ones.
 */
gboolean
dream_caffe_read_reshape (DreamBuilder          *builder,
                          const DreamCaffeLayer *layer,
                          GError               **error)
{
  const Caffe__ReshapeParameter *reshape = layer->parameter->reshape_param;
  const Caffe__BlobShape        *shape   = NULL;
  gboolean                       keeps;
  gboolean                       flattens;

  if (reshape && reshape->n_shape == 1 && reshape->axis == 0 &&
      reshape->num_axes == -1)
    shape = reshape->shape[0];

  keeps    = shape && shape->n_dim == DREAM_CAFFE_N_DIMENSIONS;
  flattens = shape && shape->n_dim > DREAM_CAFFE_CHANNELS &&
             shape->dim[0] >= 0 && shape->dim[DREAM_CAFFE_CHANNELS] == -1;
  for (gsize i = 0; shape && i < shape->n_dim; i++)
    {
      keeps    = keeps && shape->dim[i] == 0;
      flattens = flattens && (i <= DREAM_CAFFE_CHANNELS || shape->dim[i] == 1);
    }

  if (! keeps && ! flattens)
    return dream_builder_unsupported (layer->name,
                                      _ ("It changes the shape of its input."),
                                      error);

  if (keeps)
    dream_builder_alias (builder, layer->bottom, layer->top);
  else
    dream_builder_flatten (builder, layer->bottom, layer->top);

  return TRUE;
}

/* A softmax too: a dream of a class is one of what goes into it. */
gboolean
dream_caffe_read_nothing (DreamBuilder          *builder,
                          const DreamCaffeLayer *layer,
                          GError               **error G_GNUC_UNUSED)
{
  const Caffe__LayerParameter *parameter = layer->parameter;

  for (gsize i = 0; i < parameter->n_top; i++)
    dream_builder_alias (builder, layer->bottom, parameter->top[i]);

  return TRUE;
}
