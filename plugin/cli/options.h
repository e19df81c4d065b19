/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The arguments of the command that dreams.  The options of the recipe are
 * made from the recipe's own table of parameters.
 */

#pragma once

#include "engine/compute/resources.h"
#include "engine/recipe/recipe.h"

G_BEGIN_DECLS

typedef struct _CliOptions CliOptions;

/**
 * CliOptions:
 * @photo: the file to read.
 * @output: the file to write.
 * @recipe_path: (nullable): a file with a recipe.
 * @preset: (nullable): a preset's name.
 * @mask_path: (nullable): a picture that says where to dream.
 * @parameters: (array length=n_parameters): the recipe's parameters.
 * @values: (array length=n_parameters) (element-type utf8): their values
 *   as they were given, %NULL for those that were not.
 * @switches: (array length=n_parameters): whether a boolean parameter was
 *   given, which makes it true.
 * @resources: what to use of the machine.
 * @quiet: nothing is to be printed but errors.
 * @version: the version is asked for, and nothing else.
 */
struct _CliOptions
{
  gchar       *photo;
  gchar       *output;
  gchar       *recipe_path;
  gchar       *preset;
  gchar       *mask_path;
  GParamSpec **parameters;
  gchar      **values;
  gboolean    *switches;
  guint        n_parameters;
  gboolean     quiet;
  gboolean     version;

  DreamResources resources;
};

/**
 * cli_options_parse:
 * @argc: the number of arguments, with the program's name.
 * @argv: the arguments.
 * @error: return location for an error.
 *
 * Asked for help, prints it and ends the process.
 *
 * Returns: (transfer full) (nullable): the options, or %NULL with a
 *   #GOptionError.
 */
CliOptions *cli_options_parse (gint argc, gchar **argv, GError **error);

void cli_options_free (CliOptions *options);

/**
 * cli_options_apply:
 * @options: the options.
 * @recipe: the recipe to change.
 * @error: return location for an error.
 *
 * Sets the parameters that were given one by one.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_RECIPE.
 */
gboolean cli_options_apply (const CliOptions *options,
                            DreamRecipe      *recipe,
                            GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliOptions, cli_options_free)

G_END_DECLS
