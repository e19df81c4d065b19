/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The program that measures the engine; tests/bench/run, which prints tables,
 * calls it.
 */

#include <locale.h>
#include <stdio.h>

#include "modes.h"

typedef struct
{
  const gchar *name;
  const gchar *blurb;
  gboolean (*run) (const BenchOptions *options, GError **error);
} Mode;

static const Mode *find_mode (const gchar *name);
static gchar      *summary (void);

static const Mode modes[] = {
  { "serve", "time iterations for a script, see serve.h",
    bench_serve_gradient },
  { "profile", "each layer's time, forward and backward", bench_profile },
  { "peak", "GFLOP/s of multiply-adds alone", bench_peak },
  { "startup", "milliseconds until the first iteration", bench_startup },
  { "stop", "milliseconds from a verdict to the return", bench_stop },
  { "memory", "MiB of a dream of one octave", bench_memory },
  { "list", "instruction sets and precisions of this processor", bench_list },
  { "dump", "write the network for torch-bench", bench_dump },
  { "gradient", "write the picture and its gradient", bench_gradient },
  { "photo", "write the picture alone", bench_photo },
};

int
main (int argc, char **argv)
{
  g_autofree gchar        *text    = summary ();
  g_autoptr (GError)       error   = NULL;
  g_autoptr (BenchOptions) options = NULL;
  const Mode              *mode    = NULL;

  setlocale (LC_CTYPE, "");

  options = bench_options_parse (text, &argc, &argv, &error);
  if (options && argc == 2)
    mode = find_mode (argv[1]);

  if (! mode)
    {
      fprintf (stderr, "%s: %s\n", argv[0],
               error ? error->message : "One mode, please; see --help.");
      return 2;
    }

  if (! mode->run (options, &error))
    {
      fprintf (stderr, "%s: %s\n", argv[0],
               error ? error->message : "The work broke off.");
      return 1;
    }

  return 0;
}

static const Mode *
find_mode (const gchar *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    if (g_str_equal (modes[i].name, name))
      return &modes[i];

  return NULL;
}

static gchar *
summary (void)
{
  GString *text = g_string_new ("Measures the engine.\n\nModes:");

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    g_string_append_printf (text, "\n  %-10s%s", modes[i].name, modes[i].blurb);

  return g_string_free (text, FALSE);
}
