/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the biases of the first convolution tell about pictures.
 */

#include <math.h>
#include <string.h>

#include "engine/readers/guess-range.h"
#include "engine/readers/tfjs/tfjs.h"
#include "read-tflite.h"
#include "tfjs-text.h"

#define CHANNELS 8
#define TAPS     (3 * 3 * 3)

#define USUAL_SCALE (1 / 127.5f)
#define WHITE       255

/* Of a stem whose batch normalisation has undone the mean @mean. */
static void
fill (gdouble mean, gdouble noise, gfloat *weights, gfloat *biases)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (gint c = 0; c < CHANNELS; c++)
    {
      gdouble sum = 0;

      for (gint i = 0; i < TAPS; i++)
        {
          weights[c * TAPS + i] = g_rand_double_range (random, -0.5, 0.7);
          sum += weights[c * TAPS + i];
        }
      biases[c] = noise * g_rand_double_range (random, -1, 1) - mean * sum;
    }
}

/* @channels: as many of the stem's, of CHANNELS. */
static DreamInput
guess (const gfloat *weights,
       const gfloat *biases,
       gint          channels,
       gboolean      padded,
       gboolean      scaled)
{
  const gfloat             scale[3] = { 0.5f, 0.5f, 0.5f };
  g_autoptr (DreamBuilder) builder  = dream_builder_new ();
  const gchar             *from     = "picture";
  DreamInput  guessed = { .scale = { USUAL_SCALE, USUAL_SCALE, USUAL_SCALE } };
  DreamLayer *stem;

  dream_builder_add_picture (builder, from, from, 0, 0, 3, NULL);
  if (scaled)
    dream_builder_add_affine (builder, "scale", from, from, scale, NULL, NULL);
  if (padded)
    dream_builder_add_padding (builder, "pad", from, from, 1, 1, 1, 1, 0, NULL);

  stem = dream_builder_start (builder, DREAM_OP_CONVOLUTION, "stem", &from, 1,
                              NULL);
  stem->channels = channels;
  stem->kernel_h = stem->kernel_w = 3;
  memcpy (dream_builder_floats (builder, &stem->weights, channels * TAPS),
          weights, channels * TAPS * sizeof (gfloat));
  if (biases)
    memcpy (dream_builder_floats (builder, &stem->bias, channels), biases,
            channels * sizeof (gfloat));
  g_assert_true (dream_builder_add (builder, stem, "stem", NULL));

  dream_guess_range (builder, &guessed);

  return guessed;
}

static void
test_mean (void)
{
  static const struct
  {
    gdouble mean;
    gdouble noise;
    gfloat  scale;
  } cases[] = {
    { 0.45, 0.3, 1.0f / WHITE },
    { 0.3, 0.1, 1.0f / WHITE },
    { 117, 30, 1 },
    { 0, 0.5, USUAL_SCALE },
    { -0.1, 0.5, USUAL_SCALE },
    { -0.9, 0.1, USUAL_SCALE },
    { 0.45, 5, USUAL_SCALE }, /* too scattered */
    { 10, 1, USUAL_SCALE },   /* the mean of no photos */
    { 0.45, NAN, USUAL_SCALE },
  };
  gfloat weights[CHANNELS * TAPS], biases[CHANNELS];

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DreamInput plain, padded;

      fill (cases[i].mean, cases[i].noise, weights, biases);
      plain  = guess (weights, biases, CHANNELS, FALSE, FALSE);
      padded = guess (weights, biases, CHANNELS, TRUE, FALSE);
      g_assert_cmpfloat (plain.scale[0], ==, cases[i].scale);
      g_assert_cmpfloat (plain.mean[2], ==, 0);
      g_assert_cmpfloat (padded.scale[2], ==, cases[i].scale);
    }
}

/* Nothing is guessed of what tells nothing, or of what the network itself
 * says. */
