/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each operation between two convolutions, so that its gradient comes from one
 * and goes on through the other: on every instruction set equal to a plain
 * evaluation and its finite differences, in tiles as in one piece.
 */

#include <math.h>
#include <string.h>

#include "engine/gradient/gradient.h"
#include "engine/readers/builder.h"
#include "tests/unit/naive.h"
#include "tests/unit/tiny-network.h"

#define CHANNELS 20 /* fill no block */
#define WIDTH    19
#define HEIGHT   16
#define N_PIXELS 50
#define N_QUICK  10 /* where all is slow */

typedef struct
{
  DreamBuilder *builder;
  GRand        *random;
} Sketch;

static void draw_grey (Sketch *sketch);

/* Adds the layers from the value "x" to the value "y". */
typedef void (*Draw) (Sketch *sketch);

typedef struct
{
  const gchar *name;
  gboolean     stem_relu;
  Draw         draw;
} Operation;

/* What the engine's results must equal. */
typedef struct
{
  gdouble *values; /* of the target */
  gint     n_pixels;
  gint     at[N_PIXELS];
  gdouble  slopes[N_PIXELS]; /* of the objective, at those pixels */
} Expected;

static const DreamTiling whole_picture = { G_MAXSIZE, 100, FALSE };

/* --- Drawing networks ---------------------------------------------------- */

static void
add (Sketch *sketch, DreamLayer *layer, const gchar *to)
{
  g_autoptr (GError) error = NULL;

  dream_builder_add (sketch->builder, layer, to, &error);
  g_assert_no_error (error);
}

static DreamLayer *
start (Sketch *sketch, DreamOp op, const gchar *name, const gchar *from)
{
  return dream_builder_start (sketch->builder, op, name, &from, 1, NULL);
}

static void
fill (Sketch *sketch, DreamTensor *tensor, gsize n_values, gdouble range)
{
  gfloat *values = dream_builder_floats (sketch->builder, tensor, n_values);

  for (gsize i = 0; i < n_values; i++)
    values[i] = g_rand_double_range (sketch->random, -range, range);
}

/* Completes a convolution. */
static void
convolve (Sketch *sketch, DreamLayer *layer, gint channels, gint kernel)
{
  const gsize reads = (gsize) kernel * kernel * layer->channels / layer->groups;

  layer->channels = channels;
  layer->kernel_h = layer->kernel_w = kernel;
  fill (sketch, &layer->weights, channels * reads, sqrt (6.0 / reads));
  fill (sketch, &layer->bias, channels, 0.3);
}

static void
pad (DreamLayer *layer, gint top, gint left, gint bottom, gint right)
{
  layer->pad_top    = top;
  layer->pad_left   = left;
  layer->pad_bottom = bottom;
  layer->pad_right  = right;
}

static void
add_convolution (Sketch      *sketch,
                 const gchar *name,
                 const gchar *from,
                 const gchar *to,
                 gint         channels,
                 gint         kernel,
                 gboolean     relu)
{
  DreamLayer *layer = start (sketch, DREAM_OP_CONVOLUTION, name, from);

  convolve (sketch, layer, channels, kernel);
  layer->padding = DREAM_PADDING_SAME;
  if (relu)
    layer->activation = DREAM_ACTIVATION_CLIP;
  add (sketch, layer, to);
}

static void
add_affine (Sketch      *sketch,
            const gchar *name,
            const gchar *from,
            const gchar *to)
{
  gfloat scale[CHANNELS], shift[CHANNELS];

  for (gint c = 0; c < CHANNELS; c++)
    {
      scale[c] = g_rand_double_range (sketch->random, 0.5, 1.5);
      shift[c] = g_rand_double_range (sketch->random, -0.5, 0.5);
    }

  g_assert_true (dream_builder_add_affine (sketch->builder, name, from, to,
                                           scale, shift, NULL));
}

