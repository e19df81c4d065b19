/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which layers of an unknown network are offered.
 */

#include "plugin/cli/layer-choice.h"

#include "tests/unit/hand-network.h"

/* Checks the short names of what is offered, and of the default. */
static void
check (GPtrArray *layers, const gchar *expected, const gchar *standard)
{
  g_autoptr (DreamNetwork) network = hand_finish (layers);
  g_autoptr (GString)      names   = g_string_new (NULL);
  g_autoptr (GArray)       offered = NULL;
  guint                    index;

  offered = cli_choose_layers (network, &index);
  for (guint i = 0; i < offered->len; i++)
    {
      guint layer = g_array_index (offered, guint, i);

      g_string_append_printf (names, i ? " %s" : "%s",
                              dream_network_get_layer (network, layer)
                                ->short_name);
    }

  g_assert_cmpstr (names->str, ==, expected);
  g_assert_cmpstr (dream_network_get_layer (network, index)->short_name, ==,
                   standard);
}

static void
add_relu (GPtrArray *layers, const gchar *name, guint input)
{
  DreamLayer *layer = dream_layer_new (DREAM_OP_ACTIVATION, name, 1);

  layer->inputs[0]  = input;
  layer->channels   = hand_layer (layers, input)->channels;
  layer->activation = DREAM_ACTIVATION_CLIP;
  g_ptr_array_add (layers, layer);
}

static void
add_sum (GPtrArray *layers, const gchar *name, guint first, guint second)
{
  DreamLayer *layer = dream_layer_new (DREAM_OP_ADD, name, 2);

  layer->inputs[0] = first;
  layer->inputs[1] = second;
  layer->channels  = hand_layer (layers, first)->channels;
  g_ptr_array_add (layers, layer);
}

/* Adds a convolution and its ReLU, NAME/relu; returns the latter's index. */
static guint
add_block (GPtrArray *layers, const gchar *name, guint input, gint stride)
{
  g_autofree gchar *relu = g_strconcat ("relu-", name, NULL);

  hand_add_convolution (layers, name, input, 3, 3, stride, DREAM_PADDING_SAME);
  add_relu (layers, relu, layers->len - 1);

  return layers->len - 1;
}

/* Of a chain the activations, without pools and without what is made of the
 * whole picture.
 */
static void
test_chain (void)
{
  GPtrArray *layers = hand_start ();
  guint      top    = add_block (layers, "a", 0, 8);

  top = add_block (layers, "b", top, 1);
  hand_add_pool (layers, "pool", top, 2, 2, DREAM_PADDING_SAME);
  top = add_block (layers, "c", layers->len - 1, 1);
  top = add_block (layers, "d", top, 1);
  top = add_block (layers, "e", top, 1);
  hand_add_convolution (layers, "f6", top, 7, 7, 1, DREAM_PADDING_EXPLICIT);
  hand_add_convolution (layers, "f7", layers->len - 1, 1, 1, 1,
                        DREAM_PADDING_SAME);

  check (layers, "relu-a relu-b relu-c relu-d relu-e", "relu-d");
}

/* Of residual blocks the sums, after their activations, and what comes before
 * the first and after the last.
 */
static void
test_residual (void)
{
  GPtrArray *layers = hand_start ();
  guint      stem   = add_block (layers, "stem", 0, 4);
  guint      first  = add_block (layers, "narrow-1", stem, 1);
  guint      second;

  add_sum (layers, "add-1", stem, first);
  add_relu (layers, "out-1", layers->len - 1);
  first  = add_block (layers, "narrow-2", layers->len - 1, 1);
  second = add_block (layers, "wide-2", first, 1);
  add_sum (layers, "add-2", first, second);
  add_block (layers, "last", layers->len - 1, 1);

  check (layers, "relu-stem out-1 add-2 relu-last", "add-2");
}

/* Nothing inside a module, though a classifier branches off half-way up. */
static void
test_modules (void)
{
  GPtrArray *layers = hand_start ();
  guint      stem   = add_block (layers, "stem", 0, 16);
  guint      left   = add_block (layers, "left-1", stem, 1);
  guint      right  = add_block (layers, "right-1", stem, 1);
  guint      middle;

  hand_add_concat (layers, "module-1", left, right);
  middle = layers->len - 1;
  left   = add_block (layers, "left-2", middle, 1);
  right  = add_block (layers, "right-2", middle, 1);
  hand_add_concat (layers, "module-2", left, right);
  hand_add_pool (layers, "side-pool", middle, 5, 3, DREAM_PADDING_EXPLICIT);
  hand_add_convolution (layers, "side-logits", layers->len - 1, 1, 1, 1,
                        DREAM_PADDING_SAME);

  check (layers, "relu-stem module-1 module-2", "module-1");
}

/* A long list is thinned out, and has the default in it. */
static void
test_many (void)
{
  GPtrArray               *layers  = hand_start ();
  g_autoptr (DreamNetwork) network = NULL;
  g_autoptr (GArray)       offered = NULL;
  gboolean                 found   = FALSE;
  guint                    top     = add_block (layers, "first", 0, 16);
  guint                    index;

  for (gint i = 0; i < 100; i++)
    {
      g_autofree gchar *name = g_strdup_printf ("block-%d", i);

      top = add_block (layers, name, top, 1);
    }

  network = hand_finish (layers);
  offered = cli_choose_layers (network, &index);
  g_assert_cmpint (offered->len, >=, 10);
  g_assert_cmpint (offered->len, <=, 20);
  for (guint i = 0; i < offered->len; i++)
    found = found || g_array_index (offered, guint, i) == index;
  g_assert_true (found);
}

/* Even a network of nothing but a head has something to dream. */
static void
test_head_alone (void)
{
  GPtrArray *layers = hand_start ();

  hand_add_pool (layers, "pool", 0, 2, 2, DREAM_PADDING_SAME);

  check (layers, "pool", "pool");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/layer-choice/chain", test_chain);
  g_test_add_func ("/layer-choice/residual", test_residual);
  g_test_add_func ("/layer-choice/modules", test_modules);
  g_test_add_func ("/layer-choice/many", test_many);
  g_test_add_func ("/layer-choice/head-alone", test_head_alone);

  return g_test_run ();
}
