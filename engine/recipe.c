/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Recipes as objects and as keyfiles.
 */

#include <errno.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "error.h"
#include "parameters.h"
#include "recipe.h"

#define RECIPE_GROUP "Recipe"

static void         dream_recipe_finalize (GObject *object);
static void         dream_recipe_get_property (GObject    *object,
                                               guint       id,
                                               GValue     *value,
                                               GParamSpec *pspec);
static void         dream_recipe_set_property (GObject      *object,
                                               guint         id,
                                               const GValue *value,
                                               GParamSpec   *pspec);
static gchar       *get_value (GKeyFile    *file,
                               const gchar *name,
                               const gchar *path,
                               GError     **error);
static GParamSpec  *parameter_spec (const DreamParameter *parameter);
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
static const gchar *get_nick (const GValue *value);
static gboolean     parse_number (const gchar *text, gdouble *number);

G_DEFINE_FINAL_TYPE (DreamRecipe, dream_recipe, G_TYPE_OBJECT)

DreamRecipe *
dream_recipe_new (void)
{
  return g_object_new (DREAM_TYPE_RECIPE, NULL);
}

GParamSpec **
dream_recipe_list_parameters (guint *n_parameters)
{
  GObjectClass *klass = g_type_class_ref (DREAM_TYPE_RECIPE);
  GParamSpec  **specs = g_new (GParamSpec *, dream_n_parameters);

  for (guint i = 0; i < dream_n_parameters; i++)
    specs[i] = g_object_class_find_property (klass, dream_parameters[i].name);

  *n_parameters = dream_n_parameters;
  g_type_class_unref (klass);

  return specs;
}

gboolean
dream_recipe_load (DreamRecipe *recipe, const gchar *path, GError **error)
{
  g_autoptr (GKeyFile)    file  = g_key_file_new ();
  g_autoptr (DreamRecipe) draft = dream_recipe_new ();
  g_auto (GStrv)          keys  = NULL;

  if (! g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, error) ||
      ! (keys = g_key_file_get_keys (file, RECIPE_GROUP, NULL, error)))
    {
      g_prefix_error (error, _("The recipe \"%s\" cannot be read: "), path);
      return FALSE;
    }

  /* All of it is tried on a draft first, so that an error changes nothing. */
  for (DreamRecipe *target = draft;; target = recipe)
    {
      for (gint i = 0; keys[i]; i++)
        {
          g_autofree gchar *value = get_value (file, keys[i], path, error);

          if (! value ||
              ! dream_recipe_set_from_string (target, keys[i], value, error))
            {
              g_prefix_error (error, _("In the recipe \"%s\": "), path);
              return FALSE;
            }
        }

      if (target == recipe)
        return TRUE;
    }
}

static gchar *
get_value (GKeyFile *file, const gchar *name, const gchar *path, GError **error)
{
  g_autofree gchar *value  = NULL;
  g_autofree gchar *folder = g_path_get_dirname (path);
  GObjectClass     *klass  = g_type_class_ref (DREAM_TYPE_RECIPE);
  GParamSpec       *pspec  = g_object_class_find_property (klass, name);

  g_type_class_unref (klass);

  value = g_key_file_get_string (file, RECIPE_GROUP, name, error);
  if (value && *value && pspec && pspec->flags & DREAM_RECIPE_FILE &&
      ! g_path_is_absolute (value))
    return g_build_filename (folder, value, NULL);

  return g_steal_pointer (&value);
}

gboolean
dream_recipe_set_from_string (DreamRecipe *recipe,
                              const gchar *name,
                              const gchar *value,
                              GError     **error)
{
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (recipe),
                                                    name);
  g_auto (GValue) parsed = G_VALUE_INIT;

  if (! pspec)
    {
      g_autoptr (GString) known = g_string_new (dream_parameters[0].name);

      for (guint i = 1; i < dream_n_parameters; i++)
        g_string_append_printf (known, ", %s", dream_parameters[i].name);

      g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE,
                   _("A recipe has no parameter \"%s\"; it has %s."), name,
                      known->str);
      return FALSE;
    }

  g_value_init (&parsed, pspec->value_type);
  if (! parse_value (pspec, value, &parsed, error))
    return FALSE;

  g_object_set_property (G_OBJECT (recipe), name, &parsed);

  return TRUE;
}

