/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Small networks built by hand.
 */

#include "hand-network.h"

#define N_CHANNELS 2
#define N_VALUES   4096

static const guint8 zeros[N_VALUES] = { 0 };

const DreamInput hand_input = { .scale = { 1, 1, 1 } };

GPtrArray *
hand_start (void)
{
  GPtrArray *layers = g_ptr_array_new_with_free_func (
    (GDestroyNotify) dream_layer_free);
  DreamLayer *layer = dream_layer_new (DREAM_OP_INPUT, "input", 0);

  layer->channels = 3;
  g_ptr_array_add (layers, layer);

  return layers;
}

void
hand_add_convolution (GPtrArray   *layers,
                      const gchar *name,
                      guint        input,
                      gint         kernel_h,
                      gint         kernel_w,
                      gint         stride,
                      DreamPadding padding)
{
  DreamLayer *layer = dream_layer_new (DREAM_OP_CONVOLUTION, name, 1);

  layer->inputs[0]        = input;
  layer->channels         = N_CHANNELS;
  layer->kernel_h         = kernel_h;
  layer->kernel_w         = kernel_w;
  layer->stride_h         = stride;
  layer->stride_w         = stride;
  layer->padding          = padding;
  layer->weights.data     = zeros;
  layer->weights.n_values = N_CHANNELS * kernel_h * kernel_w *
                            hand_layer (layers, input)->channels;
  layer->weights.coding = DREAM_CODING_UINT8;
  g_assert_cmpuint (layer->weights.n_values, <=, sizeof zeros);
  g_ptr_array_add (layers, layer);
}

void
hand_add_pool (GPtrArray   *layers,
               const gchar *name,
               guint        input,
               gint         kernel,
               gint         stride,
               DreamPadding padding)
{
  DreamLayer *layer = dream_layer_new (DREAM_OP_MAX_POOL, name, 1);

  layer->inputs[0] = input;
  layer->channels  = hand_layer (layers, input)->channels;
  layer->kernel_h  = kernel;
  layer->kernel_w  = kernel;
  layer->stride_h  = stride;
  layer->stride_w  = stride;
  layer->padding   = padding;
  g_ptr_array_add (layers, layer);
}

void
hand_add_concat (GPtrArray   *layers,
                 const gchar *name,
                 guint        first,
                 guint        second)
{
  DreamLayer *layer = dream_layer_new (DREAM_OP_CONCAT, name, 2);

  layer->inputs[0] = first;
  layer->inputs[1] = second;
  layer->channels  = hand_layer (layers, first)->channels +
                    hand_layer (layers, second)->channels;
  g_ptr_array_add (layers, layer);
}

DreamNetwork *
hand_finish (GPtrArray *layers)
{
  g_autoptr (GError) error = NULL;
  DreamNetwork *network = dream_network_new (layers, &hand_input, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (network);

  return network;
}

DreamLayer *
hand_layer (GPtrArray *layers, guint index)
{
  return g_ptr_array_index (layers, index);
}
