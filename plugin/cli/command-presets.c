/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * deep-dream presets: which there are, and small pictures of them.
 */

#include <glib/gi18n-lib.h>

#include "commands.h"
#include "plugin/core/preview/thumbnails.h"

static CliStatus list (void);
static CliStatus draw_thumbnails (const gchar *folder);
static gint      count_columns (const gchar *text);
static void      print_padded (const gchar *text, gint n_columns);

CliStatus
cli_command_presets (gint argc, gchar **argv)
{
  g_autoptr (GOptionContext) context       = NULL;
  g_autoptr (GError)         error         = NULL;
  gboolean                   do_thumbnails = FALSE;
  const GOptionEntry         entries[]     = {
                { "thumbnails", 0, 0, G_OPTION_ARG_NONE, &do_thumbnails,
                  N_ ("Draw a small picture of each that has none yet, into FOLDER or the "
                                  "user's cache"),
                  NULL },
                { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL }
  };

  context = g_option_context_new (_ ("[FOLDER] - list the presets"));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);

  if (! g_option_context_parse (context, &argc, &argv, &error))
    return cli_complain_usage (error->message);
  if (argc > (do_thumbnails ? 2 : 1))
    return cli_complain_usage (_ ("There is an argument too many."));

  return do_thumbnails ? draw_thumbnails (argc > 1 ? argv[1] : NULL) : list ();
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
    cli_complain (_ ("There is no preset. Recipes that are saved in "
                     "~/.local/share/deep-dream/presets become presets."));

  return CLI_OK;
}

/* A preset that cannot be drawn, such as one whose network is not installed, is
 * no reason not to draw the others.
 */
static CliStatus
draw_thumbnails (const gchar *folder)
{
  g_autoptr (GPtrArray) presets = deep_dream_presets_list ();
  CliStatus             status  = CLI_OK;

  for (guint i = 0; i < presets->len; i++)
    {
      const DeepDreamPreset *preset = presets->pdata[i];
      g_autoptr (GError)     error  = NULL;

      if (deep_dream_thumbnails_is_current (folder, preset))
        continue;

      if (deep_dream_thumbnails_make (folder, preset, NULL, NULL, NULL, &error))
        {
          g_autofree gchar *path = NULL;

          path = deep_dream_thumbnails_get_path (folder, preset);
          g_print ("%s\n", path);
        }
      else
        {
          g_autofree gchar *message = NULL;

          /* Translators: a preset's name, and the reason. */
          message = g_strdup_printf (_ ("The preset \"%s\" is left out. %s"),
                                     preset->name, error->message);
          cli_complain (message);
          if (error->domain == G_FILE_ERROR)
            status = CLI_FAILED;
        }
    }

  return status;
}

/* Bytes are not columns, but characters of most scripts are; those of Chinese
 * and Japanese take two.
 */
static gint
count_columns (const gchar *text)
{
  gint n_columns = 0;

  for (; *text; text = g_utf8_next_char (text))
    n_columns += g_unichar_iswide (g_utf8_get_char (text)) ? 2 : 1;

  return n_columns;
}

static void
print_padded (const gchar *text, gint n_columns)
{
  g_print ("%s%*s  ", text, n_columns - count_columns (text), "");
}
