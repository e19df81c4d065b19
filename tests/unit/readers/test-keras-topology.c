/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How Keras's layers are connected: graphs, rows, networks in networks.
 */

#include <locale.h>
#include <string.h>

#include "engine/error.h"

#include "tfjs-text.h"

#define ALL 100000

#define POOL "'class_name':'MaxPooling2D','config':{}"
#define PICTURE                                                           \
  "{'name':'in','class_name':'InputLayer','config':{'batch_input_shape':" \
  "[null,16,16,3]},'inbound_nodes':[]}"


static void test_any_order (void);
static void test_used_twice (void);
static void test_nested (void);
static void test_nested_first (void);
static void test_keras_3 (void);
static void test_old_row (void);
static void test_bad_graphs (void);
static void test_nested_too_deep (void);
static void test_numbers_are_bounded (void);
static void test_not_a_picture (void);
static void test_grey_picture (void);

static DreamNetwork *read_model (const gchar *layers, const gchar *rest);
static void          assert_names (DreamNetwork *network, const gchar *names);
static void          assert_bad_model (const gchar *layers);
static void          assert_bad (GBytes *file);

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/keras-topology/any-order", test_any_order);
  g_test_add_func ("/keras-topology/used-twice", test_used_twice);
  g_test_add_func ("/keras-topology/nested", test_nested);
  g_test_add_func ("/keras-topology/nested-first", test_nested_first);
  g_test_add_func ("/keras-topology/keras-3", test_keras_3);
  g_test_add_func ("/keras-topology/old-row", test_old_row);
  g_test_add_func ("/keras-topology/bad-graphs", test_bad_graphs);
  g_test_add_func ("/keras-topology/numbers-are-bounded",
                   test_numbers_are_bounded);
  g_test_add_func ("/keras-topology/not-a-picture", test_not_a_picture);
  g_test_add_func ("/keras-topology/grey-picture", test_grey_picture);
  g_test_add_func ("/keras-topology/nested-too-deep", test_nested_too_deep);

  return g_test_run ();
}

static void
test_any_order (void)
{
  g_autoptr (DreamNetwork) network = read_model (
    "{'name':'last'," POOL ",'inbound_nodes':[[['first',0,0]]]},"
    "{'name':'first'," POOL ",'inbound_nodes':[[['in',0,0]]]}," PICTURE,
    "");

  assert_names (network, "in first last");
}

/* Each use is a layer, whoever comes first. */
static void
test_used_twice (void)
{
  g_autoptr (DreamNetwork) network = read_model (
    PICTURE ",{'name':'pool'," POOL ",'inbound_nodes':[[['in',0,0]],"
            "[['mid',0,0]]]},{'name':'mid'," POOL
            ",'inbound_nodes':[[['pool',0,0]]]},"
            "{'name':'end'," POOL ",'inbound_nodes':[[['pool',1,0]]]}",
    "");

  assert_names (network, "in pool mid pool/2 end");
}

/* Outputs by their number; node 1 is the first use. */
static void
test_nested (void)
{
  g_autoptr (DreamNetwork) network = read_model (
    PICTURE
    ",{'name':'net','class_name':'Functional','config':{'layers':["
    "{'name':'x','class_name':'InputLayer','config':{},'inbound_nodes':[]},"
    "{'name':'a'," POOL ",'inbound_nodes':[[['x',0,0]]]},"
    "{'name':'b'," POOL ",'inbound_nodes':[[['x',0,0]]]},"
    "{'name':'c'," POOL ",'inbound_nodes':[[['b',0,0]]]}],"
    "'input_layers':[['x',0,0]],'output_layers':[['a',0,0],['c',0,0]]},"
    "'inbound_nodes':[[['in',0,0]]]},"
    "{'name':'d'," POOL ",'inbound_nodes':[[['net',1,1]]]}",
    "");
  const DreamLayer *last;

  assert_names (network, "in a b c d");
  last = dream_network_get_layer (network, 4);
  g_assert_cmpuint (last->inputs[0], ==, 3);
}

