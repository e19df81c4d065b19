/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The small classifier.
 */

#include <math.h>

#include "tiny-classifier.h"

#define CLASS_BELOW 11

DreamNetwork *
tiny_classifier_new (void)
{
  GPtrArray         *layers  = g_ptr_array_new ();
  g_autoptr (GRand)  random  = g_rand_new_with_seed (5);
  const gsize        sizes[] = { CLASS_BELOW * 27, CLASS_BELOW,
                                 TINY_CLASSES * CLASS_BELOW, TINY_CLASSES };
  const DreamInput   input   = { .scale = { 1 / 100.f, 1 / 100.f, 1 / 100.f },
                                 .mean  = { 100, 120, 140 } };
  g_autofree gfloat *values  = g_new (gfloat, 1000);
  g_autoptr (GBytes) bytes   = NULL;
  DreamTensor        tensors[4];
  const gfloat      *data;
  DreamNetwork      *network;

  for (gint i = 0; i < 1000; i++)
    values[i] = g_rand_double_range (random, -0.4, 0.4);
  bytes = g_bytes_new (values, 1000 * sizeof (gfloat));
  data  = g_bytes_get_data (bytes, NULL);

  for (gint i = 0; i < 4; i++)
    {
      tensors[i] = (DreamTensor){ .data     = (const guint8 *) data,
                                  .n_values = sizes[i],
                                  .scale    = 1 };
      data += sizes[i];
    }

  g_ptr_array_add (layers, dream_layer_new (DREAM_OP_INPUT, "picture", 0));
  g_ptr_array_add (layers, dream_layer_new (DREAM_OP_CONVOLUTION, "body", 1));
  g_ptr_array_add (layers, dream_layer_new (DREAM_OP_AVERAGE_POOL, "pool", 1));
  g_ptr_array_add (layers, dream_layer_new (DREAM_OP_CONVOLUTION, "logits", 1));

  for (guint i = 0; i < layers->len; i++)
    {
      DreamLayer *layer = layers->pdata[i];

      layer->channels = ((const gint[]){ 3, CLASS_BELOW, CLASS_BELOW,
                                         TINY_CLASSES })[i];
      if (i > 0)
        layer->inputs[0] = i - 1;
      if (i == 1)
        {
          layer->kernel_h = layer->kernel_w = 3;
          layer->stride_h = layer->stride_w = 2;
          layer->activation                 = DREAM_ACTIVATION_CLIP;
          layer->high                       = INFINITY;
        }
      if (i == 2)
        layer->kernel_h = layer->kernel_w = 5;
      if (i == 1 || i == 3)
        {
          layer->weights = tensors[i - 1];
          layer->bias    = tensors[i];
        }
    }

  network = dream_network_new (layers, &input, bytes, NULL);
  g_assert_nonnull (network);

  return network;
}
