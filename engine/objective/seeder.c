/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Terms on compiled layers.  The formulas are in objective.h.
 */

#include <math.h>

#include <glib/gi18n-lib.h>

#include "clearness.h"
#include "engine/compute/feature-maps.h"
#include "engine/error.h"
#include "seeder.h"
#include "similarity.h"
#include "term.h"

struct _DreamSeeder
{
  DreamCompiled *compiled;
  DreamThreads  *threads;
  GPtrArray     *states; /* of DreamTermState, one for each term */
  gboolean       measures;
  gboolean       has_measured;
};

typedef struct
{
  const DreamKernels *kernels;
  const DreamSeeding *seeding;
  const DreamMixing  *mixing;
} Task;

static gboolean        needs_statistics (const DreamTerm *term);
static gboolean        is_clearness (const DreamTerm *term);
static gboolean        look_at_guides (DreamSeeder        *self,
                                       DreamTermKind       kind,
                                       const DreamPicture *picture,
                                       GError            **error);
static gfloat         *score (DreamSeeder          *self,
                              const DreamTermState *state,
                              const DreamView      *activation);
static void            seed (DreamSeeder     *self,
                             DreamTermState  *state,
                             const DreamView *activation,
                             const DreamView *gradient,
                             gboolean         accumulate,
                             const gfloat    *places);
static void            seed_clearness (DreamSeeder          *self,
                                       const DreamTermState *state,
                                       DreamSeeding         *seeding,
                                       const gfloat         *places);
static DreamClearness *look_for (const DreamSeeder    *self,
                                 const DreamTermState *state,
                                 const DreamView      *activation);
static gfloat         *make_places (DreamSeeder          *self,
                                    const DreamTermState *state,
                                    const DreamView      *activation,
                                    const gfloat         *places);
static void            seed_item (gint item, gpointer data);

DreamSeeder *
dream_seeder_new (const DreamObjective *objective,
                  DreamCompiled        *compiled,
                  DreamThreads         *threads,
                  const DreamPicture   *guide,
                  const DreamPicture   *style,
                  GError              **error)
{
  g_autoptr (DreamSeeder) self = g_new0 (DreamSeeder, 1);

  self->compiled = compiled;
  self->threads  = threads;
  self->states   = g_ptr_array_new_with_free_func (dream_term_state_free);
  self->measures = objective->terms->len > 1;

  for (guint i = 0; i < objective->terms->len; i++)
    {
      const DreamTerm *term = objective->terms->pdata[i];

      g_ptr_array_add (self->states,
                       dream_term_state_new (self->compiled, term));
      self->measures = self->measures || needs_statistics (term);
    }

  if (! look_at_guides (self, DREAM_TERM_GUIDE, guide, error) ||
      ! look_at_guides (self, DREAM_TERM_STYLE, style, error))
    return NULL;

  dream_seeder_begin (self, 0);

  return g_steal_pointer (&self);
}

void
dream_seeder_free (DreamSeeder *self)
{
  if (! self)
    return;

  g_ptr_array_unref (self->states);
  g_free (self);
}

void
dream_seeder_begin (DreamSeeder *self, guint octave)
{
  self->has_measured = FALSE;

  for (guint i = 0; i < self->states->len; i++)
    {
      DreamTermState *state   = self->states->pdata[i];
      const GArray   *weights = state->term->weights;

      state->reach  = 0;
      state->weight = g_array_index (weights, gdouble,
                                     MIN (octave, weights->len - 1));
      dream_statistics_clear (state->counting);
      dream_term_state_update (state, TRUE);
    }
}

gboolean
dream_seeder_must_measure (const DreamSeeder *self)
{
  return self->measures && ! self->has_measured;
}

