/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the command line can do.  Each command gets the arguments from its own
 * name on, prints what goes wrong, and returns the process's exit status.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  CLI_OK        = 0,
  CLI_FAILED    = 1,
  CLI_USAGE     = 2,
  CLI_CANCELLED = 130 /* what shells make of an interrupt: 128 + SIGINT */
} CliStatus;

CliStatus cli_command_dream (gint argc, gchar **argv);
CliStatus cli_command_describe (gint argc, gchar **argv);
CliStatus cli_command_layers (gint argc, gchar **argv);
CliStatus cli_command_look (gint argc, gchar **argv);
CliStatus cli_command_networks (gint argc, gchar **argv);
CliStatus cli_command_presets (gint argc, gchar **argv);

/**
 * cli_complain:
 * @message: a complete sentence.
 *
 * Prints @message to standard error, with the program's name.
 */
void cli_complain (const gchar *message);

/**
 * cli_complain_usage:
 * @message: a complete sentence.
 *
 * Prints @message and where help is.
 *
 * Returns: %CLI_USAGE.
 */
CliStatus cli_complain_usage (const gchar *message);

G_END_DECLS
