/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * deep-dream, the command line: which command is meant.
 */

#include <locale.h>

#include <gegl.h>
#include <glib/gi18n-lib.h>

#include "commands.h"

static const struct
{
  const gchar *name;
  CliStatus (*run) (gint argc, gchar **argv);
  gboolean needs_pictures; /* and with them GEGL, which takes a moment */
} commands[] = { { "describe", cli_command_describe, FALSE },
                 { "layers", cli_command_layers, FALSE },
                 { "look", cli_command_look, TRUE },
                 { "networks", cli_command_networks, FALSE },
                 { "presets", cli_command_presets, TRUE } };

static CliStatus run_with_gegl (CliStatus (*run) (gint, gchar **),
                                gint    argc,
                                gchar **argv);

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  g_set_prgname ("deep-dream");

  for (gsize i = 0; argc > 1 && i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (argv[1], commands[i].name))
      return commands[i].needs_pictures
               ? run_with_gegl (commands[i].run, argc - 1, argv + 1)
               : commands[i].run (argc - 1, argv + 1);

  return run_with_gegl (cli_command_dream, argc, argv);
}

static CliStatus
run_with_gegl (CliStatus (*run) (gint, gchar **), gint argc, gchar **argv)
{
  CliStatus status;

  gegl_init (NULL, NULL);
  status = run (argc, argv);
  gegl_exit ();

  return status;
}

void
cli_complain (const gchar *message)
{
  g_printerr ("deep-dream: %s\n", message);
}

CliStatus
cli_complain_usage (const gchar *message)
{
  cli_complain (message);
  g_printerr ("%s\n", _ ("For help, run: deep-dream --help"));

  return CLI_USAGE;
}
