/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From a recipe's words to terms.
 */

#include <glib/gi18n-lib.h>

#include "channel-list.h"
#include "engine/error.h"
#include "layer-list.h"
#include "objective.h"
#include "subject-names.h"
#include "subject.h"

/* What is being made, and of what. */
typedef struct
{
  DreamObjective   *objective;
  DreamNetwork     *network;
  DreamRecipe      *recipe;
  const DreamNames *names;
} Draft;

static gboolean      add_layers (const Draft *draft, GError **error);
static gboolean      add_subjects (const Draft *draft, GError **error);
static gboolean      add_layer (const Draft          *draft,
                                const DreamLayerItem *item,
                                DreamTermKind         kind,
                                GError              **error);
static const GArray *get_titles (const Draft *draft, guint layer);
static DreamTerm    *add_term (DreamObjective *objective,
                               DreamTermKind   kind,
                               guint           layer,
                               const GArray   *weights,
                               gdouble         factor);
static gboolean      check_guides (const Draft *draft, GError **error);
static void          find_targets (const Draft *draft);
static void          term_free (gpointer data);
static gint          compare_targets (gconstpointer a, gconstpointer b);

DreamObjective *
dream_objective_new (DreamNetwork     *network,
                     DreamRecipe      *recipe,
                     const DreamNames *names,
                     GError          **error)
{
  static const DreamNames    none      = { 0 };
  g_autoptr (DreamObjective) objective = g_new0 (DreamObjective, 1);
  const Draft draft = { objective, network, recipe, names ? names : &none };

  objective->terms   = g_ptr_array_new_with_free_func (term_free);
  objective->targets = g_array_new (FALSE, FALSE, sizeof (guint));

  if (! add_subjects (&draft, error) || ! add_layers (&draft, error) ||
      ! check_guides (&draft, error))
    return NULL;

  find_targets (&draft);

  return g_steal_pointer (&objective);
}

void
dream_objective_free (DreamObjective *objective)
{
  if (! objective)
    return;

  g_ptr_array_unref (objective->terms);
  g_array_unref (objective->targets);
  g_free (objective);
}

gboolean *
dream_objective_find_needed (const DreamObjective *objective,
                             const DreamNetwork   *network)
{
  const guint n_layers = dream_network_n_layers (network);
  gboolean   *needed   = g_new0 (gboolean, n_layers);

  for (guint i = 0; i < objective->targets->len; i++)
    needed[g_array_index (objective->targets, guint, i)] = TRUE;

  /* Inputs come before what reads them. */
  for (guint i = n_layers; i-- > 0;)
    {
      const DreamLayer *layer = dream_network_get_layer (network, i);

      for (guint j = 0; needed[i] && j < layer->n_inputs; j++)
        needed[layer->inputs[j]] = TRUE;
    }

  return needed;
}

gdouble
dream_objective_get_work (const DreamObjective *objective,
                          const DreamNetwork   *network)
{
  g_autofree gboolean *needed = dream_objective_find_needed (objective,
                                                             network);
  gdouble              work   = 0;

  for (guint i = 1; i < dream_network_n_layers (network); i++)
    {
      const DreamLayer *layer = dream_network_get_layer (network, i);

      /* What has no weights takes a little time as well. */
      if (needed[i])
        work += (gdouble) (layer->weights.n_values + layer->channels) /
                layer->stride / layer->stride;
    }

  return work;
}

/* With a subject, no layer need be named. */
static gboolean
add_layers (const Draft *draft, GError **error)
{
  const DreamRecipe    *recipe    = draft->recipe;
  const gboolean        has_guide = *recipe->guide != '\0';
  const gboolean        has_style = *recipe->style != '\0';
  gboolean              lends     = has_guide && has_style;
  g_autoptr (GPtrArray) items     = NULL;

  if (*recipe->layer == '\0' && draft->objective->terms->len > 0)
    return TRUE;

  items = dream_layer_list_parse (recipe->layer, draft->network, error);
  if (! items)
    return FALSE;

  for (guint i = 0; i < items->len; i++)
    {
      const DreamLayerItem *item = items->pdata[i];

      lends = lends && item->role != DREAM_ROLE_STYLE;
    }

  for (guint i = 0; i < items->len; i++)
    {
      const DreamLayerItem *item = items->pdata[i];
      DreamTermKind         kind = DREAM_TERM_LAYER;

      if (item->role == DREAM_ROLE_GUIDE ||
          (item->role == DREAM_ROLE_ANY && has_guide))
        kind = DREAM_TERM_GUIDE;
      else if (item->role == DREAM_ROLE_STYLE ||
               (item->role == DREAM_ROLE_ANY && has_style))
        kind = DREAM_TERM_STYLE;

      if (! add_layer (draft, item, kind, error) ||
          (lends && item->role == DREAM_ROLE_ANY &&
           ! add_layer (draft, item, DREAM_TERM_STYLE, error)))
        return FALSE;
    }

  return TRUE;
}

