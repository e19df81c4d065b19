/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The arguments are made from the recipe's parameters and have the same names,
 * so that a parameter that is added to the recipe is in GIMP at once.
 */

#include "arguments.h"

#include <glib/gi18n-lib.h>

#include "engine/recipe/keyfile.h"
#include "mode.h"
#include "plugin/core/catalog/presets.h"
#include "plugin/core/catalog/suggestion.h"

static DreamRecipe *read_recipe (GimpProcedureConfig *config, GError **error);
static void         add_recipe (GimpProcedure *procedure);
static void         add_placement (GimpProcedure *procedure);
static gboolean     read_argument (GObject             *object,
                                   GimpProcedureConfig *config,
                                   GParamSpec          *parameter,
                                   GError             **error);
static void         write_argument (GimpProcedureConfig *config,
                                    GObject             *object,
                                    GParamSpec          *parameter);
static void   add_argument (GimpProcedure *procedure, GParamSpec *parameter);
static gchar *describe_choices (const GParamSpecEnum *spec);
static gchar *describe_string (const gchar *blurb, const gchar *standard);

void
deep_dream_arguments_add (GimpProcedure *procedure)
{
  add_recipe (procedure);
  gimp_procedure_add_drawable_argument (procedure, DEEP_DREAM_MASK, _ ("Mask"),
                                        _ ("A layer, layer mask or channel of "
                                           "the image that says where to "
                                           "dream instead of the selection: "
                                           "nowhere where it is black or "
                                           "transparent, wholly where it is "
                                           "white"),
                                        TRUE, G_PARAM_READWRITE);
  add_placement (procedure);
}

void
deep_dream_arguments_add_animation (GimpProcedure *procedure)
{
  guint                   n_parameters = 0;
  g_autofree GParamSpec **parameters   = NULL;

  parameters = deep_dream_animation_list_parameters (&n_parameters);

  for (guint i = 0; i < n_parameters; i++)
    add_argument (procedure, parameters[i]);

  add_recipe (procedure);
}

DreamRecipe *
deep_dream_arguments_read (GimpProcedureConfig *config, GError **error)
{
  g_autoptr (DreamRecipe) recipe = read_recipe (config, error);
  g_autofree gchar       *preset = NULL;

  g_object_get (config, DEEP_DREAM_PRESET, &preset, NULL);
  if (! recipe || ! deep_dream_presets_fill (preset, recipe, error))
    return NULL;

  return g_steal_pointer (&recipe);
}

gboolean
deep_dream_arguments_complete (GimpProcedureConfig *config,
                               GimpRunMode          mode,
                               GError             **error)
{
  g_autoptr (DreamRecipe) recipe = NULL;
  g_autofree gchar       *preset = NULL;
  g_autofree gchar       *advice = NULL;

  if (mode != GIMP_RUN_NONINTERACTIVE)
    {
      deep_dream_arguments_begin (config);
      return TRUE;
    }

  recipe = read_recipe (config, error);
  g_object_get (config, DEEP_DREAM_PRESET, &preset, NULL);
  if (! recipe || ! deep_dream_suggestion_fill (preset, recipe, &advice, error))
    return FALSE;
  if (advice)
    gimp_message (advice);

  deep_dream_arguments_write (config, recipe);

  return TRUE;
}

void
deep_dream_arguments_begin (GimpProcedureConfig *config)
{
  g_autofree gchar       *network = NULL;
  g_autoptr (DreamRecipe) recipe  = NULL;

  g_object_get (config, "network", &network, NULL);
  recipe = network && *network ? NULL : read_recipe (config, NULL);
  if (! recipe)
    return;

  deep_dream_suggestion_begin (recipe);
  deep_dream_arguments_write (config, recipe);
}

DeepDreamPlacement *
deep_dream_arguments_read_placement (GimpProcedureConfig *config,
                                     GError             **error)
{
  g_autoptr (DeepDreamPlacement) placement    = deep_dream_placement_new ();
  guint                          n_parameters = 0;
  g_autofree GParamSpec        **parameters   = NULL;

  parameters = deep_dream_placement_list_parameters (&n_parameters);

  for (guint i = 0; i < n_parameters; i++)
    if (! read_argument (G_OBJECT (placement), config, parameters[i], error))
      return NULL;

  if (! deep_dream_mode_parse (placement->mode, NULL, error))
    return NULL;

  return g_steal_pointer (&placement);
}

DeepDreamAnimation *
deep_dream_arguments_read_animation (GimpProcedureConfig *config,
                                     GError             **error)
{
  g_autoptr (DeepDreamAnimation) animation    = deep_dream_animation_new ();
  guint                          n_parameters = 0;
  g_autofree GParamSpec        **parameters   = NULL;

  parameters = deep_dream_animation_list_parameters (&n_parameters);

  for (guint i = 0; i < n_parameters; i++)
    if (! read_argument (G_OBJECT (animation), config, parameters[i], error))
      return NULL;

  return g_steal_pointer (&animation);
}

void
deep_dream_arguments_write (GimpProcedureConfig *config, DreamRecipe *recipe)
{
  guint                   n_parameters = 0;
  g_autofree GParamSpec **parameters   = NULL;

  parameters = dream_recipe_list_parameters (&n_parameters);

  /* Who is told of one change sees all of them. */
  g_object_freeze_notify (G_OBJECT (config));
  for (guint i = 0; i < n_parameters; i++)
    write_argument (config, G_OBJECT (recipe), parameters[i]);
  g_object_set (config, DEEP_DREAM_PRESET, "", NULL);
  g_object_thaw_notify (G_OBJECT (config));
}

