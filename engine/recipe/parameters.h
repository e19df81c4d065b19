/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of a dream's parameters: the rows from which recipe.c makes the
 * properties of a recipe.  Others see it through
 * dream_recipe_list_parameters().
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef struct _DreamParameter DreamParameter;

/**
 * DreamParameter:
 * @name: lower-case, with hyphens.
 * @nick: its label, to be translated.
 * @blurb: its explanation, likewise.
 * @type: gint, gdouble, gboolean, string or %G_TYPE_ENUM.
 * @minimum: of a number.
 * @maximum: of a number.
 * @number: the default of a number, boolean or enum.
 * @string: the default of a string.
 * @offset: where its value lies in a #DreamRecipe.
 * @flags: of %DREAM_RECIPE_ADVANCED and %DREAM_RECIPE_FILE.
 * @get_enum: of an enum: its type.
 */
struct _DreamParameter
{
  const gchar *name;
  const gchar *nick;
  const gchar *blurb;
  GType        type;
  gdouble      minimum;
  gdouble      maximum;
  gdouble      number;
  const gchar *string;
  gsize        offset;
  GParamFlags  flags;
  GType (*get_enum) (void);
};

/* In the order of positional arguments. */
extern const DreamParameter dream_parameters[];
extern const guint          dream_n_parameters;

G_END_DECLS
