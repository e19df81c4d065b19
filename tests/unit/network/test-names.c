/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What people call layers: short names, and what is found for what is typed.
 */

#include <locale.h>
#include <string.h>

#include "engine/error.h"

#include "tests/unit/hand-network.h"

static void          test_short_names (void);
static void          test_short_names_of_many (void);
static void          test_find_whole_name (void);
static void          test_find_end (void);
static void          test_find_block (void);
static void          test_find_lists_candidates (void);
static void          test_find_suggests (void);
static void          test_find_nothing (void);
static DreamNetwork *small_inception (void);
static void          assert_finds (DreamNetwork *network,
                                   const gchar  *name,
                                   const gchar  *expected);
static gchar *assert_finds_none (DreamNetwork *network, const gchar *name);

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/network/short-names", test_short_names);
  g_test_add_func ("/network/short-names-of-many", test_short_names_of_many);
  g_test_add_func ("/network/find-whole-name", test_find_whole_name);
  g_test_add_func ("/network/find-end", test_find_end);
  g_test_add_func ("/network/find-block", test_find_block);
  g_test_add_func ("/network/find-lists-candidates",
                   test_find_lists_candidates);
  g_test_add_func ("/network/find-suggests-near-names", test_find_suggests);
  g_test_add_func ("/network/find-nothing", test_find_nothing);

  return g_test_run ();
}

static void
test_short_names (void)
{
  GPtrArray               *layers     = hand_start ();
  g_autoptr (DreamNetwork) network    = NULL;
  const gchar             *names[][2] = {
                { "net/a/concat", "a/concat" },   { "net/b/concat", "b/concat" },
                { "net/ab/concat", "ab/concat" }, { "net/a/relu", "net/a/relu" },
                { "a/relu", "a/relu" },           { "net/conv1", "conv1" },
                { "net/xconv1", "xconv1" },       { "alone", "alone" },
                { "net/b/1x1/relu", "1x1/relu" }
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (names); i++)
    hand_add_pool (layers, names[i][0], i, 1, 1, DREAM_PADDING_SAME);
  network = hand_finish (layers);

  for (i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const DreamLayer *layer = dream_network_get_layer (network, i + 1);

      g_assert_cmpstr (layer->short_name, ==, names[i][1]);
      assert_finds (network, names[i][1], names[i][0]);
    }
}

/* As many layers as there may be, with long ends in common, as a hostile file
 * might have them: no more than a moment's work.
 */
static void
test_short_names_of_many (void)
{
  GPtrArray               *layers  = hand_start ();
  g_autofree gchar        *end     = g_strnfill (200, '/');
  g_autoptr (DreamNetwork) network = NULL;
  g_autofree gchar        *message = NULL;
  guint                    i;

  for (i = 0; i < DREAM_MAX_LAYERS - 1; i++)
    {
      g_autofree gchar *name = g_strdup_printf ("%u%sx", i, end);

      hand_add_pool (layers, name, i, 1, 1, DREAM_PADDING_SAME);
    }
  network = hand_finish (layers);

  for (i = 1; i < DREAM_MAX_LAYERS; i += DREAM_MAX_LAYERS / 4)
    {
      const DreamLayer *layer = dream_network_get_layer (network, i);

      g_assert_cmpstr (layer->short_name, ==, layer->name);
    }

  message = assert_finds_none (network, "x");
}

static void
test_find_whole_name (void)
{
  GPtrArray               *layers  = hand_start ();
  g_autoptr (DreamNetwork) network = NULL;

  hand_add_pool (layers, "net/relu", 0, 1, 1, DREAM_PADDING_SAME);
  hand_add_pool (layers, "relu", 1, 1, 1, DREAM_PADDING_SAME);
  hand_add_pool (layers, "other/relu", 2, 1, 1, DREAM_PADDING_SAME);
  network = hand_finish (layers);

  assert_finds (network, "relu", "relu");
  assert_finds (network, "input", "input");
}

static void
test_find_end (void)
{
  g_autoptr (DreamNetwork) network = small_inception ();
  g_autofree gchar        *message = NULL;

  assert_finds (network, "Mixed_5b/concat", "Inception/Mixed_5b/concat");
  assert_finds (network, "Conv2d_1a_3x3/Relu", "Inception/Conv2d_1a_3x3/Relu");
  assert_finds (network, "1x1", "Inception/Mixed_5b/1x1");

  /* Components count whole. */
  message = assert_finds_none (network, "3x3/Relu");
}

