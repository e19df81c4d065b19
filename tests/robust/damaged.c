/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads small networks that were damaged in many ways, one to several at once;
 * the same ones every time.  What fuzz-tflite does without end, without
 * libFuzzer.
 */

#include <locale.h>

#include "corpus.h"
#include "damage.h"
#include "probe.h"

#define SEED        20150618
#define N_DAMAGED   30000
#define MAX_DAMAGES 4

typedef struct
{
  guint8 *data;
  gsize   size;
} File;

static void test_whole (void);
static void test_truncated (void);
static void test_damaged (void);
static File make_file (guint index);
static void damage_file (const File *file, GRand *random);

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tiny-tflite/whole", test_whole);
  g_test_add_func ("/tiny-tflite/truncated", test_truncated);
  g_test_add_func ("/tiny-tflite/damaged", test_damaged);

  return g_test_run ();
}

static void
test_whole (void)
{
  File file = make_file (0);

  g_assert_true (probe (dream_read_tflite, file.data, file.size));
  g_free (file.data);
}

/* Each in memory of its own, so that a tool sees a read beyond its end. */
static void
test_truncated (void)
{
  guint i;

  for (i = 0; i < corpus_n_files (); i++)
    {
      File  file = make_file (i);
      gsize size;

      for (size = 0; size < file.size; size++)
        {
          g_autofree guint8 *start = g_memdup2 (file.data, size);

          probe (dream_read_tflite, start, size);
        }

      g_free (file.data);
    }
}

static void
test_damaged (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);
  guint             i;
  guint             k;

  for (i = 0; i < corpus_n_files (); i++)
    {
      File file = make_file (i);

      for (k = 0; k < N_DAMAGED; k++)
        damage_file (&file, random);

      g_free (file.data);
    }
}

static File
make_file (guint index)
{
  File file;

  file.data = g_bytes_unref_to_data (corpus_make (index), &file.size);

  return file;
}

static void
damage_file (const File *file, GRand *random)
{
  guint  n_damages = g_rand_int_range (random, 1, MAX_DAMAGES + 1);
  Damage damages[MAX_DAMAGES];
  guint  i;

  for (i = 0; i < n_damages; i++)
    damages[i] = damage_inflict (random, file->data, 0, file->size);

  probe (dream_read_tflite, file->data, file->size);

  for (i = n_damages; i-- > 0;)
    damage_repair (&damages[i], file->data);
}
