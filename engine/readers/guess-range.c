/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A straight line through the biases of the first convolution.
 */

#include <math.h>

#include "guess-range.h"

/* Fewer channels make no line. */
#define MIN_CHANNELS 8

/* Of biases and sums of weights.  It is about -0.9 where pictures are not
 * around 0, and positive or small where they are. */
#define MAX_CORRELATION (-0.7)

/* Between these lies what the line gives for photos that are 0..1.  What beta
 * has in common with the weights can take it beyond white. */
#define DARKEST_MEAN   0.2
#define BRIGHTEST_MEAN 1.2

#define WHITE 255

static const DreamLayer *find_stem (DreamBuilder *builder);
static gboolean          is_changed (DreamBuilder *builder);
static gboolean          is_padding (const DreamLayer *layer);
static gdouble           find_mean (const DreamLayer *stem);

void
dream_guess_range (DreamBuilder *builder, DreamInput *guess)
{
  const DreamLayer *stem = find_stem (builder);
  const gdouble mean = stem && ! is_changed (builder) ? find_mean (stem) : 0;
  gfloat        scale;

  if (mean > DARKEST_MEAN && mean < BRIGHTEST_MEAN)
    scale = 1.0f / WHITE;
  else if (mean > DARKEST_MEAN * WHITE && mean < BRIGHTEST_MEAN * WHITE)
    scale = 1;
  else
    return;

  *guess = (DreamInput){ .scale = { scale, scale, scale } };
}

/* Returns: (nullable): the convolution that reads the picture. */
static const DreamLayer *
find_stem (DreamBuilder *builder)
{
  const DreamLayer *layer = dream_builder_get_nth (builder, 1);

  if (layer && is_padding (layer))
    layer = dream_builder_get_nth (builder, 2);

  return layer && layer->op == DREAM_OP_CONVOLUTION && layer->groups == 1 &&
             layer->bias.data && ! layer->bias.scales &&
             layer->channels >= MIN_CHANNELS
           ? layer
           : NULL;
}

/* Whether the network itself brings the picture into its range. */
static gboolean
is_changed (DreamBuilder *builder)
{
  gfloat scale[3], shift[3];

  dream_builder_get_changes (builder, scale, shift);

  return scale[0] != 1 || shift[0] != 0;
}

static gboolean
is_padding (const DreamLayer *layer)
{
  return layer->op == DREAM_OP_AVERAGE_POOL && layer->kernel_h == 1 &&
         layer->kernel_w == 1;
}

/* Returns: the mean that the biases undo, 0 if they undo none. */
static gdouble
find_mean (const DreamLayer *stem)
{
  const gint         n       = stem->channels;
  const gsize        taps    = stem->weights.n_values / n;
  g_autofree gfloat *weights = g_new (gfloat, stem->weights.n_values);
  g_autofree gfloat *biases  = g_new (gfloat, n);
  gdouble            sum_x = 0, sum_y = 0;
  gdouble            sum_xx = 0, sum_xy = 0, sum_yy = 0;
  gdouble            var_x, var_y, covariance;

  dream_layer_decode_weights (stem, weights);
  dream_tensor_decode (&stem->bias, biases);

  for (gint c = 0; c < n; c++)
    {
      const gdouble y = biases[c];
      gdouble       x = 0;

      for (gsize i = 0; i < taps; i++)
        x += weights[c * taps + i];

      sum_x += x;
      sum_y += y;
      sum_xx += x * x;
      sum_xy += x * y;
      sum_yy += y * y;
    }

  var_x      = sum_xx - sum_x * sum_x / n;
  var_y      = sum_yy - sum_y * sum_y / n;
  covariance = sum_xy - sum_x * sum_y / n;

  /* The line's slope, if there is a line; not if a number is none. */
  return var_x > 0 && var_y > 0 &&
             covariance < MAX_CORRELATION * sqrt (var_x * var_y)
           ? -covariance / var_x
           : 0;
}