static void
test_find_block (void)
{
  g_autoptr (DreamNetwork) network = small_inception ();

  assert_finds (network, "Mixed_5b", "Inception/Mixed_5b/concat");
  assert_finds (network, "Mixed_5c", "Inception/Mixed_5c/concat");
  assert_finds (network, "Inception/Mixed_5c", "Inception/Mixed_5c/concat");
  assert_finds (network, "Conv2d_1a_3x3", "Inception/Conv2d_1a_3x3/Relu");
}

static void
test_find_lists_candidates (void)
{
  g_autoptr (DreamNetwork) network = small_inception ();
  g_autofree gchar        *ends    = assert_finds_none (network, "concat");
  g_autofree gchar        *blocks  = assert_finds_none (network, "Branch");

  g_assert_nonnull (strstr (ends, "Mixed_5b/concat"));
  g_assert_nonnull (strstr (ends, "Mixed_5c/concat"));
  g_assert_null (strstr (ends, "Branch"));

  g_assert_nonnull (strstr (blocks, "Mixed_5b/Branch/3x3"));
  g_assert_nonnull (strstr (blocks, "Mixed_5c/Branch/3x3"));
  g_assert_null (strstr (blocks, "concat"));
}

static void
test_find_suggests (void)
{
  g_autoptr (DreamNetwork) network = small_inception ();
  g_autofree gchar        *block   = assert_finds_none (network, "Mixd_5c");
  g_autofree gchar *shout  = assert_finds_none (network, "MIXED-5B/CONCAT");
  g_auto (GStrv)    listed = g_strsplit (block, ", ", -1);

  /* The nearest comes first. */
  g_assert_nonnull (strstr (block, "are: Mixed_5c/concat,"));
  g_assert_nonnull (strstr (shout, "are: Mixed_5b/concat,"));

  g_assert_cmpuint (g_strv_length (listed), ==, 5);
}

static void
test_find_nothing (void)
{
  g_autoptr (DreamNetwork) network = small_inception ();
  const gchar             *names[] = { "",           "/",       "//",
                                       "Inception/", "caf\xe9", "Mixed_5b/concat/",
                                       "%s%n" };
  g_autofree gchar        *endless = g_strnfill (100000, 'x');
  guint                    i;

  for (i = 0; i < G_N_ELEMENTS (names); i++)
    g_free (assert_finds_none (network, names[i]));

  g_free (assert_finds_none (network, endless));
}

static DreamNetwork *
small_inception (void)
{
  GPtrArray *layers = hand_start ();

  hand_add_convolution (layers, "Inception/Conv2d_1a_3x3/Relu", 0, 3, 3, 2,
                        DREAM_PADDING_EXPLICIT);
  hand_add_convolution (layers, "Inception/Mixed_5b/1x1", 1, 1, 1, 1,
                        DREAM_PADDING_SAME);
  hand_add_convolution (layers, "Inception/Mixed_5b/Branch/3x3", 1, 3, 3, 1,
                        DREAM_PADDING_SAME);
  hand_add_concat (layers, "Inception/Mixed_5b/concat", 2, 3);
  hand_add_pool (layers, "Inception/Mixed_5c/max", 4, 3, 1, DREAM_PADDING_SAME);
  hand_add_convolution (layers, "Inception/Mixed_5c/Branch/3x3", 4, 3, 3, 1,
                        DREAM_PADDING_SAME);
  hand_add_concat (layers, "Inception/Mixed_5c/concat", 5, 6);
  hand_add_pool (layers, "Inception/Logits/AvgPool", 7, 8, 1,
                 DREAM_PADDING_SAME);

  return hand_finish (layers);
}

static void
assert_finds (DreamNetwork *network, const gchar *name, const gchar *expected)
{
  g_autoptr (GError) error = NULL;
  guint              index = G_MAXUINT;
  gboolean found = dream_network_find_layer (network, name, &index, &error);

  g_assert_no_error (error);
  g_assert_true (found);
  g_assert_cmpstr (dream_network_get_layer (network, index)->name, ==,
                   expected);
}

/* Returns: (transfer full): the error's message. */
static gchar *
assert_finds_none (DreamNetwork *network, const gchar *name)
{
  g_autoptr (GError) error = NULL;
  guint              index;

  g_assert_false (dream_network_find_layer (network, name, &index, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_NO_LAYER);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));

  return g_strdup (error->message);
}
