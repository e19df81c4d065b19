/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The reader of TensorFlow graphs: weights that lie in the file as whole
 * numbers, and the range that these stand for.
 */

#include <locale.h>

#include "read-graph.h"
#include "tests/robust/tiny-graphdef.h"

#define N_CHANNELS 4

/* Fields of a TensorProto. */
#define CONTENT 4
#define INTS    7

/* In TensorFlow's enum DataType. */
enum
{
  DT_INT8    = 6,
  DT_QINT8   = 11,
  DT_QUINT8  = 12,
  DT_QINT32  = 13,
  DT_QINT16  = 15,
  DT_QUINT16 = 16
};

/* @lowest, @highest: what the range's ends stand for.
 * @real: the second and the last of the values. */
typedef struct
{
  gint          type;
  gconstpointer data;
  gsize         size;
  gfloat        lowest;
  gfloat        highest;
  const gchar  *attributes;
  gdouble       real[2];
} Case;

static const guint8  bytes[]   = { 0, 51, 128, 255 };
static const gint8   chars[]   = { -128, -77, 0, 127 };
static const guint16 halves[]  = { 0, 13107, 1, 65535 };
static const gint16  shorts[]  = { -32768, -19661, 0, 32767 };
static const gint32  numbers[] = { G_MININT32, 0, 1, G_MAXINT32 };

static const Case cases[] = {
  /* A fifth of the way from -1 to 4, by any type; the mode is the default. */
  { DT_QUINT8, bytes, sizeof bytes, -1, 4, "", { 0, 4 } },
  { DT_QINT8, chars, sizeof chars, -1, 4, "mode=sMIN_COMBINED", { 0, 4 } },
  { DT_QUINT16, halves, sizeof halves, -1, 4, "mode=sMIN_COMBINED", { 0, 4 } },
  { DT_QINT16, shorts, sizeof shorts, -1, 4, "mode=sMIN_COMBINED", { 0, 4 } },
  { DT_QINT32, numbers, sizeof numbers, -1, 4, "axis=i-1", { 1.5, 4 } },

  /* Of the whole steps, 5 / 255 each, one is moved to 0. */
  { DT_QUINT8,
    bytes,
    sizeof bytes,
    -0.995f,
    4.005f,
    "mode=sMIN_FIRST",
    { 0, 4 } },
  { DT_QINT8,
    chars,
    sizeof chars,
    -0.995f,
    4.005f,
    "mode=sMIN_FIRST",
    { 0, 4 } },

  /* 0 stays 0; of the ends that reach further counts. */
  { DT_QUINT8, bytes, sizeof bytes, -9, 5, "mode=sSCALED", { 1, 5 } },
  { DT_QINT8, chars, sizeof chars, -1, 1.27f, "mode=sSCALED", { -0.77, 1.27 } },
  { DT_QINT8,
    chars,
    sizeof chars,
    -2.56f,
    1.27f,
    "mode=sSCALED",
    { -1.54, 2.54 } },
  { DT_QINT8,
    chars,
    sizeof chars,
    -2.54f,
    1.27f,
    "mode=sSCALED narrow_range=b1",
    { -1.54, 2.54 } },
};

static void test_modes (void);
static void test_list (void);
static void test_weights (void);
static void test_left_out (void);

static GByteArray *add_range (GByteArray  *graph,
                              gfloat       lowest,
                              gfloat       highest,
                              const gchar *attributes);

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/graphdef-quantised/modes", test_modes);
  g_test_add_func ("/graphdef-quantised/list", test_list);
  g_test_add_func ("/graphdef-quantised/weights", test_weights);
  g_test_add_func ("/graphdef-quantised/left-out", test_left_out);

  return g_test_run ();
}

static void
test_modes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case              *given   = &cases[i];
      GByteArray              *graph   = start_graph ();
      g_autoptr (DreamNetwork) network = NULL;

      tiny_graph_add_tensor (graph, "stored", given->type, "4", CONTENT,
                             given->data, given->size);
      network = read_graph (
        add_range (graph, given->lowest, given->highest, given->attributes));
      assert_affine (network, "bias", 1, 1, given->real[0]);
      assert_affine (network, "bias", N_CHANNELS - 1, 1, given->real[1]);
    }
}

