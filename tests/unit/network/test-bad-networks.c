/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Graphs that make no sense, as damaged or hostile files have them, and that
 * no network is made of.
 */

#include <locale.h>
#include <math.h>
#include <string.h>

#include "engine/error.h"

#include "tests/unit/hand-network.h"

#define N_LONG_CHAIN 20000

/* @spoil gets the picture, a convolution, a pool, and both concatenated. */
typedef struct
{
  const gchar *name;
  void (*spoil) (GPtrArray *layers);
} Spoiler;

static void test_spoilt (gconstpointer data);
static void test_sizes_differ (void);
static void test_endless (void);
static void test_too_many (void);
static void assert_too_long (gint kernel, gint stride);

static void spoil_no_layers (GPtrArray *layers);
static void spoil_first_is_no_picture (GPtrArray *layers);
static void spoil_second_picture (GPtrArray *layers);
static void spoil_gray_picture (GPtrArray *layers);
static void spoil_input_is_itself (GPtrArray *layers);
static void spoil_input_is_later (GPtrArray *layers);
static void spoil_input_is_nowhere (GPtrArray *layers);
static void spoil_no_inputs (GPtrArray *layers);
static void spoil_kernel_of_none (GPtrArray *layers);
static void spoil_kernel_of_many (GPtrArray *layers);
static void spoil_stride_of_none (GPtrArray *layers);
static void spoil_stride_of_many (GPtrArray *layers);
static void spoil_strides_that_differ (GPtrArray *layers);
static void spoil_no_channels (GPtrArray *layers);
static void spoil_channels_of_pool (GPtrArray *layers);
static void spoil_channels_of_concat (GPtrArray *layers);
static void spoil_few_weights (GPtrArray *layers);
static void spoil_no_weights (GPtrArray *layers);
static void spoil_scale_of_weights (GPtrArray *layers);
static void spoil_long_bias (GPtrArray *layers);
static void spoil_relu_of_pool (GPtrArray *layers);
static void spoil_no_name (GPtrArray *layers);
static void spoil_empty_name (GPtrArray *layers);
static void spoil_long_name (GPtrArray *layers);
static void spoil_name_in_no_coding (GPtrArray *layers);
static void spoil_same_name (GPtrArray *layers);
static void rename_layer (GPtrArray *layers, gchar *name);

static const guint8 bytes[4] = { 0 };

static const Spoiler spoilers[] = {
  { "no-layers", spoil_no_layers },
  { "first-is-no-picture", spoil_first_is_no_picture },
  { "second-picture", spoil_second_picture },
  { "gray-picture", spoil_gray_picture },
  { "input-is-itself", spoil_input_is_itself },
  { "input-is-later", spoil_input_is_later },
  { "input-is-nowhere", spoil_input_is_nowhere },
  { "no-inputs", spoil_no_inputs },
  { "kernel-of-none", spoil_kernel_of_none },
  { "kernel-of-many", spoil_kernel_of_many },
  { "stride-of-none", spoil_stride_of_none },
  { "stride-of-many", spoil_stride_of_many },
  { "strides-that-differ", spoil_strides_that_differ },
  { "no-channels", spoil_no_channels },
  { "channels-of-pool", spoil_channels_of_pool },
  { "channels-of-concat", spoil_channels_of_concat },
  { "few-weights", spoil_few_weights },
  { "no-weights", spoil_no_weights },
  { "scale-of-weights", spoil_scale_of_weights },
  { "long-bias", spoil_long_bias },
  { "relu-of-pool", spoil_relu_of_pool },
  { "no-name", spoil_no_name },
  { "empty-name", spoil_empty_name },
  { "long-name", spoil_long_name },
  { "name-in-no-coding", spoil_name_in_no_coding },
  { "same-name", spoil_same_name }
};

int
main (int argc, char **argv)
{
  guint i;

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  for (i = 0; i < G_N_ELEMENTS (spoilers); i++)
    {
      g_autofree gchar *path = g_strconcat ("/network/rejects/",
                                            spoilers[i].name, NULL);

      g_test_add_data_func (path, &spoilers[i], test_spoilt);
    }

  g_test_add_func ("/network/rejects/endless", test_endless);
  g_test_add_func ("/network/rejects/too-many", test_too_many);
  g_test_add_func ("/network/rejects/sizes-that-differ", test_sizes_differ);

  return g_test_run ();
}

