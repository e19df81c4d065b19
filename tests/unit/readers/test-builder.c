/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What all readers rely on when files are odd: names, sizes, what is left out,
 * and bounds.
 */

#include "engine/error.h"
#include "engine/readers/builder.h"

#define WIDE 60000

static DreamBuilder *
start (gint size)
{
  g_autoptr (GError) error   = NULL;
  DreamBuilder      *builder = dream_builder_new ();

  dream_builder_add_picture (builder, "picture", "picture", size, size, 3,
                             &error);
  g_assert_no_error (error);

  return builder;
}

static void
convolve (DreamBuilder *builder,
          const gchar  *name,
          const gchar  *from,
          const gchar  *to,
          gint          channels)
{
  g_autoptr (GError) error = NULL;
  DreamLayer *layer = dream_builder_start (builder, DREAM_OP_CONVOLUTION, name,
                                           &from, 1, &error);

  g_assert_no_error (error);
  dream_builder_floats (builder, &layer->weights,
                        (gsize) channels * layer->channels);
  layer->channels = channels;
  dream_builder_add (builder, layer, to, &error);
  g_assert_no_error (error);
}

static DreamNetwork *
finish (DreamBuilder *builder)
{
  const DreamInput   input   = { .scale = { 1, 1, 1 } };
  g_autoptr (GError) error   = NULL;
  DreamNetwork      *network = dream_builder_finish (builder, &input, &error);

  g_assert_no_error (error);

  return network;
}

static void
test_same_names (void)
{
  g_autoptr (DreamBuilder) builder = start (0);
  g_autoptr (DreamNetwork) network = NULL;

  convolve (builder, "conv", "picture", "a", 4);
  convolve (builder, "conv/2", "a", "a", 4);
  convolve (builder, "conv", "a", "a", 4);
  convolve (builder, "conv", "a", "a", 4);

  network = finish (builder);
  g_assert_cmpstr (dream_network_get_layer (network, 3)->name, ==, "conv/3");
  g_assert_cmpstr (dream_network_get_layer (network, 4)->name, ==, "conv/4");
}

/* Flattened, a picture can be read by a dense layer alone, and only in the size
 * that the network is trained for. */
