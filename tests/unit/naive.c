/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The plain evaluation.  Nothing is shared with the engine but the layers'
 * description, and the sizes are its own arithmetic.
 */

#include <math.h>

#include "naive.h"

typedef struct
{
  gint     channels;
  gint     height;
  gint     width;
  gdouble *values; /* channels x height x width */
} Blob;

/* Where the windows of a layer lie along an axis. */
typedef struct
{
  gint size; /* of the input */
  gint n_out;
  gint before; /* padding */
  gint after;
  gint stride;
  gint dilation;
} Axis;

static Blob    evaluate (const DreamLayer *layer, const Blob *blobs);
static Axis    axis_of (const DreamLayer *layer, gint size, gboolean vertical);
static void    slide (const DreamLayer *layer, const Blob *in, Blob *out);
static gdouble look (const DreamLayer *layer,
                     const Blob       *in,
                     const gfloat     *weights,
                     const Axis       *rows,
                     const Axis       *columns,
                     gint              c,
                     gint              y,
                     gint              x);
static gint count (const Axis *axis, gint position, gint kernel, gboolean all);
static void normalise (const DreamLayer *layer, const Blob *in, gdouble *out);
static void join (const DreamLayer *layer, const Blob *blobs, gdouble *out);
static void activate (const DreamLayer *layer, Blob *out);
static gdouble activated (const DreamLayer *layer, gdouble x, gdouble slope);

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

static Blob
evaluate (const DreamLayer *layer, const Blob *blobs)
{
  const Blob *in  = &blobs[layer->inputs[0]];
  Blob        out = { layer->channels, axis_of (layer, in->height, TRUE).n_out,
                      axis_of (layer, in->width, FALSE).n_out, NULL };

  out.values = g_new0 (gdouble, (gsize) out.channels * out.height * out.width);

  switch (layer->op)
    {
    case DREAM_OP_CONVOLUTION:
    case DREAM_OP_MAX_POOL:
    case DREAM_OP_AVERAGE_POOL:
      slide (layer, in, &out);
      break;

    case DREAM_OP_LRN:
      normalise (layer, in, out.values);
      break;

    default:
      join (layer, blobs, out.values);
      break;
    }

  activate (layer, &out);

  return out;
}

static Axis
axis_of (const DreamLayer *layer, gint size, gboolean vertical)
{
  const gint kernel = vertical ? layer->kernel_h : layer->kernel_w;
  Axis       axis   = { .size   = size,
                        .before = vertical ? layer->pad_top : layer->pad_left,
                        .after  = vertical ? layer->pad_bottom : layer->pad_right,
                        .stride = vertical ? layer->stride_h : layer->stride_w,
                        .dilation = vertical ? layer->dilation_h : layer->dilation_w };
  const gint length = (kernel - 1) * axis.dilation + 1;
  gdouble    steps;

  if (layer->padding == DREAM_PADDING_SAME)
    {
      axis.n_out  = ceil ((gdouble) size / axis.stride);
      axis.after  = MAX ((axis.n_out - 1) * axis.stride + length - size, 0);
      axis.before = axis.after / 2;
      axis.after -= axis.before;
      return axis;
    }

  steps = (gdouble) (size + axis.before + axis.after - length) / axis.stride;
  axis.n_out = (layer->round_up ? ceil (steps) : floor (steps)) + 1;
  while (layer->round_up &&
         (axis.n_out - 1) * axis.stride >= size + axis.before)
    axis.n_out--;

  return axis;
}

static void
slide (const DreamLayer *layer, const Blob *in, Blob *out)
{
  const Axis         rows    = axis_of (layer, in->height, TRUE);
  const Axis         columns = axis_of (layer, in->width, FALSE);
  g_autofree gfloat *weights = g_new (gfloat, layer->weights.n_values + 1);
  g_autofree gfloat *bias    = g_new0 (gfloat, layer->channels);
  gdouble           *value   = out->values;

  if (layer->op == DREAM_OP_CONVOLUTION)
    dream_layer_decode_weights (layer, weights);
  if (layer->bias.data)
    dream_tensor_decode (&layer->bias, bias);

  for (gint c = 0; c < out->channels; c++)
    for (gint y = 0; y < out->height; y++)
      for (gint x = 0; x < out->width; x++)
        *value++ = bias[c] +
                   look (layer, in, weights, &rows, &columns, c, y, x);
}

