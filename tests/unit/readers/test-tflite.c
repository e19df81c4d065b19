/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The reader of TensorFlow Lite files, on tiny files made here: what it maps
 * to what, and what it cannot use.  The one real network is test-inception.c's.
 */

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

#include "engine/error.h"
#include "engine/readers/formats.h"
#include "engine/readers/read.h"
#include "engine/readers/tflite/file.h"

#include "tests/robust/tiny-tflite.h"

enum
{
  SAME,
  VALID
};
enum
{
  RELU     = 1,
  SIGN_BIT = 5
};
enum
{
  RESIZE_BILINEAR = 23,
  MIRROR_PAD      = 100,
  UNHEARD_OF      = 999
};

static void test_layers (void);
static void test_weights (void);
static void test_implied_relu (void);
static void test_padding (void);
static void test_no_bias (void);
static void test_any_size (void);
static void test_names_made_valid (void);
static void test_other_names (void);
static void test_head_is_cut (void);
static void test_middle_is_cut (void);
static void test_unsupported_operation (void);
static void test_unsupported_options (void);
static void test_unsupported_numbers (void);
static void test_not_a_picture (void);
static void test_grey_picture (void);
static void test_bad_weights (void);
static void test_bad_structure (void);
static void test_copies_are_bounded (void);
static void test_other_files (void);

static void              start_over (TinyNetwork *tiny);
static DreamNetwork     *read_sound (const TinyNetwork *tiny);
static const DreamLayer *find (DreamNetwork *network, const gchar *name);
static gboolean          has_relu (DreamNetwork *network, const gchar *name);
static gboolean          has_layer (DreamNetwork *network, const gchar *name);
static void assert_unsupported (const TinyNetwork *tiny, const gchar *mention);
static void assert_bad (const TinyNetwork *tiny);
static void assert_cuts_logits (const TinyNetwork *tiny);
static void assert_no_network (const gchar *path, gint code);

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tflite/layers", test_layers);
  g_test_add_func ("/tflite/weights", test_weights);
  g_test_add_func ("/tflite/implied-relu", test_implied_relu);
  g_test_add_func ("/tflite/padding", test_padding);
  g_test_add_func ("/tflite/no-bias", test_no_bias);
  g_test_add_func ("/tflite/any-size", test_any_size);
  g_test_add_func ("/tflite/names-made-valid", test_names_made_valid);
  g_test_add_func ("/tflite/other-names", test_other_names);
  g_test_add_func ("/tflite/head-is-cut", test_head_is_cut);
  g_test_add_func ("/tflite/middle-is-cut", test_middle_is_cut);
  g_test_add_func ("/tflite/unsupported-operation", test_unsupported_operation);
  g_test_add_func ("/tflite/unsupported-options", test_unsupported_options);
  g_test_add_func ("/tflite/unsupported-numbers", test_unsupported_numbers);
  g_test_add_func ("/tflite/not-a-picture", test_not_a_picture);
  g_test_add_func ("/tflite/grey-picture", test_grey_picture);
  g_test_add_func ("/tflite/bad-weights", test_bad_weights);
  g_test_add_func ("/tflite/bad-structure", test_bad_structure);
  g_test_add_func ("/tflite/copies-are-bounded", test_copies_are_bounded);
  g_test_add_func ("/tflite/other-files", test_other_files);

  return g_test_run ();
}

static void
test_layers (void)
{
  const TinyNetwork        tiny    = tiny_network ();
  g_autoptr (DreamNetwork) network = read_sound (&tiny);
  const DreamLayer        *stem    = find (network, "tiny/stem/Relu");
  const DreamLayer        *mean    = find (network, "tiny/mixed/mean");
  const DreamLayer        *concat  = find (network, "tiny/mixed/concat");
  const DreamLayer        *logits  = find (network, "tiny/logits/BiasAdd");

  g_assert_cmpuint (dream_network_n_layers (network), ==, 6);
  g_assert_cmpfloat (dream_network_get_input (network)->scale[0], ==,
                     1.0f / 128);
  g_assert_cmpfloat (dream_network_get_input (network)->mean[2], ==, 128);

  g_assert_cmpint (stem->op, ==, DREAM_OP_CONVOLUTION);
  g_assert_cmpint (stem->channels, ==, 4);
  g_assert_cmpint (stem->kernel_h, ==, 3);
  g_assert_cmpint (stem->stride_w, ==, 2);
  g_assert_cmpint (stem->padding, ==, DREAM_PADDING_SAME);

  g_assert_cmpint (find (network, "tiny/mixed/max")->op, ==, DREAM_OP_MAX_POOL);
  g_assert_cmpint (mean->op, ==, DREAM_OP_AVERAGE_POOL);
  g_assert_cmpint (mean->kernel_w, ==, 3);
  g_assert_cmpint (mean->channels, ==, 4);

  g_assert_cmpint (concat->op, ==, DREAM_OP_CONCAT);
  g_assert_cmpuint (concat->n_inputs, ==, 2);
  g_assert_cmpuint (concat->inputs[0], ==, 2);
  g_assert_cmpuint (concat->inputs[1], ==, 3);
  g_assert_cmpint (concat->channels, ==, 8);

  g_assert_cmpint (logits->channels, ==, 5);
  g_assert_cmpint (logits->padding, ==, DREAM_PADDING_EXPLICIT);
}

