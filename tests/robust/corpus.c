/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Variants of the tiny network, each going another way through the reader.
 */

#include "corpus.h"
#include "tiny-tflite.h"

typedef void (*Change) (TinyNetwork *network);

static void keep (TinyNetwork *network);
static void drop_biases (TinyNetwork *network);
static void use_relu6 (TinyNetwork *network);
static void cut_at_stem (TinyNetwork *network);
static void cut_in_middle (TinyNetwork *network);
static void scale_channels (TinyNetwork *network);
static void pad_validly (TinyNetwork *network);

static const Change changes[] = { keep,        drop_biases,   use_relu6,
                                  cut_at_stem, cut_in_middle, scale_channels,
                                  pad_validly };

guint
corpus_n_files (void)
{
  return G_N_ELEMENTS (changes);
}

GBytes *
corpus_make (guint index)
{
  TinyNetwork network = tiny_network ();

  changes[index](&network);

  return tiny_network_write (&network);
}

static void
keep (TinyNetwork *network G_GNUC_UNUSED)
{
}

static void
drop_biases (TinyNetwork *network)
{
  network->operators[TINY_COMPUTE_STEM].inputs[2]  = -1;
  network->operators[TINY_COMPUTE_LOGITS].n_inputs = 2;
}

static void
use_relu6 (TinyNetwork *network)
{
  network->operators[TINY_COMPUTE_LOGITS].options[3] = 3;
}

static void
cut_at_stem (TinyNetwork *network)
{
  network->operators[TINY_COMPUTE_STEM].code = 114;
}

static void
cut_in_middle (TinyNetwork *network)
{
  network->operators[TINY_COMPUTE_MEAN_POOL].code = 13;
}

static void
scale_channels (TinyNetwork *network)
{
  network->tensors[TINY_LOGITS_WEIGHTS].n_scales = 5;
}

static void
pad_validly (TinyNetwork *network)
{
  network->operators[TINY_COMPUTE_STEM].options[0]      = 1;
  network->operators[TINY_COMPUTE_MAX_POOL].options[0]  = 1;
  network->operators[TINY_COMPUTE_MEAN_POOL].options[0] = 1;
}
