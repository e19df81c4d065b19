/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * TensorFlow.js's container: a model and the weights in files beside it.
 */

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

#include "engine/error.h"
#include "engine/readers/formats.h"
#include "engine/readers/read.h"

#include "tfjs-text.h"

#define ALL 100000

static void test_probe (void);
static void test_straddling (void);
static void test_quantized (void);
static void test_files (void);
static void test_missing_file (void);
static void test_paths (void);
static void test_bad_weights (void);

static void assert_bad (GBytes *file);

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tfjs/probe", test_probe);
  g_test_add_func ("/tfjs/straddling", test_straddling);
  g_test_add_func ("/tfjs/quantized", test_quantized);
  g_test_add_func ("/tfjs/files", test_files);
  g_test_add_func ("/tfjs/missing-file", test_missing_file);
  g_test_add_func ("/tfjs/paths", test_paths);
  g_test_add_func ("/tfjs/bad-weights", test_bad_weights);

  return g_test_run ();
}

static void
test_probe (void)
{
  g_autoptr (GBytes) model = tfjs_json (" \n{'modelTopology':1}");
  g_autoptr (GBytes) other = tfjs_json ("{'model':1}");
  g_autoptr (GBytes) list  = tfjs_json ("['modelTopology']");
  g_autoptr (GBytes) empty = tfjs_json ("");

  g_assert_true (dream_is_tfjs (model));
  g_assert_false (dream_is_tfjs (other));
  g_assert_false (dream_is_tfjs (list));
  g_assert_false (dream_is_tfjs (empty));
}

/* Wherever one file ends and the next one begins. */
static void
test_straddling (void)
{
  g_autofree gchar *topology = tfjs_row ("Conv2D c 'use_bias':false");
  g_autofree gchar *names    = tfjs_repeat ("x", 112);

  for (gsize size = 1; size <= 112; size++)
    {
      g_autoptr (GString)      paths   = g_string_new ("a");
      g_autoptr (DreamNetwork) network = NULL;
      g_autoptr (GError)       error   = NULL;
      gfloat                   weights[9];

      for (gsize i = 1; i * size < 112; i++)
        g_string_append_printf (paths, " %.*s", (gint) i, names);

      network = tfjs_read (tfjs_text (topology,
                                      "first 4x4; c/kernel 1x1x3x3; "
                                      "empty 0; last 1x3",
                                      paths->str),
                           size, &error);
      g_assert_no_error (error);
      dream_tensor_decode (&dream_network_get_layer (network, 1)->weights,
                           weights);
      for (gint i = 0; i < 9; i++)
        g_assert_cmpfloat (weights[i], ==, 16 + i);
    }
}

static void
test_quantized (void)
{
  static const gchar *const types[]  = { "uint8", "uint16", "float16" };
  g_autofree gchar         *topology = tfjs_row ("Conv2D c 'use_bias':false");

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree gchar        *list    = g_strdup_printf ("c/kernel 1x1x3x2!%s",
                                                          types[i]);
      g_autoptr (GError)       error   = NULL;
      g_autoptr (DreamNetwork) network = tfjs_read (tfjs_text (topology, list,
                                                               "a"),
                                                    ALL, &error);
      gfloat                   weights[6];

      g_assert_no_error (error);
      dream_tensor_decode (&dream_network_get_layer (network, 1)->weights,
                           weights);

      /* The floats 0 and 1 are 00 00 00 00 00 00 80 3f. */
      if (i == 0)
        g_assert_cmpfloat (weights[3], ==, -1);
      else
        g_assert_cmpfloat (weights[3], ==, i == 1 ? 0x3f80 * 0.5f - 1 : 1.875f);
    }
}

