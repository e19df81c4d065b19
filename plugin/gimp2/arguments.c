/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The procedure's arguments are made from the tables of parameters of recipes
 * and placements, so nothing here knows any parameter by name.
 */

#include "arguments.h"

#include <glib/gi18n-lib.h>

#include "engine/error.h"
#include "engine/keyfile.h"
#include "plugin/core/presets.h"

#define AUTHORS "The Deep Dream for GIMP authors"
#define YEAR    "2026"

/* The arguments that come before the recipe's. */
#define N_FIXED_ARGUMENTS 3

/* And those between them and the placement's. */
#define N_MIDDLE_ARGUMENTS 2

/* The groups of the keyfile with the last values. */
#define RECIPE_GROUP    "Recipe"
#define PLACEMENT_GROUP "Placement"

static GArray      *make_definitions (void);
static void         append (GArray        *definitions,
                            GimpPDBArgType type,
                            const gchar   *name,
                            const gchar   *description);
static void         append_definitions (GArray      *definitions,
                                        GParamSpec **parameters,
                                        guint        n_parameters);
static GimpParamDef make_definition (GParamSpec *parameter);
static gchar       *describe (GParamSpec *parameter);
static gchar *describe_choices (const GParamSpecEnum *spec, const gchar *blurb);
static void   clear_definition (gpointer definition);
static const gchar *describe_boolean (gint32 value, const gchar *number);
static void         recall_group (GObject     *object,
                                  GKeyFile    *values,
                                  const gchar *group);
static gboolean     is_empty (const GimpParam *argument);
static gboolean     read_argument (GObject         *object,
                                   GParamSpec      *parameter,
                                   const GimpParam *argument,
                                   GError         **error);

void
deep_dream_arguments_install (const gchar *name)
{
  const gchar *help = _("Strengthens in the layer, or in the selected part of "
                        "it, what a layer of a trained neural network finds "
                        "there, and puts the dream into a new layer above it, "
                        "or into the layer itself. Examples for scripts are in "
                        "Deep Dream's page scripting.md.");
  gchar       *dream             = _("The layer with the dream");
  const GimpParamDef returns[]   = { { GIMP_PDB_LAYER, (gchar *) "dream",
                                       dream } };
  g_autoptr (GArray) definitions = make_definitions ();

  /* GIMP itself translates what menus show. */
  gimp_install_procedure (name, N_ ("Let a neural network dream on the layer"),
                          help, AUTHORS, AUTHORS, YEAR, N_ ("_Deep Dream…"),
                          "RGB*, GRAY*", GIMP_PLUGIN, (gint) definitions->len,
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
  n_expected = N_FIXED_ARGUMENTS + (gint) n_parameters + N_MIDDLE_ARGUMENTS +
               (gint) n_places;

  if (n_arguments != n_expected)
    {
      g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE,
                   _("Deep Dream takes %d arguments and was called with %d. "
                     "The procedure browser lists them."),
                      n_expected, n_arguments);
      return FALSE;
    }

  for (guint i = 0; i < n_parameters; i++)
    {
      if (! read_argument (G_OBJECT (recipe), parameters[i],
                           &arguments[N_FIXED_ARGUMENTS + i], error))
        return FALSE;
    }

  middle = &arguments[N_FIXED_ARGUMENTS + n_parameters];
  last   = middle + N_MIDDLE_ARGUMENTS;
  *mask  = middle[1].data.d_drawable;

  for (guint i = 0; i < n_places; i++)
    {
      if (! is_empty (&last[i]) &&
          ! read_argument (G_OBJECT (placement), places[i], &last[i], error))
        return FALSE;
    }

  return deep_dream_presets_fill (middle[0].data.d_string, recipe, error);
}

void
deep_dream_arguments_recall (const gchar        *name,
                             DreamRecipe        *recipe,
                             DeepDreamPlacement *placement)
{
  gint                 size   = gimp_get_data_size (name);
  g_autofree gchar    *data   = NULL;
  g_autoptr (GKeyFile) values = g_key_file_new ();

  if (size <= 0)
    return;

  data = g_malloc (size);
  if (! gimp_get_data (name, data) ||
      ! g_key_file_load_from_data (values, data, size, G_KEY_FILE_NONE, NULL))
    return;

  recall_group (G_OBJECT (recipe), values, RECIPE_GROUP);
  recall_group (G_OBJECT (placement), values, PLACEMENT_GROUP);
}

void
deep_dream_arguments_remember (const gchar        *name,
                               DreamRecipe        *recipe,
                               DeepDreamPlacement *placement)
{
  g_autoptr (GKeyFile) values = g_key_file_new ();
  g_autofree gchar    *data   = NULL;
  gsize                length = 0;

  dream_keyfile_write (G_OBJECT (recipe), values, RECIPE_GROUP);
  dream_keyfile_write (G_OBJECT (placement), values, PLACEMENT_GROUP);
  data = g_key_file_to_data (values, &length, NULL);

  gimp_set_data (name, data, (guint32) length);
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
  definitions = g_array_new (FALSE, FALSE, sizeof (GimpParamDef));
  g_array_set_clear_func (definitions, clear_definition);

  append (definitions, GIMP_PDB_INT32, "run-mode",
          _("The run mode { RUN-INTERACTIVE (0), RUN-NONINTERACTIVE (1), "
            "RUN-WITH-LAST-VALS (2) }"));
  append (definitions, GIMP_PDB_IMAGE, "image", _("The image"));
  append (definitions, GIMP_PDB_DRAWABLE, "drawable",
          _("The layer to dream of"));

  append_definitions (definitions, parameters, n_parameters);

  append (definitions, GIMP_PDB_STRING, "preset",
          _("The name of a preset, as `deep-dream presets` lists them; its "
            "values are taken for what is at its default (default \"\")"));
  append (definitions, GIMP_PDB_DRAWABLE, "mask",
          _("A layer, layer mask or channel that says where to dream instead "
            "of the selection: nowhere where it is black or transparent, "
            "wholly where it is white (default -1: none)"));

  append_definitions (definitions, places, n_places);

  return definitions;
}