static void
add_relu (Sketch *sketch, const gchar *name, const gchar *from, const gchar *to)
{
  g_assert_true (dream_builder_add_activation (sketch->builder, name, from, to,
                                               DREAM_ACTIVATION_CLIP, 0,
                                               INFINITY, NULL));
}

static void
add_join (Sketch      *sketch,
          DreamOp      op,
          const gchar *first,
          const gchar *second,
          const gchar *to)
{
  const gchar *const inputs[] = { first, second };
  DreamLayer *layer = dream_builder_start (sketch->builder, op, to, inputs, 2,
                                           NULL);

  add (sketch, layer, to);
}

static DreamNetwork *
draw_network (const Operation *operation)
{
  const DreamInput         input   = { .scale = { 0.01f, 0.01f, 0.01f },
                                       .mean  = { 128, 128, 128 } };
  g_autoptr (DreamBuilder) builder = dream_builder_new ();
  g_autoptr (GRand)        random  = g_rand_new_with_seed (5);
  g_autoptr (GError)       error   = NULL;
  Sketch                   sketch  = { builder, random };
  DreamNetwork            *network;

  dream_builder_add_picture (builder, "picture", "picture", 0, 0,
                             operation->draw == draw_grey ? 1 : 3, &error);
  g_assert_no_error (error);
  add_convolution (&sketch, "stem", "picture", "x", CHANNELS, 3,
                   operation->stem_relu);
  operation->draw (&sketch);
  add_convolution (&sketch, "top", "y", "top", 12, 3, FALSE);

  network = dream_builder_finish (builder, &input, &error);
  g_assert_no_error (error);

  return network;
}

/* --- Convolutions -------------------------------------------------------- */

static void
draw_depthwise (Sketch *sketch)
{
  DreamLayer *layer = start (sketch, DREAM_OP_CONVOLUTION, "depthwise", "x");

  layer->groups = CHANNELS;
  convolve (sketch, layer, CHANNELS, 3);
  layer->padding = DREAM_PADDING_SAME;
  add (sketch, layer, "y");
}

static void
draw_depthwise_relu6 (Sketch *sketch)
{
  DreamLayer *layer = start (sketch, DREAM_OP_CONVOLUTION, "depthwise", "x");

  layer->groups = CHANNELS;
  convolve (sketch, layer, CHANNELS, 5);
  layer->stride_h = layer->stride_w = 2;
  layer->activation                 = DREAM_ACTIVATION_CLIP;
  layer->high                       = 0.7f;
  pad (layer, 0, 1, 2, 3);
  add (sketch, layer, "y");
}

static void
draw_depthwise_dilated (Sketch *sketch)
{
  DreamLayer *layer = start (sketch, DREAM_OP_CONVOLUTION, "depthwise", "x");

  layer->groups     = CHANNELS;
  layer->dilation_h = 2;
  layer->dilation_w = 3;
  convolve (sketch, layer, CHANNELS, 3);
  pad (layer, 2, 3, 2, 3);
  add (sketch, layer, "y");
}

static void
draw_multiplied (Sketch *sketch)
{
  DreamLayer *layer = start (sketch, DREAM_OP_CONVOLUTION, "multiplied", "x");

  layer->groups = CHANNELS;
  convolve (sketch, layer, 2 * CHANNELS, 3);
  add (sketch, layer, "y");
}

static void
draw_groups (Sketch *sketch)
{
  DreamLayer *layer = start (sketch, DREAM_OP_CONVOLUTION, "groups", "x");

  layer->groups = 4;
  convolve (sketch, layer, 36, 5);
  layer->stride_h = layer->stride_w = 2;
  layer->activation                 = DREAM_ACTIVATION_CLIP;
  layer->padding                    = DREAM_PADDING_SAME;
  add (sketch, layer, "y");
}

