/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Recipes as objects and as keyfiles.
 */

#include <glib/gi18n-lib.h>

#include "keyfile.h"
#include "parameters.h"
#include "recipe.h"

#define RECIPE_GROUP "Recipe"

static void        dream_recipe_finalize (GObject *object);
static void        dream_recipe_get_property (GObject    *object,
                                              guint       id,
                                              GValue     *value,
                                              GParamSpec *pspec);
static void        dream_recipe_set_property (GObject      *object,
                                              guint         id,
                                              const GValue *value,
                                              GParamSpec   *pspec);
static GParamSpec *parameter_spec (const DreamParameter *parameter);
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
  g_autoptr (GKeyFile) file   = g_key_file_new ();
  g_autofree gchar    *folder = g_path_get_dirname (path);

  if (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, error) &&
      dream_keyfile_read (G_OBJECT (recipe), file, RECIPE_GROUP, folder, error))
    return TRUE;

  g_prefix_error (error, _ ("The recipe \"%s\" cannot be read: "), path);

  return FALSE;
}

gboolean
dream_recipe_load_from_data (DreamRecipe *recipe,
                             const gchar *data,
                             gsize        length,
                             GError     **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  return g_key_file_load_from_data (file, data, length, G_KEY_FILE_NONE,
                                    error) &&
         dream_keyfile_read (G_OBJECT (recipe), file, RECIPE_GROUP, NULL,
                             error);
}

gboolean
dream_recipe_set_from_string (DreamRecipe *recipe,
                              const gchar *name,
                              const gchar *value,
                              GError     **error)
{
  return dream_keyfile_set_from_string (G_OBJECT (recipe), name, value, error);
}

gchar *
dream_recipe_to_string (DreamRecipe *recipe)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  dream_keyfile_write (G_OBJECT (recipe), file, RECIPE_GROUP);

  return g_key_file_to_data (file, NULL, NULL);
}

DreamRecipe *
dream_recipe_copy (DreamRecipe *recipe)
{
  DreamRecipe *copy = dream_recipe_new ();

  for (guint i = 0; i < dream_n_parameters; i++)
    {
      const gchar    *name  = dream_parameters[i].name;
      g_auto (GValue) value = G_VALUE_INIT;

      g_object_get_property (G_OBJECT (recipe), name, &value);
      g_object_set_property (G_OBJECT (copy), name, &value);
    }

  return copy;
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
  const gchar *nick  = _ (parameter->nick);
  const gchar *blurb = _ (parameter->blurb);

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
