/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What to dream where people have not said it: a schedule and a network that
 * suit a subject, or the best preset for the networks that are installed.
 */

#pragma once

#include "engine/recipe/recipe.h"
#include "library.h"

G_BEGIN_DECLS

/**
 * deep_dream_suggestion_fill:
 * @preset: (nullable): the name of a preset, or %NULL or empty for none.
 * @recipe: the recipe to complete.
 * @advice: (out) (optional) (nullable): a sentence for the user, such as which
 *   network would draw the subject better, or %NULL; free with g_free().
 * @error: return location for an error.
 *
 * Completes a recipe of which a script or a command line gives only a part.
 * Parameters that are not at their default stay as they are; the others are
 * taken from
 *
 *   @preset, if one is named;
 *   else, if the recipe has a subject and no layer, channels, guide or style:
 *     the hidden preset "subject-NETWORK", or "subject" if there is none, with
 *     the best installed network that knows the subject;
 *   else, if it names no network, layer, channels, guide or style: the first
 *     preset of the list whose network is installed.
 *
 * A network that is still open then is deep_dream_library_get_default()'s.
 *
 * Returns: %FALSE with an error of deep_dream_presets_fill() or
 *   deep_dream_subject_network_choose(); @recipe is then unchanged.
 */
gboolean deep_dream_suggestion_fill (const gchar *preset,
                                     DreamRecipe *recipe,
                                     gchar      **advice,
                                     GError     **error);

/**
 * deep_dream_suggestion_begin:
 * @recipe: what a dialog is to open with.
 *
 * Fills in what a new user sees first, as deep_dream_suggestion_fill() without
 * a preset, if @recipe names no network yet.  Damaged presets are no reason not
 * to open a dialog.
 */
void deep_dream_suggestion_begin (DreamRecipe *recipe);

/**
 * deep_dream_suggestion_follow_subject:
 * @recipe: a whole recipe, whose subject has just changed.
 * @base: what @recipe was before people changed single parameters: a preset's
 *   recipe, or the one that the dialog was opened with.
 *
 * Lets a dialog follow a subject that is being typed.  If @base has no subject,
 * what is in @recipe as it is in @base becomes what suits the subject, and what
 * people have set stays, a network that knows the subject too.  If it has one,
 * only a network that does not know the subject is replaced by one that does,
 * and what is in @recipe as the hidden preset for the former network has it
 * becomes as that for the latter has it: each draws well in its own way.
 * A recipe that is deep_dream_suggestion_begin()'s but for its subject counts as
 * reset, whatever @base is.
 *
 * Returns: whether @recipe was changed.
 */
gboolean deep_dream_suggestion_follow_subject (DreamRecipe *recipe,
                                               DreamRecipe *base);

/**
 * deep_dream_suggestion_find_better:
 * @recipe: a whole recipe.
 *
 * Returns: (transfer full) (nullable): a network that is not installed and
 *   would draw the subject better than the recipe's, as
 *   deep_dream_subject_network_find_better() says, or %NULL.
 */
DeepDreamInstalled *deep_dream_suggestion_find_better (DreamRecipe *recipe);

/**
 * deep_dream_suggestion_describe_better:
 *
 * Returns: (transfer full): a sentence for the user that says that @better
 *   would draw the subject better, and how to install it.
 */
gchar *deep_dream_suggestion_describe_better (const DeepDreamInstalled *better);

/**
 * deep_dream_suggestion_take_better:
 * @recipe: a whole recipe with a subject, for which a better network has been
 *   installed.
 *
 * Lets the best installed network dream the subject: what is as it suits
 * subjects with the recipe's network becomes what suits them with that one, and
 * what people have set stays.  A recipe whose network does not know the subject
 * is left to deep_dream_suggestion_follow_subject().
 */
void deep_dream_suggestion_take_better (DreamRecipe *recipe);

G_END_DECLS