static void
test_flat (void)
{
  g_autoptr (DreamBuilder) builder = start (6);
  g_autoptr (DreamNetwork) network = NULL;
  g_autoptr (GError)       error   = NULL;
  const gchar             *flat    = "flat";
  DreamTensor              weights;

  convolve (builder, "conv", "picture", "a", 4);
  dream_builder_flatten (builder, "a", flat);
  g_assert_true (dream_builder_is_flat (builder, flat));
  g_assert_null (
    dream_builder_start (builder, DREAM_OP_MAX_POOL, "pool", &flat, 1, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_UNSUPPORTED_LAYER);
  g_clear_error (&error);

  dream_builder_floats (builder, &weights, 10 * 4 * 6 * 6);
  g_assert_true (dream_builder_add_dense (builder, "dense", flat, "b", &weights,
                                          NULL, 10, &error));
  network = finish (builder);
  g_assert_cmpint (dream_network_get_layer (network, 2)->kernel_h, ==, 6);
  g_assert_cmpint (dream_network_get_layer (network, 2)->minimum_size, ==, 6);
}

/* Nothing can read it any more, and if all is left out the first reason is
 * told. */
static void
test_left_out (void)
{
  const DreamInput         input   = { .scale = { 1, 1, 1 } };
  g_autoptr (DreamBuilder) builder = start (0);
  g_autoptr (GError)       error   = NULL;
  const gchar             *odd     = "odd";

  for (gint i = 0; i < 2; i++)
    dream_builder_leave_out (builder, odd,
                             g_error_new (DREAM_ERROR,
                                          DREAM_ERROR_UNSUPPORTED_LAYER,
                                          "reason %d", i));

  g_assert_null (
    dream_builder_start (builder, DREAM_OP_MAX_POOL, "pool", &odd, 1, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_UNSUPPORTED_LAYER);
  g_clear_error (&error);

  g_assert_null (dream_builder_finish (builder, &input, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_UNSUPPORTED_LAYER);
  g_assert_cmpstr (error->message, ==, "reason 0");
}

/* Only what the engine lacks is no reason to stop, and an error that is one
 * changes hands. */
static void
test_can_leave_out (void)
{
  g_autoptr (GError) lacks   = NULL;
  g_autoptr (GError) damaged = NULL;
  g_autoptr (GError) error   = NULL;

  g_assert_false (dream_builder_refuse ("layer", DREAM_REASON_SIZES, &lacks));
  g_assert_true (dream_builder_can_leave_out (&lacks, &error));
  g_assert_nonnull (lacks);
  g_assert_no_error (error);

  dream_builder_damaged (&damaged);
  g_assert_false (dream_builder_can_leave_out (&damaged, &error));
  g_assert_null (damaged);
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK);
}

/* One for all channels or one for each, and no other number. */
static void
test_slopes (void)
{
  g_autoptr (DreamBuilder) builder = start (0);

  convolve (builder, "conv", "picture", "a", 4);
  for (gint n = 0; n <= 5; n++)
    {
      g_autoptr (GError) error = NULL;
      DreamTensor        slopes;

      if (n > 0)
        dream_builder_floats (builder, &slopes, n);

      if (n == 1 || n == 4)
        {
          g_assert_true (dream_builder_add_prelu (builder, "prelu", "a", "b",
                                                  &slopes, &error));
          continue;
        }

      g_assert_false (dream_builder_add_prelu (builder, "prelu", "a", "b",
                                               n > 0 ? &slopes : NULL, &error));
      g_assert_error (error, DREAM_ERROR, DREAM_ERROR_UNSUPPORTED_LAYER);
    }
}

/* scale (x - mean), then 2 x + 1, is 2 scale (x - mean) + 1. */
static void
test_picture_is_scaled (void)
{
  const DreamInput         input    = { .scale = { 0.5f, 0.5f, 0.5f },
                                        .mean  = { 10, 10, 10 } };
  const gfloat             scale[3] = { 2, 2, 2 };
  const gfloat             shift[3] = { 1, 1, 1 };
  const gfloat             pixel[3] = { 1, 1, 1 };
  g_autoptr (DreamBuilder) builder  = start (0);
  g_autoptr (DreamNetwork) network  = NULL;
  g_autoptr (GError)       error    = NULL;
  gfloat                   values[3];

  g_assert_true (dream_builder_add_affine (builder, "scale", "picture", "a",
                                           scale, shift, &error));
  g_assert_false (dream_builder_has (builder, "picture"));
  convolve (builder, "conv", "a", "b", 4);

  network = dream_builder_finish (builder, &input, &error);
  g_assert_no_error (error);
  dream_input_from_pixel (dream_network_get_input (network), pixel, values);
  g_assert_cmpfloat_with_epsilon (values[2], 2 * 0.5 * (255 - 10) + 1, 1e-3);
}

/* A network of brightness alone is given the luma, in whatever order it has
 * the colours; what is read is counted on by one. */
static void
test_grey (gconstpointer data)
{
  const gboolean           bgr     = GPOINTER_TO_INT (data);
  const DreamInput         input   = { .scale = { 0.5f, 0.5f, 0.5f },
                                       .mean  = { 10, 10, 10 },
                                       .bgr   = bgr };
  const gfloat             scale   = 2;
  const gfloat             shift   = 1;
  const gfloat             green[] = { 0, 1, 0 };
  const gfloat             blue[]  = { 0, 0, 1 };
  g_autoptr (DreamBuilder) builder = dream_builder_new ();
  g_autoptr (DreamNetwork) network = NULL;
  g_autoptr (GError)       error   = NULL;
  const DreamLayer        *luma;
  gfloat                   weights[3], of_green[3], of_blue[3];

  dream_builder_add_picture (builder, "picture", "picture", 8, 8, 1, &error);
  g_assert_no_error (error);
  g_assert_true (dream_builder_add_affine (builder, "scale", "picture", "a",
                                           &scale, &shift, &error));
  convolve (builder, "picture/luma", "a", "b", 4);
  convolve (builder, "conv", "b", "c", 4);
  network = dream_builder_finish (builder, &input, &error);
  g_assert_no_error (error);

  luma = dream_network_get_layer (network, 1);
  g_assert_cmpint (dream_network_get_layer (network, 0)->channels, ==, 3);
  g_assert_cmpint (luma->channels, ==, 1);
  g_assert_cmpstr (luma->name, ==, "picture/luma/2");
  g_assert_cmpuint (dream_network_get_layer (network, 2)->inputs[0], ==, 1);
  g_assert_cmpuint (dream_network_get_layer (network, 3)->inputs[0], ==, 2);

  dream_layer_decode_weights (luma, weights);
  dream_input_from_pixel (dream_network_get_input (network), green, of_green);
  dream_input_from_pixel (dream_network_get_input (network), blue, of_blue);
  g_assert_cmpfloat_with_epsilon (weights[0] * of_green[0] +
                                    weights[1] * of_green[1] +
                                    weights[2] * of_green[2],
                                  2 * 0.5 * (0.7152 * 255 - 10) + 1, 1e-3);
  g_assert_cmpfloat_with_epsilon (weights[0] * of_blue[0] +
                                    weights[1] * of_blue[1] +
                                    weights[2] * of_blue[2],
                                  2 * 0.5 * (0.0722 * 255 - 10) + 1, 1e-3);
}

/* Channels of zeros can make no more channels than anything else. */
static void
test_zeros (void)
{
  g_autoptr (DreamBuilder) builder = start (0);
  g_autoptr (DreamNetwork) network = NULL;
  g_autoptr (GError)       error   = NULL;
  const gint               most    = DREAM_MAX_CHANNELS - 4;

  convolve (builder, "conv", "picture", "a", 4);
  g_assert_false (dream_builder_add_padding (builder, "wide", "a", "b", 0, 0, 0,
                                             0, most + 1, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK);
  g_clear_error (&error);

  g_assert_true (dream_builder_add_padding (builder, "wide", "a", "b", 0, 0, 0,
                                            0, most, &error));
  network = finish (builder);
  g_assert_cmpint (dream_network_get_layer (network, 2)->op, ==,
                   DREAM_OP_WIDEN);
  g_assert_cmpint (dream_network_get_layer (network, 2)->channels, ==,
                   DREAM_MAX_CHANNELS);
}

static void
test_bounds (void)
{
  g_autoptr (DreamBuilder) builder = dream_builder_new ();
  g_autoptr (GError)       error   = NULL;
  gint                     n       = 0;

  g_assert_false (dream_builder_add_picture (builder, "picture", "picture",
                                             G_MAXINT, 224, 3, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK);
  g_clear_error (&error);

  dream_builder_add_picture (builder, "picture", "picture", 0, 0, 3, &error);
  g_assert_no_error (error);
  convolve (builder, "conv", "picture", "a", WIDE);

  while (n < 10000 && dream_builder_add_affine (builder, "affine", "a", "a",
                                                NULL, NULL, &error))
    n++;
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK);
  g_assert_cmpint (n, >, 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/builder/same-names", test_same_names);
  g_test_add_func ("/builder/flat", test_flat);
  g_test_add_func ("/builder/left-out", test_left_out);
  g_test_add_func ("/builder/can-leave-out", test_can_leave_out);
  g_test_add_func ("/builder/slopes", test_slopes);
  g_test_add_func ("/builder/picture-is-scaled", test_picture_is_scaled);
  g_test_add_data_func ("/builder/grey", GINT_TO_POINTER (FALSE), test_grey);
  g_test_add_data_func ("/builder/grey-bgr", GINT_TO_POINTER (TRUE), test_grey);
  g_test_add_func ("/builder/zeros", test_zeros);
  g_test_add_func ("/builder/bounds", test_bounds);

  return g_test_run ();
}