/* The writer's data is 0, 1, 2, …; a word of a bias holds four of them. */
static void
test_weights (void)
{
  const TinyNetwork        tiny    = tiny_network ();
  g_autoptr (DreamNetwork) network = read_sound (&tiny);
  const DreamLayer        *logits  = find (network, "tiny/logits/BiasAdd");
  gfloat                   weights[5 * 8];
  gfloat                   bias[5];

  g_assert_cmpuint (logits->weights.n_values, ==, G_N_ELEMENTS (weights));
  g_assert_cmpuint (logits->bias.n_values, ==, G_N_ELEMENTS (bias));
  dream_tensor_decode (&logits->weights, weights);
  dream_tensor_decode (&logits->bias, bias);

  g_assert_cmpfloat_with_epsilon (weights[0], -100 * 0.02, 1e-6);
  g_assert_cmpfloat_with_epsilon (weights[39], -61 * 0.02, 1e-6);
  g_assert_cmpfloat_with_epsilon (bias[0], 0x03020100 * 0.001, 1);
  g_assert_cmpfloat_with_epsilon (bias[4], 0x13121110 * 0.001, 20);
}

static void
test_implied_relu (void)
{
  TinyNetwork              tiny   = tiny_network ();
  g_autoptr (DreamNetwork) before = read_sound (&tiny);
  g_autoptr (DreamNetwork) after  = NULL;

  g_assert_true (has_relu (before, "tiny/stem/Relu"));
  g_assert_false (has_relu (before, "tiny/logits/BiasAdd"));

  tiny.tensors[TINY_STEM].zero_point             = 1;
  tiny.operators[TINY_COMPUTE_LOGITS].options[3] = RELU;

  after = read_sound (&tiny);

  g_assert_false (has_relu (after, "tiny/stem/Relu"));
  g_assert_true (has_relu (after, "tiny/logits/BiasAdd"));
}

static void
test_padding (void)
{
  TinyNetwork              tiny    = tiny_network ();
  g_autoptr (DreamNetwork) network = NULL;

  tiny.operators[TINY_COMPUTE_STEM].options[0]      = VALID;
  tiny.operators[TINY_COMPUTE_MAX_POOL].options[0]  = VALID;
  tiny.operators[TINY_COMPUTE_MEAN_POOL].options[0] = VALID;

  network = read_sound (&tiny);

  g_assert_cmpint (find (network, "tiny/stem/Relu")->minimum_size, ==, 3);
  g_assert_cmpint (find (network, "tiny/mixed/concat")->minimum_size, ==, 7);
}

static void
test_no_bias (void)
{
  TinyNetwork              tiny    = tiny_network ();
  g_autoptr (DreamNetwork) network = NULL;

  tiny.operators[TINY_COMPUTE_STEM].inputs[2]  = -1;
  tiny.operators[TINY_COMPUTE_LOGITS].n_inputs = 2;

  network = read_sound (&tiny);

  g_assert_null (find (network, "tiny/stem/Relu")->bias.data);
  g_assert_null (find (network, "tiny/logits/BiasAdd")->bias.data);
}

static void
test_any_size (void)
{
  TinyNetwork              tiny    = tiny_network ();
  g_autoptr (DreamNetwork) network = NULL;
  guint                    i;

  for (i = 0; i < 3; i++)
    tiny.tensors[TINY_INPUT].shape[i] = -1;

  network = read_sound (&tiny);

  g_assert_cmpuint (dream_network_n_layers (network), ==, 6);
}

