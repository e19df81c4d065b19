/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The small network.
 */

#include <math.h>

#include "tiny-network.h"

static guint add_layer (GPtrArray   *layers,
                        DreamOp      op,
                        const gchar *name,
                        const guint *inputs,
                        guint        n_inputs);
static guint add_conv (GPtrArray   *layers,
                       GByteArray  *memory,
                       GRand       *random,
                       const gchar *name,
                       guint        input,
                       gint         channels,
                       gint         kernel_h,
                       gint         kernel_w,
                       gint         stride,
                       DreamPadding padding,
                       gboolean     relu);
static guint add_pool (GPtrArray   *layers,
                       DreamOp      op,
                       const gchar *name,
                       guint        input,
                       gint         kernel,
                       gint         stride,
                       DreamPadding padding);
static guint add_lrn (GPtrArray   *layers,
                      const gchar *name,
                      guint        input,
                      gint         size,
                      gfloat       beta);
static void  add_values (GByteArray  *memory,
                         GRand       *random,
                         DreamTensor *tensor,
                         gsize        n_values,
                         gdouble      range);

DreamNetwork *
tiny_network_new (guint32 seed)
{
  GPtrArray         *layers = g_ptr_array_new ();
  GByteArray        *memory = g_byte_array_new ();
  g_autoptr (GRand)  random = g_rand_new_with_seed (seed);
  g_autoptr (GBytes) bytes  = NULL;
  g_autoptr (GError) error  = NULL;
  DreamNetwork      *network;
  guint              a, b, c, d, e, f;
  const gboolean     relu  = TRUE;
  const DreamInput   input = {
      .scale = { 1 / 128.0f, 1 / 120.0f, 1 / 130.0f },
      .mean  = { 128, 120, 110 },
      .bgr   = TRUE,
  };

  add_layer (layers, DREAM_OP_INPUT, "picture", NULL, 0);
  a = add_conv (layers, memory, random, "stem", 0, 10, 3, 3, 2,
                DREAM_PADDING_SAME, relu);
  b = add_conv (layers, memory, random, "body/3x3", a, 12, 3, 3, 1,
                DREAM_PADDING_EXPLICIT, relu);
  b = add_lrn (layers, "body/lrn", b, 5, 0.75);
  b = add_conv (layers, memory, random, "body/5x5", b, 15, 5, 5, 1,
                DREAM_PADDING_SAME, relu);
  a = add_pool (layers, DREAM_OP_MAX_POOL, "body/pool", b, 3, 2,
                DREAM_PADDING_EXPLICIT);
  b = add_conv (layers, memory, random, "mix/1x1", a, 17, 1, 1, 1,
                DREAM_PADDING_SAME, relu);
  c = add_conv (layers, memory, random, "mix/1x7", b, 33, 1, 7, 1,
                DREAM_PADDING_SAME, relu);
  c = add_conv (layers, memory, random, "mix/7x1", c, 9, 7, 1, 1,
                DREAM_PADDING_SAME, relu);
  c = add_conv (layers, memory, random, "mix/1x3", c, 21, 1, 3, 1,
                DREAM_PADDING_SAME, FALSE);
  c = add_lrn (layers, "mix/lrn", c, 4, 0.6);
  c = add_conv (layers, memory, random, "mix/3x1", c, 18, 3, 1, 1,
                DREAM_PADDING_SAME, relu);
  d = add_pool (layers, DREAM_OP_AVERAGE_POOL, "mix/average", a, 3, 1,
                DREAM_PADDING_SAME);
  e = add_conv (layers, memory, random, "mix/linear", d, 5, 1, 1, 1,
                DREAM_PADDING_EXPLICIT, FALSE);
  /* "mix/1x1" is read by "mix/1x7" too, so it must be copied; the pool "a" is
   * shared with three others. */
  f = add_layer (layers, DREAM_OP_CONCAT, "mix/inner", (const guint[]){ c, e },
                 2);
  a = add_layer (layers, DREAM_OP_CONCAT, "mix/concat",
                 (const guint[]){ b, f, a }, 3);
  b = add_conv (layers, memory, random, "head/3x3", a, 40, 3, 3, 2,
                DREAM_PADDING_SAME, relu);
  c = add_conv (layers, memory, random, "head/2x2", a, 12, 2, 2, 2,
                DREAM_PADDING_SAME, relu);
  c = add_pool (layers, DREAM_OP_AVERAGE_POOL, "head/average", c, 2, 1,
                DREAM_PADDING_SAME);
  d = add_pool (layers, DREAM_OP_MAX_POOL, "head/pool", c, 3, 1,
                DREAM_PADDING_SAME);
  c = add_conv (layers, memory, random, "head/1x1 of 2", a, 9, 1, 1, 2,
                DREAM_PADDING_SAME, relu);
  add_layer (layers, DREAM_OP_CONCAT, "head/concat",
             (const guint[]){ b, d, c, d }, 4);

  /* The tensors were offsets until the memory stopped moving. */
  for (guint i = 0; i < layers->len; i++)
    {
      DreamLayer *layer = g_ptr_array_index (layers, i);

      if (layer->op == DREAM_OP_CONVOLUTION)
        {
          layer->weights.data = memory->data +
                                GPOINTER_TO_SIZE (layer->weights.data);
          layer->bias.data = memory->data + GPOINTER_TO_SIZE (layer->bias.data);
        }
    }

  bytes   = g_byte_array_free_to_bytes (memory);
  network = dream_network_new (layers, &input, bytes, &error);
  g_assert_no_error (error);

  return network;
}

