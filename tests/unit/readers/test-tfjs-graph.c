/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The reader of TensorFlow.js's graphs: what JSON makes of nodes, attributes
 * and constants.  What becomes of operations is tested with protocol buffers.
 */

#include <locale.h>

#include "engine/error.h"

#include "read-graph.h"
#include "tfjs-text.h"

#define PICTURE                                                             \
  "{'name':'input','op':'Placeholder','attr':{'dtype':{'type':'DT_FLOAT'}," \
  "'shape':{'shape':{'dim':[{'size':'-1'},{'size':'8'},{'size':8},"         \
  "{'size':'3'}]}}}},"

/* The strings are "SAME", "BiasAdd" and "Relu6". */
#define FUSED                                                              \
  "{'name':'fused','op':'_FusedConv2D','input':['input','w','b'],'attr':{" \
  "'strides':{'list':{'i':['1','2',2,'1']}},'padding':{'s':'U0FNRQ=='},"   \
  "'num_args':{'i':'1'},'fused_ops':{'list':{'s':['Qmlhc0FkZA==',"         \
  "'UmVsdTY=']}}}},"

#define CONSTANTS \
  "{'name':'w','op':'Const','attr':{}},{'name':'b','op':'Const'}"

static void test_layers (void);
static void test_numbers (void);
static void test_quantised_weights (void);
static void test_missing_weights (void);
static void test_bad_nodes (void);

static DreamNetwork *read_nodes (const gchar *nodes,
                                 const gchar *weights,
                                 GError     **error);

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tfjs-graph/layers", test_layers);
  g_test_add_func ("/tfjs-graph/numbers", test_numbers);
  g_test_add_func ("/tfjs-graph/quantised-weights", test_quantised_weights);
  g_test_add_func ("/tfjs-graph/missing-weights", test_missing_weights);
  g_test_add_func ("/tfjs-graph/bad-nodes", test_bad_nodes);

  return g_test_run ();
}

static void
test_layers (void)
{
  g_autoptr (GError)       error   = NULL;
  g_autoptr (DreamNetwork) network = read_nodes (FUSED PICTURE CONSTANTS,
                                                 "b 4; w 3x3x3x4", &error);
  const DreamLayer        *layer;
  const DreamInput        *input;
  g_autofree gfloat       *weights = NULL;
  gfloat                   bias[4];

  g_assert_no_error (error);
  layer   = find_layer (network, "fused/linear");
  input   = dream_network_get_input (network);
  weights = decode_weights (layer);
  dream_tensor_decode (&layer->bias, bias);

  g_assert_cmpint (layer->stride_h, ==, 2);
  g_assert_cmpint (layer->padding, ==, DREAM_PADDING_SAME);
  g_assert_cmpfloat (bias[3], ==, 3);
  g_assert_cmpfloat (weights[1], ==, 4 + 4);
  g_assert_cmpfloat (find_layer (network, "fused")->high, ==, 6);
  g_assert_cmpfloat (input->scale[0], ==, 1 / 127.5f);
  g_assert_cmpfloat (input->mean[0], ==, 127.5f);
}

static void
test_numbers (void)
{
  g_autoptr (GError)       error   = NULL;
  g_autoptr (DreamNetwork) network = read_nodes (
    PICTURE FUSED CONSTANTS
    ",{'name':'lrn','op':'LRN','input':['fused'],'attr':{'depth_radius':"
    "{'i':'2'},'alpha':{'f':0.5},'bias':{'f':2},'beta':{'f':0.75}}}"
    ",{'name':'norm','op':'FusedBatchNormV3','input':['lrn','b','b','b','b'],"
    "'attr':{'epsilon':{'f':0.25},'is_training':{'b':false}}}",
    "b 4; w 3x3x3x4", &error);
  const DreamLayer *lrn;

  g_assert_no_error (error);
  lrn = find_layer (network, "lrn");
  g_assert_cmpint (lrn->lrn_size, ==, 5);
  g_assert_cmpfloat (lrn->lrn_alpha, ==, 0.5f);
  g_assert_cmpfloat (lrn->lrn_bias, ==, 2);
  g_assert_cmpfloat (lrn->lrn_beta, ==, 0.75f);
  assert_affine (network, "norm", 0, 0, 0);
  assert_affine (network, "norm", 2, 4 / 3., 2 - 8 / 3.);
}

static void
test_quantised_weights (void)
{
  g_autoptr (GError)       error   = NULL;
  g_autoptr (DreamNetwork) network = read_nodes (PICTURE FUSED CONSTANTS,
                                                 "b 4; w 3x3x3x4!uint8",
                                                 &error);
  const DreamLayer        *layer;

  g_assert_no_error (error);
  layer = find_layer (network, "fused/linear");
  g_assert_cmpint (layer->weights.coding, ==, DREAM_CODING_UINT8);
  g_assert_cmpfloat (layer->weights.scale, ==, 0.5f);
  g_assert_cmpfloat (layer->weights.zero_point, ==, 2);
}

static void
test_missing_weights (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (read_nodes (PICTURE FUSED CONSTANTS, "b 4", &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_UNSUPPORTED_LAYER);
}

static void
test_bad_nodes (void)
{
  static const gchar *const nodes[] = {
    "null",
    "[]",
    "{'name':'input'}",
    "{'name':'input','op':3}",
    PICTURE "{'name':'relu','op':'Relu','input':[3]}",
    PICTURE "{'name':'relu','op':'Relu','input':'input'}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (nodes); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_nodes (nodes[i], NULL, &error));
      g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK);
    }
}

static DreamNetwork *
read_nodes (const gchar *nodes, const gchar *weights, GError **error)
{
  g_autofree gchar *topology = g_strdup_printf ("{'node':[%s]}", nodes);

  return tfjs_read (tfjs_text (topology, weights, "a"), 1 << 10, error);
}