static void
test_names_made_valid (void)
{
  TinyNetwork              tiny    = tiny_network ();
  g_autoptr (DreamNetwork) network = NULL;

  tiny.tensors[TINY_STEM].name = "caf\xe9";

  network = read_sound (&tiny);

  g_assert_cmpstr (dream_network_get_layer (network, 1)->name, ==,
                   "caf\xef\xbf\xbd");
}

static void
test_head_is_cut (void)
{
  const TinyNetwork        tiny    = tiny_network ();
  g_autoptr (DreamNetwork) network = read_sound (&tiny);

  g_assert_true (has_layer (network, "tiny/logits/BiasAdd"));
  g_assert_false (has_layer (network, "output"));
}

/* Names serve people only: a converter may have left them out, or joined those
 * of all that became one operator. */
static void
test_other_names (void)
{
  TinyNetwork              tiny    = tiny_network ();
  g_autoptr (DreamNetwork) network = NULL;

  tiny.tensors[TINY_INPUT].name    = NULL;
  tiny.tensors[TINY_STEM].name     = NULL;
  tiny.tensors[TINY_MAX_POOL].name = "mixed/pool;mixed/pad";
  tiny.tensors[TINY_LOGITS].name   = "tiny/mixed/concat";

  network = read_sound (&tiny);

  g_assert_cmpstr (dream_network_get_layer (network, 0)->name, ==, "input");
  g_assert_cmpstr (dream_network_get_layer (network, 1)->name, ==, "CONV_2D_0");
  g_assert_cmpstr (dream_network_get_layer (network, 2)->name, ==,
                   "mixed/pool");
  g_assert_cmpstr (dream_network_get_layer (network, 5)->name, ==,
                   "tiny/mixed/concat/2");
}

/* What depends on the missing layer goes with it, and nothing else. */
static void
test_middle_is_cut (void)
{
  TinyNetwork              tiny    = tiny_network ();
  g_autoptr (DreamNetwork) network = NULL;

  tiny.operators[TINY_COMPUTE_MEAN_POOL].code = RESIZE_BILINEAR;

  network = read_sound (&tiny);

  g_assert_cmpuint (dream_network_n_layers (network), ==, 3);
  g_assert_true (has_layer (network, "tiny/mixed/max"));
  g_assert_false (has_layer (network, "tiny/mixed/concat"));
}

static void
test_unsupported_operation (void)
{
  TinyNetwork tiny = tiny_network ();

  tiny.operators[TINY_COMPUTE_STEM].code = RESIZE_BILINEAR;
  assert_unsupported (&tiny, "tiny/stem/Relu");
  assert_unsupported (&tiny, "RESIZE_BILINEAR");

  tiny.operators[TINY_COMPUTE_STEM].code = MIRROR_PAD;
  assert_unsupported (&tiny, "MIRROR_PAD");

  tiny.operators[TINY_COMPUTE_STEM].code = UNHEARD_OF;
  assert_unsupported (&tiny, "999");
}

static void
test_unsupported_options (void)
{
  TinyNetwork tiny = tiny_network ();

  tiny.operators[TINY_COMPUTE_LOGITS].options[3] = SIGN_BIT;
  assert_cuts_logits (&tiny);

  start_over (&tiny);
  tiny.operators[TINY_COMPUTE_LOGITS].options[2] = 2;
  assert_cuts_logits (&tiny);

  start_over (&tiny);
  tiny.operators[TINY_COMPUTE_CONCAT].options[0] = 1;
  assert_cuts_logits (&tiny);
}

/* Integers of 16 bits, zero points for each channel, and what has no scale. */
static void
test_unsupported_numbers (void)
{
  TinyNetwork tiny = tiny_network ();

  tiny.tensors[TINY_INPUT].type = TINY_INT16;
  assert_unsupported (&tiny, "input");
  assert_unsupported (&tiny, "8-bit");

  start_over (&tiny);
  tiny.tensors[TINY_STEM_WEIGHTS].n_scales = 4;
  assert_unsupported (&tiny, "tiny/stem/Relu");

  start_over (&tiny);
  tiny.tensors[TINY_STEM_BIAS].type = TINY_INT16;
  assert_unsupported (&tiny, "tiny/stem/Relu");

  start_over (&tiny);
  tiny.tensors[TINY_STEM].n_scales = 0;
  assert_unsupported (&tiny, "tiny/stem/Relu");

  start_over (&tiny);
  tiny.tensors[TINY_LOGITS_WEIGHTS].n_scales = 5;
  assert_cuts_logits (&tiny);

  start_over (&tiny);
  tiny.tensors[TINY_LOGITS_WEIGHTS].n_bytes = 0;
  assert_cuts_logits (&tiny);
}