static void
draw_dilated (Sketch *sketch)
{
  DreamLayer *layer = start (sketch, DREAM_OP_CONVOLUTION, "dilated", "x");

  layer->dilation_h = 3;
  layer->dilation_w = 2;
  convolve (sketch, layer, 33, 3);
  pad (layer, 3, 1, 2, 4);
  add (sketch, layer, "y");
}

static void
draw_much_padding (Sketch *sketch)
{
  DreamLayer *layer = start (sketch, DREAM_OP_CONVOLUTION, "padded", "x");

  convolve (sketch, layer, 17, 3);
  pad (layer, 4, 0, 1, 5);
  add (sketch, layer, "y");
}

static void
draw_relu6 (Sketch *sketch)
{
  DreamLayer *layer = start (sketch, DREAM_OP_CONVOLUTION, "relu6", "x");

  convolve (sketch, layer, 17, 3);
  layer->activation = DREAM_ACTIVATION_CLIP;
  layer->high       = 0.8f;
  add (sketch, layer, "y");
}

/* What the engine makes one convolution of, and what it must not. */
static void
draw_folded (Sketch *sketch)
{
  add_convolution (sketch, "a", "x", "a", CHANNELS, 3, FALSE);
  add_affine (sketch, "a/norm", "a", "b");
  add_affine (sketch, "a/scale", "b", "c");
  add_relu (sketch, "a/relu", "c", "c");
  add_affine (sketch, "a/after", "c", "d");
  add_relu (sketch, "a/relu again", "d", "e");
  add_convolution (sketch, "b", "e", "f", CHANNELS, 1, FALSE);
  add_affine (sketch, "b/norm", "f", "g");
  add_convolution (sketch, "c", "e", "h", CHANNELS, 1, TRUE);
  add_affine (sketch, "c/norm", "h", "h");
  add_join (sketch, DREAM_OP_ADD, "g", "f", "i");
  add_relu (sketch, "i/relu", "i", "j");
  add_join (sketch, DREAM_OP_CONCAT, "j", "h", "y");
}

static void
draw_residual (Sketch *sketch)
{
  add_convolution (sketch, "a", "x", "a", CHANNELS, 1, FALSE);
  add_affine (sketch, "a/norm", "a", "a");
  add_relu (sketch, "a/relu", "a", "a");
  add_convolution (sketch, "b", "a", "b", CHANNELS, 3, FALSE);
  add_affine (sketch, "b/norm", "b", "b");
  add_join (sketch, DREAM_OP_ADD, "b", "x", "c");
  add_relu (sketch, "c/relu", "c", "c");
  add_convolution (sketch, "d", "c", "d", CHANNELS, 1, TRUE);
  add_join (sketch, DREAM_OP_ADD, "c", "d", "y");
}

/* --- Pools --------------------------------------------------------------- */

static void
add_pool (Sketch      *sketch,
          DreamOp      op,
          const gchar *from,
          const gchar *to,
          gint         kernel,
          gint         stride,
          gint         padding,
          gboolean     round_up,
          gboolean     count_padding)
{
  DreamLayer *layer = start (sketch, op, to, from);

  layer->kernel_h = layer->kernel_w = kernel;
  layer->stride_h = layer->stride_w = stride;
  layer->round_up                   = round_up;
  layer->count_padding              = count_padding;
  pad (layer, padding, padding, padding, padding);
  add (sketch, layer, to);
}

static void
draw_pools_up (Sketch *sketch)
{
  add_pool (sketch, DREAM_OP_MAX_POOL, "x", "max", 3, 2, 0, TRUE, FALSE);
  add_pool (sketch, DREAM_OP_AVERAGE_POOL, "x", "mean", 3, 2, 0, TRUE, TRUE);
  add_join (sketch, DREAM_OP_CONCAT, "max", "mean", "y");
}