void
dream_seeder_measure (DreamSeeder       *self,
                      guint              target,
                      const DreamView   *activation,
                      const DreamWindow *window)
{
  const DreamKernels *kernels = self->compiled->kernels;

  for (guint i = 0; self->measures && i < self->states->len; i++)
    {
      const DreamTermState *state = self->states->pdata[i];

      if (state->term->layer != target)
        continue;

      dream_statistics_count (state->counting, self->threads, kernels,
                              activation, window);

      if (state->term->once)
        {
          g_autofree gfloat *scores = NULL;

          scores = score (self, state, activation);
          dream_statistics_count_scores (state->counting, scores,
                                         activation->width, window);
        }
      else if (is_clearness (state->term))
        {
          g_autoptr (DreamClearness) seen = look_for (self, state, activation);

          dream_statistics_count_gradients (state->counting, seen->squares,
                                            activation->width, window);
        }
    }
}

void
dream_seeder_end_pass (DreamSeeder *self)
{
  const gboolean is_alone = self->states->len == 1;

  if (! self->measures)
    return;

  self->has_measured = TRUE;

  for (guint i = 0; i < self->states->len; i++)
    {
      DreamTermState  *state = self->states->pdata[i];
      DreamStatistics *seen  = state->counting;

      state->counting = state->seen;
      state->seen     = seen;
      dream_statistics_clear (state->counting);
      dream_term_state_update (state, is_alone);
    }
}

void
dream_seeder_seed (DreamSeeder     *self,
                   guint            target,
                   const DreamView *activation,
                   const DreamView *gradient,
                   gboolean         accumulate,
                   const gfloat    *places)
{
  for (guint i = 0; i < self->states->len; i++)
    {
      DreamTermState *state = self->states->pdata[i];

      if (state->term->layer != target)
        continue;

      seed (self, state, activation, gradient, accumulate, places);
      accumulate = TRUE;
    }
}

static gboolean
needs_statistics (const DreamTerm *term)
{
  return term->n_strongest > 0 || term->threshold > 0 || term->once ||
         term->kind == DREAM_TERM_STYLE;
}

/* A subject that is to appear all over. */
static gboolean
is_clearness (const DreamTerm *term)
{
  return term->kind == DREAM_TERM_SUBJECT && ! term->once;
}

static gboolean
look_at_guides (DreamSeeder        *self,
                DreamTermKind       kind,
                const DreamPicture *picture,
                GError            **error)
{
  g_autoptr (DreamFeatureMaps) features = NULL;

  for (guint i = 0; i < self->states->len; i++)
    {
      DreamTermState *state = self->states->pdata[i];

      if (state->term->kind != kind)
        continue;

      if (! picture)
        {
          g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE,
                               _ ("The picture of a guide or a style is "
                                  "missing."));
          return FALSE;
        }

      if (! features)
        features = dream_feature_maps_new (self->compiled, self->threads,
                                           picture, error);
      if (! features)
        {
          g_prefix_error (error, _ ("In the picture of a guide or style: "));
          return FALSE;
        }

      if (kind == DREAM_TERM_GUIDE)
        dream_term_state_take_guide (state, features);
      else
        dream_term_state_take_style (state, self->threads,
                                     self->compiled->kernels, features);
    }

  return TRUE;
}

/* What each place gives to a subject. */
static gfloat *
score (DreamSeeder          *self,
       const DreamTermState *state,
       const DreamView      *activation)
{
  const DreamKernels *kernels = self->compiled->kernels;
  g_autofree guint   *nearest = NULL;

  if (! state->vectors)
    return dream_similarity_new (self->threads, kernels, activation,
                                 state->lanes, NULL);

  nearest = dream_similarity_match (self->threads, kernels, activation,
                                    state->vectors, state->n_vectors);

  return dream_similarity_new (self->threads, kernels, activation,
                               state->vectors, nearest);
}

