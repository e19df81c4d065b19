/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of a dream's parameters, and recipes as keyfiles.
 */

#include <errno.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "error.h"
#include "recipe.h"

#define RECIPE_GROUP "Recipe"

typedef struct
{
  const gchar *name;
  const gchar *nick;
  const gchar *blurb;
  GType        type;
  gdouble      minimum;
  gdouble      maximum;
  gdouble      number; /* default of a number */
  const gchar *string; /* default of a string */
  gsize        offset; /* in DreamRecipe */
} Parameter;

static const Parameter parameters[] = {
  { "network", N_ ("_Network"),
    N_ ("The trained network that looks at the picture"), G_TYPE_STRING, 0, 0,
    0, "inception-v3", G_STRUCT_OFFSET (DreamRecipe, network) },
  { "layer", N_ ("La_yer"),
    N_ ("The layer of the network whose findings are strengthened: low layers "
        "draw lines and textures, high layers eyes and animals. Empty: the "
        "network's own favourite."),
    G_TYPE_STRING, 0, 0, 0, "", G_STRUCT_OFFSET (DreamRecipe, layer) },
  { "octaves", N_ ("Oc_taves"),
    N_ ("At how many sizes the network looks at the picture: more octaves make "
        "larger things"),
    G_TYPE_INT, 1, 10, 4, NULL, G_STRUCT_OFFSET (DreamRecipe, octaves) },
  { "octave-scale", N_ ("Octave sc_ale"),
    N_ ("How much larger each octave is than the one before"), G_TYPE_DOUBLE,
    1.1, 3.0, 1.4, NULL, G_STRUCT_OFFSET (DreamRecipe, octave_scale) },
  { "iterations", N_ ("_Iterations"),
    N_ ("Steps in each octave: more make the dream stronger and take longer"),
    G_TYPE_INT, 1, 1000, 10, NULL, G_STRUCT_OFFSET (DreamRecipe, iterations) },
  { "step", N_ ("Ste_p size"),
    N_ ("How much one step changes the picture, on average, in 1/255 of the "
        "full range"),
    G_TYPE_DOUBLE, 0.01, 50.0, 1.5, NULL, G_STRUCT_OFFSET (DreamRecipe, step) },
  { "jitter", N_ ("_Jitter"),
    N_ ("By how many pixels the picture is shifted at random before each step, "
        "so that no pattern sticks to a grid"),
    G_TYPE_INT, 0, 512, 32, NULL, G_STRUCT_OFFSET (DreamRecipe, jitter) },
  { "seed", N_ ("Random s_eed"),
    N_ (
      "Another seed gives another dream of the same kind; the same seed gives "
      "the same dream again"),
    G_TYPE_INT, 0, G_MAXINT, 0, NULL, G_STRUCT_OFFSET (DreamRecipe, seed) },
};

static void        dream_recipe_finalize (GObject *object);
static void        dream_recipe_get_property (GObject    *object,
                                              guint       id,
                                              GValue     *value,
                                              GParamSpec *pspec);
static void        dream_recipe_set_property (GObject      *object,
                                              guint         id,
                                              const GValue *value,
                                              GParamSpec   *pspec);
static GParamSpec *parameter_spec (const Parameter *parameter);
static gboolean    parse_value (GParamSpec  *pspec,
                                const gchar *text,
                                GValue      *value,
                                GError     **error);
static gboolean    parse_number (const gchar *text, gdouble *number);

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
  GParamSpec  **specs = g_new (GParamSpec *, G_N_ELEMENTS (parameters));

  for (guint i = 0; i < G_N_ELEMENTS (parameters); i++)
    specs[i] = g_object_class_find_property (klass, parameters[i].name);

  *n_parameters = G_N_ELEMENTS (parameters);
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
          g_autofree gchar *value = g_key_file_get_string (file, RECIPE_GROUP,
                                                           keys[i], error);

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
      g_autoptr (GString) known = g_string_new (parameters[0].name);

      for (guint i = 1; i < G_N_ELEMENTS (parameters); i++)
        g_string_append_printf (known, ", %s", parameters[i].name);

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

  for (guint i = 0; i < G_N_ELEMENTS (parameters); i++)
    {
      const gchar    *name  = parameters[i].name;
      g_auto (GValue) value = G_VALUE_INIT;

      g_object_get_property (G_OBJECT (recipe), name, &value);

      if (G_VALUE_HOLDS_INT (&value))
        g_key_file_set_integer (file, RECIPE_GROUP, name,
                                g_value_get_int (&value));
      else if (G_VALUE_HOLDS_DOUBLE (&value))
        g_key_file_set_double (file, RECIPE_GROUP, name,
                               g_value_get_double (&value));
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

  for (guint i = 0; i < G_N_ELEMENTS (parameters); i++)
    g_object_class_install_property (object_class, i + 1,
                                     parameter_spec (&parameters[i]));
}

static void
dream_recipe_init (DreamRecipe *recipe)
{
  (void) recipe;
}

static void
dream_recipe_finalize (GObject *object)
{
  DreamRecipe *recipe = DREAM_RECIPE (object);

  g_free (recipe->network);
  g_free (recipe->layer);

  G_OBJECT_CLASS (dream_recipe_parent_class)->finalize (object);
}

static void
dream_recipe_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  gpointer field = G_STRUCT_MEMBER_P (object, parameters[id - 1].offset);

  if (pspec->value_type == G_TYPE_INT)
    g_value_set_int (value, *(gint *) field);
  else if (pspec->value_type == G_TYPE_DOUBLE)
    g_value_set_double (value, *(gdouble *) field);
  else
    g_value_set_string (value, *(gchar **) field);
}

static void
dream_recipe_set_property (GObject      *object,
                           guint         id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  gpointer field = G_STRUCT_MEMBER_P (object, parameters[id - 1].offset);

  if (pspec->value_type == G_TYPE_INT)
    {
      *(gint *) field = g_value_get_int (value);
    }
  else if (pspec->value_type == G_TYPE_DOUBLE)
    {
      *(gdouble *) field = g_value_get_double (value);
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
parameter_spec (const Parameter *parameter)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT |
                            G_PARAM_STATIC_NAME;
  const gchar *nick  = _(parameter->nick);
  const gchar *blurb = _(parameter->blurb);

  if (parameter->type == G_TYPE_INT)
    return g_param_spec_int (parameter->name, nick, blurb, parameter->minimum,
                             parameter->maximum, parameter->number, flags);

  if (parameter->type == G_TYPE_DOUBLE)
    return g_param_spec_double (parameter->name, nick, blurb,
                                parameter->minimum, parameter->maximum,
                                parameter->number, flags);

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