static void
append (GArray        *definitions,
        GimpPDBArgType type,
        const gchar   *name,
        const gchar   *description)
{
  const GimpParamDef definition = { type, g_strdup (name),
                                    g_strdup (description) };

  g_array_append_val (definitions, definition);
}

static void
append_definitions (GArray      *definitions,
                    GParamSpec **parameters,
                    guint        n_parameters)
{
  for (guint i = 0; i < n_parameters; i++)
    {
      GimpParamDef definition = make_definition (parameters[i]);

      g_array_append_val (definitions, definition);
    }
}

static GimpParamDef
make_definition (GParamSpec *parameter)
{
  GimpParamDef definition;

  if (G_IS_PARAM_SPEC_INT (parameter) || G_IS_PARAM_SPEC_BOOLEAN (parameter))
    definition.type = GIMP_PDB_INT32;
  else if (G_IS_PARAM_SPEC_DOUBLE (parameter))
    definition.type = GIMP_PDB_FLOAT;
  else
    definition.type = GIMP_PDB_STRING;

  definition.name        = g_strdup (parameter->name);
  definition.description = describe (parameter);

  return definition;
}

static gchar *
describe (GParamSpec *parameter)
{
  const gchar *blurb = g_param_spec_get_blurb (parameter);

  if (G_IS_PARAM_SPEC_INT (parameter))
    {
      GParamSpecInt *spec = G_PARAM_SPEC_INT (parameter);

      return g_strdup_printf (_("%s (%d to %d, default %d)"), blurb,
                                 spec->minimum, spec->maximum,
                                 spec->default_value);
    }
  if (G_IS_PARAM_SPEC_DOUBLE (parameter))
    {
      GParamSpecDouble *spec = G_PARAM_SPEC_DOUBLE (parameter);

      return g_strdup_printf (_("%s (%g to %g, default %g)"), blurb,
                                 spec->minimum, spec->maximum,
                                 spec->default_value);
    }
  if (G_IS_PARAM_SPEC_BOOLEAN (parameter))
    return g_strdup_printf (_("%s (TRUE or FALSE, default %s)"), blurb,
      G_PARAM_SPEC_BOOLEAN (parameter)->default_value ? "TRUE" : "FALSE");

  if (G_IS_PARAM_SPEC_ENUM (parameter))
    return describe_choices (G_PARAM_SPEC_ENUM (parameter), blurb);

  return g_strdup_printf (_("%s (default \"%s\")"), blurb,
                             G_PARAM_SPEC_STRING (parameter)->default_value);
}

static gchar *
describe_choices (const GParamSpecEnum *spec, const gchar *blurb)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < spec->enum_class->n_values; i++)
    g_string_append_printf (text, "%s\"%s\"", i == 0 ? "" : ", ",
                            spec->enum_class->values[i].value_nick);

  return g_strdup_printf (_("%s (%s, default \"%s\")"), blurb, text->str,
    g_enum_get_value (spec->enum_class, spec->default_value)->value_nick);
}

static void
clear_definition (gpointer definition)
{
  GimpParamDef *self = definition;

  g_free (self->name);
  g_free (self->description);
}

/* What another version of the plug-in has left and this one does not understand
 * keeps its default.
 */
static void
recall_group (GObject *object, GKeyFile *values, const gchar *group)
{
  g_auto (GStrv) keys = g_key_file_get_keys (values, group, NULL, NULL);

  for (guint i = 0; keys && keys[i]; i++)
    {
      g_autofree gchar *value = NULL;

      value = g_key_file_get_string (values, group, keys[i], NULL);
      if (value)
        dream_keyfile_set_from_string (object, keys[i], value, NULL);
    }
}

static gboolean
is_empty (const GimpParam *argument)
{
  return argument->type == GIMP_PDB_STRING &&
         (! argument->data.d_string || ! *argument->data.d_string);
}

/* Values go through the keyfile's reader of text, which checks them and has the
 * words for what is wrong; a GObject property would change them silently into
 * the nearest that it allows.
 */
static gboolean
read_argument (GObject         *object,
               GParamSpec      *parameter,
               const GimpParam *argument,
               GError         **error)
{
  gchar        number[G_ASCII_DTOSTR_BUF_SIZE];
  const gchar *text = number;

  switch (argument->type)
    {
    case GIMP_PDB_INT32:
      g_snprintf (number, sizeof (number), "%d", argument->data.d_int32);
      if (G_IS_PARAM_SPEC_BOOLEAN (parameter))
        text = describe_boolean (argument->data.d_int32, number);
      break;

    case GIMP_PDB_FLOAT:
      g_ascii_formatd (number, sizeof (number), "%.15g",
                       argument->data.d_float);
      break;

    default:
      text = argument->data.d_string ? argument->data.d_string : "";
      break;
    }
  return dream_keyfile_set_from_string (object, parameter->name, text, error);
}

/* @number: what to say of a number that is no boolean. */
static const gchar *
describe_boolean (gint32 value, const gchar *number)
{
  return value == TRUE ? "true" : value == FALSE ? "false" : number;
}