gchar *
dream_recipe_to_string (DreamRecipe *recipe)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  for (guint i = 0; i < dream_n_parameters; i++)
    {
      const gchar    *name  = dream_parameters[i].name;
      g_auto (GValue) value = G_VALUE_INIT;

      g_object_get_property (G_OBJECT (recipe), name, &value);

      if (G_VALUE_HOLDS_INT (&value))
        g_key_file_set_integer (file, RECIPE_GROUP, name,
                                g_value_get_int (&value));
      else if (G_VALUE_HOLDS_DOUBLE (&value))
        g_key_file_set_double (file, RECIPE_GROUP, name,
                               g_value_get_double (&value));
      else if (G_VALUE_HOLDS_BOOLEAN (&value))
        g_key_file_set_boolean (file, RECIPE_GROUP, name,
                                g_value_get_boolean (&value));
      else if (G_VALUE_HOLDS_ENUM (&value))
        g_key_file_set_string (file, RECIPE_GROUP, name, get_nick (&value));
      else
        g_key_file_set_string (file, RECIPE_GROUP, name,
                               g_value_get_string (&value));
    }

  return g_key_file_to_data (file, NULL, NULL);
}

static void
dream_recipe_class_init (DreamRecipeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize     = dream_recipe_finalize;
  object_class->get_property = dream_recipe_get_property;
  object_class->set_property = dream_recipe_set_property;

  for (guint i = 0; i < dream_n_parameters; i++)
    g_object_class_install_property (object_class, i + 1,
                                     parameter_spec (&dream_parameters[i]));
}

static void
dream_recipe_init (DreamRecipe *recipe)
{
  (void) recipe;
}

static void
dream_recipe_finalize (GObject *object)
{
  for (guint i = 0; i < dream_n_parameters; i++)
    if (dream_parameters[i].type == G_TYPE_STRING)
      g_free (G_STRUCT_MEMBER (gchar *, object, dream_parameters[i].offset));

  G_OBJECT_CLASS (dream_recipe_parent_class)->finalize (object);
}

static void
dream_recipe_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  gpointer field = G_STRUCT_MEMBER_P (object, dream_parameters[id - 1].offset);

  if (pspec->value_type == G_TYPE_INT)
    g_value_set_int (value, *(gint *) field);
  else if (pspec->value_type == G_TYPE_DOUBLE)
    g_value_set_double (value, *(gdouble *) field);
  else if (pspec->value_type == G_TYPE_BOOLEAN)
    g_value_set_boolean (value, *(gboolean *) field);
  else if (G_IS_PARAM_SPEC_ENUM (pspec))
    g_value_set_enum (value, *(gint *) field);
  else
    g_value_set_string (value, *(gchar **) field);
}

static void
dream_recipe_set_property (GObject      *object,
                           guint         id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  gpointer field = G_STRUCT_MEMBER_P (object, dream_parameters[id - 1].offset);

  if (pspec->value_type == G_TYPE_INT)
    {
      *(gint *) field = g_value_get_int (value);
    }
  else if (pspec->value_type == G_TYPE_DOUBLE)
    {
      *(gdouble *) field = g_value_get_double (value);
    }
  else if (pspec->value_type == G_TYPE_BOOLEAN)
    {
      *(gboolean *) field = g_value_get_boolean (value);
    }
  else if (G_IS_PARAM_SPEC_ENUM (pspec))
    {
      *(gint *) field = g_value_get_enum (value);
    }
  else
    {
      g_free (*(gchar **) field);
      *(gchar **) field = g_value_dup_string (value);
      if (! *(gchar **) field)
        *(gchar **) field = g_strdup ("");
    }
}

static GParamSpec *
parameter_spec (const DreamParameter *parameter)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT |
                            G_PARAM_STATIC_NAME | parameter->flags;
  const gchar *nick  = _(parameter->nick);
  const gchar *blurb = _(parameter->blurb);

  if (parameter->type == G_TYPE_INT)
    return g_param_spec_int (parameter->name, nick, blurb, parameter->minimum,
                             parameter->maximum, parameter->number, flags);

  if (parameter->type == G_TYPE_DOUBLE)
    return g_param_spec_double (parameter->name, nick, blurb,
                                parameter->minimum, parameter->maximum,
                                parameter->number, flags);

  if (parameter->type == G_TYPE_BOOLEAN)
    return g_param_spec_boolean (parameter->name, nick, blurb,
                                 (gboolean) parameter->number, flags);

  if (parameter->type == G_TYPE_ENUM)
    return g_param_spec_enum (parameter->name, nick, blurb,
                              parameter->get_enum (), (gint) parameter->number,
                              flags);

  return g_param_spec_string (parameter->name, nick, blurb, parameter->string,
                              flags);
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
      g_set_error (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE,
                   G_IS_PARAM_SPEC_INT (pspec)
                   ? _("The parameter \"%s\" takes a whole number, not \"%s\".")
                   : _("The parameter \"%s\" takes a number, not \"%s\"."),
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
                   _("The parameter \"%s\" is %s, but must lie between %.10g "
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
                   _("The parameter \"%s\" is true or false, not \"%s\"."),
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
               _("The parameter \"%s\" cannot be \"%s\"; it is one of %s."),
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
