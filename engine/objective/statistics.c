/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Counting.  Threads share the blocks of channels, so that no sum depends on
 * their number.
 */

#include <math.h>
#include <string.h>

#include "statistics.h"

typedef struct
{
  const DreamKernels *kernels;
  const DreamSums    *sums;
  const DreamGram    *gram;
} Count;

static void count_block (gint item, gpointer data);

DreamStatistics *
dream_statistics_new (gsize n_lanes, gboolean with_products)
{
  DreamStatistics *self = g_new0 (DreamStatistics, 1);

  self->n_lanes = n_lanes;
  self->values  = g_new (gdouble, n_lanes);
  self->squares = g_new (gdouble, n_lanes);
  if (with_products)
    self->products = g_new (gdouble, n_lanes * n_lanes);

  dream_statistics_clear (self);

  return self;
}

void
dream_statistics_free (DreamStatistics *self)
{
  if (! self)
    return;

  g_free (self->values);
  g_free (self->squares);
  g_free (self->products);
  g_free (self);
}

void
dream_statistics_clear (DreamStatistics *self)
{
  self->n_places     = 0;
  self->peak         = -INFINITY;
  self->odds         = 0;
  self->odds_squared = 0;
  self->gradients    = 0;
  memset (self->values, 0, self->n_lanes * sizeof (gdouble));
  memset (self->squares, 0, self->n_lanes * sizeof (gdouble));
  if (self->products)
    memset (self->products, 0,
            self->n_lanes * self->n_lanes * sizeof (gdouble));
}

void
dream_statistics_count (DreamStatistics    *self,
                        DreamThreads       *threads,
                        const DreamKernels *kernels,
                        const DreamView    *activation,
                        const DreamWindow  *window)
{
  const DreamSums sums  = { .activation   = *activation,
                            .first_row    = window->first_row,
                            .end_row      = window->end_row,
                            .first_column = window->first_column,
                            .end_column   = window->end_column,
                            .threshold    = -INFINITY,
                            .values       = self->values,
                            .squares      = self->squares };
  const DreamGram gram  = { .activation   = *activation,
                            .first_row    = window->first_row,
                            .end_row      = window->end_row,
                            .first_column = window->first_column,
                            .end_column   = window->end_column,
                            .products     = self->products };
  Count           count = { kernels, &sums, self->products ? &gram : NULL };

  self->n_places += (gdouble) (window->end_row - window->first_row) *
                    (window->end_column - window->first_column);
  dream_threads_run (threads, activation->n_blocks, count_block, &count);
}

/* The peak so far is the scale of the sums; a higher one rescales them. */
void
dream_statistics_count_scores (DreamStatistics   *self,
                               const gfloat      *scores,
                               gint               width,
                               const DreamWindow *window)
{
  for (gint y = window->first_row; y < window->end_row; y++)
    for (gint x = window->first_column; x < window->end_column; x++)
      {
        const gdouble score = scores[(gsize) y * width + x];

        if (score > self->peak)
          {
            const gdouble shrink = exp (self->peak - score);

            self->odds *= shrink;
            self->odds_squared *= shrink * shrink;
            self->peak = score;
          }

        self->odds += exp (score - self->peak);
        self->odds_squared += exp (2 * (score - self->peak));
      }
}

void
dream_statistics_count_gradients (DreamStatistics   *self,
                                  const gfloat      *squares,
                                  gint               width,
                                  const DreamWindow *window)
{
  for (gint y = window->first_row; y < window->end_row; y++)
    for (gint x = window->first_column; x < window->end_column; x++)
      self->gradients += squares[(gsize) y * width + x];
}

static void
count_block (gint item, gpointer data)
{
  const Count *count = data;

  count->kernels->sum (count->sums, item);
  if (count->gram)
    count->kernels->gram (count->gram, item);
}
