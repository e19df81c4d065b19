/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Parameters become arguments, arguments values, and values data.
 */

#include "parameters.h"

#include <glib/gi18n-lib.h>

#include "engine/error.h"
#include "engine/recipe/keyfile.h"

static GimpParamDef make_definition (GParamSpec *parameter);
static gchar       *describe (GParamSpec *parameter);
static gchar *describe_choices (const GParamSpecEnum *spec, const gchar *blurb);
static void   clear_definition (gpointer definition);
static gboolean     read_argument (GObject         *object,
                                   GParamSpec      *parameter,
                                   const GimpParam *argument,
                                   GError         **error);
static const gchar *describe_boolean (gint32 value, const gchar *number);

GArray *
deep_dream_parameters_begin (void)
{
  GArray *definitions = g_array_new (FALSE, FALSE, sizeof (GimpParamDef));

  g_array_set_clear_func (definitions, clear_definition);

  deep_dream_parameters_define_one (
    definitions, GIMP_PDB_INT32, "run-mode",
    _ ("The run mode { RUN-INTERACTIVE (0), RUN-NONINTERACTIVE (1), "
       "RUN-WITH-LAST-VALS (2) }"));
  deep_dream_parameters_define_one (definitions, GIMP_PDB_IMAGE, "image",
                                    _ ("The image"));
  deep_dream_parameters_define_one (definitions, GIMP_PDB_DRAWABLE, "drawable",
                                    _ ("The layer to dream of"));

  return definitions;
}

void
deep_dream_parameters_define (GArray      *definitions,
                              GParamSpec **parameters,
                              guint        n_parameters)
{
  for (guint i = 0; i < n_parameters; i++)
    {
      GimpParamDef definition = make_definition (parameters[i]);

      g_array_append_val (definitions, definition);
    }
}

void
deep_dream_parameters_define_preset (GArray *definitions)
{
  g_autofree gchar *description = g_strdup_printf (
    "%s (default \"\")",
    _ (
      "The name of a preset; its values are taken for what is at its default"));

  deep_dream_parameters_define_one (definitions, GIMP_PDB_STRING, "preset",
                                    description);
}

void
deep_dream_parameters_define_one (GArray        *definitions,
                                  GimpPDBArgType type,
                                  const gchar   *name,
                                  const gchar   *description)
{
  const GimpParamDef definition = { type, g_strdup (name),
                                    g_strdup (description) };

  g_array_append_val (definitions, definition);
}

gboolean
deep_dream_parameters_count (gint n_arguments, gint n_expected, GError **error)
{
  if (n_arguments == n_expected)
    return TRUE;

  g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE,
               _ ("Deep Dream takes %d arguments and was called with %d. "
                  "The procedure browser lists them."),
               n_expected, n_arguments);
  return FALSE;
}

gboolean
deep_dream_parameters_read (GObject         *object,
                            GParamSpec     **parameters,
                            guint            n_parameters,
                            const GimpParam *arguments,
                            GError         **error)
{
  for (guint i = 0; i < n_parameters; i++)
    if (! read_argument (object, parameters[i], &arguments[i], error))
      return FALSE;

  return TRUE;
}

GKeyFile *
deep_dream_parameters_recall (const gchar *name)
{
  GKeyFile         *values = g_key_file_new ();
  gint              size   = gimp_get_data_size (name);
  g_autofree gchar *data   = NULL;

  if (size <= 0)
    return values;

  data = g_malloc (size);
  if (gimp_get_data (name, data))
    g_key_file_load_from_data (values, data, size, G_KEY_FILE_NONE, NULL);

  return values;
}

void
deep_dream_parameters_set (GObject     *object,
                           GKeyFile    *values,
                           const gchar *group)
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

void
deep_dream_parameters_remember (const gchar *name, GKeyFile *values)
{
  gsize             length = 0;
  g_autofree gchar *data   = g_key_file_to_data (values, &length, NULL);

  gimp_set_data (name, data, (guint32) length);
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

/* As in what GIMP 3 itself adds to descriptions, ranges and defaults are for
 * scripts to read, too, and the same in each language.
 */
static gchar *
describe (GParamSpec *parameter)
{
  const gchar *blurb = g_param_spec_get_blurb (parameter);

  if (G_IS_PARAM_SPEC_INT (parameter))
    {
      GParamSpecInt *spec = G_PARAM_SPEC_INT (parameter);

      return g_strdup_printf ("%s (%d to %d, default %d)", blurb, spec->minimum,
                              spec->maximum, spec->default_value);
    }
  if (G_IS_PARAM_SPEC_DOUBLE (parameter))
    {
      GParamSpecDouble *spec = G_PARAM_SPEC_DOUBLE (parameter);
      gchar             minimum[G_ASCII_DTOSTR_BUF_SIZE];
      gchar             maximum[G_ASCII_DTOSTR_BUF_SIZE];
      gchar             standard[G_ASCII_DTOSTR_BUF_SIZE];

      g_ascii_formatd (minimum, sizeof (minimum), "%g", spec->minimum);
      g_ascii_formatd (maximum, sizeof (maximum), "%g", spec->maximum);
      g_ascii_formatd (standard, sizeof (standard), "%g", spec->default_value);

      return g_strdup_printf ("%s (%s to %s, default %s)", blurb, minimum,
                              maximum, standard);
    }
  if (G_IS_PARAM_SPEC_BOOLEAN (parameter))
    return g_strdup_printf ("%s (TRUE or FALSE, default %s)", blurb,
                            G_PARAM_SPEC_BOOLEAN (parameter)->default_value
                              ? "TRUE"
                              : "FALSE");

  if (G_IS_PARAM_SPEC_ENUM (parameter))
    return describe_choices (G_PARAM_SPEC_ENUM (parameter), blurb);

  return g_strdup_printf ("%s (default \"%s\")", blurb,
                          G_PARAM_SPEC_STRING (parameter)->default_value);
}

static gchar *
describe_choices (const GParamSpecEnum *spec, const gchar *blurb)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < spec->enum_class->n_values; i++)
    g_string_append_printf (text, "%s\"%s\"", i == 0 ? "" : ", ",
                            spec->enum_class->values[i].value_nick);

  return g_strdup_printf (
    "%s (%s, default \"%s\")", blurb, text->str,
    g_enum_get_value (spec->enum_class, spec->default_value)->value_nick);
}

static void
clear_definition (gpointer definition)
{
  GimpParamDef *self = definition;

  g_free (self->name);
  g_free (self->description);
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
