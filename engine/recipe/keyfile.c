/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Values as text.
 */

#include "keyfile.h"

#include <errno.h>

#include <glib/gi18n-lib.h>

#include "engine/error.h"
#include "recipe.h"

static gchar       *list_names (GObject *object);
static gchar       *get_text (GObject     *object,
                              GKeyFile    *file,
                              const gchar *group,
                              const gchar *name,
                              const gchar *folder,
                              GError     **error);
static void         write_value (GKeyFile     *file,
                                 const gchar  *group,
                                 const gchar  *name,
                                 const GValue *value);
static const gchar *get_nick (const GValue *value);
static gboolean     parse_value (GParamSpec  *pspec,
                                 const gchar *text,
                                 GValue      *value,
                                 GError     **error);
static gboolean     parse_boolean (GParamSpec  *pspec,
                                   const gchar *text,
                                   GValue      *value,
                                   GError     **error);
static gboolean     parse_choice (GParamSpec  *pspec,
                                  const gchar *text,
                                  GValue      *value,
                                  GError     **error);
static gboolean     parse_number (const gchar *text, gdouble *number);

gboolean
dream_keyfile_set_from_string (GObject     *object,
                               const gchar *name,
                               const gchar *value,
                               GError     **error)
{
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (object),
                                                    name);
  g_auto (GValue) parsed = G_VALUE_INIT;

  if (! pspec)
    {
      g_autofree gchar *known = list_names (object);

      /* Translators: what was given, and a list of what there is. */
      g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE,
                   _ ("There is no parameter \"%s\"; there are %s."), name,
                   known);
      return FALSE;
    }

  g_value_init (&parsed, pspec->value_type);
  if (! parse_value (pspec, value, &parsed, error))
    return FALSE;

  g_object_set_property (object, name, &parsed);

  return TRUE;
}

/* All of it is tried on a draft first, so that an error changes nothing. */
gboolean
dream_keyfile_read (GObject     *object,
                    GKeyFile    *file,
                    const gchar *group,
                    const gchar *folder,
                    GError     **error)
{
  g_autoptr (GObject) draft = g_object_new (G_OBJECT_TYPE (object), NULL);
  g_auto (GStrv)      keys  = g_key_file_get_keys (file, group, NULL, error);

  if (! keys)
    return FALSE;

  for (GObject *target = draft;; target = object)
    {
      for (gint i = 0; keys[i]; i++)
        {
          g_autofree gchar *text = get_text (object, file, group, keys[i],
                                             folder, error);

          if (! text ||
              ! dream_keyfile_set_from_string (target, keys[i], text, error))
            return FALSE;
        }

      if (target == object)
        return TRUE;
    }
}

void
dream_keyfile_write (GObject *object, GKeyFile *file, const gchar *group)
{
  guint                   n_parameters;
  g_autofree GParamSpec **parameters =
    g_object_class_list_properties (G_OBJECT_GET_CLASS (object), &n_parameters);

  for (guint i = 0; i < n_parameters; i++)
    {
      const gchar    *name  = parameters[i]->name;
      g_auto (GValue) value = G_VALUE_INIT;

      g_object_get_property (object, name, &value);
      write_value (file, group, name, &value);
    }
}

static gchar *
list_names (GObject *object)
{
  guint                   n_parameters;
  g_autofree GParamSpec **parameters =
    g_object_class_list_properties (G_OBJECT_GET_CLASS (object), &n_parameters);
  GString *names = g_string_new (parameters[0]->name);

  for (guint i = 1; i < n_parameters; i++)
    g_string_append_printf (names, ", %s", parameters[i]->name);

  return g_string_free (names, FALSE);
}

/* @folder: (nullable): where files' paths that are not absolute start. */
static gchar *
get_text (GObject     *object,
          GKeyFile    *file,
          const gchar *group,
          const gchar *name,
          const gchar *folder,
          GError     **error)
{
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (object),
                                                    name);
  g_autofree gchar *text = g_key_file_get_string (file, group, name, error);

  if (folder && text && *text && pspec && pspec->flags & DREAM_RECIPE_FILE &&
      ! g_path_is_absolute (text))
    return g_build_filename (folder, text, NULL);

  return g_steal_pointer (&text);
}