static void
draw_pools_padded (Sketch *sketch)
{
  add_pool (sketch, DREAM_OP_MAX_POOL, "x", "max", 3, 2, 1, TRUE, FALSE);
  add_pool (sketch, DREAM_OP_AVERAGE_POOL, "x", "mean", 3, 2, 1, TRUE, TRUE);
  add_pool (sketch, DREAM_OP_AVERAGE_POOL, "x", "other", 3, 2, 1, TRUE, FALSE);
  add_join (sketch, DREAM_OP_CONCAT, "max", "mean", "both");
  add_join (sketch, DREAM_OP_CONCAT, "both", "other", "y");
}

/* The last window would begin in the padding. */
static void
draw_pools_clipped (Sketch *sketch)
{
  add_pool (sketch, DREAM_OP_MAX_POOL, "x", "max", 2, 2, 1, TRUE, FALSE);
  add_pool (sketch, DREAM_OP_AVERAGE_POOL, "x", "mean", 3, 3, 1, TRUE, TRUE);
  add_convolution (sketch, "deep", "max", "deep", 9, 3, TRUE);
  add_convolution (sketch, "mean deep", "mean", "y", 9, 3, TRUE);
}

/* A pool below a convolution of one tap, which may change places unless its
 * channels are in groups or its tap is dilated. */
static void
draw_pooled (Sketch *sketch)
{
  DreamLayer *layer;

  add_pool (sketch, DREAM_OP_AVERAGE_POOL, "x", "mean", 3, 1, 1, FALSE, FALSE);
  layer         = start (sketch, DREAM_OP_CONVOLUTION, "groups", "mean");
  layer->groups = 4;
  convolve (sketch, layer, 16, 1);
  add (sketch, layer, "a");
  add_pool (sketch, DREAM_OP_AVERAGE_POOL, "a", "mean 2", 3, 1, 1, FALSE,
            FALSE);
  layer             = start (sketch, DREAM_OP_CONVOLUTION, "dilated", "mean 2");
  layer->dilation_h = layer->dilation_w = 2;
  convolve (sketch, layer, 12, 1);
  add (sketch, layer, "b");
  add_pool (sketch, DREAM_OP_AVERAGE_POOL, "b", "mean 3", 3, 1, 1, FALSE,
            FALSE);
  add_convolution (sketch, "plain", "mean 3", "y", 10, 1, TRUE);
}

static void
add_padding (Sketch *sketch, const gchar *from, const gchar *to)
{
  g_assert_true (dream_builder_add_padding (sketch->builder, to, from, to, 1, 0,
                                            2, 1, 0, NULL));
}

static void
draw_padding (Sketch *sketch)
{
  DreamLayer *layer;

  add_padding (sketch, "x", "padded");
  add_pool (sketch, DREAM_OP_MAX_POOL, "padded", "max", 3, 2, 0, FALSE, FALSE);
  add_pool (sketch, DREAM_OP_AVERAGE_POOL, "padded", "mean", 3, 2, 0, FALSE,
            FALSE);
  layer = start (sketch, DREAM_OP_CONVOLUTION, "convolved", "padded");
  convolve (sketch, layer, 15, 3);
  layer->stride_h = layer->stride_w = 2;
  add (sketch, layer, "convolved");
  add_join (sketch, DREAM_OP_CONCAT, "max", "mean", "both");
  add_join (sketch, DREAM_OP_CONCAT, "both", "convolved", "y");
}

/* --- Values -------------------------------------------------------------- */

static void
draw_add (Sketch *sketch)
{
  add_convolution (sketch, "a", "x", "a", CHANNELS, 1, TRUE);
  add_join (sketch, DREAM_OP_ADD, "x", "a", "y");
}

static void
draw_twice (Sketch *sketch)
{
  add_join (sketch, DREAM_OP_ADD, "x", "x", "sum");
  add_join (sketch, DREAM_OP_MULTIPLY, "sum", "sum", "product");
  add_join (sketch, DREAM_OP_MAXIMUM, "product", "product", "y");
}