static void
test_files (void)
{
  g_autoptr (GError) error    = NULL;
  g_autofree gchar  *folder   = g_dir_make_tmp (NULL, &error);
  g_autofree gchar  *inner    = g_build_filename (folder, "in", NULL);
  g_autofree gchar  *model    = g_build_filename (folder, "m.json", NULL);
  g_autofree gchar  *shard    = g_build_filename (inner, "w.bin", NULL);
  g_autofree gchar  *topology = tfjs_row ("Conv2D c");
  g_autoptr (GBytes) file = tfjs_text (topology, "c/kernel 1x1x3x2; c/bias 2",
                                       "in/w.bin");
  g_autoptr (DreamNetwork) network = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (g_mkdir (inner, 0755), ==, 0);
  g_assert_true (g_file_set_contents (model, g_bytes_get_data (file, NULL),
                                      g_bytes_get_size (file), &error));
  g_assert_true (g_file_set_contents (shard, "0123456789abcdef0123456789ABCDEF",
                                      32, &error));

  network = dream_network_read (model, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (dream_network_get_layer (network, 1)->bias.data, 8,
                   "89ABCDEF", 8);

  /* One byte too short. */
  g_clear_pointer (&network, dream_network_unref);
  g_assert_true (
    g_file_set_contents (shard, "0123456789abcdef0123456789ABCDE", 31, &error));
  g_assert_null (dream_network_read (model, NULL, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK);

  /* A folder in its place. */
  g_clear_error (&error);
  g_assert_cmpint (g_remove (shard), ==, 0);
  g_assert_cmpint (g_mkdir (shard, 0755), ==, 0);
  g_assert_null (dream_network_read (model, NULL, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK);

  g_assert_cmpint (g_rmdir (shard), ==, 0);
  g_assert_cmpint (g_rmdir (inner), ==, 0);
  g_assert_cmpint (g_remove (model), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_missing_file (void)
{
  g_autofree gchar  *topology = tfjs_row ("Conv2D c");
  g_autoptr (GBytes) file     = tfjs_text (topology, "c/kernel 1x1x3x2",
                                           "not-there");
  g_autoptr (GError) error    = NULL;

  g_assert_null (dream_read_tfjs (file, "/nowhere/model.json", NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_nonnull (strstr (error->message, "/nowhere/not-there"));

  g_clear_error (&error);
  g_assert_null (dream_read_tfjs (file, NULL, NULL, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK);
}

/* No file outside of the folder is looked at, and none twice. */
static void
test_paths (void)
{
  static const gchar *const paths[] = {
    "/etc/passwd", "../up",        "a/../../up", "..",         ".",
    "a/./b",       "a//b",         "a/",         "",           "\\\\a",
    "c:up",        "a\\\\..\\\\b", "same same",  "b same/../b"
  };
  g_autofree gchar *topology = tfjs_row ("Conv2D c 'use_bias':false");

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (
        tfjs_read (tfjs_text (topology, "c/kernel 1x1x3x3", paths[i]), 20,
                   &error));
      g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK);
    }
}

static void
test_bad_weights (void)
{
  static const gchar *const weights[] = {
    "c/kernel 1x1x3x-3",
    "c/kernel 65536x65536x65536x65536",
    "c/kernel 2147483647x2147483647x1x1; d 2147483647x2147483647",
    "c/kernel 1x1x3x99999",
    "c/kernel 1x1x1x1x1x1x1x1x9",
    "c/kernel 1x1x3x1.5",
    "c/kernel 1x1x3x3; c/kernel 1x1x3x3",
  };
  g_autofree gchar *topology = tfjs_row ("Conv2D c 'use_bias':false");

  for (guint i = 0; i < G_N_ELEMENTS (weights); i++)
    assert_bad (tfjs_text (topology, weights[i], "a"));

  assert_bad (
    tfjs_json ("{'modelTopology':{},'weightsManifest':[{'paths':['a'],"
               "'weights':[{'name':'w','shape':[1],'dtype':'float32',"
               "'quantization':{'dtype':'uint8','scale':0,'min':0}}]}]}"));
  assert_bad (
    tfjs_json ("{'modelTopology':{},'weightsManifest':[{'paths':['a'],"
               "'weights':[{'name':'w','shape':[1]}]}]}"));
}

/* Takes @file. */
static void
assert_bad (GBytes *file)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tfjs_read (file, ALL, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK);
}
