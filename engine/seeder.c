/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Terms on packed layers.  The formulas are in objective.h.
 */

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "error.h"
#include "feature-maps.h"
#include "scores.h"
#include "seeder.h"
#include "statistics.h"

#define ALIGNMENT 64

/* A term on its layer; arrays have a value for each lane (the place of a
 * channel in the layer's blocks), 0 where there is no channel. */
typedef struct
{
  const DreamTerm        *term;
  const DreamPackedLayer *place;
  gsize                   n_lanes;
  gdouble                 weight; /* in this octave */

  gfloat  *lanes;     /* weights of channels, or a subject's direction */
  gfloat  *factors;   /* those of the seed */
  gfloat   threshold; /* below it nothing is strengthened */
  gboolean is_chosen; /* the strongest channels have been found */

  gfloat *vectors; /* the guide's, one after another */
  guint   n_vectors;
  gdouble length; /* root of their mean square */

  gdouble *wanted; /* the style's Gram matrix */
  gfloat  *matrix; /* what makes the seed of the values */
  gdouble  reach; /* how long that seed was at first in this octave; 0 before */
  gdouble  scale; /* of the seed at each place, where no array has it */

  DreamStatistics *seen;     /* in the pass before */
  DreamStatistics *counting; /* in this one */
} State;

struct _DreamSeeder
{
  const DreamObjective *objective;
  DreamPacked          *packed;
  DreamThreads         *threads;
  GPtrArray            *states; /* of State, one for each term */
  gboolean              measures;
  gboolean              has_measured;
};

typedef struct
{
  const DreamKernels *kernels;
  const DreamSeeding *seeding;
  const DreamMixing  *mixing;
} Task;

static State   *state_new (DreamSeeder *self, const DreamTerm *term);
static void     state_free (gpointer data);
static gboolean needs_statistics (const DreamTerm *term);
static gboolean look_at_guides (DreamSeeder        *self,
                                DreamTermKind       kind,
                                const DreamPicture *picture,
                                GError            **error);
static void     take_guide (State *state, DreamFeatureMaps *features);
static void     take_style (State            *state,
                            DreamSeeder      *self,
                            DreamFeatureMaps *features);
static void     update (State *state, gboolean is_alone);
static void     choose_strongest (State *state);
static gfloat   find_threshold (const State *state);
static void     make_matrix (State *state);
static gdouble  get_length (State *state);
static gdouble  get_mixed_length (const State *state);
static void     seed (DreamSeeder     *self,
                      State           *state,
                      const DreamView *activation,
                      const DreamView *gradient,
                      gboolean         accumulate,
                      const gfloat    *places);
static gfloat  *make_places (DreamSeeder     *self,
                             const State     *state,
                             const DreamView *activation,
                             const gfloat    *places);
static void     seed_item (gint item, gpointer data);
static gfloat  *new_lanes (gsize n);