static void
draw_multiply (Sketch *sketch)
{
  add_convolution (sketch, "a", "x", "a", CHANNELS, 1, FALSE);
  add_join (sketch, DREAM_OP_MULTIPLY, "a", "x", "y");
}

static void
draw_maximum (Sketch *sketch)
{
  add_convolution (sketch, "a", "x", "a", CHANNELS, 1, FALSE);
  add_join (sketch, DREAM_OP_MAXIMUM, "a", "x", "b");
  add_join (sketch, DREAM_OP_MAXIMUM, "x", "b", "y");
}

static void
activate (Sketch *sketch, DreamActivation activation, gfloat low, gfloat high)
{
  g_assert_true (dream_builder_add_activation (sketch->builder, "activation",
                                               "x", "y", activation, low, high,
                                               NULL));
}

static void
draw_clip (Sketch *sketch)
{
  activate (sketch, DREAM_ACTIVATION_CLIP, -0.5, 0.25);
}

static void
draw_sigmoid (Sketch *sketch)
{
  activate (sketch, DREAM_ACTIVATION_SIGMOID, 0, 0);
}

static void
draw_tanh (Sketch *sketch)
{
  activate (sketch, DREAM_ACTIVATION_TANH, 0, 0);
}

static void
draw_swish (Sketch *sketch)
{
  activate (sketch, DREAM_ACTIVATION_SWISH, 0, 0);
}

static void
draw_hard_swish (Sketch *sketch)
{
  add_affine (sketch, "larger", "x", "x");
  add_join (sketch, DREAM_OP_MULTIPLY, "x", "x", "x");
  activate (sketch, DREAM_ACTIVATION_HARD_SWISH, 0, 0);
}

static void
draw_leaky (Sketch *sketch)
{
  DreamTensor slope, slopes;

  fill (sketch, &slope, 1, 0.5);
  fill (sketch, &slopes, CHANNELS, 0.5);
  dream_builder_add_leaky (sketch->builder, "leaky", "x", "a", &slope, NULL);
  add_convolution (sketch, "b", "a", "b", CHANNELS, 1, FALSE);
  dream_builder_add_leaky (sketch->builder, "prelu", "b", "y", &slopes, NULL);
}

static void
draw_scaled (Sketch *sketch)
{
  dream_builder_add_scaled (sketch->builder, "hard sigmoid", "x", "a",
                            DREAM_ACTIVATION_HARD_SIGMOID, 0.4, 0.3, 0, NULL);
  dream_builder_add_scaled (sketch->builder, "power", "a", "y",
                            DREAM_ACTIVATION_POWER, 0.7, 0.5, 1.5, NULL);
}

/* Caffe's normalisation within a channel. */
static void
draw_within_channel (Sketch *sketch)
{
  dream_builder_add_scaled (sketch->builder, "square", "x", "square",
                            DREAM_ACTIVATION_POWER, 1, 0, 2, NULL);
  add_pool (sketch, DREAM_OP_AVERAGE_POOL, "square", "mean", 3, 1, 1, TRUE,
            TRUE);
  dream_builder_add_scaled (sketch->builder, "power", "mean", "power",
                            DREAM_ACTIVATION_POWER, 0.5, 1, -0.75, NULL);
  add_join (sketch, DREAM_OP_MULTIPLY, "x", "power", "y");
}

