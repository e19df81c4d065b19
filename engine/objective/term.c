/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What follows for a term from what was seen of its layer.
 */

#include <math.h>
#include <string.h>

#include "term.h"

#define ALIGNMENT 64

static void    take_directions (DreamTermState *state);
static void    find_length (DreamTermState *state);
static void    choose_strongest (DreamTermState *state);
static gfloat  find_threshold (const DreamTermState *state);
static void    make_matrix (DreamTermState *state);
static gdouble get_length (DreamTermState *state);
static gdouble get_mixed_length (const DreamTermState *state);
static gdouble get_squares (const gfloat *values, gsize n);
static gfloat *new_lanes (gsize n);

DreamTermState *
dream_term_state_new (DreamCompiled *compiled, const DreamTerm *term)
{
  DreamTermState *state = g_new0 (DreamTermState, 1);
  const gboolean  grams = term->kind == DREAM_TERM_STYLE;
  const gint      block = compiled->kernels->block;
  const gfloat   *given = term->channels;

  state->term      = term;
  state->place     = &compiled->layers[term->layer];
  state->n_lanes   = (gsize) state->place->n_blocks * block;
  state->lanes     = new_lanes (state->n_lanes);
  state->factors   = new_lanes (state->n_lanes);
  state->channels  = new_lanes (state->n_lanes);
  state->threshold = -INFINITY;
  state->seen      = dream_statistics_new (state->n_lanes, grams);
  state->counting  = dream_statistics_new (state->n_lanes, grams);

  for (gint c = 0; c < state->place->layer.channels; c++)
    state->channels[state->place->lanes[c]] = 1;

  if (term->n_directions > 1)
    take_directions (state);
  else
    for (gint c = 0; c < state->place->layer.channels; c++)
      state->lanes[state->place->lanes[c]] = given ? given[c] : 1;

  return state;
}

void
dream_term_state_free (gpointer data)
{
  DreamTermState *state = data;

  g_aligned_free (state->lanes);
  g_aligned_free (state->factors);
  g_aligned_free (state->channels);
  g_aligned_free (state->vectors);
  g_aligned_free (state->matrix);
  g_free (state->wanted);
  dream_statistics_free (state->seen);
  dream_statistics_free (state->counting);
  g_free (state);
}

/* Of unit length, none is preferred for being strong: then the greatest dot
 * product is the greatest cosine. */
void
dream_term_state_take_guide (DreamTermState *state, DreamFeatureMaps *features)
{
  state->vectors = dream_feature_maps_get_vectors (features, state->term->layer,
                                                   &state->n_vectors);

  for (guint n = 0; n < state->n_vectors; n++)
    {
      gfloat       *vector  = state->vectors + n * state->n_lanes;
      const gdouble squares = get_squares (vector, state->n_lanes);

      if (state->term->match == DREAM_GUIDE_CLOSEST && squares > 0)
        for (gsize i = 0; i < state->n_lanes; i++)
          vector[i] /= sqrt (squares);
    }

  find_length (state);
}

void
dream_term_state_take_style (DreamTermState     *state,
                             DreamThreads       *threads,
                             const DreamKernels *kernels,
                             DreamFeatureMaps   *features)
{
  const DreamView view = dream_feature_maps_get (features, state->term->layer);
  const DreamWindow window = { 0, view.height, 0, view.width };
  const gsize       n      = state->n_lanes * state->n_lanes;

  dream_statistics_count (state->counting, threads, kernels, &view, &window);

  state->matrix = new_lanes (n);
  state->wanted = g_new (gdouble, n);
  for (gsize i = 0; i < n; i++)
    state->wanted[i] = state->counting->products[i] / state->counting->n_places;
}

void
dream_term_state_update (DreamTermState *state, gboolean is_alone)
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

/* A group's classes are matched as a guide's places are. */
static void
take_directions (DreamTermState *state)
{
  const DreamTerm *term     = state->term;
  const gint       channels = state->place->layer.channels;

  state->n_vectors = term->n_directions;
  state->vectors   = new_lanes (state->n_vectors * state->n_lanes);

  for (guint n = 0; n < state->n_vectors; n++)
    for (gint c = 0; c < channels; c++)
      state->vectors[n * state->n_lanes + state->place->lanes[c]] =
        term->channels[(gsize) n * channels + c];

  find_length (state);
}

static void
find_length (DreamTermState *state)
{
  const gsize n = state->n_vectors * state->n_lanes;

  state->length = sqrt (get_squares (state->vectors, n) / state->n_vectors);
}

static void
choose_strongest (DreamTermState *state)
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
find_threshold (const DreamTermState *state)
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
make_matrix (DreamTermState *state)
{
  const gsize n = state->n_lanes * state->n_lanes;

  for (gsize i = 0; i < n; i++)
    state->matrix[i] = state->wanted[i] -
                       state->seen->products[i] / state->seen->n_places;
}

/* Of the term's gradient towards its layer, weight and scale apart.  What a
 * threshold leaves out counts.  A style's stays what it was at first, so that
 * it comes to rest when it is reached, and since it takes long to find. */
static gdouble
get_length (DreamTermState *state)
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
      if (! state->term->once)
        return sqrt (seen->gradients);

      squares = state->vectors ? state->length * state->length
                               : get_squares (state->lanes, state->n_lanes);
      return sqrt (squares * seen->odds_squared / (seen->odds * seen->odds));

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
get_mixed_length (const DreamTermState *state)
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

static gdouble
get_squares (const gfloat *values, gsize n)
{
  gdouble squares = 0;

  for (gsize i = 0; i < n; i++)
    squares += (gdouble) values[i] * values[i];

  return squares;
}

static gfloat *
new_lanes (gsize n)
{
  return g_aligned_alloc0 (n, sizeof (gfloat), ALIGNMENT);
}