/* The picture's shape is that of the inner network. */
static void
test_nested_first (void)
{
  g_autoptr (GError)       error   = NULL;
  g_autoptr (DreamNetwork) network = tfjs_read (
    tfjs_json (
      "{'modelTopology':{'class_name':'Sequential','config':{'layers':["
      "{'class_name':'Sequential','config':{'name':'inner','layers':["
      "{'class_name':'GlobalAveragePooling2D','config':{'name':'pool',"
      "'batch_input_shape':[null,9,7,3]}}]}}]}}}"),
    ALL, &error);

  g_assert_no_error (error);
  assert_names (network, "inner_input pool");
  g_assert_cmpint (dream_network_get_layer (network, 1)->kernel_h, ==, 9);
  g_assert_cmpint (dream_network_get_layer (network, 1)->kernel_w, ==, 7);
}

static void
test_keras_3 (void)
{
  g_autoptr (DreamNetwork) network = read_model (
    "{'name':'in','class_name':'InputLayer','config':{'batch_shape':"
    "[null,8,8,3]},'inbound_nodes':[]},"
    "{'name':'a'," POOL ",'inbound_nodes':[{'args':[{'config':"
    "{'keras_history':['in',0,0]}}],'kwargs':{}}]},"
    "{'name':'b'," POOL ",'inbound_nodes':[{'args':[{'config':"
    "{'keras_history':['in',0,0]}},false]}]},"
    "{'name':'c','class_name':'Add','config':{},'inbound_nodes':[{'args':[["
    "{'config':{'keras_history':['a',0,0]}},"
    "{'config':{'keras_history':['b',0,0]}}]]}]}",
    ",'input_layers':['in',0,0],'output_layers':['c',0,0]");

  assert_names (network, "in a b c");
}

/* Once a list was all there was. */
static void
test_old_row (void)
{
  g_autoptr (GError)       error   = NULL;
  g_autoptr (DreamNetwork) network = tfjs_read (
    tfjs_json ("{'modelTopology':{'class_name':'Sequential','config':["
               "{'class_name':'InputLayer','config':{'name':'in',"
               "'batch_input_shape':[null,9,9,3]}},"
               "{'class_name':'MaxPooling2D','config':{'name':'pool'}}]}}"),
    ALL, &error);

  g_assert_no_error (error);
  assert_names (network, "in pool");
}

static void
test_bad_graphs (void)
{
  /* No such layer, node or output; no inputs. */
  assert_bad_model (PICTURE ",{'name':'a'," POOL
                            ",'inbound_nodes':[[['b',0,0]]]}");
  assert_bad_model (PICTURE ",{'name':'a'," POOL
                            ",'inbound_nodes':[[['in',1,0]]]}");
  assert_bad_model (PICTURE ",{'name':'a'," POOL
                            ",'inbound_nodes':[[['in',0,-1]]]}");
  assert_bad_model (PICTURE ",{'name':'a'," POOL ",'inbound_nodes':[[]]}");

  /* Circles. */
  assert_bad_model (PICTURE ",{'name':'a'," POOL
                            ",'inbound_nodes':[[['a',0,0]]]}");
  assert_bad_model (PICTURE
                    ",{'name':'a'," POOL ",'inbound_nodes':[[['b',0,0]]]},"
                    "{'name':'b'," POOL ",'inbound_nodes':[[['a',0,0]]]}");

  /* A name that is taken, and none. */
  assert_bad_model (PICTURE ",{'name':'in'," POOL
                            ",'inbound_nodes':[[['in',0,0]]]}");
  assert_bad_model (PICTURE ",{" POOL ",'inbound_nodes':[[['in',0,0]]]}");

  assert_bad_model (PICTURE);
  assert_bad_model ("");
  assert_bad (tfjs_json ("{'modelTopology':[]}"));
}

