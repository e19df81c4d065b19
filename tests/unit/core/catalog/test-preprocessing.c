/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What networks expect of a picture, as it is told and as people write it.
 */

#include <glib/gstdio.h>

#include "engine/readers/read.h"
#include "plugin/core/catalog/preprocessing.h"

#include "tests/robust/corpus.h"

static const DreamInput plain = { .scale = { 1, 1, 1 } };

static void
assert_same (const DreamInput *a, const DreamInput *b)
{
  g_assert_cmpint (a->bgr, ==, b->bgr);
  for (gint c = 0; c < 3; c++)
    {
      g_assert_cmpfloat_with_epsilon (a->scale[c], b->scale[c],
                                      1e-6 * ABS (b->scale[c]));
      g_assert_cmpfloat_with_epsilon (a->mean[c], b->mean[c], 1e-3);
    }
}

/* What is told of a file gives the network that the file gives, also where the
 * network changes the picture itself: then it must not happen twice.  Returns
 * whether this one does.
 */
static gboolean
check_probe (const gchar *path)
{
  g_autoptr (DreamNetwork) guessed   = NULL;
  g_autoptr (DreamNetwork) told      = NULL;
  g_autoptr (DreamNetwork) untouched = NULL;
  g_autofree gchar        *mean      = NULL;
  g_autofree gchar        *scale     = NULL;
  DreamInput               input;
  DreamInput               written = plain;
  GError                  *error   = NULL;

  guessed = deep_dream_preprocessing_probe (path, &input, NULL);
  if (! guessed)
    return FALSE;

  mean  = deep_dream_preprocessing_list (input.mean, ";");
  scale = deep_dream_preprocessing_list (input.scale, ";");
  deep_dream_preprocessing_change (&written, input.bgr ? "bgr" : "rgb", mean,
                                   scale, &error);
  g_assert_no_error (error);

  told = dream_network_read (path, &written, &error);
  g_assert_no_error (error);
  assert_same (dream_network_get_input (told),
               dream_network_get_input (guessed));

  untouched = dream_network_read (path, &plain, &error);
  g_assert_no_error (error);

  return dream_network_get_input (untouched)->mean[0] != 0;
}

static void
test_probe (gconstpointer format)
{
  g_autofree gchar *path      = NULL;
  gint              file      = g_file_open_tmp (NULL, &path, NULL);
  gint              n_changes = 0;

  g_close (file, NULL);
  for (guint i = 0; i < corpus_n_files (format); i++)
    {
      g_autoptr (GBytes) bytes = corpus_make (format, i);
      gsize              size;
      const gchar       *data = g_bytes_get_data (bytes, &size);

      g_assert_true (g_file_set_contents (path, data, size, NULL));
      n_changes += check_probe (path);
    }
  g_remove (path);

  if (g_str_equal (format, "graphdef"))
    g_assert_cmpint (n_changes, >, 0);
}

static void
test_change (void)
{
  DreamInput input = { .mean = { 1, 2, 3 }, .scale = { 4, 5, 6 } };
  GError    *error = NULL;

  deep_dream_preprocessing_change (&input, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (input.mean[1], ==, 2);
  g_assert_cmpfloat (input.scale[2], ==, 6);
  g_assert_false (input.bgr);

  deep_dream_preprocessing_change (&input, "BGR", " 1.5 , -2, 1e1", "0.5",
                                   &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (input.mean[0], ==, 1.5f);
  g_assert_cmpfloat (input.mean[1], ==, -2);
  g_assert_cmpfloat (input.mean[2], ==, 10);
  g_assert_cmpfloat (input.scale[0], ==, 0.5f);
  g_assert_cmpfloat (input.scale[2], ==, 0.5f);
  g_assert_true (input.bgr);
}

/* Numbers are written in the C locale, exact to the last bit of a float. */
static void
test_list (void)
{
  const gfloat      values[] = { 103.939f, 1 / 127.5f, -3 };
  g_autofree gchar *text     = deep_dream_preprocessing_list (values, ",");
  DreamInput        input    = plain;
  GError           *error    = NULL;

  deep_dream_preprocessing_change (&input, NULL, text, NULL, &error);
  g_assert_no_error (error);
  for (gint c = 0; c < 3; c++)
    g_assert_cmpfloat (input.mean[c], ==, values[c]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/input/probe/graphdef", "graphdef", test_probe);
  g_test_add_data_func ("/input/probe/tflite", "tflite", test_probe);
  g_test_add_func ("/input/change", test_change);
  g_test_add_func ("/input/list", test_list);

  return g_test_run ();
}
