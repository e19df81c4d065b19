/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keras's pools: of windows, and of all positions.
 */

#include "keras.h"

static DreamOp find_pool (const gchar *class_name);

gboolean
dream_keras_pool (DreamKeras *self, const DreamKerasCall *call, GError **error)
{
  g_autoptr (DreamLayer) layer = dream_builder_start (self->builder,
                                                      find_pool (
                                                        call->class_name),
                                                      call->name, call->inputs,
                                                      1, error);

  if (! layer)
    return FALSE;

  layer->kernel_h = layer->kernel_w = 2;
  if (! dream_keras_pair (call, "pool_size", &layer->kernel_h, &layer->kernel_w,
                          error))
    return FALSE;

  layer->stride_h = layer->kernel_h;
  layer->stride_w = layer->kernel_w;

  return dream_keras_window (call, layer, error) &&
         dream_builder_add (self->builder, g_steal_pointer (&layer),
                            call->output, error);
}

gboolean
dream_keras_global_pool (DreamKeras           *self,
                         const DreamKerasCall *call,
                         GError              **error)
{
  return dream_keras_has_usual_format (call, error) &&
         dream_builder_add_global_pool (self->builder, call->name,
                                        call->inputs[0], call->output,
                                        find_pool (call->class_name), error);
}

static DreamOp
find_pool (const gchar *class_name)
{
  return g_str_equal (class_name, "MaxPooling2D") ||
             g_str_equal (class_name, "GlobalMaxPooling2D")
           ? DREAM_OP_MAX_POOL
           : DREAM_OP_AVERAGE_POOL;
}
