/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The small network and its plain evaluation.
 */

#include <math.h>

#include "tiny-network.h"

typedef struct
{
  gint     channels;
  gint     height;
  gint     width;
  gdouble *values; /* channels x height x width */
} Blob;

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
static Blob  evaluate (const DreamLayer *layer, const Blob *blobs);
static void  normalise (const DreamLayer *layer, const Blob *in, gdouble *out);
static gint  place_window (gint         size,
                           gint         kernel,
                           gint         stride,
                           DreamPadding padding,
                           gint        *n_out);

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

gdouble
naive_objective (const DreamNetwork *network,
                 guint               target,
                 const gdouble      *pixels,
                 gint                width,
                 gint                height,
                 gdouble           **activation)
{
  const DreamInput *input = dream_network_get_input (network);
  g_autofree Blob  *blobs = g_new0 (Blob, target + 1);
  gdouble           sum   = 0;
  gsize             n;

  blobs[0].channels = 3;
  blobs[0].height   = height;
  blobs[0].width    = width;
  blobs[0].values   = g_new (gdouble, (gsize) 3 * width * height);
  for (gsize i = 0; i < (gsize) width * height; i++)
    for (gint c = 0; c < 3; c++)
      blobs[0].values[(gsize) c * width * height + i] =
        input->scale[c] *
        (255 * pixels[i * 3 + (input->bgr ? 2 - c : c)] - input->mean[c]);

  for (guint i = 1; i <= target; i++)
    blobs[i] = evaluate (dream_network_get_layer (network, i), blobs);

  n = (gsize) blobs[target].channels * blobs[target].height *
      blobs[target].width;
  for (gsize i = 0; i < n; i++)
    sum += blobs[target].values[i] * blobs[target].values[i] / 2;

  if (activation)
    *activation = g_steal_pointer (&blobs[target].values);
  for (guint i = 0; i <= target; i++)
    g_free (blobs[i].values);

  return sum;
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

static Blob
evaluate (const DreamLayer *layer, const Blob *blobs)
{
  const Blob        *in      = &blobs[layer->inputs[0]];
  Blob               out     = { layer->channels, in->height, in->width, NULL };
  g_autofree gfloat *weights = NULL;
  g_autofree gfloat *bias    = NULL;
  gdouble           *value;
  gint               top, left;

  top   = place_window (in->height, layer->kernel_h, layer->stride_h,
                        layer->padding, &out.height);
  left  = place_window (in->width, layer->kernel_w, layer->stride_w,
                        layer->padding, &out.width);
  value = out.values = g_new (gdouble,
                              (gsize) out.channels * out.height * out.width);

  if (layer->op == DREAM_OP_CONCAT)
    {
      for (guint n = 0; n < layer->n_inputs; n++)
        {
          const Blob *part = &blobs[layer->inputs[n]];
          const gsize size = (gsize) part->channels * part->height *
                             part->width;

          for (gsize i = 0; i < size; i++)
            *value++ = part->values[i];
        }
      return out;
    }

  if (layer->op == DREAM_OP_LRN)
    {
      normalise (layer, in, out.values);
      return out;
    }

  if (layer->op == DREAM_OP_CONVOLUTION)
    {
      weights = g_new (gfloat, layer->weights.n_values);
      bias    = g_new (gfloat, layer->bias.n_values);
      dream_tensor_decode (&layer->weights, weights);
      dream_tensor_decode (&layer->bias, bias);
    }

  for (gint c = 0; c < out.channels; c++)
    for (gint y = 0; y < out.height; y++)
      for (gint x = 0; x < out.width; x++)
        {
          gdouble sum     = bias ? bias[c] : 0;
          gdouble highest = -INFINITY;
          gint    count   = 0;

          for (gint ky = 0; ky < layer->kernel_h; ky++)
            for (gint kx = 0; kx < layer->kernel_w; kx++)
              {
                const gint    iy    = y * layer->stride_h - top + ky;
                const gint    ix    = x * layer->stride_w - left + kx;
                const gsize   at    = (gsize) iy * in->width + ix;
                const gsize   plane = (gsize) in->height * in->width;
                const gfloat *w;

                if (iy < 0 || ix < 0 || iy >= in->height || ix >= in->width)
                  continue;

                count++;
                if (! weights)
                  {
                    sum += in->values[c * plane + at];
                    highest = MAX (highest, in->values[c * plane + at]);
                    continue;
                  }

                w = weights +
                    (((gsize) c * layer->kernel_h + ky) * layer->kernel_w +
                     kx) *
                      in->channels;
                for (gint i = 0; i < in->channels; i++)
                  sum += w[i] * in->values[i * plane + at];
              }

          if (layer->op == DREAM_OP_AVERAGE_POOL)
            sum /= count;
          else if (layer->op == DREAM_OP_MAX_POOL)
            sum = highest;
          *value++ = layer->activation ? MAX (sum, 0) : sum;
        }

  return out;
}

static void
normalise (const DreamLayer *layer, const Blob *in, gdouble *out)
{
  const gint plane = in->height * in->width;

  for (gint c = 0; c < in->channels; c++)
    for (gint at = 0; at < plane; at++)
      {
        gdouble sum = 0;

        for (gint i = c - (layer->lrn_size - 1) / 2;
             i <= c + layer->lrn_size / 2; i++)
          if (i >= 0 && i < in->channels)
            sum += pow (in->values[(gsize) i * plane + at], 2);

        out[(gsize) c * plane + at] = in->values[(gsize) c * plane + at] *
                                      pow (layer->lrn_bias +
                                             layer->lrn_alpha * sum,
                                           -layer->lrn_beta);
      }
}

static gint
place_window (gint         size,
              gint         kernel,
              gint         stride,
              DreamPadding padding,
              gint        *n_out)
{
  if (padding == DREAM_PADDING_EXPLICIT)
    {
      *n_out = (size - kernel) / stride + 1;
      return 0;
    }

  *n_out = (size + stride - 1) / stride;

  return MAX ((*n_out - 1) * stride + kernel - size, 0) / 2;
}
