/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 *   damaged FORMAT
 *
 * Reads small networks that were damaged in many ways, one to several at once;
 * the same ones every time.  What fuzz-FORMAT does without end, without
 * libFuzzer.
 */

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "corpus.h"
#include "damage.h"
#include "probe.h"
#include "read-caffe-text.h"
#include "zeros.h"

#define SEED        20150618
#define N_DAMAGED   30000
#define MAX_DAMAGES 4

typedef struct
{
  const gchar  *name;
  DreamReadFunc read;
} Format;

typedef struct
{
  guint8 *data;
  gsize   size;
} File;

static const Format *find_format (const gchar *name);
static void          add_test (const Format *format,
                               const gchar  *name,
                               GTestDataFunc test);
static void          test_whole (gconstpointer data);
static void          test_truncated (gconstpointer data);
static void          test_damaged (gconstpointer data);
static File          make_file (const Format *format, guint index);
static void damage_file (const Format *format, const File *file, GRand *random);

int
main (int argc, char **argv)
{
  const Format *format;

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  format = argc == 2 ? find_format (argv[1]) : NULL;
  if (! format)
    {
      g_printerr ("Usage: damaged FORMAT\n");
      return EXIT_FAILURE;
    }

  add_test (format, "whole", test_whole);
  add_test (format, "truncated", test_truncated);
  add_test (format, "damaged", test_damaged);

  return g_test_run ();
}

static const Format *
find_format (const gchar *name)
{
  static const Format formats[] = {
    { "caffe", dream_read_caffe },       { "caffe-text", read_caffe_text },
    { "graphdef", dream_read_graphdef }, { "onnx", dream_read_onnx },
    { "tfjs", read_tfjs_of_zeros },      { "tflite", dream_read_tflite },
  };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (strcmp (formats[i].name, name) == 0)
      return &formats[i];

  return NULL;
}

static void
add_test (const Format *format, const gchar *name, GTestDataFunc test)
{
  g_autofree gchar *path = g_strdup_printf ("/tiny-%s/%s", format->name, name);

  g_test_add_data_func (path, format, test);
}

static void
test_whole (gconstpointer data)
{
  const Format *format = data;
  File          file   = make_file (format, 0);

  g_assert_true (probe (format->read, file.data, file.size));
  g_free (file.data);
}

/* Each in memory of its own, so that a tool sees a read beyond its end. */
static void
test_truncated (gconstpointer data)
{
  const Format *format = data;
  guint         i;

  for (i = 0; i < corpus_n_files (format->name); i++)
    {
      File  file = make_file (format, i);
      gsize size;

      for (size = 0; size < file.size; size++)
        {
          g_autofree guint8 *start = g_memdup2 (file.data, size);

          probe (format->read, start, size);
        }

      g_free (file.data);
    }
}

static void
test_damaged (gconstpointer data)
{
  const Format     *format = data;
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);
  guint             i;
  guint             k;

  for (i = 0; i < corpus_n_files (format->name); i++)
    {
      File file = make_file (format, i);

      for (k = 0; k < N_DAMAGED; k++)
        damage_file (format, &file, random);

      g_free (file.data);
    }
}

static File
make_file (const Format *format, guint index)
{
  File file;

  file.data = g_bytes_unref_to_data (corpus_make (format->name, index),
                                     &file.size);

  return file;
}

static void
damage_file (const Format *format, const File *file, GRand *random)
{
  guint  n_damages = g_rand_int_range (random, 1, MAX_DAMAGES + 1);
  Damage damages[MAX_DAMAGES];
  guint  i;

  for (i = 0; i < n_damages; i++)
    damages[i] = damage_inflict (random, file->data, 0, file->size);

  probe (format->read, file->data, file->size);

  for (i = n_damages; i-- > 0;)
    damage_repair (&damages[i], file->data);
}