/* Without what a preset says. */
static DreamRecipe *
read_recipe (GimpProcedureConfig *config, GError **error)
{
  g_autoptr (DreamRecipe) recipe       = dream_recipe_new ();
  guint                   n_parameters = 0;
  g_autofree GParamSpec **parameters   = NULL;

  parameters = dream_recipe_list_parameters (&n_parameters);

  for (guint i = 0; i < n_parameters; i++)
    if (! read_argument (G_OBJECT (recipe), config, parameters[i], error))
      return NULL;

  return g_steal_pointer (&recipe);
}

static void
add_recipe (GimpProcedure *procedure)
{
  guint                   n_parameters = 0;
  g_autofree GParamSpec **parameters   = NULL;
  g_autofree gchar       *preset       = NULL;

  parameters = dream_recipe_list_parameters (&n_parameters);
  preset     = describe_string (_ ("The name of a preset; its values are taken "
                                       "for what is at its default"),
                                "");

  for (guint i = 0; i < n_parameters; i++)
    add_argument (procedure, parameters[i]);

  gimp_procedure_add_string_argument (procedure, DEEP_DREAM_PRESET,
                                      _ ("Preset"), preset, "",
                                      G_PARAM_READWRITE);
}

static void
add_placement (GimpProcedure *procedure)
{
  guint                   n_parameters = 0;
  g_autofree GParamSpec **parameters   = NULL;

  parameters = deep_dream_placement_list_parameters (&n_parameters);

  for (guint i = 0; i < n_parameters; i++)
    add_argument (procedure, parameters[i]);
}

/* GIMP replaces a word that a GimpChoice does not have by the default and says
 * nothing, so choices are strings for GIMP, and checked here.
 */
static gboolean
read_argument (GObject             *object,
               GimpProcedureConfig *config,
               GParamSpec          *parameter,
               GError             **error)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_object_get_property (G_OBJECT (config), parameter->name, &value);

  if (G_IS_PARAM_SPEC_ENUM (parameter))
    {
      const gchar *word = g_value_get_string (&value);

      return dream_keyfile_set_from_string (object, parameter->name,
                                            word ? word : "", error);
    }

  g_object_set_property (object, parameter->name, &value);

  return TRUE;
}

static void
write_argument (GimpProcedureConfig *config,
                GObject             *object,
                GParamSpec          *parameter)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, parameter->value_type);
  g_object_get_property (object, parameter->name, &value);

  if (G_IS_PARAM_SPEC_ENUM (parameter))
    {
      GEnumClass       *choices = G_PARAM_SPEC_ENUM (parameter)->enum_class;
      const GEnumValue *choice  = g_enum_get_value (choices,
                                                    g_value_get_enum (&value));

      g_object_set (config, parameter->name, choice->value_nick, NULL);
      return;
    }

  g_object_set_property (G_OBJECT (config), parameter->name, &value);
}

static void
add_argument (GimpProcedure *procedure, GParamSpec *parameter)
{
  const gchar *nick  = g_param_spec_get_nick (parameter);
  const gchar *blurb = g_param_spec_get_blurb (parameter);

  if (G_IS_PARAM_SPEC_INT (parameter))
    {
      const GParamSpecInt *spec = G_PARAM_SPEC_INT (parameter);

      gimp_procedure_add_int_argument (procedure, parameter->name, nick, blurb,
                                       spec->minimum, spec->maximum,
                                       spec->default_value, G_PARAM_READWRITE);
    }
  else if (G_IS_PARAM_SPEC_DOUBLE (parameter))
    {
      const GParamSpecDouble *spec = G_PARAM_SPEC_DOUBLE (parameter);

      gimp_procedure_add_double_argument (procedure, parameter->name, nick,
                                          blurb, spec->minimum, spec->maximum,
                                          spec->default_value,
                                          G_PARAM_READWRITE);
    }
  else if (G_IS_PARAM_SPEC_BOOLEAN (parameter))
    {
      const GParamSpecBoolean *spec = G_PARAM_SPEC_BOOLEAN (parameter);

      gimp_procedure_add_boolean_argument (procedure, parameter->name, nick,
                                           blurb, spec->default_value,
                                           G_PARAM_READWRITE);
    }
  else if (G_IS_PARAM_SPEC_ENUM (parameter))
    {
      const GParamSpecEnum *spec        = G_PARAM_SPEC_ENUM (parameter);
      const GEnumValue     *standard    = g_enum_get_value (spec->enum_class,
                                                            spec->default_value);
      g_autofree gchar     *description = describe_choices (spec);

      gimp_procedure_add_string_argument (procedure, parameter->name, nick,
                                          description, standard->value_nick,
                                          G_PARAM_READWRITE);
    }
  else
    {
      const gchar *standard = G_PARAM_SPEC_STRING (parameter)->default_value;
      g_autofree gchar *description = describe_string (blurb, standard);

      gimp_procedure_add_string_argument (procedure, parameter->name, nick,
                                          description, standard,
                                          G_PARAM_READWRITE);
    }
}

/* GIMP's procedure browser adds ranges and defaults itself, but to numbers and
 * booleans alone; this has the same form.
 */
static gchar *
describe_choices (const GParamSpecEnum *spec)
{
  const gchar        *blurb   = g_param_spec_get_blurb ((GParamSpec *) spec);
  const GEnumClass   *choices = spec->enum_class;
  g_autoptr (GString) text    = g_string_new (blurb);

  for (guint i = 0; i < choices->n_values; i++)
    g_string_append_printf (text, "%s\"%s\"", i == 0 ? " (" : ", ",
                            choices->values[i].value_nick);

  return g_strdup_printf (
    "%s, default \"%s\")", text->str,
    g_enum_get_value (spec->enum_class, spec->default_value)->value_nick);
}

static gchar *
describe_string (const gchar *blurb, const gchar *standard)
{
  return g_strdup_printf ("%s (default \"%s\")", blurb, standard);
}
