/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The arguments of the command that dreams.
 */

#include <glib/gi18n-lib.h>

#include "options.h"

#define MAX_THREADS 1024
#define MAX_MEMORY  (1 << 24)
#define MIB         ((gsize) 1 << 20)

/* The numbers of the options that are not the recipe's. */
typedef struct
{
  gint threads;
  gint memory; /* MiB */
} Numbers;

static GOptionContext *context_new (GArray *entries);
static GArray         *entries_new (CliOptions *options,
                                    Numbers    *numbers,
                                    gchar    ***files);
static GOptionEntry    entry_for (GParamSpec *parameter,
                                  gchar     **value,
                                  gboolean   *is_given);
static gchar          *list_choices (GParamSpec *parameter);
static gchar          *describe (GParamSpec *parameter);
static void            clear_entry (gpointer entry);
static gboolean        take_numbers (CliOptions    *options,
                                     const Numbers *numbers,
                                     GError       **error);
static gboolean        check_range (const gchar *name,
                                    gint         number,
                                    gint         maximum,
                                    GError     **error);
static gboolean take_files (CliOptions *options, gchar **files, GError **error);

CliOptions *
cli_options_parse (gint argc, gchar **argv, GError **error)
{
  g_autoptr (CliOptions)     options = g_new0 (CliOptions, 1);
  g_autoptr (GOptionContext) context = NULL;
  g_autoptr (GArray)         entries = NULL;
  g_auto (GStrv)             files   = NULL;
  Numbers                    numbers = { 0 };

  options->parameters = dream_recipe_list_parameters (&options->n_parameters);
  options->values     = g_new0 (gchar *, options->n_parameters);
  options->switches   = g_new0 (gboolean, options->n_parameters);

  entries = entries_new (options, &numbers, &files);
  context = context_new (entries);

  if (! g_option_context_parse (context, &argc, &argv, error) ||
      ! take_numbers (options, &numbers, error))
    return NULL;

  if (! options->version && ! take_files (options, files, error))
    return NULL;

  return g_steal_pointer (&options);
}

void
cli_options_free (CliOptions *options)
{
  g_free (options->photo);
  g_free (options->output);
  g_free (options->recipe_path);
  g_free (options->mask_path);
  g_free (options->preset);
  for (guint i = 0; i < options->n_parameters; i++)
    g_free (options->values[i]);
  g_free (options->values);
  g_free (options->switches);
  g_free (options->parameters);
  g_free (options);
}

gboolean
cli_options_apply (const CliOptions *options,
                   DreamRecipe      *recipe,
                   GError          **error)
{
  for (guint i = 0; i < options->n_parameters; i++)
    {
      const gchar *value = options->switches[i] ? "true" : options->values[i];

      if (value &&
          ! dream_recipe_set_from_string (recipe, options->parameters[i]->name,
                                          value, error))
        return FALSE;
    }

  return TRUE;
}

static GOptionContext *
context_new (GArray *entries)
{
  GOptionContext *context = g_option_context_new (_ ("PHOTO -o OUT"));

  g_option_context_add_main_entries (context, (GOptionEntry *) entries->data,
                                     NULL);
  g_option_context_set_summary (
    context,
    _ ("Lets a trained network dream into a photo.\n"
       "\n"
       "Other commands:\n"
       "  deep-dream layers [--network NAME]   what the network can dream\n"
       "  deep-dream layers --file FILE        what one in a file could\n"
       "  deep-dream describe FILE             such a file's description\n"
       "  deep-dream look PHOTO                what the network sees in it\n"
       "  deep-dream networks                  which networks are installed\n"
       "  deep-dream presets [--thumbnails]    which presets there are"));

  g_option_context_set_description (
    context,
    _ ("A recipe is a file with a group [Recipe] whose keys are the names of "
       "the\noptions above from --network on. A recipe changes the preset, and "
       "options that\nare given change both.\n"
       "\n"
       "OUT's ending says how it is saved: .png, .jpg, .tif or .webp. It is "
       "replaced\nonly when the dream is complete, so it may be PHOTO itself.\n"
       "\n"
       "Exit status: 0 if all went well, 1 if the dream failed, 2 if the "
       "arguments are\nwrong, 130 if it was interrupted; nothing is written "
       "but in the first case."));

  return context;
}

static GArray *
entries_new (CliOptions *options, Numbers *numbers, gchar ***files)
{
  const GOptionEntry fixed[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output,
      N_ ("The picture to write"), N_ ("OUT") },
    { "recipe", 0, 0, G_OPTION_ARG_FILENAME, &options->recipe_path,
      N_ ("A file that says what to dream"), N_ ("FILE") },
    { "preset", 0, 0, G_OPTION_ARG_STRING, &options->preset,
      N_ ("What to dream, by the name of a preset"), N_ ("NAME") },
    { "mask", 0, 0, G_OPTION_ARG_FILENAME, &options->mask_path,
      N_ ("A grey picture of PHOTO's size: white where to dream, black where "
          "not"),
      N_ ("FILE") },
    { "threads", 0, 0, G_OPTION_ARG_INT, &numbers->threads,
      N_ ("How many threads compute (default 0: one for each processor)"),
      N_ ("NUMBER") },
    { "memory", 0, 0, G_OPTION_ARG_INT, &numbers->memory,
      N_ ("How much memory the network's tiles may take, in MiB (default 0: a "
          "quarter of the machine's, at most 2048)"),
      N_ ("MIB") },
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &options->quiet,
      N_ ("Print nothing but errors"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &options->version,
      N_ ("Print the version and end"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, files, NULL, NULL }
  };
  GArray *entries;

  entries = g_array_new (TRUE, FALSE, sizeof (GOptionEntry));
  g_array_set_clear_func (entries, clear_entry);

  for (gsize i = 0; i < G_N_ELEMENTS (fixed); i++)
    {
      GOptionEntry entry = fixed[i];

      entry.long_name       = g_strdup (entry.long_name);
      entry.description     = g_strdup (_ (entry.description));
      entry.arg_description = g_strdup (_ (entry.arg_description));
      g_array_append_val (entries, entry);
    }

  for (guint i = 0; i < options->n_parameters; i++)
    {
      GOptionEntry entry = entry_for (options->parameters[i],
                                      &options->values[i],
                                      &options->switches[i]);

      g_array_append_val (entries, entry);
    }

  return entries;
}

