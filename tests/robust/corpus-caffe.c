/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Variants of the tiny network, each going another way through the reader.
 */

#include <string.h>

#include "corpus-caffe.h"
#include "tiny-caffe.h"

typedef void (*Change) (TinyCaffe *network);

static void keep (TinyCaffe *network);
static void use_v1 (TinyCaffe *network);
static void write_singly (TinyCaffe *network);
static void write_doubles (TinyCaffe *network);
static void normalize (TinyCaffe *network);
static void pool_globally (TinyCaffe *network);
static void forget (TinyCaffe *network);

static const Change changes[] = { keep,          use_v1,    write_singly,
                                  write_doubles, normalize, pool_globally,
                                  forget };

guint
corpus_caffe_n_files (void)
{
  return G_N_ELEMENTS (changes);
}

GBytes *
corpus_caffe_make (guint index)
{
  TinyCaffe network = tiny_caffe ();

  changes[index](&network);

  return tiny_caffe_write (&network);
}

guint
corpus_caffe_text_n_files (void)
{
  return 1;
}

GBytes *
corpus_caffe_text_make (guint index G_GNUC_UNUSED)
{
  TinyCaffe          network = tiny_caffe ();
  const gchar       *text    = tiny_caffe_describe ();
  GByteArray        *pair    = g_byte_array_new ();
  g_autoptr (GBytes) weights = NULL;
  gsize              size;
  const guint8      *data;

  network.has_structure = FALSE;
  weights               = tiny_caffe_write (&network);
  data                  = g_bytes_get_data (weights, &size);
  g_byte_array_append (pair, (const guint8 *) text, strlen (text) + 1);
  g_byte_array_append (pair, data, size);

  return g_byte_array_free_to_bytes (pair);
}

static void
keep (TinyCaffe *network G_GNUC_UNUSED)
{
}

static void
use_v1 (TinyCaffe *network)
{
  network->is_v1 = TRUE;
}

static void
write_singly (TinyCaffe *network)
{
  network->weights = TINY_CAFFE_SINGLY;
}

static void
write_doubles (TinyCaffe *network)
{
  network->weights = TINY_CAFFE_DOUBLES;
}

/* What only the newer form has. */
static void
normalize (TinyCaffe *network)
{
  *tiny_caffe_find (network, "norm1") = (TinyCaffeLayer){
    "norm1", "BatchNorm", 0, "pool1", "norm1", 139, 0, { { 0 } }, { 4, 4, 1 }
  };
  *tiny_caffe_find (network, "tanh") = (TinyCaffeLayer){
    "tanh", "Scale", 0, "sum", "tanh", 142, 0, { { 4, 1 } }, { 4, 4 }
  };
  *tiny_caffe_find (network, "drop") = (TinyCaffeLayer){
    "drop", "PReLU", 0, "join", "join", 0, 0, { { 0 } }, { 8 }
  };
}

static void
pool_globally (TinyCaffe *network)
{
  TinyCaffeLayer *mean = tiny_caffe_find (network, "mean");

  mean->fields[1] = (TinyCaffeField){ 12, 1 };
  mean->fields[2] = (TinyCaffeField){ 0, 0 };
}

/* Weights that are not there, and an operation that nobody knows. */
static void
forget (TinyCaffe *network)
{
  tiny_caffe_find (network, "conv2")->blobs[0] = 0;
  tiny_caffe_find (network, "tanh")->type      = "Unheard";
}
