/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The files of Caffe's networks: their forms, where the picture comes from, and
 * what is wrong with some.
 */

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

#include "engine/error.h"
#include "engine/readers/caffe/caffe.h"
#include "engine/readers/formats.h"
#include "engine/readers/read.h"

#include "read-caffe.h"

static void test_forms (void);
static void test_weights (void);
static void test_description (void);
static void test_sources (void);
static void test_no_source (void);
static void test_input (void);
static void test_picture_is_scaled (void);
static void test_bad_description (void);
static void test_attacks (void);
static void test_files (void);
static void test_probe (void);
static void check_tiny (DreamNetwork *network);
static void assert_no_network (const gchar *path, const gchar *mention);
static void write_bytes (const gchar *path, GBytes *bytes);

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/caffe-files/forms", test_forms);
  g_test_add_func ("/caffe-files/weights", test_weights);
  g_test_add_func ("/caffe-files/description", test_description);
  g_test_add_func ("/caffe-files/sources", test_sources);
  g_test_add_func ("/caffe-files/no-source", test_no_source);
  g_test_add_func ("/caffe-files/input", test_input);
  g_test_add_func ("/caffe-files/picture-is-scaled", test_picture_is_scaled);
  g_test_add_func ("/caffe-files/bad-description", test_bad_description);
  g_test_add_func ("/caffe-files/attacks", test_attacks);
  g_test_add_func ("/caffe-files/files", test_files);
  g_test_add_func ("/caffe-files/probe", test_probe);

  return g_test_run ();
}

static void
test_forms (void)
{
  for (gint is_v1 = FALSE; is_v1 <= TRUE; is_v1++)
    {
      TinyCaffe                tiny    = tiny_caffe ();
      g_autoptr (GError)       error   = NULL;
      g_autoptr (DreamNetwork) network = NULL;

      tiny.is_v1 = is_v1;
      network    = read_files (&tiny, NULL, &error);
      g_assert_no_error (error);
      check_tiny (network);
    }
}

/* The usual way and the others. */
static void
test_weights (void)
{
  for (gint i = TINY_CAFFE_PACKED; i <= TINY_CAFFE_DOUBLES; i++)
    {
      TinyCaffe                tiny    = tiny_caffe ();
      g_autoptr (GError)       error   = NULL;
      g_autoptr (DreamNetwork) network = NULL;
      gfloat                   values[4 * 3 * 9];

      tiny.weights = i;
      network      = read_files (&tiny, NULL, &error);
      g_assert_no_error (error);

      dream_tensor_decode (&find_layer (network, "conv1")->weights, values);
      for (guint k = 0; k < G_N_ELEMENTS (values); k++)
        g_assert_cmpfloat (values[k], ==, tiny_caffe_value (k));
    }
}

static void
test_description (void)
{
  TinyCaffe                tiny    = tiny_caffe ();
  g_autoptr (GError)       error   = NULL;
  g_autoptr (GError)       alone   = NULL;
  g_autoptr (DreamNetwork) network = NULL;

  tiny.has_structure = FALSE;
  network            = read_files (&tiny, tiny_caffe_describe (), &error);
  g_assert_no_error (error);
  check_tiny (network);

  /* Weights alone are no network, and neither is their description. */
  g_assert_null (read_files (&tiny, NULL, &alone));
  g_assert_error (alone, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK);
  g_assert_nonnull (strstr (alone->message, ".prototxt"));
}

static void
check_tiny (DreamNetwork *network)
{
  const DreamLayer *conv1 = find_layer (network, "conv1");
  const DreamLayer *conv2 = find_layer (network, "conv2");
  const DreamLayer *mean  = find_layer (network, "mean");
  const DreamLayer *fc    = find_layer (network, "fc");

  g_assert_cmpuint (dream_network_n_layers (network), ==, 16);
  g_assert_cmpint (conv1->op, ==, DREAM_OP_CONVOLUTION);
  g_assert_cmpint (conv1->channels, ==, 4);
  g_assert_cmpint (conv1->stride_w, ==, 2);
  g_assert_cmpint (conv1->pad_bottom, ==, 1);
  g_assert_cmpint (conv1->activation, ==, DREAM_ACTIVATION_NONE);
  g_assert_cmpint (find_layer (network, "relu1")->op, ==, DREAM_OP_ACTIVATION);
  g_assert_true (find_layer (network, "pool1")->round_up);
  g_assert_cmpint (find_layer (network, "norm1")->op, ==, DREAM_OP_LRN);
  g_assert_cmpint (find_layer (network, "norm1b")->op, ==, DREAM_OP_MULTIPLY);
  g_assert_cmpint (conv2->groups, ==, 2);
  g_assert_cmpint (conv2->kernel_h, ==, 1);
  g_assert_cmpint (conv2->kernel_w, ==, 3);
  g_assert_cmpint (conv2->pad_left, ==, 1);
  g_assert_null (conv2->bias.data);
  g_assert_cmpint (find_layer (network, "sum")->op, ==, DREAM_OP_ADD);
  g_assert_cmpint (mean->op, ==, DREAM_OP_AVERAGE_POOL);
  g_assert_true (mean->count_padding);
  g_assert_cmpint (find_layer (network, "join")->channels, ==, 8);
  g_assert_cmpint (fc->kernel_h, ==, 4);
  g_assert_cmpint (fc->channels, ==, 2);
  g_assert_false (has_layer (network, "prob"));
}