DreamPicture *
random_picture (gint width, gint height, guint32 seed)
{
  g_autoptr (GRand) random  = g_rand_new_with_seed (seed);
  DreamPicture     *picture = dream_picture_new (width, height, NULL);

  for (gsize i = 0; i < dream_picture_n_values (picture); i++)
    picture->pixels[i] = g_rand_double (random);

  return picture;
}

static guint
add_layer (GPtrArray   *layers,
           DreamOp      op,
           const gchar *name,
           const guint *inputs,
           guint        n_inputs)
{
  DreamLayer *layer = dream_layer_new (op, name, n_inputs);

  layer->kernel_h = layer->kernel_w = 1;
  layer->stride_h = layer->stride_w = 1;
  layer->channels                   = op == DREAM_OP_INPUT ? 3 : 0;
  for (guint n = 0; n < n_inputs; n++)
    {
      const DreamLayer *input = g_ptr_array_index (layers, inputs[n]);

      layer->inputs[n] = inputs[n];
      layer->channels += input->channels;
    }

  g_ptr_array_add (layers, layer);

  return layers->len - 1;
}

static guint
add_conv (GPtrArray   *layers,
          GByteArray  *memory,
          GRand       *random,
          const gchar *name,
          guint        input,
          gint         channels,
          gint         kernel_h,
          gint         kernel_w,
          gint         stride,
          DreamPadding padding,
          gboolean     relu)
{
  const guint index = add_layer (layers, DREAM_OP_CONVOLUTION, name, &input, 1);
  DreamLayer *layer = g_ptr_array_index (layers, index);
  const gsize reads = (gsize) kernel_h * kernel_w * layer->channels;

  layer->channels = channels;
  layer->kernel_h = kernel_h;
  layer->kernel_w = kernel_w;
  layer->stride_h = stride;
  layer->stride_w = stride;
  layer->padding  = padding;
  if (relu)
    layer->activation = DREAM_ACTIVATION_CLIP;
  add_values (memory, random, &layer->weights, reads * channels,
              sqrt (6.0 / reads));
  add_values (memory, random, &layer->bias, channels, 0.1);

  return index;
}

static guint
add_pool (GPtrArray   *layers,
          DreamOp      op,
          const gchar *name,
          guint        input,
          gint         kernel,
          gint         stride,
          DreamPadding padding)
{
  const guint index = add_layer (layers, op, name, &input, 1);
  DreamLayer *layer = g_ptr_array_index (layers, index);

  layer->kernel_h = layer->kernel_w = kernel;
  layer->stride_h = layer->stride_w = stride;
  layer->padding                    = padding;

  return index;
}

static guint
add_lrn (GPtrArray   *layers,
         const gchar *name,
         guint        input,
         gint         size,
         gfloat       beta)
{
  const guint index = add_layer (layers, DREAM_OP_LRN, name, &input, 1);
  DreamLayer *layer = g_ptr_array_index (layers, index);

  layer->lrn_size  = size;
  layer->lrn_alpha = 0.3f;
  layer->lrn_beta  = beta;
  layer->lrn_bias  = 1.5f;

  return index;
}

static void
add_values (GByteArray  *memory,
            GRand       *random,
            DreamTensor *tensor,
            gsize        n_values,
            gdouble      range)
{
  tensor->data     = GSIZE_TO_POINTER (memory->len);
  tensor->coding   = DREAM_CODING_FLOAT32;
  tensor->scale    = 1;
  tensor->n_values = n_values;

  for (gsize i = 0; i < n_values; i++)
    {
      const gfloat value = g_rand_double_range (random, -range, range);

      g_byte_array_append (memory, (const guint8 *) &value, sizeof (value));
    }
}
