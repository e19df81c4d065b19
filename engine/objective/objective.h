/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What gradient ascent strengthens: a sum of terms, each about the values of
 * one layer.  Made from a recipe, for a network; knows neither pictures nor
 * how anything is computed (seeder.c does).
 *
 * With a the layer's values at all places p of a picture, a term is
 *
 *   layer     1/2 sum w_c a^2        google/deepdream's; w_c 1 or as the
 *                                    recipe's channels say; with a threshold t,
 *                                    of the values above mean + t sigma alone
 *                                    (darknet's nightmare)
 *   subject   sum_p d max (c, f)     d = v . a_p, whose mean is the logit, see
 *                                    subject.h, times the cosine between v and
 *                                    a_p, see clearness.h; of one subject,
 *                                    log sum_p exp d, whose gradient is where
 *                                    the logit is greatest; of a group of
 *                                    classes, v is the v_j whose d is greatest:
 *                                    each place becomes what it resembles most,
 *                                    where the mean of all would be none
 *   guide     sum_p max_j a_p . y_j  y_j the guide's values at place j
 *                                    (google/deepdream), or of unit length
 *   style     -1/4 |G - G'|^2        G = a a^T / places, G' the style's (Gatys
 *                                    and others, 2015)
 *
 * A single term is as it stands.  Several are mixed fairly: the gradient of
 * each towards its layer is given the length of its weight, as in crowsonkb's
 * deep_dream (seed w a / |a|); a style's has it at the beginning of an octave
 * and becomes shorter as the style is reached.
 */

#pragma once

#include "engine/network/network.h"
#include "engine/recipe/recipe.h"

G_BEGIN_DECLS

typedef struct _DreamTerm      DreamTerm;
typedef struct _DreamObjective DreamObjective;

typedef enum
{
  DREAM_TERM_LAYER,
  DREAM_TERM_SUBJECT,
  DREAM_TERM_GUIDE,
  DREAM_TERM_STYLE
} DreamTermKind;

/**
 * DreamTerm:
 * @kind: which of the sums.
 * @layer: the layer's index.
 * @weights: (element-type gdouble): for each octave from the smallest up; the
 *   last holds for all that follow.  At least one.
 * @channels: (nullable): of layers: w, one for each channel; %NULL: 1.  Of
 *   subjects: v, or all v_j, one after another.
 * @n_directions: of subjects: how many v there are.
 * @n_strongest: of layers: so many channels of those that find most in the
 *   picture, 0 for what @channels say.
 * @threshold: of layers: t, 0 for none.
 * @once: of subjects: at the best place instead of everywhere.
 * @match: of guides: y as they are or of unit length.
 */
struct _DreamTerm
{
  DreamTermKind   kind;
  guint           layer;
  GArray         *weights;
  gfloat         *channels;
  guint           n_directions;
  guint           n_strongest;
  gdouble         threshold;
  gboolean        once;
  DreamGuideMatch match;
};

/**
 * DreamObjective:
 * @terms: (element-type DreamTerm): at least one.
 * @targets: (element-type guint): the terms' layers, each once, ascending.
 * @receptive_field: pixels of a picture that a value of any target sees at
 *   most, along each axis.
 * @minimum_size: the smallest side of a picture that gives all targets values.
 */
struct _DreamObjective
{
  GPtrArray *terms;
  GArray    *targets;
  gint       receptive_field;
  gint       minimum_size;
};

/**
 * DreamNames:
 * @labels: (nullable) (array zero-terminated=1): what the network's classes are
 *   called, in the order of its last layer's channels.
 * @channels: (nullable) (element-type GArray): titles of layers' channels: by
 *   a layer's name, as dream_network_find_layer() finds it, an array of
 *   #DreamChannelTitle.
 * @groups: (nullable) (element-type GPtrArray): words for several classes, see
 *   dream_subjects_parse().
 *
 * What people call what a network finds.
 */
typedef struct
{
  const gchar *const *labels;
  GHashTable         *channels;
  GHashTable         *groups;
} DreamNames;

/**
 * dream_objective_new:
 * @network: the network that looks.
 * @recipe: its layer, channels, threshold, subject, one-subject, guide,
 *   guide-match, style and style-weight are looked at.
 * @names: (nullable): what a recipe may call classes and channels.
 * @error: return location for an error.
 *
 * A layer of the recipe that does not say what it is for is a guide's if the
 * recipe has a guide, else a style's if it has a style, else strengthened.  A
 * style of which no layer says that it is for it has all those that do not say.
 *
 * Returns: (transfer full) (nullable): the objective, or %NULL with
 *   %DREAM_ERROR_NO_LAYER or %DREAM_ERROR_BAD_RECIPE.
 */
DreamObjective *dream_objective_new (DreamNetwork     *network,
                                     DreamRecipe      *recipe,
                                     const DreamNames *names,
                                     GError          **error);
void            dream_objective_free (DreamObjective *objective);

/**
 * dream_objective_find_needed:
 * @objective: made for @network.
 *
 * Returns: (transfer full): for each of the network's layers, whether a target
 *   is it or depends on it.
 */
gboolean *dream_objective_find_needed (const DreamObjective *objective,
                                       const DreamNetwork   *network);

/**
 * dream_objective_get_work:
 * @objective: made for @network.
 *
 * Returns: about how long a pass over a picture takes for each pixel, to
 *   compare objectives by: the weights of the layers needed, each times its
 *   values' number.
 */
gdouble dream_objective_get_work (const DreamObjective *objective,
                                  const DreamNetwork   *network);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DreamObjective, dream_objective_free)

G_END_DECLS