/* Each says where the picture comes from, and all pool to 8 x 8. */
static void
test_sources (void)
{
  static const gchar *const sources[] = {
    "layer { name: 'in' type: 'Input' top: 'data' input_param {"
    "  shape: { dim: 1 dim: 3 dim: 16 dim: 16 } } }",
    "input: 'data' input_shape { dim: [1, 3, 16, 16] }",
    "layer { name: 'in' type: 'Data' top: 'data' top: 'label'"
    "  transform_param { crop_size: 16 mirror: true }"
    "  include { phase: TRAIN } }"
    "layer { name: 'test' type: 'Data' top: 'data' top: 'label'"
    "  transform_param { crop_size: 32 } include { phase: TEST } }",
    "layers { name: 'in' type: IMAGE_DATA top: 'data'"
    "  transform_param { crop_size: 16 } }"
  };

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      g_autofree gchar *text = g_strconcat (
        sources[i],
        "layer { name: 'conv1' type: 'Convolution' bottom: 'data' top: 'conv1'"
        "  convolution_param { num_output: 4 kernel_size: 3 stride: 2 pad: 1 } "
        "}"
        "layer { name: 'all' type: 'Pooling' bottom: 'conv1' top: 'all'"
        "  pooling_param { pool: AVE global_pooling: true } }",
        NULL);
      g_autoptr (DreamNetwork) network = read_text (text);

      g_assert_cmpint (find_layer (network, "all")->kernel_h, ==, 8);
    }
}

/* Nor need a file say where. */
static void
test_no_source (void)
{
  g_autoptr (DreamNetwork) network = read_text (
    "layer { name: 'conv1' type: 'Convolution' bottom: 'picture' top: 'conv1'"
    "  convolution_param { num_output: 4 kernel_size: 3 } }"
    "layer { name: 'all' type: 'Pooling' bottom: 'conv1' top: 'all'"
    "  pooling_param { pool: AVE kernel_size: 7 } }");

  g_assert_cmpstr (dream_network_get_layer (network, 0)->name, ==, "picture");
  g_assert_cmpuint (dream_network_n_layers (network), ==, 3);
}

/* Blue, green, red less the mean of ImageNet, or what the network learned with.
 */
static void
test_input (void)
{
  const DreamInput         given = { { 2, 2, 2 }, { 3, 4, 5 }, FALSE };
  const TinyCaffe          tiny  = tiny_caffe ();
  g_autoptr (GBytes)       file  = tiny_caffe_write (&tiny);
  g_autoptr (DreamNetwork) usual = dream_read_caffe (file, NULL, NULL, NULL);
  g_autoptr (DreamNetwork) told  = dream_read_caffe (file, NULL, &given, NULL);
  g_autoptr (DreamNetwork) learned = read_text (
    "layer { name: 'in' type: 'Data' top: 'data' transform_param {"
    "  scale: 0.5 mean_value: 1 mean_value: 2 mean_value: 3 } }"
    "layer { name: 'conv1' type: 'Convolution' bottom: 'data' top: 'conv1'"
    "  convolution_param { num_output: 4 kernel_size: 3 } }");
  const DreamInput *input = dream_network_get_input (usual);

  g_assert_true (input->bgr);
  g_assert_cmpfloat (input->scale[1], ==, 1);
  g_assert_cmpfloat (input->mean[0], ==, 104);
  g_assert_cmpfloat (input->mean[1], ==, 117);
  g_assert_cmpfloat (input->mean[2], ==, 123);

  input = dream_network_get_input (told);
  g_assert_false (input->bgr);
  g_assert_cmpfloat (input->scale[2], ==, 2);
  g_assert_cmpfloat (input->mean[2], ==, 5);

  input = dream_network_get_input (learned);
  g_assert_true (input->bgr);
  g_assert_cmpfloat (input->scale[0], ==, 0.5f);
  g_assert_cmpfloat (input->mean[0], ==, 1);
  g_assert_cmpfloat (input->mean[2], ==, 3);
}

