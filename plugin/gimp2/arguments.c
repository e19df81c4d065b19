/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The procedure's arguments are made from the tables of parameters of recipes
 * and placements, so nothing here knows any parameter by name.
 */

#include "arguments.h"

#include <glib/gi18n-lib.h>

#include "engine/recipe/keyfile.h"
#include "parameters.h"
#include "plugin/core/catalog/suggestion.h"

/* The arguments between the recipe's and the placement's. */
#define N_MIDDLE_ARGUMENTS 2

/* The groups of the keyfile with the last values. */
#define RECIPE_GROUP    "Recipe"
#define PLACEMENT_GROUP "Placement"

static GArray  *make_definitions (void);
static gboolean is_empty (const GimpParam *argument);

void
deep_dream_arguments_install (const gchar *name)
{
  const gchar *help = _ (
    "Strengthens in the layer, or in the selected part of "
    "it, what a layer of a trained neural network finds "
    "there, and puts the dream into a new layer above it, "
    "or into the layer itself. Examples for scripts are in "
    "Deep Dream's page scripting.md.");
  gchar             *dream       = _ ("The layer with the dream");
  const GimpParamDef returns[]   = { { GIMP_PDB_LAYER, (gchar *) "dream",
                                       dream } };
  g_autoptr (GArray) definitions = make_definitions ();

  /* GIMP itself translates what menus show. */
  gimp_install_procedure (name, N_ ("Let a neural network dream on the layer"),
                          help, DEEP_DREAM_AUTHORS, DEEP_DREAM_AUTHORS,
                          DEEP_DREAM_YEAR, N_ ("_Deep Dream…"), "RGB*, GRAY*",
                          GIMP_PLUGIN, (gint) definitions->len,
                          G_N_ELEMENTS (returns),
                          (const GimpParamDef *) (gpointer) definitions->data,
                          returns);
}

gboolean
deep_dream_arguments_read (DreamRecipe        *recipe,
                           DeepDreamPlacement *placement,
                           gint32             *mask,
                           gint                n_arguments,
                           const GimpParam    *arguments,
                           GError            **error)
{
  guint                   n_parameters = 0;
  guint                   n_places     = 0;
  g_autofree GParamSpec **parameters   = NULL;
  g_autofree GParamSpec **places       = NULL;
  const GimpParam        *middle;
  const GimpParam        *last;
  gint                    n_expected;

  parameters = dream_recipe_list_parameters (&n_parameters);
  places     = deep_dream_placement_list_parameters (&n_places);
  n_expected = DEEP_DREAM_N_FIRST_ARGUMENTS + (gint) n_parameters +
               N_MIDDLE_ARGUMENTS + (gint) n_places;

  if (! deep_dream_parameters_count (n_arguments, n_expected, error) ||
      ! deep_dream_parameters_read (G_OBJECT (recipe), parameters, n_parameters,
                                    arguments + DEEP_DREAM_N_FIRST_ARGUMENTS,
                                    error))
    return FALSE;

  middle = &arguments[DEEP_DREAM_N_FIRST_ARGUMENTS + n_parameters];
  last   = middle + N_MIDDLE_ARGUMENTS;
  *mask  = middle[1].data.d_drawable;

  for (guint i = 0; i < n_places; i++)
    {
      if (! is_empty (&last[i]) &&
          ! deep_dream_parameters_read (G_OBJECT (placement), &places[i], 1,
                                        &last[i], error))
        return FALSE;
    }

  return deep_dream_arguments_complete (middle[0].data.d_string, recipe, error);
}

gboolean
deep_dream_arguments_complete (const gchar *preset,
                               DreamRecipe *recipe,
                               GError     **error)
{
  g_autofree gchar *advice = NULL;

  if (! deep_dream_suggestion_fill (preset, recipe, &advice, error))
    return FALSE;
  if (advice)
    gimp_message (advice);

  return TRUE;
}

void
deep_dream_arguments_recall (const gchar        *name,
                             DreamRecipe        *recipe,
                             DeepDreamPlacement *placement)
{
  g_autoptr (GKeyFile) values = deep_dream_parameters_recall (name);

  deep_dream_parameters_set (G_OBJECT (recipe), values, RECIPE_GROUP);
  deep_dream_parameters_set (G_OBJECT (placement), values, PLACEMENT_GROUP);
  deep_dream_suggestion_begin (recipe);
}

void
deep_dream_arguments_remember (const gchar        *name,
                               DreamRecipe        *recipe,
                               DeepDreamPlacement *placement)
{
  g_autoptr (GKeyFile) values = g_key_file_new ();

  dream_keyfile_write (G_OBJECT (recipe), values, RECIPE_GROUP);
  dream_keyfile_write (G_OBJECT (placement), values, PLACEMENT_GROUP);
  deep_dream_parameters_remember (name, values);
}

static GArray *
make_definitions (void)
{
  guint                   n_parameters = 0;
  guint                   n_places     = 0;
  g_autofree GParamSpec **parameters   = NULL;
  g_autofree GParamSpec **places       = NULL;
  GArray                 *definitions;

  parameters  = dream_recipe_list_parameters (&n_parameters);
  places      = deep_dream_placement_list_parameters (&n_places);
  definitions = deep_dream_parameters_begin ();

  deep_dream_parameters_define (definitions, parameters, n_parameters);
  deep_dream_parameters_define_preset (definitions);
  deep_dream_parameters_define_one (
    definitions, GIMP_PDB_DRAWABLE, "mask",
    _ ("A layer, layer mask or channel that says where to dream instead "
       "of the selection: nowhere where it is black or transparent, "
       "wholly where it is white (default -1: none)"));
  deep_dream_parameters_define (definitions, places, n_places);

  return definitions;
}

static gboolean
is_empty (const GimpParam *argument)
{
  return argument->type == GIMP_PDB_STRING &&
         (! argument->data.d_string || ! *argument->data.d_string);
}
