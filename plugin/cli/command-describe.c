/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * deep-dream describe: what a description says of a network that its file
 * alone can tell.  deep-dream-networks import asks it.
 */

#include <string.h>

#include <glib/gi18n-lib.h>

#include "commands.h"
#include "layer-choice.h"
#include "plugin/core/catalog/preprocessing.h"

typedef struct
{
  gchar  *order;
  gchar  *mean;
  gchar  *scale;
  gchar **files;
} Options;

static CliStatus describe (const Options *options);
static void      add_input (GKeyFile *file, const DreamInput *input);
static void      add_layers (GKeyFile *file, DreamNetwork *network);
static gboolean  is_key (const gchar *name);

CliStatus
cli_command_describe (gint argc, gchar **argv)
{
  g_autoptr (GOptionContext) context   = NULL;
  g_autoptr (GError)         error     = NULL;
  Options                    options   = { NULL, NULL, NULL, NULL };
  CliStatus                  status    = CLI_OK;
  const GOptionEntry         entries[] = {
            { "order", 0, 0, G_OPTION_ARG_STRING, &options.order,
              N_ ("The order of the channels that the network expects"), "rgb|bgr" },
            { "mean", 0, 0, G_OPTION_ARG_STRING, &options.mean,
              N_ ("What is subtracted from a picture's values, 0 to 255; one "
                          "number or one for each channel"),
              "A,B,C" },
            { "scale", 0, 0, G_OPTION_ARG_STRING, &options.scale,
              N_ ("What they are multiplied with then"), "S" },
            { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.files,
              NULL, N_ ("FILE") },
            { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL }
  };

  context = g_option_context_new (_ ("- describe the network in a file"));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);

  if (! g_option_context_parse (context, &argc, &argv, &error))
    status = cli_complain_usage (error->message);
  else if (! options.files || options.files[1])
    status = cli_complain_usage (_ ("Name one file."));
  else
    status = describe (&options);

  g_free (options.order);
  g_free (options.mean);
  g_free (options.scale);
  g_strfreev (options.files);

  return status;
}

static CliStatus
describe (const Options *options)
{
  g_autoptr (DreamNetwork) network = NULL;
  g_autoptr (GKeyFile)     file    = g_key_file_new ();
  g_autoptr (GError)       error   = NULL;
  g_autofree gchar        *text    = NULL;
  DreamInput               input;

  network = deep_dream_preprocessing_probe (options->files[0], &input, &error);
  if (! network)
    {
      cli_complain (error->message);
      return CLI_FAILED;
    }

  if (! deep_dream_preprocessing_change (&input, options->order, options->mean,
                                         options->scale, &error))
    {
      g_autofree gchar *message = g_strdup_printf (_ ("The options are wrong: "
                                                      "%s."),
                                                   error->message);

      return cli_complain_usage (message);
    }

  g_key_file_set_string (file, "Network", "Format",
                         dream_network_get_format (network));
  add_layers (file, network);
  add_input (file, &input);

  text = g_key_file_to_data (file, NULL, NULL);
  g_print ("%s", text);

  return CLI_OK;
}

static void
add_input (GKeyFile *file, const DreamInput *input)
{
  g_autofree gchar *mean  = deep_dream_preprocessing_list (input->mean, ";");
  g_autofree gchar *scale = deep_dream_preprocessing_list (input->scale, ";");

  g_key_file_set_string (file, "Input", "Order", input->bgr ? "bgr" : "rgb");
  g_key_file_set_string (file, "Input", "Mean", mean);
  g_key_file_set_string (file, "Input", "Scale", scale);
}

static void
add_layers (GKeyFile *file, DreamNetwork *network)
{
  g_autoptr (GArray) offered = NULL;
  guint              standard;

  offered = cli_choose_layers (network, &standard);

  g_key_file_set_string (file, "Network", "DefaultLayer",
                         dream_network_get_layer (network, standard)
                           ->short_name);

  for (guint i = 0; i < offered->len; i++)
    {
      const gchar *name = dream_network_get_layer (network,
                                                   g_array_index (offered,
                                                                  guint, i))
                            ->short_name;

      if (is_key (name))
        g_key_file_set_string (file, "Layers", name, name);
    }
}

/* Keyfiles have no way to write these in a key. */
static gboolean
is_key (const gchar *name)
{
  return ! strpbrk (name, "=[]\\") && *name != '#' &&
         ! g_ascii_isspace (*name) &&
         ! g_ascii_isspace (name[strlen (name) - 1]);
}
