/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The command line shared by the benchmark's programs.
 */

#include "options.h"

#define DEFAULT_LAYER      "Mixed_6c"
#define DEFAULT_SIZE       512
#define DEFAULT_ITERATIONS 5
/* As much as a dream takes on a machine with 8 GiB or more. */
#define DEFAULT_BUDGET_MIB 2048
#define MIB                ((gsize) 1024 * 1024)

static gboolean read_size (BenchOptions *options,
                           const gchar  *size,
                           GError      **error);
static gboolean read_precision (BenchOptions *options,
                                const gchar  *precision,
                                GError      **error);
static gchar   *default_network (void);

BenchOptions *
bench_options_parse (const gchar *summary,
                     gint        *argc,
                     gchar     ***argv,
                     GError     **error)
{
  g_autoptr (BenchOptions)   options   = g_new0 (BenchOptions, 1);
  g_autoptr (GOptionContext) context   = g_option_context_new ("MODE");
  g_autofree gchar          *size      = NULL;
  g_autofree gchar          *precision = NULL;
  gint                       budget    = DEFAULT_BUDGET_MIB;

  const GOptionEntry entries[] = {
    { "network", 'n', 0, G_OPTION_ARG_FILENAME, &options->network,
      "A network file, or googlenet", "FILE" },
    { "layer", 'l', 0, G_OPTION_ARG_STRING, &options->layer,
      "The target (" DEFAULT_LAYER ")", "NAME" },
    { "size", 's', 0, G_OPTION_ARG_STRING, &size, "Of the picture (512x512)",
      "WxH" },
    { "threads", 't', 0, G_OPTION_ARG_INT, &options->threads,
      "How many compute (one for each processor)", "N" },
    { "set", 'i', 0, G_OPTION_ARG_STRING, &options->set,
      "Instruction set (the best)", "NAME" },
    { "precision", 'p', 0, G_OPTION_ARG_STRING, &precision,
      "full (default) or fast", "NAME" },
    { "budget", 'b', 0, G_OPTION_ARG_INT, &budget,
      "Memory for the network (2048)", "MiB" },
    { "iterations", 'r', 0, G_OPTION_ARG_INT, &options->iterations,
      "How many (5)", "N" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output,
      "A file to write", "FILE" },
    G_OPTION_ENTRY_NULL,
  };

  options->iterations = DEFAULT_ITERATIONS;

  g_option_context_set_summary (context, summary);
  g_option_context_add_main_entries (context, entries, NULL);
  if (! g_option_context_parse (context, argc, argv, error) ||
      ! read_size (options, size, error) ||
      ! read_precision (options, precision, error))
    return NULL;

  if (budget < 1 || options->iterations < 1 || options->threads < 0)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "Budget and iterations begin at 1, threads at 0.");
      return NULL;
    }

  options->budget = budget * MIB;
  if (! options->network)
    options->network = default_network ();
  if (! options->layer)
    options->layer = g_strdup (DEFAULT_LAYER);

  return g_steal_pointer (&options);
}

void
bench_options_free (BenchOptions *options)
{
  if (! options)
    return;

  g_free (options->network);
  g_free (options->layer);
  g_free (options->set);
  g_free (options->output);
  g_free (options);
}

FILE *
bench_open_output (const BenchOptions *options, GError **error)
{
  FILE *file = options->output ? fopen (options->output, "wb") : NULL;

  if (! file)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "Please name a file that can be written, with --output.");

  return file;
}

static gboolean
read_size (BenchOptions *options, const gchar *size, GError **error)
{
  gchar end;
  gint  n_read;

  options->width = options->height = DEFAULT_SIZE;
  if (! size)
    return TRUE;

  n_read = sscanf (size, "%dx%d%c", &options->width, &options->height, &end);
  if (n_read == 2 && options->width > 0 && options->height > 0)
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               "A size is written like 1024x768, not “%s”.", size);

  return FALSE;
}

static gboolean
read_precision (BenchOptions *options, const gchar *precision, GError **error)
{
  options->fast = g_strcmp0 (precision, "fast") == 0;
  if (! precision || options->fast || g_str_equal (precision, "full"))
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               "A precision is full or fast, not “%s”.", precision);

  return FALSE;
}

/* Where the installer puts it. */
static gchar *
default_network (void)
{
  return g_build_filename (g_get_user_data_dir (), "deep-dream", "networks",
                           "inception-v3.tflite", NULL);
}
