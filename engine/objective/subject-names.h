/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Subjects: what a recipe calls by the names of a network's classes, or by a
 * word for several of them.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _DreamSubject DreamSubject;

/**
 * DreamSubject:
 * @classes: (element-type guint): the classes, counted from 0, each once: one,
 *   or those of a group, any of which will do.
 * @weight: negative to drive it away.
 */
struct _DreamSubject
{
  GArray *classes;
  gdouble weight;
};

/**
 * dream_subjects_parse:
 * @text: names with commas between; each may have a weight behind a colon, 1
 *   otherwise.  Case does not matter, nor does a regular plural.
 * @labels: (array zero-terminated=1): the classes' labels.
 * @groups: (nullable) (element-type GPtrArray): for a casefolded word the
 *   casefolded names of the classes that it means: "dog".
 * @error: return location for an error.
 *
 * A label has one name or several: it may be "tench, Tinca tinca" or "Tyto alba
 * (Barn Owl)".  What is typed is, in this order, a name of a class; a word of
 * @groups, of whose classes the network need not have all, or the last words of
 * the names of classes, "owl", whichever are more: a network of birds has other
 * finches; or words in the names of a single class: "labrador".
 *
 * Returns: (transfer full) (element-type DreamSubject) (nullable): the
 *   subjects, one for each name, or %NULL with %DREAM_ERROR_BAD_RECIPE, the
 *   message naming near labels and groups.
 */
GArray *dream_subjects_parse (const gchar        *text,
                              const gchar *const *labels,
                              GHashTable         *groups,
                              GError            **error);

G_END_DECLS