/* As few numbers are written; the last counts for the rest. */
static void
test_list (void)
{
  const guint8             compiled[] = { 51, 0xff, 1 };
  GByteArray              *graph      = start_graph ();
  g_autoptr (DreamNetwork) network    = NULL;

  tiny_graph_add_tensor (graph, "stored", DT_QUINT8, "4", INTS, compiled,
                         sizeof compiled);
  network = read_graph (add_range (graph, -1, 4, ""));
  assert_affine (network, "bias", 0, 1, 0);
  assert_affine (network, "bias", 3, 1, 4);
}

/* They stay where they are, as small as they are. */
static void
test_weights (void)
{
  GByteArray              *graph   = start_graph ();
  const guint8             data[]  = { 0, 255, 51, 0, 102, 153, 204, 255 };
  g_autoptr (DreamNetwork) network = NULL;
  g_autofree gfloat       *weights = NULL;
  const DreamLayer        *layer;

  tiny_graph_add_tensor (graph, "stored", DT_QUINT8, "1,1,4,2", CONTENT, data,
                         sizeof data);
  tiny_graph_add_floats (graph, "low", "", (const gfloat[]){ -1 });
  tiny_graph_add_floats (graph, "high", "1", (const gfloat[]){ 4 });
  tiny_graph_add (graph, "real", "Dequantize", "stored low high", "");
  tiny_graph_add (graph, "read", "Identity", "real", "");
  tiny_graph_add (graph, "other", "Conv2D", "conv read",
                  "strides=l1,1,1,1 padding=sSAME");
  network = read_graph (graph);
  layer   = find_layer (network, "other");
  weights = decode_weights (layer);

  g_assert_cmpint (layer->weights.coding, ==, DREAM_CODING_UINT8);
  g_assert_cmpfloat_with_epsilon (weights[0], -1, 1e-6);
  g_assert_cmpfloat_with_epsilon (weights[1], 0, 1e-6);
  g_assert_cmpfloat_with_epsilon (weights[4], 4, 1e-6);
  g_assert_cmpfloat_with_epsilon (weights[6], 2, 1e-6);
}

/* Other modes and types, a range of each channel or of nothing, and what a
 * layer computes. */
static void
test_left_out (void)
{
  GByteArray *graph = start_graph ();

  tiny_graph_add_tensor (graph, "stored", DT_QUINT8, "4", CONTENT, bytes,
                         sizeof bytes);
  assert_leaves_out (add_range (graph, -1, 4, "mode=sODD"), "bias");

  graph = start_graph ();
  tiny_graph_add_tensor (graph, "stored", DT_QUINT8, "4", CONTENT, bytes,
                         sizeof bytes);
  assert_leaves_out (add_range (graph, 1, 1, ""), "bias");

  graph = start_graph ();
  tiny_graph_add_tensor (graph, "stored", DT_INT8, "4", CONTENT,
                         (const guint8 *) chars, sizeof chars);
  assert_leaves_out (add_range (graph, -1, 4, ""), "bias");

  graph = start_graph ();
  tiny_graph_add_tensor (graph, "stored", DT_QINT8, "4", CONTENT,
                         (const guint8 *) chars, sizeof chars);
  tiny_graph_add_floats (graph, "ends", "4", NULL);
  tiny_graph_add (graph, "real", "Dequantize", "stored ends ends",
                  "mode=sSCALED axis=i0");
  tiny_graph_add (graph, "bias", "BiasAdd", "conv real", "");
  assert_leaves_out (graph, "bias");

  graph = start_graph ();
  tiny_graph_add_floats (graph, "end", "", NULL);
  tiny_graph_add (graph, "real", "Dequantize", "conv end end", "");
  tiny_graph_add (graph, "after", "Relu", "real", "");
  assert_leaves_out (graph, "after");
}

/* Adds "bias" of "stored". */
static GByteArray *
add_range (GByteArray  *graph,
           gfloat       lowest,
           gfloat       highest,
           const gchar *attributes)
{
  tiny_graph_add_floats (graph, "low", "", &lowest);
  tiny_graph_add_floats (graph, "high", "", &highest);
  tiny_graph_add (graph, "real", "Dequantize", "stored low high", attributes);
  tiny_graph_add (graph, "bias", "BiasAdd", "conv real", "");

  return graph;
}