/* What a layer does to the picture itself: (x - 104) / 2 + 3 is (x - 98) / 2.
 */
static void
test_picture_is_scaled (void)
{
  g_autoptr (DreamNetwork) network = read_text (
    "input: 'raw' input_dim: 1 input_dim: 3 input_dim: 16 input_dim: 16\n"
    "layer { name: 'power' type: 'Power' bottom: 'raw' top: 'data'"
    "  power_param { scale: 0.5 shift: 3 } }"
    "layer { name: 'conv1' type: 'Convolution' bottom: 'data' top: 'conv1'"
    "  convolution_param { num_output: 4 kernel_size: 3 } }");
  const DreamInput *input = dream_network_get_input (network);

  g_assert_cmpuint (dream_network_n_layers (network), ==, 2);
  g_assert_cmpfloat (input->scale[0], ==, 0.5f);
  g_assert_cmpfloat (input->mean[0], ==, 98);
}

static void
test_bad_description (void)
{
  static const struct
  {
    const gchar *text;
    const gchar *mention;
  } texts[] = {
    { READ_CAFFE_HEAD "\nlayer {", "Line 4" },
    { READ_CAFFE_HEAD "\n}", "Line 4" },
    { READ_CAFFE_HEAD "layer { name: conv1 }", "Line 3" },
    { READ_CAFFE_HEAD "layer { name: 'a }", "Line 3" },
    { READ_CAFFE_HEAD "layer: 3", "Line 3" },
    { READ_CAFFE_HEAD "input_dim: 1.5", "Line 3" },
    { READ_CAFFE_HEAD "input_dim: { }", "Line 3" },
    { READ_CAFFE_HEAD "input_dim: 'x'", "Line 3" },
    { READ_CAFFE_HEAD "input_dim: [1, 2", "Line 3" },
    { READ_CAFFE_HEAD "unheard of: 3", "Line 3" },
    { READ_CAFFE_HEAD "layer { name: 'a' name: 'b' }", "damaged" },
    { READ_CAFFE_HEAD "layer { type: 'TanH' bottom: 'conv1' top: 'a' }",
      "name" },
    { READ_CAFFE_HEAD "layer { name: 'a' type: 'TanH' top: 'a' }", "damaged" },
    { READ_CAFFE_HEAD
      "layer { name: 'a' type: 'Pooling' bottom: 'conv1' top: 'a' }",
      "damaged" },
    { READ_CAFFE_HEAD "layer { name: 'a' type: 'LRN' bottom: 'conv1' top: 'a'"
                      " lrn_param { local_size: 4 } }",
      "damaged" },
    { READ_CAFFE_HEAD
      "layer { name: 'a' type: 'Eltwise' bottom: 'conv1' top: 'a' }",
      "damaged" },
    { READ_CAFFE_HEAD
      "layer { name: 'a' type: 'Eltwise' bottom: 'conv1' bottom: 'conv1'"
      "  top: 'a' eltwise_param { coeff: 1 } }",
      "damaged" },
    { READ_CAFFE_HEAD
      "layer { name: 'a' type: 'Eltwise' bottom: 'conv1' bottom: 'conv1'"
      "  top: 'a' eltwise_param { operation: MEDIAN } }",
      "damaged" },
    { READ_CAFFE_HEAD
      "layer { name: 'a' type: 'Clip' bottom: 'conv1' top: 'a' }",
      "damaged" },
    { READ_CAFFE_HEAD "layer { name: 'a' type: 'Clip' bottom: 'conv1' top: 'a'"
                      " clip_param { min: 2 max: 1 } }",
      "no sense" },
    { READ_CAFFE_HEAD
      "layer { name: 'conv2' type: 'Convolution' bottom: 'conv1' top: 'a'"
      " convolution_param { num_output: 5 kernel_size: 1 } }",
      "no sense" },
    { READ_CAFFE_HEAD
      "layer { name: 'a' type: 'Pooling' bottom: 'conv1' top: 'a'"
      " pooling_param { kernel_size: 2 stride: 0 } }",
      "no sense" }
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      TinyCaffe tiny = tiny_caffe ();

      tiny_caffe_find (&tiny, "conv2")->blobs[1] = 5;
      assert_fails (&tiny, texts[i].text, DREAM_ERROR_BAD_NETWORK,
                    texts[i].mention);
    }
}