static void
test_not_a_picture (void)
{
  TinyNetwork tiny = tiny_network ();

  tiny.tensors[TINY_INPUT].shape[3] = 2;
  assert_unsupported (&tiny, "input");

  start_over (&tiny);
  tiny.tensors[TINY_INPUT].shape[0] = 2;
  assert_unsupported (&tiny, "input");

  start_over (&tiny);
  tiny.tensors[TINY_INPUT].n_dimensions = 3;
  assert_unsupported (&tiny, "input");
}

static void
test_grey_picture (void)
{
  TinyNetwork              tiny    = tiny_float_network ();
  g_autoptr (DreamNetwork) network = NULL;
  g_autoptr (GBytes)       file    = NULL;
  g_autoptr (GError)       error   = NULL;

  tiny.tensors[TINY_INPUT].shape[3]        = 1;
  tiny.tensors[TINY_STEM_WEIGHTS].shape[3] = 1;
  tiny.tensors[TINY_STEM_WEIGHTS].n_bytes  = 4 * 3 * 3 * sizeof (gfloat);

  file    = tiny_network_write (&tiny);
  network = dream_read_tflite (file, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (dream_network_get_layer (network, 1)->channels, ==, 1);
  g_assert_cmpuint (dream_network_get_layer (network, 2)->inputs[0], ==, 1);
}

static void
test_bad_weights (void)
{
  TinyNetwork tiny = tiny_network ();

  tiny.tensors[TINY_STEM_WEIGHTS].n_bytes--;
  assert_bad (&tiny);

  start_over (&tiny);
  tiny.tensors[TINY_STEM_BIAS].n_bytes = 4 * 3;
  assert_bad (&tiny);

  start_over (&tiny);
  tiny.tensors[TINY_STEM_BIAS].n_bytes = 4 * 4 - 1;
  assert_bad (&tiny);

  start_over (&tiny);
  tiny.tensors[TINY_STEM_WEIGHTS].shape[0] = -4;
  assert_bad (&tiny);

  /* More than 32 bits can count. */
  start_over (&tiny);
  tiny.tensors[TINY_STEM_WEIGHTS].shape[0] = DREAM_MAX_CHANNELS;
  tiny.tensors[TINY_STEM_WEIGHTS].shape[1] = DREAM_MAX_KERNEL;
  tiny.tensors[TINY_STEM_WEIGHTS].shape[2] = DREAM_MAX_KERNEL;
  assert_bad (&tiny);

  start_over (&tiny);
  tiny.tensors[TINY_STEM_WEIGHTS].shape[3] = 7;
  assert_bad (&tiny);

  start_over (&tiny);
  tiny.tensors[TINY_STEM_WEIGHTS].scale = -1;
  assert_bad (&tiny);

  start_over (&tiny);
  tiny.tensors[TINY_STEM_WEIGHTS].zero_point = G_MAXINT64;
  assert_bad (&tiny);
}

static void
test_bad_structure (void)
{
  TinyNetwork tiny = tiny_network ();

  tiny.operators[TINY_COMPUTE_MAX_POOL].output = TINY_STEM;
  assert_bad (&tiny);

  start_over (&tiny);
  tiny.operators[TINY_COMPUTE_MAX_POOL].inputs[0] = TINY_N_TENSORS;
  assert_bad (&tiny);

  start_over (&tiny);
  tiny.operators[TINY_COMPUTE_MAX_POOL].n_inputs = 0;
  assert_bad (&tiny);

  start_over (&tiny);
  tiny.operators[TINY_COMPUTE_MAX_POOL].options_type = 1;
  assert_bad (&tiny);

  start_over (&tiny);
  tiny.operators[TINY_COMPUTE_MAX_POOL].n_options = 3;
  assert_bad (&tiny);

  start_over (&tiny);
  tiny.operators[TINY_COMPUTE_STEM].options[0] = 2;
  assert_bad (&tiny);

  start_over (&tiny);
  tiny.operators[TINY_COMPUTE_MAX_POOL].output = TINY_INPUT;
  assert_bad (&tiny);
}

/* Tables of a file may share names, so that a small file could fill memory. */
static void
test_copies_are_bounded (void)
{
  const TinyNetwork  tiny   = tiny_network ();
  g_autoptr (GBytes) file   = tiny_network_write (&tiny);
  gsize              size   = g_bytes_get_size (file);
  gsize              copied = 0;
  DreamTfliteModel   model;
  gsize              i;

  g_assert_true (dream_tflite_open (&model, file, NULL));

  for (i = 0; i < size; i++)
    {
      g_autofree gchar *name = dream_tflite_get_name (&model, TINY_STEM);

      copied += strlen (name);
    }

  g_assert_cmpuint (copied, >, 0);
  g_assert_cmpuint (copied, <=, size);
  g_assert_true (dream_tflite_is_damaged (&model, NULL));
}

static void
test_other_files (void)
{
  const guint8       png[]  = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n',
                                0,    0,   0,   13,  'I',  'H',  'D',  'R' };
  g_autofree gchar  *folder = g_dir_make_tmp ("tflite-XXXXXX", NULL);
  g_autofree gchar  *path   = g_build_filename (folder, "file", NULL);
  g_autoptr (GError) error  = NULL;

  g_assert_nonnull (folder);
  assert_no_network (folder, DREAM_ERROR_BAD_NETWORK);

  g_assert_null (dream_network_read (path, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  assert_no_network (path, DREAM_ERROR_BAD_NETWORK);

  g_assert_true (g_file_set_contents (path, "Dear reader,\n", -1, NULL));
  assert_no_network (path, DREAM_ERROR_BAD_NETWORK);

  g_assert_true (
    g_file_set_contents (path, (const gchar *) png, sizeof png, NULL));
  assert_no_network (path, DREAM_ERROR_BAD_NETWORK);

  g_assert_true (g_file_set_contents (path, "....TFL3", -1, NULL));
  assert_no_network (path, DREAM_ERROR_BAD_NETWORK);

  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
start_over (TinyNetwork *tiny)
{
  *tiny = tiny_network ();
}

static DreamNetwork *
read_sound (const TinyNetwork *tiny)
{
  g_autoptr (GBytes) file    = tiny_network_write (tiny);
  g_autoptr (GError) error   = NULL;
  DreamNetwork      *network = NULL;

  g_assert_true (dream_is_tflite (file));
  network = dream_read_tflite (file, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (network);

  return network;
}

static const DreamLayer *
find (DreamNetwork *network, const gchar *name)
{
  g_autoptr (GError) error = NULL;
  guint              index = 0;

  dream_network_find_layer (network, name, &index, &error);
  g_assert_no_error (error);

  return dream_network_get_layer (network, index);
}

static gboolean
has_relu (DreamNetwork *network, const gchar *name)
{
  return find (network, name)->activation == DREAM_ACTIVATION_CLIP;
}

static gboolean
has_layer (DreamNetwork *network, const gchar *name)
{
  guint index;

  return dream_network_find_layer (network, name, &index, NULL);
}

/* The error's message must @mention something. */
static void
assert_unsupported (const TinyNetwork *tiny, const gchar *mention)
{
  g_autoptr (GBytes) file  = tiny_network_write (tiny);
  g_autoptr (GError) error = NULL;

  g_assert_null (dream_read_tflite (file, NULL, NULL, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_UNSUPPORTED_LAYER);
  g_assert_nonnull (strstr (error->message, mention));
}

static void
assert_bad (const TinyNetwork *tiny)
{
  g_autoptr (GBytes) file  = tiny_network_write (tiny);
  g_autoptr (GError) error = NULL;

  g_assert_null (dream_read_tflite (file, NULL, NULL, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK);
}

static void
assert_cuts_logits (const TinyNetwork *tiny)
{
  g_autoptr (DreamNetwork) network = read_sound (tiny);

  g_assert_true (has_layer (network, "tiny/stem/Relu"));
  g_assert_false (has_layer (network, "tiny/logits/BiasAdd"));
}

/* The error's message must begin with the path, as users see several files. */
static void
assert_no_network (const gchar *path, gint code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (dream_network_read (path, NULL, &error));
  g_assert_error (error, DREAM_ERROR, code);
  g_assert_true (g_str_has_prefix (error->message, path));
}