static void
test_spoilt (gconstpointer data)
{
  const Spoiler           *spoiler = data;
  GPtrArray               *sound   = hand_start ();
  GPtrArray               *spoilt  = hand_start ();
  g_autoptr (DreamNetwork) network = NULL;
  g_autoptr (GError)       error   = NULL;
  GPtrArray               *both[]  = { sound, spoilt };
  guint                    i;

  for (i = 0; i < G_N_ELEMENTS (both); i++)
    {
      hand_add_convolution (both[i], "convolution", 0, 3, 3, 1,
                            DREAM_PADDING_SAME);
      hand_add_pool (both[i], "pool", 1, 3, 1, DREAM_PADDING_SAME);
      hand_add_concat (both[i], "concat", 1, 2);
    }

  network = hand_finish (sound);

  spoiler->spoil (spoilt);
  g_assert_null (dream_network_new (spoilt, &hand_input, NULL, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK);
}

/* Fields and strides that would overflow if all were multiplied. */
static void
test_endless (void)
{
  assert_too_long (DREAM_MAX_KERNEL, 1);
  assert_too_long (1, DREAM_MAX_STRIDE);
}

static void
test_too_many (void)
{
  GPtrArray         *layers = hand_start ();
  g_autoptr (GError) error  = NULL;
  guint              i;

  for (i = 0; i < DREAM_MAX_LAYERS; i++)
    {
      g_autofree gchar *name = g_strdup_printf ("pool-%u", i);

      hand_add_pool (layers, name, i, 1, 1, DREAM_PADDING_SAME);
    }

  g_assert_null (dream_network_new (layers, &hand_input, NULL, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK);
}

/* Both ends of a branch have a stride of 2, but not the same size for each
 * picture.
 */
static void
test_sizes_differ (void)
{
  GPtrArray         *layers = hand_start ();
  g_autoptr (GError) error  = NULL;

  hand_add_pool (layers, "valid", 0, 3, 2, DREAM_PADDING_EXPLICIT);
  hand_add_pool (layers, "same", 0, 3, 2, DREAM_PADDING_SAME);
  hand_add_concat (layers, "concat", 1, 2);

  g_assert_null (dream_network_new (layers, &hand_input, NULL, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK);
  g_assert_nonnull (strstr (error->message, "concat"));
}

static void
assert_too_long (gint kernel, gint stride)
{
  GPtrArray         *layers = hand_start ();
  g_autoptr (GError) error  = NULL;
  guint              i;

  for (i = 0; i < N_LONG_CHAIN; i++)
    {
      g_autofree gchar *name = g_strdup_printf ("pool-%u", i);

      hand_add_pool (layers, name, i, kernel, stride, DREAM_PADDING_EXPLICIT);
    }

  g_assert_null (dream_network_new (layers, &hand_input, NULL, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK);
}

static void
spoil_no_layers (GPtrArray *layers)
{
  g_ptr_array_set_size (layers, 0);
}

static void
spoil_first_is_no_picture (GPtrArray *layers)
{
  g_ptr_array_remove_index (layers, 0);
}

static void
spoil_second_picture (GPtrArray *layers)
{
  DreamLayer *layer = dream_layer_new (DREAM_OP_INPUT, "again", 0);

  layer->channels = 3;
  g_ptr_array_add (layers, layer);
}

static void
spoil_gray_picture (GPtrArray *layers)
{
  hand_layer (layers, 0)->channels = 1;
}

static void
spoil_input_is_itself (GPtrArray *layers)
{
  hand_layer (layers, 2)->inputs[0] = 2;
}

static void
spoil_input_is_later (GPtrArray *layers)
{
  hand_layer (layers, 1)->inputs[0] = 3;
}

static void
spoil_input_is_nowhere (GPtrArray *layers)
{
  hand_layer (layers, 3)->inputs[1] = G_MAXUINT;
}

static void
spoil_no_inputs (GPtrArray *layers)
{
  hand_layer (layers, 3)->n_inputs = 0;
}

static void
spoil_kernel_of_none (GPtrArray *layers)
{
  hand_layer (layers, 2)->kernel_w = 0;
}

static void
spoil_kernel_of_many (GPtrArray *layers)
{
  hand_layer (layers, 2)->kernel_h = DREAM_MAX_KERNEL + 1;
}

static void
spoil_stride_of_none (GPtrArray *layers)
{
  hand_layer (layers, 2)->stride_h = 0;
  hand_layer (layers, 2)->stride_w = 0;
}

static void
spoil_stride_of_many (GPtrArray *layers)
{
  hand_layer (layers, 2)->stride_h = DREAM_MAX_STRIDE + 1;
  hand_layer (layers, 2)->stride_w = DREAM_MAX_STRIDE + 1;
}

static void
spoil_strides_that_differ (GPtrArray *layers)
{
  hand_layer (layers, 2)->stride_w = 2;
}

static void
spoil_no_channels (GPtrArray *layers)
{
  hand_layer (layers, 1)->channels = 0;
}

static void
spoil_channels_of_pool (GPtrArray *layers)
{
  hand_layer (layers, 2)->channels++;
}

static void
spoil_channels_of_concat (GPtrArray *layers)
{
  hand_layer (layers, 3)->channels--;
}

static void
spoil_few_weights (GPtrArray *layers)
{
  hand_layer (layers, 1)->weights.n_values--;
}

static void
spoil_no_weights (GPtrArray *layers)
{
  hand_layer (layers, 1)->weights.data = NULL;
}

static void
spoil_scale_of_weights (GPtrArray *layers)
{
  hand_layer (layers, 1)->weights.scale = NAN;
}

static void
spoil_long_bias (GPtrArray *layers)
{
  hand_layer (layers, 1)->bias.data     = bytes;
  hand_layer (layers, 1)->bias.n_values = 3;
}

static void
spoil_relu_of_pool (GPtrArray *layers)
{
  hand_layer (layers, 2)->activation = DREAM_ACTIVATION_CLIP;
}

static void
spoil_no_name (GPtrArray *layers)
{
  rename_layer (layers, NULL);
}

static void
spoil_empty_name (GPtrArray *layers)
{
  rename_layer (layers, g_strdup (""));
}

static void
spoil_long_name (GPtrArray *layers)
{
  rename_layer (layers, g_strnfill (5000, 'x'));
}

static void
spoil_name_in_no_coding (GPtrArray *layers)
{
  rename_layer (layers, g_strdup ("caf\xe9"));
}

static void
spoil_same_name (GPtrArray *layers)
{
  rename_layer (layers, g_strdup (hand_layer (layers, 1)->name));
}

static void
rename_layer (GPtrArray *layers, gchar *name)
{
  g_free (hand_layer (layers, 2)->name);
  hand_layer (layers, 2)->name = name;
}
