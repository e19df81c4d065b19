/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Dreams that end in every possible way do what they promise, and leak
 * nothing: the latter is for the tool to see that this program runs under,
 * LeakSanitizer or Valgrind.
 */

#include "job.h"

#define SEED        20150618
#define N_OF_A_KIND 5

static void
test_kind (gconstpointer data)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);

  for (guint i = 0; i < N_OF_A_KIND; i++)
    job_run (GPOINTER_TO_UINT (data), random);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < job_n_kinds (); i++)
    {
      g_autofree gchar *path = g_strconcat ("/jobs/", job_name (i), NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_kind);
    }

  return g_test_run ();
}