/* Parts of a concatenation that write into it and others that are copied. */
static void
draw_concat (Sketch *sketch)
{
  DreamLayer *layer;

  dream_builder_add_activation (sketch->builder, "sigmoid", "x", "a",
                                DREAM_ACTIVATION_SIGMOID, 0, 0, NULL);
  layer         = start (sketch, DREAM_OP_CONVOLUTION, "depthwise", "x");
  layer->groups = CHANNELS;
  convolve (sketch, layer, CHANNELS, 3);
  layer->padding    = DREAM_PADDING_SAME;
  layer->activation = DREAM_ACTIVATION_CLIP;
  layer->high       = 0.5f;
  add (sketch, layer, "b");
  add_join (sketch, DREAM_OP_CONCAT, "a", "b", "c");
  add_join (sketch, DREAM_OP_CONCAT, "b", "x", "d");
  add_join (sketch, DREAM_OP_CONCAT, "c", "d", "e");
  add_relu (sketch, "relu", "e", "f");
  layer         = start (sketch, DREAM_OP_CONVOLUTION, "depthwise 2", "f");
  layer->groups = 4 * CHANNELS;
  convolve (sketch, layer, 4 * CHANNELS, 3);
  add (sketch, layer, "y");
}

/* The place behind the last channel does not hold 0: a sigmoid has been there.
 */
static void
draw_widen (Sketch *sketch)
{
  DreamBuilder *builder = sketch->builder;

  dream_builder_add_activation (builder, "sigmoid", "x", "a",
                                DREAM_ACTIVATION_SIGMOID, 0, 0, NULL);
  dream_builder_add_padding (builder, "some", "a", "b", 0, 0, 0, 0, 3, NULL);
  dream_builder_add_padding (builder, "more", "b", "c", 0, 0, 0, 0, 30, NULL);
  add_convolution (sketch, "d", "a", "d", CHANNELS + 33, 1, FALSE);
  add_join (sketch, DREAM_OP_ADD, "c", "d", "e");
  add_relu (sketch, "e/relu", "e", "f");
  dream_builder_add_padding (builder, "clipped", "x", "g", 0, 0, 0, 0, 33,
                             NULL);
  add_join (sketch, DREAM_OP_MAXIMUM, "f", "g", "h");
  add_join (sketch, DREAM_OP_CONCAT, "g", "h", "y");
}

/* Rows, columns and channels at once. */
static void
draw_padding_all (Sketch *sketch)
{
  dream_builder_add_padding (sketch->builder, "all", "x", "y", 1, 2, 0, 3, 5,
                             NULL);
}

/* The stem reads brightness alone. */
static void
draw_grey (Sketch *sketch)
{
  add_relu (sketch, "relu", "x", "y");
}

static const Operation operations[] = {
  { "depthwise", TRUE, draw_depthwise },
  { "depthwise-relu6", TRUE, draw_depthwise_relu6 },
  { "depthwise-dilated", FALSE, draw_depthwise_dilated },
  { "depthwise-multiplied", TRUE, draw_multiplied },
  { "groups", TRUE, draw_groups },
  { "dilated", TRUE, draw_dilated },
  { "much-padding", FALSE, draw_much_padding },
  { "relu6", TRUE, draw_relu6 },
  { "folded", TRUE, draw_folded },
  { "residual", TRUE, draw_residual },
  { "pools-up", TRUE, draw_pools_up },
  { "pools-padded", FALSE, draw_pools_padded },
  { "pools-clipped", FALSE, draw_pools_clipped },
  { "pooled", TRUE, draw_pooled },
  { "padding", TRUE, draw_padding },
  { "padding-negative", FALSE, draw_padding },
  { "add", TRUE, draw_add },
  { "twice", FALSE, draw_twice },
  { "multiply", FALSE, draw_multiply },
  { "maximum", FALSE, draw_maximum },
  { "clip", FALSE, draw_clip },
  { "sigmoid", FALSE, draw_sigmoid },
  { "tanh", FALSE, draw_tanh },
  { "swish", FALSE, draw_swish },
  { "hard-swish", FALSE, draw_hard_swish },
  { "leaky", FALSE, draw_leaky },
  { "scaled", FALSE, draw_scaled },
  { "within-channel", FALSE, draw_within_channel },
  { "concat", TRUE, draw_concat },
  { "grey", FALSE, draw_grey },
  { "widen", TRUE, draw_widen },
  { "padding-all", FALSE, draw_padding_all },
};

/* --- Tests --------------------------------------------------------------- */