static void
write_value (GKeyFile     *file,
             const gchar  *group,
             const gchar  *name,
             const GValue *value)
{
  if (G_VALUE_HOLDS_INT (value))
    g_key_file_set_integer (file, group, name, g_value_get_int (value));
  else if (G_VALUE_HOLDS_DOUBLE (value))
    g_key_file_set_double (file, group, name, g_value_get_double (value));
  else if (G_VALUE_HOLDS_BOOLEAN (value))
    g_key_file_set_boolean (file, group, name, g_value_get_boolean (value));
  else if (G_VALUE_HOLDS_ENUM (value))
    g_key_file_set_string (file, group, name, get_nick (value));
  else
    g_key_file_set_string (file, group, name, g_value_get_string (value));
}

static gboolean
parse_value (GParamSpec  *pspec,
             const gchar *text,
             GValue      *value,
             GError     **error)
{
  gdouble minimum;
  gdouble maximum;
  gdouble number;

  if (G_IS_PARAM_SPEC_STRING (pspec))
    {
      g_value_set_string (value, text);
      return TRUE;
    }

  if (G_IS_PARAM_SPEC_BOOLEAN (pspec))
    return parse_boolean (pspec, text, value, error);

  if (G_IS_PARAM_SPEC_ENUM (pspec))
    return parse_choice (pspec, text, value, error);

  if (! parse_number (text, &number) ||
      (G_IS_PARAM_SPEC_INT (pspec) && number != (gint64) number))
    {
      g_set_error (
        error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE,
        G_IS_PARAM_SPEC_INT (pspec)
          ? _ ("The parameter \"%s\" takes a whole number, not \"%s\".")
          : _ ("The parameter \"%s\" takes a number, not \"%s\"."),
        pspec->name, text);
      return FALSE;
    }

  if (G_IS_PARAM_SPEC_INT (pspec))
    {
      minimum = G_PARAM_SPEC_INT (pspec)->minimum;
      maximum = G_PARAM_SPEC_INT (pspec)->maximum;
    }
  else
    {
      minimum = G_PARAM_SPEC_DOUBLE (pspec)->minimum;
      maximum = G_PARAM_SPEC_DOUBLE (pspec)->maximum;
    }

  if (number < minimum || number > maximum)
    {
      g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE,
                   _ ("The parameter \"%s\" is %s, but must lie between %.10g "
                      "and %.10g."),
                   pspec->name, text, minimum, maximum);
      return FALSE;
    }

  if (G_IS_PARAM_SPEC_INT (pspec))
    g_value_set_int (value, number);
  else
    g_value_set_double (value, number);

  return TRUE;
}

static gboolean
parse_boolean (GParamSpec  *pspec,
               const gchar *text,
               GValue      *value,
               GError     **error)
{
  const gboolean is_true = g_str_equal (text, "true");

  if (! is_true && ! g_str_equal (text, "false"))
    {
      /* Translators: true and false are words of a file, not to be translated.
       */
      g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE,
                   _ ("The parameter \"%s\" is true or false, not \"%s\"."),
                   pspec->name, text);
      return FALSE;
    }

  g_value_set_boolean (value, is_true);

  return TRUE;
}

static gboolean
parse_choice (GParamSpec  *pspec,
              const gchar *text,
              GValue      *value,
              GError     **error)
{
  GEnumClass         *choices = G_PARAM_SPEC_ENUM (pspec)->enum_class;
  const GEnumValue   *choice  = g_enum_get_value_by_nick (choices, text);
  g_autoptr (GString) known   = g_string_new (choices->values[0].value_nick);

  if (choice)
    {
      g_value_set_enum (value, choice->value);
      return TRUE;
    }

  for (guint i = 1; i < choices->n_values; i++)
    g_string_append_printf (known, ", %s", choices->values[i].value_nick);

  /* Translators: a parameter, what was given, and a list of what there is. */
  g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE,
               _ ("The parameter \"%s\" cannot be \"%s\"; it is one of %s."),
               pspec->name, text, known->str);

  return FALSE;
}

static const gchar *
get_nick (const GValue *value)
{
  GEnumClass       *choices = g_type_class_ref (G_VALUE_TYPE (value));
  const GEnumValue *choice  = g_enum_get_value (choices,
                                                g_value_get_enum (value));
  const gchar      *nick    = choice->value_nick;

  g_type_class_unref (choices);

  return nick;
}

/* Finite numbers only, and nothing but white space around them. */
static gboolean
parse_number (const gchar *text, gdouble *number)
{
  gchar *end;

  errno   = 0;
  *number = g_ascii_strtod (text, &end);
  if (end == text || errno != 0 || ! (*number >= -1e15 && *number <= 1e15))
    return FALSE;

  while (g_ascii_isspace (*end))
    end++;

  return *end == '\0';
}