/* Through one window. */
static gdouble
look (const DreamLayer *layer,
      const Blob       *in,
      const gfloat     *weights,
      const Axis       *rows,
      const Axis       *columns,
      gint              c,
      gint              y,
      gint              x)
{
  const gsize plane   = (gsize) in->height * in->width;
  const gint  each    = in->channels / layer->groups;
  const gint  first   = c * layer->groups / layer->channels * each;
  const gint  y0      = y * rows->stride - rows->before;
  const gint  x0      = x * columns->stride - columns->before;
  gdouble     sum     = 0;
  gdouble     highest = -INFINITY;

  for (gint ky = 0; ky < layer->kernel_h; ky++)
    for (gint kx = 0; kx < layer->kernel_w; kx++)
      {
        const gint    iy = y0 + ky * rows->dilation;
        const gint    ix = x0 + kx * columns->dilation;
        const gsize   at = (gsize) iy * in->width + ix;
        const gfloat *w  = weights + (((gsize) c * layer->kernel_h + ky) *
                                       layer->kernel_w +
                                     kx) *
                                      each;

        if (iy < 0 || ix < 0 || iy >= in->height || ix >= in->width)
          continue;

        if (layer->op == DREAM_OP_CONVOLUTION)
          for (gint i = 0; i < each; i++)
            sum += w[i] * in->values[(first + i) * plane + at];
        else
          {
            sum += in->values[c * plane + at];
            highest = MAX (highest, in->values[c * plane + at]);
          }
      }

  if (layer->op == DREAM_OP_MAX_POOL)
    return highest;

  if (layer->op == DREAM_OP_AVERAGE_POOL)
    sum /= count (rows, y0, layer->kernel_h, layer->count_padding) *
           count (columns, x0, layer->kernel_w, layer->count_padding);

  return sum;
}

/* `all`: with the padding. */
static gint
count (const Axis *axis, gint position, gint kernel, gboolean all)
{
  gint n = 0;

  for (gint i = position; i < position + kernel; i++)
    n += (i >= 0 && i < axis->size) || (all && i < axis->size + axis->after);

  return n;
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

static void
join (const DreamLayer *layer, const Blob *blobs, gdouble *out)
{
  for (guint n = 0; n < layer->n_inputs; n++)
    {
      const Blob *in   = &blobs[layer->inputs[n]];
      const gsize size = (gsize) in->channels * in->height * in->width;

      for (gsize i = 0; i < size; i++)
        {
          const gdouble value = in->values[i];

          if (n == 0 || layer->op == DREAM_OP_CONCAT)
            out[i] = value;
          else if (layer->op == DREAM_OP_ADD)
            out[i] += value;
          else if (layer->op == DREAM_OP_MULTIPLY)
            out[i] *= value;
          else
            out[i] = MAX (out[i], value);
        }

      if (layer->op == DREAM_OP_CONCAT)
        out += size;
    }
}

static void
activate (const DreamLayer *layer, Blob *out)
{
  const gsize        plane  = (gsize) out->height * out->width;
  g_autofree gfloat *slopes = g_new0 (gfloat, layer->slopes.n_values + 1);

  if (layer->slopes.data)
    dream_tensor_decode (&layer->slopes, slopes);

  for (gint c = 0; c < out->channels; c++)
    for (gsize i = 0; i < plane; i++)
      {
        gdouble *value = &out->values[c * plane + i];

        *value = activated (layer, *value,
                            slopes[layer->slopes.n_values > 1 ? c : 0]);
      }
}

static gdouble
activated (const DreamLayer *layer, gdouble x, gdouble slope)
{
  switch (layer->activation)
    {
    case DREAM_ACTIVATION_CLIP:
      return CLAMP (x, layer->low, layer->high);

    case DREAM_ACTIVATION_LEAKY:
      return x < 0 ? slope * x : x;

    case DREAM_ACTIVATION_SIGMOID:
      return 1 / (1 + exp (-x));

    case DREAM_ACTIVATION_TANH:
      return tanh (x);

    case DREAM_ACTIVATION_SWISH:
      return x / (1 + exp (-x));

    case DREAM_ACTIVATION_HARD_SIGMOID:
      return CLAMP (layer->scale * x + layer->shift, 0, 1);

    case DREAM_ACTIVATION_HARD_SWISH:
      return x * CLAMP (x / 6 + 0.5, 0, 1);

    case DREAM_ACTIVATION_POWER:
      return pow (layer->scale * x + layer->shift, layer->power);

    case DREAM_ACTIVATION_NONE:
    default:
      return x;
    }
}