static DreamPicture *
gradient_of (DreamCompiled      *compiled,
             DreamThreads       *threads,
             const DreamPicture *picture,
             const DreamTiling  *tiling,
             gint               *n_tiles)
{
  g_autoptr (GError)        error     = NULL;
  g_autoptr (DreamGradient) gradients = NULL;
  DreamPicture             *gradient;

  gradients = dream_gradient_new (compiled, threads, picture->width,
                                  picture->height, tiling, &error);
  g_assert_no_error (error);
  gradient = dream_picture_new (picture->width, picture->height, NULL);
  dream_gradient_compute (gradients, picture, 0, 0, gradient, NULL, NULL);
  if (n_tiles)
    *n_tiles = dream_gradient_n_tiles (gradients);

  return gradient;
}

static gdouble
difference_of_values (DreamCompiled      *compiled,
                      DreamThreads       *threads,
                      const DreamPicture *picture,
                      const gdouble      *expected)
{
  g_autoptr (DreamPlan) plan       = NULL;
  g_autofree gfloat    *values     = NULL;
  gdouble               difference = 0;
  gdouble               norm       = 0;
  gpointer              memory;
  gfloat               *input;
  gsize                 row, size;
  gint                  channels, height, width;

  plan   = dream_plan_new (compiled, threads, picture->width, picture->height,
                           picture->width, picture->height, NULL);
  size   = dream_plan_get_memory (plan);
  memory = g_aligned_alloc (1, size, 64);
  memset (memory, 0xff, size);
  dream_plan_bind (plan, memory);

  input = dream_plan_get_input (plan, &row);
  for (gint y = 0; y < picture->height; y++)
    for (gint x = 0; x < picture->width; x++)
      dream_input_from_pixel (dream_network_get_input (compiled->network),
                              picture->pixels + (y * picture->width + x) * 3,
                              input + y * row + 3 * x);
  dream_plan_forward (plan, NULL, NULL);
  values = dream_plan_read_activation (plan, compiled->target, &channels,
                                       &height, &width);
  g_aligned_free (memory);

  for (gint n = 0; n < channels * height * width; n++)
    {
      difference += pow (values[n] - expected[n], 2);
      norm += pow (expected[n], 2);
    }
  g_assert_cmpfloat (norm, >, 0);

  return sqrt (difference / norm);
}

/* Central differences in double precision at random pixels. */
static void
expect (DreamNetwork       *network,
        guint               target,
        const DreamPicture *picture,
        Expected           *expected)
{
  g_autofree gdouble *pixels = g_new (gdouble, WIDTH * HEIGHT * 3);
  g_autoptr (GRand)   random = g_rand_new_with_seed (3);
  const gdouble       h      = 1e-6;

  for (gint i = 0; i < WIDTH * HEIGHT * 3; i++)
    pixels[i] = picture->pixels[i];

  expected->n_pixels = g_test_thorough () ? N_PIXELS : N_QUICK;
  naive_objective (network, target, pixels, WIDTH, HEIGHT, &expected->values);

  for (gint n = 0; n < expected->n_pixels; n++)
    {
      const gint    at    = g_rand_int_range (random, 0, WIDTH * HEIGHT * 3);
      const gdouble value = pixels[at];
      gdouble       above, below;

      pixels[at] = value + h;
      above = naive_objective (network, target, pixels, WIDTH, HEIGHT, NULL);
      pixels[at] = value - h;
      below = naive_objective (network, target, pixels, WIDTH, HEIGHT, NULL);
      pixels[at] = value;

      expected->at[n]     = at;
      expected->slopes[n] = (above - below) / (2 * h);
    }
}

static gdouble
difference_of_slopes (const Expected *expected, const DreamPicture *gradient)
{
  gdouble difference = 0;
  gdouble norm       = 0;

  for (gint n = 0; n < expected->n_pixels; n++)
    {
      difference += pow (expected->slopes[n] -
                           gradient->pixels[expected->at[n]],
                         2);
      norm += pow (expected->slopes[n], 2);
    }
  g_assert_cmpfloat (norm, >, 0);

  return sqrt (difference / norm);
}