static GOptionEntry
entry_for (GParamSpec *parameter, gchar **value, gboolean *is_given)
{
  GOptionEntry entry = { .arg = G_OPTION_ARG_STRING, .arg_data = value };

  entry.long_name   = g_strdup (parameter->name);
  entry.description = describe (parameter);

  if (G_IS_PARAM_SPEC_BOOLEAN (parameter))
    {
      entry.arg      = G_OPTION_ARG_NONE;
      entry.arg_data = is_given;
    }
  else if (G_IS_PARAM_SPEC_ENUM (parameter))
    {
      entry.arg_description = list_choices (parameter);
    }
  else
    {
      entry.arg_description = g_strdup (
        ! G_IS_PARAM_SPEC_STRING (parameter)   ? _ ("NUMBER")
        : parameter->flags & DREAM_RECIPE_FILE ? _ ("FILE")
                                               : _ ("TEXT"));
    }

  return entry;
}

/* As they are to be typed: "auto|full|fast". */
static gchar *
list_choices (GParamSpec *parameter)
{
  const GEnumClass *choices = G_PARAM_SPEC_ENUM (parameter)->enum_class;
  GString          *list    = g_string_new (choices->values[0].value_nick);

  for (guint i = 1; i < choices->n_values; i++)
    g_string_append_printf (list, "|%s", choices->values[i].value_nick);

  return g_string_free (list, FALSE);
}

/* The explanation, range and default of a parameter; numbers as they are to
 * be typed, in the C locale.
 */
static gchar *
describe (GParamSpec *parameter)
{
  const gchar *blurb = g_param_spec_get_blurb (parameter);
  gchar        minimum[G_ASCII_DTOSTR_BUF_SIZE];
  gchar        maximum[G_ASCII_DTOSTR_BUF_SIZE];
  gchar        standard[G_ASCII_DTOSTR_BUF_SIZE];

  if (G_IS_PARAM_SPEC_INT (parameter))
    {
      GParamSpecInt *spec = G_PARAM_SPEC_INT (parameter);

      return g_strdup_printf (_ ("%s (%d to %d, default %d)"), blurb,
                              spec->minimum, spec->maximum,
                              spec->default_value);
    }

  if (G_IS_PARAM_SPEC_DOUBLE (parameter))
    {
      GParamSpecDouble *spec = G_PARAM_SPEC_DOUBLE (parameter);

      g_ascii_formatd (minimum, sizeof (minimum), "%g", spec->minimum);
      g_ascii_formatd (maximum, sizeof (maximum), "%g", spec->maximum);
      g_ascii_formatd (standard, sizeof (standard), "%g", spec->default_value);

      return g_strdup_printf (_ ("%s (%s to %s, default %s)"), blurb, minimum,
                              maximum, standard);
    }

  if (G_IS_PARAM_SPEC_BOOLEAN (parameter))
    return g_strdup (blurb);

  if (G_IS_PARAM_SPEC_ENUM (parameter))
    {
      GParamSpecEnum *spec = G_PARAM_SPEC_ENUM (parameter);

      return g_strdup_printf (
        _ ("%s (default %s)"), blurb,
        g_enum_get_value (spec->enum_class, spec->default_value)->value_nick);
    }

  if (*G_PARAM_SPEC_STRING (parameter)->default_value)
    return g_strdup_printf (_ ("%s (default %s)"), blurb,
                            G_PARAM_SPEC_STRING (parameter)->default_value);

  return g_strdup (blurb);
}

static void
clear_entry (gpointer entry)
{
  GOptionEntry *owned = entry;

  g_free ((gchar *) owned->long_name);
  g_free ((gchar *) owned->description);
  g_free ((gchar *) owned->arg_description);
}

static gboolean
take_numbers (CliOptions *options, const Numbers *numbers, GError **error)
{
  if (! check_range ("threads", numbers->threads, MAX_THREADS, error) ||
      ! check_range ("memory", numbers->memory, MAX_MEMORY, error))
    return FALSE;

  options->resources.n_threads = numbers->threads;
  options->resources.memory    = numbers->memory * MIB;

  return TRUE;
}

static gboolean
check_range (const gchar *name, gint number, gint maximum, GError **error)
{
  if (number >= 0 && number <= maximum)
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("The option --%s is %d, but must lie between 0 and %d."),
               name, number, maximum);

  return FALSE;
}

static gboolean
take_files (CliOptions *options, gchar **files, GError **error)
{
  const gchar *problem = NULL;

  if (! files)
    problem = _ ("The photo to dream of is missing.");
  else if (files[1])
    problem = _ ("There is more than one photo.");
  else if (! options->output)
    problem = _ ("The picture to write is missing: give it with -o OUT.");

  if (problem)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           problem);
      return FALSE;
    }

  options->photo = g_strdup (files[0]);

  return TRUE;
}
