/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Objects whose properties are parameters, such as recipes, as groups of
 * keyfiles: every property is a gint, gdouble, gboolean, string or enum, and
 * an enum's value is written as its value_nick.
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * dream_keyfile_set_from_string:
 * @object: the object to change.
 * @name: a property's name.
 * @value: its value as written in a keyfile or on a command line; numbers in
 *   the C locale.
 * @error: return location for an error.
 *
 * Returns: %FALSE with %DREAM_ERROR_BAD_RECIPE for an unknown name, a value of
 *   the wrong type, a number out of range or an unknown word; @object is then
 *   unchanged.
 */
gboolean dream_keyfile_set_from_string (GObject     *object,
                                        const gchar *name,
                                        const gchar *value,
                                        GError     **error);

/**
 * dream_keyfile_read:
 * @object: the object to change.
 * @file: a keyfile.
 * @group: one of its groups, whose keys are names of properties.
 * @folder: (nullable): where paths that are not absolute start, of properties
 *   with the flag %DREAM_RECIPE_FILE; %NULL leaves them as they are.
 * @error: return location for an error.
 *
 * Sets the properties that the group names and leaves the others.
 *
 * Returns: %FALSE with a #GKeyFileError or an error of
 *   dream_keyfile_set_from_string(); @object is then unchanged.
 */
gboolean dream_keyfile_read (GObject     *object,
                             GKeyFile    *file,
                             const gchar *group,
                             const gchar *folder,
                             GError     **error);

/**
 * dream_keyfile_write:
 * @object: an object.
 * @file: the keyfile to change.
 * @group: the group that takes all properties of @object, in their order.
 */
void dream_keyfile_write (GObject *object, GKeyFile *file, const gchar *group);

G_END_DECLS