static gboolean
add_subjects (const Draft *draft, GError **error)
{
  const gchar *const *labels   = draft->names->labels;
  const gchar        *text     = draft->recipe->subject;
  g_autoptr (GArray)  subjects = NULL;

  if (*text == '\0')
    return TRUE;

  if (! labels)
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE,
                           _ ("It is not known what the network's classes are "
                              "called, so that no subject can be dreamed with "
                              "it. Choose another network, or a layer."));
      return FALSE;
    }

  subjects = dream_subjects_parse (text, labels, draft->names->groups, error);
  if (! subjects)
    return FALSE;

  for (guint i = 0; i < subjects->len; i++)
    {
      const DreamSubject *subject = &g_array_index (subjects, DreamSubject, i);
      g_autofree gfloat  *directions = NULL;
      DreamTerm          *term;
      guint               layer;

      directions = dream_subject_find_layer (draft->network,
                                             g_strv_length ((gchar **) labels),
                                             subject->classes, &layer, error);
      if (! directions)
        return FALSE;

      term = add_term (draft->objective, DREAM_TERM_SUBJECT, layer, NULL,
                       subject->weight);
      term->channels     = g_steal_pointer (&directions);
      term->n_directions = subject->classes->len;
      term->once         = draft->recipe->one_subject;
    }

  return TRUE;
}

static gboolean
add_layer (const Draft          *draft,
           const DreamLayerItem *item,
           DreamTermKind         kind,
           GError              **error)
{
  const DreamRecipe *recipe = draft->recipe;
  const DreamLayer  *layer  = dream_network_get_layer (draft->network,
                                                       item->layer);
  const gboolean     styles = kind == DREAM_TERM_STYLE;
  DreamTerm         *term   = add_term (draft->objective, kind, item->layer,
                                        item->weights, styles ? recipe->style_weight : 1);

  term->match = recipe->guide_match;
  if (kind != DREAM_TERM_LAYER)
    return TRUE;

  term->threshold = recipe->threshold;

  return dream_channels_parse (item->channels ? item->channels
                                              : recipe->channels,
                               layer->channels, get_titles (draft, item->layer),
                               &term->channels, &term->n_strongest, error);
}

static const GArray *
get_titles (const Draft *draft, guint layer)
{
  GHashTableIter iter;
  gpointer       name;
  gpointer       titles;

  if (! draft->names->channels)
    return NULL;

  g_hash_table_iter_init (&iter, draft->names->channels);
  while (g_hash_table_iter_next (&iter, &name, &titles))
    {
      guint found;

      if (dream_network_find_layer (draft->network, name, &found, NULL) &&
          found == layer)
        return titles;
    }

  return NULL;
}

static DreamTerm *
add_term (DreamObjective *objective,
          DreamTermKind   kind,
          guint           layer,
          const GArray   *weights,
          gdouble         factor)
{
  DreamTerm  *term = g_new0 (DreamTerm, 1);
  const guint n    = weights ? weights->len : 1;

  term->kind    = kind;
  term->layer   = layer;
  term->weights = g_array_new (FALSE, FALSE, sizeof (gdouble));
  for (guint i = 0; i < n; i++)
    {
      const gdouble weight = factor * (weights
                                         ? g_array_index (weights, gdouble, i)
                                         : 1);

      g_array_append_val (term->weights, weight);
    }

  g_ptr_array_add (objective->terms, term);

  return term;
}

static gboolean
check_guides (const Draft *draft, GError **error)
{
  gboolean needs_guide = FALSE;
  gboolean needs_style = FALSE;

  for (guint i = 0; i < draft->objective->terms->len; i++)
    {
      const DreamTerm *term = draft->objective->terms->pdata[i];

      needs_guide = needs_guide || term->kind == DREAM_TERM_GUIDE;
      needs_style = needs_style || term->kind == DREAM_TERM_STYLE;
    }

  if (needs_guide && *draft->recipe->guide == '\0')
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE,
                           _ ("A layer is for a guide, but there is none. Give "
                              "a guide picture."));
      return FALSE;
    }

  if (needs_style && *draft->recipe->style == '\0')
    {
      g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE,
                           _ ("A layer is for a style, but there is none. Give "
                              "a style picture."));
      return FALSE;
    }

  return TRUE;
}

static void
find_targets (const Draft *draft)
{
  DreamObjective *objective = draft->objective;

  for (guint i = 0; i < objective->terms->len; i++)
    {
      const DreamTerm  *term  = objective->terms->pdata[i];
      const DreamLayer *layer = dream_network_get_layer (draft->network,
                                                         term->layer);

      objective->receptive_field = MAX (objective->receptive_field,
                                        layer->receptive_field);
      objective->minimum_size    = MAX (objective->minimum_size,
                                        layer->minimum_size);
      g_array_append_val (objective->targets, term->layer);
    }

  g_array_sort (objective->targets, compare_targets);
  for (guint i = objective->targets->len - 1; i > 0; i--)
    if (g_array_index (objective->targets, guint, i) ==
        g_array_index (objective->targets, guint, i - 1))
      g_array_remove_index (objective->targets, i);
}

static void
term_free (gpointer data)
{
  DreamTerm *term = data;

  g_array_unref (term->weights);
  g_free (term->channels);
  g_free (term);
}

static gint
compare_targets (gconstpointer a, gconstpointer b)
{
  const guint first  = *(const guint *) a;
  const guint second = *(const guint *) b;

  return first < second ? -1 : first > second;
}
