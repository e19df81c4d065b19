/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lists of channels: what they mean, and what is refused.
 */

#include "engine/error.h"
#include "engine/objective/channel-list.h"

#define N_CHANNELS 10

static gfloat *
parse (const gchar *text)
{
  g_autoptr (GError) error   = NULL;
  gfloat            *weights = NULL;
  guint              n_strongest;

  g_assert_true (dream_channels_parse (text, N_CHANNELS, NULL, &weights,
                                       &n_strongest, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_strongest, ==, 0);

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
test_strongest (void)
{
  static const struct
  {
    const gchar *list;
    guint        n_strongest;
  } cases[] = { { "strongest 5", 5 },
                { " strongest  1 ", 1 },
                { "strongest 99", N_CHANNELS } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gfloat *weights;
      guint   n_strongest;

      g_assert_true (dream_channels_parse (cases[i].list, N_CHANNELS, NULL,
                                           &weights, &n_strongest, NULL));
      g_assert_null (weights);
      g_assert_cmpuint (n_strongest, ==, cases[i].n_strongest);
    }
}

static void
test_titles (void)
{
  const DreamChannelTitle known[]    = { { 4, "Waves" }, { 2, "Tall grass" } };
  static const gfloat     expected[] = { 0, 1, -2, 0, 1, 0, 0, 0, 0, 0 };
  g_autoptr (GArray)      titles     = g_array_new (FALSE, FALSE,
                                                    sizeof (DreamChannelTitle));
  g_autofree gfloat      *weights    = NULL;
  g_autoptr (GError)      error      = NULL;
  guint                   n_strongest;

  g_array_append_vals (titles, known, G_N_ELEMENTS (known));
  g_assert_true (dream_channels_parse (" waves, 1, tall GRASS :-2", N_CHANNELS,
                                       titles, &weights, &n_strongest, NULL));
  for (gint c = 0; c < N_CHANNELS; c++)
    g_assert_cmpfloat (weights[c], ==, expected[c]);

  g_clear_pointer (&weights, g_free);
  g_assert_false (dream_channels_parse ("grass", N_CHANNELS, titles, &weights,
                                        &n_strongest, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE);
}

static void
test_bad_lists (void)
{
  static const gchar *const lists[] = { "seven",
                                        "1,",
                                        ",1",
                                        "1,,2",
                                        "-1",
                                        "5-3",
                                        "1-",
                                        "1:",
                                        "1:x",
                                        "1:2:3",
                                        "10",
                                        "3-99",
                                        "1.5",
                                        "1:nan",
                                        "99999999999999999999",
                                        "strongest",
                                        "strongest 0",
                                        "strongest x",
                                        "strongest 2, 3" };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autoptr (GError) error   = NULL;
      gfloat            *weights = NULL;
      guint              n_strongest;

      g_assert_false (dream_channels_parse (lists[i], N_CHANNELS, NULL,
                                            &weights, &n_strongest, &error));
      g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE);
      g_assert_null (weights);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/channels/lists", test_lists);
  g_test_add_func ("/channels/strongest", test_strongest);
  g_test_add_func ("/channels/titles", test_titles);
  g_test_add_func ("/channels/bad-lists", test_bad_lists);

  return g_test_run ();
}
