/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading TensorFlow graphs that tests have made.
 */

#include <string.h>

#include "engine/error.h"
#include "engine/readers/formats.h"

#include "read-graph.h"
#include "tests/robust/tiny-graphdef.h"

static DreamNetwork *try_graph (GByteArray *graph, GError **error);

GByteArray *
start_graph (void)
{
  GByteArray *graph = g_byte_array_new ();

  tiny_graph_add_picture (graph, 8);
  tiny_graph_add_stem (graph);

  return graph;
}

GByteArray *
start_pooled_graph (void)
{
  GByteArray *graph = start_graph ();

  tiny_graph_add_integers (graph, "axes", "2", "1,2");
  tiny_graph_add (graph, "pooled", "Mean", "conv axes", "");

  return graph;
}

DreamNetwork *
read_graph (GByteArray *graph)
{
  g_autoptr (GError) error   = NULL;
  DreamNetwork      *network = try_graph (graph, &error);

  g_assert_no_error (error);
  g_assert_nonnull (network);

  return network;
}

void
assert_unsupported (GByteArray *graph, const gchar *mention)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (try_graph (graph, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_UNSUPPORTED_LAYER);
  g_assert_nonnull (strstr (error->message, mention));
}

void
assert_bad (GByteArray *graph)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (try_graph (graph, &error));
  g_assert_error (error, DREAM_ERROR, DREAM_ERROR_BAD_NETWORK);
}

void
assert_leaves_out (GByteArray *graph, const gchar *name)
{
  g_autoptr (DreamNetwork) network = read_graph (graph);

  g_assert_true (has_layer (network, "conv"));
  g_assert_false (has_layer (network, name));
}

const DreamLayer *
find_layer (DreamNetwork *network, const gchar *name)
{
  for (guint i = 0; i < dream_network_n_layers (network); i++)
    {
      const DreamLayer *layer = dream_network_get_layer (network, i);

      if (strcmp (layer->name, name) == 0)
        return layer;
    }

  g_error ("There is no layer %s.", name);
}

gboolean
has_layer (DreamNetwork *network, const gchar *name)
{
  for (guint i = 0; i < dream_network_n_layers (network); i++)
    if (strcmp (dream_network_get_layer (network, i)->name, name) == 0)
      return TRUE;

  return FALSE;
}

void
assert_affine (DreamNetwork *network,
               const gchar  *name,
               guint         c,
               gdouble       scale,
               gdouble       shift)
{
  const DreamLayer  *layer   = find_layer (network, name);
  g_autofree gfloat *weights = decode_weights (layer);
  g_autofree gfloat *bias    = g_new (gfloat, layer->channels);

  g_assert_true (dream_layer_is_depthwise (layer));
  g_assert_cmpint (layer->kernel_h, ==, 1);
  g_assert_cmpuint (layer->bias.n_values, ==, layer->channels);
  dream_tensor_decode (&layer->bias, bias);

  g_assert_cmpfloat_with_epsilon (weights[c], scale, 1e-4);
  g_assert_cmpfloat_with_epsilon (bias[c], shift, 1e-4);
}

gfloat *
decode_weights (const DreamLayer *layer)
{
  gfloat *weights = g_new (gfloat, layer->weights.n_values);

  g_assert_cmpint (layer->op, ==, DREAM_OP_CONVOLUTION);
  dream_layer_decode_weights (layer, weights);

  return weights;
}

static DreamNetwork *
try_graph (GByteArray *graph, GError **error)
{
  g_autoptr (GBytes) file = g_byte_array_free_to_bytes (graph);

  g_assert_true (dream_is_graphdef (file));

  return dream_read_graphdef (file, NULL, NULL, error);
}