static void
compare (DreamNetwork       *network,
         guint               target,
         const DreamKernels *kernels,
         const DreamPicture *picture,
         const Expected     *expected)
{
  const gboolean            exact    = kernels->value_size == 4;
  DreamThreads             *threads  = dream_threads_new (2);
  g_autoptr (GError)        error    = NULL;
  g_autoptr (DreamPicture)  gradient = NULL;
  g_autoptr (DreamCompiled) compiled = NULL;

  compiled = dream_compiled_new (network, &target, 1, kernels, threads, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (difference_of_values (compiled, threads, picture,
                                           expected->values),
                     <, exact ? 1e-5 : 2e-2);

  gradient = gradient_of (compiled, threads, picture, &whole_picture, NULL);
  g_assert_cmpfloat (difference_of_slopes (expected, gradient), <,
                     exact ? 1e-3 : 0.3);

  dream_threads_free (threads);
}

/* With each layer from the operation up as target, or, where all is slow, the
 * last alone. */
static void
test_operation (gconstpointer data)
{
  g_autoptr (DreamNetwork) network  = draw_network (data);
  g_autoptr (DreamPicture) picture  = random_picture (WIDTH, HEIGHT, 2);
  const guint              n_layers = dream_network_n_layers (network);

  for (guint target = g_test_thorough () ? 2 : n_layers - 1; target < n_layers;
       target++)
    {
      Expected expected;

      expect (network, target, picture, &expected);

      /* Sets that this processor lacks are not there. */
      for (const gchar *const *name = dream_kernels_names (); *name; name++)
        if (dream_kernels_choose (*name))
          compare (network, target, dream_kernels_choose (*name), picture,
                   &expected);
      if (dream_kernels_get_fast ())
        compare (network, target, dream_kernels_get_fast (), picture,
                 &expected);

      g_free (expected.values);
    }
}

static void
test_tiles (gconstpointer data)
{
  g_autoptr (DreamNetwork)  network    = draw_network (data);
  const guint               target     = dream_network_n_layers (network) - 1;
  g_autoptr (DreamPicture)  picture    = random_picture (203, 171, 4);
  g_autoptr (DreamPicture)  whole      = NULL;
  g_autoptr (DreamPicture)  tiled      = NULL;
  g_autoptr (DreamCompiled) compiled   = NULL;
  DreamThreads             *threads    = dream_threads_new (2);
  const DreamTiling         tiles      = { 1 << 21, 100, FALSE };
  gdouble                   difference = 0, norm = 0;
  gint                      n_tiles;

  compiled = dream_compiled_new (network, &target, 1,
                                 dream_kernels_choose (NULL), threads, NULL);
  whole    = gradient_of (compiled, threads, picture, &whole_picture, NULL);
  tiled    = gradient_of (compiled, threads, picture, &tiles, &n_tiles);
  g_assert_cmpint (n_tiles, >, 1);

  for (gsize i = 0; i < dream_picture_n_values (whole); i++)
    {
      difference += pow (whole->pixels[i] - tiled->pixels[i], 2);
      norm += pow (whole->pixels[i], 2);
    }
  g_assert_cmpfloat (sqrt (difference / norm), <, 1e-5);

  dream_threads_free (threads);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      g_autofree gchar *values = g_strdup_printf ("/operations/%s",
                                                  operations[i].name);
      g_autofree gchar *tiles  = g_strdup_printf ("/operations/%s/tiles",
                                                  operations[i].name);

      g_test_add_data_func (values, &operations[i], test_operation);
      if (g_test_thorough ())
        g_test_add_data_func (tiles, &operations[i], test_tiles);
    }

  return g_test_run ();
}