static void
seed (DreamSeeder     *self,
      DreamTermState  *state,
      const DreamView *activation,
      const DreamView *gradient,
      gboolean         accumulate,
      const gfloat    *places)
{
  g_autofree gfloat *own     = make_places (self, state, activation, places);
  g_autofree guint  *nearest = NULL;
  DreamSeeding       seeding = { .activation = *activation,
                                 .seed       = *gradient,
                                 .threshold  = state->threshold,
                                 .places     = own ? own : places,
                                 .accumulate = accumulate };
  DreamMixing        mixing  = { .activation = *activation,
                                 .seed       = *gradient,
                                 .matrix     = state->matrix,
                                 .places     = own ? own : places,
                                 .accumulate = accumulate };
  Task               task    = { self->compiled->kernels, &seeding, NULL };

  switch (state->term->kind)
    {
    case DREAM_TERM_LAYER:
      seeding.weights = state->factors;
      break;

    case DREAM_TERM_SUBJECT:
    case DREAM_TERM_GUIDE:
      if (is_clearness (state->term))
        {
          seed_clearness (self, state, &seeding, places);
          return;
        }

      if (! state->vectors)
        {
          seeding.constants = state->factors;
          break;
        }

      nearest = dream_similarity_match (self->threads, self->compiled->kernels,
                                        activation, state->vectors,
                                        state->n_vectors);
      seeding.vectors = state->vectors;
      seeding.nearest = nearest;
      break;

    case DREAM_TERM_STYLE:
      task.mixing = &mixing;
      break;
    }

  dream_threads_run (self->threads, activation->n_blocks * activation->height,
                     seed_item, &task);
}

/* In two runs, since the direction and the values have factors of their own at
 * each place. */
static void
seed_clearness (DreamSeeder          *self,
                const DreamTermState *state,
                DreamSeeding         *seeding,
                const gfloat         *places)
{
  const DreamView           *view = &seeding->activation;
  const gsize                n    = (gsize) view->height * view->width;
  Task                       task = { self->compiled->kernels, seeding, NULL };
  g_autoptr (DreamClearness) seen = look_for (self, state, view);

  for (gsize i = 0; i < n; i++)
    {
      const gdouble factor = state->scale * (places ? places[i] : 1);

      seen->along[i] *= factor;
      seen->back[i] *= factor;
    }

  if (seen->nearest)
    seeding->vectors = state->vectors;
  else
    seeding->constants = state->lanes;
  seeding->nearest = seen->nearest;
  seeding->places  = seen->along;
  dream_threads_run (self->threads, view->n_blocks * view->height, seed_item,
                     &task);

  seeding->constants  = NULL;
  seeding->vectors    = NULL;
  seeding->nearest    = NULL;
  seeding->weights    = state->channels;
  seeding->places     = seen->back;
  seeding->accumulate = TRUE;
  dream_threads_run (self->threads, view->n_blocks * view->height, seed_item,
                     &task);
}

static DreamClearness *
look_for (const DreamSeeder    *self,
          const DreamTermState *state,
          const DreamView      *activation)
{
  return dream_clearness_new (self->threads, self->compiled->kernels,
                              activation,
                              state->vectors ? state->vectors : state->lanes,
                              MAX (state->n_vectors, 1), state->channels);
}

/* Factors of places that the term has itself, times those given; NULL if there
 * are none. */
static gfloat *
make_places (DreamSeeder          *self,
             const DreamTermState *state,
             const DreamView      *activation,
             const gfloat         *places)
{
  const gsize n   = (gsize) activation->height * activation->width;
  gfloat     *own = NULL;

  if (state->term->once)
    {
      const gdouble scale = state->vectors ? state->scale : 1;

      own = score (self, state, activation);
      for (gsize i = 0; i < n; i++)
        own[i] = scale * exp (own[i] - state->seen->peak) / state->seen->odds;
    }
  else if (state->vectors || state->matrix)
    {
      const gdouble scale = state->scale /
                            (state->matrix ? state->seen->n_places : 1);

      own = g_new (gfloat, n);
      for (gsize i = 0; i < n; i++)
        own[i] = scale;
    }

  for (gsize i = 0; own && places && i < n; i++)
    own[i] *= places[i];

  return own;
}

static void
seed_item (gint item, gpointer data)
{
  const Task *task   = data;
  const gint  height = task->seeding->activation.height;

  if (task->mixing)
    task->kernels->mix (task->mixing, item / height, item % height);
  else
    task->kernels->seed (task->seeding, item / height, item % height);
}