/* Small files that ask for much time or memory. */
static void
test_attacks (void)
{
  const TinyCaffe     tiny = tiny_caffe ();
  g_autoptr (GString) deep = g_string_new (READ_CAFFE_HEAD);
  g_autoptr (GString) many = g_string_new (READ_CAFFE_HEAD);
  g_autoptr (GString) tall = g_string_new (READ_CAFFE_HEAD);
  DreamNetwork       *network;
  g_autoptr (GError)  error = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append (deep, "x {");
  assert_fails (&tiny, deep->str, DREAM_ERROR_BAD_NETWORK, "Line 3");

  for (guint i = 0; i < 70000; i++)
    g_string_append (many, "layer { }\n");
  assert_fails (&tiny, many->str, DREAM_ERROR_BAD_NETWORK, "damaged");

  g_string_append_len (tall, "#", 1);
  while (tall->len <= 1 << 22)
    g_string_append (tall, "                                               ");
  assert_fails (&tiny, tall->str, DREAM_ERROR_BAD_NETWORK, "too long");

  network = read_files (&tiny,
                        "input: 'data' input_dim: 1 input_dim: 3"
                        "  input_dim: 9223372036854775807 input_dim: -1 "
                        "layer { name: 'conv1' type: 'Convolution'"
                        "  bottom: 'data' top: 'conv1' convolution_param {"
                        "  num_output: 4 kernel_size: 3 pad: 64 } }",
                        &error);
  g_assert_no_error (error);
  dream_network_unref (network);
}

/* A description is found beside the weights, and only if it belongs to them. */
static void
test_files (void)
{
  static const gchar *const names[] = { "net.prototxt", "net_deploy.prototxt",
                                        "deploy_net.prototxt",
                                        "deploy.prototxt" };
  TinyCaffe                 tiny    = tiny_caffe ();
  g_autofree gchar *folder  = g_dir_make_tmp ("dream-caffe-XXXXXX", NULL);
  g_autofree gchar *weights = g_build_filename (folder, "net.caffemodel", NULL);
  g_autoptr (GBytes) file   = NULL;

  tiny.has_structure = FALSE;
  file               = tiny_caffe_write (&tiny);
  write_bytes (weights, file);
  assert_no_network (weights, ".prototxt");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree gchar        *path = g_build_filename (folder, names[i], NULL);
      g_autoptr (GError)       error   = NULL;
      g_autoptr (DreamNetwork) network = NULL;

      g_file_set_contents (path, tiny_caffe_describe (), -1, &error);
      network = dream_network_read (weights, NULL, &error);
      g_assert_no_error (error);
      check_tiny (network);
      assert_no_network (path, ".caffemodel");

      /* That of another network, and none at all. */
      g_file_set_contents (path,
                           "layer { name: 'other' type: 'Convolution'"
                           "  bottom: 'data' top: 'other' }",
                           -1, &error);
      assert_no_network (weights, ".prototxt");
      g_file_set_contents (path, "layer {", -1, &error);
      assert_no_network (weights, names[i]);
      g_assert_cmpint (g_unlink (path), ==, 0);
    }

  g_assert_cmpint (g_unlink (weights), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_probe (void)
{
  static const gchar *const others[] = {
    "",                   /* nothing */
    "node { name: 'a' }", /* TensorFlow's text */
    "\x0a\x09\x0a\x01"
    "a\x12\x04"
    "Relu",                     /* TensorFlow's graph */
    "\x08\x07\x3a\x02\x0a\x00", /* ONNX */
    "\x0a\x04tiny",             /* no layer */
    "name of the game: network",
    "{\"format\": \"layers-model\"}",
    "TFL3"
  };
  const TinyCaffe    tiny = tiny_caffe ();
  g_autoptr (GBytes) file = tiny_caffe_write (&tiny);
  g_autoptr (GBytes) cut  = g_bytes_new_from_bytes (file, 0, 200);
  g_autoptr (GBytes) text = g_bytes_new_static (tiny_caffe_describe (),
                                                strlen (
                                                  tiny_caffe_describe ()));

  g_assert_true (dream_is_caffe (file));
  g_assert_true (dream_is_caffe (cut));
  g_assert_true (dream_is_caffe (text));

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (GBytes) other = g_bytes_new_static (others[i],
                                                     strlen (others[i]));

      g_assert_false (dream_is_caffe (other));
    }
}

static void
assert_no_network (const gchar *path, const gchar *mention)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (dream_network_read (path, NULL, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK);
  g_assert_nonnull (strstr (error->message, mention));
}

static void
write_bytes (const gchar *path, GBytes *bytes)
{
  gsize              size;
  const gchar       *data  = g_bytes_get_data (bytes, &size);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, data, size, &error);
  g_assert_no_error (error);
}
