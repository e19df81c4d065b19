/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * deep-dream layers, deep-dream networks: tables of what there is.
 */

#include <string.h>

#include <glib/gi18n-lib.h>

#include "commands.h"
#include "engine/readers/read.h"
#include "engine/recipe/recipe.h"
#include "plugin/core/catalog/library.h"
#include "plugin/core/catalog/preprocessing.h"

static CliStatus list_layers (const gchar *name);
static CliStatus list_file (const gchar *path);
static void      print_input (DreamNetwork *network, const DreamInput *input);
static void      print_layers (DreamNetwork             *network,
                               const DeepDreamInstalled *installed);
static const gchar **match_titles (const DeepDreamInstalled *installed,
                                   DreamNetwork             *network);
static void          print_layer (const DreamLayer *layer,
                                  gint              name_width,
                                  const gchar      *title);

CliStatus
cli_command_layers (gint argc, gchar **argv)
{
  g_autoptr (GOptionContext) context   = NULL;
  g_autoptr (DreamRecipe)    recipe    = dream_recipe_new ();
  g_autofree gchar          *network   = NULL;
  g_autofree gchar          *path      = NULL;
  g_autoptr (GError)         error     = NULL;
  const GOptionEntry         entries[] = {
            { "network", 0, 0, G_OPTION_ARG_STRING, &network,
              N_ ("The installed network to list"), N_ ("NAME") },
            { "file", 0, 0, G_OPTION_ARG_FILENAME, &path,
              N_ ("A file with a network that is not installed"), N_ ("FILE") },
            { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL }
  };

  context = g_option_context_new (_ ("- list the layers of a network"));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);

  if (! g_option_context_parse (context, &argc, &argv, &error))
    return cli_complain_usage (error->message);
  if (argc > 1)
    return cli_complain_usage (_ ("There is an argument too many."));
  if (network && path)
    return cli_complain_usage (_ ("Name a network or a file, not both."));

  return path ? list_file (path)
              : list_layers (network ? network : recipe->network);
}

CliStatus
cli_command_networks (gint argc, gchar **argv)
{
  g_autoptr (GOptionContext) context = NULL;
  g_autoptr (GPtrArray)      list    = NULL;
  g_autoptr (GError)         error   = NULL;

  context = g_option_context_new (_ ("- list the installed networks"));

  if (! g_option_context_parse (context, &argc, &argv, &error))
    return cli_complain_usage (error->message);
  if (argc > 1)
    return cli_complain_usage (_ ("There is an argument too many."));

  list = deep_dream_library_list ();
  for (guint i = 0; i < list->len; i++)
    {
      const DeepDreamInstalled *installed = list->pdata[i];

      g_print ("%-16s  %s  (%s)\n", installed->name, installed->title,
               installed->path);
    }

  if (! list->len)
    cli_complain (_ ("No network is installed. To install one, run: "
                     "deep-dream-networks install inception-v3"));

  return CLI_OK;
}

static CliStatus
list_layers (const gchar *name)
{
  g_autoptr (DeepDreamInstalled) installed = NULL;
  g_autoptr (DreamNetwork)       network   = NULL;
  g_autoptr (GError)             error     = NULL;

  installed = deep_dream_library_find (name, &error);
  if (installed)
    network = dream_network_read (installed->path, installed->input, &error);
  if (! network)
    {
      cli_complain (error->message);
      return CLI_FAILED;
    }

  print_layers (network, installed);
  g_print (_ ("The layer that is dreamed if none is named is %s.\n"),
           installed->default_layer);

  return CLI_OK;
}

static CliStatus
list_file (const gchar *path)
{
  g_autoptr (DreamNetwork) network = NULL;
  g_autoptr (GError)       error   = NULL;
  DreamInput               input;

  network = deep_dream_preprocessing_probe (path, &input, &error);
  if (! network)
    {
      cli_complain (error->message);
      return CLI_FAILED;
    }

  print_input (network, &input);
  print_layers (network, NULL);

  return CLI_OK;
}

static void
print_input (DreamNetwork *network, const DreamInput *input)
{
  g_autofree gchar *mean  = deep_dream_preprocessing_list (input->mean, " ");
  g_autofree gchar *scale = deep_dream_preprocessing_list (input->scale, " ");

  g_print (_ ("Format: %s\n"), dream_network_get_format (network));
  /* Translators: %s are "rgb" or "bgr" and two lists of three numbers. */
  g_print (_ ("Expects: %s, mean %s, scale %s, unless its trainers say "
              "otherwise\n\n"),
           input->bgr ? "bgr" : "rgb", mean, scale);
}

/* @installed: NULL for a network without titles. */
static void
print_layers (DreamNetwork *network, const DeepDreamInstalled *installed)
{
  g_autofree const gchar **titles     = match_titles (installed, network);
  gint                     name_width = 0;

  for (guint i = 1; i < dream_network_n_layers (network); i++)
    {
      const DreamLayer *layer = dream_network_get_layer (network, i);

      name_width = MAX (name_width, (gint) strlen (layer->short_name));
    }

  g_print (_ ("%-*s  channels  stride  sees  at least  title\n"), name_width,
           _ ("layer"));
  for (guint i = 1; i < dream_network_n_layers (network); i++)
    print_layer (dream_network_get_layer (network, i), name_width, titles[i]);

  g_print (_ ("\nSees: how many pixels of the picture one value of the layer "
              "sees, across.\nAt least: the smallest side of a picture that "
              "the layer can dream of.\n"));
}

/* The titles by index of layer, none without @installed; names that the network
 * does not have are left out.
 */
static const gchar **
match_titles (const DeepDreamInstalled *installed, DreamNetwork *network)
{
  const gchar **titles = g_new0 (const gchar *,
                                 dream_network_n_layers (network));

  for (gint i = 0; installed && installed->layer_names[i]; i++)
    {
      guint index;

      if (dream_network_find_layer (network, installed->layer_names[i], &index,
                                    NULL))
        titles[index] = installed->layer_titles[i];
    }

  return titles;
}

static void
print_layer (const DreamLayer *layer, gint name_width, const gchar *title)
{
  g_print ("%-*s  %8d  %6d  %4d  %8d%s%s\n", name_width, layer->short_name,
           layer->channels, layer->stride, layer->receptive_field,
           layer->minimum_size, title ? "  " : "", title ? title : "");
}
