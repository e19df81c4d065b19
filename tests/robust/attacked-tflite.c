/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads small TensorFlow Lite networks whose bytes are sound but whose numbers
 * were chosen to do harm.
 */

#include <locale.h>

#include "corpus-tflite.h"
#include "probe.h"

/* A wide layer for operators to share, and how many share it. */
#define N_CHANNELS 1000
#define N_SHARING  20

/* In the schema's enum BuiltinOperator. */
enum
{
  CONV = 3,
  MUL  = 18
};

static void     test_edges (void);
static void     probe_edges (TinyNetwork *network, gint32 *number);
static void     test_shared (void);
static gboolean read_tiny (const TinyNetwork *network);

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/attacked-tflite/edges", test_edges);
  g_test_add_func ("/attacked-tflite/shared", test_shared);

  return g_test_run ();
}

/* Each number of a sound file's structure is once as large and as small as it
 * can be, and near where it would overflow or make no sense. */
static void
test_edges (void)
{
  for (guint i = 0; i < corpus_tflite_n_files (); i++)
    {
      TinyNetwork network = corpus_tflite_describe (i);

      for (guint t = 0; t < network.n_tensors; t++)
        {
          TinyTensor *tensor = &network.tensors[t];

          probe_edges (&network, &tensor->type);
          probe_edges (&network, &tensor->dimension);
          for (guint k = 0; k < tensor->n_dimensions; k++)
            probe_edges (&network, &tensor->shape[k]);
        }

      for (guint o = 0; o < network.n_operators; o++)
        {
          TinyOperator *node = &network.operators[o];

          probe_edges (&network, &node->code);
          probe_edges (&network, &node->output);
          for (guint k = 0; k < node->n_inputs; k++)
            probe_edges (&network, &node->inputs[k]);
          for (guint k = 0; k < node->n_options; k++)
            probe_edges (&network, &node->options[k]);
        }
    }
}

static void
probe_edges (TinyNetwork *network, gint32 *number)
{
  static const gint32 edges[] = { G_MININT32, -2,    -1,        0,    1,
                                  2,          64,    65,        4096, 65535,
                                  65536,      65537, G_MAXINT32 };
  const gint32        before  = *number;

  for (guint i = 0; i < G_N_ELEMENTS (edges); i++)
    {
      *number = edges[i];
      read_tiny (network);
    }

  *number = before;
}

/* Operators that share what is large could make a small file fill memory. */
static void
test_shared (void)
{
  static const gint32 factor  = 0;
  TinyNetwork         network = tiny_float_network ();
  gint32              weights;
  gint32              at;

  weights = tiny_network_add_constant (&network, TINY_FLOAT32, 4, NULL,
                                       N_CHANNELS * 4 * sizeof (gfloat));
  network.tensors[weights].shape[0] = N_CHANNELS;
  at = tiny_network_compute (&network, "wide", CONV, TINY_STEM, weights);
  *tiny_network_last (&network) = (TinyOperator){
    CONV, { TINY_STEM, weights }, 2, at, 1, { 0, 1, 1, 0, 1, 1 }, 6
  };
  weights = tiny_network_add_constant (&network, TINY_FLOAT32, 1, &factor,
                                       sizeof factor);

  for (guint i = 0; i < N_SHARING; i++)
    at = tiny_network_compute (&network, "scaled", MUL, at, weights);

  g_assert_false (read_tiny (&network));
}

static gboolean
read_tiny (const TinyNetwork *network)
{
  g_autoptr (GBytes) file = tiny_network_write (network);
  gsize              size;
  const guint8      *data = g_bytes_get_data (file, &size);

  return probe (dream_read_tflite, data, size);
}
