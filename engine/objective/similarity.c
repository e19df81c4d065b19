/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Dot products of places, shared between threads row by row.
 */

#include "similarity.h"

typedef struct
{
  const DreamKernels *kernels;
  const DreamView    *activation;
  const gfloat       *vectors;
  const guint        *nearest;
  gboolean            of_squares;
  gfloat             *scores;
} Scoring;

typedef struct
{
  const DreamKernels  *kernels;
  const DreamMatching *matching;
} Match;

static gfloat *run (DreamThreads *threads, Scoring *scoring);
static void    score_row (gint item, gpointer data);
static void    match_row (gint item, gpointer data);

gfloat *
dream_similarity_new (DreamThreads       *threads,
                      const DreamKernels *kernels,
                      const DreamView    *activation,
                      const gfloat       *vectors,
                      const guint        *nearest)
{
  Scoring scoring = { kernels, activation, vectors, nearest, FALSE, NULL };

  return run (threads, &scoring);
}

gfloat *
dream_similarity_new_squares (DreamThreads       *threads,
                              const DreamKernels *kernels,
                              const DreamView    *activation,
                              const gfloat       *vector)
{
  Scoring scoring = { kernels, activation, vector, NULL, TRUE, NULL };

  return run (threads, &scoring);
}

guint *
dream_similarity_match (DreamThreads       *threads,
                        const DreamKernels *kernels,
                        const DreamView    *activation,
                        const gfloat       *vectors,
                        guint               n_vectors)
{
  DreamMatching matching = { *activation, vectors, n_vectors, NULL };
  Match         match    = { kernels, &matching };

  matching.nearest = g_new (guint,
                            (gsize) activation->height * activation->width);
  dream_threads_run (threads, activation->height, match_row, &match);

  return matching.nearest;
}

static gfloat *
run (DreamThreads *threads, Scoring *scoring)
{
  const DreamView *view = scoring->activation;

  scoring->scores = g_new0 (gfloat, (gsize) view->height * view->width);
  dream_threads_run (threads, view->height, score_row, scoring);

  return scoring->scores;
}

static void
score_row (gint item, gpointer data)
{
  const Scoring     *scoring = data;
  const DreamView   *view    = scoring->activation;
  const gint         block   = scoring->kernels->block;
  const gsize        length  = (gsize) view->width * block;
  g_autofree gfloat *row     = g_new (gfloat, length);
  const gsize        first   = (gsize) item * view->width;
  const gsize        n_lanes = (gsize) view->n_blocks * block;

  for (gint b = 0; b < view->n_blocks; b++)
    {
      scoring->kernels->read (row,
                              view->data + b * view->block + item * view->row,
                              length);
      for (gsize i = 0; scoring->of_squares && i < length; i++)
        row[i] *= row[i];
      for (gint x = 0; x < view->width; x++)
        {
          const guint   n = scoring->nearest ? scoring->nearest[first + x] : 0;
          const gfloat *vector = scoring->vectors + n * n_lanes + b * block;

          for (gint i = 0; i < block; i++)
            scoring->scores[first + x] += vector[i] * row[x * block + i];
        }
    }
}

static void
match_row (gint item, gpointer data)
{
  const Match *match = data;

  match->kernels->match (match->matching, item);
}