static void
test_silent (void)
{
  gfloat weights[CHANNELS * TAPS], biases[CHANNELS];

  fill (0.45, 0, weights, biases);
  g_assert_cmpfloat (guess (weights, biases, CHANNELS, FALSE, TRUE).scale[0],
                     ==, USUAL_SCALE);
  g_assert_cmpfloat (guess (weights, biases, CHANNELS / 2, FALSE, FALSE)
                       .scale[0],
                     ==, USUAL_SCALE);
  g_assert_cmpfloat (guess (weights, NULL, CHANNELS, FALSE, FALSE).scale[0], ==,
                     USUAL_SCALE);
}

static void
test_tflite (void)
{
  TinyNetwork              tiny    = tiny_float_network ();
  g_autoptr (DreamNetwork) network = NULL;
  g_autoptr (DreamNetwork) said    = NULL;
  gfloat                   weights[CHANNELS * TAPS], biases[CHANNELS];

  fill (0.45, 0.1, weights, biases);
  tiny.tensors[TINY_STEM_WEIGHTS].shape[0] = CHANNELS;
  tiny.tensors[TINY_STEM_WEIGHTS].n_bytes  = sizeof weights;
  tiny.tensors[TINY_STEM_WEIGHTS].data     = weights;
  tiny.tensors[TINY_STEM_BIAS].shape[0]    = CHANNELS;
  tiny.tensors[TINY_STEM_BIAS].n_bytes     = sizeof biases;
  tiny.tensors[TINY_STEM_BIAS].data        = biases;
  tiny.tensors[TINY_STEM].shape[3]         = CHANNELS;

  network = read_tflite_sound (&tiny);
  g_assert_cmpfloat (dream_network_get_input (network)->scale[1], ==,
                     1.0f / WHITE);
  g_assert_cmpfloat (dream_network_get_input (network)->mean[1], ==, 0);

  /* What the file says counts. */
  tiny_network_describe (&tiny);
  said = read_tflite_sound (&tiny);
  g_assert_cmpfloat (dream_network_get_input (said)->scale[1], ==, 0.5f);
}

/* As the weights lie in the file: row, column, input, output; then biases. */
static GBytes *
load (const gchar *name G_GNUC_UNUSED,
      gsize        n_missing,
      gpointer     user_data G_GNUC_UNUSED,
      GError     **error G_GNUC_UNUSED)
{
  gfloat  weights[CHANNELS * TAPS], biases[CHANNELS];
  gfloat *file = g_new (gfloat, CHANNELS * (TAPS + 1));

  g_assert_cmpuint (n_missing, ==, CHANNELS * (TAPS + 1) * sizeof (gfloat));

  fill (0.45, 0.1, weights, biases);
  for (gint c = 0; c < CHANNELS; c++)
    {
      for (gint i = 0; i < TAPS; i++)
        file[i * CHANNELS + c] = weights[c * TAPS + i];
      file[TAPS * CHANNELS + c] = biases[c];
    }

  return g_bytes_new_take (file, n_missing);
}

static void
test_tfjs (void)
{
  g_autofree gchar        *topology = tfjs_row ("Conv2D stem 'filters':8,"
                                                       "'kernel_size':[3,3]");
  g_autoptr (GBytes)       file     = tfjs_text (topology,
                                                 "stem/kernel 3x3x3x8; stem/bias 8", "a");
  g_autoptr (GError)       error    = NULL;
  g_autoptr (DreamNetwork) network  = dream_read_tfjs_from (file, load, NULL,
                                                            NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpfloat (dream_network_get_input (network)->scale[1], ==,
                     1.0f / WHITE);
  g_assert_cmpfloat (dream_network_get_input (network)->mean[1], ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/guess-range/mean", test_mean);
  g_test_add_func ("/guess-range/silent", test_silent);
  g_test_add_func ("/guess-range/tflite", test_tflite);
  g_test_add_func ("/guess-range/tfjs", test_tfjs);

  return g_test_run ();
}
