/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between objects whose properties are parameters, such as recipes, and what
 * GIMP 2.10 knows: arguments of procedures, and data that it keeps for them.
 */

#pragma once

#include <libgimp/gimp.h>

G_BEGIN_DECLS

#define DEEP_DREAM_AUTHORS "The Deep Dream for GIMP authors"
#define DEEP_DREAM_YEAR    "2026"

/* The run mode, the image and the drawable. */
#define DEEP_DREAM_N_FIRST_ARGUMENTS 3

/**
 * deep_dream_parameters_begin:
 *
 * Returns: (transfer full) (element-type GimpParamDef): definitions of the
 *   arguments that all procedures begin with.
 */
GArray *deep_dream_parameters_begin (void);

/**
 * deep_dream_parameters_define:
 * @definitions: (inout): the definitions of arguments so far.
 * @parameters: (array length=n_parameters): gint, gdouble, gboolean, strings
 *   and enums.
 *
 * Adds an argument for each of them; its range, words and default are in its
 * description, as GIMP 2.10 has no other place for them.
 */
void deep_dream_parameters_define (GArray      *definitions,
                                   GParamSpec **parameters,
                                   guint        n_parameters);

/**
 * deep_dream_parameters_define_preset:
 * @definitions: (inout): likewise.
 *
 * Adds one that names a preset.
 */
void deep_dream_parameters_define_preset (GArray *definitions);

/**
 * deep_dream_parameters_define_one:
 * @definitions: (inout): likewise.
 * @type: of the argument.
 * @name: of the argument.
 * @description: of the argument.
 *
 * Adds one that is no parameter.
 */
void deep_dream_parameters_define_one (GArray        *definitions,
                                       GimpPDBArgType type,
                                       const gchar   *name,
                                       const gchar   *description);

/**
 * deep_dream_parameters_count:
 * @n_arguments: how many arguments a procedure was called with.
 * @n_expected: how many it takes.
 * @error: return location for an error.
 *
 * GIMP 2.10 does not look.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_RECIPE if the two differ.
 */
gboolean deep_dream_parameters_count (gint     n_arguments,
                                      gint     n_expected,
                                      GError **error);

/**
 * deep_dream_parameters_read:
 * @object: the object to change.
 * @parameters: (array length=n_parameters): its properties that are arguments.
 * @arguments: (array length=n_parameters): the arguments.
 * @error: return location for an error.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_RECIPE, the message naming the argument
 *   and its range or its words.
 */
gboolean deep_dream_parameters_read (GObject         *object,
                                     GParamSpec     **parameters,
                                     guint            n_parameters,
                                     const GimpParam *arguments,
                                     GError         **error);

/**
 * deep_dream_parameters_recall:
 * @name: a procedure's name.
 *
 * Returns: (transfer full): what deep_dream_parameters_remember() was given in
 *   this GIMP session, or an empty keyfile.
 */
GKeyFile *deep_dream_parameters_recall (const gchar *name);

/**
 * deep_dream_parameters_set:
 * @object: the object to change.
 * @values: a keyfile.
 * @group: one of its groups, which may be missing.
 *
 * What another version of the plug-in has left there and this one does not
 * understand keeps its value.
 */
void deep_dream_parameters_set (GObject     *object,
                                GKeyFile    *values,
                                const gchar *group);

/**
 * deep_dream_parameters_remember:
 * @name: a procedure's name.
 * @values: what to keep for deep_dream_parameters_recall().
 */
void deep_dream_parameters_remember (const gchar *name, GKeyFile *values);

G_END_DECLS
