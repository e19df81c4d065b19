/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * deep-dream presets: which there are.
 */

#include <glib/gi18n-lib.h>

#include "commands.h"
#include "plugin/core/presets.h"

static CliStatus list (void);
static gint      count_columns (const gchar *text);
static void      print_padded (const gchar *text, gint n_columns);

CliStatus
cli_command_presets (gint argc, gchar **argv)
{
  g_autoptr (GOptionContext) context = NULL;
  g_autoptr (GError)         error   = NULL;

  context = g_option_context_new (_("- list the presets"));

  if (! g_option_context_parse (context, &argc, &argv, &error))
    return cli_complain_usage (error->message);
  if (argc > 1)
    return cli_complain_usage (_("There is an argument too many."));

  return list ();
}

static CliStatus
list (void)
{
  g_autoptr (GPtrArray) presets     = deep_dream_presets_list ();
  gint                  name_width  = 0;
  gint                  title_width = 0;

  for (guint i = 0; i < presets->len; i++)
    {
      const DeepDreamPreset *preset = presets->pdata[i];

      name_width  = MAX (name_width, count_columns (preset->name));
      title_width = MAX (title_width, count_columns (preset->title));
    }

  for (guint i = 0; i < presets->len; i++)
    {
      const DeepDreamPreset *preset = presets->pdata[i];

      print_padded (preset->name, name_width);
      print_padded (preset->title, title_width);
      g_print ("%s\n", preset->comment);
    }

  if (! presets->len)
    cli_complain (_("There is no preset. Recipes that are saved in "
                    "~/.local/share/deep-dream/presets become presets."));

  return CLI_OK;
}

/* Bytes are not columns, but characters of most scripts are. */
static gint
count_columns (const gchar *text)
{
  return (gint) g_utf8_strlen (text, -1);
}

static void
print_padded (const gchar *text, gint n_columns)
{
  g_print ("%s%*s  ", text, n_columns - count_columns (text), "");
}
