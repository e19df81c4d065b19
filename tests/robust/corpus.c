/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The corpora of all formats.
 */

#include <string.h>

#include "corpus-caffe.h"
#include "corpus-tfjs.h"
#include "corpus-tflite.h"
#include "corpus.h"
#include "tiny-graphs.h"
#include "tiny-onnx-graphs.h"

typedef struct
{
  const gchar *format;
  guint (*n_files) (void);
  GBytes *(*make) (guint index);
} Corpus;

static const Corpus *find (const gchar *format);

guint
corpus_n_files (const gchar *format)
{
  const Corpus *corpus = find (format);

  return corpus ? corpus->n_files () : 0;
}

GBytes *
corpus_make (const gchar *format, guint index)
{
  return find (format)->make (index);
}

static const Corpus *
find (const gchar *format)
{
  static const Corpus corpora[] = {
    { "caffe", corpus_caffe_n_files, corpus_caffe_make },
    { "caffe-text", corpus_caffe_text_n_files, corpus_caffe_text_make },
    { "graphdef", tiny_graphs_n, tiny_graphs_make },
    { "onnx", tiny_onnx_graphs_n, tiny_onnx_graphs_make },
    { "tfjs", corpus_tfjs_n_files, corpus_tfjs_make },
    { "tflite", corpus_tflite_n_files, corpus_tflite_make },
  };

  for (guint i = 0; i < G_N_ELEMENTS (corpora); i++)
    if (strcmp (corpora[i].format, format) == 0)
      return &corpora[i];

  return NULL;
}