/* Networks in networks, and a layer that is used again and again in each. */
static void
test_nested_too_deep (void)
{
  g_autofree gchar *inner = tfjs_repeat (
    "{'class_name':'Sequential','config':{'name':'n','layers':[", 12);
  g_autofree gchar *end  = tfjs_repeat ("]}}", 12);
  g_autofree gchar *json = g_strdup_printf ("{'modelTopology':%s%s}", inner,
                                            end);
  g_autofree gchar *uses = tfjs_repeat ("[['a',0,0]],", 100);
  g_autofree gchar *list = g_strdup ("{'name':'z'," POOL
                                     ",'inbound_nodes':[[['a',0,0]]]}");

  assert_bad (tfjs_json (json));

  for (guint i = 0; i < 6; i++)
    {
      gchar *outer = g_strdup_printf (
        "{'name':'n','class_name':'Model','config':{'layers':[{'name':'a',"
        "'class_name':'InputLayer','config':{},'inbound_nodes':[]},%s],"
        "'input_layers':[['a',0,0]],'output_layers':[]},"
        "'inbound_nodes':[%s[['a',0,0]]]}",
        list, uses);

      g_free (list);
      list = outer;
    }

  {
    g_autofree gchar *all = g_strdup_printf (
      "{'name':'a','class_name':'InputLayer','config':{'batch_input_shape':"
      "[null,16,16,3]},'inbound_nodes':[]},%s",
      list);

    assert_bad_model (all);
  }
}

/* A layer of many channels that is used again and again. */
static void
test_numbers_are_bounded (void)
{
  g_autoptr (GString) uses = g_string_new ("[['c',0,0]]");
  g_autofree gchar   *json = NULL;

  for (guint i = 0; i < 3000; i++)
    g_string_append_printf (uses, ",[['b',%u,0]]", i);

  json = g_strdup_printf (
    "{'class_name':'Model','config':{'layers':[" PICTURE
    ",{'name':'c','class_name':'Conv2D','config':{'use_bias':false},"
    "'inbound_nodes':[[['in',0,0]]]},"
    "{'name':'b','class_name':'Rescaling','config':{'scale':2},"
    "'inbound_nodes':[%s]}]}}",
    uses->str);

  assert_bad (tfjs_text (json, "c/kernel 1x1x3x8000", "a"));
}

static void
test_not_a_picture (void)
{
  static const gchar *const shapes[] = { "[null,16,16,2]", "[null,48]",
                                         "[16,16,3]", "null" };

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autofree gchar *json = g_strdup_printf (
        "{'modelTopology':{'class_name':'Sequential','config':[{'class_name':"
        "'MaxPooling2D','config':{'name':'pool','batch_input_shape':%s}}]}}",
        shapes[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (tfjs_read (tfjs_json (json), ALL, &error));
      g_assert_error (error, DREAM_ERROR, DREAM_ERROR_UNSUPPORTED_LAYER);
      g_assert_nonnull (strstr (error->message, "pool_input"));
    }
}

static void
test_grey_picture (void)
{
  g_autoptr (GError)       error   = NULL;
  g_autoptr (DreamNetwork) network = tfjs_read (
    tfjs_json ("{'modelTopology':{'class_name':'Sequential','config':["
               "{'class_name':'MaxPooling2D','config':{'name':'pool',"
               "'batch_input_shape':[null,16,16,1]}}]}}"),
    ALL, &error);
  const DreamLayer *pool;

  g_assert_no_error (error);
  pool = dream_network_get_layer (network, 2);
  g_assert_cmpint (pool->op, ==, DREAM_OP_MAX_POOL);
  g_assert_cmpint (pool->channels, ==, 1);
  g_assert_cmpuint (pool->inputs[0], ==, 1);
}

/* @rest: of the model's options. */
static DreamNetwork *
read_model (const gchar *layers, const gchar *rest)
{
  g_autofree gchar *json = g_strdup_printf (
    "{'modelTopology':{'class_name':'Model','config':{'layers':[%s]%s}}}",
    layers, rest);
  g_autoptr (GError) error   = NULL;
  DreamNetwork      *network = tfjs_read (tfjs_json (json), ALL, &error);

  g_assert_no_error (error);

  return network;
}

static void
assert_names (DreamNetwork *network, const gchar *names)
{
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < dream_network_n_layers (network); i++)
    g_string_append_printf (found, "%s%s", i > 0 ? " " : "",
                            dream_network_get_layer (network, i)->name);

  g_assert_cmpstr (found->str, ==, names);
}

static void
assert_bad_model (const gchar *layers)
{
  g_autofree gchar *json = g_strdup_printf (
    "{'modelTopology':{'class_name':'Model','config':{'layers':[%s]}}}",
    layers);

  assert_bad (tfjs_json (json));
}

/* Takes @file. */
static void
assert_bad (GBytes *file)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tfjs_read (file, ALL, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK);
}