DreamSeeder *
dream_seeder_new (const DreamObjective *objective,
                  DreamPacked          *packed,
                  DreamThreads         *threads,
                  const DreamPicture   *guide,
                  const DreamPicture   *style,
                  GError              **error)
{
  g_autoptr (DreamSeeder) self = g_new0 (DreamSeeder, 1);

  self->objective = objective;
  self->packed    = packed;
  self->threads   = threads;
  self->states    = g_ptr_array_new_with_free_func (state_free);
  self->measures  = objective->terms->len > 1;

  for (guint i = 0; i < objective->terms->len; i++)
    {
      const DreamTerm *term = objective->terms->pdata[i];

      g_ptr_array_add (self->states, state_new (self, term));
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
      State        *state   = self->states->pdata[i];
      const GArray *weights = state->term->weights;

      state->reach  = 0;
      state->weight = g_array_index (weights, gdouble,
                                     MIN (octave, weights->len - 1));
      dream_statistics_clear (state->counting);
      update (state, TRUE);
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
  const DreamKernels *kernels = self->packed->kernels;

  for (guint i = 0; self->measures && i < self->states->len; i++)
    {
      const State *state = self->states->pdata[i];

      if (state->term->layer != target)
        continue;

      dream_statistics_count (state->counting, self->threads, kernels,
                              activation, window);

      if (state->term->once)
        {
          g_autofree gfloat *scores = NULL;

          scores = dream_scores_new (self->threads, kernels, activation,
                                     state->lanes);
          dream_statistics_count_scores (state->counting, scores,
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
      State           *state = self->states->pdata[i];
      DreamStatistics *seen  = state->counting;

      state->counting = state->seen;
      state->seen     = seen;
      dream_statistics_clear (state->counting);
      update (state, is_alone);
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
      State *state = self->states->pdata[i];

      if (state->term->layer != target)
        continue;

      seed (self, state, activation, gradient, accumulate, places);
      accumulate = TRUE;
    }
}

static State *
state_new (DreamSeeder *self, const DreamTerm *term)
{
  State         *state = g_new0 (State, 1);
  const gboolean grams = term->kind == DREAM_TERM_STYLE;
  const gint     block = self->packed->kernels->block;
  const gfloat  *given = term->channels;

  state->term      = term;
  state->place     = &self->packed->layers[term->layer];
  state->n_lanes   = (gsize) state->place->n_blocks * block;
  state->lanes     = new_lanes (state->n_lanes);
  state->factors   = new_lanes (state->n_lanes);
  state->threshold = -INFINITY;
  state->seen      = dream_statistics_new (state->n_lanes, grams);
  state->counting  = dream_statistics_new (state->n_lanes, grams);

  for (gint c = 0; c < state->place->layer.channels; c++)
    state->lanes[state->place->lanes[c]] = given ? given[c] : 1;

  return state;
}

static void
state_free (gpointer data)
{
  State *state = data;

  g_aligned_free (state->lanes);
  g_aligned_free (state->factors);
  g_aligned_free (state->vectors);
  g_aligned_free (state->matrix);
  g_free (state->wanted);
  dream_statistics_free (state->seen);
  dream_statistics_free (state->counting);
  g_free (state);
}

static gboolean
needs_statistics (const DreamTerm *term)
{
  return term->n_strongest > 0 || term->threshold > 0 || term->once ||
         term->kind == DREAM_TERM_STYLE;
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
      State *state = self->states->pdata[i];

      if (state->term->kind != kind)
        continue;

      if (! picture)
        {
          g_set_error_literal (error, DREAM_ERROR, DREAM_ERROR_BAD_RECIPE,
                               _("The picture of a guide or a style is "
                                 "missing."));
          return FALSE;
        }

      if (! features)
        features = dream_feature_maps_new (self->packed, self->threads, picture,
                                           error);
      if (! features)
        {
          g_prefix_error (error, _("In the picture of a guide or style: "));
          return FALSE;
        }

      if (kind == DREAM_TERM_GUIDE)
        take_guide (state, features);
      else
        take_style (state, self, features);
    }

  return TRUE;
}

/* Of unit length, none is preferred for being strong: then the greatest dot
 * product is the greatest cosine. */
static void
take_guide (State *state, DreamFeatureMaps *features)
{
  gdouble total = 0;

  state->vectors = dream_feature_maps_get_vectors (features, state->term->layer,
                                                   &state->n_vectors);

  for (guint n = 0; n < state->n_vectors; n++)
    {
      gfloat *vector  = state->vectors + n * state->n_lanes;
      gdouble squares = 0;

      for (gsize i = 0; i < state->n_lanes; i++)
        squares += (gdouble) vector[i] * vector[i];

      if (state->term->match == DREAM_GUIDE_CLOSEST && squares > 0)
        {
          for (gsize i = 0; i < state->n_lanes; i++)
            vector[i] /= sqrt (squares);
          squares = 1;
        }

      total += squares;
    }

  state->length = sqrt (total / state->n_vectors);
}

static void
take_style (State *state, DreamSeeder *self, DreamFeatureMaps *features)
{
  const DreamView view = dream_feature_maps_get (features, state->term->layer);
  const DreamWindow window = { 0, view.height, 0, view.width };
  const gsize       n      = state->n_lanes * state->n_lanes;

  dream_statistics_count (state->counting, self->threads, self->packed->kernels,
                          &view, &window);

  state->matrix = new_lanes (n);
  state->wanted = g_new (gdouble, n);
  for (gsize i = 0; i < n; i++)
    state->wanted[i] = state->counting->products[i] / state->counting->n_places;
}

/* Everything that follows from what was seen. */
static void
update (State *state, gboolean is_alone)
{
  gdouble length;

  if (state->seen->n_places > 0)
    {
      if (state->term->n_strongest > 0 && ! state->is_chosen)
        choose_strongest (state);
      if (state->term->threshold > 0)
        state->threshold = find_threshold (state);
      if (state->term->kind == DREAM_TERM_STYLE)
        make_matrix (state);
    }

  length       = is_alone ? 1 : get_length (state);
  state->scale = length > 0 ? state->weight / length : 0;

  for (gsize i = 0; i < state->n_lanes; i++)
    state->factors[i] = state->scale * state->lanes[i];
}

static void
choose_strongest (State *state)
{
  memset (state->lanes, 0, state->n_lanes * sizeof (gfloat));

  for (guint n = 0; n < state->term->n_strongest; n++)
    {
      const gint *lanes     = state->place->lanes;
      gint        strongest = -1;

      for (gint c = 0; c < state->place->layer.channels; c++)
        if (state->lanes[lanes[c]] == 0 &&
            (strongest < 0 ||
             state->seen->squares[lanes[c]] > state->seen->squares[strongest]))
          strongest = lanes[c];

      state->lanes[strongest] = 1;
    }

  state->is_chosen = TRUE;
}

/* Over all of the layer's channels, as darknet has it. */
static gfloat
find_threshold (const State *state)
{
  const gint *lanes   = state->place->lanes;
  const gint  n       = state->place->layer.channels;
  gdouble     sum     = 0;
  gdouble     squares = 0;
  gdouble     mean;
  gdouble     variance;

  for (gint c = 0; c < n; c++)
    {
      sum += state->seen->values[lanes[c]];
      squares += state->seen->squares[lanes[c]];
    }

  mean     = sum / (n * state->seen->n_places);
  variance = squares / (n * state->seen->n_places) - mean * mean;

  return mean + state->term->threshold * sqrt (MAX (variance, 0));
}

static void
make_matrix (State *state)
{
  const gsize n = state->n_lanes * state->n_lanes;

  for (gsize i = 0; i < n; i++)
    state->matrix[i] = state->wanted[i] -
                       state->seen->products[i] / state->seen->n_places;
}

/* Of the term's gradient towards its layer, weight and scale apart.  What a
 * threshold leaves out counts.  A style's stays what it was at first, so that it
 * comes to rest when it is reached, and since it takes long to find. */
static gdouble
get_length (State *state)
{
  const DreamStatistics *seen    = state->seen;
  gdouble                squares = 0;

  if (! (seen->n_places > 0))
    return 0;

  switch (state->term->kind)
    {
    case DREAM_TERM_LAYER:
      for (gsize i = 0; i < state->n_lanes; i++)
        squares += (gdouble) state->lanes[i] * state->lanes[i] *
                   seen->squares[i];
      return sqrt (squares);

    case DREAM_TERM_SUBJECT:
      for (gsize i = 0; i < state->n_lanes; i++)
        squares += (gdouble) state->lanes[i] * state->lanes[i];
      return sqrt (squares * (state->term->once
                                ? seen->odds_squared / (seen->odds * seen->odds)
                                : seen->n_places));

    case DREAM_TERM_GUIDE:
      return state->length * sqrt (seen->n_places);

    case DREAM_TERM_STYLE:
      if (state->reach == 0)
        state->reach = get_mixed_length (state) / seen->n_places;
      return state->reach;
    }

  return 0;
}

/* |M a|^2 = sum of m_ij (M a a^T)_ij, M being symmetric. */
static gdouble
get_mixed_length (const State *state)
{
  const gsize n       = state->n_lanes;
  gdouble     squares = 0;

  for (gsize i = 0; i < n; i++)
    {
      g_autofree gdouble *row = g_new0 (gdouble, n);

      for (gsize k = 0; k < n; k++)
        for (gsize j = 0; j < n; j++)
          row[j] += state->matrix[i * n + k] * state->seen->products[k * n + j];

      for (gsize j = 0; j < n; j++)
        squares += state->matrix[i * n + j] * row[j];
    }

  return sqrt (MAX (squares, 0));
}

static void
seed (DreamSeeder     *self,
      State           *state,
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
  Task               task    = { self->packed->kernels, &seeding, NULL };

  switch (state->term->kind)
    {
    case DREAM_TERM_LAYER:
      seeding.weights = state->factors;
      break;

    case DREAM_TERM_SUBJECT:
      seeding.constants = state->factors;
      break;

    case DREAM_TERM_GUIDE:
      nearest = dream_scores_match (self->threads, self->packed->kernels,
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

/* Factors of places that the term has itself, times those given; NULL if there
 * are none. */
static gfloat *
make_places (DreamSeeder     *self,
             const State     *state,
             const DreamView *activation,
             const gfloat    *places)
{
  const gsize n   = (gsize) activation->height * activation->width;
  gfloat     *own = NULL;

  if (state->term->once)
    {
      own = dream_scores_new (self->threads, self->packed->kernels, activation,
                              state->lanes);
      for (gsize i = 0; i < n; i++)
        own[i] = exp (own[i] - state->seen->peak) / state->seen->odds;
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

static gfloat *
new_lanes (gsize n)
{
  return g_aligned_alloc0 (n, sizeof (gfloat), ALIGNMENT);
}
