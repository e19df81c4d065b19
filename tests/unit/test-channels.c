/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lists of channels: what they mean, what is refused, and that the gradient is
 * that of the weighted objective.
 */

#include <math.h>

#include "engine/channels.h"
#include "engine/error.h"
#include "engine/gradient.h"
#include "naive.h"
#include "tiny-network.h"

#define N_CHANNELS 10
#define SIDE       24
#define PLANE      16 /* values of a channel of "mix/concat" then */

static gfloat *
parse (const gchar *text)
{
  g_autoptr (GError) error   = NULL;
  gfloat            *weights = NULL;

  g_assert_true (dream_channels_parse (text, N_CHANNELS, &weights, &error));
  g_assert_no_error (error);

  return weights;
}

static void
test_lists (void)
{
  static const gfloat expected[] = { 0, 1, 0, -0.5, -0.5, -0.5, 0, 1, 0, 2 };
  g_autofree gfloat  *weights    = parse (" 7 ,1,3 - 5:-0.5, 9 : 2 ");

  for (gint c = 0; c < N_CHANNELS; c++)
    g_assert_cmpfloat (weights[c], ==, expected[c]);

  g_assert_null (parse (NULL));
  g_assert_null (parse (""));
  g_assert_null (parse ("  "));
}

static void
test_bad_lists (void)
{
  static const gchar *const lists[] = {
    "seven", "1,",   ",1",  "1,,2",  "-1",
    "5-3",   "1-",   "1:",  "1:x",   "1:2:3",
    "10",    "3-99", "1.5", "1:nan", "99999999999999999999"
  };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autoptr (GError) error   = NULL;
      gfloat            *weights = NULL;

      g_assert_false (
        dream_channels_parse (lists[i], N_CHANNELS, &weights, &error));
      g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE);
      g_assert_null (weights);
    }
}

static gdouble
weighted_objective (DreamNetwork  *network,
                    guint          target,
                    const gdouble *pixels,
                    const gfloat  *weights)
{
  const DreamLayer   *layer  = dream_network_get_layer (network, target);
  g_autofree gdouble *values = NULL;
  gdouble             sum    = 0;

  naive_objective (network, target, pixels, SIDE, SIDE, &values);
  for (gint i = 0; i < layer->channels * PLANE; i++)
    sum += weights[i / PLANE] * values[i] * values[i] / 2;

  return sum;
}

/* A concatenation, in whose blocks channels have gaps. */
static void
test_gradient (void)
{
  const DreamTiling         whole      = { G_MAXSIZE, 100, FALSE };
  g_autoptr (DreamNetwork)  network    = tiny_network_new (7);
  g_autoptr (DreamPicture)  picture    = random_picture (SIDE, SIDE, 2);
  g_autoptr (DreamPicture)  result     = dream_picture_new (SIDE, SIDE, NULL);
  g_autoptr (GRand)         random     = g_rand_new_with_seed (3);
  g_autoptr (DreamPacked)   packed     = NULL;
  g_autoptr (DreamGradient) gradient   = NULL;
  g_autofree gfloat        *weights    = NULL;
  g_autofree gdouble       *pixels     = g_new (gdouble, SIDE * SIDE * 3);
  DreamThreads             *threads    = dream_threads_new (1);
  const gdouble             h          = 1e-6;
  gdouble                   difference = 0, norm = 0;
  guint                     target;

  dream_network_find_layer (network, "mix/concat", &target, NULL);
  g_assert_true (
    dream_channels_parse ("3, 20-30:-0.5, 36:2",
                          dream_network_get_layer (network, target)->channels,
                          &weights, NULL));
  packed   = dream_packed_new (network, target, dream_kernels_choose (NULL),
                               threads, NULL);
  gradient = dream_gradient_new (packed, threads, SIDE, SIDE, &whole, NULL);
  dream_gradient_weigh (gradient, weights);
  dream_gradient_compute (gradient, picture, 0, 0, result, NULL, NULL);

  for (gint i = 0; i < SIDE * SIDE * 3; i++)
    pixels[i] = picture->pixels[i];

  for (gint n = 0; n < 50; n++)
    {
      const gint    at    = g_rand_int_range (random, 0, SIDE * SIDE * 3);
      const gdouble value = pixels[at];
      gdouble       slope;

      pixels[at] = value + h;
      slope      = weighted_objective (network, target, pixels, weights);
      pixels[at] = value - h;
      slope -= weighted_objective (network, target, pixels, weights);
      slope /= 2 * h;
      pixels[at] = value;

      difference += pow (slope - result->pixels[at], 2);
      norm += pow (slope, 2);
    }

  g_assert_cmpfloat (norm, >, 0);
  g_assert_cmpfloat (sqrt (difference / norm), <, 1e-3);
  dream_threads_free (threads);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/channels/lists", test_lists);
  g_test_add_func ("/channels/bad-lists", test_bad_lists);
  g_test_add_func ("/channels/gradient", test_gradient);

  return g_test_run ();
}
